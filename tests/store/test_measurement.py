"""The figures of a cycle, as the paper and the pages show them."""

from decimal import Decimal
from fractions import Fraction

import pytest

from tests.builders import (
    COUNT,
    INDEX,
    LATER,
    PROGRAM,
    RATIO,
    SUB_FIELD,
    SUB_OFFICE,
    World,
    collected,
    cycle_at,
    new_world,
    onward,
    ordered,
    seen,
)
from ukur.domain.entering import Typed
from ukur.domain.figures.achievement import Achieved
from ukur.domain.figures.reasons import Reason, ReasonCode
from ukur.domain.figures.rollup import Mean
from ukur.domain.people import Role
from ukur.domain.periods import Period
from ukur.store.models import BudgetEntry, Entry, Unit, UnitTask
from ukur.store.queries.bindings import bindings
from ukur.store.queries.measured import MeasuredLine, Measurement
from ukur.store.queries.measurement import measurement
from ukur.usecases.collect.close_unit import close_unit
from ukur.usecases.collect.finish_collecting import finish_collecting
from ukur.usecases.collect.record_entries import record_entries

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return new_world()


def lines(figures: Measurement) -> dict[str, MeasuredLine]:
    return {line.code: line for line in figures.lines}


def parts(line: MeasuredLine) -> tuple[Fraction | int | None, Fraction | int | None]:
    """The agency's numerator and denominator."""
    return line.rolled.numerator, line.rolled.denominator


def test_figures_of_units_become_the_agencys_own(world: World) -> None:
    found = lines(measurement(cycle_at(world, 5).cycle_id))
    ratio, count, index = found[RATIO], found[COUNT], found[INDEX]
    assert (ratio.target, ratio.realization, ratio.achievement) == ("90,00", "80,00", "88,89")
    assert isinstance(ratio.period, Achieved)
    assert ratio.period.ratio == Fraction(8, 9)
    assert parts(ratio) == (160, 200)
    assert (count.realization, count.achievement, count.rating) == ("14,00", "60,00", "Rendah")
    assert (index.realization, index.achievement, index.rating) == (
        "76,00",
        "95,00",
        "Sangat Tinggi",
    )
    assert [line.shortfall for line in (ratio, count, index)] == [False, True, False]


def test_what_is_not_due_is_not_measured_and_not_counted(world: World) -> None:
    figures = measurement(cycle_at(world, 5).cycle_id)
    later = lines(figures)[LATER]
    assert (later.is_due, later.target, later.realization, later.achievement) == (
        False,
        "–",
        "–",
        "–",
    )
    assert isinstance(later.period, Reason)
    assert later.period.code is ReasonCode.NOT_DUE
    assert isinstance(figures.mean, Mean)
    assert (figures.mean.counted, figures.mean.not_due) == (3, 1)
    assert figures.mean.value == (Fraction(8, 9) + Fraction(3, 5) + Fraction(19, 20)) / 3


def test_the_year_stands_beside_the_period(world: World) -> None:
    ratio = lines(measurement(cycle_at(world, 5).cycle_id))[RATIO]
    assert ratio.year_target == "95,00"
    assert isinstance(ratio.year, Achieved)
    assert ratio.year.ratio == Fraction(80, 95)


def test_counts_add_up_over_the_quarters(world: World) -> None:
    cycle_at(world, 10)
    world.clock.at = world.clock.at.replace(month=7)
    figures = measurement(onward(world, ordered(world, Period.TW2), 5).cycle_id)
    count, ratio = lines(figures)[COUNT], lines(figures)[RATIO]
    assert isinstance(count.year, Achieved)
    assert count.year.ratio == Fraction(2 * 40 - (14 + 14), 40)
    assert isinstance(ratio.year, Achieved)
    assert ratio.year.ratio == Fraction(80, 95)


def test_a_quarter_that_was_not_measured_leaves_the_year_open(world: World) -> None:
    world.clock.at = world.clock.at.replace(month=7)
    figures = measurement(onward(world, ordered(world, Period.TW2), 5).cycle_id)
    count = lines(figures)[COUNT]
    assert isinstance(count.period, Achieved)
    assert isinstance(count.year, Reason)


def test_units_of_one_name_are_still_two_units(world: World) -> None:
    cycle_id = cycle_at(world, 5).cycle_id
    Unit.objects.filter(kind="puskesmas").update(name="Puskesmas Melati")
    found = lines(measurement(cycle_id))
    assert (parts(found[RATIO]), found[COUNT].realization) == ((160, 200), "14,00")


