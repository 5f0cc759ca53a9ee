"""The frame of what is decided about one unit's form while the cycle is locked too."""

from collections.abc import Iterator
from contextlib import contextmanager

from ukur.domain.collecting import Act, TaskAct, TaskState, decide_task
from ukur.domain.people import Actor
from ukur.domain.ports import Tools
from ukur.domain.sop.flow import StepNotOpen
from ukur.domain.sop.model import Work
from ukur.store.models import UnitTask
from ukur.store.queries.lacks import lacks_of
from ukur.usecases.changing import Change, changing


@contextmanager
def deciding(
    cycle_id: int,
    task_id: int,
    wanted: TaskAct,
    actor: Actor,
    tools: Tools,
) -> Iterator[tuple[Change, UnitTask]]:
    """Lock the cycle and the task, let the rules decide, save the state; the caller notes.

    Raises:
        StepNotOpen: the cycle does not stand where data is collected.
        Refusal: see `ukur.domain.collecting.decide_task`.
    """
    with changing(cycle_id, actor, tools) as change:
        at = change.run.step
        collecting = change.step_of(Work.COLLECT)
        if at != collecting:
            raise StepNotOpen(asked=collecting, current=at)
        task = (
            UnitTask.objects.select_for_update(of=("self",), no_key=True)
            .select_related("unit")
            .get(pk=task_id, cycle=change.cycle)
        )
        lacks = lacks_of(task_id) if wanted.act is Act.SUBMIT else ()
        task.state = decide_task(
            TaskState(task.state), wanted, unit_id=task.unit_id, actor=actor, lacks=lacks
        ).value
        task.save(update_fields=["state"])
        yield change, task


def decided(task: UnitTask, change: Change, wanted: TaskAct) -> None:
    """Who of Tim SAKIP decided on the form, when, and for what reason."""
    task.decided_at, task.decided_by_id = change.now, change.actor.account_id
    task.reason_code, task.reason = wanted.reason_code, wanted.reason.strip()
    task.save(update_fields=["decided_at", "decided_by", "reason_code", "reason"])
