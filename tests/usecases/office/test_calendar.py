"""The office calendar: days without hours, other hours, and what changes of it move."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from tests.builders import World, cycle_at, new_world, one_event, ordered, problems, refused
from ukur.domain.holidays import HolidayKind
from ukur.domain.people import Actor, NotTheKeeper, Role
from ukur.domain.ports import OutsideFailure
from ukur.domain.refusals import NotValid
from ukur.domain.sop.worktime import RAMADAN_WEEK, USUAL_WEEK, HoursOverlap, Span
from ukur.store.models import Agency, CalendarYear, Holiday, SpecialHoursRow, StepRun, UnitTask
from ukur.store.queries.calendars import calendar_of
from ukur.usecases.office.add_holiday import add_holiday
from ukur.usecases.office.add_special_hours import NewSpecialHours, add_special_hours
from ukur.usecases.office.load_holidays import load_holidays
from ukur.usecases.office.recounting import CalendarChange
from ukur.usecases.office.remove_holiday import remove_holiday
from ukur.usecases.office.remove_special_hours import remove_special_hours
from ukur.usecases.office.set_office_hours import set_office_hours

ANNIVERSARY = date(2026, 5, 5)
FASTING = NewSpecialHours(
    name="Ramadan",
    basis="SE Bupati 400/12/2026",
    first=date(2026, 2, 18),
    last=date(2026, 3, 19),
    week=RAMADAN_WEEK,
)
LATER_WEEK = ((Span(time(9), time(15)),),) * 5 + ((), ())


class ThreeDays:
    def of(self, year: int) -> Mapping[date, str]:
        return {
            date(year, 1, 1): "Tahun Baru",
            date(year, 8, 17): "Kemerdekaan",
            date(year, 12, 24): "Cuti Bersama Natal",
        }


class Nothing:
    def of(self, year: int) -> Mapping[date, str]:
        raise OutsideFailure("holidays", str(year))


@pytest.fixture
def world(db: None) -> World:
    return new_world()


@pytest.fixture
def keeper(world: World) -> Actor:
    return world.actor(Role.KEEPER)


def free(
    world: World, day: date, kind: HolidayKind = HolidayKind.REGIONAL, basis: str = "SE 1/2026"
) -> CalendarChange:
    """The keeper adds the day."""
    return add_holiday(
        day=day,
        kind=kind,
        name="Hari Jadi",
        basis=basis,
        actor=world.actor(Role.KEEPER),
        tools=world.tools,
    )


def open_due(cycle_id: int) -> datetime:
    return StepRun.objects.get(run__cycle=cycle_id, done_at=None).due_at


# --- days ---------------------------------------------------------------------------------


def test_a_year_is_loaded_once_and_keeps_what_the_keeper_wrote(world: World, keeper: Actor) -> None:
    free(world, date(2030, 1, 1))
    first = load_holidays(year=2030, holidays=ThreeDays(), actor=keeper, tools=world.tools)
    second = load_holidays(year=2030, holidays=ThreeDays(), actor=keeper, tools=world.tools)
    assert (first.added, second.added) == (2, 0)
    assert CalendarYear.objects.filter(year=2030).count() == 1
    assert Holiday.objects.get(day=date(2030, 1, 1)).name == "Hari Jadi"
    kinds = dict(Holiday.objects.filter(day__year=2030).values_list("day", "kind"))
    assert [kinds[day] for day in sorted(kinds)] == ["regional", "national", "joint_leave"]


def test_a_year_that_nobody_knows_stays_unknown(world: World, keeper: Actor) -> None:
    with pytest.raises(OutsideFailure):
        load_holidays(year=2090, holidays=Nothing(), actor=keeper, tools=world.tools)
    assert not CalendarYear.objects.filter(year=2090).exists()


def test_a_day_is_free_once_and_can_become_ordinary_again(world: World, keeper: Actor) -> None:
    added = free(world, ANNIVERSARY).id
    with refused(NotValid) as said:
        add_holiday(
            day=ANNIVERSARY,
            kind=HolidayKind.NATIONAL,
            name=" ",
            basis="x" * 201,
            actor=keeper,
            tools=world.tools,
        )
    assert problems(said[0]) == [
        ("basis", "too_long_for_field"),
        ("name", "needed"),
        ("day", "taken"),
    ]
    for _ in range(2):
        remove_holiday(holiday_id=added, actor=keeper, tools=world.tools)
    assert not Holiday.objects.filter(day=ANNIVERSARY).exists()


def test_a_day_of_the_region_rests_on_a_decision(world: World) -> None:
    with refused(NotValid) as said:
        free(world, ANNIVERSARY, basis=" ")
    assert problems(said[0]) == [("basis", "needed")]
    free(world, ANNIVERSARY, kind=HolidayKind.NATIONAL, basis="")


# --- hours --------------------------------------------------------------------------------


def test_special_hours_hold_from_their_first_to_their_last_day(world: World, keeper: Actor) -> None:
    added = add_special_hours(new=FASTING, actor=keeper, tools=world.tools)
    calendar = calendar_of(Agency.objects.get(pk=world.agency_id))
    assert [one.name for one in calendar.special] == ["Ramadan"]
    assert calendar.special[0].week == RAMADAN_WEEK
    assert calendar.special[0].basis == "SE Bupati 400/12/2026"
    for _ in range(2):
        remove_special_hours(hours_id=added.id, actor=keeper, tools=world.tools)
    assert not SpecialHoursRow.objects.exists()


def test_special_hours_say_what_they_rest_on_and_make_sense(world: World, keeper: Actor) -> None:
    with refused(NotValid) as said:
        add_special_hours(
            new=replace(FASTING, name=" ", basis="x" * 201), actor=keeper, tools=world.tools
        )
    assert problems(said[0]) == [("name", "needed"), ("basis", "too_long_for_field")]
    backwards = replace(FASTING, last=date(2026, 2, 17))
    with refused(NotValid) as said:
        add_special_hours(new=backwards, actor=keeper, tools=world.tools)
    assert problems(said[0]) == [("last", "ends_before_it_starts")]
    add_special_hours(new=FASTING, actor=keeper, tools=world.tools)
    with refused(HoursOverlap):
        add_special_hours(new=replace(FASTING, first=FASTING.last), actor=keeper, tools=world.tools)


def test_hours_that_overlap_are_refused_and_the_old_ones_stay(world: World, keeper: Actor) -> None:
    set_office_hours(week=LATER_WEEK, actor=keeper, tools=world.tools)
    double = ((Span(time(8), time(12)), Span(time(11), time(16))), *LATER_WEEK[1:])
    with refused(NotValid):
        set_office_hours(week=double, actor=keeper, tools=world.tools)
    assert calendar_of(Agency.objects.get(pk=world.agency_id)).hours.week == LATER_WEEK


# --- what moves -----------------------------------------------------------------------------


def test_an_open_step_is_due_by_the_calendar_that_holds_now(world: World) -> None:
    cycle_id = ordered(world)
    was = open_due(cycle_id)
    done = StepRun.objects.get(run__cycle=cycle_id, step=1)
    with one_event(cycle_id, "due_recounted", was=was.isoformat()):
        change = free(world, world.clock.at.date())  # the day on which it was ordered
    assert change.moved == 1
    assert open_due(cycle_id) > was
    assert StepRun.objects.get(pk=done.pk).due_at == done.due_at
    remove_holiday(holiday_id=change.id, actor=world.actor(Role.KEEPER), tools=world.tools)
    assert open_due(cycle_id) == was


def test_hours_move_what_is_open_too(world: World, keeper: Actor) -> None:
    cycle_id = ordered(world)
    change = set_office_hours(week=LATER_WEEK, actor=keeper, tools=world.tools)
    run = StepRun.objects.get(run__cycle=cycle_id, done_at=None)
    assert change.moved == 1
    assert run.due_at == datetime(2026, 4, 1, 2, 10, tzinfo=UTC)  # opens 09.00 WIB, 10 minutes
    assert set_office_hours(week=LATER_WEEK, actor=keeper, tools=world.tools).moved == 0
    assert set_office_hours(week=USUAL_WEEK, actor=keeper, tools=world.tools).moved == 1


def test_a_day_far_off_moves_nothing_and_tells_nothing(world: World) -> None:
    cycle_id = ordered(world)
    was = open_due(cycle_id)
    assert free(world, date(2026, 11, 3)).moved == 0
    assert open_due(cycle_id) == was


def test_a_due_moment_that_was_set_by_hand_stays(world: World) -> None:
    cycle_id = ordered(world)
    by_hand = world.clock.at + timedelta(days=9)
    StepRun.objects.filter(run__cycle=cycle_id, done_at=None).update(due_at=by_hand)
    assert free(world, world.clock.at.date()).moved == 0
    assert open_due(cycle_id) == by_hand


def test_the_date_until_which_units_hand_in_stays(world: World, keeper: Actor) -> None:
    cycle_id = cycle_at(world, 4).cycle_id
    dates = set(UnitTask.objects.filter(cycle=cycle_id).values_list("due_at", flat=True))
    set_office_hours(week=LATER_WEEK, actor=keeper, tools=world.tools)
    assert set(UnitTask.objects.filter(cycle=cycle_id).values_list("due_at", flat=True)) == dates


def test_a_year_that_becomes_known_moves_nothing_that_was_counted(
    world: World, keeper: Actor
) -> None:
    cycle_id = ordered(world)
    was = open_due(cycle_id)
    load_holidays(year=2030, holidays=ThreeDays(), actor=keeper, tools=world.tools)
    assert open_due(cycle_id) == was


# --- whose it is ----------------------------------------------------------------------------


def test_the_calendar_of_another_agency_is_out_of_reach(world: World, keeper: Actor) -> None:
    other = new_world(code="lain")
    foreign = Holiday.objects.filter(agency=other.agency_id).first()
    hours = add_special_hours(new=FASTING, actor=other.actor(Role.KEEPER), tools=other.tools)
    assert foreign is not None
    remove_holiday(holiday_id=foreign.pk, actor=keeper, tools=world.tools)
    remove_special_hours(hours_id=hours.id, actor=keeper, tools=world.tools)
    assert Holiday.objects.filter(pk=foreign.pk).exists()
    assert SpecialHoursRow.objects.filter(pk=hours.id).exists()
    cycle_id = ordered(other)
    was = open_due(cycle_id)
    set_office_hours(week=LATER_WEEK, actor=keeper, tools=world.tools)
    assert open_due(cycle_id) == was


def test_only_the_keeper_touches_the_calendar(world: World) -> None:
    head, tools = world.actor(Role.HEAD), world.tools
    tries: list[Callable[[], object]] = [
        lambda: load_holidays(year=2030, holidays=ThreeDays(), actor=head, tools=tools),
        lambda: add_holiday(
            day=ANNIVERSARY,
            kind=HolidayKind.NATIONAL,
            name="X",
            basis="",
            actor=head,
            tools=tools,
        ),
        lambda: remove_holiday(holiday_id=1, actor=head, tools=tools),
        lambda: set_office_hours(week=LATER_WEEK, actor=head, tools=tools),
        lambda: add_special_hours(new=FASTING, actor=head, tools=tools),
        lambda: remove_special_hours(hours_id=1, actor=head, tools=tools),
    ]
    for attempt in tries:
        with refused(NotTheKeeper):
            attempt()
