"""What is taken away: the plan as its own workbook, and the year as Form E.81."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.test import Client

from tests.builders import YEAR, World, cycle_at
from tests.web.builders_work import at_door, installed, url
from ukur.adapters.workbook import read_workbook
from ukur.domain.people import Role
from ukur.domain.plan.draft import PlanDraft
from ukur.domain.plan.export import only_own_units
from ukur.domain.plan.foreign.e81 import read_e81
from ukur.domain.plan.reading import read_with_problems
from ukur.domain.sheets import Sheet
from ukur.store.models import Agency, PlanVersion
from ukur.store.queries.plan_draft import plan_draft


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with installed() as made:
        yield made


def taken(world: World, role: Role = Role.PLANNER) -> tuple[PlanVersion, bytes]:
    plan = PlanVersion.objects.get()
    response = at_door(world, role).get(url("plan_workbook", plan.pk))
    assert response.status_code == 200
    return plan, response.content


def test_a_version_comes_back_as_it_went_out(world: World) -> None:
    plan, content = taken(world)
    draft, problems = read_with_problems(read_workbook(content), YEAR)
    assert (problems, draft.notes) == ((), ())
    assert replace(draft, notes=()) == only_own_units(plan_draft(plan.pk))
    assert draft != PlanDraft()


def test_the_same_version_gives_the_same_bytes(world: World) -> None:
    assert taken(world)[1] == taken(world)[1]


def test_a_workbook_says_which_version_it_is(world: World) -> None:
    guide = read_workbook(taken(world)[1])[0]
    texts = [text for row in guide.rows for text in row]
    assert any(f"Rencana induk {YEAR}, versi 1" in text for text in texts)


def e81(client: Client, year: int = YEAR) -> Sheet:
    response = client.get(url("plan_e81", year))
    assert response.status_code == 200
    return read_workbook(response.content)[0]


def test_the_year_is_told_in_the_form_that_we_read(world: World) -> None:
    cycle_at(world, 5)
    form = read_e81(e81(at_door(world, Role.TEAM)))
    assert form.problems == ()
    plan = plan_draft(PlanVersion.objects.get().pk)
    named = [row.indicator[0] for row in form.rows if row.indicator[0]]
    assert sorted(named) == sorted(row.name for row in plan.indicators)
    assert [row.code[0] for row in form.rows if row.code[0]] == [row.code for row in plan.budget]
    first = next(row for row in form.rows if row.indicator[0] == plan.indicators[0].name)
    assert first.figure("tw1 k")[0] not in ("", "-")
    assert first.figure("tw1 %")[0].endswith("%")
    assert first.figure("tw2 k")[0] == "-", "not measured is not 0"


def test_figures_that_nobody_approved_are_marked(world: World) -> None:
    cycle_at(world, 5)
    texts = [text for row in e81(at_door(world, Role.PLANNER)).rows[:5] for text in row]
    assert any("Angka sementara: TW I" in text for text in texts)


@pytest.mark.parametrize(
    ("mode", "mark", "signed"),
    [("real", "", True), ("sample", "DATA CONTOH", True), ("trial", "UJI HITUNG", False)],
)
def test_a_sample_and_a_trial_say_what_they_are(
    world: World, mode: str, mark: str, *, signed: bool
) -> None:
    agency = Agency.objects.get(pk=world.agency_id)
    Agency.objects.filter(pk=world.agency_id).update(mode=mode)
    rows = e81(at_door(world, Role.PLANNER)).rows
    assert mark in (rows[3] or ("",))[0]
    assert (agency.head_title.upper() in [row[0] for row in rows if row]) is signed
    sheet = read_workbook(taken(world)[1])[1]
    assert any(mark in cell for cell in (sheet.rows[1] or ("",)))


def test_strangers_and_other_years_find_nothing(world: World) -> None:
    planner = at_door(world, Role.PLANNER)
    assert planner.get(url("plan_e81", YEAR + 5)).status_code == 404
    assert planner.get(url("plan_workbook", 999_999)).status_code == 404
    operator = at_door(world, Role.OPERATOR, "PKM-01")
    assert operator.get(url("plan_e81", YEAR)).status_code == 404


def test_another_agencys_plan_is_not_there(world: World) -> None:
    with installed(code="lain") as other:
        plan = PlanVersion.objects.exclude(agency_id=other.agency_id).get()
        client = at_door(other, Role.PLANNER)
        assert client.get(url("plan_workbook", plan.pk)).status_code == 404
