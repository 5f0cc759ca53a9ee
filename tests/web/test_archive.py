"""The archive: what is sealed, the package, and who may open it."""

import hashlib
from collections.abc import Iterator

import pytest
from django.test import Client

from tests.builders import World, cycle_at, seen, unpacked
from tests.web.builders_work import at_door, installed, queries, step, text, url
from ukur.domain.people import Role
from ukur.store.models import Cycle, EvidenceRow, PackageRow


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with installed() as made:
        yield made


def test_staff_see_what_will_be_sealed_and_seal_it_once(world: World) -> None:
    cycle_id = cycle_at(world, 9).cycle_id
    staff, now = at_door(world, Role.STAFF), seen(cycle_id)
    path = url("archive_cycle", cycle_id)
    assert path in text(staff.get(url("archive", cycle_id)))
    assert staff.post(path, step(now)).status_code == 302
    assert Cycle.objects.get(pk=cycle_id).run.step is None
    assert staff.post(path, step(now)).status_code == 409
    page = text(staff.get(url("archive", cycle_id)))
    assert PackageRow.objects.get().sha256[:8] in page
    assert url("package", cycle_id) in page


def test_a_package_comes_as_one_file_with_its_hash(world: World) -> None:
    cycle_id = cycle_at(world, 10).cycle_id
    response = at_door(world, Role.EVALUATOR).get(url("package", cycle_id))
    row = PackageRow.objects.get()
    assert hashlib.sha256(response.content).hexdigest() == row.sha256
    assert response.headers["Content-Type"] == "application/zip"
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert "index.html" in unpacked(response.content)


def test_an_evaluator_reads_what_is_archived_and_nothing_before(world: World) -> None:
    cycle_id = cycle_at(world, 9).cycle_id
    evaluator = at_door(world, Role.EVALUATOR)
    evidence = EvidenceRow.objects.first()
    assert evidence is not None
    assert evaluator.get(url("archive", cycle_id)).status_code == 404
    assert evaluator.get(url("package", cycle_id)).status_code == 404
    assert evaluator.get(url("evidence", evidence.pk)).status_code == 404
    at_door(world, Role.STAFF).post(url("archive_cycle", cycle_id), step(seen(cycle_id)))
    assert evaluator.get(url("archive", cycle_id)).status_code == 200
    assert url("archive", cycle_id) in text(evaluator.get(url("archives")))
    assert evaluator.get(url("evidence", evidence.pk)).status_code == 200


def test_an_empty_archive_says_when_it_fills(world: World) -> None:
    response = at_door(world, Role.EVALUATOR).get(url("archives"))
    assert response.status_code == 200
    assert "<table" not in text(response)


def test_nobody_else_seals(world: World) -> None:
    cycle_id = cycle_at(world, 9).cycle_id
    planner = at_door(world, Role.PLANNER)
    path = url("archive_cycle", cycle_id)
    assert path not in text(planner.get(url("archive", cycle_id)))
    assert planner.post(path, step(seen(cycle_id))).status_code == 403


def test_the_archive_of_another_agency_is_not_there(world: World) -> None:
    cycle_id = cycle_at(world, 10).cycle_id
    with installed(code="lain") as other:
        for role in (Role.EVALUATOR, Role.STAFF, Role.HEAD):
            client = at_door(other, role)
            assert client.get(url("archive", cycle_id)).status_code == 404
            assert client.get(url("package", cycle_id)).status_code == 404


def test_the_archive_is_closed_to_units_and_strangers(world: World) -> None:
    cycle_id = cycle_at(world, 10).cycle_id
    operator = at_door(world, Role.OPERATOR, "PKM-01")
    assert operator.get(url("archives")).status_code == 404
    assert operator.get(url("archive", cycle_id)).status_code == 404
    assert Client().get(url("package", cycle_id)).status_code == 302


def test_the_page_asks_as_often_for_many_units_as_for_few(db: None) -> None:
    def asked(code: str, puskesmas: int) -> int:
        with installed(code=code, puskesmas=puskesmas) as world:
            cycle_id = cycle_at(world, 9).cycle_id
            client = at_door(world, Role.STAFF)
            return queries(lambda: client.get(url("archive", cycle_id)))

    assert asked("kecil", 2) == asked("besar", 4)
