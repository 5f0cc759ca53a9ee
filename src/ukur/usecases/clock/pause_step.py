"""Whoever leads the open step rests its clock while it waits for others."""

from dataclasses import dataclass
from datetime import date, datetime

from ukur.domain.people import Actor
from ukur.domain.ports import Tools
from ukur.domain.sop.timing import Pause, check_may_pause, pause
from ukur.domain.sop.worktime import opening
from ukur.store.models import StepPause, StepRun
from ukur.store.queries.pauses import pauses_of
from ukur.usecases.changing import running


@dataclass(frozen=True, kw_only=True)
class Wait:
    """For whom a step waits, why, and the day on which its clock runs again by itself."""

    awaited: str
    reason: str
    until: date


def pause_step(*, run_id: int, step: int, wait: Wait, actor: Actor, tools: Tools) -> datetime:
    """Rest the clock of the open step until the office opens on that day; the new due moment.

    Raises:
        Run.DoesNotExist: no such run at the actor's agency.
        StepNotOpen: another step is open by now.
        WrongRole: the actor does not lead the step.
        StepPaused: the clock rests already.
        NotValid: words are missing or too long, or the day is not later, or too far away.
        CalendarMissing: the holidays of a year on the way are not known.
    """
    with running(run_id, actor, tools) as change:
        check_may_pause(change.procedure, change.position, step, actor)
        row = StepRun.objects.get(run=change.run, step=step, round=change.run.round)
        wanted = Pause(
            since=change.now,
            until=opening(wait.until, change.calendar),
            awaited=wait.awaited.strip(),
            reason=wait.reason.strip(),
        )
        known = pauses_of([row.pk]).get(row.pk, ())
        row.due_at = pause(wanted, row.due_at, known, change.calendar)
        row.save(update_fields=["due_at"])
        StepPause.objects.create(
            step_run=row,
            since=wanted.since,
            until=wanted.until,
            awaited=wanted.awaited,
            reason=wanted.reason,
            paused_by_id=actor.account_id,
        )
        change.note(
            "step_paused",
            step=step,
            round=row.round,
            awaited=wanted.awaited,
            reason=wanted.reason,
            until=wait.until.isoformat(),
            due_at=row.due_at.isoformat(),
        )
    return row.due_at
