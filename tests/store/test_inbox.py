"""The inbox: whose rows, in which order, page by page, and counted no further than it needs."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.builders import World, cycle_at, new_world, ordered
from ukur.domain.people import Role
from ukur.store.models import Cycle, Run, StepRun
from ukur.store.queries.desk import desk, waiting_count
from ukur.store.queries.inbox import (
    MOST_COUNTED,
    PAGE,
    OpenStep,
    open_steps,
    waiting_for,
    waiting_for_others,
)
from ukur.usecases.exceptions.cancel_run import cancel_run
from ukur.web.work import counted

pytestmark = pytest.mark.django_db


def more(world: World, count: int, *, lead: str, joined: str | None = None) -> list[int]:
    """Open steps of other runs, each due a minute before the one laid down before it."""
    first = StepRun.objects.filter(agency_id=world.agency_id).latest("pk")
    ids = []
    for number in range(count):
        run = Run.objects.get(pk=first.run_id)
        run.pk, run.chain = None, f"{world.agency_id}/{lead}/{number}"
        run.save()
        row = StepRun.objects.get(pk=first.pk)
        row.pk, row.run, row.lead, row.joined = None, run, lead, joined
        row.due_at = first.due_at - timedelta(minutes=number + 1)
        row.save()
        ids.append(row.pk)
    return ids


def ids(steps: tuple[OpenStep, ...]) -> list[int]:
    return [step.id for step in steps]


def test_a_step_waits_for_its_lead_and_for_whoever_joins_in_it() -> None:
    world = new_world()
    cycle_at(world, 5)
    (open_one,) = open_steps(world.agency_id)
    assert (open_one.lead, open_one.joined) == ("perencana", " tim_sakip ")
    for role in (Role.PLANNER, Role.TEAM):
        assert ids(waiting_for(world.actor(role)).steps) == [open_one.pk]
        assert waiting_for_others(world.actor(role), 5).steps == ()
    assert waiting_for(world.actor(Role.STAFF)).steps == ()
    assert ids(waiting_for_others(world.actor(Role.STAFF), 5).steps) == [open_one.pk]


def test_a_role_is_not_taken_for_another_whose_name_holds_it() -> None:
    world = new_world()
    ordered(world)
    more(world, 1, lead="sekretaris", joined=" kepala_staf ")
    assert waiting_for(world.actor(Role.STAFF)).steps == ()


def test_the_first_due_stands_first_and_pages_leave_nothing_out() -> None:
    world = new_world()
    ordered(world)
    first = list(open_steps(world.agency_id).values_list("pk", flat=True))
    led = more(world, PAGE, lead="sekretaris")
    joined = more(world, 3, lead="staf", joined=" sekretaris ")
    StepRun.objects.filter(pk__in=joined).update(due_at=StepRun.objects.get(pk=led[-1]).due_at)
    actor = world.actor(Role.SECRETARY)
    page = waiting_for(actor)
    assert page.has_more
    rest = waiting_for(actor, after=page.next)
    assert not rest.has_more
    wanted = StepRun.objects.filter(pk__in=[*first, *led, *joined]).order_by("due_at", "pk")
    assert ids((*page.steps, *rest.steps)) == list(wanted.values_list("pk", flat=True))


def test_an_unknown_row_begins_at_the_beginning() -> None:
    world = new_world()
    ordered(world)
    actor = world.actor(Role.SECRETARY)
    assert waiting_for(actor, after=999).steps == waiting_for(actor).steps


def test_nobody_sees_what_waits_at_another_agency() -> None:
    world, other = new_world(), new_world(code="lain")
    ordered(world)
    for role in (Role.SECRETARY, Role.PLANNER):
        assert waiting_for(other.actor(role)).steps == ()
        assert waiting_for_others(other.actor(role), 5).steps == ()
        assert waiting_count(other.actor(role)) == 0


def test_what_waits_is_counted_to_a_bound() -> None:
    world = new_world()
    ordered(world)
    actor = world.actor(Role.SECRETARY)
    assert counted(waiting_count(actor)) == "1"
    more(world, MOST_COUNTED + 3, lead="sekretaris")
    assert counted(waiting_count(actor)) == "99+"
    with CaptureQueriesContext(connection) as caught:
        waiting_count(actor)
    assert not [one["sql"] for one in caught if "procedure_version" in one["sql"]]


def test_what_is_done_or_cancelled_waits_for_nobody() -> None:
    world = new_world()
    now = cycle_at(world, 4)
    done = StepRun.objects.filter(agency_id=world.agency_id).exclude(done_at=None)
    assert done.count() == 3
    (open_one,) = open_steps(world.agency_id)
    assert open_one.step == 4
    cancel_run(
        run_id=Cycle.objects.get(pk=now.cycle_id).run_id,
        reason="Dasar hukumnya dicabut.",
        actor=world.actor(Role.HEAD),
        tools=world.tools,
    )
    assert not open_steps(world.agency_id).exists()
    assert waiting_count(world.actor(Role.TEAM)) == 0


def test_a_draft_waits_for_somebody_else_than_its_author() -> None:
    world = new_world()
    cycle_at(world, 7)
    actor = world.actor(Role.SECRETARY)
    assert waiting_count(actor) == 1
    assert len(desk(actor).mine) == 1
    (step,) = open_steps(world.agency_id)
    Cycle.objects.get(run=step.run_id).papers.update(made_by=actor.account_id)
    Run.objects.filter(pk=step.run_id).update(worked_by=actor.account_id)
    assert waiting_count(actor) == 0
    found = desk(actor)
    assert found.mine == ()
    assert len(found.others) == 1


def test_a_desk_of_many_asks_no_more_than_one_of_few() -> None:
    world = new_world()
    ordered(world)
    actor = world.actor(Role.SECRETARY)
    more(world, 2, lead="sekretaris")
    with CaptureQueriesContext(connection) as few:
        desk(actor)
    more(world, 3 * PAGE, lead="sekretaris")
    more(world, PAGE, lead="staf")
    with CaptureQueriesContext(connection) as many:
        found = desk(actor)
    assert len(many) <= len(few)
    assert found.next is not None
    assert found.has_more_others
