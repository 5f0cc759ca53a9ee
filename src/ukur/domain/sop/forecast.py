"""When a running run will end: from what its steps may take, or from what past runs took.

While fewer than `ENOUGH` runs of the SOP have ended, each step to come is given its standard.
After that the past runs say how long it took from the step and round where this one stands to
the end, rounds and all. The whole rest is taken from each past run, not step by step: medians of
steps do not add up to the median of the rest.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from ukur.domain.sop.flow import Position
from ukur.domain.sop.model import Procedure, Standard, Unit
from ukur.domain.sop.percentiles import percentile
from ukur.domain.sop.worktime import Calendar, due, elapsed

ENOUGH = 5
"""So many ended runs of an SOP say more than its standards do."""


class Basis(StrEnum):
    """What a forecast was made from."""

    STANDARD = "standard"
    PAST = "past"


@dataclass(frozen=True)
class Standing:
    """Where a running run stands: its open step, since when, and when that is due."""

    position: Position
    since: datetime
    due_at: datetime


@dataclass(frozen=True)
class PastRun:
    """A run that reached its end: when each step of each round was opened, and when it ended."""

    opened: tuple[tuple[int, int, datetime], ...]
    ended_at: datetime


@dataclass(frozen=True)
class Forecast:
    """When the run will end. `runs` are the past runs that were asked; with the standard, 0.

    Of the past runs that got as far as this one has, a quarter ended before `early` and nine
    in ten by `late`; both are None where the standard was asked.
    """

    finish: datetime
    basis: Basis
    runs: int = 0
    early: datetime | None = None
    late: datetime | None = None


def rest_of(past: PastRun, at: Position, calendar: Calendar) -> timedelta | None:
    """The office time that an ended run took from opening that step and round to its end.

    A run without that round gives the time from the last time it opened the step; None for one
    that never did.

    Raises:
        CalendarMissing: the holidays of a year of the run are not known.
    """
    opened = {round_: moment for step, round_, moment in past.opened if step == at.step}
    if not opened:
        return None
    return elapsed(opened.get(at.round, opened[max(opened)]), past.ended_at, calendar)


def forecast(
    procedure: Procedure,
    standing: Standing,
    rests: Sequence[timedelta],
    calendar: Calendar,
    now: datetime,
) -> Forecast:
    """When the run will end; `rests` are those of the past runs, by `rest_of`.

    Past runs that had ended by the time this one has already stood here say nothing of what is
    to come. Where none is left, the standard is asked.

    Raises:
        CalendarMissing: the holidays of a year on the way are not known.
    """
    spent = elapsed(standing.since, now, calendar)
    longer = [rest for rest in rests if rest > spent]
    if len(rests) < ENOUGH or not longer:
        return Forecast(_by_standard(procedure, standing, calendar, now), Basis.STANDARD)
    quarter, half, most = (
        _office_time_after(now, percentile(longer, percent) - spent, calendar)
        for percent in (25, 50, 90)
    )
    return Forecast(half, Basis.PAST, len(rests), quarter, most)


def _by_standard(
    procedure: Procedure, standing: Standing, calendar: Calendar, now: datetime
) -> datetime:
    at = max(standing.due_at, now)
    step = standing.position.step
    passed: set[int] = set()
    while step is not None and step not in passed:
        passed.add(step)
        step = procedure.onward(step)
        if step is not None:
            at = due(at, procedure.step(step).standard, calendar)
    return at


def _office_time_after(start: datetime, duration: timedelta, calendar: Calendar) -> datetime:
    minutes = -(-duration // timedelta(minutes=1))
    return due(start, Standard(minutes, Unit.MINUTES, ""), calendar)
