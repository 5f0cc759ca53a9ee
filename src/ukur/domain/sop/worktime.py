"""Office time: how long a step has been open, and when it is due.

    Monday   07.30 |=========| 12.00  13.00 |======| 16.00     7 h 30 min
    Friday   07.30 |=======| 11.30    13.00 |=======| 16.30    7 h 30 min

Minutes and hours run only while the office is open. A day of a standard is one
working day: the same clock time on the next day on which the office works, because
that is how an office reads "1 hari". The hours, the zone and the holidays are data of
the agency; a year whose holidays are not known is refused, never guessed. In some weeks,
such as those of Ramadan, other hours hold.

A calendar adds up each year once: then months of office time are two look-ups, not a walk.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, timezone
from enum import StrEnum
from itertools import accumulate, pairwise
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
        return _length(self.week[weekday])

    @property
    def day(self) -> timedelta:
        """The office time that counts as one day where durations are shown: the longest day's."""
        return max(self.day_length(weekday) for weekday in range(len(WEEKDAYS)))


@dataclass(frozen=True)
class SpecialHours:
    """Other hours from `first` up to and with `last`, such as those of Ramadan.

    `basis` is what they rest on, such as a circular with its number. Invariant of `week` as
    in `OfficeHours`; `last` is not earlier than `first`.
    """

    name: str
    first: date
    last: date
    week: tuple[tuple[Span, ...], ...]
    basis: str = ""

    def __post_init__(self) -> None:
        problems = tuple(_week_problems(self.week))
        if self.last < self.first:
            problems = (Problem("last", "ends_before_it_starts"), *problems)
        if problems:
            raise NotValid(problems)

    def holds_on(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True)
class YearOfHours:
    """One year added up: the spans of each day, and the office time before it.

    `before` has one more item than there are days: the last is the office time of the year.
    """

    first: date
    spans: tuple[tuple[Span, ...], ...]
    before: tuple[timedelta, ...]


@dataclass(frozen=True)
class Calendar:
    """Office hours, the spans of dates with other hours, and the days without any.

    `holidays` are by date, with their names; `years` are those whose holidays are known.
    Where special hours overlap, which `check_do_not_overlap` keeps out, the first hold.
    """

    hours: OfficeHours
    holidays: Mapping[date, str]
    years: frozenset[int]
    special: tuple[SpecialHours, ...] = ()
    _added_up: dict[int, YearOfHours] = field(
        default_factory=dict, init=False, repr=False, compare=False, hash=False
    )

    def special_on(self, day: date) -> SpecialHours | None:
        """The special hours that hold on the day, holiday or not."""
        return next((one for one in self.special if one.holds_on(day)), None)

    def year(self, number: int) -> YearOfHours:
        """The year added up; it is added up once.

        Raises:
            CalendarMissing: its holidays are not known.
        """
        found = self._added_up.get(number)
        if found is None:
            if number not in self.years:
                raise CalendarMissing(number)
            found = self._added_up[number] = _add_up(number, self)
        return found


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


def _ramadan_week() -> tuple[tuple[Span, ...], ...]:
    ordinary = (Span(time(8), time(12)), Span(time(12, 30), time(15)))
    friday = (Span(time(8), time(11, 30)), Span(time(12, 30), time(15, 30)))
    return (ordinary, ordinary, ordinary, ordinary, friday, (), ())


USUAL_WEEK = _usual_week()
"""Five days of seven and a half hours, as most regional offices keep them."""
RAMADAN_WEEK = _ramadan_week()
"""Thirty-two and a half hours a week without breaks.

Source: Peraturan Presiden 21/2023 (32 h 30 min a week in Ramadan; breaks of 30 minutes, on Friday
of 60). The clock times are the agency's own; these are the proposal that the page starts from.
"""


@dataclass(eq=False)
class HoursOverlap(NotNow):
    """Two special hours hold on one day."""

    code: ClassVar[str] = "hours_overlap"
    name: str
    first: date
    last: date


def check_do_not_overlap(new: SpecialHours, others: tuple[SpecialHours, ...]) -> None:
    """Nothing, if on no day other special hours hold already.

    Raises:
        HoursOverlap: they do; with the first such.
    """
    for other in others:
        if new.first <= other.last and other.first <= new.last:
            raise HoursOverlap(other.name, other.first, other.last)


def is_working_day(day: date, calendar: Calendar) -> bool:
    """Whether the office works on that day at all.

    Raises:
        CalendarMissing: the holidays of the day's year are not known.
    """
    return bool(spans_of(day, calendar))


def spans_of(day: date, calendar: Calendar) -> tuple[Span, ...]:
    """When the office works on that day, in order; nothing on a day without office hours.

    Raises:
        CalendarMissing: the holidays of the day's year are not known.
    """
    year = calendar.year(day.year)
    return year.spans[(day - year.first).days]


def opening(day: date, calendar: Calendar) -> datetime:
    """When the office opens on that day or, if it stays closed, on the next it works, in UTC.

    Raises:
        CalendarMissing: the holidays of a year on the way are not known.
    """
    start = datetime.combine(day, time.min, calendar.hours.zone.tz)
    return _next_office_moment(start, calendar).astimezone(UTC)


