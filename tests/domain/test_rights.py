"""Who may read a paper of a cycle, and when."""

import pytest

from ukur.domain.people import SOP_ROLES, Actor, Duty, Role
from ukur.domain.rights import NotYoursToRead, check_may_read

WORKING, SIGNED, ENDED = (False, False), (True, False), (True, True)


def reads(role: Role, state: tuple[bool, bool]) -> bool:
    try:
        check_may_read(
            Actor(1, "Sari", 1, (Duty(role, 7),)), is_signed=state[0], has_ended=state[1]
        )
    except NotYoursToRead:
        return False
    return True


@pytest.mark.parametrize("role", SOP_ROLES)
def test_the_roles_of_the_sop_read_everything(role: Role) -> None:
    assert all(reads(role, state) for state in (WORKING, SIGNED, ENDED))


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.UNIT_HEAD])
def test_units_read_what_is_signed(role: Role) -> None:
    assert [reads(role, state) for state in (WORKING, SIGNED, ENDED)] == [False, True, True]


def test_an_evaluator_reads_what_is_archived() -> None:
    assert [reads(Role.EVALUATOR, state) for state in (WORKING, SIGNED, ENDED)] == [
        False,
        False,
        True,
    ]


def test_the_keeper_reads_no_paper() -> None:
    assert not any(reads(Role.KEEPER, state) for state in (WORKING, SIGNED, ENDED))
