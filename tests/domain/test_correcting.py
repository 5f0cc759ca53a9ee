"""Who wrote a draft does not correct it."""

import pytest

from ukur.domain.correcting import OwnDraft, check_may_correct, may_correct
from ukur.domain.people import Actor, Duty, Role

SECRETARY = Actor(5, "Sari", 1, (Duty(Role.SECRETARY), Duty(Role.PLANNER)))


def test_another_persons_draft_may_be_corrected() -> None:
    check_may_correct(SECRETARY, 6)
    assert may_correct(SECRETARY, 6)
    assert may_correct(SECRETARY, None)


def test_ones_own_draft_may_not_whatever_the_duties() -> None:
    with pytest.raises(OwnDraft):
        check_may_correct(SECRETARY, 5)
    assert not may_correct(SECRETARY, 5)


def test_a_rule_set_may_allow_it_and_then_it_is_known() -> None:
    assert check_may_correct(SECRETARY, 5, same_allowed=True)
    assert not check_may_correct(SECRETARY, 6, same_allowed=True)
    assert may_correct(SECRETARY, 5, same_allowed=True)
