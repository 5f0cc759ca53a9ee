"""The entries behind a figure: period by period, and what of them stands out."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.builders import COUNT, RATIO, YEAR, World, cycle_at, new_world, onward, ordered
from ukur.domain.periods import Period
from ukur.store.models import Entry, EvidenceRow, FormLine, UnitTask
from ukur.store.queries.figure_page import LineFigure, Mark, PlacedRow, line_figure
from ukur.store.queries.offices import working_office

pytestmark = pytest.mark.django_db
UNIT = "PKM-01"


@pytest.fixture
def world() -> World:
    return new_world()


def figure(world: World, cycle_id: int, code: str = RATIO) -> LineFigure:
    calendar = working_office(world.agency_id).calendar
    found = line_figure(cycle_id, code, world.clock.at, calendar)
    assert found is not None
    return found


def row(world: World, cycle_id: int) -> PlacedRow:
    """The entry of the unit in the cycle's own period."""
    task = world.task(cycle_id, UNIT).task_id
    rows = figure(world, cycle_id).periods[0].rows
    return next(one for one in rows if one.place and one.place.task_id == task)


def entry(cycle_id: int) -> Entry:
    return Entry.objects.get(
        task__cycle=cycle_id, task__unit__code=UNIT, line__indicator__code=RATIO
    )


def test_every_entry_stands_once_in_its_period_with_what_its_parts_give(world: World) -> None:
    cycle_id = cycle_at(world, 5).cycle_id
    (own,) = figure(world, cycle_id).periods
    assert (own.period, own.is_own) == (Period.TW1, True)
    assert len({one.row.unit for one in own.rows}) == len(own.rows)
    assert own.given == own.checked == len(own.rows)
    assert (own.missing, own.remarkable) == ((), ())
    assert row(world, cycle_id).value == "80,00"


def test_earlier_periods_follow_the_own_one(world: World) -> None:
    cycle_at(world, 10)
    world.clock.at = datetime(YEAR, 7, 1, 1, 30, tzinfo=UTC)
    running = onward(world, ordered(world, Period.TW2), 5).cycle_id
    periods = figure(world, running, COUNT).periods
    assert [(one.period, one.is_own) for one in periods] == [
        (Period.TW2, True),
        (Period.TW1, False),
    ]
    assert all(one.place for period in periods for one in period.rows)


def test_a_form_handed_in_after_its_time_makes_its_figures_stand_out(world: World) -> None:
    cycle_id = cycle_at(world, 5).cycle_id
    task = UnitTask.objects.get(cycle=cycle_id, unit__code=UNIT)
    late = task.due_at + timedelta(days=7)
    UnitTask.objects.filter(pk=task.pk).update(first_submitted_at=late, submitted_at=late)
    assert row(world, cycle_id).marks == (Mark.LATE,)
    assert figure(world, cycle_id).periods[0].late == 1


def test_an_empty_figure_is_missing_until_its_time_is_up_and_then_late_too(world: World) -> None:
    cycle_id = cycle_at(world, 4).cycle_id
    assert row(world, cycle_id).is_missing
    assert row(world, cycle_id).marks == ()
    world.clock.at = world.clock.at.replace(year=YEAR + 1)
    (own,) = figure(world, cycle_id).periods
    assert len(own.missing) == own.late == len(own.rows)
    assert own.remarkable == ()


def test_a_unit_that_was_closed_is_not_missing_but_not_delivered(world: World) -> None:
    cycle_id = cycle_at(world, 5).cycle_id
    Entry.objects.filter(pk=entry(cycle_id).pk).update(numerator=None, denominator=None)
    UnitTask.objects.filter(cycle=cycle_id, unit__code=UNIT).update(
        state=UnitTask.State.CLOSED, reason="Banjir."
    )
    found = row(world, cycle_id)
    assert (found.is_missing, found.marks) == (False, (Mark.NOT_DELIVERED,))


def test_a_unit_that_was_closed_before_its_time_is_not_called_late(world: World) -> None:
    cycle_id = cycle_at(world, 4).cycle_id
    UnitTask.objects.filter(cycle=cycle_id, unit__code=UNIT).update(
        state=UnitTask.State.CLOSED, reason="Banjir."
    )
    assert row(world, cycle_id).marks == (Mark.NOT_DELIVERED,)


def test_what_is_asked_for_evidence_and_has_none_stands_out(world: World) -> None:
    cycle_id = cycle_at(world, 5).cycle_id
    EvidenceRow.objects.filter(entry=entry(cycle_id)).update(removed_at=world.clock.at)
    assert row(world, cycle_id).marks == (Mark.WITHOUT_EVIDENCE,)
    FormLine.objects.filter(cycle=cycle_id).update(evidence_kinds=[])
    assert row(world, cycle_id).marks == ()


def test_an_unusual_figure_stands_out(world: World) -> None:
    cycle_id = cycle_at(world, 5).cycle_id
    Entry.objects.filter(pk=entry(cycle_id).pk).update(numerator=120)
    found = row(world, cycle_id)
    assert (found.marks, found.value) == ((Mark.UNUSUAL,), "120,00")


def test_nothing_is_divided_by_nothing(world: World) -> None:
    cycle_id = cycle_at(world, 5).cycle_id
    Entry.objects.filter(pk=entry(cycle_id).pk).update(numerator=0, denominator=0)
    assert row(world, cycle_id).value == ""
