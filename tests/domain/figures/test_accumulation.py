"""From periods to one value, against the period's target and the year's."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ukur.domain.figures.accumulation import Line, standing, summed, to_date, value_of
from ukur.domain.figures.achievement import Achieved
from ukur.domain.figures.indicator import Amount, EntryBasis, Parts, PeriodRule, Point, Polarity
from ukur.domain.figures.reasons import Reason, ReasonCode

D = Decimal
IN, TO = EntryBasis.IN_PERIOD, EntryBasis.TO_DATE


def parts(numerator: int, denominator: int) -> Parts:
    return Parts(D(numerator), D(denominator))


@pytest.mark.parametrize(
    ("entries", "basis", "rule", "value"),
    [
        ([D(1), D(2), D(3)], IN, PeriodRule.SUM, 6),
        ([D(1), D(2), D(4)], IN, PeriodRule.MEAN, Fraction(7, 3)),
        ([D(1), D(5), D(4)], IN, PeriodRule.MAXIMUM, 5),
        ([D(1), None, D(3)], TO, PeriodRule.LAST, 3),
        ([D(1), D(2), None], TO, PeriodRule.LAST, 2),
        ([D(0), D(0)], IN, PeriodRule.SUM, 0),
    ],
)
def test_entries_become_one_value_by_the_rule(
    entries: list[Amount | None], basis: EntryBasis, rule: PeriodRule, value: Fraction
) -> None:
    assert to_date(entries, basis, rule) == value


def test_ratios_are_summed_by_their_parts() -> None:
    entries = [parts(1, 2), parts(9, 10)]
    assert to_date(entries, IN, PeriodRule.SUM, 100) == Fraction(1000, 12)
    assert to_date(entries, IN, PeriodRule.MEAN, 100) == 70
    assert to_date(entries, TO, PeriodRule.LAST, 100) == 90
    assert to_date(entries, IN, PeriodRule.MAXIMUM, 100) == 90


def test_cumulative_entries_are_never_added_up() -> None:
    answer = to_date([D(1), D(3)], TO, PeriodRule.SUM)
    assert answer == Reason(ReasonCode.RULE_DOES_NOT_FIT, ("sum", "to_date"))


@pytest.mark.parametrize("rule", [PeriodRule.SUM, PeriodRule.MEAN, PeriodRule.MAXIMUM])
def test_a_missing_period_is_not_a_zero(rule: PeriodRule) -> None:
    answer = to_date([D(1), None, D(3), None], IN, rule)
    assert answer == Reason(ReasonCode.PERIOD_MISSING, ("2", "4"))


@pytest.mark.parametrize("rule", PeriodRule)
def test_nothing_entered_is_no_value(rule: PeriodRule) -> None:
    assert to_date([None, None], IN, rule) == Reason(ReasonCode.REALIZATION_MISSING)
    assert to_date([], IN, rule) == Reason(ReasonCode.REALIZATION_MISSING)


def test_a_denominator_of_zero_has_no_quotient() -> None:
    none = Reason(ReasonCode.DENOMINATOR_ZERO)
    assert value_of(parts(1, 0)) == none
    assert summed([parts(1, 0), parts(2, 0)]) == none
    assert to_date([parts(1, 2), parts(0, 0)], IN, PeriodRule.MEAN) == none
    assert to_date([parts(1, 2), parts(0, 0)], IN, PeriodRule.SUM) == Fraction(1, 2)


def test_values_and_ratios_do_not_mix() -> None:
    assert summed([D(1), parts(1, 2)]) == Reason(ReasonCode.RULE_DOES_NOT_FIT)


@given(st.lists(st.decimals(0, 10**18, places=3), min_size=1))
def test_sums_lose_nothing(values: list[Decimal]) -> None:
    assert summed(values) == sum(Fraction(value) for value in values)


def test_a_line_stands_against_both_targets() -> None:
    line = Line(Polarity.POSITIVE, Point(D(25)), Point(D(100)), D(20), D(45))
    both = standing(line)
    assert isinstance(both.period, Achieved)
    assert isinstance(both.year, Achieved)
    assert (both.period.ratio, both.year.ratio) == (Fraction(4, 5), Fraction(9, 20))


def test_a_quarter_that_is_not_due_is_not_zero_of_zero() -> None:
    line = Line(Polarity.POSITIVE, Point(D(0)), Point(D("74.75")), D(0), D(0), due=False)
    assert standing(line).period == Reason(ReasonCode.NOT_DUE)
    assert standing(line).year == Reason(ReasonCode.NOT_DUE)
