"""The clock of an open step as a card: how it stands, its ruler, and the way to pause it."""

from dataclasses import dataclass
from datetime import datetime

from ukur.domain.people import Actor
from ukur.domain.sop.timing import (
    TimeState,
    is_late,
    pause_at,
    time_given,
    time_paused,
    time_state,
)
from ukur.domain.sop.worktime import Calendar, CalendarMissing, elapsed
from ukur.edge import dates
from ukur.store.queries.offices import WorkingOffice
from ukur.store.queries.run_heads import RunHead, StepInRound
from ukur.web.rulers import Ruler, ruler
from ukur.web.standing import time_left

WIDTH = 262


@dataclass(frozen=True)
class ClockCard:
    """How the open step stands. `missing` is the year whose holidays are not known, or None."""

    run_id: int
    step: int
    state: str
    left: str
    until: str
    ruler: Ruler | None
    leads: bool
    awaited: str = ""
    reason: str = ""
    resumes: str = ""
    was_late: bool = False
    """Whether the time was over before the pause began."""
    missing: int | None = None


def clock_card(
    head: RunHead,
    steps: tuple[StepInRound, ...],
    office: WorkingOffice,
    now: datetime,
    actor: Actor,
) -> ClockCard | None:
    """The card of the open step; None when the run has ended."""
    step = head.step
    found = [one for one in steps if one.done_at is None and one.step == head.position.step]
    if step is None or not found:
        return None
    one, calendar, offset = found[-1], office.calendar, office.office.utc_offset
    rest = pause_at(now, one.pauses)
    state, scale, missing = _standing(one, now, calendar)
    return ClockCard(
        run_id=head.run_id,
        step=step.number,
        state=state,
        left="" if rest else time_left(one.due_at, now, calendar),
        until=dates.short(one.due_at, offset),
        ruler=scale,
        leads=step.lead in {role.value for role in actor.roles},
        awaited=rest.awaited if rest else "",
        reason=rest.reason if rest else "",
        resumes=dates.short(rest.until, offset) if rest else "",
        was_late=rest is not None and is_late(one.due_at, rest.until, calendar),
        missing=missing,
    )


def _standing(
    one: StepInRound, now: datetime, calendar: Calendar
) -> tuple[str, Ruler | None, int | None]:
    try:
        state = time_state(one.opened_at, one.due_at, now, calendar, one.pauses)
        spent = elapsed(one.opened_at, now, calendar) - time_paused(one.pauses, now, calendar)
        given = time_given(one.opened_at, one.due_at, calendar, one.pauses)
    except CalendarMissing as missing:
        return "", None, missing.year
    is_paused = state is TimeState.PAUSED
    scale = ruler(spent, given, width=WIDTH, running=not is_paused, paused=is_paused)
    return state.value, scale, None