def is_open(moment: datetime, calendar: Calendar) -> bool:
    """Whether the office works at that moment.

    Raises:
        CalendarMissing: the holidays of the moment's year are not known.
    """
    here = local(moment, calendar)
    return any(opens <= here < closes for opens, closes in _openings(here.date(), calendar))


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
    spans = spans_of(day, calendar)
    end = spans[-1].end if spans else time(23, 59)
    return datetime.combine(day, end, calendar.hours.zone.tz).astimezone(UTC)


def elapsed(start: datetime, end: datetime, calendar: Calendar) -> timedelta:
    """The office time between two moments; nothing if `end` is not later than `start`.

    Raises:
        CalendarMissing: the holidays of a year between them are not known.
    """
    begins, ends = local(start, calendar), local(end, calendar)
    if ends <= begins:
        return timedelta()
    whole = sum(
        (calendar.year(year).before[-1] for year in range(begins.year, ends.year)), timedelta()
    )
    return whole + _into_year(ends, calendar) - _into_year(begins, calendar)


def later(moment: datetime, duration: timedelta, calendar: Calendar) -> datetime:
    """The moment by which so much office time has passed, in UTC; itself if none has to pass.

    Raises:
        CalendarMissing: the holidays of a year on the way are not known.
    """
    if duration <= timedelta():
        return moment.astimezone(UTC)
    return _office_time_later(local(moment, calendar), duration, calendar).astimezone(UTC)


def earlier(moment: datetime, duration: timedelta, calendar: Calendar) -> datetime:
    """The last moment from which so much office time lies before `moment`, in UTC.

    Raises:
        CalendarMissing: the holidays of a year on the way are not known.
    """
    if duration <= timedelta():
        return moment.astimezone(UTC)
    return _office_time_earlier(local(moment, calendar), duration, calendar).astimezone(UTC)


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


def _length(spans: tuple[Span, ...]) -> timedelta:
    return sum((span.length for span in spans), timedelta())


def _of_day(clock: time) -> timedelta:
    return timedelta(
        hours=clock.hour,
        minutes=clock.minute,
        seconds=clock.second,
        microseconds=clock.microsecond,
    )


def _add_up(number: int, calendar: Calendar) -> YearOfHours:
    first = date(number, 1, 1)
    days = [first + timedelta(days=n) for n in range((date(number + 1, 1, 1) - first).days)]
    special = [one for one in calendar.special if one.first.year <= number <= one.last.year]
    spans = tuple(_spans(day, calendar, special) for day in days)
    # A year knows a few kinds of days only; to compare them by what they are would take long.
    kinds = {id(of_day): of_day for of_day in spans}
    lengths = {kind: _length(of_day) for kind, of_day in kinds.items()}
    before = accumulate((lengths[id(of_day)] for of_day in spans), initial=timedelta())
    return YearOfHours(first, spans, tuple(before))


def _spans(day: date, calendar: Calendar, special: list[SpecialHours]) -> tuple[Span, ...]:
    if day in calendar.holidays:
        return ()
    for one in special:
        if one.holds_on(day):
            return one.week[day.weekday()]
    return calendar.hours.week[day.weekday()]


def _into_year(moment: datetime, calendar: Calendar) -> timedelta:
    """The office time from the first of January of the moment's year up to the moment."""
    year = calendar.year(moment.year)
    place = (moment.date() - year.first).days
    clock = _of_day(moment.time())
    of_day = sum(
        (
            max(min(clock, _of_day(span.end)) - _of_day(span.start), timedelta())
            for span in year.spans[place]
        ),
        timedelta(),
    )
    return year.before[place] + of_day


def _openings(day: date, calendar: Calendar) -> list[tuple[datetime, datetime]]:
    tz = calendar.hours.zone.tz
    return [
        (datetime.combine(day, span.start, tz), datetime.combine(day, span.end, tz))
        for span in spans_of(day, calendar)
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
    year, left = start.year, _into_year(start, calendar) + duration
    while left > (whole := calendar.year(year).before[-1]):
        left -= whole
        year += 1
    return _moment_after(left, year, calendar)


def _office_time_earlier(end: datetime, duration: timedelta, calendar: Calendar) -> datetime:
    year, left = end.year, _into_year(end, calendar) - duration
    while left < timedelta():
        year -= 1
        left += calendar.year(year).before[-1]
    # Nothing of the year has passed: then it is the first opening, which a minute later knows.
    step = timedelta(microseconds=1)
    return _moment_after(left + step, year, calendar) - step


def _moment_after(time_of_year: timedelta, number: int, calendar: Calendar) -> datetime:
    """The first moment of the year by which so much of its office time, above none, has passed."""
    year = calendar.year(number)
    place = bisect_left(year.before, time_of_year) - 1
    left = time_of_year - year.before[place]
    for span in year.spans[place]:
        if left <= span.length:
            day = year.first + timedelta(days=place)
            return datetime.combine(day, span.start, calendar.hours.zone.tz) + left
        left -= span.length
    raise RuntimeError("a day that adds up to less than it should")


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
