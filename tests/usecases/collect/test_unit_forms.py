"""Step 4: units hand their forms in; Tim SAKIP verifies, returns, closes and reopens them."""

from collections.abc import Callable

import pytest

from tests.builders import (
    COUNT,
    PROGRAM,
    RATIO,
    SUB_FIELD,
    World,
    chain,
    collected,
    cycle_at,
    delivered,
    filled,
    new_world,
    one_event,
    problems,
    refused,
    seen,
)
from ukur.domain.collecting import FormIncomplete, Lack, NotYourUnit, TaskNotOpen
from ukur.domain.entering import Typed
from ukur.domain.people import Role
from ukur.domain.refusals import NotValid
from ukur.domain.reminding import NoticeKind
from ukur.domain.returning import Return
from ukur.domain.sop.flow import Hold, StepHeld, StepNotOpen
from ukur.store.models import Cycle, EventRow, Notice, UnitTask
from ukur.usecases.collect.close_unit import close_unit
from ukur.usecases.collect.finish_collecting import finish_collecting
from ukur.usecases.collect.record_entries import record_entries
from ukur.usecases.collect.reopen_unit import reopen_unit
from ukur.usecases.collect.return_unit import return_unit
from ukur.usecases.collect.submit_unit import submit_unit
from ukur.usecases.collect.verify_unit import verify_unit

pytestmark = pytest.mark.django_db
UNIT = "PKM-01"
Who = tuple[Role, str]
TEAM, HEAD, OPERATOR = (Role.TEAM, ""), (Role.UNIT_HEAD, UNIT), (Role.OPERATOR, UNIT)


@pytest.fixture
def world() -> World:
    return new_world()


@pytest.fixture
def cycle_id(world: World) -> int:
    return cycle_at(world, 4).cycle_id


def submit(world: World, task_id: int, who: Who = HEAD) -> None:
    submit_unit(task_id=task_id, actor=world.actor(*who), tools=world.tools)


def verify(world: World, task_id: int, who: Who = TEAM) -> None:
    verify_unit(task_id=task_id, actor=world.actor(*who), tools=world.tools)


def close(world: World, task_id: int, who: Who = TEAM, reason: str = "Tidak dijawab.") -> None:
    close_unit(task_id=task_id, reason=reason, actor=world.actor(*who), tools=world.tools)


def reopen(world: World, task_id: int, who: Who = TEAM, reason: str = "Sudah ada.") -> None:
    reopen_unit(task_id=task_id, reason=reason, actor=world.actor(*who), tools=world.tools)


def send_back(
    world: World, task_id: int, who: Who = TEAM, code: str = "B", reason: str = "Kurang."
) -> None:
    return_unit(
        task_id=task_id,
        wanted=Return(code, reason),
        actor=world.actor(*who),
        tools=world.tools,
    )


def task_id(world: World, cycle_id: int) -> int:
    return world.task(cycle_id, UNIT).task_id


def test_the_head_of_a_unit_vouches_and_hands_in(world: World, cycle_id: int) -> None:
    task = filled(world, cycle_id, UNIT)
    own = chain(cycle_id, UNIT)
    facts = {"unit": UNIT, "unit_count": len(own), "unit_head": own[-1].hash}
    with one_event(cycle_id, "unit_submitted", **facts):
        submit(world, task.task_id)
    row = UnitTask.objects.get(pk=task.task_id)
    assert (row.state, row.submitted_at) == ("submitted", world.clock.at)
    assert row.submitted_by_id == world.actor(*HEAD).account_id


def test_the_operator_cannot_vouch(world: World, cycle_id: int) -> None:
    task = filled(world, cycle_id, UNIT)
    others = (OPERATOR, (Role.UNIT_HEAD, "PKM-02"), TEAM, (Role.HEAD, ""), (Role.KEEPER, ""))
    for who in others:
        with refused(NotYourUnit) as told:
            submit(world, task.task_id, who)
        assert told[0].needed == ("kepala_unit",)


