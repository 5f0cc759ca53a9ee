"""What is known of an indicator before anything is measured: shape, direction, rules."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from ukur.domain.refusals import Problem

FACTORS = (1, 100, 1_000, 10_000, 100_000, 1_000_000)
"""What a ratio is multiplied by: plain, per cent, per 1.000 … per 1.000.000."""

Exact = Decimal | Fraction
"""A figure without loss. Never a float."""


class Polarity(StrEnum):
    """Which direction is better; a property apart from the shape of the target."""

    POSITIVE = "positif"
    """Higher is better."""
    NEGATIVE = "negatif"
    """Lower is better, such as maternal mortality."""


class Formula(StrEnum):
    """How a share of the target is computed: the closed list. R realization, T target."""

    POSITIVE = "positif"
    """R / T"""
    NEGATIVE_DIFFERENCE = "negatif_2t_r"
    """(2T − R) / T"""
    NEGATIVE_QUOTIENT = "negatif_t_r"
    """T / R"""
    RANGE = "rentang"
    """1 inside; below against the lower bound, above against the upper bound."""


NEGATIVE_FORMULAS = (Formula.NEGATIVE_DIFFERENCE, Formula.NEGATIVE_QUOTIENT)


class Kind(StrEnum):
    """What sort of value an indicator has."""

    COUNT = "count"
    """A number of things, or an amount; can be added."""
    RATIO = "ratio"
    """Numerator over denominator times a factor; the quotient cannot be added."""
    INDEX = "index"
    """A score such as IKM; cannot be added."""
    GRADE = "grade"
    """A place on an ordered list such as D … AA; counted from 1."""


class EntryBasis(StrEnum):
    """What an entry covers."""

    IN_PERIOD = "in_period"
    """The period alone."""
    TO_DATE = "to_date"
    """Everything since January, up to the end of the period."""


class PeriodRule(StrEnum):
    """How the entries of several periods become one."""

    SUM = "sum"
    LAST = "last"
    """The last one that is filled."""
    MEAN = "mean"
    MAXIMUM = "maximum"


class UnitRule(StrEnum):
    """How the entries of several units become the agency's value."""

    SUM_RATIO = "sum_ratio"
    """Numerators and denominators are added apart, then divided."""
    SUM = "sum"
    OWNER = "owner"
    """The value of one named unit."""


@dataclass(frozen=True)
class Point:
    """A target of one number, in the indicator's own unit."""

    value: Decimal


@dataclass(frozen=True)
class Range:
    """A target from `low` to `high`, both inside. Invariant: low <= high."""

    low: Decimal
    high: Decimal

    def __post_init__(self) -> None:
        if self.low > self.high:
            raise ValueError("a range must not end below its start")


Target = Point | Range


@dataclass(frozen=True)
class Parts:
    """A numerator and a denominator as they were collected."""

    numerator: Decimal
    denominator: Decimal

    @property
    def is_above_one(self) -> bool:
        """The numerator exceeds the denominator: possible, but wants a word."""
        return self.numerator > self.denominator


Amount = Decimal | Parts
"""What is collected for one unit and period."""


@dataclass(frozen=True)
class Counting:
    """How the entries of one indicator are taken together."""

    kind: Kind
    basis: EntryBasis
    periods: PeriodRule
    units: UnitRule
    factor: int = 1


def counting_problems(counting: Counting) -> tuple[Problem, ...]:
    """What does not fit together in the rules of an indicator; empty when all does.

    >>> rules = Counting(Kind.COUNT, EntryBasis.TO_DATE, PeriodRule.SUM, UnitRule.SUM)
    >>> [problem.code for problem in counting_problems(rules)]
    ['sum_over_to_date']
    """
    is_ratio = counting.kind is Kind.RATIO
    is_graded = counting.kind is Kind.GRADE
    is_scored = is_graded or counting.kind is Kind.INDEX
    checks = (
        (
            "periods",
            "sum_over_to_date",
            counting.periods is PeriodRule.SUM and counting.basis is EntryBasis.TO_DATE,
        ),
        ("periods", "sum_of_scores", counting.periods is PeriodRule.SUM and is_scored),
        ("periods", "mean_of_grades", counting.periods is PeriodRule.MEAN and is_graded),
        ("units", "sum_of_scores", counting.units is UnitRule.SUM and is_scored),
        ("units", "sum_of_ratios", counting.units is UnitRule.SUM and is_ratio),
        ("units", "not_a_ratio", counting.units is UnitRule.SUM_RATIO and not is_ratio),
        ("factor", "factor_unknown", counting.factor not in FACTORS),
        ("factor", "factor_without_ratio", counting.factor != 1 and not is_ratio),
    )
    return tuple(Problem(where, code) for where, code, is_wrong in checks if is_wrong)


AKIP_GRADES = ("D", "C", "CC", "B", "BB", "A", "AA")
"""The grades of an AKIP evaluation, lowest first. Source: PermenPANRB 88/2021."""


def grade_place(grade: str, grades: tuple[str, ...] = AKIP_GRADES) -> Decimal | None:
    """The place of a grade, counted from 1 for the lowest, or None if it is not on the list.

    >>> grade_place("BB")
    Decimal('5')
    """
    wanted = grade.strip().upper()
    places = {name.upper(): place for place, name in enumerate(grades, start=1)}
    return Decimal(places[wanted]) if wanted in places else None
