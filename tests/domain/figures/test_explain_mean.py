"""A mean says what it was taken over, how that weighs, and what was left out and why."""

import json
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from ukur.domain.figures.achievement import Achieved
from ukur.domain.figures.explain import Explanation, Figure
from ukur.domain.figures.explain_mean import Member, explain_mean
from ukur.domain.figures.indicator import Formula
from ukur.domain.figures.policy import DEFAULT, Averaging, Bounds, NotDelivered, RuleSet
from ukur.domain.figures.reasons import Reason, ReasonCode
from ukur.domain.figures.rollup import ClosedWithout, Mean, mean, mean_of_goals

D = Decimal


def achieved(percent: str) -> Achieved:
    return Achieved(Fraction(percent) / 100, Formula.POSITIVE)


def explained(*members: Member, rules: RuleSet = DEFAULT) -> Explanation:
    found = mean(
        [m.figure for m in members],  # type: ignore[misc]  # no means among them
        rules,
        [m.weight for m in members],
    )
    return explain_mean(members, found, rules, Figure.AGENCY_MEAN)


def test_a_mean_is_worked_with_its_numbers() -> None:
    told = explained(
        Member("A", "Stunting", achieved("87.10")),
        Member("B", "TBC", achieved("96.54")),
        Member("C", "ODGJ", achieved("72.52")),
    )
    assert (told.symbolic, told.filled_in) == ("ΣC ÷ n", "256,16 ÷ 3")
    assert told.steps == ("ΣC = 256,16", "n = 3", "256,16 ÷ 3 ≈ 85,3866666667")
    assert (told.shown, told.rating) == ("85,39", "Tinggi")
    assert [share.averaged for share in told.shares] == ["87,10", "96,54", "72,52"]
    assert {share.weight for share in told.shares} == {""}


def test_a_weighted_mean_shows_every_weight() -> None:
    rules = replace(DEFAULT, averaging=Averaging.WEIGHTED)
    told = explained(
        Member("A", "Stunting", achieved("50"), D(3)),
        Member("B", "TBC", achieved("100"), D(1)),
        rules=rules,
    )
    assert (told.symbolic, told.filled_in) == ("Σ(B × C) ÷ ΣB", "250 ÷ 4")
    assert told.steps == ("Σ(B × C) = 250", "ΣB = 4", "250 ÷ 4 = 62,5")
    assert [share.weight for share in told.shares] == ["3", "1"]


def test_what_is_left_out_of_a_mean_is_named_with_its_reason() -> None:
    told = explained(
        Member("A", "Stunting", achieved("80")),
        Member("B", "TBC", Reason(ReasonCode.NOT_DUE)),
        Member("C", "ODGJ", ClosedWithout("Puskesmas direnovasi.")),
    )
    assert told.steps == ("ΣC = 80", "n = 1", "80 ÷ 1 = 80")
    assert [(s.averaged, s.why, s.detail) for s in told.shares[1:]] == [
        ("", "not_due", ()),
        ("", "unit_not_delivered", ("Puskesmas direnovasi.",)),
    ]


def test_not_delivered_counts_as_nothing_where_the_rules_say_so() -> None:
    rules = replace(DEFAULT, not_delivered=NotDelivered.AS_ZERO)
    told = explained(
        Member("A", "Stunting", achieved("80")), Member("C", "ODGJ", ClosedWithout("")), rules=rules
    )
    assert (told.steps[1], told.shown) == ("n = 2", "40,00")
    assert told.shares[1].averaged == "0,00"


def test_a_bound_for_means_stands_beside_what_is_shown() -> None:
    rules = replace(DEFAULT, means=Bounds(D(100)))
    told = explained(Member("A", "Stunting", achieved("150")), rules=rules)
    assert (told.shares[0].shown, told.shares[0].averaged, told.shown) == (
        "150,00",
        "100,00",
        "100,00",
    )


def test_a_refused_mean_still_shows_what_it_would_have_been_taken_over() -> None:
    told = explained(
        Member("A", "Stunting", achieved("80")),
        Member("B", "TBC", Reason(ReasonCode.UNIT_MISSING, ("Puskesmas B",))),
    )
    assert (told.reason, told.detail, told.shown, told.steps) == ("mean_incomplete", ("1",), "", ())
    assert told.shares[1].detail == ("Puskesmas B",)


def test_a_mean_over_goals_is_told_the_same_way() -> None:
    goals: list[Mean | Reason] = [
        Mean(Fraction(1), 1),
        Mean(Fraction(1, 2), 3),
        Reason(ReasonCode.NOTHING_DUE),
    ]
    members = [
        Member(f"S{number}", f"Sasaran {number}", goal)
        for number, goal in enumerate(goals, start=1)
    ]
    told = explain_mean(members, mean_of_goals(goals), DEFAULT, Figure.AGENCY_MEAN)
    assert (told.filled_in, told.shown) == ("150 ÷ 2", "75,00")
    assert [share.averaged for share in told.shares] == ["100,00", "50,00", ""]


def test_the_account_of_a_mean_is_ready_for_json() -> None:
    told = explained(Member("A", "Stunting", achieved("80")))
    plain = json.loads(json.dumps(told.plain()))
    assert (plain["figure"], plain["shares"][0]["code"]) == ("agency_mean", "A")
