"""Step 4: Tim SAKIP reminds the units whose forms are still theirs to fill in."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, F, Q

from ukur.domain.chasing import Chased, check_reminders, reminder_kind
from ukur.domain.collecting import TaskState
from ukur.domain.people import Actor
from ukur.domain.ports import Tools
from ukur.store.models import UnitReminder, UnitTask
from ukur.usecases.collect.deciding import collecting
from ukur.usecases.telling import News, tell_unit_people


@dataclass(frozen=True)
class UnitsReminded:
    """The forms whose units were reminded, and how many had handed in meanwhile."""

    tasks: tuple[int, ...]
    left_out: int = 0


def remind_units(
    *, cycle_id: int, task_ids: Collection[int], actor: Actor, tools: Tools
) -> UnitsReminded:
    """Remind the units, each for the first or the second time; one event names them all.

    All of them or none. The mail goes out by `ukur.usecases.clock.mail_units`.

    Raises:
        StepNotOpen: the cycle does not stand where data is collected.
        Refusal: see `ukur.domain.chasing.check_reminders`.
    """
    with collecting(cycle_id, actor, tools) as change:
        tasks = {
            task.pk: task
            for task in UnitTask.objects.select_for_update(of=("self",), no_key=True)
            .filter(cycle=change.cycle, pk__in=task_ids)
            .select_related("unit")
            .order_by("pk")
        }
        of_round = Q(reminders__round=F("round"))
        given = dict(
            UnitTask.objects.filter(pk__in=tasks)
            .annotate(given=Count("reminders", filter=of_round))
            .values_list("pk", "given")
        )
        chosen = [
            Chased(pk, task.unit.name, TaskState(task.state), given[pk])
            for pk, task in tasks.items()
        ]
        reminded = check_reminders(chosen, actor)
        numbers = {one.task_id: one.reminders + 1 for one in reminded}
        UnitReminder.objects.bulk_create(
            UnitReminder(
                task=tasks[pk],
                round=tasks[pk].round,
                number=number,
                at=change.now,
                by_id=actor.account_id,
            )
            for pk, number in numbers.items()
        )
        for number in sorted(set(numbers.values())):
            told = [tasks[pk] for pk, one in numbers.items() if one == number]
            tell_unit_people(told, News(reminder_kind(number), change.cycle.agency_id, change.now))
        change.note(
            "units_reminded",
            units=[tasks[pk].unit.code for pk in numbers],
            again=[tasks[pk].unit.code for pk, number in numbers.items() if number > 1],
        )
    return UnitsReminded(tuple(numbers), len(chosen) - len(reminded))
