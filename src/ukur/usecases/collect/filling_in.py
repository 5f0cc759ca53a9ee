"""The frame of whatever changes what stands in a unit's form."""

from collections.abc import Iterator
from contextlib import contextmanager

from ukur.domain.collecting import Act, TaskAct, decide_task
from ukur.domain.people import Actor
from ukur.domain.ports import Tools
from ukur.store.queries.windows import stand_of_form
from ukur.usecases.changing import Filling, filling


@contextmanager
def filling_in(task_id: int, actor: Actor, tools: Tools) -> Iterator[Filling]:
    """Lock one unit's form, if the actor may fill it in now; the caller changes rows and notes.

    What the head of the unit was asked to vouch for is another form once something changed: the
    operator asks again.

    Raises:
        UnitTask.DoesNotExist: no such form at the actor's agency.
        Refusal: see `ukur.domain.collecting.decide_task`, for filling in.
    """
    with filling(task_id, actor, tools) as change:
        task = change.task
        decide_task(stand_of_form(task), TaskAct(Act.FILL), actor, change.now)
        yield change
        forget_ready(change)


def forget_ready(change: Filling) -> None:
    """Nobody is asked to vouch any more for a form in which something changed."""
    task = change.task
    if task.ready_at is not None and not change.is_idle:
        task.ready_at = task.ready_by = None
        task.save(update_fields=["ready_at", "ready_by"])
