"""Which period a figure is held against when one asks how it has moved."""

from ukur.domain.periods import Period

_EARLIER = {
    Period.TW1: (Period.TW4, -1),
    Period.TW2: (Period.TW1, 0),
    Period.TW3: (Period.TW2, 0),
    Period.TW4: (Period.TW3, 0),
    Period.SEM1: (Period.SEM2, -1),
    Period.SEM2: (Period.SEM1, 0),
    Period.YEAR: (Period.YEAR, -1),
}


def earlier(year: int, period: Period) -> tuple[int, Period]:
    """The period of the same length just before.

    >>> earlier(2026, Period.TW1)
    (2025, <Period.TW4: 'TW4'>)
    """
    before, step = _EARLIER[period]
    return year + step, before
