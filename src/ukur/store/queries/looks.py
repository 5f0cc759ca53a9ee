"""The figures of an indicator in the tables: what two columns hold, and how it is written."""

from decimal import Decimal

from ukur.domain.figures.indicator import Kind, Point, Range, Target
from ukur.domain.figures.showing import Look
from ukur.store.models import IndicatorRow


def look_of(indicator: IndicatorRow, year: int) -> Look:
    """How figures of the indicator are written; `year` is that of its plan."""
    kind = Kind(indicator.value_kind)
    return Look(kind, year, indicator.decimals, tuple(indicator.grades))


def target_of(low: Decimal | None, high: Decimal | None) -> Target | None:
    """The target that two columns hold: a range if `high` is given."""
    if low is None:
        return None
    return Point(low) if high is None else Range(low, high)
