"""The working week as a ruled band: days in office time, what is past, what is due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from ukur.domain.sop.worktime import Calendar, CalendarMissing, elapsed, spans_of
from ukur.edge.dates import clock, local_date, short_date

WIDTH, GAP, TOP, BAND = 1100, 10, 34, 20
DAYS = 5
WORDS = TOP + BAND + 20
"""Where the first row of words stands below the band."""
LETTER, APART = 7.2, 12
"""How wide a letter of these words is at most, on the mean, and how far two words stay apart."""


@dataclass(frozen=True)
class Flag:
    """A due moment on the band; `anchor` keeps its words inside the picture."""

    x: float
    words: str
    anchor: str
    row: int

    @property
    def y(self) -> int:
        return WORDS + 18 * self.row

    @property
    def tip(self) -> str:
        return f"M{self.x:.1f} {TOP + BAND}l-5 8h10z"


@dataclass(frozen=True)
class Day:
    """One day of the band, in pixels; `past` is the width that is over."""

    x: float
    width: float
    name: str
    opens: str
    closes: str
    past: float
    is_today: bool
    holiday: str
    ticks: str

    @property
    def right(self) -> float:
        return self.x + self.width


@dataclass(frozen=True)
class Week:
    days: tuple[Day, ...]
    now_x: float | None
    now_words: str
    """The word and the time, as they stand below the mark."""
    now_anchor: str
    now_text_x: float
    flags: tuple[Flag, ...]
    height: int
    label: str


@dataclass(frozen=True)
class Due:
    """Something that falls due, in few words."""

    at: datetime
    words: str


def week(calendar: Calendar, now: datetime, utc_offset: int, dues: Sequence[Due]) -> Week | None:
    """The week of `now`, or the next one on a weekend; None where the year is not known."""
    today = local_date(now, utc_offset)
    first = today - timedelta(days=today.weekday())
    if today.weekday() >= DAYS:
        first += timedelta(days=7)
    try:
        days = tuple(_day(first + timedelta(days=n), n, calendar, now) for n in range(DAYS))
    except CalendarMissing:
        return None
    here = next((day for day in days if day.is_today), None)
    now_x = round(here.x + here.past, 1) if here else None
    now_words = _("now %(time)s") % {"time": clock(now, utc_offset)}
    now_anchor = _anchor(days.index(here)) if here else "middle"
    now_text_x = (now_x or 0.0) + BESIDE[now_anchor]
    taken = [] if now_x is None else [(0, _extent(now_text_x, now_words, now_anchor))]
    flags = _flags(days, first, calendar, utc_offset, dues, taken=taken)
    return Week(
        days=days,
        now_x=now_x,
        now_words=now_words,
        now_anchor=now_anchor,
        now_text_x=now_text_x,
        flags=flags,
        height=WORDS + 10 + 18 * max((flag.row for flag in flags), default=0),
        label="; ".join(flag.words for flag in flags),
    )


def _day(day: date, place: int, calendar: Calendar, now: datetime) -> Day:
    width = (WIDTH - GAP * (DAYS - 1)) / DAYS
    spans = spans_of(day, calendar)
    zone = calendar.hours.zone.tz
    start = datetime.combine(day, datetime.min.time(), zone)
    whole = elapsed(start, _end(start), calendar)
    spent = elapsed(start, min(max(now, start), _end(start)), calendar)
    x = place * (width + GAP)
    return Day(
        x=round(x, 1),
        width=round(width, 1),
        name=short_date(day),
        opens=f"{spans[0].start:%H.%M}" if spans else "",
        closes=f"{spans[-1].end:%H.%M}" if spans else "",
        past=round(width * (spent / whole), 1) if whole else 0.0,
        is_today=local_date_of(now, calendar) == day,
        holiday=calendar.holidays.get(day, ""),
        ticks=_ticks(x, width, whole),
    )


def local_date_of(now: datetime, calendar: Calendar) -> date:
    """The day on the calendar's own clock."""
    return now.astimezone(calendar.hours.zone.tz).date()


def _end(start: datetime) -> datetime:
    return start + timedelta(days=1)


def _ticks(x: float, width: float, whole: timedelta) -> str:
    halves = max(int(whole / timedelta(minutes=30)), 1)
    step = width / halves
    bottom = TOP + BAND
    return "".join(
        f"M{x + number * step:.1f} {bottom}v-{8 if number % 2 == 0 else 4}"
        for number in range(halves + 1)
    )


def _anchor(place: int) -> str:
    """Words at the edges of the week stay inside the picture."""
    if place == 0:
        return "start"
    return "end" if place == DAYS - 1 else "middle"


BESIDE = {"start": 10, "middle": 0, "end": -10}
"""How far the words stand beside the mark of now."""
_Extent = tuple[float, float]


def _extent(x: float, words: str, anchor: str) -> _Extent:
    """From where to where the words reach, rather too far than not far enough."""
    width = LETTER * len(words)
    left = x - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
    return left, left + width


def _free_row(extent: _Extent, taken: Sequence[tuple[int, _Extent]]) -> int:
    """The first row in which no other words are in the way."""
    left, right = extent
    full = {row for row, (begin, end) in taken if begin < right + APART and left < end + APART}
    return next(row for row in range(len(full) + 1) if row not in full)


def _flags(
    days: Sequence[Day],
    first: date,
    calendar: Calendar,
    utc_offset: int,
    dues: Sequence[Due],
    *,
    taken: list[tuple[int, _Extent]],
) -> tuple[Flag, ...]:
    found: list[Flag] = []
    for due in sorted(dues, key=lambda due: due.at):
        place = (local_date(due.at, utc_offset) - first).days
        if not 0 <= place < len(days):
            continue
        x = _place_of(due.at, days[place], calendar)
        words, anchor = f"{due.words}, {clock(due.at, utc_offset)}", _anchor(place)
        extent = _extent(x, words, anchor)
        flag = Flag(x, words, anchor, _free_row(extent, taken))
        taken.append((flag.row, extent))
        found.append(flag)
    return tuple(found)


def _place_of(at: datetime, day: Day, calendar: Calendar) -> float:
    """Where a moment of the day stands on the band, in office time."""
    start = at.astimezone(calendar.hours.zone.tz).replace(hour=0, minute=0)
    whole = elapsed(start, _end(start), calendar)
    share = elapsed(start, at, calendar) / whole if whole else 0.0
    return round(day.x + day.width * share, 1)
