"""How punctual units are, over periods: a share of what was asked, a rank with ties, a trend.

Completeness and timeliness are two things: a unit that hands in late is complete and not on time.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class Delivery(StrEnum):
    """What became of one unit's form in one period."""

    ON_TIME = "on_time"
    LATE = "late"
    """Handed in after the due moment, with or without more time."""
    MISSING = "missing"
    """Not handed in, and its time is over; or closed as "tidak menyampaikan"."""
    AWAITED = "awaited"
    """Not handed in, and there is time."""
    NOT_ASKED = "not_asked"


COUNTED = (Delivery.ON_TIME, Delivery.LATE, Delivery.MISSING)
"""What a share is taken of; what is still awaited says nothing about punctuality."""


class Trend(StrEnum):
    """The newer half of what counts against the older half."""

    UP = "up"
    SAME = "same"
    DOWN = "down"


@dataclass(frozen=True)
class Punctual:
    """A unit's record, the oldest period first.

    `share` of what counts was on time; it and `rank` are None where nothing counts yet. `trend`
    is None where fewer than two periods count.
    """

    unit: str
    deliveries: tuple[Delivery, ...]
    counted: int
    on_time: int
    share: Fraction | None
    rank: int | None
    trend: Trend | None


def league(units: Mapping[str, Sequence[Delivery]]) -> tuple[Punctual, ...]:
    """The units by their share on time, the best first; equal shares have equal ranks.

    After two that share rank 1 comes rank 3. Units of which nothing counts come last, unranked;
    units with one rank keep the order in which they are given.

    >>> found = league({"a": [Delivery.LATE], "b": [Delivery.ON_TIME], "c": [Delivery.ON_TIME]})
    >>> [(one.unit, one.rank) for one in found]
    [('b', 1), ('c', 1), ('a', 3)]
    """
    shares = {unit: share_on_time(deliveries) for unit, deliveries in units.items()}
    ranks = _ranks(share for share in shares.values() if share is not None)
    found = []
    for unit, deliveries in units.items():
        counted = [one for one in deliveries if one in COUNTED]
        share = shares[unit]
        found.append(
            Punctual(
                unit=unit,
                deliveries=tuple(deliveries),
                counted=len(counted),
                on_time=counted.count(Delivery.ON_TIME),
                share=share,
                rank=None if share is None else ranks[share],
                trend=_trend(counted),
            )
        )
    return tuple(sorted(found, key=lambda one: len(units) + 1 if one.rank is None else one.rank))


def _ranks(shares: Iterable[Fraction]) -> Mapping[Fraction, int]:
    """The rank of each share: one more than there are better ones."""
    times, found, better = Counter(shares), {}, 0
    for share in sorted(times, reverse=True):
        found[share] = better + 1
        better += times[share]
    return found


def share_on_time(deliveries: Sequence[Delivery]) -> Fraction | None:
    """The share on time of what counts; None where nothing counts."""
    counted = [one for one in deliveries if one in COUNTED]
    return Fraction(counted.count(Delivery.ON_TIME), len(counted)) if counted else None


def _trend(counted: Sequence[Delivery]) -> Trend | None:
    """Of an odd number the one in the middle is left out."""
    half = len(counted) // 2
    if not half:
        return None
    before = counted[:half].count(Delivery.ON_TIME)
    after = counted[-half:].count(Delivery.ON_TIME)
    if after == before:
        return Trend.SAME
    return Trend.UP if after > before else Trend.DOWN
