"""What holds for every step alike: who leaves it, once, and only while it is open."""

from datetime import UTC, datetime

import pytest

from tests.builders import (
    LEAD,
    LEAVING,
    World,
    chain,
    cycle_at,
    leave,
    new_world,
    one_event,
    ready,
    refused,
    signed_heads,
    state,
)
from ukur.domain.journal import first_break
from ukur.domain.people import Role
from ukur.domain.sop.flow import RoundPassed, StepNotOpen, WrongRole
from ukur.store.models import Cycle, Run, StepRun
from ukur.usecases.chain import head_statement
from ukur.usecases.changing import Seen, changing
from ukur.usecases.sign.return_document import Return, return_document

pytestmark = pytest.mark.django_db
STEPS = sorted(LEAD)
VERBS = {
    2: "disposed",
    3: "form_frozen",
    4: "collected",
    5: "evaluated",
    6: "draft_proposed",
    7: "approved",
    8: "signed",
    9: "archived",
}


@pytest.fixture
def world() -> World:
    return new_world()


def at(world: World, step: int) -> Seen:
    """A cycle at the step, with nothing that holds it."""
    now = cycle_at(world, step)
    ready(world, now)
    return now


@pytest.mark.parametrize("step", STEPS)
def test_its_lead_leaves_a_step_by_one_event(world: World, step: int) -> None:
    now = at(world, step)
    with one_event(now.cycle_id, VERBS[step], step=step, round=1, **{"as": LEAD[step].value}):
        after = leave(world, now, world.actor(LEAD[step]))
    cycle, run = Cycle.objects.get(), StepRun.objects.get(step=step)
    assert after.step == (step + 1 if step < 9 else None) == cycle.run.step
    assert (run.done_as, run.done_at) == (LEAD[step].value, world.clock.at)
    assert run.outcome == ("ya" if step == 7 else "selesai")


@pytest.mark.parametrize("step", STEPS)
def test_whoever_does_not_lead_a_step_cannot_leave_it(world: World, step: int) -> None:
    now = at(world, step)
    for role in {*LEAD.values(), Role.KEEPER, Role.EVALUATOR} - {LEAD[step]}:
        with refused(WrongRole) as told:
            leave(world, now, world.actor(role))
        assert told[0].needed == (LEAD[step].value,)


@pytest.mark.parametrize("step", STEPS)
def test_a_second_press_of_the_same_page_changes_nothing(world: World, step: int) -> None:
    now = at(world, step)
    leave(world, now, world.actor(LEAD[step]))
    with refused(StepNotOpen) as told:
        leave(world, now, world.actor(LEAD[step]))
    assert (told[0].asked, told[0].current) == (step, step + 1 if step < 9 else None)


@pytest.mark.parametrize("step", STEPS)
def test_a_page_of_an_earlier_round_is_stale(world: World, step: int) -> None:
    now = at(world, step)
    Run.objects.update(round=2)
    with refused(RoundPassed) as told:
        leave(world, now, world.actor(LEAD[step]))
    assert (told[0].asked, told[0].current) == (1, 2)


@pytest.mark.parametrize("step", STEPS)
def test_a_step_that_is_not_open_yet_cannot_be_left(world: World, step: int) -> None:
    now = cycle_at(world, 2 if step != 2 else 3)
    with refused(StepNotOpen):
        leave(world, Seen(now.cycle_id, step, 1), world.actor(LEAD[step]))


@pytest.mark.parametrize("step", STEPS)
def test_no_verb_of_another_step_leads_past_what_holds_this_one(world: World, step: int) -> None:
    now = cycle_at(world, step)
    before = state()
    for other in STEPS:
        if other != step:
            with pytest.raises(StepNotOpen):
                LEAVING[other](now, world.actor(LEAD[step]), world.tools)
    assert state() == before


@pytest.mark.parametrize("step", STEPS)
def test_another_agency_has_no_such_cycle(world: World, step: int) -> None:
    now = at(world, step)
    stranger = new_world(code="lain").actor(LEAD[step])
    with refused(Cycle.DoesNotExist):
        leave(world, now, stranger)


