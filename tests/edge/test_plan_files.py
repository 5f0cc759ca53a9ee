"""A plan workbook comes in through the edge as a file with a name."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from ukur.adapters.clock import SetClock
from ukur.domain.people import Actor, Duty, Role
from ukur.domain.plan.draft import Upload
from ukur.domain.refusals import NotValid
from ukur.edge import plan_files, wiring
from ukur.store.models import Agency, PlanVersion

pytestmark = pytest.mark.django_db

SAMPLE = Path(__file__).parents[2] / "samples" / "dinkes-contoh" / "rencana.xlsx"


@pytest.fixture
def planner() -> Actor:
    agency = Agency.objects.create(
        code="dinkes", name="Dinkes", government="Pemkab", region="Kab", city="Kota", head_title="K"
    )
    return Actor(1, "Perencana", agency.pk, (Duty(Role.PLANNER),))


def test_the_sample_plan_comes_in_for_any_year(planner: Actor) -> None:
    tools = wiring.tools_at(SetClock(datetime(2026, 1, 5, tzinfo=UTC)))
    for year in (2025, 2026):
        imported = plan_files.import_plan(
            upload=Upload(SAMPLE.name, SAMPLE.read_bytes(), year, "induk"),
            actor=planner,
            tools=tools,
        )
        plan = PlanVersion.objects.get(pk=imported.plan_id)
        assert (plan.year, plan.indicators.count(), plan.budget_lines.count()) == (year, 46, 26)


def test_a_preview_of_the_template_names_what_is_still_empty(planner: Actor) -> None:
    seen = plan_files.preview_plan(
        upload=Upload("kosong.xlsx", plan_files.plan_template(), 2026, "induk"),
        actor=planner,
    )
    assert [problem.code for problem in seen.problems] == ["sheet_empty"] * 3


def test_what_is_wrong_with_the_whole_file_is_told_under_its_name(planner: Actor) -> None:
    tools = wiring.tools_at(SetClock(datetime(2026, 1, 5, tzinfo=UTC)))
    with pytest.raises(NotValid) as refused:
        plan_files.import_plan(
            upload=Upload("foto.jpg", b"\xff\xd8", 2026, "induk"), actor=planner, tools=tools
        )
    problems = [(problem.where, problem.code) for problem in refused.value.problems]
    assert problems == [("foto.jpg", "workbook_unreadable")]
