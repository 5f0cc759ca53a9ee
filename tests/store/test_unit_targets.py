"""A unit with a target of its own is held against it; the others against the agency's."""

import pytest

from tests.builders import COUNT, RATIO, World, cycle_at, filled, new_world
from ukur.domain.people import Role
from ukur.store.models import Cycle, IndicatorRow, Unit, UnitTargetRow
from ukur.store.queries.entry import entry_form
from ukur.store.queries.entry_lines import EntryLine
from ukur.store.queries.evaluation import evaluated_line
from ukur.store.queries.unit_forms import unit_forms_values


@pytest.fixture
def world(db: None) -> World:
    return new_world()


def give(world: World, code: str, unit: str, target: int, period: str = "TW1") -> None:
    """A target of its own for one unit, as the plan would have had it."""
    indicator = IndicatorRow.objects.get(plan__agency_id=world.agency_id, code=code)
    UnitTargetRow.objects.create(
        indicator=indicator,
        unit=Unit.objects.get(agency_id=world.agency_id, code=unit),
        period=period,
        low=target,
    )


def line(world: World, cycle_id: int, unit: str, code: str) -> EntryLine:
    form = entry_form(
        world.task(cycle_id, unit).task_id, world.actor(Role.OPERATOR, unit), world.clock.at
    )
    assert form is not None
    return next(one for one in form.lines if one.code == code)


def test_a_unit_sees_its_own_target_and_the_others_that_of_the_agency(world: World) -> None:
    give(world, RATIO, "PKM-01", 40)
    cycle_id = cycle_at(world, 4).cycle_id
    own, other = (line(world, cycle_id, unit, RATIO) for unit in ("PKM-01", "PKM-02"))
    assert (own.target, own.has_own_target, own.has_agencys_target) == ("40,00", True, False)
    assert (other.target, other.has_own_target, other.has_agencys_target) == ("90,00", False, True)


def test_achievement_of_a_unit_is_against_its_own_target(world: World) -> None:
    give(world, RATIO, "PKM-01", 40)
    cycle_id = cycle_at(world, 4).cycle_id
    for unit in ("PKM-01", "PKM-02"):
        filled(world, cycle_id, unit)
    own, other = (line(world, cycle_id, unit, RATIO) for unit in ("PKM-01", "PKM-02"))
    assert (own.realization, other.realization) == ("80,00", "80,00")
    assert own.figure.shown == "200,00"
    assert other.figure.shown == "88,89"


def test_a_sum_says_something_of_a_unit_only_against_its_own_target(world: World) -> None:
    give(world, COUNT, "PKM-01", 5)
    cycle_id = cycle_at(world, 4).cycle_id
    own, other = (line(world, cycle_id, unit, COUNT) for unit in ("PKM-01", "PKM-02"))
    assert (own.is_summed, own.target) == (False, "5,00")
    assert (other.is_summed, other.target) == (True, "10,00")


def test_a_target_of_another_period_is_none_of_this_one(world: World) -> None:
    give(world, RATIO, "PKM-01", 40, period="TW2")
    cycle_id = cycle_at(world, 4).cycle_id
    assert not line(world, cycle_id, "PKM-01", RATIO).has_own_target


def test_the_form_of_a_unit_names_its_own_target(world: World) -> None:
    give(world, RATIO, "PKM-01", 40)
    give(world, RATIO, "PKM-01", 45, period="TAHUN")
    cycle_id = cycle_at(world, 4).cycle_id
    forms = {form.unit_code: form for form in unit_forms_values(cycle_id, world.agency_id)}
    told = {
        unit: next((row.target, row.year_target) for row in forms[unit].lines if row.code == RATIO)
        for unit in ("PKM-01", "PKM-02")
    }
    assert told == {"PKM-01": ("40 (unit)", "45 (unit)"), "PKM-02": ("90", "95")}


def test_in_the_discussion_a_unit_falls_short_of_its_own_target(world: World) -> None:
    give(world, RATIO, "PKM-01", 40)
    cycle_id = cycle_at(world, 5).cycle_id
    assert Cycle.objects.get(pk=cycle_id).run.step == 5
    found = evaluated_line(cycle_id, world.line(cycle_id, RATIO))
    assert found is not None
    by_unit = {part.unit: part for part in found.parts}
    own, other = by_unit["Puskesmas 01"], by_unit["Puskesmas 02"]
    assert (own.target, own.missing) == ("40,00", "")
    assert other.target == ""
    assert other.missing
    assert own.target_at < other.target_at == found.target_at
