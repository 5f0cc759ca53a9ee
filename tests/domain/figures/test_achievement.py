"""The share of a target that was reached, or the reason for none."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ukur.domain.figures.achievement import (
    Achieved,
    Outcome,
    achievement,
    fits,
    formula_for,
    own_formula,
)
from ukur.domain.figures.explain import shown
from ukur.domain.figures.indicator import Formula, Kind, Point, Polarity, Range, Target
from ukur.domain.figures.policy import DEFAULT, Bounds, OverZeroTarget, ZeroRealization
from ukur.domain.figures.reasons import NoteCode, Reason, ReasonCode

D = Decimal
POSITIVE, NEGATIVE = Polarity.POSITIVE, Polarity.NEGATIVE
MET, MISSED = (NoteCode.ZERO_TARGET_MET,), (NoteCode.ZERO_TARGET_MISSED,)
QUOTIENT = Formula.NEGATIVE_QUOTIENT

targets = st.decimals(min_value="0.01", max_value=10**9, places=2)
realized = st.decimals(min_value=-(10**9), max_value=10**9, places=2)
polarities = st.sampled_from(Polarity)


def ranges() -> st.SearchStrategy[Range]:
    return st.tuples(targets, targets).map(lambda pair: Range(min(pair), max(pair)))


def ratio(outcome: Outcome) -> Fraction:
    assert isinstance(outcome, Achieved), outcome
    return outcome.ratio


def code(outcome: Outcome) -> ReasonCode:
    assert isinstance(outcome, Reason), outcome
    return outcome.code


@pytest.mark.parametrize(
    ("target", "realization", "polarity", "formula", "text"),
    [
        (Point(D(32)), "4.88", NEGATIVE, None, "184,75"),
        (Point(D(162)), "186", NEGATIVE, QUOTIENT, "87,10"),
        (Point(D(162)), "186", NEGATIVE, None, "85,19"),
        (Point(D(15)), "100", POSITIVE, None, "666,67"),
        (Range(D(7), D(8)), "6.5", NEGATIVE, None, "107,14"),
        (Range(D(7), D(8)), "9", NEGATIVE, None, "87,50"),
        (Range(D(80), D(90)), "70", POSITIVE, None, "87,50"),
        (Range(D(80), D(90)), "92", POSITIVE, None, "102,22"),
        (Point(D("10.83")), "6.20", POSITIVE, None, "57,25"),
        (Point(D(5)), "0", NEGATIVE, None, "200,00"),
        (Point(D(10)), "25", NEGATIVE, None, "−50,00"),
        (Point(D("9.20")), "9.53", NEGATIVE, QUOTIENT, "96,54"),
        (Point(D(10)), "-5", POSITIVE, None, "−50,00"),
    ],
)
def test_known_figures(
    target: Target, realization: str, polarity: Polarity, formula: Formula | None, text: str
) -> None:
    assert shown(ratio(achievement(target, D(realization), polarity, formula))) == text


def test_the_wrong_coding_of_the_negative_formula_would_be_99_points_off() -> None:
    """1 + (1 − R/T) × 100 instead of (1 + (1 − R/T)) × 100, seen in a running application."""
    right = ratio(achievement(Point(D(32)), D("4.88"), NEGATIVE)) * 100
    wrong = 1 + (1 - Fraction(D("4.88")) / 32) * 100
    assert right - wrong == 99


def test_no_deaths_do_not_score_nothing() -> None:
    none = achievement(Point(D(5)), D(0), NEGATIVE, QUOTIENT)
    assert code(none) is ReasonCode.FORMULA_UNDEFINED_AT_ZERO
    below = achievement(Point(D(5)), D(-1), NEGATIVE, QUOTIENT)
    assert code(below) is ReasonCode.FORMULA_UNDEFINED_BELOW_ZERO


@pytest.mark.parametrize("formula", [None, QUOTIENT])
def test_a_target_of_zero_is_met_by_zero_when_lower_is_better(formula: Formula | None) -> None:
    outcome = achievement(Point(D(0)), D(0), NEGATIVE, formula)
    assert outcome == Achieved(Fraction(1), formula or DEFAULT.negative_formula, MET)


def test_a_missed_target_of_zero_is_the_choice_of_the_rule_set() -> None:
    zero = achievement(Point(D(0)), D(3), NEGATIVE)
    assert zero == Achieved(Fraction(0), DEFAULT.negative_formula, MISSED)
    strict = replace(DEFAULT, over_zero_target=OverZeroTarget.REASON)
    assert code(achievement(Point(D(0)), D(3), NEGATIVE, rules=strict)) is ReasonCode.TARGET_ZERO


@pytest.mark.parametrize("realization", ["0", "5", "-5"])
def test_a_target_of_zero_gives_no_number_when_higher_is_better(realization: str) -> None:
    outcome = achievement(Point(D(0)), D(realization), POSITIVE)
    assert code(outcome) is ReasonCode.TARGET_ZERO


def test_better_than_a_target_of_zero_has_no_number() -> None:
    assert code(achievement(Point(D(0)), D(-1), NEGATIVE)) is ReasonCode.TARGET_ZERO


@pytest.mark.parametrize("polarity", Polarity)
def test_a_target_below_zero_has_no_share(polarity: Polarity) -> None:
    assert code(achievement(Point(D(-2)), D(-1), polarity)) is ReasonCode.TARGET_NEGATIVE
    below = achievement(Range(D(-2), D(-1)), D(0), polarity)
    assert code(below) is ReasonCode.TARGET_NEGATIVE


def test_a_range_that_starts_at_zero_has_no_share_below_it() -> None:
    assert code(achievement(Range(D(0), D(5)), D(-1), POSITIVE)) is ReasonCode.TARGET_ZERO
    assert ratio(achievement(Range(D(0), D(5)), D(0), POSITIVE)) == 1


def test_a_range_says_which_bound_was_used() -> None:
    low = achievement(Range(D(80), D(90)), D(70), POSITIVE)
    high = achievement(Range(D(7), D(8)), D(9), NEGATIVE, Formula.RANGE)
    inside = achievement(Range(D(7), D(8)), D(8), NEGATIVE)
    assert isinstance(low, Achieved)
    assert (low.notes, low.against, low.applied) == (
        (NoteCode.BELOW_RANGE,),
        D(80),
        Formula.POSITIVE,
    )
    assert isinstance(high, Achieved)
    assert (high.notes, high.against, high.applied) == (
        (NoteCode.ABOVE_RANGE,),
        D(8),
        Formula.NEGATIVE_DIFFERENCE,
    )
    assert isinstance(inside, Achieved)
    assert (inside.notes, inside.against) == ((NoteCode.INSIDE_RANGE,), None)


def test_what_is_absent_is_named_in_the_order_of_its_cause() -> None:
    assert code(achievement(None, None, POSITIVE, due=False)) is ReasonCode.NOT_DUE
    assert code(achievement(Point(D(0)), D(0), POSITIVE, due=False)) is ReasonCode.NOT_DUE
    assert code(achievement(None, D(1), POSITIVE)) is ReasonCode.TARGET_MISSING
    assert code(achievement(Point(D(1)), None, POSITIVE)) is ReasonCode.REALIZATION_MISSING


@pytest.mark.parametrize(
    ("formula", "target", "polarity"),
    [
        (Formula.RANGE, Point(D(1)), POSITIVE),
        (Formula.RANGE, Point(D(1)), NEGATIVE),
        (Formula.POSITIVE, Range(D(1), D(2)), POSITIVE),
        (QUOTIENT, Range(D(1), D(2)), NEGATIVE),
        (QUOTIENT, Point(D(1)), POSITIVE),
        (Formula.POSITIVE, Point(D(1)), NEGATIVE),
    ],
)
def test_a_formula_that_does_not_fit_is_refused(
    formula: Formula, target: Target, polarity: Polarity
) -> None:
    assert not fits(formula, target, polarity)
    outcome = achievement(target, D(1), polarity, formula)
    assert outcome == Reason(ReasonCode.FORMULA_DOES_NOT_FIT, (formula.value,))


def test_the_rule_set_names_the_negative_formula() -> None:
    rules = replace(DEFAULT, negative_formula=QUOTIENT)
    assert formula_for(Point(D(1)), NEGATIVE, rules) is QUOTIENT
    assert formula_for(Point(D(1)), POSITIVE, rules) is Formula.POSITIVE
    assert formula_for(Range(D(1), D(2)), NEGATIVE, rules) is Formula.RANGE
    assert shown(ratio(achievement(Point(D(162)), D(186), NEGATIVE, rules=rules))) == "87,10"


def test_a_quotient_may_be_a_realization() -> None:
    assert ratio(achievement(Point(D(2)), Fraction(3 * 100, 135), POSITIVE)) == Fraction(10, 9)


@given(targets, polarities, st.sampled_from([None, QUOTIENT]))
def test_reaching_the_target_is_one(
    target: Decimal, polarity: Polarity, formula: Formula | None
) -> None:
    used = formula if polarity is NEGATIVE else None
    assert ratio(achievement(Point(target), target, polarity, used)) == 1


@given(targets, realized, realized)
def test_more_is_never_worse_when_higher_is_better(
    target: Decimal, one: Decimal, other: Decimal
) -> None:
    low, high = sorted((one, other))
    worse, better = (achievement(Point(target), r, POSITIVE) for r in (low, high))
    assert ratio(worse) <= ratio(better)


@given(targets, targets, targets, st.sampled_from([None, QUOTIENT]))
def test_more_is_never_better_when_lower_is_better(
    target: Decimal, one: Decimal, other: Decimal, formula: Formula | None
) -> None:
    low, high = sorted((one, other))
    better, worse = (achievement(Point(target), r, NEGATIVE, formula) for r in (low, high))
    assert ratio(worse) <= ratio(better)


@given(targets, realized, realized)
def test_the_default_negative_formula_is_linear(
    target: Decimal, one: Decimal, other: Decimal
) -> None:
    middle = (Fraction(one) + Fraction(other)) / 2
    first, second, between = (
        ratio(achievement(Point(target), r, NEGATIVE)) for r in (one, other, middle)
    )
    assert between == (first + second) / 2


@given(ranges(), st.fractions(0, 1), polarities)
def test_inside_a_range_is_one(target: Range, part: Fraction, polarity: Polarity) -> None:
    inside = Fraction(target.low) + (Fraction(target.high) - Fraction(target.low)) * part
    assert ratio(achievement(target, inside, polarity)) == 1


@given(ranges(), realized, realized, st.sampled_from([POSITIVE, NEGATIVE]))
def test_a_range_never_turns_its_direction(
    target: Range, one: Decimal, other: Decimal, polarity: Polarity
) -> None:
    low, high = sorted((one, other))
    first, second = (ratio(achievement(target, r, polarity)) for r in (low, high))
    assert first <= second if polarity is POSITIVE else first >= second


@given(st.decimals(-100, 100, places=1), realized, polarities)
def test_there_is_always_a_value_or_a_reason(
    target: Decimal, realization: Decimal, polarity: Polarity
) -> None:
    assert isinstance(achievement(Point(target), realization, polarity), Achieved | Reason)


EXACT = Polarity.EXACT
EVERYTHING = replace(DEFAULT, allowed=tuple(Formula))


@pytest.mark.parametrize(
    ("target", "realization", "polarity", "formula", "text"),
    [
        (Point(D(8)), "9", NEGATIVE, Formula.NEGATIVE_COMPLEMENT, "87,50"),
        (Point(D(10)), "8", NEGATIVE, Formula.NEGATIVE_REMAINDER, "20,00"),
        (Point(D(10)), "10", NEGATIVE, Formula.NEGATIVE_REMAINDER, "0,00"),
        (Point(D(100)), "95", EXACT, None, "95,00"),
        (Point(D(100)), "105", EXACT, None, "95,00"),
        (Point(D(100)), "250", EXACT, None, "−50,00"),
        (Range(D(80), D(90)), "99", EXACT, None, "90,00"),
        (Range(D(80), D(90)), "72", EXACT, None, "90,00"),
        (Range(D(50), D(100)), "120", POSITIVE, Formula.RANGE_MAXIMUM, "100,00"),
        (Range(D(50), D(100)), "80", POSITIVE, Formula.RANGE_MAXIMUM, "80,00"),
        (Range(D(50), D(100)), "40", POSITIVE, Formula.RANGE_MAXIMUM, "80,00"),
        (Point(D(1)), "1", POSITIVE, Formula.YES_NO, "100,00"),
        (Point(D(1)), "0", POSITIVE, Formula.YES_NO, "0,00"),
        (Point(D(0)), "1", NEGATIVE, Formula.YES_NO, "0,00"),
        (Point(D(0)), "0", NEGATIVE, Formula.YES_NO, "100,00"),
        (Point(D(59)), "59", NEGATIVE, Formula.ON_TIME, "100,00"),
        (Point(D(59)), "60", NEGATIVE, Formula.ON_TIME, "0,00"),
        (Point(D(50)), "60", NEGATIVE, Formula.DAYS, "80,00"),
    ],
)
def test_the_other_formulas_of_the_closed_list(
    target: Target, realization: str, polarity: Polarity, formula: Formula | None, text: str
) -> None:
    outcome = achievement(target, D(realization), polarity, formula, rules=EVERYTHING)
    assert shown(ratio(outcome)) == text


def test_a_formula_that_the_rule_set_does_not_allow_gives_no_number() -> None:
    remainder = Formula.NEGATIVE_REMAINDER
    outcome = achievement(Point(D(10)), D(8), NEGATIVE, remainder)
    assert outcome == Reason(
        ReasonCode.FORMULA_NOT_ALLOWED, ("negatif_t_kurang_r", "ukur-baku 2026.1")
    )


@pytest.mark.parametrize(
    ("choice", "cap", "answer"),
    [
        (ZeroRealization.REASON, None, None),
        (ZeroRealization.HUNDRED, None, Fraction(1)),
        (ZeroRealization.CAP, D(120), Fraction(6, 5)),
        (ZeroRealization.CAP, None, None),
    ],
)
def test_no_deaths_by_target_over_realization_are_the_choice_of_the_rule_set(
    choice: ZeroRealization, cap: Decimal | None, answer: Fraction | None
) -> None:
    rules = replace(DEFAULT, zero_realization=choice, shown=Bounds(cap))
    outcome = achievement(Point(D(5)), D(0), NEGATIVE, QUOTIENT, rules=rules)
    if answer is None:
        assert code(outcome) is ReasonCode.FORMULA_UNDEFINED_AT_ZERO
    else:
        assert ratio(outcome) == answer
        assert isinstance(outcome, Achieved)
        assert outcome.notes == (NoteCode.ZERO_REALIZATION_BEST,)


@pytest.mark.parametrize(
    ("kind", "formula"),
    [
        (Kind.YES_NO, Formula.YES_NO),
        (Kind.DATE, Formula.ON_TIME),
        (Kind.COUNT, None),
        (Kind.GRADE, None),
    ],
)
def test_the_kind_of_an_indicator_brings_its_own_formula(
    kind: Kind, formula: Formula | None
) -> None:
    assert own_formula(None, kind, Point(D(1))) is formula
    assert own_formula(Formula.DAYS, kind, Point(D(1))) is Formula.DAYS
    assert own_formula(None, kind, Range(D(1), D(2))) is None


@given(targets, st.fractions(0, 10))
def test_missing_the_target_costs_the_same_on_both_sides(target: Decimal, gap: Fraction) -> None:
    over = achievement(Point(target), Fraction(target) + gap, EXACT)
    under = achievement(Point(target), Fraction(target) - gap, EXACT)
    assert ratio(over) == ratio(under) <= 1


@given(targets, realized)
def test_the_complement_is_the_difference_written_otherwise(
    target: Decimal, realization: Decimal
) -> None:
    complement = achievement(Point(target), realization, NEGATIVE, Formula.NEGATIVE_COMPLEMENT)
    assert ratio(complement) == ratio(achievement(Point(target), realization, NEGATIVE))