def test_a_form_with_blanks_is_not_handed_in(world: World, cycle_id: int) -> None:
    with refused(FormIncomplete) as told:
        submit(world, task_id(world, cycle_id))
    assert told[0].lacks == (Lack(RATIO, "value"), Lack(COUNT, "value"), Lack(SUB_FIELD, "value"))
    assert PROGRAM not in {lack.line for lack in told[0].lacks}


def test_a_blank_with_its_reason_is_handed_in(world: World, cycle_id: int) -> None:
    task = world.task(cycle_id, UNIT)
    record_entries(
        task_id=task.task_id,
        typed={line.line_id: Typed(note="Belum ada layanan.") for line in task.lines},
        spent=dict.fromkeys(task.budget.values(), Typed("0")),
        actor=world.actor(*OPERATOR),
        tools=world.tools,
    )
    submit(world, task.task_id)
    assert world.state(cycle_id, UNIT) == "submitted"


def test_a_figure_without_the_evidence_it_needs_is_not_handed_in(
    world: World, cycle_id: int
) -> None:
    task = world.task(cycle_id, UNIT)
    lines = {line.code: line.line_id for line in task.lines}
    record_entries(
        task_id=task.task_id,
        typed={
            lines[RATIO]: Typed(numerator="8", denominator="10"),
            lines[COUNT]: Typed(value="4"),
        },
        spent=dict.fromkeys(task.budget.values(), Typed("0")),
        actor=world.actor(*OPERATOR),
        tools=world.tools,
    )
    with refused(FormIncomplete) as told:
        submit(world, task.task_id)
    assert told[0].lacks == (Lack(RATIO, "evidence"),)


def test_tim_sakip_verifies(world: World, cycle_id: int) -> None:
    task = delivered(world, cycle_id, UNIT)
    with one_event(cycle_id, "unit_verified", unit=UNIT):
        verify(world, task.task_id)
    row = UnitTask.objects.get(pk=task.task_id)
    assert (row.state, row.decided_by_id) == ("verified", world.actor(*TEAM).account_id)


def test_tim_sakip_returns_with_a_reason(world: World, cycle_id: int) -> None:
    task = delivered(world, cycle_id, UNIT)
    with one_event(cycle_id, "unit_returned", unit=UNIT, reason_code="B", reason="Kurang."):
        send_back(world, task.task_id, reason=" Kurang. ")
    row = UnitTask.objects.get(pk=task.task_id)
    assert (row.state, row.reason_code, row.reason) == ("returned", "B", "Kurang.")


def test_a_returned_form_is_handed_in_again(world: World, cycle_id: int) -> None:
    task = delivered(world, cycle_id, UNIT)
    send_back(world, task.task_id)
    submit(world, task.task_id)
    row = UnitTask.objects.get(pk=task.task_id)
    assert (row.state, row.reason_code, row.reason) == ("submitted", "", "")


def test_a_return_without_a_reason_is_refused(world: World, cycle_id: int) -> None:
    task = delivered(world, cycle_id, UNIT)
    with refused(NotValid) as told:
        send_back(world, task.task_id, reason="  ")
    assert problems(told[0]) == [("reason", "reason_missing")]
    with refused(NotValid) as told:
        send_back(world, task.task_id, code="Z")
    assert problems(told[0]) == [("reason_code", "reason_code_unknown")]


def test_a_unit_that_does_not_deliver_is_closed_with_a_reason(world: World, cycle_id: int) -> None:
    own = task_id(world, cycle_id)
    with refused(NotValid):
        close(world, own, reason=" ")
    with one_event(cycle_id, "unit_closed", unit=UNIT, reason="Tidak dijawab."):
        close(world, own)
    assert world.state(cycle_id, UNIT) == "closed"


