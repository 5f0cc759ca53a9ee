"""A run, or its open step, is given another date, with a reason."""

from datetime import date, datetime

from ukur.domain.exceptions import Dates, check_may_change_due, check_new_dates, given_reason
from ukur.domain.people import Actor
from ukur.domain.ports import Tools
from ukur.domain.sop.model import Work
from ukur.domain.sop.worktime import closing, local
from ukur.store.models import StepRun, UnitTask
from ukur.usecases.changing import RunChange, running
from ukur.usecases.exceptions.closing import stand_of

WITH_UNITS = (UnitTask.State.FILLING.value, UnitTask.State.RETURNED.value)


def change_due_date(
    *,
    run_id: int,
    finish_by: date | None = None,
    step_due: date | None = None,
    reason: str,
    actor: Actor,
    tools: Tools,
) -> None:
    """Move the date of the run, of its open step, or of both; None leaves one as it is.

    The step is due when the office closes on the day. While units fill in their forms, the day
    of the step is theirs too. The journal keeps the old dates beside the new ones.

    Raises:
        Run.DoesNotExist: no such run at the actor's agency.
        ReasonMissing: no reason.
        NotForYourDuty, RunEnded: see `ukur.domain.exceptions.check_may_change_due`.
        NotValid: a date has passed, or nothing would change.
        CalendarMissing: the office does not know the year yet.
    """
    why = given_reason(reason)
    with running(run_id, actor, tools) as change:
        check_may_change_due(stand_of(change), actor)
        at = change.run.step or 0  # that it has not ended was asked above
        row = StepRun.objects.get(run=change.run, step=at, round=change.run.round)
        old = Dates(change.run.finish_by, local(row.due_at, change.calendar).date())
        new = Dates(finish_by or old.finish_by, step_due or old.step_due)
        check_new_dates(old, new, local(change.now, change.calendar).date())
        change.run.finish_by = new.finish_by
        units = 0
        if new.step_due != old.step_due:
            row.due_at = closing(new.step_due, change.calendar)
            row.save(update_fields=["due_at"])
            units = _moved_units(change, row.due_at)
        change.note(
            "due_changed",
            step=row.step,
            round=row.round,
            reason=why,
            finish_by_old=old.finish_by.isoformat(),
            finish_by=new.finish_by.isoformat(),
            step_due_old=old.step_due.isoformat(),
            step_due=new.step_due.isoformat(),
            units=units,
            deviation=True,
        )


def _moved_units(change: RunChange, due_at: datetime) -> int:
    """How many forms that units still have were given the new day."""
    if change.procedure.step(change.run.step or 0).work is not Work.COLLECT:
        return 0
    tasks = UnitTask.objects.filter(cycle__run=change.run, state__in=WITH_UNITS)
    tasks.filter(closes_at__lt=due_at).update(closes_at=due_at)  # never before it is due
    return tasks.update(due_at=due_at)
