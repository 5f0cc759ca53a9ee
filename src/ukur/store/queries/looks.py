"""The figures of an indicator in the tables: what two columns hold, and how it is written."""

from decimal import Decimal

from ukur.domain.figures.indicator import Kind, Point, Range, Target
from ukur.domain.figures.showing import Look
from ukur.domain.periods import Period
from ukur.store.models import Cycle, IndicatorRow, UnitTargetRow


def look_of(indicator: IndicatorRow, year: int) -> Look:
    """How figures of the indicator are written; `year` is that of its plan."""
    kind = Kind(indicator.value_kind)
    return Look(kind, year, indicator.decimals, tuple(indicator.grades))


def target_of(low: Decimal | None, high: Decimal | None) -> Target | None:
    """The target that two columns hold: a range if `high` is given."""
    if low is None:
        return None
    return Point(low) if high is None else Range(low, high)


OwnTargets = dict[tuple[int, int, Period], Target]
"""By unit id, indicator id and period: what a unit has to reach by itself."""


def own_targets(cycle: Cycle) -> OwnTargets:
    """The targets of their own that the cycle's plan gives units, for its period and the year.

    One query.
    """
    rows = UnitTargetRow.objects.filter(
        indicator__plan_id=cycle.plan_id, period__in=(cycle.period, Period.YEAR)
    )
    return {
        (row.unit_id, row.indicator_id, Period(row.period)): Point(row.low)
        if row.high is None
        else Range(row.low, row.high)
        for row in rows
    }
