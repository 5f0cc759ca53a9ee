"""Step 5: whatever fell short gets a cause and a follow-up before the step is left."""

from datetime import date

import pytest

from tests.builders import (
    COUNT,
    RATIO,
    World,
    chain,
    cycle_at,
    new_world,
    one_event,
    problems,
    refused,
)
from ukur.domain.people import Role
from ukur.domain.refusals import NotValid
from ukur.domain.sop.flow import Hold, Position, StepHeld, StepNotOpen, WrongRole
from ukur.store.models import Cycle, Evaluation
from ukur.store.queries.measurement import measurement
from ukur.usecases.evaluate.evaluate_line import Words, evaluate_line
from ukur.usecases.evaluate.finish_evaluating import finish_evaluating

pytestmark = pytest.mark.django_db
SAID = Words(
    cause=" Jadwal bergeser. ",
    obstacle="Wilayah luas.",
    follow_up="Menjadwalkan ulang.",
    owner="Bidang Kesmas",
    due_on=date(2026, 6, 30),
)


@pytest.fixture
def world() -> World:
    return new_world()


def say(
    world: World, cycle_id: int, code: str, words: Words = SAID, role: Role = Role.TEAM
) -> None:
    line_id = world.line(cycle_id, code)
    evaluate_line(line_id=line_id, words=words, actor=world.actor(role), tools=world.tools)


def test_both_who_share_the_step_may_write(world: World) -> None:
    cycle_id = cycle_at(world, 5).cycle_id
    for role in (Role.TEAM, Role.PLANNER):
        facts = {"line": COUNT, "cause": "Jadwal bergeser.", "due_on": "2026-06-30"}
        with one_event(cycle_id, "line_evaluated", **facts):
            say(world, cycle_id, COUNT, role=role)
        assert Evaluation.objects.get().written_by_id == world.actor(role).account_id
    row = Evaluation.objects.get()
    assert (row.cause, row.owner, row.due_on) == ("Jadwal bergeser.", "Bidang Kesmas", SAID.due_on)


def test_what_is_written_again_replaces_what_was_written(world: World) -> None:
    cycle_id = cycle_at(world, 5).cycle_id
    say(world, cycle_id, COUNT)
    say(world, cycle_id, COUNT, Words(cause="Lain."))
    row = Evaluation.objects.get()
    assert (row.cause, row.follow_up, row.due_on) == ("Lain.", "", None)
    assert [event.verb for event in chain(cycle_id)[-2:]] == ["line_evaluated"] * 2


def test_others_do_not_evaluate(world: World) -> None:
    cycle_id = cycle_at(world, 5).cycle_id
    for role in (Role.HEAD, Role.SECRETARY, Role.STAFF, Role.KEEPER):
        with refused(WrongRole) as told:
            say(world, cycle_id, COUNT, role=role)
        assert told[0].needed == ("perencana", "tim_sakip")


def test_nothing_is_evaluated_before_or_after_its_step(world: World) -> None:
    for step in (4, 6):
        cycle_id = cycle_at(world, step).cycle_id
        with refused(StepNotOpen):
            say(world, cycle_id, COUNT)
        Cycle.objects.update(is_live=False)


def test_a_line_of_another_agency_is_not_found(world: World) -> None:
    cycle_id = cycle_at(world, 5).cycle_id
    stranger = new_world(code="lain").actor(Role.TEAM)
    with refused(Cycle.DoesNotExist):
        evaluate_line(
            line_id=world.line(cycle_id, COUNT), words=SAID, actor=stranger, tools=world.tools
        )


def test_a_text_that_is_too_long_is_refused(world: World) -> None:
    cycle_id = cycle_at(world, 5).cycle_id
    with refused(NotValid) as told:
        say(world, cycle_id, COUNT, Words(cause="a" * 4_001, owner="b" * 201))
    assert problems(told[0]) == [("cause", "text_too_long"), ("owner", "text_too_long")]


def test_only_what_fell_short_holds_the_step(world: World) -> None:
    now = cycle_at(world, 5)
    lines = {line.code: line for line in measurement(now.cycle_id).lines}
    assert (lines[COUNT].achievement, lines[RATIO].achievement) == ("60,00", "88,89")
    planner = world.actor(Role.PLANNER)
    with refused(StepHeld) as told:
        finish_evaluating(seen=now, actor=planner, tools=world.tools)
    assert told[0].holds == (Hold("shortfalls_unexplained", 1),)
    say(world, now.cycle_id, COUNT, Words(cause="Ada sebab."))
    with refused(StepHeld):
        finish_evaluating(seen=now, actor=planner, tools=world.tools)
    say(world, now.cycle_id, COUNT)
    with one_event(now.cycle_id, "evaluated", to_step=6):
        after = finish_evaluating(seen=now, actor=planner, tools=world.tools)
    assert after == Position(6, 1)


def test_tim_sakip_works_in_the_step_but_does_not_close_it(world: World) -> None:
    now = cycle_at(world, 5)
    say(world, now.cycle_id, COUNT)
    with refused(WrongRole) as told:
        finish_evaluating(seen=now, actor=world.actor(Role.TEAM), tools=world.tools)
    assert told[0].needed == ("perencana",)
