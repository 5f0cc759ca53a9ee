"""The share of a target that was reached: an exact value, or the reason why there is none.

    higher is better             R / T
    lower is better              (2T − R) / T, or T / R by choice
    a range, R inside            1
    a range, R below or above    the same two, against the bound that was missed

The value is raw: no cap and no floor. 25 on a target of 10, lower is better, is −50 %.
"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from ukur.domain.figures.indicator import (
    NEGATIVE_FORMULAS,
    Exact,
    Formula,
    Polarity,
    Range,
    Target,
)
from ukur.domain.figures.policy import DEFAULT, OverZeroTarget, RuleSet
from ukur.domain.figures.reasons import NoteCode, Reason, ReasonCode


@dataclass(frozen=True)
class Achieved:
    """A share of the target, how it came to be, and what must be said beside it.

    `applied` is the quotient that was used (never RANGE) and `against` the number it was
    measured against; both are None where no quotient was needed.
    """

    ratio: Fraction
    formula: Formula
    notes: tuple[NoteCode, ...] = ()
    applied: Formula | None = None
    against: Decimal | None = None


Outcome = Achieved | Reason


def achievement(
    target: Target | None,
    realization: Exact | None,
    polarity: Polarity,
    formula: Formula | None = None,
    *,
    rules: RuleSet = DEFAULT,
    due: bool = True,
) -> Outcome:
    """The share of `target` that `realization` reached, exact, or the reason for none.

    `formula` None takes the one that polarity, shape and rule set give.

    Units: target and realization in the indicator's own unit; the share has none.
    Source: PermenPANRB 8/2021, annex p. 100 ((2T − R) / T and ranges); R / T and T / R as
        printed in LKjIP.

    >>> from ukur.domain.figures.indicator import Point
    >>> achievement(Point(Decimal(32)), Decimal("4.88"), Polarity.NEGATIVE).ratio * 100
    Fraction(739, 4)
    >>> achievement(Point(Decimal(10)), Decimal(25), Polarity.NEGATIVE).ratio
    Fraction(-1, 2)
    >>> achievement(Range(Decimal(80), Decimal(90)), Decimal(70), Polarity.POSITIVE).ratio
    Fraction(7, 8)
    >>> achievement(Range(Decimal(7), Decimal(8)), Decimal(9), Polarity.NEGATIVE).ratio
    Fraction(7, 8)
    >>> zero_deaths = (Point(Decimal(5)), Decimal(0), Polarity.NEGATIVE)
    >>> achievement(*zero_deaths).ratio
    Fraction(2, 1)
    >>> achievement(*zero_deaths, Formula.NEGATIVE_QUOTIENT).code.value
    'formula_undefined_at_zero'
    """
    absent = _absent(target, realization, due=due)
    if absent is not None or target is None or realization is None:
        return absent or Reason(ReasonCode.TARGET_MISSING)
    used = formula or formula_for(target, polarity, rules)
    if not fits(used, target, polarity):
        return Reason(ReasonCode.FORMULA_DOES_NOT_FIT, (used.value,))
    if isinstance(target, Range):
        return _over_range(target, Fraction(realization), polarity, rules)
    return _over_point(target.value, Fraction(realization), used, rules)


def formula_for(target: Target, polarity: Polarity, rules: RuleSet = DEFAULT) -> Formula:
    """The formula that holds when none is named."""
    if isinstance(target, Range):
        return Formula.RANGE
    return Formula.POSITIVE if polarity is Polarity.POSITIVE else rules.negative_formula


def fits(formula: Formula, target: Target, polarity: Polarity) -> bool:
    """Whether `formula` suits the shape of the target and the polarity."""
    if isinstance(target, Range):
        return formula is Formula.RANGE
    if polarity is Polarity.POSITIVE:
        return formula is Formula.POSITIVE
    return formula in NEGATIVE_FORMULAS


def _absent(target: Target | None, realization: Exact | None, *, due: bool) -> Reason | None:
    if not due:
        return Reason(ReasonCode.NOT_DUE)
    if target is None:
        return Reason(ReasonCode.TARGET_MISSING)
    if realization is None:
        return Reason(ReasonCode.REALIZATION_MISSING)
    return None


def _over_range(target: Range, realized: Fraction, polarity: Polarity, rules: RuleSet) -> Outcome:
    """Inside gives 1; outside the missed bound is the target, in the direction of `polarity`."""
    if Fraction(target.low) <= realized <= Fraction(target.high):
        return Achieved(Fraction(1), Formula.RANGE, (NoteCode.INSIDE_RANGE,))
    is_below = realized < Fraction(target.low)
    bound = target.low if is_below else target.high
    direction = Formula.POSITIVE if polarity is Polarity.POSITIVE else Formula.NEGATIVE_DIFFERENCE
    outcome = _over_point(bound, realized, direction, rules)
    if isinstance(outcome, Reason):
        return outcome
    side = NoteCode.BELOW_RANGE if is_below else NoteCode.ABOVE_RANGE
    return Achieved(
        outcome.ratio, Formula.RANGE, (side, *outcome.notes), outcome.applied, outcome.against
    )


def _over_point(target: Decimal, realized: Fraction, used: Formula, rules: RuleSet) -> Outcome:
    if target < 0:
        return Reason(ReasonCode.TARGET_NEGATIVE)
    if target == 0:
        return _over_zero(realized, used, rules)
    whole = Fraction(target)
    if used is Formula.POSITIVE:
        ratio = realized / whole
    elif used is Formula.NEGATIVE_DIFFERENCE:
        ratio = (2 * whole - realized) / whole
    elif realized > 0:
        ratio = whole / realized
    else:
        return _undefined(realized)
    return Achieved(ratio, used, (), used, target)


def _over_zero(realized: Fraction, used: Formula, rules: RuleSet) -> Outcome:
    """A target of 0: met by 0 where lower is better, otherwise the rule set's choice."""
    if used is Formula.POSITIVE or realized < 0:
        return Reason(ReasonCode.TARGET_ZERO)
    if realized == 0:
        return Achieved(Fraction(1), used, (NoteCode.ZERO_TARGET_MET,))
    if rules.over_zero_target is OverZeroTarget.ZERO:
        return Achieved(Fraction(0), used, (NoteCode.ZERO_TARGET_MISSED,))
    return Reason(ReasonCode.TARGET_ZERO)


def _undefined(realized: Fraction) -> Reason:
    if realized == 0:
        return Reason(ReasonCode.FORMULA_UNDEFINED_AT_ZERO)
    return Reason(ReasonCode.FORMULA_UNDEFINED_BELOW_ZERO)
