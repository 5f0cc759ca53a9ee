"""The figures of an indicator as people read and type them: numbers, grades, ya or tidak, days.

Inside, everything is a number: a grade is its place on the scale, yes is 1 and no is 0, a day
is counted from 1 January of the plan's year. Here it becomes a word again, and back.
"""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ukur.domain.figures.indicator import (
    Exact,
    Kind,
    Point,
    Target,
    date_of,
    day_number,
    grade_place,
)
from ukur.domain.figures.notation import written, written_exact

YES, NO = "ya", "tidak"
MONTHS = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)
WORDED = frozenset({Kind.GRADE, Kind.YES_NO, Kind.DATE})
"""The kinds whose figures are words; the others are numbers."""
UNREAD = {
    Kind.GRADE: "grade_unknown",
    Kind.YES_NO: "yes_no_unknown",
    Kind.DATE: "date_unreadable",
}
"""The code of the problem when a text is not a word of its kind."""

_OTHER_MONTHS = {"pebruari": 2, "agt": 8, "ags": 8, "sept": 9, "nopember": 11, "nop": 11}
_MONTH_OF = {
    **{name.casefold(): number for number, name in enumerate(MONTHS, start=1)},
    **{name[:3].casefold(): number for number, name in enumerate(MONTHS, start=1)},
    **_OTHER_MONTHS,
}
_DAY = re.compile(
    r"(?P<day>[0-9]{1,2})(?:\s+(?P<name>[a-z]+)\.?|[-/.](?P<month>[0-9]{1,2}))"
    r"(?:[\s/.-]+(?P<year>[0-9]{4}))?",
    re.IGNORECASE | re.ASCII,
)
_ISO_DAY = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})", re.ASCII)


@dataclass(frozen=True)
class Look:
    """What decides how the figures of an indicator are written.

    `year` is the plan's, from whose first day dates are counted; `grades` are listed lowest
    first; `decimals` are the fewest that a target has and the number that a value has.
    """

    kind: Kind
    year: int
    decimals: int = 0
    grades: tuple[str, ...] = ()


def value_text(value: Exact, look: Look) -> str:
    """A value as it is read: a word where its kind has words, else rounded half up.

    >>> value_text(Decimal(59), Look(Kind.DATE, 2026))
    '28 Februari 2026'
    >>> value_text(Decimal(1), Look(Kind.YES_NO, 2026))
    'ya'
    """
    return _word(value, look) or written(value, look.decimals)


def target_text(target: Target | None, look: Look) -> str:
    """A target as it is read, never rounded; "" where there is none.

    >>> target_text(Point(Decimal("88.889")), Look(Kind.INDEX, 2026, decimals=2))
    '88,889'
    """
    if target is None:
        return ""
    if isinstance(target, Point):
        return _bound_text(target.value, look)
    return f"{_bound_text(target.low, look)} – {_bound_text(target.high, look)}"


def _bound_text(value: Decimal, look: Look) -> str:
    own = len(written_exact(value).partition(",")[2])
    return _word(value, look) or written(value, max(look.decimals, own))


def cell_text(value: Decimal | None, look: Look) -> str:
    """A figure as it stands in its cell, with all its decimals; "" where there is none."""
    return "" if value is None else _word(value, look) or written_exact(value)


def _word(value: Exact, look: Look) -> str:
    """The word for a value, or "" where it has none: a mean of grades is a number."""
    if look.kind not in WORDED or value != int(value):
        return ""
    if look.kind is Kind.DATE:
        day = date_of(Decimal(int(value)), look.year)
        return day_text(day) if day else ""
    words = look.grades if look.kind is Kind.GRADE else (NO, YES)
    place = int(value) - (1 if look.kind is Kind.GRADE else 0)
    return words[place] if 0 <= place < len(words) else ""


def read_word(text: str, look: Look) -> Decimal | None:
    """The number that a word stands for, or None where it is no word of the kind.

    >>> read_word("28 Feb 2026", Look(Kind.DATE, 2026))
    Decimal('59')
    """
    if look.kind is Kind.GRADE:
        return grade_place(text, look.grades)
    if look.kind is Kind.YES_NO:
        return {YES: Decimal(1), NO: Decimal(0)}.get(text.strip().casefold())
    day = read_day(text, look.year)
    return None if day is None else day_number(day, look.year)


def allowed_words(look: Look) -> tuple[str, ...]:
    """The words to choose from, the best first; none for a day."""
    if look.kind is Kind.GRADE:
        return tuple(reversed(look.grades))
    return (YES, NO) if look.kind is Kind.YES_NO else ()


def read_day(text: str, year: int) -> date | None:
    """The day that a text names, the day before the month; in `year` where it names none.

    >>> read_day("5/1/2027", 2026)
    datetime.date(2027, 1, 5)
    """
    stripped = " ".join(text.split())
    match = _ISO_DAY.fullmatch(stripped) or _DAY.fullmatch(stripped)
    if match is None:
        return None
    parts = match.groupdict()
    name = parts.get("name")
    month = _MONTH_OF.get(name.casefold(), 0) if name else int(parts["month"])
    try:
        return date(int(parts["year"] or year), month, int(parts["day"]))
    except ValueError:
        return None


def day_text(day: date) -> str:
    """A day in words.

    >>> day_text(date(2026, 2, 28))
    '28 Februari 2026'
    """
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