def test_a_closed_unit_delivers_after_all(world: World, cycle_id: int) -> None:
    own = task_id(world, cycle_id)
    close(world, own)
    with refused(NotValid) as told:
        reopen(world, own, reason=" ")
    assert problems(told[0]) == [("reason", "reason_missing")]
    with one_event(cycle_id, "unit_reopened", unit=UNIT, reason="Rekap sudah masuk."):
        reopen(world, own, reason=" Rekap sudah masuk. ")
    row = UnitTask.objects.get(pk=own)
    assert (row.reason, row.decided_by_id) == (
        "Rekap sudah masuk.",
        world.actor(*TEAM).account_id,
    )
    news = Notice.objects.filter(unit_task=own, kind=NoticeKind.REOPENED)
    assert {notice.words for notice in news} == {"Rekap sudah masuk."}
    delivered(world, cycle_id, UNIT)
    assert world.state(cycle_id, UNIT) == "submitted"


ACTS: dict[str, Callable[[World, int, Who], None]] = {
    "verify": verify,
    "return": send_back,
    "close": close,
    "reopen": reopen,
}
AGREED = {"verify": {"submitted"}, "return": {"submitted"}}
AGREED |= {"close": {"filling", "returned"}, "reopen": {"closed"}}


@pytest.mark.parametrize("act", ACTS)
def test_nobody_but_tim_sakip_decides_on_a_form(world: World, cycle_id: int, act: str) -> None:
    own = task_id(world, cycle_id)
    UnitTask.objects.filter(pk=own).update(state=min(AGREED[act]))
    for who in (HEAD, OPERATOR, (Role.PLANNER, ""), (Role.SECRETARY, ""), (Role.KEEPER, "")):
        with refused(NotYourUnit) as told:
            ACTS[act](world, own, who)
        assert told[0].needed == ("tim_sakip",)


@pytest.mark.parametrize("act", ACTS)
def test_a_form_in_another_state_refuses_the_act(world: World, cycle_id: int, act: str) -> None:
    own = task_id(world, cycle_id)
    for state in set(UnitTask.State.values) - AGREED[act]:
        UnitTask.objects.filter(pk=own).update(state=state)
        with refused(TaskNotOpen) as told:
            ACTS[act](world, own, TEAM)
        assert told[0].state == state


@pytest.mark.parametrize("act", ACTS)
def test_another_agency_has_no_such_form(world: World, cycle_id: int, act: str) -> None:
    own = task_id(world, cycle_id)
    other = new_world(code="lain")
    with refused(Cycle.DoesNotExist):
        ACTS[act](other, own, TEAM)


def test_a_second_press_of_hand_in_changes_nothing(world: World, cycle_id: int) -> None:
    task = delivered(world, cycle_id, UNIT)
    with refused(TaskNotOpen):
        submit(world, task.task_id)


def test_once_the_collection_is_over_no_form_moves(world: World, cycle_id: int) -> None:
    own = task_id(world, cycle_id)
    collected(world, seen(cycle_id))
    actor = world.actor(*TEAM)
    finish_collecting(seen=seen(cycle_id), actor=actor, tools=world.tools)
    for act in (send_back, close, reopen, verify):
        with refused(StepNotOpen) as told:
            act(world, own, TEAM)
        assert (told[0].asked, told[0].current) == (4, 5)


def test_the_collection_is_held_while_a_unit_is_open(world: World, cycle_id: int) -> None:
    delivered(world, cycle_id, UNIT)
    with refused(StepHeld) as told:
        finish_collecting(seen=seen(cycle_id), actor=world.actor(*TEAM), tools=world.tools)
    assert told[0].holds == (Hold("units_open", 3),)


def test_the_collection_ends_with_the_units_that_did_not_deliver(
    world: World, cycle_id: int
) -> None:
    close(world, task_id(world, cycle_id))
    collected(world, seen(cycle_id))
    with one_event(cycle_id, "collected", units=3, not_delivered=[UNIT]):
        finish_collecting(seen=seen(cycle_id), actor=world.actor(*TEAM), tools=world.tools)


def test_the_chains_of_the_units_are_bound_into_the_cycles_own(world: World, cycle_id: int) -> None:
    collected(world, seen(cycle_id))
    told = EventRow.objects.filter(verb="unit_submitted")
    heads = {event.facts["unit"]: event.facts["unit_head"] for event in told}
    assert heads == {
        unit: chain(cycle_id, unit)[-1].hash for unit in ("SEKRET", "PKM-01", "PKM-02")
    }
