"""Office time: how long a step has been open, and when it is due.

    Monday   07.30 |=========| 12.00  13.00 |======| 16.00     7 h 30 min
    Friday   07.30 |=======| 11.30    13.00 |=======| 16.30    7 h 30 min

Minutes and hours run only while the office is open. A day of a standard is one
working day: the same clock time on the next day on which the office works, because
that is how an office reads "1 hari". The hours, the zone and the holidays are data of
the agency; a year whose holidays are not known is refused, never guessed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from enum import StrEnum
from itertools import pairwise
from typing import ClassVar

from ukur.domain.refusals import NotNow, NotValid, Problem
from ukur.domain.sop.model import Standard, Unit

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY = timedelta(days=1)


class Zone(StrEnum):
    """The three time zones of Indonesia, none of which knows summer time."""

    WIB = "WIB"
    WITA = "WITA"
    WIT = "WIT"

    @property
    def tz(self) -> timezone:
        return timezone(timedelta(hours=_HOURS_EAST[self]), self.value)


_HOURS_EAST = {Zone.WIB: 7, Zone.WITA: 8, Zone.WIT: 9}


@dataclass(frozen=True)
class Span:
    """A stretch of one day in which the office works, from `start` until just before `end`."""

    start: time
    end: time

    @property
    def length(self) -> timedelta:
        return _of_day(self.end) - _of_day(self.start)


@dataclass(frozen=True)
class OfficeHours:
    """The spans of each weekday, Monday first, on the clock of the zone.

    Invariant: seven days; the spans of a day are not empty, in order, and do not overlap.
    """

    week: tuple[tuple[Span, ...], ...]
    zone: Zone = Zone.WIB

    def __post_init__(self) -> None:
        problems = tuple(_week_problems(self.week))
        if problems:
            raise NotValid(problems)

    def day_length(self, weekday: int) -> timedelta:
        """The office time of a weekday; Monday is 0."""
        return sum((span.length for span in self.week[weekday]), timedelta())

    @property
    def day(self) -> timedelta:
        """The office time that counts as one day where durations are shown: the longest day's."""
        return max(self.day_length(weekday) for weekday in range(len(WEEKDAYS)))


@dataclass(frozen=True)
class Calendar:
    """Office hours, and the days without them.

    `holidays` are by date, with their names; `years` are those whose holidays are known.
    """

    hours: OfficeHours
    holidays: Mapping[date, str]
    years: frozenset[int]


@dataclass(frozen=True)
class OfficeSpan:
    """A duration in office units: days of `OfficeHours.day`, hours and minutes."""

    days: int
    hours: int
    minutes: int


@dataclass(eq=False)
class CalendarMissing(NotNow):
    """The holidays of the year are not known here yet."""

    code: ClassVar[str] = "calendar_missing"
    year: int


def _usual_week() -> tuple[tuple[Span, ...], ...]:
    ordinary = (Span(time(7, 30), time(12)), Span(time(13), time(16)))
    friday = (Span(time(7, 30), time(11, 30)), Span(time(13), time(16, 30)))
    return (ordinary, ordinary, ordinary, ordinary, friday, (), ())


USUAL_WEEK = _usual_week()
"""Five days of seven and a half hours, as most regional offices keep them."""


def is_working_day(day: date, calendar: Calendar) -> bool:
    """Whether the office works on that day at all.

    Raises:
        CalendarMissing: the holidays of the day's year are not known.
    """
    return bool(_spans(day, calendar))


def working_days_between(first: date, last: date, calendar: Calendar) -> int:
    """The working days after `first`, up to and with `last`; 0 if `last` is not later.

    Raises:
        CalendarMissing: the holidays of a year between them are not known.
    """
    days = range(1, (last - first).days + 1)
    return sum(is_working_day(first + timedelta(days=n), calendar) for n in days)


def due(start: datetime, standard: Standard, calendar: Calendar) -> datetime:
    """When a step that opened at `start` has used up its standard, in UTC.

    A step that opens while the office is closed begins when it opens next. Minutes and
    hours are counted in office time. Days are working days: the clock time stays, and
    where it falls into a break of the due day, it moves to the end of the break, after
    closing to the closing time.

    Source: SOP, the column "Waktu".

    Raises:
        CalendarMissing: the holidays of a year on the way are not known.
    """
    begins = _next_office_moment(local(start, calendar), calendar)
    if standard.unit is Unit.DAYS:
        ends = _days_later(begins, standard.amount, calendar)
    elif standard.unit is Unit.HOURS:
        ends = _office_time_later(begins, timedelta(hours=standard.amount), calendar)
    else:
        ends = _office_time_later(begins, timedelta(minutes=standard.amount), calendar)
    return ends.astimezone(UTC)


