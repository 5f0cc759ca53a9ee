"""How a duty passes from one person to another: for some days, or for good."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import problems
from ukur.domain.handing_over import (
    Delegation,
    HandOver,
    check_delegation,
    check_hand_over,
    check_may_delegate,
    following,
    may_delegate,
)
from ukur.domain.people import Actor, Duty, NotYoursToGive, Role
from ukur.domain.refusals import NotValid

TODAY = date(2026, 4, 1)
HEAD = Duty(Role.HEAD, starts=date(2026, 1, 1))
OWNER, KEEPER, OTHER = Actor(1, "Sari", 1, (HEAD,)), Actor(2, "P", 1, (Duty(Role.KEEPER),)), 3
AWAY = Delegation(to=OTHER, starts=TODAY, ends=date(2026, 4, 3), acting="plh", basis="SP 1/2026")
PASSING = HandOver(
    to=OTHER, last_day=TODAY, first_day=following(TODAY), acting="", basis="SK 2/2026"
)


def test_the_holder_in_full_gives_a_duty_away_and_so_does_the_keeper_for_them() -> None:
    check_may_delegate(HEAD, 1, OWNER)
    check_may_delegate(HEAD, 1, KEEPER)
    with pytest.raises(NotYoursToGive):
        check_may_delegate(HEAD, OTHER, OWNER)


@pytest.mark.parametrize("acting", ["plt", "plh", "an"])
def test_what_was_given_is_not_given_on(acting: str) -> None:
    assert not may_delegate(replace(HEAD, acting=acting), 1, OWNER)


def test_duties_of_units_and_of_the_keeper_are_not_given_away() -> None:
    assert not may_delegate(Duty(Role.OPERATOR, 7), 1, OWNER)
    assert not may_delegate(Duty(Role.KEEPER), 2, KEEPER)


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"to": 1}, ("to", "not_to_oneself")),
        ({"starts": date(2026, 3, 31)}, ("starts", "date_passed")),
        ({"ends": date(2026, 3, 31)}, ("ends", "ends_before_it_starts")),
        ({"ends": date(2026, 7, 1)}, ("ends", "outlasts_the_duty")),
        ({"acting": "plt"}, ("acting", "unknown_value")),
        ({"basis": " "}, ("basis", "needed")),
        ({"basis": "x" * 201}, ("basis", "basis_too_long")),
    ],
)
def test_what_does_not_fit_in_a_delegation_is_named(
    change: dict[str, object], wrong: tuple[str, str]
) -> None:
    until_june = replace(HEAD, ends=date(2026, 6, 30))
    check_delegation(until_june, 1, AWAY, TODAY)
    wanted = replace(AWAY, **change)  # type: ignore[arg-type]  # the cases name real fields
    with pytest.raises(NotValid) as refused:
        check_delegation(until_june, 1, wanted, TODAY)
    assert wrong in problems(refused.value)


@given(days=st.integers(-40, 40), is_said=st.booleans())
def test_a_hand_over_leaves_no_day_without_one_holder_unless_it_is_said(
    days: int,
    *,
    is_said: bool,
) -> None:
    first = TODAY + timedelta(days=days)
    wanted = replace(PASSING, first_day=first, apart="Pelantikan ditunda." if is_said else " ")
    if is_said or days == 1:
        check_hand_over(HEAD, 1, wanted)
        return
    with pytest.raises(NotValid) as refused:
        check_hand_over(HEAD, 1, wanted)
    expected = "nobody_between" if days > 1 else "both_on_one_day"
    assert problems(refused.value) == [("first_day", expected)]


def test_a_duty_is_handed_over_within_its_own_days_to_somebody_else() -> None:
    short = replace(HEAD, ends=date(2026, 3, 31))
    with pytest.raises(NotValid) as refused:
        check_hand_over(short, 1, replace(PASSING, to=1, acting="plh"))
    assert problems(refused.value) == [
        ("to", "not_to_oneself"),
        ("last_day", "outlasts_the_duty"),
        ("acting", "unknown_value"),
    ]
    early = replace(PASSING, last_day=date(2025, 12, 31), first_day=date(2026, 1, 1))
    with pytest.raises(NotValid) as refused:
        check_hand_over(HEAD, 1, early)
    assert problems(refused.value) == [("last_day", "before_it_began")]
