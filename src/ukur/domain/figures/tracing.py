"""The steps that put a realization together out of units, or out of periods.

They stand before the steps of the achievement. Numbers are in Indonesian notation; R is the
realization. A long sum is shortened: its terms are the source rows of the explanation.
"""

from collections.abc import Sequence
from fractions import Fraction

from ukur.domain.figures.accumulation import PeriodAmount, value_of
from ukur.domain.figures.indicator import Exact, Parts, PeriodRule, UnitRule
from ukur.domain.figures.notation import written_steps
from ukur.domain.figures.reasons import Reason
from ukur.domain.figures.worked import after_sign, exact_or_near

MOST_TERMS = 8
"""A sum of more terms is shortened to its first ones and its last."""
_FIRST_TERMS = 3


def units_steps(amounts: Sequence[PeriodAmount], rule: UnitRule) -> tuple[str, ...]:
    """How the agency's value came out of what its units gave; nothing to tell of a single one.

    The division of a ratio is left to the explanation itself, which shows it of every ratio.

    >>> from decimal import Decimal
    >>> units_steps([Parts(Decimal(1), Decimal(2)), Parts(Decimal(90), Decimal(100))],
    ...     UnitRule.SUM_RATIO)
    ('1 + 90 = 91', '2 + 100 = 102')
    """
    if not amounts[1:] or rule is UnitRule.OWNER:
        return ()
    parts, values = _apart(amounts)
    if parts:
        return _sums_of_parts(parts)
    return (_mean(values),) if rule is UnitRule.MEAN else (f"R = {_sum(values)}",)


def periods_steps(
    amounts: Sequence[PeriodAmount], rule: PeriodRule, factor: int = 1
) -> tuple[str, ...]:
    """How the value since January came out of the periods, the own one last.

    >>> from decimal import Decimal
    >>> periods_steps([Decimal(14), Decimal(16)], PeriodRule.SUM)
    ('R = 14 + 16 = 30',)
    """
    if not amounts[1:] or rule is PeriodRule.LAST:
        return ()
    parts, values = _apart(amounts)
    if rule is PeriodRule.SUM:
        return (
            (*_sums_of_parts(parts), *_divided(parts, factor))
            if parts
            else (f"R = {_sum(values)}",)
        )
    each = [
        value for value in (value_of(a, factor) for a in amounts) if not isinstance(value, Reason)
    ]
    if rule is PeriodRule.MAXIMUM:
        return (f"R = maks({'; '.join(_texts(each))}) {after_sign(max(each))}",) if each else ()
    return (_mean(each),) if each else ()


def _apart(amounts: Sequence[PeriodAmount]) -> tuple[list[Parts], list[Exact]]:
    parts = [amount for amount in amounts if isinstance(amount, Parts)]
    return parts, [amount for amount in amounts if not isinstance(amount, Parts)]


def _sums_of_parts(parts: Sequence[Parts]) -> tuple[str, ...]:
    return _sum([part.numerator for part in parts]), _sum([part.denominator for part in parts])


def _divided(parts: Sequence[Parts], factor: int) -> tuple[str, ...]:
    above = sum((Fraction(part.numerator) for part in parts), Fraction(0))
    below = sum((Fraction(part.denominator) for part in parts), Fraction(0))
    if not below:
        return ()
    times = f" × {written_steps(factor, 0)}" if factor != 1 else ""
    left, right = exact_or_near(above)[1], exact_or_near(below)[1]
    return (f"R = {left} ÷ {right}{times} {after_sign(above / below * factor)}",)


def _sum(values: Sequence[Exact]) -> str:
    total = sum((Fraction(value) for value in values), Fraction(0))
    return f"{added(values)} {after_sign(total)}"


def _mean(values: Sequence[Exact]) -> str:
    total = sum((Fraction(value) for value in values), Fraction(0))
    count = len(values)
    return f"R = ({added(values)}) ÷ {count} {after_sign(total / count)}"


def added(values: Sequence[Exact]) -> str:
    """The terms of a sum, shortened in the middle when they are many.

    >>> from decimal import Decimal
    >>> added([Decimal(n) for n in range(1, 20)])
    '1 + 2 + 3 + … + 19'
    """
    texts = _texts(values)
    if len(texts) > MOST_TERMS:
        texts = [*texts[:_FIRST_TERMS], "…", texts[-1]]
    return " + ".join(texts)


def _texts(values: Sequence[Exact]) -> list[str]:
    texts = (exact_or_near(value)[1] for value in values)
    return [f"({text})" if text.startswith("−") else text for text in texts]
