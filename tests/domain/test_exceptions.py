"""Who may do what the SOP has no arrow for, and until when."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import problems
from tests.domain.sop.builders import actor, procedure, seed, sound_procedures, step
from ukur.domain.exceptions import (
    LONGEST_REASON,
    AlreadySigned,
    Dates,
    NotForYourDuty,
    NothingSigned,
    RunEnded,
    Stand,
    cancellers,
    check_may_cancel,
    check_may_change_due,
    check_may_reopen,
    check_new_dates,
    checked_way_back,
    given_reason,
    may,
)
from ukur.domain.people import Role
from ukur.domain.refusals import NotValid
from ukur.domain.sop.flow import Position, ReasonMissing
from ukur.domain.sop.model import Procedure

SOP = seed()
HEAD, SECRETARY, PLANNER = (actor(r) for r in (Role.HEAD, Role.SECRETARY, Role.PLANNER))
TODAY = date(2026, 4, 1)


def at(number: int | None, *, is_cancelled: bool = False) -> Stand:
    return Stand(SOP, Position(number), is_cancelled)


@pytest.mark.parametrize("number", [1, 4, 8])
def test_the_head_cancels_until_the_signature(number: int) -> None:
    check_may_cancel(at(number), HEAD)


@pytest.mark.parametrize("number", [9, None])
def test_what_is_signed_is_not_cancelled(number: int | None) -> None:
    with pytest.raises(AlreadySigned):
        check_may_cancel(at(number), HEAD)


def test_what_was_cancelled_is_neither_cancelled_nor_reopened_nor_due() -> None:
    gone = at(None, is_cancelled=True)
    with pytest.raises(RunEnded):
        check_may_cancel(gone, HEAD)
    with pytest.raises(RunEnded):
        check_may_change_due(gone, HEAD)
    with pytest.raises(NothingSigned):
        check_may_reopen(gone, HEAD)


def test_the_lead_of_the_first_step_cancels_too() -> None:
    sop = procedure(step(1, lead=Role.PLANNER), step(2, lead=Role.STAFF))
    assert cancellers(sop) == ("kepala_dinas", "perencana")
    check_may_cancel(Stand(sop, Position(2)), PLANNER)
    with pytest.raises(NotForYourDuty) as refused:
        check_may_cancel(Stand(sop, Position(2)), SECRETARY)
    assert refused.value.needed == ("kepala_dinas", "perencana")


def test_an_sop_without_a_signature_is_cancelled_until_it_ends() -> None:
    sop = procedure(step(1), step(2))
    check_may_cancel(Stand(sop, Position(2)), HEAD)
    with pytest.raises(RunEnded):
        check_may_cancel(Stand(sop, Position(None)), HEAD)


def test_head_and_secretary_change_dates_and_nobody_else() -> None:
    for who in (HEAD, SECRETARY):
        check_may_change_due(at(4), who)
    with pytest.raises(NotForYourDuty):
        check_may_change_due(at(4), PLANNER)
    with pytest.raises(RunEnded):
        check_may_change_due(at(None), SECRETARY)


@pytest.mark.parametrize("number", [9, None])
def test_the_head_reopens_what_is_signed(number: int | None) -> None:
    check_may_reopen(at(number), HEAD)
    with pytest.raises(NotForYourDuty):
        check_may_reopen(at(number), SECRETARY)


def test_nothing_is_reopened_before_the_signature() -> None:
    with pytest.raises(NothingSigned):
        check_may_reopen(at(8), HEAD)


def test_a_record_goes_back_to_the_draft_unless_another_step_is_named() -> None:
    assert at(None).ways_back == (6, 5, 4)
    assert checked_way_back(at(None), None) == 6
    assert checked_way_back(at(None), 4) == 4
    with pytest.raises(NotValid) as refused:
        checked_way_back(at(None), 7)
    assert problems(refused.value) == [("back_to", "return_not_possible")]


def test_an_exception_has_a_reason_of_a_readable_length() -> None:
    assert given_reason("  Salah periode. ") == "Salah periode."
    with pytest.raises(ReasonMissing):
        given_reason(" \n")
    with pytest.raises(NotValid):
        given_reason("x" * (LONGEST_REASON + 1))


def test_a_new_date_is_today_or_later_and_an_old_one_may_stay() -> None:
    passed, later = date(2026, 3, 1), date(2026, 5, 1)
    check_new_dates(Dates(passed, passed), Dates(passed, TODAY), TODAY)
    with pytest.raises(NotValid) as refused:
        check_new_dates(Dates(later, later), Dates(passed, later), TODAY)
    assert problems(refused.value) == [("finish_by", "date_passed")]
    with pytest.raises(NotValid) as refused:
        check_new_dates(Dates(later, later), Dates(later, later), TODAY)
    assert problems(refused.value) == [("finish_by", "dates_unchanged")]


@given(sound_procedures(), st.data())
def test_a_run_is_never_both_to_be_cancelled_and_to_be_reopened(
    sop: Procedure, data: st.DataObject
) -> None:
    number = data.draw(st.sampled_from([None, *(step.number for step in sop.steps)]))
    stand = Stand(sop, Position(number), is_cancelled=data.draw(st.booleans()) and number is None)
    assert not (may(check_may_cancel, stand, HEAD) and may(check_may_reopen, stand, HEAD))
    assert may(check_may_reopen, stand, HEAD) <= stand.is_signed
