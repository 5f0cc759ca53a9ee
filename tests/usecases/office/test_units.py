"""Units."""

import pytest

from tests.builders import World, new_world, problems, refused
from ukur.domain.people import Actor, NotTheKeeper, Role
from ukur.domain.refusals import NotValid
from ukur.store.models import Unit
from ukur.usecases.office.add_unit import add_unit


@pytest.fixture
def world(db: None) -> World:
    return new_world()


@pytest.fixture
def keeper(world: World) -> Actor:
    return world.actor(Role.KEEPER)


def test_a_unit_comes_after_the_others(world: World, keeper: Actor) -> None:
    added = add_unit(
        code=" PKM-09 ", name="Puskesmas 9", kind="puskesmas", actor=keeper, tools=world.tools
    )
    units = list(Unit.objects.filter(agency=world.agency_id))
    assert units[-1].pk == added
    assert units[-1].code == "PKM-09"


def test_a_unit_needs_code_name_and_kind_and_a_code_of_its_own(world: World, keeper: Actor) -> None:
    with refused(NotValid) as said:
        add_unit(code="", name=" ", kind="x" * 41, actor=keeper, tools=world.tools)
    assert problems(said[0]) == [
        ("code", "needed"),
        ("name", "needed"),
        ("kind", "too_long_for_field"),
    ]
    with refused(NotValid) as said:
        add_unit(code="PKM-01", name="Dua", kind="upt", actor=keeper, tools=world.tools)
    assert problems(said[0]) == [("code", "taken")]


def test_only_the_keeper_adds_units(world: World) -> None:
    with refused(NotTheKeeper):
        add_unit(code="X", name="X", kind="upt", actor=world.actor(Role.HEAD), tools=world.tools)
