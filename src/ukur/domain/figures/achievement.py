"""The share of a target that was reached: an exact value, or the reason why there is none.

    higher is better             R / T
    lower is better              (2T − R) / T, or another of the closed list by choice
    closest is best              1 − |R − T| / T
    a range, R inside            1
    a range, R below or above    the same three, against the bound that was missed
    yes or no, a day             1 where the target is met, otherwise 0

The value is raw: no cap and no floor. 25 on a target of 10, lower is better, is −50 %.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from ukur.domain.figures.indicator import (
    POINT_FORMULAS,
    RANGE_FORMULAS,
    Exact,
    Formula,
    Kind,
    Polarity,
    Range,
    Target,
)
from ukur.domain.figures.policy import DEFAULT, OverZeroTarget, RuleSet, ZeroRealization
from ukur.domain.figures.reasons import NoteCode, Reason, ReasonCode


class Achieved(NamedTuple):
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

_WHOLE, _NOTHING = Fraction(1), Fraction(0)


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

    `formula` None takes the one that polarity, shape and rule set give; see `own_formula`
    for an indicator that is a yes or no, or a day.

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
    if not due or target is None or realization is None:
        return _absent(target, due=due)
    used = formula or formula_for(target, polarity, rules)
    if not fits(used, target, polarity):
        return Reason(ReasonCode.FORMULA_DOES_NOT_FIT, (used.value,))
    if used not in rules.allowed:
        return Reason(ReasonCode.FORMULA_NOT_ALLOWED, (used.value, rules.name))
    if isinstance(target, Range):
        over = _up_to_maximum if used is Formula.RANGE_MAXIMUM else _over_range
        return over(target, realization, polarity, rules)
    return _over_point(target.value, realization, used, polarity, rules)


_OF_KIND: Mapping[Kind, Formula] = {
    Kind.YES_NO: Formula.YES_NO,
    Kind.DATE: Formula.ON_TIME,
}
_OF_POLARITY: Mapping[Polarity, Formula] = {
    Polarity.POSITIVE: Formula.POSITIVE,
    Polarity.EXACT: Formula.EXACT,
}


def formula_for(target: Target, polarity: Polarity, rules: RuleSet = DEFAULT) -> Formula:
    """The formula that holds when none is named."""
    if isinstance(target, Range):
        return Formula.RANGE
    return _OF_POLARITY.get(polarity) or rules.negative_formula


def own_formula(named: Formula | None, kind: Kind, target: Target | None) -> Formula | None:
    """The formula of an indicator: the one it names, or the one its kind brings with it.

    None leaves it to polarity, shape and rule set.

    >>> from ukur.domain.figures.indicator import Point
    >>> own_formula(None, Kind.DATE, Point(Decimal(59))).value
    'tanggal_tepat'
    """
    if named is not None or isinstance(target, Range):
        return named
    return _OF_KIND.get(kind)


def fits(formula: Formula, target: Target, polarity: Polarity) -> bool:
    """Whether `formula` suits the shape of the target and the polarity."""
    suiting = RANGE_FORMULAS if isinstance(target, Range) else POINT_FORMULAS
    return formula in suiting[polarity]


def _absent(target: Target | None, *, due: bool) -> Reason:
    if not due:
        return Reason(ReasonCode.NOT_DUE)
    if target is None:
        return Reason(ReasonCode.TARGET_MISSING)
    return Reason(ReasonCode.REALIZATION_MISSING)


_MISSED_BOUND = {
    Polarity.POSITIVE: Formula.POSITIVE,
    Polarity.NEGATIVE: Formula.NEGATIVE_DIFFERENCE,
    Polarity.EXACT: Formula.EXACT,
}


def _over_range(target: Range, realized: Exact, polarity: Polarity, rules: RuleSet) -> Outcome:
    """Inside gives 1; outside the missed bound is the target, in the direction of `polarity`."""
    if target.low <= realized <= target.high:
        return Achieved(_WHOLE, Formula.RANGE, (NoteCode.INSIDE_RANGE,))
    is_below = realized < target.low
    bound = target.low if is_below else target.high
    side = NoteCode.BELOW_RANGE if is_below else NoteCode.ABOVE_RANGE
    outcome = _over_point(bound, realized, _MISSED_BOUND[polarity], polarity, rules)
    return _as_part_of(Formula.RANGE, outcome, side)


def _up_to_maximum(target: Range, realized: Exact, polarity: Polarity, rules: RuleSet) -> Outcome:
    """From the upper bound on 1; below it a share of the upper, or of the lower bound."""
    if realized >= target.high:
        note = NoteCode.INSIDE_RANGE if realized == target.high else NoteCode.ABOVE_RANGE
        return Achieved(_WHOLE, Formula.RANGE_MAXIMUM, (note,))
    is_below = realized <= target.low
    bound = target.low if is_below else target.high
    side = NoteCode.BELOW_RANGE if is_below else NoteCode.INSIDE_RANGE
    outcome = _over_point(bound, realized, Formula.POSITIVE, polarity, rules)
    return _as_part_of(Formula.RANGE_MAXIMUM, outcome, side)


def _as_part_of(formula: Formula, outcome: Outcome, side: NoteCode) -> Outcome:
    if isinstance(outcome, Reason):
        return outcome
    notes = (side, *outcome.notes)
    return Achieved(outcome.ratio, formula, notes, outcome.applied, outcome.against)


def _over_point(
    target: Decimal, realized: Exact, used: Formula, polarity: Polarity, rules: RuleSet
) -> Outcome:
    if used in _ALL_OR_NOTHING:
        return Achieved(_WHOLE if _is_met(target, realized, polarity) else _NOTHING, used)
    r, t = _as_integers(realized, target)
    if t < 0:
        return Reason(ReasonCode.TARGET_NEGATIVE)
    if t == 0:
        return _over_zero(r, used, rules)
    if used is Formula.NEGATIVE_QUOTIENT and r <= 0:
        return _undefined(r, rules)
    return Achieved(_QUOTIENTS[used](r, t), used, (), used, target)


_ALL_OR_NOTHING = frozenset({Formula.YES_NO, Formula.ON_TIME})
"""No quotient, and so no target that it could not stand."""


def _is_met(target: Decimal, realized: Exact, polarity: Polarity) -> bool:
    if polarity is Polarity.EXACT:
        return realized == target
    return realized >= target if polarity is Polarity.POSITIVE else realized <= target


def _as_integers(realized: Exact, target: Decimal) -> tuple[int, int]:
    """Realization and target in one common, whole unit: one division is enough then."""
    above, below = realized.as_integer_ratio()
    wanted, of = target.as_integer_ratio()
    return above * of, wanted * below


def _two_less_one(r: int, t: int) -> Fraction:
    return Fraction(2 * t - r, t)


_QUOTIENTS: Mapping[Formula, Callable[[int, int], Fraction]] = {
    Formula.POSITIVE: Fraction,
    Formula.NEGATIVE_DIFFERENCE: _two_less_one,
    Formula.NEGATIVE_COMPLEMENT: _two_less_one,
    Formula.DAYS: _two_less_one,
    Formula.NEGATIVE_QUOTIENT: lambda r, t: Fraction(t, r),
    Formula.NEGATIVE_REMAINDER: lambda r, t: Fraction(t - r, t),
    Formula.EXACT: lambda r, t: Fraction(t - abs(r - t), t),
}
"""The quotients, of realization and target in one whole unit."""


def _over_zero(realized: int, used: Formula, rules: RuleSet) -> Outcome:
    """A target of 0: met by 0 unless higher is better, otherwise the rule set's choice."""
    is_below = realized < 0 and used is not Formula.EXACT
    if used is Formula.POSITIVE or is_below:
        return Reason(ReasonCode.TARGET_ZERO)
    if realized == 0:
        return Achieved(_WHOLE, used, (NoteCode.ZERO_TARGET_MET,))
    if rules.over_zero_target is OverZeroTarget.ZERO:
        return Achieved(_NOTHING, used, (NoteCode.ZERO_TARGET_MISSED,))
    return Reason(ReasonCode.TARGET_ZERO)


def _undefined(realized: int, rules: RuleSet) -> Outcome:
    """T / R where R is 0 or below: no value, or what the rule set gives for the best there is."""
    if realized < 0:
        return Reason(ReasonCode.FORMULA_UNDEFINED_BELOW_ZERO)
    best = _best(rules)
    if best is None:
        return Reason(ReasonCode.FORMULA_UNDEFINED_AT_ZERO)
    return Achieved(best, Formula.NEGATIVE_QUOTIENT, (NoteCode.ZERO_REALIZATION_BEST,))


def _best(rules: RuleSet) -> Fraction | None:
    if rules.zero_realization is ZeroRealization.HUNDRED:
        return _WHOLE
    if rules.zero_realization is ZeroRealization.CAP and rules.shown.cap is not None:
        return Fraction(rules.shown.cap) / 100
    return None
