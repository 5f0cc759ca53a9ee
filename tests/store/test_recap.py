"""The recap says what the measurement says, out of the entries as they stand."""

from fractions import Fraction
from io import BytesIO

import pytest
from openpyxl import load_workbook

from tests.builders import COUNT, RATIO, World, cycle_at, delivered, new_world
from tests.store.test_query_counts import LARGE, SMALL, asked
from tests.usecases.collect.test_correct_earlier_figure import corrected
from ukur.domain.entering import Typed
from ukur.domain.figures.reasons import Reason, ReasonCode
from ukur.domain.people import Role
from ukur.edge.recap_tables import recap_sheets
from ukur.edge.wiring import book_bytes
from ukur.store.queries.measured import Measurement
from ukur.store.queries.measurement import corrected_measurement, measurement
from ukur.store.queries.recap import Recap, RecapLine, recap
from ukur.usecases.collect.close_unit import close_unit
from ukur.usecases.collect.record_entries import record_entries

pytestmark = pytest.mark.django_db


def line(found: Recap, code: str) -> RecapLine:
    return next(one for one in found.lines if one.code == code)


def same(found: Recap, figures: Measurement) -> bool:
    """Whether sums, values and achievements are those of the measurement, figure by figure."""
    theirs = {one.code: (one.rolled, one.is_due) for one in figures.lines}
    ours = {one.code: (one.rolled, one.is_due) for one in found.lines}
    shares = {
        one.code: one.period
        for one in figures.lines
        if one.is_due and not isinstance(one.rolled.value, Reason)
    }
    return theirs == ours and shares == {code: line(found, code).outcome for code in shares}


def test_the_recap_is_the_measurement_when_all_is_in() -> None:
    cycle_id = cycle_at(new_world(more_ratios=2), 5).cycle_id
    found = recap(cycle_id)
    assert same(found, measurement(cycle_id))
    ratio = line(found, RATIO)
    assert (ratio.rolled.numerator, ratio.rolled.denominator) == (Fraction(160), Fraction(200))
    assert (ratio.rolled.given, ratio.asked) == (2, 2)


def test_the_recap_is_the_measurement_while_units_are_missing_or_closed() -> None:
    world = new_world()
    cycle_id = cycle_at(world, 4).cycle_id
    delivered(world, cycle_id, "PKM-01")
    assert same(recap(cycle_id), measurement(cycle_id))
    missing = line(recap(cycle_id), RATIO).rolled.value
    assert isinstance(missing, Reason)
    assert missing.code is ReasonCode.UNIT_MISSING
    close_unit(
        task_id=world.task(cycle_id, "PKM-02").task_id,
        reason="Tidak menyampaikan.",
        actor=world.actor(Role.TEAM),
        tools=world.tools,
    )
    assert same(recap(cycle_id), measurement(cycle_id))
    assert line(recap(cycle_id), RATIO).rolled.not_delivered == 1


def test_the_recap_follows_a_save_at_once() -> None:
    world = new_world()
    cycle_id = cycle_at(world, 4).cycle_id
    task_id = delivered_task(world, cycle_id)
    assert line(recap(cycle_id), COUNT).rolled.given == 0
    record_entries(
        task_id=task_id,
        typed={world.line(cycle_id, COUNT): Typed(value="7")},
        spent={},
        actor=world.actor(Role.OPERATOR, "PKM-01"),
        tools=world.tools,
    )
    assert line(recap(cycle_id), COUNT).rolled.given == 1


def delivered_task(world: World, cycle_id: int) -> int:
    return world.task(cycle_id, "PKM-01").task_id


def test_the_recap_shows_figures_as_they_were_corrected_later() -> None:
    world = new_world()
    cycle_id = cycle_at(world, 5).cycle_id
    corrected(world, cycle_id, Typed(value="6"))
    assert same(recap(cycle_id), corrected_measurement(cycle_id))


def test_the_recap_asks_as_often_for_many_as_for_few() -> None:
    def count(size: dict[str, int], code: str) -> int:
        world = new_world(code=code, **size)  # type: ignore[arg-type]  # numbers by name
        cycle_id = cycle_at(world, 5).cycle_id
        return asked(lambda: recap(cycle_id))

    assert count(SMALL, "kecil") == count(LARGE, "besar") <= 6


def test_the_workbook_has_numbers_as_numbers_and_every_unit_beside_every_indicator() -> None:
    cycle_id = cycle_at(new_world(), 5).cycle_id
    book = load_workbook(BytesIO(book_bytes(recap_sheets(recap(cycle_id)))))
    by_line = {row[0].value: [cell.value for cell in row] for row in book["Rekap"].iter_rows()}
    assert by_line[RATIO][4:7] == [160, 200, 80]
    assert by_line[RATIO][9:12] == [2, 2, 0]
    grid = list(book["Unit x Indikator"].iter_rows(values_only=True))
    at = grid[0].index(RATIO)
    assert {row[0]: row[at] for row in grid[1:]} == {
        "Sekretariat": None,
        "Puskesmas 01": 80,
        "Puskesmas 02": 80,
    }
