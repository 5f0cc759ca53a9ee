"""The journal of the office: keys and kept names in words, and whether its chain holds."""

from collections.abc import Iterator

import pytest

from tests.builders import World
from tests.web.builders_office import words
from tests.web.builders_work import at_door, installed, queries, url
from tests.web.test_tokens import made
from ukur.domain.people import Role
from ukur.store.models import ApiToken, OfficeEventRow

PAGE = "office_journal"


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with installed() as made_world:
        yield made_world


def test_it_tells_of_keys_in_words(world: World) -> None:
    staff = at_door(world, Role.STAFF)
    made(world, staff)
    staff.post(url("api_keys"), {"do": "revoke", "key": str(ApiToken.objects.get().pk)})
    page = words(at_door(world, Role.EVALUATOR).get(url(PAGE)))
    assert "membuat kunci program “SIMPUS”, berlaku sampai 1 Mei 2026" in page
    assert "mencabut kunci “SIMPUS”" in page
    assert "Rantai konsisten" in page


def test_names_that_were_said_and_forgotten_are_told(world: World) -> None:
    keeper = world.actor(Role.KEEPER)
    said = {"elements_said": {"K1 sasaran": ["IKU-01"]}, "elements_forgotten": ["K4 lama"]}
    none: dict[str, object] = {"units_said": {}, "units_forgotten": []}
    OfficeEventRow.objects.create(
        agency_id=keeper.agency_id,
        sequence=1,
        at="2026-04-01T01:30:00.000000Z",
        by="perencana",
        verb="source_map_kept",
        facts={"system": "dhis2", "version": 2} | said | none,
        previous="",
        hash="",
    )
    page = words(at_door(world, Role.PLANNER).get(url(PAGE)))
    assert "menyimpan nama dari dhis2, versi 2" in page
    assert "ditetapkan: K1 sasaran, –; dilupakan: K4 lama, –" in page


def test_a_changed_event_is_named(world: World) -> None:
    made(world, at_door(world, Role.STAFF))
    OfficeEventRow.objects.update(by="orang lain")
    page = words(at_door(world, Role.KEEPER).get(url(PAGE)))
    assert "Rantai terputus pada catatan 1" in page
    assert "Rantai konsisten" not in page


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.UNIT_HEAD])
def test_nobody_of_a_unit_reads_it(world: World, role: Role) -> None:
    assert at_door(world, role, "PKM-01").get(url(PAGE)).status_code == 404


def test_it_costs_the_same_however_long_it_is(world: World) -> None:
    staff = at_door(world, Role.STAFF)
    keeper = at_door(world, Role.KEEPER)
    made(world, staff)
    keeper.get(url(PAGE))
    before = queries(lambda: keeper.get(url(PAGE)))
    for number in range(3):
        made(world, staff, name=f"SIMPUS {number}")
    assert queries(lambda: keeper.get(url(PAGE))) == before
