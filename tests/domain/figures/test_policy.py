"""Rule sets are data: written, read back, and refused where they do not fit."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ukur.domain.figures.indicator import NEGATIVE_FORMULAS, Formula
from ukur.domain.figures.policy import (
    ALLOWED,
    DEFAULT,
    AgencyMean,
    Averaging,
    Basis,
    Bounds,
    Efficiency,
    EfficiencyMethod,
    NotDelivered,
    OverZeroTarget,
    RuleSet,
    ScaleFrom,
    ZeroRealization,
    kept,
    rule_problems,
)
from ukur.domain.figures.policy_reading import from_plain
from ukur.domain.figures.rating import AKIP, PERFORMANCE, SUCCESS, Scale, Step
from ukur.domain.refusals import NotValid

D = Decimal


def codes(plain: Mapping[str, object]) -> list[tuple[str, str]]:
    with pytest.raises(NotValid) as refused:
        from_plain(plain)
    return [(problem.where, problem.code) for problem in refused.value.problems]


def test_the_default_rule_set_is_sound_and_open() -> None:
    assert (DEFAULT.key, DEFAULT.version) == ("ukur-baku", "2026.1")
    assert rule_problems(DEFAULT) == ()
    assert DEFAULT.shown == DEFAULT.means == Bounds()
    assert DEFAULT.basis
    assert Formula.NEGATIVE_REMAINDER not in DEFAULT.allowed


bounds = st.builds(
    Bounds,
    st.none() | st.decimals(100, 200, places=2),
    st.none() | st.decimals(-100, 99, places=2),
)
bases = st.builds(Basis, st.text(max_size=20), st.text(max_size=20))
days = st.dates(date(2020, 1, 1), date(2030, 12, 31))
scales = st.sampled_from([PERFORMANCE, AKIP, SUCCESS])
rule_sets = st.builds(
    RuleSet,
    key=st.text("abc-", min_size=1),
    version=st.text("0123.", min_size=1),
    basis=st.lists(bases, max_size=3).map(tuple),
    in_force_from=st.none() | days,
    replaced_by=st.text(max_size=10),
    allowed=st.just(tuple(Formula)),
    negative_formula=st.sampled_from(NEGATIVE_FORMULAS),
    over_zero_target=st.sampled_from(OverZeroTarget),
    zero_realization=st.sampled_from([ZeroRealization.REASON, ZeroRealization.HUNDRED]),
    averaging=st.sampled_from(Averaging),
    agency_mean=st.sampled_from(AgencyMean),
    same_person_may_approve=st.booleans(),
    efficiency=st.builds(
        Efficiency, st.sampled_from(EfficiencyMethod), st.decimals(0, 20, places=1)
    ),
    scale_changes=st.lists(
        st.builds(ScaleFrom, days, scales, bases), max_size=2, unique_by=lambda c: c.day
    ).map(lambda found: tuple(sorted(found, key=lambda change: change.day))),
    not_delivered=st.sampled_from(NotDelivered),
    shown=bounds,
    means=bounds,
    scale=scales,
)


@given(rule_sets)
def test_a_rule_set_survives_json_unchanged(rules: RuleSet) -> None:
    assert from_plain(json.loads(json.dumps(rules.to_plain()))) == rules


def test_bounds_hold_on_both_sides_and_only_there() -> None:
    held = Bounds(D(120), D(0))
    assert [held.applied(Fraction(r)) for r in (2, 1, -1)] == [Fraction(6, 5), 1, 0]
    assert Bounds().applied(Fraction(-7)) == -7


def test_empty_data_names_everything_that_is_missing() -> None:
    found = dict(codes({}))
    assert set(found) >= {"key", "version", "basis", "negative_formula", "shown", "scale"}
    assert found["basis"] == "not_a_list"


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"key": 7}, ("key", "not_a_text")),
        ({"key": " "}, ("key", "empty")),
        ({"version": ""}, ("version", "empty")),
        ({"basis": ["a", 1]}, ("basis.1", "not_a_table")),
        ({"basis": [{"text": "a", "replaced_by": 1}]}, ("basis.0.replaced_by", "not_a_text")),
        ({"in_force_from": "1 Jan"}, ("in_force_from", "not_a_day")),
        ({"allowed": ["positif", "x"]}, ("allowed.1", "unknown_value")),
        ({"allowed": ["positif"]}, ("allowed", "default_not_allowed")),
        ({"zero_realization": "cap"}, ("zero_realization", "cap_missing")),
        ({"averaging": "x"}, ("averaging", "unknown_value")),
        ({"efficiency": {"method": "x"}}, ("efficiency.method", "unknown_value")),
        (
            {"efficiency": {"method": "saving", "tolerance": "-1"}},
            ("efficiency.tolerance", "tolerance_negative"),
        ),
        ({"scale_changes": [{"day": ""}]}, ("scale_changes.0.scale", "not_a_table")),
        ({"negative_formula": "x"}, ("negative_formula", "unknown_value")),
        ({"negative_formula": "positif"}, ("negative_formula", "not_a_negative_formula")),
        ({"rounding": "bankers"}, ("rounding", "unknown_value")),
        ({"shown": []}, ("shown", "not_a_table")),
        ({"shown": {"cap": 120, "floor": None}}, ("shown.cap", "not_a_number")),
        ({"shown": {"cap": "1e3", "floor": None}}, ("shown.cap", "not_a_number")),
        ({"shown": {"cap": "1", "floor": "2"}}, ("shown", "cap_not_above_floor")),
        ({"means": {"cap": None, "roof": "2"}}, ("means.roof", "unknown_key")),
        ({"colour": "red"}, ("colour", "unknown_key")),
    ],
)
def test_a_wrong_rule_set_says_where_and_what(
    change: dict[str, object], problem: tuple[str, str]
) -> None:
    assert problem in codes({**DEFAULT.to_plain(), **change})


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"strict": "no"}, ("scale.strict", "not_a_yes_or_no")),
        ({"steps": "x"}, ("scale.steps", "not_a_list")),
        ({"steps": [["91"]]}, ("scale.steps.0", "not_a_pair")),
        ({"steps": [[91, "A"]]}, ("scale.steps.0", "not_a_number")),
        ({"steps": [["50", "A"], ["60", "B"]]}, ("scale.steps.1", "bounds_not_descending")),
        ({"lowest": None}, ("scale.lowest", "not_a_text")),
    ],
)
def test_a_wrong_scale_says_where_and_what(
    change: dict[str, object], problem: tuple[str, str]
) -> None:
    plain = DEFAULT.to_plain()
    scale = plain["scale"]
    assert isinstance(scale, dict)
    assert problem in codes({**plain, "scale": {**scale, **change}})


def test_rules_built_in_code_are_checked_alike() -> None:
    wrong = replace(
        DEFAULT,
        negative_formula=Formula.RANGE,
        scale=Scale("x", (Step(D(1), "a"), Step(D(2), "b")), "c"),
    )
    assert [problem.code for problem in rule_problems(wrong)] == [
        "bounds_not_descending",
        "not_a_negative_formula",
    ]


def test_a_rule_set_that_was_pinned_before_a_choice_existed_is_still_read() -> None:
    later = ("in_force_from", "replaced_by", "allowed", "zero_realization", "averaging")
    old = {name: value for name, value in DEFAULT.to_plain().items() if name not in later}
    old["basis"] = ["PermenPANRB 53/2014"]
    rules = from_plain(old)
    assert rules.basis == (Basis("PermenPANRB 53/2014"),)
    assert (rules.allowed, rules.averaging) == (ALLOWED, Averaging.SIMPLE)


def test_what_a_rule_rests_on_says_what_replaced_it() -> None:
    assert str(Basis("A", "B")) == "A (diganti: B)"
    assert any(basis.replaced_by for basis in DEFAULT.basis)


def test_a_scale_holds_from_its_day_on() -> None:
    change = ScaleFrom(date(2027, 1, 1), SUCCESS, Basis("Perbup 1/2027"))
    rules = replace(DEFAULT, scale_changes=(change,))
    assert rules.on(date(2026, 12, 31)).scale is PERFORMANCE
    assert rules.on(date(2027, 1, 1)).scale is SUCCESS
    twice = replace(rules, scale_changes=(change, change))
    assert [p.code for p in rule_problems(twice)] == ["days_not_ascending"]


@given(st.fractions(-5, 5), bounds, bounds)
def test_raw_shown_and_averaged_are_kept_apart(
    ratio: Fraction, shown: Bounds, means: Bounds
) -> None:
    rules = replace(DEFAULT, shown=shown, means=means)
    found = kept(ratio, rules)
    assert (found.raw, found.shown, found.averaged) == (
        ratio,
        shown.applied(ratio),
        means.applied(ratio),
    )
