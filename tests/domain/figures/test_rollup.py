"""Units to agency, achievements to a mean."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ukur.domain.figures.achievement import Achieved
from ukur.domain.figures.explain import shown
from ukur.domain.figures.indicator import Formula, Parts, UnitRule
from ukur.domain.figures.policy import DEFAULT, Averaging, Bounds, NotDelivered, RuleSet
from ukur.domain.figures.reasons import NoteCode, Reason, ReasonCode
from ukur.domain.figures.rollup import (
    NOT_COMPUTABLE,
    ClosedWithout,
    Given,
    Mean,
    Missing,
    UnitEntry,
    UnitSum,
    agency_value,
    mean,
    mean_of_goals,
)

D = Decimal
SUM, RATIO = UnitSum(UnitRule.SUM), UnitSum(UnitRule.SUM_RATIO, 100)
CLOSED = ClosedWithout("puskesmas kebanjiran")


def parts(numerator: int, denominator: int) -> Given:
    return Given(Parts(D(numerator), D(denominator)))


def reached(percent: str | int) -> Achieved:
    return Achieved(Fraction(D(percent)) / 100, Formula.POSITIVE)


def rules(choice: NotDelivered) -> RuleSet:
    return replace(DEFAULT, not_delivered=choice)


def test_the_agency_is_the_quotient_of_the_sums_not_the_mean_of_the_quotients() -> None:
    rolled = agency_value({"a": parts(1, 2), "b": parts(90, 100)}, RATIO)
    assert rolled.value == Fraction(91 * 100, 102)
    assert (rolled.numerator, rolled.denominator) == (Fraction(91), Fraction(102))
    assert rolled.given == 2


def test_counts_are_added() -> None:
    rolled = agency_value({"a": Given(D("1.5")), "b": Given(D(0))}, SUM)
    assert (rolled.value, rolled.given, rolled.numerator) == (Fraction(3, 2), 2, None)


def test_a_missing_unit_leaves_the_agency_without_a_value() -> None:
    rolled = agency_value({"a": Given(D(1)), "b": Missing(), "c": CLOSED}, SUM)
    assert rolled.value == Reason(ReasonCode.UNIT_MISSING, ("b",))
    assert (rolled.given, rolled.missing, rolled.not_delivered) == (1, 1, 1)


@pytest.mark.parametrize("choice", [NotDelivered.EXCLUDE, NotDelivered.AS_ZERO])
def test_a_unit_that_was_closed_is_left_out_and_counted(choice: NotDelivered) -> None:
    rolled = agency_value({"a": parts(1, 2), "b": CLOSED}, RATIO, rules(choice))
    assert rolled.value == 50
    assert (rolled.given, rolled.not_delivered) == (1, 1)


def test_a_rule_set_may_refuse_a_closed_unit() -> None:
    rolled = agency_value({"a": Given(D(1)), "b": CLOSED}, SUM, rules(NotDelivered.REFUSE))
    assert rolled.value == Reason(ReasonCode.UNIT_NOT_DELIVERED, ("b",))


def test_nothing_delivered_is_no_value() -> None:
    assert agency_value({"a": CLOSED}, SUM).value == Reason(ReasonCode.NOTHING_DELIVERED)
    assert agency_value({}, RATIO).value == Reason(ReasonCode.NOTHING_DELIVERED)


def test_only_the_owner_counts_where_there_is_one() -> None:
    entries: dict[str, UnitEntry] = {"a": Missing(), "b": parts(3, 4)}
    assert agency_value(entries, UnitSum(UnitRule.OWNER, 100, "b")).value == 75
    missing = agency_value(entries, UnitSum(UnitRule.OWNER, 100, "a"))
    assert missing.value == Reason(ReasonCode.UNIT_MISSING, ("a",))
    stranger = agency_value(entries, UnitSum(UnitRule.OWNER, 100, "z"))
    assert stranger.value == Reason(ReasonCode.OWNER_MISSING, ("z",))
    nobody = agency_value(entries, UnitSum(UnitRule.OWNER))
    assert nobody.value == Reason(ReasonCode.OWNER_MISSING)


def test_a_rule_that_does_not_suit_the_entries_is_named() -> None:
    misfit = ReasonCode.RULE_DOES_NOT_FIT
    assert agency_value({"a": Given(D(1))}, RATIO).value == Reason(misfit, ("sum_ratio",))
    assert agency_value({"a": parts(1, 2)}, SUM).value == Reason(misfit, ("sum",))


def test_coverage_above_its_denominator_wants_a_word_but_stands() -> None:
    rolled = agency_value({"a": parts(11, 10), "b": parts(1, 10)}, RATIO)
    assert rolled.value == 60
    assert rolled.notes == (NoteCode.NUMERATOR_ABOVE_DENOMINATOR,)


def test_denominators_of_zero_have_no_quotient() -> None:
    assert agency_value({"a": parts(0, 0)}, RATIO).value == Reason(ReasonCode.DENOMINATOR_ZERO)


@given(st.lists(st.tuples(st.integers(0, 10**20), st.integers(1, 10**20)), min_size=1))
def test_the_agency_lies_between_its_units(pairs: list[tuple[int, int]]) -> None:
    entries = {str(at): parts(*pair) for at, pair in enumerate(pairs)}
    value = agency_value(entries, UnitSum(UnitRule.SUM_RATIO)).value
    quotients = [Fraction(*pair) for pair in pairs]
    assert isinstance(value, Fraction)
    assert min(quotients) <= value <= max(quotients)


def test_the_mean_of_a_printed_report() -> None:
    """LKjIP Kab. Manggarai Timur 2019 prints 85,38: cut off, not rounded."""
    answer = mean([reached("87.10"), reached("96.54"), reached("72.52")])
    assert isinstance(answer, Mean)
    assert shown(answer.value) == "85,39"


def test_what_is_not_due_or_not_computable_is_left_out_and_counted() -> None:
    outcomes: list[Achieved | Reason | ClosedWithout] = [
        reached(80),
        reached(100),
        Reason(ReasonCode.NOT_DUE),
        *(Reason(code) for code in sorted(NOT_COMPUTABLE)),
        CLOSED,
    ]
    assert mean(outcomes) == Mean(
        Fraction(9, 10), counted=2, not_due=1, not_computable=5, not_delivered=1
    )


@pytest.mark.parametrize(
    "code", [ReasonCode.REALIZATION_MISSING, ReasonCode.TARGET_MISSING, ReasonCode.UNIT_MISSING]
)
def test_due_but_missing_refuses_the_mean(code: ReasonCode) -> None:
    assert mean([reached(80), Reason(code)]) == Reason(ReasonCode.MEAN_INCOMPLETE, ("1",))


def test_the_rule_set_says_what_becomes_of_tidak_menyampaikan() -> None:
    outcomes: list[Achieved | Reason | ClosedWithout] = [reached(80), CLOSED]
    as_zero = mean(outcomes, rules(NotDelivered.AS_ZERO))
    assert as_zero == Mean(Fraction(2, 5), counted=2, not_delivered=1)
    refused = mean(outcomes, rules(NotDelivered.REFUSE))
    assert refused == Reason(ReasonCode.UNIT_NOT_DELIVERED, ("1",))


def test_nothing_due_has_no_mean() -> None:
    assert mean([]) == Reason(ReasonCode.NOTHING_DUE)
    assert mean([Reason(ReasonCode.NOT_DUE), CLOSED]) == Reason(ReasonCode.NOTHING_DUE)


def test_means_use_their_own_bounds() -> None:
    bounded = replace(DEFAULT, means=Bounds(D(120), D(0)))
    answer = mean([reached("666.67"), reached(-50)], bounded)
    assert isinstance(answer, Mean)
    assert answer.value == Fraction(3, 5)


WEIGHED = replace(DEFAULT, averaging=Averaging.WEIGHTED)


def test_weights_count_where_the_rule_set_weighs_and_only_there() -> None:
    outcomes, weights = [reached(50), reached(100)], [D(3), D(1)]
    assert mean(outcomes, WEIGHED, weights) == Mean(Fraction(5, 8), counted=2, weight=Fraction(4))
    assert mean(outcomes, DEFAULT, weights) == Mean(Fraction(3, 4), counted=2)
    assert mean(outcomes, WEIGHED) == Mean(Fraction(3, 4), counted=2)


def test_what_is_left_out_takes_its_weight_with_it() -> None:
    outcomes: list[Achieved | Reason | ClosedWithout] = [reached(80), Reason(ReasonCode.NOT_DUE)]
    answer = mean(outcomes, WEIGHED, [D(1), D(99)])
    assert answer == Mean(Fraction(4, 5), counted=1, not_due=1, weight=Fraction(1))


def test_weights_of_nothing_give_no_mean() -> None:
    assert mean([reached(80)], WEIGHED, [D(0)]) == Reason(ReasonCode.WEIGHT_MISSING)


def test_the_mean_of_goals_is_not_the_mean_of_their_indicators() -> None:
    one, two = mean([reached(100)]), mean([reached(50), reached(60), reached(40)])
    answer = mean_of_goals([one, two, Reason(ReasonCode.NOTHING_DUE)])
    assert answer == Mean(Fraction(3, 4), counted=2, not_due=1)
    weighed = mean_of_goals([one, two], WEIGHED, [D(1), D(3)])
    assert weighed == Mean(Fraction(5, 8), counted=2, weight=Fraction(4))


def test_a_goal_without_a_mean_refuses_that_of_the_agency() -> None:
    refused = Reason(ReasonCode.MEAN_INCOMPLETE, ("2",))
    assert mean_of_goals([mean([reached(1)]), refused]) == Reason(
        ReasonCode.MEAN_INCOMPLETE, ("1",)
    )


def test_scores_of_units_have_a_simple_mean() -> None:
    entries: dict[str, UnitEntry] = {"a": Given(D(80)), "b": Given(D(90)), "c": CLOSED}
    assert agency_value(entries, UnitSum(UnitRule.MEAN)).value == 85
    wrong = agency_value({"a": parts(1, 2)}, UnitSum(UnitRule.MEAN)).value
    assert wrong == Reason(ReasonCode.RULE_DOES_NOT_FIT, ("mean",))
