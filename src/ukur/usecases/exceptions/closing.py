"""What the exceptions share: where the run stands, and its open step closed without being done."""

from ukur.domain.exceptions import Stand
from ukur.store.models import StepPause, StepRun
from ukur.usecases.changing import RunChange


def stand_of(change: RunChange) -> Stand:
    """The run of the change as the rules of exceptions see it."""
    return Stand(change.procedure, change.position, change.run.cancelled_at is not None)


def close_open_step(
    change: RunChange, outcome: str, *, reason: str, reason_code: str = "", back_to: int | None
) -> None:
    """Write how the open step was left, if there is one; a pause of its clock ends with it."""
    step = change.run.step
    if step is None:
        return
    row = StepRun.objects.get(run=change.run, step=step, round=change.run.round)
    row.done_at, row.done_by_id = change.now, change.actor.account_id
    row.outcome, row.reason_code = outcome, reason_code
    row.reason, row.back_to = reason, back_to
    row.save(update_fields=["done_at", "done_by", "outcome", "reason_code", "reason", "back_to"])
    StepPause.objects.filter(step_run=row, resumed_at=None).update(
        resumed_at=change.now, resumed_by=change.actor.account_id
    )
