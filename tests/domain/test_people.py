"""Rights come from duties, on the days on which they hold."""

from datetime import date

import pytest

from ukur.domain.people import Actor, Duty, Role, held_title

FIRST, LAST = date(2026, 4, 1), date(2026, 4, 30)


@pytest.mark.parametrize(
    ("starts", "ends", "holds"),
    [
        (None, None, True),
        (FIRST, None, True),
        (None, LAST, True),
        (date(2026, 4, 15), date(2026, 4, 15), True),
        (date(2026, 4, 16), None, False),
        (None, date(2026, 4, 14), False),
    ],
)
def test_a_duty_holds_from_its_first_to_its_last_day(
    starts: date | None, ends: date | None, *, holds: bool
) -> None:
    duty = Duty(Role.HEAD, starts=starts, ends=ends)
    assert duty.holds_on(date(2026, 4, 15)) is holds


def test_an_actor_has_the_roles_of_its_duties() -> None:
    actor = Actor(
        1, "Sari", 1, (Duty(Role.PLANNER), Duty(Role.OPERATOR, 7), Duty(Role.OPERATOR, 8))
    )
    assert actor.roles == {Role.PLANNER, Role.OPERATOR}
    assert actor.has(Role.HEAD, Role.PLANNER)
    assert not actor.has(Role.HEAD)
    assert actor.units(Role.OPERATOR) == {7, 8}
    assert actor.units(Role.UNIT_HEAD) == frozenset()


def test_nobody_without_duties_has_a_role() -> None:
    assert Actor(1, "Sari", 1).roles == frozenset()
    assert not Actor(1, "Sari", 1).has(*Role)


def test_who_holds_a_duty_in_full_does_not_act_in_it() -> None:
    acting, full = Duty(Role.HEAD, acting="plh"), Duty(Role.HEAD)
    assert Actor(1, "Sari", 1, (acting, full)).duty_as(Role.HEAD) is full
    assert Actor(1, "Sari", 1, (acting,)).duty_as("kepala_dinas") is acting
    assert Actor(1, "Sari", 1, (acting,)).duty_as(Role.STAFF) is None


@pytest.mark.parametrize(
    ("acting", "title"), [("", "Sekretaris"), ("plt", "Plt. Sekretaris"), ("an", "a.n. Sekretaris")]
)
def test_a_title_says_how_it_is_held(acting: str, title: str) -> None:
    assert held_title("Sekretaris", acting) == title