def test_every_step_that_is_left_signs_the_head_of_the_chain(world: World) -> None:
    cycle_id = cycle_at(world, 10).cycle_id
    events, cycle = chain(cycle_id), Cycle.objects.select_related("agency").get()
    assert first_break(events) is None
    heads = signed_heads()
    assert len(heads) == 9
    for head in heads:
        assert events[head.sequence - 1].hash == head.hash
        assert world.signature_holds(head_statement(cycle.run.chain, head), head.signature)


def test_a_run_knows_the_head_of_its_own_journal(world: World) -> None:
    cycle_id = cycle_at(world, 7).cycle_id
    run, events = Run.objects.get(cycle=cycle_id), chain(cycle_id)
    assert (run.events_told, run.chain_head) == (len(events), events[-1].hash)


def test_what_comes_back_to_its_corrector_is_still_the_work_of_whoever_drafted_it(
    world: World,
) -> None:
    now = cycle_at(world, 8)
    back = Return(reason_code="D", reason="Ada salah ketik pada ringkasan.", back_to=7)
    return_document(seen=now, back=back, actor=world.actor(Role.HEAD), tools=world.tools)
    run = Run.objects.get(cycle=now.cycle_id)
    assert (run.step, run.worked_by_id) == (7, world.actor(Role.PLANNER).account_id)


def test_a_step_that_decides_on_nothing_remembers_no_work(world: World) -> None:
    assert Run.objects.get(cycle=cycle_at(world, 6).cycle_id).worked_by_id is None


def test_work_within_a_step_signs_no_head(world: World) -> None:
    now = cycle_at(world, 5)
    before = len(signed_heads())
    ready(world, now)
    assert len(signed_heads()) == before


def test_a_change_without_a_note_is_a_bug_and_leaves_nothing(world: World) -> None:
    cycle_id = cycle_at(world, 2).cycle_id
    with (
        refused(RuntimeError),
        changing(cycle_id, world.actor(Role.SECRETARY), world.tools) as change,
    ):
        change.run.round = 7


def test_a_change_has_one_event(world: World) -> None:
    cycle_id = cycle_at(world, 2).cycle_id
    with (
        refused(RuntimeError),
        changing(cycle_id, world.actor(Role.SECRETARY), world.tools) as change,
    ):
        change.note("disposed")
        change.note("disposed")


# --- due dates, in office time -----------------------------------------------------------


def due_of(world: World, step: int, opened: datetime) -> datetime:
    """When `step` is due if the step before it is left at `opened`."""
    now = at(world, step - 1)
    world.clock.at = opened
    leave(world, now, world.actor(LEAD[step - 1]))
    return StepRun.objects.get(step=step).due_at


def test_a_day_later_is_the_same_time_on_the_next_working_day(world: World) -> None:
    wednesday = datetime(2026, 4, 8, 3, 0, tzinfo=UTC)
    assert due_of(world, 3, wednesday) == datetime(2026, 4, 9, 3, 0, tzinfo=UTC)


def test_a_day_from_friday_afternoon_is_monday_afternoon(world: World) -> None:
    friday = datetime(2026, 4, 10, 8, 30, tzinfo=UTC)
    assert due_of(world, 3, friday) == datetime(2026, 4, 13, 8, 30, tzinfo=UTC)


def test_a_holiday_and_the_weekend_do_not_count(world: World) -> None:
    day_before_good_friday = datetime(2026, 4, 2, 3, 0, tzinfo=UTC)
    assert due_of(world, 3, day_before_good_friday) == datetime(2026, 4, 6, 3, 0, tzinfo=UTC)


def test_ten_minutes_run_over_the_end_of_the_office_day(world: World) -> None:
    world.clock.at = datetime(2026, 4, 10, 9, 25, tzinfo=UTC)  # Friday 16.25, five minutes left
    cycle_at(world, 2)
    assert StepRun.objects.get(step=2).due_at == datetime(2026, 4, 13, 0, 35, tzinfo=UTC)
