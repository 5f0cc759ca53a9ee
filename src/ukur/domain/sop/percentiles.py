"""Percentiles of spans of time, each one a span that was really taken."""

from collections.abc import Sequence
from datetime import timedelta


def percentile(values: Sequence[timedelta], percent: int) -> timedelta:
    """The smallest of the values that at least `percent` in a hundred do not exceed.

    >>> percentile([timedelta(hours=h) for h in (1, 2, 3, 9)], 50)
    datetime.timedelta(seconds=7200)

    Raises:
        ValueError: there is no value.
    """
    if not values:
        raise ValueError("no value to take a percentile of")
    ordered = sorted(values)
    place = -(-len(ordered) * percent // 100)
    return ordered[max(place, 1) - 1]
