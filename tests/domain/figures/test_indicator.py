"""Shapes, and the rules that do not fit together."""

from decimal import Decimal

import pytest

from ukur.domain.figures.indicator import (
    Counting,
    EntryBasis,
    Kind,
    Parts,
    PeriodRule,
    Range,
    UnitRule,
    counting_problems,
    grade_place,
)

IN, TO = EntryBasis.IN_PERIOD, EntryBasis.TO_DATE


@pytest.mark.parametrize(
    ("counting", "codes"),
    [
        (Counting(Kind.COUNT, IN, PeriodRule.SUM, UnitRule.SUM), []),
        (Counting(Kind.RATIO, TO, PeriodRule.LAST, UnitRule.SUM_RATIO, 100_000), []),
        (Counting(Kind.INDEX, IN, PeriodRule.MEAN, UnitRule.OWNER), []),
        (Counting(Kind.GRADE, IN, PeriodRule.MAXIMUM, UnitRule.OWNER), []),
        (Counting(Kind.COUNT, TO, PeriodRule.SUM, UnitRule.SUM), ["sum_over_to_date"]),
        (Counting(Kind.INDEX, IN, PeriodRule.SUM, UnitRule.OWNER), ["sum_of_scores"]),
        (Counting(Kind.GRADE, IN, PeriodRule.MEAN, UnitRule.OWNER), ["mean_of_grades"]),
        (Counting(Kind.INDEX, IN, PeriodRule.LAST, UnitRule.SUM), ["sum_of_scores"]),
        (Counting(Kind.RATIO, IN, PeriodRule.LAST, UnitRule.SUM), ["sum_of_ratios"]),
        (Counting(Kind.COUNT, IN, PeriodRule.LAST, UnitRule.SUM_RATIO), ["not_a_ratio"]),
        (Counting(Kind.RATIO, IN, PeriodRule.LAST, UnitRule.OWNER, 7), ["factor_unknown"]),
        (Counting(Kind.COUNT, IN, PeriodRule.LAST, UnitRule.SUM, 100), ["factor_without_ratio"]),
    ],
)
def test_rules_that_do_not_fit_are_named(counting: Counting, codes: list[str]) -> None:
    assert [problem.code for problem in counting_problems(counting)] == codes


def test_a_range_cannot_end_below_its_start() -> None:
    with pytest.raises(ValueError, match="below its start"):
        Range(Decimal(9), Decimal(8))


def test_a_numerator_above_its_denominator_is_seen() -> None:
    assert Parts(Decimal(3), Decimal(2)).is_above_one
    assert not Parts(Decimal(2), Decimal(2)).is_above_one


def test_grades_have_places_and_strangers_have_none() -> None:
    assert [grade_place(g) for g in ("D", " aa ", "BB")] == [1, 7, 5]
    assert grade_place("WTP") is None
    assert grade_place("wtp", ("WDP", "WTP")) == 2
