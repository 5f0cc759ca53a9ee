"""What may happen to a unit's form: every act in every state for every role."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ukur.domain.collecting import (
    FROM,
    REASON_CODES,
    SETTLED,
    TO,
    UNIT_ACTS,
    Act,
    FormIncomplete,
    Lack,
    NotYourUnit,
    TaskAct,
    TaskNotOpen,
    TaskState,
    decide_task,
    offers_task,
)
from ukur.domain.people import UNIT_ROLES, Actor, Duty, Role
from ukur.domain.refusals import NotValid

UNIT, OTHER_UNIT = 7, 8
LACKS = (Lack("IKU-01", "value"), Lack("IKU-02", "evidence"))

duties = st.builds(
    lambda role, unit: Duty(role, unit if role in UNIT_ROLES else None),
    st.sampled_from(Role),
    st.sampled_from((UNIT, OTHER_UNIT)),
)
actors = st.builds(
    lambda held: Actor(1, "Sari", 1, tuple(held)), st.lists(duties, min_size=0, max_size=3)
)
lacks = st.sampled_from(((), LACKS[:1], LACKS))


def holder(role: Role, unit: int | None = None) -> Actor:
    return Actor(1, "Sari", 1, (Duty(role, unit),))


TEAM = holder(Role.TEAM)
HEAD, OPERATOR = holder(Role.UNIT_HEAD, UNIT), holder(Role.OPERATOR, UNIT)


def rightful(act: Act) -> Actor:
    return HEAD if act in UNIT_ACTS else TEAM


@given(st.sampled_from(TaskState), actors, lacks)
def test_what_is_offered_is_taken_and_nothing_else_is(
    state: TaskState, actor: Actor, missing: tuple[Lack, ...]
) -> None:
    offered = offers_task(state, unit_id=UNIT, actor=actor, lacks=missing)
    for act in Act:
        wanted = TaskAct(act, "Sebab.", "A")
        if act in offered and not offered[act]:
            decide_task(state, wanted, unit_id=UNIT, actor=actor, lacks=missing)
        else:
            with pytest.raises((NotYourUnit, TaskNotOpen, FormIncomplete)) as caught:
                decide_task(state, wanted, unit_id=UNIT, actor=actor, lacks=missing)
            assert isinstance(caught.value, FormIncomplete) == (act in offered)


@given(st.sampled_from(TaskState), st.sampled_from(Act), actors)
def test_whoever_has_no_part_in_the_unit_moves_nothing(
    state: TaskState, act: Act, actor: Actor
) -> None:
    if actor.has(Role.TEAM) or any(UNIT in actor.units(role) for role in UNIT_ROLES):
        return
    with pytest.raises(NotYourUnit):
        decide_task(state, TaskAct(act, "Sebab.", "A"), unit_id=UNIT, actor=actor)


@pytest.mark.parametrize("act", Act)
def test_an_act_is_possible_in_its_states_only(act: Act) -> None:
    for state in TaskState:
        wanted = TaskAct(act, "Sebab.", "A")
        if state in FROM[act]:
            after = decide_task(state, wanted, unit_id=UNIT, actor=rightful(act))
            assert after is TO.get(act, state)
        else:
            with pytest.raises(TaskNotOpen) as caught:
                decide_task(state, wanted, unit_id=UNIT, actor=rightful(act))
            assert (caught.value.state, caught.value.act) == (state, act)


def test_filling_in_leaves_the_state_as_it_is() -> None:
    for state in FROM[Act.FILL]:
        assert decide_task(state, TaskAct(Act.FILL), unit_id=UNIT, actor=OPERATOR) is state


def test_the_operator_fills_in_and_only_the_head_vouches() -> None:
    assert set(offers_task(TaskState.FILLING, unit_id=UNIT, actor=OPERATOR)) == {Act.FILL}
    assert set(offers_task(TaskState.FILLING, unit_id=UNIT, actor=HEAD)) == {Act.FILL, Act.SUBMIT}
    with pytest.raises(NotYourUnit) as caught:
        decide_task(TaskState.FILLING, TaskAct(Act.SUBMIT), unit_id=UNIT, actor=OPERATOR)
    assert caught.value.needed == ("kepala_unit",)


def test_the_keeper_cannot_change_a_figure() -> None:
    for state in TaskState:
        assert offers_task(state, unit_id=UNIT, actor=holder(Role.KEEPER)) == {}


def test_a_return_and_a_closing_need_a_reason() -> None:
    for act, state in ((Act.RETURN, TaskState.SUBMITTED), (Act.CLOSE, TaskState.FILLING)):
        with pytest.raises(NotValid) as caught:
            decide_task(state, TaskAct(act, " ", "A"), unit_id=UNIT, actor=TEAM)
        assert caught.value.problems[0].code == "reason_missing"


def test_a_return_needs_one_of_the_codes() -> None:
    for code in REASON_CODES:
        wanted = TaskAct(Act.RETURN, "Sebab.", code)
        assert (
            decide_task(TaskState.VERIFIED, wanted, unit_id=UNIT, actor=TEAM) is TaskState.RETURNED
        )
    with pytest.raises(NotValid) as caught:
        decide_task(
            TaskState.VERIFIED, TaskAct(Act.RETURN, "Sebab.", "X"), unit_id=UNIT, actor=TEAM
        )
    assert caught.value.problems[0].code == "reason_code_unknown"


def test_a_form_with_lacks_is_not_handed_in() -> None:
    with pytest.raises(FormIncomplete) as caught:
        decide_task(TaskState.RETURNED, TaskAct(Act.SUBMIT), unit_id=UNIT, actor=HEAD, lacks=LACKS)
    assert caught.value.lacks == LACKS
    assert offers_task(TaskState.RETURNED, unit_id=UNIT, actor=HEAD, lacks=LACKS)[Act.SUBMIT]


@given(st.lists(st.sampled_from(Act), max_size=12))
def test_from_every_state_a_unit_can_still_be_settled(acts: list[Act]) -> None:
    state = TaskState.FILLING
    for act in acts:
        if state in FROM[act]:
            state = TO.get(act, state)
    ways = {
        TaskState.FILLING: Act.CLOSE,
        TaskState.RETURNED: Act.CLOSE,
        TaskState.SUBMITTED: Act.VERIFY,
    }
    if state not in SETTLED:
        wanted = TaskAct(ways[state], "Sebab.", "A")
        assert decide_task(state, wanted, unit_id=UNIT, actor=TEAM) in SETTLED
