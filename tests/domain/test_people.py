"""Rights come from duties, on the days on which they hold."""

from datetime import date

import pytest

from ukur.domain.people import Actor, Duty, Role

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
