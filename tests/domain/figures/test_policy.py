"""Rule sets are data: written, read back, and refused where they do not fit."""

import json
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ukur.domain.figures.indicator import NEGATIVE_FORMULAS, Formula
from ukur.domain.figures.policy import (
    DEFAULT,
    Bounds,
    NotDelivered,
    OverZeroTarget,
    RuleSet,
    from_plain,
    rule_problems,
)
from ukur.domain.figures.rating import AKIP, PERFORMANCE, Scale, Step
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


bounds = st.builds(
    Bounds,
    st.none() | st.decimals(100, 200, places=2),
    st.none() | st.decimals(-100, 99, places=2),
)
rule_sets = st.builds(
    RuleSet,
    key=st.text("abc-", min_size=1),
    version=st.text("0123.", min_size=1),
    basis=st.lists(st.text(max_size=20), max_size=3).map(tuple),
    negative_formula=st.sampled_from(NEGATIVE_FORMULAS),
    over_zero_target=st.sampled_from(OverZeroTarget),
    not_delivered=st.sampled_from(NotDelivered),
    shown=bounds,
    means=bounds,
    scale=st.sampled_from([PERFORMANCE, AKIP]),
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
        ({"basis": ["a", 1]}, ("basis.1", "not_a_text")),
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
