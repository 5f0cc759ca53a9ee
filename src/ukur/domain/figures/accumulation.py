"""From the entries of several periods to one value, and what it means against both targets."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal, Inexact, localcontext
from fractions import Fraction

from ukur.domain.figures.achievement import Outcome, achievement, own_formula
from ukur.domain.figures.indicator import (
    Amount,
    EntryBasis,
    Exact,
    Formula,
    Kind,
    Parts,
    PeriodRule,
    Polarity,
    Target,
)
from ukur.domain.figures.policy import DEFAULT, RuleSet
from ukur.domain.figures.reasons import Reason, ReasonCode

PeriodAmount = Amount | Fraction
"""What there is of one period: an entry, or an agency's value, which may be a mean of units."""


def value_of(amount: PeriodAmount, factor: int = 1) -> Fraction | Reason:
    """The exact value of one entry; numerator and denominator are divided, times `factor`."""
    if not isinstance(amount, Parts):
        return Fraction(amount)
    if amount.denominator == 0:
        return Reason(ReasonCode.DENOMINATOR_ZERO)
    above, over = amount.numerator.as_integer_ratio()
    below, under = amount.denominator.as_integer_ratio()
    return Fraction(above * under * factor, over * below)


def to_date(
    entries: Sequence[PeriodAmount | None], basis: EntryBasis, rule: PeriodRule, factor: int = 1
) -> Fraction | Reason:
    """The value since January, from the entries of the periods that are due, in order.

    A period that is not due is left out by the caller; None is one that is due and missing.
    LAST takes the last filled entry; every other rule needs all of them. Ratios are summed
    by their numerators and denominators.
    """
    if rule is PeriodRule.SUM and basis is EntryBasis.TO_DATE:
        return Reason(ReasonCode.RULE_DOES_NOT_FIT, (rule.value, basis.value))
    filled = [entry for entry in entries if entry is not None]
    if not filled:
        return Reason(ReasonCode.REALIZATION_MISSING)
    if rule is PeriodRule.LAST:
        return value_of(filled[-1], factor)
    missing = tuple(str(at) for at, entry in enumerate(entries, start=1) if entry is None)
    if missing:
        return Reason(ReasonCode.PERIOD_MISSING, missing)
    return summed(filled, factor) if rule is PeriodRule.SUM else _of_values(filled, rule, factor)


def summed(amounts: Sequence[PeriodAmount], factor: int = 1) -> Fraction | Reason:
    """The sum of plain values, or of numerators over the sum of denominators, times `factor`.

    Plain values and ratios in one list have no sum.
    """
    parts = [amount for amount in amounts if isinstance(amount, Parts)]
    if parts and len(parts) < len(amounts):
        return Reason(ReasonCode.RULE_DOES_NOT_FIT)
    if not parts:
        return exact_sum(a for a in amounts if not isinstance(a, Parts))
    return divided(*sums_of(parts), factor)


def sums_of(parts: Sequence[Parts]) -> tuple[Fraction, Fraction]:
    """The sum of the numerators and that of the denominators."""
    above = exact_sum([part.numerator for part in parts])
    return above, exact_sum([part.denominator for part in parts])


def divided(above: Fraction, below: Fraction, factor: int = 1) -> Fraction | Reason:
    """What sums of parts come to: divided, times `factor`."""
    return above / below * factor if below else Reason(ReasonCode.DENOMINATOR_ZERO)


_EXACT = Context(prec=200, traps=[Inexact])
"""Wide enough for any sum of figures; where it were not, it would refuse and never round."""


def exact_sum(values: Iterable[Exact]) -> Fraction:
    """The sum, exactly. Decimals are added as such, which takes a tenth of the time of fractions.

    >>> exact_sum([Decimal("0.1"), Decimal("0.2"), Fraction(1, 3)])
    Fraction(19, 30)
    """
    decimals, others = [], Fraction(0)
    for value in values:
        if isinstance(value, Decimal):
            decimals.append(value)
        else:
            others += value
    with localcontext(_EXACT):
        total = sum(decimals, Decimal(0))
    return Fraction(total) + others if others else Fraction(total)


def _of_values(entries: Sequence[PeriodAmount], rule: PeriodRule, factor: int) -> Fraction | Reason:
    values: list[Fraction] = []
    for entry in entries:
        value = value_of(entry, factor)
        if isinstance(value, Reason):
            return value
        values.append(value)
    if rule is PeriodRule.MAXIMUM:
        return max(values)
    return sum(values, Fraction(0)) / len(values)


@dataclass(frozen=True)
class Line:
    """One line of a cycle: what was aimed at and what was reached, for period and year."""

    polarity: Polarity
    period_target: Target | None
    year_target: Target | None
    in_period: Exact | None
    to_date: Exact | None
    formula: Formula | None = None
    due: bool = True
    kind: Kind = Kind.COUNT


@dataclass(frozen=True)
class Standing:
    """The same line against the period's target, which rates it, and against the year's."""

    period: Outcome
    year: Outcome


def standing(line: Line, rules: RuleSet = DEFAULT) -> Standing:
    """The achievement of `line` against both of its targets.

    `line.in_period` is in the basis of the period's target: the period alone, or since
    January where entries are cumulative. The year's target is held against `line.to_date`.
    """
    return Standing(
        _against(line, line.period_target, line.in_period, rules),
        _against(line, line.year_target, line.to_date, rules),
    )


def _against(
    line: Line, target: Target | None, realization: Exact | None, rules: RuleSet
) -> Outcome:
    formula = own_formula(line.formula, line.kind, target)
    return achievement(target, realization, line.polarity, formula, rules=rules, due=line.due)
