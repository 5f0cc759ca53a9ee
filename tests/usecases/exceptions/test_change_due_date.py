"""A run, or its open step, is given another date."""

from datetime import UTC, date, datetime

import pytest

from tests.builders import World, cycle_at, new_world, one_event, problems, refused
from ukur.domain.exceptions import NotForYourDuty
from ukur.domain.people import Role
from ukur.domain.refusals import NotValid
from ukur.domain.sop.flow import ReasonMissing
from ukur.domain.sop.worktime import CalendarMissing
from ukur.store.models import Run, StepRun, UnitTask
from ukur.usecases.exceptions.change_due_date import change_due_date

WHY = "Dua puskesmas terendam banjir."
LATER = date(2026, 5, 15)
CLOSING = datetime(2026, 5, 15, 9, 30, tzinfo=UTC)
"""Friday, 16.30 WIB."""


@pytest.fixture
def world(db: None) -> World:
    return new_world()


def change(world: World, run: Run, role: Role = Role.SECRETARY, **dates: object) -> None:
    given: dict[str, object] = {"reason": WHY, **dates}
    change_due_date(
        run_id=run.pk,
        actor=world.actor(role),
        tools=world.tools,
        **given,  # type: ignore[arg-type]  # the tests name real dates
    )


def test_both_dates_move_with_the_forms_that_units_still_have(world: World) -> None:
    now = cycle_at(world, 4)
    run = Run.objects.get(cycle=now.cycle_id)
    old = StepRun.objects.get(run=run, step=4).due_at
    settled = UnitTask.objects.filter(cycle=now.cycle_id).latest("pk")
    settled.state = UnitTask.State.VERIFIED
    settled.save()
    facts = {"finish_by": "2026-05-15", "finish_by_old": run.finish_by.isoformat(), "units": 2}
    with one_event(now.cycle_id, "due_changed", deviation=True, step=4, reason=WHY, **facts):
        change(world, run, finish_by=LATER, step_due=LATER)
    run.refresh_from_db()
    assert run.finish_by == LATER
    step = StepRun.objects.get(run=run, step=4)
    assert (step.due_at, step.done_at) == (CLOSING, None)
    assert old != CLOSING
    tasks = UnitTask.objects.filter(cycle=now.cycle_id)
    assert sum(task.due_at == CLOSING for task in tasks) == 2
    assert UnitTask.objects.get(pk=settled.pk).due_at != CLOSING


def test_the_head_moves_the_end_of_the_run_alone(world: World) -> None:
    now = cycle_at(world, 2)
    run = Run.objects.get(cycle=now.cycle_id)
    before = StepRun.objects.get(run=run, step=2).due_at
    with one_event(now.cycle_id, "due_changed", units=0):
        change(world, run, Role.HEAD, finish_by=LATER)
    assert StepRun.objects.get(run=run, step=2).due_at == before


def test_a_date_is_changed_with_right_reason_and_a_date_to_come(world: World) -> None:
    run = Run.objects.get(cycle=cycle_at(world, 2).cycle_id)
    with refused(NotForYourDuty):
        change(world, run, Role.PLANNER, finish_by=LATER)
    with refused(ReasonMissing):
        change(world, run, finish_by=LATER, reason="")
    with refused(NotValid) as told:
        change(world, run, finish_by=date(2026, 3, 1), step_due=date(2026, 3, 2))
    assert problems(told[0]) == [("finish_by", "date_passed"), ("step_due", "date_passed")]
    with refused(NotValid) as told:
        change(world, run)
    assert problems(told[0]) == [("finish_by", "dates_unchanged")]
    with refused(CalendarMissing):
        change(world, run, step_due=date(2031, 1, 6))
