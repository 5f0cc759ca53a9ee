"""How a cycle moves: who may move it, where to, and what stops it."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.sop.builders import actor, procedure, seed, sound_procedures, step
from ukur.domain.people import SOP_ROLES, Actor, Role
from ukur.domain.refusals import NotAllowed, NotNow, NotValid, Refusal
from ukur.domain.sop.flow import (
    Hold,
    Move,
    Offer,
    Outcome,
    OutcomeNotPossible,
    Position,
    ReasonMissing,
    ReturnNotPossible,
    RoundPassed,
    RoundsSpent,
    StepHeld,
    StepNotOpen,
    WrongRole,
    beginning,
    check_may_work,
    decide,
    deviates,
    may_work,
    offers,
    outcomes,
)
from ukur.domain.sop.model import Procedure

SOP = seed()
LEADS = {s.number: actor(Role(s.lead)) for s in SOP.steps}
OPEN_REMARKS = (Hold("open_remarks", 2),)


def done(number: int, round_: int = 1) -> Move:
    return Move(number, round_, Outcome.DONE)


def no(number: int, back_to: int | None = None, reason: str = "Angka keliru") -> Move:
    return Move(number, 1, Outcome.NO, back_to, reason)


def test_a_cycle_walks_the_nine_steps_and_ends() -> None:
    at = beginning(SOP)
    walked = []
    while at.step is not None:
        walked.append(at.step)
        outcome = Outcome.YES if at.step == 7 else Outcome.DONE
        at = decide(SOP, at, Move(at.step, at.round, outcome), LEADS[at.step])
    assert walked == [1, 2, 3, 4, 5, 6, 7, 8, 9]
    assert at == Position(None, 1)
    assert at.ended


def test_a_no_opens_the_usual_step_in_the_next_round() -> None:
    assert decide(SOP, Position(7), no(7), LEADS[7]) == Position(6, 2)


@pytest.mark.parametrize("target", [6, 5, 4])
def test_a_no_may_name_an_earlier_step_of_the_list(target: int) -> None:
    assert decide(SOP, Position(7), no(7, target), LEADS[7]) == Position(target, 2)


@pytest.mark.parametrize("target", [0, 1, 3, 7, 8, 99])
def test_a_no_to_another_step_is_refused(target: int) -> None:
    with pytest.raises(ReturnNotPossible) as refused:
        decide(SOP, Position(7), no(7, target), LEADS[7])
    assert (refused.value.asked, refused.value.allowed) == (target, (6, 5, 4))
    assert refused.value.problems[0].where == "back_to"


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_a_no_without_a_reason_is_refused(reason: str) -> None:
    with pytest.raises(ReasonMissing) as refused:
        decide(SOP, Position(7), no(7, reason=reason), LEADS[7])
    assert refused.value.facts() == {"problems": refused.value.problems}


def test_the_head_may_send_the_document_back_though_the_form_has_no_arrow() -> None:
    assert decide(SOP, Position(8), no(8, 7), LEADS[8]) == Position(7, 2)
    assert deviates(SOP, no(8, 7))


def test_a_no_of_the_diamond_and_a_done_are_no_deviation() -> None:
    assert not deviates(SOP, no(7))
    assert not deviates(SOP, done(8))


def test_a_step_that_is_not_open_is_refused() -> None:
    with pytest.raises(StepNotOpen) as refused:
        decide(SOP, Position(4), done(3), LEADS[3])
    assert (refused.value.asked, refused.value.current) == (3, 4)


def test_nothing_is_open_in_a_cycle_that_has_ended() -> None:
    with pytest.raises(StepNotOpen) as refused:
        decide(SOP, Position(None), done(9), LEADS[9])
    assert refused.value.current is None


def test_the_button_of_an_earlier_round_is_refused() -> None:
    with pytest.raises(RoundPassed) as refused:
        decide(SOP, Position(6, 2), done(6, 1), LEADS[6])
    assert (refused.value.asked, refused.value.current) == (1, 2)


def test_two_presses_of_one_button_move_the_cycle_once() -> None:
    at = decide(SOP, Position(3), done(3), LEADS[3])
    with pytest.raises(StepNotOpen):
        decide(SOP, at, done(3), LEADS[3])


@pytest.mark.parametrize("number", range(1, 10))
def test_only_the_lead_leaves_a_step(number: int) -> None:
    lead = Role(SOP.step(number).lead)
    others = actor(*(role for role in Role if role is not lead))
    outcome = Outcome.YES if number == 7 else Outcome.DONE
    with pytest.raises(WrongRole) as refused:
        decide(SOP, Position(number), Move(number, 1, outcome), others)
    assert refused.value.needed == (lead.value,)


def test_whoever_joins_works_in_the_step_but_does_not_leave_it() -> None:
    team = actor(Role.TEAM)
    assert may_work(SOP, Position(5), 5, team)
    with pytest.raises(WrongRole):
        decide(SOP, Position(5), done(5), team)


def test_nobody_works_in_a_step_that_is_not_open() -> None:
    assert not may_work(SOP, Position(6), 5, LEADS[5])
    with pytest.raises(StepNotOpen):
        check_may_work(SOP, Position(6), 5, LEADS[5])


def test_a_stranger_does_not_work_in_a_step() -> None:
    assert not may_work(SOP, Position(5), 5, actor(Role.KEEPER))
    with pytest.raises(WrongRole) as refused:
        check_may_work(SOP, Position(5), 5, actor(Role.STAFF))
    assert refused.value.needed == ("perencana", "tim_sakip")


@pytest.mark.parametrize(
    ("number", "outcome"),
    [(7, Outcome.DONE), (6, Outcome.YES), (6, Outcome.NO), (8, Outcome.YES)],
)
def test_an_outcome_that_the_step_does_not_know_is_refused(number: int, outcome: Outcome) -> None:
    with pytest.raises(OutcomeNotPossible) as refused:
        decide(SOP, Position(number), Move(number, 1, outcome, reason="x"), LEADS[number])
    assert outcome not in refused.value.possible


@pytest.mark.parametrize(("number", "outcome"), [(6, Outcome.DONE), (7, Outcome.YES)])
def test_a_hold_stops_done_and_yes(number: int, outcome: Outcome) -> None:
    with pytest.raises(StepHeld) as refused:
        decide(SOP, Position(number), Move(number, 1, outcome), LEADS[number], OPEN_REMARKS)
    assert refused.value.holds == OPEN_REMARKS


def test_in_the_last_round_that_the_sop_allows_there_is_no_no() -> None:
    review = SOP.step(7)
    assert review.decision is not None
    bound = replace(review, decision=replace(review.decision, max_rounds=2))
    sop = replace(SOP, steps=(*SOP.steps[:6], bound, *SOP.steps[7:]))
    first, last = Position(7, 1), Position(7, 2)
    assert decide(sop, first, no(7), LEADS[7]) == Position(6, 2)
    with pytest.raises(RoundsSpent) as refused:
        decide(sop, last, Move(7, 2, Outcome.NO, reason="Angka keliru"), LEADS[7])
    assert refused.value.facts() == {"step": 7, "limit": 2}
    assert [offer.outcome for offer in offers(sop, last, LEADS[7])] == [Outcome.YES]
    assert decide(sop, last, Move(7, 2, Outcome.YES), LEADS[7]) == Position(8, 2)


@given(st.integers(1, 5), st.integers(0, 6), st.integers(0, 6))
def test_only_its_own_noes_use_up_the_rounds_of_a_decision(
    limit: int, noes: int, others: int
) -> None:
    review = SOP.step(7)
    assert review.decision is not None
    bound = replace(review, decision=replace(review.decision, max_rounds=limit))
    sop = replace(SOP, steps=(*SOP.steps[:6], bound, *SOP.steps[7:]))
    at = Position(7, 1 + noes + others, noes)
    move = Move(7, at.round, Outcome.NO, reason="Angka keliru")
    has_no = Outcome.NO in [offer.outcome for offer in offers(sop, at, LEADS[7])]
    assert has_no is (noes + 1 < limit)
    if has_no:
        assert decide(sop, at, move, LEADS[7]) == Position(6, at.round + 1)
    else:
        with pytest.raises(RoundsSpent):
            decide(sop, at, move, LEADS[7])


def test_a_hold_never_stops_a_no() -> None:
    assert decide(SOP, Position(7), no(7), LEADS[7], OPEN_REMARKS) == Position(6, 2)


def test_the_secretary_is_offered_yes_and_no() -> None:
    assert offers(SOP, Position(7), LEADS[7]) == (
        Offer(Outcome.YES),
        Offer(Outcome.NO, back_to=(6, 5, 4)),
    )


def test_a_held_offer_says_what_holds_it() -> None:
    assert offers(SOP, Position(7), LEADS[7], OPEN_REMARKS) == (
        Offer(Outcome.YES, holds=OPEN_REMARKS),
        Offer(Outcome.NO, back_to=(6, 5, 4)),
    )


def test_others_and_ended_cycles_are_offered_nothing() -> None:
    assert offers(SOP, Position(7), actor(Role.PLANNER)) == ()
    assert offers(SOP, Position(None), LEADS[9]) == ()


def test_a_step_without_ways_back_knows_only_done() -> None:
    assert outcomes(procedure(step(1)).step(1)) == (Outcome.DONE,)


def test_each_refusal_belongs_to_the_family_that_says_the_way_out() -> None:
    families: dict[type[Refusal], list[type[Refusal]]] = {
        NotAllowed: [WrongRole],
        NotNow: [StepNotOpen, RoundPassed, StepHeld],
        NotValid: [OutcomeNotPossible, ReasonMissing, ReturnNotPossible],
    }
    for family, refusals in families.items():
        assert all(issubclass(refusal, family) for refusal in refusals)


people = st.lists(st.sampled_from(Role), max_size=3).map(lambda roles: actor(*roles))
held = st.lists(st.builds(Hold, st.sampled_from(("remarks", "units"))), max_size=2).map(tuple)


@given(sound_procedures(), st.data(), people, held)
def test_decide_takes_what_is_offered_and_refuses_the_rest(
    sop: Procedure, data: st.DataObject, person: Actor, holds: Sequence[Hold]
) -> None:
    number = data.draw(st.sampled_from([s.number for s in sop.steps]))
    at = Position(number, data.draw(st.integers(1, 3)))
    offered = {offer.outcome: offer for offer in offers(sop, at, person, holds)}
    for outcome in Outcome:
        move = Move(number, at.round, outcome, reason="Alasan")
        offer = offered.get(outcome)
        if offer is not None and not offer.holds:
            after = decide(sop, at, move, person, holds)
            assert after.round == at.round + (outcome is Outcome.NO)
            for target in offer.back_to:
                back = Move(number, at.round, outcome, target, "Alasan")
                assert decide(sop, at, back, person, holds) == Position(target, at.round + 1)
        else:
            with pytest.raises(Refusal):
                decide(sop, at, move, person, holds)


@given(sound_procedures(), st.data())
def test_every_run_ends_once_reviewers_say_yes(sop: Procedure, data: st.DataObject) -> None:
    everyone = actor(*SOP_ROLES)
    at = beginning(sop)
    noes = data.draw(st.integers(0, 4))
    for _ in range((noes + 1) * len(sop.steps)):
        if at.step is None:
            break
        offered = offers(sop, at, everyone)
        offer = offered[-1] if noes else offered[0]
        noes -= offer.outcome is Outcome.NO
        back_to = data.draw(st.sampled_from(offer.back_to)) if offer.back_to else None
        move = Move(at.step, at.round, offer.outcome, back_to, "Alasan")
        at = decide(sop, at, move, everyone)
    assert at.ended
