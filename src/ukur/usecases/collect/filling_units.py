"""The frame of taking figures into the forms of many units at once: all of them, or none."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from django.db import transaction

from ukur.domain.collecting import Act, TaskAct, decide_task
from ukur.domain.people import Actor
from ukur.domain.ports import Tools
from ukur.store.models import UnitTask
from ukur.store.queries.windows import stand_of_form
from ukur.usecases.changing import Filling, tell_unit
from ukur.usecases.collect.filling_in import forget_ready


@contextmanager
def filling_units(
    task_ids: Collection[int], actor: Actor, tools: Tools
) -> Iterator[tuple[Filling, ...]]:
    """Lock the units' tasks, let the caller change their rows, then note one event in each chain.

    The tasks are locked in the order of their ids, so that two imports never wait in a circle.
    Those of other agencies and of cancelled cycles are not among them.

    Raises:
        Refusal: see `ukur.domain.collecting.decide_task`, for taking figures from a file.
        RuntimeError: the caller changed rows of a unit without a note. That is a bug.
    """
    with transaction.atomic(durable=True):
        tasks = (
            UnitTask.objects.select_for_update(of=("self",), no_key=True)
            .select_related("cycle__agency", "unit")
            .filter(pk__in=task_ids, cycle__agency_id=actor.agency_id, cycle__is_live=True)
            .order_by("pk")
        )
        now = tools.clock.now()
        changes = tuple(Filling(task, actor, now) for task in tasks)
        for change in changes:
            decide_task(stand_of_form(change.task), TaskAct(Act.IMPORT), actor, now)
        yield changes
        for change in changes:
            forget_ready(change)
            if change.is_idle:
                continue
            change.check_noted()
            tell_unit(change)
