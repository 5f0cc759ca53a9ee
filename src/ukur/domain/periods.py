"""The periods that are measured: quarters, semesters, the year."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Period(StrEnum):
    """What a cycle measures (decision 0040, 7: the year is a cycle of its own, not TW IV)."""

    TW1 = "TW1"
    TW2 = "TW2"
    TW3 = "TW3"
    TW4 = "TW4"
    SEM1 = "SEM1"
    SEM2 = "SEM2"
    YEAR = "TAHUN"

    @property
    def last_month(self) -> int:
        return _SPAN[self][1]

    @property
    def quarters(self) -> tuple["Period", ...]:
        """The quarters that the period spans, in order."""
        first, last = _SPAN[self]
        return tuple(q for q in QUARTERS if first <= _SPAN[q][0] and _SPAN[q][1] <= last)


_MONTHS_OF_A_QUARTER = 3
_SPAN = {
    Period.TW1: (1, 3),
    Period.TW2: (4, 6),
    Period.TW3: (7, 9),
    Period.TW4: (10, 12),
    Period.SEM1: (1, 6),
    Period.SEM2: (7, 12),
    Period.YEAR: (1, 12),
}
QUARTERS = (Period.TW1, Period.TW2, Period.TW3, Period.TW4)
SEMESTERS = (Period.SEM1, Period.SEM2)
IN_ORDER = tuple(sorted(Period, key=lambda period: period.last_month))
"""By their ends; of those that end together, the quarter first and the year last."""


def before_in_year(period: Period, due: Collection[Period]) -> tuple[Period, ...]:
    """The periods among `due` that together tell of the year before `period`, in order.

    They never overlap: where a quarter and a semester end together, the one of the same length as
    `period` counts. Months in which nothing was due are left out.

    >>> before_in_year(Period.TW3, set(Period))
    (<Period.TW1: 'TW1'>, <Period.TW2: 'TW2'>)
    >>> before_in_year(Period.SEM2, set(Period))
    (<Period.SEM1: 'SEM1'>,)
    >>> before_in_year(Period.SEM2, {Period.TW1, Period.SEM2})
    (<Period.TW1: 'TW1'>,)
    """
    kinds = (SEMESTERS, QUARTERS) if period in SEMESTERS else (QUARTERS, SEMESTERS)
    return _until(_SPAN[period][0] - 1, due, kinds)


def whole_year(due: Collection[Period]) -> tuple[Period, ...]:
    """The quarters and semesters among `due` that together tell of the whole year, in order.

    >>> whole_year({Period.TW1, Period.TW2, Period.SEM1, Period.SEM2, Period.YEAR})
    (<Period.TW1: 'TW1'>, <Period.TW2: 'TW2'>, <Period.SEM2: 'SEM2'>)
    """
    return _until(_SPAN[Period.YEAR][1], due, (QUARTERS, SEMESTERS))


def _until(
    month: int, due: Collection[Period], kinds: Sequence[Sequence[Period]]
) -> tuple[Period, ...]:
    by_preference = [p for kind in kinds for p in kind if p in due]
    found: list[Period] = []
    while month > 0:
        ending = [p for p in by_preference if p.last_month == month]
        found += ending[:1]
        month = _SPAN[ending[0]][0] - 1 if ending else month - _MONTHS_OF_A_QUARTER
    return tuple(reversed(found))


@dataclass(frozen=True, order=True)
class YearPeriod:
    """A period of one year, such as TW III 2026."""

    year: int
    period: Period

    @property
    def starts(self) -> date:
        return date(self.year, _SPAN[self.period][0], 1)

    @property
    def ends(self) -> date:
        month = self.period.last_month
        return date(self.year, month, 30 if month in (6, 9) else 31)


def last_finished_quarter(today: date) -> YearPeriod:
    """The newest quarter that lies wholly before `today`.

    >>> last_finished_quarter(date(2026, 11, 22))
    YearPeriod(year=2026, period=<Period.TW3: 'TW3'>)
    >>> last_finished_quarter(date(2026, 2, 1))
    YearPeriod(year=2025, period=<Period.TW4: 'TW4'>)
    """
    number = (today.month - 1) // 3
    if number == 0:
        return YearPeriod(today.year - 1, Period.TW4)
    return YearPeriod(today.year, QUARTERS[number - 1])
