"""What was spent against the ceiling, and against what was reached with it.

Every method is one in public use; which one holds is the rule set's choice.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from ukur.domain.figures.policy import DEFAULT, RuleSet
from ukur.domain.figures.rating import Scale, Step
from ukur.domain.figures.reasons import Reason, ReasonCode

MOST_EFFICIENCY = Fraction(20, 100)
"""The bound of E on both sides when it is made into a value. Source: PMK 22/2021."""


def absorption(ceiling: Decimal | None, realized: Decimal | None) -> Fraction | Reason:
    """The share of the budget ceiling (pagu) that was spent (serapan).

    Units: both in rupiah; the share has none.

    >>> round(absorption(Decimal(364134300), Decimal(17244445)) * 100, 2)
    Fraction(237, 50)
    """
    if ceiling is None:
        return Reason(ReasonCode.CEILING_MISSING)
    if ceiling <= 0:
        return Reason(ReasonCode.CEILING_NOT_POSITIVE)
    if realized is None:
        return Reason(ReasonCode.REALIZATION_MISSING)
    return Fraction(realized) / Fraction(ceiling)


class EfficiencyClass(StrEnum):
    """How achievement and absorption lie to each other."""

    EFFICIENT = "efisien"
    FAIRLY_EFFICIENT = "cukup efisien"
    NOT_EFFICIENT = "tidak efisien"


@dataclass(frozen=True)
class Difference:
    """Achievement less absorption, as a share, and its class."""

    share: Fraction
    judged: EfficiencyClass


def difference(achieved: Fraction, absorbed: Fraction, rules: RuleSet = DEFAULT) -> Difference:
    """Achievement less absorption: efficient above the tolerance, fairly so within it.

    Units: shares; the tolerance in percent points.
    Source: a public SAKIP application (5 points); LKjIP practice.

    >>> difference(Fraction(96, 100), Fraction(82, 100)).judged.value
    'efisien'
    """
    share = achieved - absorbed
    tolerance = Fraction(rules.efficiency.tolerance) / 100
    if share > tolerance:
        return Difference(share, EfficiencyClass.EFFICIENT)
    if share >= -tolerance:
        return Difference(share, EfficiencyClass.FAIRLY_EFFICIENT)
    return Difference(share, EfficiencyClass.NOT_EFFICIENT)


def saving(achieved: Fraction, absorbed: Fraction) -> Fraction | Reason:
    """One less absorption, but only where the target was reached.

    Source: LKjIP practice.

    >>> saving(Fraction(1), Fraction(9, 10))
    Fraction(1, 10)
    """
    if achieved < 1:
        return Reason(ReasonCode.ACHIEVEMENT_BELOW_TARGET)
    return 1 - absorbed


@dataclass(frozen=True)
class Output:
    """One output: its ceiling and what was spent in rupiah, and the share that was reached."""

    ceiling: Decimal
    spent: Decimal
    achieved: Fraction


def output_efficiency(outputs: Iterable[Output]) -> Fraction | Reason:
    """E = Σ(ceiling × achievement − spent) ÷ Σ(ceiling × achievement).

    Source: PMK 22/2021 (evaluasi kinerja anggaran), from secondary sources.

    >>> output_efficiency([Output(Decimal(100), Decimal(90), Fraction(1))])
    Fraction(1, 10)
    """
    due, spent = Fraction(0), Fraction(0)
    for output in outputs:
        due += Fraction(output.ceiling) * output.achieved
        spent += Fraction(output.spent)
    if due <= 0:
        return Reason(ReasonCode.CEILING_NOT_POSITIVE)
    return (due - spent) / due


def efficiency_value(efficiency: Fraction) -> Fraction:
    """NE = 50 % + E ÷ 20 × 50, with E held within ±20 %; from 0 to 1.

    Source: PMK 22/2021, from secondary sources.

    >>> efficiency_value(Fraction(10, 100))
    Fraction(3, 4)
    """
    held = max(-MOST_EFFICIENCY, min(efficiency, MOST_EFFICIENCY))
    return Fraction(1, 2) + held / MOST_EFFICIENCY / 2


EFFECTIVENESS = Scale(
    "lampu-efektivitas",
    (Step(Decimal(90), "hijau", above=True), Step(Decimal(70), "kuning")),
    "merah",
)
"""Effectiveness as a traffic light of achievement. Source: a public SAKIP application."""

EFFECTIVENESS_QUARTERLY = Scale(
    "lampu-efektivitas-triwulan",
    (Step(Decimal(75), "hijau"), Step(Decimal(50), "kuning")),
    "merah",
)
"""The same with other bounds. Source: another public SAKIP application."""