def local(moment: datetime, calendar: Calendar) -> datetime:
    """The moment on the clock of the office's zone."""
    if moment.tzinfo is None:
        raise RuntimeError("a moment without a time zone")
    return moment.astimezone(calendar.hours.zone.tz)


def closing(day: date, calendar: Calendar) -> datetime:
    """When the office closes on that day, in UTC; on a day without office hours, at its end.

    Raises:
        CalendarMissing: the holidays of the day's year are not known.
    """
    spans = _spans(day, calendar)
    end = spans[-1].end if spans else time(23, 59)
    return datetime.combine(day, end, calendar.hours.zone.tz).astimezone(UTC)


def elapsed(start: datetime, end: datetime, calendar: Calendar) -> timedelta:
    """The office time between two moments; nothing if `end` is not later than `start`.

    Raises:
        CalendarMissing: the holidays of a year between them are not known.
    """
    begins, ends = local(start, calendar), local(end, calendar)
    total = timedelta()
    day = begins.date()
    while day <= ends.date():
        for opens, closes in _openings(day, calendar):
            total += max(min(closes, ends) - max(opens, begins), timedelta())
        day += _DAY
    return total


def in_office_units(duration: timedelta, hours: OfficeHours) -> OfficeSpan:
    """The duration in office days, hours and whole minutes, for show.

    >>> in_office_units(timedelta(hours=9, minutes=5), OfficeHours(USUAL_WEEK))
    OfficeSpan(days=1, hours=1, minutes=35)
    """
    days, rest = divmod(duration, hours.day) if hours.day else (0, duration)
    whole_hours, rest = divmod(rest, timedelta(hours=1))
    return OfficeSpan(days, whole_hours, rest // timedelta(minutes=1))


def _week_problems(week: tuple[tuple[Span, ...], ...]) -> Iterator[Problem]:
    if len(week) != len(WEEKDAYS):
        yield Problem("week", "not_seven_days", {"found": len(week)})
        return
    for weekday, spans in zip(WEEKDAYS, week, strict=True):
        for span in spans:
            if span.start >= span.end:
                yield Problem(weekday, "span_ends_before_it_starts", _clock_facts(span))
        for earlier, later in pairwise(spans):
            if later.start < earlier.end:
                yield Problem(weekday, "spans_overlap", _clock_facts(later))


def _clock_facts(span: Span) -> dict[str, str | int | None]:
    return {"start": f"{span.start:%H.%M}", "end": f"{span.end:%H.%M}"}


def _of_day(clock: time) -> timedelta:
    return datetime.combine(date.min, clock) - datetime.combine(date.min, time.min)


def _spans(day: date, calendar: Calendar) -> tuple[Span, ...]:
    if day.year not in calendar.years:
        raise CalendarMissing(day.year)
    return () if day in calendar.holidays else calendar.hours.week[day.weekday()]


def _openings(day: date, calendar: Calendar) -> list[tuple[datetime, datetime]]:
    tz = calendar.hours.zone.tz
    return [
        (datetime.combine(day, span.start, tz), datetime.combine(day, span.end, tz))
        for span in _spans(day, calendar)
    ]


def _openings_from(day: date, calendar: Calendar) -> Iterator[tuple[datetime, datetime]]:
    """The openings of that day and all later ones, until a year is not known."""
    while True:
        yield from _openings(day, calendar)
        day += _DAY


def _next_office_moment(moment: datetime, calendar: Calendar) -> datetime:
    openings = _openings_from(moment.date(), calendar)
    return next(max(opens, moment) for opens, closes in openings if moment < closes)


def _office_time_later(start: datetime, duration: timedelta, calendar: Calendar) -> datetime:
    left = duration
    openings = _openings_from(start.date(), calendar)
    while True:
        opens, closes = next(openings)
        begins = max(opens, start)
        if begins + left <= closes:
            return begins + left
        left -= max(closes - begins, timedelta())


def _days_later(start: datetime, days: int, calendar: Calendar) -> datetime:
    day = start.date()
    for _ in range(days):
        day += _DAY
        while not is_working_day(day, calendar):
            day += _DAY
    wanted = datetime.combine(day, start.timetz())
    openings = _openings(day, calendar)
    later = (max(opens, wanted) for opens, closes in openings if wanted < closes)
    return next(later, openings[-1][1])
