"""Formulas as functions of two numbers, to put other numbers in than those of the row."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction

from ukur.domain.figures.indicator import Formula

FormulaOf = Callable[[Fraction, Fraction], Fraction]
"""The percentage of a target and a realization."""


def raised(target: Fraction, realized: Fraction) -> Fraction:
    """R ÷ T."""
    return realized / target * 100


def lowered(target: Fraction, realized: Fraction) -> Fraction:
    """(2T − R) ÷ T."""
    return (2 * target - realized) / target * 100


def inverse(target: Fraction, realized: Fraction) -> Fraction:
    """T ÷ R."""
    return target / realized * 100


def distance(target: Fraction, realized: Fraction) -> Fraction:
    """1 − |R − T| ÷ T."""
    return (1 - abs(realized - target) / target) * 100


def remainder(target: Fraction, realized: Fraction) -> Fraction:
    """(T − R) ÷ T."""
    return (target - realized) / target * 100


OWN: Mapping[Formula, FormulaOf] = {
    Formula.POSITIVE: raised,
    Formula.NEGATIVE_DIFFERENCE: lowered,
    Formula.NEGATIVE_COMPLEMENT: lowered,
    Formula.NEGATIVE_QUOTIENT: inverse,
    Formula.NEGATIVE_REMAINDER: remainder,
    Formula.EXACT: distance,
}
"""Our formulas as functions of numbers, to put other numbers in."""


def cut(value: Fraction, decimals: int) -> Decimal:
    """`value` cut off after `decimals`, toward zero.

    >>> cut(Fraction(2561, 30), 2)
    Decimal('85.36')
    """
    steps = abs(value) * 10**decimals // 1
    sign = 1 if value < 0 and steps else 0
    return Decimal((sign, tuple(int(digit) for digit in str(steps)), -decimals))
