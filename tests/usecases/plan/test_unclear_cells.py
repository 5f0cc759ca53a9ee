"""What unclear cells mean is said beside the workbook, and kept with the version."""

import pytest

from tests.builders import World, new_world, problems, refused
from tests.plan_sheets import sheets
from ukur.domain.people import Role
from ukur.domain.plan.draft import Imported, Upload
from ukur.domain.refusals import NotValid
from ukur.domain.sheets import Sheet
from ukur.store.models import PlanVersion
from ukur.usecases.plan.import_plan import import_plan
from ukur.usecases.plan.preview_plan import preview_plan

pytestmark = pytest.mark.django_db
YEAR = 2031
ANSWERS = {"Target!B3": "4,25"}


@pytest.fixture
def world() -> World:
    return new_world()


def unclear(content: bytes) -> tuple[Sheet, ...]:
    """Stands in for the workbook: one target can be read in two ways."""
    return sheets({("Target", 0, "tw i"): "4.25"})


def upload(answers: dict[str, str]) -> Upload:
    return Upload("rencana.xlsx", b"isi", YEAR, "induk", answers=answers)


def brought_in(world: World, answers: dict[str, str]) -> Imported:
    return import_plan(
        upload=upload(answers), read=unclear, actor=world.actor(Role.PLANNER), tools=world.tools
    )


def test_without_an_answer_nothing_is_brought_in(world: World) -> None:
    with refused(NotValid) as told:
        brought_in(world, {})
    assert problems(told[0]) == [("Target!B3", "figure_ambiguous")]


def test_an_answer_is_kept_with_the_version(world: World) -> None:
    plan = PlanVersion.objects.get(pk=brought_in(world, ANSWERS).plan_id)
    assert plan.source_note == "Target!B3: 4.25 = 4,25"
    target = plan.indicators.get(code="I-1").targets.get(period="TW1")
    assert str(target.low.normalize()) == "4.25"


def test_the_same_file_with_the_same_answers_changes_nothing(world: World) -> None:
    first = brought_in(world, ANSWERS)
    assert brought_in(world, ANSWERS) == Imported(first.plan_id, first.number, is_new=False)
    assert upload({"Target!B3": "425"}).sha256 != upload(ANSWERS).sha256


def test_a_preview_asks_and_takes_the_answer(world: World) -> None:
    planner = world.actor(Role.PLANNER)
    asked = preview_plan(upload=upload({}), read=unclear, actor=planner)
    assert [question.choices for question in asked.draft.questions] == [("4,25", "425")]
    answered = preview_plan(upload=upload(ANSWERS), read=unclear, actor=planner)
    assert answered.problems == ()
    assert answered.draft.questions[0].chosen == "4,25"