def test_a_missing_figure_is_a_reason_and_refuses_the_mean(world: World) -> None:
    cycle_id = cycle_at(world, 4).cycle_id
    collected(world, seen(cycle_id))
    Entry.objects.filter(line__indicator__code=COUNT, task__unit__code="PKM-02").update(value=None)
    figures = measurement(cycle_id)
    count = lines(figures)[COUNT]
    assert (count.realization, count.achievement, count.rating) == ("–", "–", "")
    assert isinstance(count.period, Reason)
    assert isinstance(figures.mean, Reason)
    assert (figures.mean_text, figures.rating) == ("–", "")
    assert not count.shortfall


def test_a_unit_that_did_not_deliver_is_left_out_and_named(world: World) -> None:
    now = cycle_at(world, 4)
    team = world.actor(Role.TEAM)
    task = world.task(now.cycle_id, "PKM-02")
    close_unit(task_id=task.task_id, reason="Tidak dijawab.", actor=team, tools=world.tools)
    collected(world, now)
    finish_collecting(seen=now, actor=team, tools=world.tools)
    found = lines(measurement(now.cycle_id))
    assert (parts(found[RATIO]), found[COUNT].realization) == ((80, 100), "4,00")
    assert [(u.unit, u.reason) for u in found[RATIO].not_delivered] == [
        ("Puskesmas 02", "Tidak dijawab.")
    ]


def test_a_blank_with_its_reason_is_no_zero(world: World) -> None:
    now = cycle_at(world, 4)
    task = world.task(now.cycle_id, "PKM-02")
    collected(world, now)
    UnitTask.objects.filter(pk=task.task_id).update(state="returned")
    record_entries(
        task_id=task.task_id,
        typed={world.line(now.cycle_id, RATIO): Typed(note="Tidak ada layanan.")},
        spent={},
        actor=world.actor(Role.OPERATOR, "PKM-02"),
        tools=world.tools,
    )
    ratio = lines(measurement(now.cycle_id))[RATIO]
    assert parts(ratio) == (80, 100)
    assert [u.reason for u in ratio.not_delivered] == ["Tidak ada layanan."]


def test_the_budget_is_summed_level_by_level(world: World) -> None:
    figures = measurement(cycle_at(world, 5).cycle_id)
    rows = {line.code: line for line in figures.budget}
    assert {code: rows[code].absorbed for code in rows} == {
        PROGRAM: Decimal(1_500_000),
        SUB_OFFICE: Decimal(750_000),
        SUB_FIELD: Decimal(750_000),
    }
    total = figures.budget_total
    assert total is not None
    assert (total.ceiling, total.absorbed, total.share) == (
        Decimal(3_000_000),
        Decimal(1_500_000),
        Fraction(1, 2),
    )
    assert (total.ceiling_text, total.share_text) == ("3.000.000", "50,00")


def test_a_budget_line_that_nobody_reported_is_not_zero(world: World) -> None:
    figures = measurement(onward(world, ordered(world), 4).cycle_id)
    assert {line.absorbed_text for line in figures.budget} == {"–"}
    assert figures.budget_total is not None
    assert figures.budget_total.absorbed is None


def test_money_of_a_unit_that_did_not_deliver_is_not_reported(world: World) -> None:
    """Whatever it had typed before it was closed: nobody vouched for that."""
    cycle_id = cycle_at(world, 5).cycle_id
    rows = BudgetEntry.objects.filter(task__cycle=cycle_id, budget_line__code=SUB_FIELD)
    UnitTask.objects.filter(budget_entries__in=rows).update(state="closed", reason="Tidak dijawab.")
    figures = measurement(cycle_id)
    money = {line.code: line for line in figures.budget}
    assert {code: money[code].absorbed for code in money} == {
        PROGRAM: None,
        SUB_OFFICE: Decimal(750_000),
        SUB_FIELD: None,
    }
    (row,) = money[SUB_FIELD].explanation.provenance.rows
    assert (row.amount, row.note) == (None, "Tidak dijawab.")
    assert figures.budget_total is not None
    assert figures.budget_total.absorbed is None


def test_sentences_can_name_every_cell(world: World) -> None:
    figures = measurement(cycle_at(world, 5).cycle_id)
    values = bindings(figures)
    assert values["rata"] == "81,30"
    assert values[f"{COUNT}.capaian"] == "60,00"
    assert values[f"{LATER}.predikat"] == "–"
    assert values["S1.rata"] == "74,44"
    assert (values["jumlah"], values["diukur"], values["belum_diukur"]) == ("4", "3", "1")
    assert (values["di_bawah_target"], values["serapan"]) == ("1", "50,00")
    assert values["pagu"] == "3.000.000"
