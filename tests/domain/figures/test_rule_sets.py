"""The rule sets that ship, and how two of them differ."""

from dataclasses import replace
from decimal import Decimal

import pytest

from ukur.domain.figures.achievement import Achieved, achievement
from ukur.domain.figures.indicator import Point, Polarity
from ukur.domain.figures.policy import DEFAULT, Basis, RuleSet, kept, rule_problems
from ukur.domain.figures.policy_reading import from_plain
from ukur.domain.figures.rule_sets import (
    CAPPED,
    MEANS_ONLY,
    NATURAL,
    SHIPPED,
    TURNED,
    Differing,
    differences,
)

D = Decimal


@pytest.mark.parametrize("rules", SHIPPED, ids=lambda rules: rules.key)
def test_every_rule_set_that_ships_is_sound_and_says_what_it_rests_on(rules: RuleSet) -> None:
    assert rule_problems(rules) == ()
    assert from_plain(rules.to_plain()) == rules
    assert rules.basis


def test_no_two_of_them_bear_one_name() -> None:
    assert len({rules.name for rules in SHIPPED}) == len(SHIPPED)


def test_only_what_differs_is_told_and_names_do_not_count() -> None:
    assert differences(DEFAULT, replace(DEFAULT, key="x", version="9")) == ()
    (found,) = differences(MEANS_ONLY, replace(MEANS_ONLY, means=CAPPED.means))
    assert found == Differing("means.cap", "200", "120")
    replaced = replace(DEFAULT, basis=(Basis("A", "B"),))
    assert [d.place for d in differences(replace(DEFAULT, basis=(Basis("A"),)), replaced)] == [
        "basis"
    ]


@pytest.mark.parametrize(
    ("rules", "shown", "averaged"),
    [(DEFAULT, 200, 200), (CAPPED, 120, 120), (NATURAL, 100, 100), (MEANS_ONLY, 200, 200)],
)
def test_no_deaths_on_a_target_of_five_under_each(
    rules: RuleSet, shown: int, averaged: int
) -> None:
    outcome = achievement(Point(D(5)), D(0), Polarity.NEGATIVE, rules=rules)
    assert isinstance(outcome, Achieved)
    share = kept(outcome.ratio, rules)
    percents = [part * 100 for part in (share.raw, share.shown, share.averaged)]
    assert percents == [200, shown, averaged]


def test_target_over_realization_gives_a_hundred_to_no_deaths() -> None:
    outcome = achievement(Point(D(5)), D(0), Polarity.NEGATIVE, rules=TURNED)
    assert isinstance(outcome, Achieved)
    assert outcome.ratio == 1
