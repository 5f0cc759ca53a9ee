"""The steps that make a realization out of units and periods."""

from decimal import Decimal

import pytest

from ukur.domain.figures.indicator import Amount, Parts, PeriodRule, UnitRule
from ukur.domain.figures.tracing import periods_steps, units_steps

D = Decimal
FEW: list[Amount] = [D(4), D("10.5"), D(-1)]
PARTS: list[Amount] = [Parts(D(80), D(100)), Parts(D(80), D(90))]


@pytest.mark.parametrize(
    ("amounts", "rule", "steps"),
    [
        (FEW, UnitRule.SUM, ("R = 4 + 10,5 + (−1) = 13,5",)),
        (FEW, UnitRule.MEAN, ("R = (4 + 10,5 + (−1)) ÷ 3 = 4,5",)),
        (PARTS, UnitRule.SUM_RATIO, ("80 + 80 = 160", "100 + 90 = 190")),
        (FEW, UnitRule.OWNER, ()),
        (FEW[:1], UnitRule.SUM, ()),
        ([D(n) for n in range(1, 28)], UnitRule.SUM, ("R = 1 + 2 + 3 + … + 27 = 378",)),
    ],
)
def test_units_are_put_together(
    amounts: list[Amount], rule: UnitRule, steps: tuple[str, ...]
) -> None:
    assert units_steps(amounts, rule) == steps


@pytest.mark.parametrize(
    ("amounts", "rule", "steps"),
    [
        (FEW, PeriodRule.SUM, ("R = 4 + 10,5 + (−1) = 13,5",)),
        (FEW, PeriodRule.MEAN, ("R = (4 + 10,5 + (−1)) ÷ 3 = 4,5",)),
        (FEW, PeriodRule.MAXIMUM, ("R = maks(4; 10,5; (−1)) = 10,5",)),
        (FEW, PeriodRule.LAST, ()),
        (
            PARTS,
            PeriodRule.SUM,
            ("80 + 80 = 160", "100 + 90 = 190", "R = 160 ÷ 190 × 100 ≈ 84,2105263158"),
        ),
        (PARTS, PeriodRule.MEAN, ("R = (80 + 88,8888888889) ÷ 2 ≈ 84,4444444444",)),
        ([Parts(D(1), D(0)), Parts(D(1), D(0))], PeriodRule.SUM, ("1 + 1 = 2", "0 + 0 = 0")),
        ([Parts(D(1), D(0)), Parts(D(1), D(0))], PeriodRule.MEAN, ()),
    ],
)
def test_periods_are_put_together(
    amounts: list[Amount], rule: PeriodRule, steps: tuple[str, ...]
) -> None:
    assert periods_steps(amounts, rule, 100) == steps
