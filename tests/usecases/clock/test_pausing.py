"""A step that waits for others: its clock rests, and goes on."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.builders import (
    World,
    cycle_at,
    forget_years,
    new_world,
    one_event,
    onward,
    problems,
    refused,
)
from ukur.domain.people import Role
from ukur.domain.refusals import NotValid
from ukur.domain.sop.flow import StepNotOpen, WrongRole
from ukur.domain.sop.timing import StepNotPaused, StepPaused
from ukur.domain.sop.worktime import USUAL_WEEK, CalendarMissing
from ukur.store.models import Cycle, Run, StepPause, StepRun
from ukur.usecases.clock.pause_step import Wait, pause_step
from ukur.usecases.clock.remind import Reminded, remind
from ukur.usecases.clock.resume_step import resume_step
from ukur.usecases.office.set_office_hours import set_office_hours

WAIT = Wait(awaited="BPS", reason="Angka penduduk belum terbit", until=date(2026, 4, 6))
"""From Wednesday 1 April 08.30 to Monday the 6th at 07.30; Friday is a holiday."""


@pytest.fixture
def world(db: None) -> World:
    return new_world()


@pytest.fixture
def run_id(world: World) -> int:
    """A run that stands at step 6, which the planner leads."""
    return Cycle.objects.get(pk=cycle_at(world, 6).cycle_id).run_id


def due_at(run_id: int) -> datetime:
    return StepRun.objects.get(run=run_id, step=6).due_at


def pause(world: World, run_id: int, wait: Wait = WAIT, role: Role = Role.PLANNER) -> datetime:
    return pause_step(run_id=run_id, step=6, wait=wait, actor=world.actor(role), tools=world.tools)


def resume(world: World, run_id: int, role: Role = Role.PLANNER) -> datetime:
    return resume_step(run_id=run_id, step=6, actor=world.actor(role), tools=world.tools)


def test_the_due_moment_moves_by_the_office_time_paused(world: World, run_id: int) -> None:
    was = due_at(run_id)
    cycle_id = Cycle.objects.get(run=run_id).pk
    with one_event(cycle_id, "step_paused", awaited="BPS", until="2026-04-06"):
        moved = pause(world, run_id)
    assert moved == due_at(run_id) > was
    row = StepPause.objects.get()
    assert (row.since, row.until) == (world.clock.at, datetime(2026, 4, 6, 0, 30, tzinfo=UTC))


def test_who_goes_on_sooner_gets_the_rest_back(world: World, run_id: int) -> None:
    was = due_at(run_id)
    pause(world, run_id)
    world.clock.at += timedelta(hours=1)
    cycle_id = Cycle.objects.get(run=run_id).pk
    with one_event(cycle_id, "step_resumed", step=6):
        resume(world, run_id)
    assert due_at(run_id) == was + timedelta(hours=1)
    assert StepPause.objects.get().resumed_at == world.clock.at
    with refused(StepNotPaused):
        resume(world, run_id)


def test_after_its_day_the_pause_is_over_and_can_be_made_again(world: World, run_id: int) -> None:
    pause(world, run_id)
    with refused(StepPaused):
        pause(world, run_id)
    world.clock.at = datetime(2026, 4, 6, 2, tzinfo=UTC)
    with refused(StepNotPaused):
        resume(world, run_id)
    pause(world, run_id, replace(WAIT, until=date(2026, 4, 7)))
    assert StepPause.objects.count() == 2


def test_only_who_leads_the_open_step_pauses_and_resumes_it(world: World, run_id: int) -> None:
    for role in (Role.SECRETARY, Role.TEAM):
        with refused(WrongRole):
            pause(world, run_id, role=role)
    pause(world, run_id)
    with refused(WrongRole):
        resume(world, run_id, role=Role.HEAD)
    onward(world, Cycle.objects.get(run=run_id).pk, 7)
    with refused(StepNotOpen):
        resume(world, run_id)


def test_the_run_of_another_agency_is_out_of_reach(world: World, run_id: int) -> None:
    other = new_world(code="lain")
    with refused(Run.DoesNotExist):
        pause(other, run_id)
    with refused(Run.DoesNotExist):
        resume(other, run_id)


def test_a_pause_names_whom_it_waits_for_and_a_later_day(world: World, run_id: int) -> None:
    with refused(NotValid) as said:
        pause(world, run_id, Wait(awaited=" ", reason="", until=date(2026, 4, 1)))
    assert problems(said[0]) == [
        ("awaited", "needed"),
        ("reason", "needed"),
        ("until", "pause_ends_in_the_past"),
    ]
    with refused(NotValid) as said:
        pause(world, run_id, replace(WAIT, until=date(2026, 7, 1)))
    assert problems(said[0]) == [("until", "pause_too_long")]


def test_a_pause_into_a_year_without_holidays_says_so(world: World, run_id: int) -> None:
    forget_years(2027)
    with refused(CalendarMissing):
        pause(world, run_id, replace(WAIT, until=date(2027, 1, 4)))


def test_nobody_is_reminded_of_a_step_whose_clock_rests(world: World, run_id: int) -> None:
    pause(world, run_id, replace(WAIT, until=date(2026, 5, 4)))
    world.clock.at = datetime(2026, 4, 20, 3, tzinfo=UTC)
    assert remind(agency_id=world.agency_id, tools=world.tools) == Reminded()
    world.clock.at = datetime(2026, 5, 25, 3, tzinfo=UTC)
    assert remind(agency_id=world.agency_id, tools=world.tools).late == 1


def test_a_new_calendar_counts_the_pause_again_too(world: World, run_id: int) -> None:
    keeper = world.actor(Role.KEEPER)
    pause(world, run_id)
    moved = due_at(run_id)
    afternoons_off = tuple(spans[:1] for spans in USUAL_WEEK)
    assert set_office_hours(week=afternoons_off, actor=keeper, tools=world.tools).moved == 1
    assert due_at(run_id) != moved
    assert set_office_hours(week=USUAL_WEEK, actor=keeper, tools=world.tools).moved == 1
    assert due_at(run_id) == moved
