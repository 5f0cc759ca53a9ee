"""What the names of another system are here is kept in versions."""

import pytest

from tests.builders import World, new_world, refused
from ukur.domain.collecting import NotYourUnit
from ukur.domain.people import Role
from ukur.domain.sources import Meaning, Part, SourceMapping, System
from ukur.store.models import SourceMap
from ukur.store.queries.sources import newest_map
from ukur.usecases.collect.keep_source_map import keep_source_map

pytestmark = pytest.mark.django_db

ONE = SourceMapping({"K6": Meaning("IKU-01", Part.NUMERATOR)}, {"Melati": "PKM-01"})


@pytest.fixture
def world() -> World:
    return new_world()


def keep(world: World, mapping: SourceMapping, role: Role = Role.TEAM) -> int:
    return keep_source_map(
        system=System.DHIS2, mapping=mapping, actor=world.actor(role), tools=world.tools
    )


def test_a_changed_mapping_is_a_new_version_and_the_old_one_stays(world: World) -> None:
    assert keep(world, ONE) == 1
    assert keep(world, ONE) == 1
    more = SourceMapping({**ONE.elements, "AKI": Meaning("")}, ONE.units)
    assert keep(world, more, Role.PLANNER) == 2
    assert SourceMap.objects.count() == 2
    newest = newest_map(world.agency_id, System.DHIS2)
    assert (newest.elements, newest.units, newest.version) == (more.elements, more.units, 2)


def test_each_system_has_a_mapping_of_its_own(world: World) -> None:
    keep(world, ONE)
    assert newest_map(world.agency_id, System.CSV) == SourceMapping()


@pytest.mark.parametrize("role", [Role.HEAD, Role.STAFF, Role.KEEPER])
def test_nobody_else_says_what_names_are(world: World, role: Role) -> None:
    with refused(NotYourUnit):
        keep(world, ONE, role)
