"""Units and days without office hours."""

from collections.abc import Mapping
from datetime import date

import pytest

from tests.builders import World, new_world, problems, refused
from ukur.domain.people import Actor, NotTheKeeper, Role
from ukur.domain.ports import OutsideFailure
from ukur.domain.refusals import NotValid
from ukur.store.models import CalendarYear, Holiday, Unit
from ukur.usecases.office.add_holiday import add_holiday
from ukur.usecases.office.add_unit import add_unit
from ukur.usecases.office.load_holidays import load_holidays
from ukur.usecases.office.remove_holiday import remove_holiday

ANNIVERSARY = date(2026, 5, 5)


class TwoDays:
    def of(self, year: int) -> Mapping[date, str]:
        return {date(year, 1, 1): "Tahun Baru", date(year, 8, 17): "Kemerdekaan"}


class Nothing:
    def of(self, year: int) -> Mapping[date, str]:
        raise OutsideFailure("holidays", str(year))


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


def test_a_year_is_loaded_once_and_keeps_what_the_keeper_wrote(world: World, keeper: Actor) -> None:
    add_holiday(
        day=date(2030, 1, 1), name="Libur sendiri", basis="", actor=keeper, tools=world.tools
    )
    first = load_holidays(year=2030, holidays=TwoDays(), actor=keeper, tools=world.tools)
    second = load_holidays(year=2030, holidays=TwoDays(), actor=keeper, tools=world.tools)
    assert (first, second) == (1, 0)
    assert CalendarYear.objects.filter(year=2030).count() == 1
    assert Holiday.objects.get(day=date(2030, 1, 1)).name == "Libur sendiri"


def test_a_year_that_nobody_knows_stays_unknown(world: World, keeper: Actor) -> None:
    with pytest.raises(OutsideFailure):
        load_holidays(year=2090, holidays=Nothing(), actor=keeper, tools=world.tools)
    assert not CalendarYear.objects.filter(year=2090).exists()


def test_a_day_is_free_once_and_can_become_ordinary_again(world: World, keeper: Actor) -> None:
    added = add_holiday(
        day=ANNIVERSARY, name="Hari Jadi", basis="SE 1/2026", actor=keeper, tools=world.tools
    )
    with refused(NotValid) as said:
        add_holiday(day=ANNIVERSARY, name=" ", basis="x" * 201, actor=keeper, tools=world.tools)
    assert problems(said[0]) == [
        ("basis", "too_long_for_field"),
        ("name", "needed"),
        ("day", "taken"),
    ]
    for _ in range(2):
        remove_holiday(holiday_id=added, actor=keeper, tools=world.tools)
    assert not Holiday.objects.filter(day=ANNIVERSARY).exists()


def test_the_calendar_of_another_agency_is_out_of_reach(world: World, keeper: Actor) -> None:
    new_world(code="lain")
    foreign = Holiday.objects.filter(agency__code="lain").first()
    assert foreign is not None
    remove_holiday(holiday_id=foreign.pk, actor=keeper, tools=world.tools)
    assert Holiday.objects.filter(pk=foreign.pk).exists()


def test_only_the_keeper_touches_units_and_days(world: World) -> None:
    head = world.actor(Role.HEAD)
    with refused(NotTheKeeper):
        add_unit(code="X", name="X", kind="upt", actor=head, tools=world.tools)
    with refused(NotTheKeeper):
        load_holidays(year=2030, holidays=TwoDays(), actor=head, tools=world.tools)
    with refused(NotTheKeeper):
        add_holiday(day=ANNIVERSARY, name="X", basis="", actor=head, tools=world.tools)
    with refused(NotTheKeeper):
        remove_holiday(holiday_id=1, actor=head, tools=world.tools)
