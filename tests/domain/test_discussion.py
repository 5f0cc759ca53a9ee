"""A remark is settled by the duty that wrote it."""

import pytest

from ukur.domain.discussion import (
    NotYourRemark,
    RemarkSettled,
    RemarkState,
    check_may_settle,
    may_settle,
)
from ukur.domain.people import Actor, Duty, Role


def holder(*roles: Role) -> Actor:
    return Actor(1, "Sari", 1, tuple(Duty(role) for role in roles))


@pytest.mark.parametrize("state", [RemarkState.OPEN, RemarkState.ANSWERED])
def test_the_duty_that_wrote_it_settles_a_remark(state: RemarkState) -> None:
    check_may_settle(state, "sekretaris", 3, holder(Role.SECRETARY))
    assert may_settle(state, "sekretaris", holder(Role.STAFF, Role.SECRETARY))


def test_another_duty_does_not() -> None:
    with pytest.raises(NotYourRemark) as caught:
        check_may_settle(RemarkState.OPEN, "sekretaris", 3, holder(Role.HEAD, Role.PLANNER))
    assert caught.value.needed == "sekretaris"
    assert not may_settle(RemarkState.OPEN, "sekretaris", holder(Role.HEAD))


def test_a_settled_remark_stays_settled() -> None:
    with pytest.raises(RemarkSettled) as caught:
        check_may_settle(RemarkState.SETTLED, "sekretaris", 3, holder(Role.SECRETARY))
    assert caught.value.number == 3
    assert not may_settle(RemarkState.SETTLED, "sekretaris", holder(Role.SECRETARY))
