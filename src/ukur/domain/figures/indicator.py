"""What is known of an indicator before anything is measured: shape, direction, rules."""

from dataclasses import dataclass
from datetime import date, timedelta
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
    EXACT = "tepat"
    """Closest is best: missing the target costs the same on both sides."""


class Formula(StrEnum):
    """How a share of the target is computed: the closed list. R realization, T target."""

    POSITIVE = "positif"
    """R / T"""
    NEGATIVE_DIFFERENCE = "negatif_2t_r"
    """(2T − R) / T"""
    NEGATIVE_COMPLEMENT = "negatif_1_1_rt"
    """1 + (1 − R / T): the same number, written as PermenPANRB 8/2021 writes it."""
    NEGATIVE_QUOTIENT = "negatif_t_r"
    """T / R"""
    NEGATIVE_REMAINDER = "negatif_t_kurang_r"
    """(T − R) / T: what is left below the target; exactly met gives 0."""
    RANGE = "rentang"
    """1 inside; below against the lower bound, above against the upper bound."""
    RANGE_MAXIMUM = "rentang_maksimum"
    """1 from the upper bound on; between the bounds R / upper; up to the lower R / lower."""
    EXACT = "tepat"
    """1 − |R − T| / T"""
    YES_NO = "ya_tidak"
    """1 where the target is met, otherwise 0."""
    ON_TIME = "tanggal_tepat"
    """1 on or before the day, otherwise 0."""
    DAYS = "tanggal_hari"
    """(2T − R) / T over days counted from the first of January."""


NEGATIVE_FORMULAS = (
    Formula.NEGATIVE_DIFFERENCE,
    Formula.NEGATIVE_COMPLEMENT,
    Formula.NEGATIVE_QUOTIENT,
    Formula.NEGATIVE_REMAINDER,
)
"""What a rule set may choose from where lower is better."""
DATE_FORMULAS = (Formula.ON_TIME, Formula.DAYS)
POINT_FORMULAS = {
    Polarity.POSITIVE: frozenset({Formula.POSITIVE, Formula.YES_NO}),
    Polarity.NEGATIVE: frozenset({*NEGATIVE_FORMULAS, *DATE_FORMULAS, Formula.YES_NO}),
    Polarity.EXACT: frozenset({Formula.EXACT, Formula.YES_NO}),
}
"""What suits a target of one number, by polarity."""
RANGE_FORMULAS = {
    Polarity.POSITIVE: frozenset({Formula.RANGE, Formula.RANGE_MAXIMUM}),
    Polarity.NEGATIVE: frozenset({Formula.RANGE}),
    Polarity.EXACT: frozenset({Formula.RANGE}),
}
"""What suits a target range, by polarity."""


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
    YES_NO = "yes_no"
    """Whether something is there: 1 for yes, 0 for no."""
    DATE = "date"
    """The day on which something was done, as a number: see `day_number`."""


ADDABLE = frozenset({Kind.COUNT, Kind.RATIO})
"""What may be summed over periods; a ratio by its numerators and denominators."""


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
    MEAN = "mean"
    """The simple mean of the units' values; never of quotients."""


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
    is_ordered = counting.kind in (Kind.GRADE, Kind.YES_NO, Kind.DATE)
    is_scored = counting.kind not in ADDABLE
    checks = (
        (
            "periods",
            "sum_over_to_date",
            counting.periods is PeriodRule.SUM and counting.basis is EntryBasis.TO_DATE,
        ),
        ("periods", "sum_of_scores", counting.periods is PeriodRule.SUM and is_scored),
        ("periods", "mean_of_grades", counting.periods is PeriodRule.MEAN and is_ordered),
        ("units", "sum_of_scores", counting.units is UnitRule.SUM and is_scored),
        ("units", "sum_of_ratios", counting.units is UnitRule.SUM and is_ratio),
        ("units", "not_a_ratio", counting.units is UnitRule.SUM_RATIO and not is_ratio),
        ("units", "mean_of_ratios", counting.units is UnitRule.MEAN and is_ratio),
        ("units", "mean_of_grades", counting.units is UnitRule.MEAN and is_ordered),
        ("factor", "factor_unknown", counting.factor not in FACTORS),
        ("factor", "factor_without_ratio", counting.factor != 1 and not is_ratio),
    )
    return tuple(Problem(where, code) for where, code, is_wrong in checks if is_wrong)


def day_number(day: date, year: int) -> Decimal:
    """The number of `day`, counted from 1 January of `year`, which is 1; the year before is below.

    >>> day_number(date(2027, 2, 28), 2026)
    Decimal('424')
    """
    return Decimal((day - date(year, 1, 1)).days + 1)


def date_of(number: Decimal, year: int) -> date | None:
    """The day that `day_number` counted, or None where no calendar has it.

    >>> date_of(Decimal(59), 2026)
    datetime.date(2026, 2, 28)
    """
    if number != number.to_integral_value() or abs(number) > MOST_DAYS:
        return None
    return date(year, 1, 1) + timedelta(days=int(number) - 1)


MOST_DAYS = 36_525
"""A century around the year: beyond it a number is no deadline."""

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
