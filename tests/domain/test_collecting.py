"""What may happen to a unit's form: every act in every state for every role, at every hour."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ukur.domain.collecting import (
    REASON_CODES,
    RULES,
    SETTLED,
    Act,
    Form,
    FormIncomplete,
    Lack,
    NotYourUnit,
    SubmissionPassed,
    TaskAct,
    TaskNotOpen,
    TaskState,
    decide_task,
    offers_task,
)
from ukur.domain.people import UNIT_ROLES, Actor, Duty, Role
from ukur.domain.refusals import NotAllowed, NotNow, NotValid
from ukur.domain.windows import Window, WindowClosed, WindowNotOpen

UNIT, OTHER_UNIT = 7, 8
LACKS = (Lack("IKU-01", "value"), Lack("IKU-02", "evidence"))
NOON = datetime(2026, 4, 8, 5, tzinfo=UTC)
DAY = timedelta(days=1)
OPEN = Window(NOON - DAY, NOON + DAY, NOON + 2 * DAY)
SHUT = Window(NOON - 3 * DAY, NOON - 2 * DAY, NOON - DAY)
NOT_YET = Window(NOON + DAY, NOON + 2 * DAY)

duties = st.builds(
    lambda role, unit: Duty(role, unit if role in UNIT_ROLES else None),
    st.sampled_from(Role),
    st.sampled_from((UNIT, OTHER_UNIT)),
)
actors = st.builds(
    lambda held: Actor(1, "Sari", 1, tuple(held)), st.lists(duties, min_size=0, max_size=3)
)
lacks = st.sampled_from(((), LACKS[:1], LACKS))
forms = st.builds(
    Form,
    st.just(UNIT),
    st.sampled_from(TaskState),
    st.integers(0, 3),
    st.sampled_from((OPEN, SHUT, NOT_YET, replace(SHUT, extended_until=NOON + DAY))),
)


def holder(role: Role, unit: int | None = None) -> Actor:
    return Actor(1, "Sari", 1, (Duty(role, unit),))


TEAM = holder(Role.TEAM)
HEAD, OPERATOR = holder(Role.UNIT_HEAD, UNIT), holder(Role.OPERATOR, UNIT)


def rightful(act: Act) -> Actor:
    role = RULES[act].of[0]
    return holder(role, UNIT if role in UNIT_ROLES else None)


def wanted(act: Act, reason: str = "Sebab.", code: str = "A", seen: int | None = None) -> TaskAct:
    return TaskAct(act, reason, code, seen)


def decide(state: TaskState, act: Act, actor: Actor, window: Window = OPEN) -> TaskState:
    return decide_task(Form(UNIT, state, 1, window), wanted(act), actor, NOON)


@given(forms, actors, lacks)
def test_what_is_offered_is_taken_and_nothing_else_is(
    form: Form, actor: Actor, missing: tuple[Lack, ...]
) -> None:
    offered = offers_task(form, actor, NOON, missing)
    for act in Act:
        if act in offered and not offered[act]:
            decide_task(form, wanted(act), actor, NOON, missing)
        else:
            with pytest.raises((NotAllowed, NotNow)) as caught:
                decide_task(form, wanted(act), actor, NOON, missing)
            assert isinstance(caught.value, FormIncomplete) == (act in offered)


@given(forms, st.sampled_from(Act), actors)
def test_whoever_has_no_part_in_the_unit_moves_nothing(form: Form, act: Act, actor: Actor) -> None:
    if actor.has(Role.TEAM) or any(UNIT in actor.units(role) for role in UNIT_ROLES):
        return
    with pytest.raises(NotYourUnit):
        decide_task(form, wanted(act), actor, NOON)


@pytest.mark.parametrize("act", Act)
def test_an_act_is_possible_in_its_states_only(act: Act) -> None:
    for state in TaskState:
        if state in RULES[act].from_:
            assert decide(state, act, rightful(act)) is (RULES[act].to or state)
        else:
            with pytest.raises(TaskNotOpen) as caught:
                decide(state, act, rightful(act))
            assert (caught.value.state, caught.value.act) == (state, act)


@given(st.lists(st.tuples(st.sampled_from(Act), actors, st.sampled_from((OPEN, SHUT, NOT_YET)))))
def test_random_acts_never_leave_the_state_machine(
    told: list[tuple[Act, Actor, Window]],
) -> None:
    drawn = {
        ("filling", "submitted"),
        ("filling", "closed"),
        ("submitted", "filling"),
        ("submitted", "verified"),
        ("submitted", "returned"),
        ("verified", "returned"),
        ("returned", "submitted"),
        ("returned", "closed"),
        ("closed", "returned"),
    }
    state = TaskState.FILLING
    for act, actor, window in told:
        try:
            after = decide(state, act, actor, window)
        except (NotAllowed, NotNow):
            continue
        assert after is state or (state, after) in drawn
        if after is TaskState.SUBMITTED and state is not after:
            assert UNIT in actor.units(Role.UNIT_HEAD)
        if after is TaskState.VERIFIED and state is not after:
            assert actor.has(Role.TEAM)
        state = after


def test_the_operator_fills_in_and_only_the_head_vouches() -> None:
    filling = Form(UNIT, TaskState.FILLING)
    assert set(offers_task(filling, OPERATOR, NOON)) == {Act.FILL, Act.IMPORT, Act.READY}
    assert set(offers_task(filling, HEAD, NOON)) == {Act.FILL, Act.IMPORT, Act.SUBMIT}
    with pytest.raises(NotYourUnit) as caught:
        decide(TaskState.FILLING, Act.SUBMIT, OPERATOR)
    assert caught.value.needed == ("kepala_unit",)


def test_the_head_takes_back_what_nobody_decided_on() -> None:
    submitted, verified = Form(UNIT, TaskState.SUBMITTED), Form(UNIT, TaskState.VERIFIED)
    assert set(offers_task(submitted, HEAD, NOON)) == {Act.WITHDRAW}
    assert set(offers_task(verified, HEAD, NOON)) == {Act.CORRECT}
    assert set(offers_task(verified, TEAM, NOON)) == {Act.CORRECT}
    assert set(offers_task(submitted, OPERATOR, NOON)) == set()


def test_the_keeper_cannot_change_a_figure() -> None:
    for state in TaskState:
        assert offers_task(Form(UNIT, state), holder(Role.KEEPER), NOON) == {}


@pytest.mark.parametrize("act", [act for act, rule in RULES.items() if rule.needs_reason])
def test_what_undoes_or_excepts_needs_a_reason(act: Act) -> None:
    form = Form(UNIT, RULES[act].from_[0])
    with pytest.raises(NotValid) as caught:
        decide_task(form, wanted(act, reason=" "), rightful(act), NOON)
    assert caught.value.problems[0].code == "reason_missing"


def test_a_return_needs_one_of_the_codes() -> None:
    form = Form(UNIT, TaskState.SUBMITTED)
    for code in REASON_CODES:
        after = decide_task(form, wanted(Act.RETURN, code=code), TEAM, NOON)
        assert after is TaskState.RETURNED
    with pytest.raises(NotValid) as caught:
        decide_task(form, wanted(Act.RETURN, code="X"), TEAM, NOON)
    assert caught.value.problems[0].code == "reason_code_unknown"


@pytest.mark.parametrize("act", [Act.SUBMIT, Act.READY])
def test_a_form_with_lacks_is_not_handed_in(act: Act) -> None:
    form = Form(UNIT, TaskState.RETURNED)
    with pytest.raises(FormIncomplete) as caught:
        decide_task(form, wanted(act), rightful(act), NOON, LACKS)
    assert caught.value.lacks == LACKS
    assert offers_task(form, rightful(act), NOON, LACKS)[act] == LACKS


@pytest.mark.parametrize("act", [Act.WITHDRAW, Act.VERIFY, Act.RETURN, Act.CORRECT])
def test_nobody_decides_on_a_version_that_they_did_not_see(act: Act) -> None:
    form = Form(UNIT, RULES[act].from_[0], version=2)
    decide_task(form, wanted(act, seen=2), rightful(act), NOON)
    with pytest.raises(SubmissionPassed) as caught:
        decide_task(form, wanted(act, seen=1), rightful(act), NOON)
    assert caught.value.version == 2


@pytest.mark.parametrize("act", [Act.FILL, Act.IMPORT, Act.SUBMIT, Act.READY])
def test_outside_its_window_a_form_is_held(act: Act) -> None:
    who = rightful(act)
    with pytest.raises(WindowNotOpen) as early:
        decide(TaskState.FILLING, act, who, NOT_YET)
    assert early.value.opens_at == NOT_YET.opens_at
    with pytest.raises(WindowClosed) as late:
        decide(TaskState.FILLING, act, who, SHUT)
    assert late.value.closed_at == SHUT.closes_at
    decide(TaskState.FILLING, act, who, replace(SHUT, extended_until=NOON))


def test_what_tim_sakip_gave_back_is_mended_whatever_the_hour() -> None:
    assert decide(TaskState.RETURNED, Act.FILL, HEAD, SHUT) is TaskState.RETURNED
    assert decide(TaskState.RETURNED, Act.SUBMIT, HEAD, SHUT) is TaskState.SUBMITTED


def test_what_was_handed_in_is_not_taken_back_once_it_could_not_be_handed_in_again() -> None:
    with pytest.raises(WindowClosed):
        decide(TaskState.SUBMITTED, Act.WITHDRAW, HEAD, SHUT)


@given(st.lists(st.sampled_from(Act), max_size=12), st.sampled_from((OPEN, SHUT, NOT_YET)))
def test_from_every_state_a_unit_can_still_be_settled(acts: list[Act], window: Window) -> None:
    state = TaskState.FILLING
    for act in acts:
        if state in RULES[act].from_:
            state = RULES[act].to or state
    ways = {
        TaskState.FILLING: Act.CLOSE,
        TaskState.RETURNED: Act.CLOSE,
        TaskState.SUBMITTED: Act.VERIFY,
    }
    if state not in SETTLED:
        assert decide(state, ways[state], TEAM, window) in SETTLED
