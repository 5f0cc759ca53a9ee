"""Plain runs and letters at the same moment: a step is left once, no number is given twice."""

from datetime import date

import pytest

from tests.builders import YEAR, World, new_world
from tests.faults.test_races import together
from tests.small_sops import KEY, put_in_force
from ukur.domain.letters import Received
from ukur.domain.people import Role
from ukur.domain.sop.flow import StepNotOpen
from ukur.store.models import EventRow, IncomingLetter, Letter, Run, StepRun
from ukur.usecases.changing import RunSeen
from ukur.usecases.letters.number_outgoing_letter import number_outgoing_letter
from ukur.usecases.letters.register_incoming_letter import register_incoming_letter
from ukur.usecases.run.begin_run import Wanted, begin_run
from ukur.usecases.run.finish_step import finish_step
from ukur.usecases.run.number_letter import number_letter

pytestmark = pytest.mark.django_db(transaction=True)
WANTED = Wanted(KEY, "Rapat Renja", date(YEAR, 4, 10))


@pytest.fixture
def world() -> World:
    made = new_world()
    put_in_force(made.agency_id)
    return made


def test_two_presses_advance_a_run_once(world: World) -> None:
    planner = world.actor(Role.PLANNER)
    run_id = begin_run(wanted=WANTED, actor=planner, tools=world.tools)
    seen = RunSeen(run_id, 1, 1)
    outcome = together(
        *[lambda: finish_step(seen=seen, actor=planner, tools=world.tools)] * 3,
    )
    assert len(outcome.done) == 1
    assert [type(refusal) for refusal in outcome.refused] == [StepNotOpen] * 2
    assert Run.objects.get(pk=run_id).step == 2
    assert StepRun.objects.filter(run=run_id, done_at=None).count() == 1
    assert EventRow.objects.filter(run=run_id, verb="step_finished").count() == 1


def test_runs_begun_at_once_have_journals_of_two_names(world: World) -> None:
    planner = world.actor(Role.PLANNER)
    outcome = together(
        *[lambda: begin_run(wanted=WANTED, actor=planner, tools=world.tools)] * 3,
    )
    assert outcome.refused == []
    assert len(set(Run.objects.values_list("chain", flat=True))) == 3


def test_letters_at_once_take_numbers_one_after_another(world: World) -> None:
    planner, staff = world.actor(Role.PLANNER), world.actor(Role.STAFF)
    run_id = begin_run(wanted=WANTED, actor=planner, tools=world.tools)
    letter = Received(received_on=date(YEAR, 4, 1), sender="Inspektorat", subject="Reviu")

    def entered() -> object:
        return register_incoming_letter(letter=letter, scan=None, actor=staff, tools=world.tools)

    def numbered() -> object:
        return number_outgoing_letter(
            subject="Undangan", recipient="Camat", actor=staff, tools=world.tools
        )

    def of_the_run() -> object:
        return number_letter(
            seen=RunSeen(run_id, 1, 1),
            subject="Undangan",
            recipient="Lurah",
            actor=planner,
            tools=world.tools,
        )

    outcome = together(entered, entered, numbered, of_the_run)
    assert outcome.refused == []
    assert sorted(IncomingLetter.objects.values_list("agenda", flat=True)) == [1, 2]
    assert sorted(Letter.objects.values_list("sequence", flat=True)) == [1, 2]
