"""The findings of a version: read by the office, answered by the planner, passed on as a file."""

import io
from collections.abc import Iterator

import openpyxl
import pytest
from django.test import Client

from tests.builders import World
from tests.web.builders_work import at_door, installed, queries, text, url
from ukur.domain.people import Role
from ukur.store.models import PlanVersion
from ukur.store.queries.plan_findings import findings_page


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with installed() as made:
        yield made


@pytest.fixture
def planner(world: World) -> Client:
    return at_door(world, Role.PLANNER)


@pytest.fixture
def plan_id(world: World) -> int:
    return PlanVersion.objects.get(agency=world.agency_id).pk


@pytest.fixture
def key(world: World, plan_id: int) -> str:
    """The key of a finding about an indicator."""
    found = findings_page(world.agency_id, plan_id)
    assert found is not None
    return next(f.key for f in found.findings if f.sheet == "Indikator" and f.subject)


def test_findings_are_listed_by_kind_with_their_rows(planner: Client, plan_id: int) -> None:
    page = text(planner.get(url("plan_findings", plan_id)))
    assert "Manual indikator" in page
    assert 'class="temuan"' in page


def test_a_kind_can_be_looked_at_alone(planner: Client, plan_id: int) -> None:
    page = text(planner.get(url("plan_findings", plan_id) + "?golongan=manual"))
    assert 'id="g-manual"' in page
    assert 'id="g-pohon"' not in page


def test_an_answer_stands_beside_its_finding(planner: Client, plan_id: int, key: str) -> None:
    answered = planner.post(
        url("answer_finding", plan_id) + "?keadaan=dijawab", {"key": key, "text": "Memang begitu."}
    )
    assert answered.status_code == 302
    page = text(planner.get(answered.headers["Location"]))
    assert "Memang begitu." in page
    left = text(planner.get(url("plan_findings", plan_id) + "?keadaan=terbuka"))
    assert f'id="t-{key}"' not in left


def test_an_empty_answer_is_told_at_its_finding(planner: Client, plan_id: int, key: str) -> None:
    answered = planner.post(url("answer_finding", plan_id), {"key": key, "text": " "})
    assert answered.status_code == 422
    assert '<details class="tambah" open>' in text(answered)


def test_others_read_and_do_not_answer(world: World, plan_id: int, key: str) -> None:
    head = at_door(world, Role.HEAD)
    assert url("answer_finding", plan_id) not in text(head.get(url("plan_findings", plan_id)))
    answered = head.post(url("answer_finding", plan_id), {"key": key, "text": "Ya"})
    assert answered.status_code == 403


def test_findings_are_passed_on_as_a_workbook(planner: Client, plan_id: int, key: str) -> None:
    planner.post(url("answer_finding", plan_id), {"key": key, "text": "=Memang"})
    content = planner.get(url("plan_findings_workbook", plan_id)).content
    rows = list(openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].values)
    assert rows[2][:4] == ("No", "Golongan", "Lembar", "Sel")
    assert [row[8] for row in rows[3:] if row[8]] == ["=Memang"]


@pytest.mark.parametrize("name", ["plan_findings", "plan_findings_workbook"])
def test_findings_are_closed_to_units_strangers_and_other_agencies(
    world: World, plan_id: int, name: str
) -> None:
    assert at_door(world, Role.OPERATOR, "PKM-01").get(url(name, plan_id)).status_code == 404
    assert Client().get(url(name, plan_id)).status_code == 302
    assert at_door(world, Role.PLANNER).get(url(name, plan_id + 1000)).status_code == 404


def test_the_page_asks_as_often_for_many_lines_as_for_few(db: None) -> None:
    def asked(code: str, more: int) -> int:
        with installed(code=code, more_ratios=more) as world:
            client = at_door(world, Role.PLANNER)
            plan = PlanVersion.objects.get(agency=world.agency_id).pk
            return queries(lambda: client.get(url("plan_findings", plan)))

    assert asked("kecil", 0) == asked("besar", 6)
