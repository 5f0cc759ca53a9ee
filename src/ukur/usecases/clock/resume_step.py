"""Whoever leads a paused step goes on with it before its pause ends by itself."""

from datetime import datetime

from ukur.domain.people import Actor
from ukur.domain.ports import Tools
from ukur.domain.sop.timing import check_may_pause, resume
from ukur.store.models import StepPause, StepRun
from ukur.store.queries.pauses import pauses_of
from ukur.usecases.changing import running


def resume_step(*, run_id: int, step: int, actor: Actor, tools: Tools) -> datetime:
    """Let the clock of the open step run again; the due moment without the rest of the pause.

    Raises:
        Run.DoesNotExist: no such run at the actor's agency.
        StepNotOpen: another step is open by now.
        WrongRole: the actor does not lead the step.
        StepNotPaused: the clock runs already.
        CalendarMissing: the holidays of a year on the way are not known.
    """
    with running(run_id, actor, tools) as change:
        check_may_pause(change.procedure, change.position, step, actor)
        row = StepRun.objects.get(run=change.run, step=step, round=change.run.round)
        known = pauses_of([row.pk]).get(row.pk, ())
        ended, row.due_at = resume(change.now, row.due_at, known, change.calendar)
        row.save(update_fields=["due_at"])
        StepPause.objects.filter(step_run=row, since=ended.since).update(
            resumed_at=change.now, resumed_by=actor.account_id
        )
        change.note(
            "step_resumed",
            step=step,
            round=row.round,
            awaited=ended.awaited,
            due_at=row.due_at.isoformat(),
        )
    return row.due_at
