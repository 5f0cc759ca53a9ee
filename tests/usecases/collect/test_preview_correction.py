"""What a late correction changes is told before it is kept, and exactly that then happens."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests.builders import (
    COUNT,
    INDEX,
    RATIO,
    World,
    cycle_at,
    new_world,
    onward,
    ordered,
    refused,
    state,
)
from ukur.domain.entering import Entered, Typed
from ukur.domain.figure_correction import CorrectionPassed, NewVersion, NotACorrector
from ukur.domain.people import Role
from ukur.domain.periods import Period
from ukur.domain.refusals import NotValid
from ukur.store.models import Entry
from ukur.store.queries.correction_effects import Effects, LineFigures, effects_of
from ukur.store.queries.measurement import corrected_measurement
from ukur.usecases.collect.correct_earlier_figure import correct_earlier_figure
from ukur.usecases.collect.preview_correction import preview_correction

pytestmark = pytest.mark.django_db
WHY = "Baru dilaporkan."


@pytest.fixture
def world() -> World:
    return new_world()


def entry_id(cycle_id: int) -> int:
    rows = Entry.objects.filter(task__cycle=cycle_id, task__unit__code="PKM-01")
    return rows.get(line__indicator__code=COUNT).pk


def wanted(value: str, seen: int = 0) -> NewVersion:
    return NewVersion(Typed(value=value), WHY, date(2026, 4, 1), seen)


def previewed(world: World, cycle_id: int, new: NewVersion, role: Role = Role.TEAM) -> Effects:
    return preview_correction(
        cycle_id=cycle_id,
        entry_id=entry_id(cycle_id),
        wanted=new,
        actor=world.actor(role),
        tools=world.tools,
    )


def quarters(world: World) -> tuple[int, int, int]:
    """TW I archived, TW II archived, and the year still discussed."""
    first = cycle_at(world, 10).cycle_id
    world.clock.at = world.clock.at.replace(month=7)
    second = onward(world, ordered(world, Period.TW2), 10).cycle_id
    world.clock.at = world.clock.at.replace(year=2027, month=1, day=5)
    year = onward(world, ordered(world, Period.YEAR), 5).cycle_id
    world.clock.at += timedelta(hours=1)
    return first, second, year


def told(effects: Effects) -> list[tuple[Period, str, str, str]]:
    """By cycle: since January as approved, before and after."""
    return [
        (
            one.when.period,
            one.approved.since_january if one.approved else "",
            one.before.since_january,
            one.after.since_january,
        )
        for one in effects.lines
    ]


def test_every_later_line_that_changes_is_told(world: World) -> None:
    first, _second, _year = quarters(world)
    effects = previewed(world, first, wanted("6"))
    assert told(effects) == [
        (Period.TW1, "14,00", "14,00", "16,00"),
        (Period.TW2, "28,00", "28,00", "30,00"),
        (Period.YEAR, "", "14,00", "14,00"),
    ]
    own, later, year = effects.lines
    assert (own.before.achievement, own.after.achievement) == ("60,00", "40,00")
    assert (own.before.rating, own.after.rating) == ("Rendah", "Sangat Rendah")
    assert later.before.achievement == later.after.achievement
    assert later.before.year_achievement != later.after.year_achievement
    assert (year.before.from_periods, year.after.from_periods) == ("28,00", "30,00")
    assert all(one.changes for one in effects.changed)


def test_the_means_of_the_corrected_cycle_are_told(world: World) -> None:
    first, *_ = quarters(world)
    means = previewed(world, first, wanted("6")).means
    assert [mean.goal for mean in means] == ["Meningkatnya derajat kesehatan", ""]
    assert [(mean.before, mean.after) for mean in means] == [("74,44", "64,44"), ("81,30", "74,63")]


def test_nothing_is_written(world: World) -> None:
    first, *_ = quarters(world)
    before = state()
    previewed(world, first, wanted("6"))
    assert state() == before


def test_what_was_told_is_what_comes(world: World) -> None:
    cycles = quarters(world)
    effects = previewed(world, cycles[0], wanted("6"))
    correct_earlier_figure(
        cycle_id=cycles[0],
        entry_id=entry_id(cycles[0]),
        wanted=wanted("6"),
        actor=world.actor(Role.TEAM),
        tools=world.tools,
    )
    for cycle_id, effect in zip(cycles, effects.lines, strict=True):
        lines = corrected_measurement(cycle_id).lines
        now = next(line for line in lines if line.code == COUNT)
        assert LineFigures.of(now) == effect.after


def test_a_ratio_by_its_last_entry_changes_no_later_line(world: World) -> None:
    first, *_ = quarters(world)
    entry = Entry.objects.filter(task__cycle=first, line__indicator__code=RATIO).earliest("pk")
    effects = effects_of(entry.pk, Entered(numerator=Decimal(90), denominator=Decimal(100)))
    assert [one.when.period for one in effects.lines] == [Period.TW1, Period.TW2, Period.YEAR]
    assert [one.when.period for one in effects.changed] == [Period.TW1]


def test_what_was_entered_since_january_wants_a_look_in_later_periods(world: World) -> None:
    first, *_ = quarters(world)
    entry = Entry.objects.get(task__cycle=first, line__indicator__code=INDEX)
    effects = effects_of(entry.pk, Entered(value=Decimal(80)))
    assert [one.when.period for one in effects.entered_again] == [Period.TW2, Period.YEAR]
    assert previewed(world, first, wanted("6")).entered_again == ()


def test_the_preview_refuses_what_the_correction_would(world: World) -> None:
    first, *_ = quarters(world)
    with refused(NotACorrector):
        previewed(world, first, wanted("6"), Role.STAFF)
    with refused(CorrectionPassed):
        previewed(world, first, wanted("6", seen=3))
    with refused(NotValid):
        previewed(world, first, wanted("4"))
