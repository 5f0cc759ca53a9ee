"""How an open task stands against its time, and the pauses in which its clock rests.

    opened            pause        resumed            due
      |=================|//////////////|=====|=========|
      |<-- on time -->                       |<- 1/4 ->|   at risk, then late

While a step waits for others, such as a figure of another agency, its lead may pause its
clock until a moment; then it runs again by itself. The due moment moves by the office time
that is paused, at once when the pause begins, and back by the rest where the work goes on
sooner. So what is due when is known at every moment without looking at pauses.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import ClassVar

from ukur.domain.people import Actor
from ukur.domain.refusals import NotNow, NotValid, Problem
from ukur.domain.sop.flow import Position, WrongRole, check_may_work
from ukur.domain.sop.model import Procedure
from ukur.domain.sop.worktime import Calendar, CalendarMissing, earlier, elapsed, later

SMALLEST = timedelta(microseconds=1)
RISK_SHARE = 4
"""A task is at risk when less than one part in so many of its time is left."""
LONGEST_PAUSE = timedelta(days=60)
"""Who waits longer asks again: a clock that rests for ever measures nothing."""
TEXT_LIMIT = 300


class TimeState(StrEnum):
    """How a task stands against its time."""

    ON_TIME = "on_time"
    AT_RISK = "at_risk"
    LATE = "late"
    PAUSED = "paused"


@dataclass(frozen=True)
class Pause:
    """A rest of a step's clock: for whom it waits, why, and until when at most."""

    since: datetime
    until: datetime
    awaited: str
    reason: str
    resumed_at: datetime | None = None

    @property
    def ends_at(self) -> datetime:
        """When the clock runs again: at `until`, or sooner where somebody said so."""
        return self.until if self.resumed_at is None else min(self.until, self.resumed_at)

    def holds_at(self, moment: datetime) -> bool:
        return self.since <= moment < self.ends_at


@dataclass(eq=False)
class StepPaused(NotNow):
    """The clock of the step rests already."""

    code: ClassVar[str] = "step_paused"
    awaited: str


@dataclass(eq=False)
class StepNotPaused(NotNow):
    """The clock of the step runs already."""

    code: ClassVar[str] = "step_not_paused"


def time_state(
    opened_at: datetime,
    due_at: datetime,
    now: datetime,
    calendar: Calendar,
    pauses: Sequence[Pause] = (),
) -> TimeState:
    """How a task that is open at `now` stands: paused, late, at risk or on time.

    At risk is a task of whose office time, without what was paused, less than a quarter is left.

    Raises:
        CalendarMissing: the holidays of a year between are not known. A task that is paused or
            late is told without them.
    """
    if pause_at(now, pauses) is not None:
        return TimeState.PAUSED
    if is_late(due_at, now, calendar):
        return TimeState.LATE
    left = elapsed(now, due_at, calendar)
    if left * RISK_SHARE < time_given(opened_at, due_at, calendar, pauses):
        return TimeState.AT_RISK
    return TimeState.ON_TIME


def is_late(due_at: datetime, end: datetime, calendar: Calendar) -> bool:
    """Whether something that ended then, or is still open then, is late: by office time.

    What is due when the office closes may be finished that evening. Where the holidays of a
    year between are not known, what is past its moment is late.
    """
    if end <= due_at:
        return False
    try:
        return elapsed(due_at, end, calendar) > timedelta()
    except CalendarMissing:
        return True


def late_when_due_by(now: datetime, calendar: Calendar) -> datetime:
    """The last due moment that is late now: `is_late` for many at once, as a bound.

    Before office hours it lies at the end of the day before. Where the holidays are not
    known, it is `now`.
    """
    try:
        return earlier(now, SMALLEST, calendar)
    except CalendarMissing:
        return now - SMALLEST


def time_given(
    opened_at: datetime, due_at: datetime, calendar: Calendar, pauses: Sequence[Pause] = ()
) -> timedelta:
    """The office time between opening and due moment in which the clock runs.

    Raises:
        CalendarMissing: the holidays of a year between are not known.
    """
    return elapsed(opened_at, due_at, calendar) - time_paused(pauses, due_at, calendar)


def time_paused(pauses: Sequence[Pause], until: datetime, calendar: Calendar) -> timedelta:
    """The office time before `until` in which the clock rested.

    Raises:
        CalendarMissing: the holidays of a year between are not known.
    """
    rests = (elapsed(pause.since, min(pause.ends_at, until), calendar) for pause in pauses)
    return sum(rests, timedelta())


def pause_at(moment: datetime, pauses: Sequence[Pause]) -> Pause | None:
    """The pause that holds at the moment; None while the clock runs."""
    return next((pause for pause in pauses if pause.holds_at(moment)), None)


def pause(wanted: Pause, due_at: datetime, pauses: Sequence[Pause], calendar: Calendar) -> datetime:
    """The due moment once the clock rests as wanted.

    Raises:
        StepPaused: it rests already.
        NotValid: words are missing or too long, or the end is not later, or too far away.
        CalendarMissing: the holidays of a year on the way are not known.
    """
    running = pause_at(wanted.since, pauses)
    if running is not None:
        raise StepPaused(awaited=running.awaited)
    if problems := tuple(_pause_problems(wanted)):
        raise NotValid(problems)
    return later(due_at, elapsed(wanted.since, wanted.until, calendar), calendar)


def resume(
    now: datetime, due_at: datetime, pauses: Sequence[Pause], calendar: Calendar
) -> tuple[Pause, datetime]:
    """The pause that ends now, and the due moment without the rest of it.

    Raises:
        StepNotPaused: the clock runs.
        CalendarMissing: the holidays of a year on the way are not known.
    """
    running = pause_at(now, pauses)
    if running is None:
        raise StepNotPaused
    return running, earlier(due_at, elapsed(now, running.until, calendar), calendar)


def check_may_pause(procedure: Procedure, at: Position, step: int, actor: Actor) -> None:
    """Nothing, if the step is open and the actor holds the role that leads it.

    Raises:
        StepNotOpen: another step is open, or none.
        WrongRole: the actor does not lead the step.
    """
    check_may_work(procedure, at, step, actor)
    lead = procedure.step(step).lead
    if lead not in {role.value for role in actor.roles}:
        raise WrongRole(step=step, needed=(lead,))


def _pause_problems(wanted: Pause) -> Iterator[Problem]:
    for where, text in (("awaited", wanted.awaited), ("reason", wanted.reason)):
        if not text.strip():
            yield Problem(where, "needed")
        elif len(text) > TEXT_LIMIT:
            yield Problem(where, "too_long_for_field", {"limit": TEXT_LIMIT})
    if wanted.until <= wanted.since:
        yield Problem("until", "pause_ends_in_the_past")
    elif wanted.until - wanted.since > LONGEST_PAUSE:
        yield Problem("until", "pause_too_long", {"days": LONGEST_PAUSE.days})
