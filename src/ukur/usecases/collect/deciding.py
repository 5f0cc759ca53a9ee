"""The frame of what is decided about units' forms while the cycle is locked too."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from ukur.domain.collecting import RULES, SubmissionEnd, TaskAct, decide_task
from ukur.domain.people import Actor
from ukur.domain.ports import Tools
from ukur.domain.sop.flow import StepNotOpen
from ukur.domain.sop.model import Work
from ukur.store.models import Submission, UnitTask
from ukur.store.queries.lacks import lacks_of
from ukur.store.queries.windows import stand_of_form
from ukur.usecases.changing import Change, changing


@contextmanager
def collecting(cycle_id: int, actor: Actor, tools: Tools) -> Iterator[Change]:
    """Lock the cycle while its data is collected; the caller decides about forms and notes.

    Raises:
        StepNotOpen: the cycle does not stand where data is collected.
    """
    with changing(cycle_id, actor, tools) as change:
        at, step = change.run.step, change.step_of(Work.COLLECT)
        if at != step:
            raise StepNotOpen(asked=step, current=at)
        yield change


@contextmanager
def deciding(
    task_id: int, wanted: TaskAct, actor: Actor, tools: Tools
) -> Iterator[tuple[Change, UnitTask]]:
    """Lock the cycle and one form, let the rules decide, save the state; the caller notes.

    Raises:
        UnitTask.DoesNotExist, Cycle.DoesNotExist: no such form at the actor's agency.
        StepNotOpen: the cycle does not stand where data is collected.
        Refusal: see `ukur.domain.collecting.decide_task`.
    """
    cycle_id = UnitTask.objects.values_list("cycle_id", flat=True).get(pk=task_id)
    with collecting(cycle_id, actor, tools) as change:
        (task,) = locked(change, [task_id])
        moved(change, task, wanted)
        yield change, task


def locked(change: Change, task_ids: Sequence[int]) -> list[UnitTask]:
    """The forms under their locks, in the order of their ids, so that nobody waits in a circle.

    Raises:
        UnitTask.DoesNotExist: one of them is no form of this cycle.
    """
    tasks = list(
        UnitTask.objects.select_for_update(of=("self",), no_key=True)
        .select_related("unit")
        .filter(pk__in=task_ids, cycle=change.cycle)
        .order_by("pk")
    )
    if len(tasks) != len(set(task_ids)):
        raise UnitTask.DoesNotExist
    for task in tasks:
        task.cycle = change.cycle
    return tasks


def moved(change: Change, task: UnitTask, wanted: TaskAct) -> None:
    """Bring the form to where the rules lead it.

    Raises:
        Refusal: see `ukur.domain.collecting.decide_task`.
    """
    lacks = lacks_of(task.pk) if RULES[wanted.act].needs_all else ()
    stand = stand_of_form(task)
    task.state = decide_task(stand, wanted, change.actor, change.now, lacks).value
    task.save(update_fields=["state"])


def decided(task: UnitTask, change: Change, wanted: TaskAct) -> None:
    """Who of Tim SAKIP decided on the form, when, and for what reason."""
    task.decided_at, task.decided_by_id = change.now, change.actor.account_id
    task.reason_code, task.reason = wanted.reason_code, wanted.reason.strip()
    task.save(update_fields=["decided_at", "decided_by", "reason_code", "reason"])


def ended(task: UnitTask, change: Change, end: SubmissionEnd, reason: str = "") -> None:
    """What became of the newest submission; its figures stay as they were handed in."""
    Submission.objects.filter(task=task, number=task.version).update(
        end=end.value, ended_at=change.now, ended_by=change.actor.account_id, reason=reason.strip()
    )
