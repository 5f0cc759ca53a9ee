"""Every figure of a cycle says what it rests on: entries, target version, weights, money."""

from dataclasses import replace
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
)
from tests.plan_stories import issue
from ukur.domain.figures.indicator import Parts
from ukur.domain.figures.policy import (
    AgencyMean,
    Averaging,
    Bounds,
    Efficiency,
    EfficiencyMethod,
    RuleSet,
)
from ukur.domain.figures.reasons import ReasonCode
from ukur.domain.figures.rollup import Mean
from ukur.domain.people import Role
from ukur.domain.periods import Period
from ukur.store.models import AgreementRow, Entry, Goal, IndicatorRow
from ukur.store.queries.measured import BudgetFigures, MeasuredLine, Measurement
from ukur.store.queries.measurement import measurement
from ukur.usecases.collect.close_unit import close_unit
from ukur.usecases.collect.finish_collecting import finish_collecting

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return new_world()


def line(figures: Measurement, code: str) -> MeasuredLine:
    return next(line for line in figures.lines if line.code == code)


def money(figures: Measurement) -> dict[str, BudgetFigures]:
    return {row.code: row for row in figures.budget}


def pinned(cycle_id: int, **changes: object) -> RuleSet:
    """The rule set of the cycle with other choices."""
    return replace(measurement(cycle_id).rules, **changes)  # type: ignore[arg-type]  # by name


# --- entries ------------------------------------------------------------------------------


def test_a_figure_names_every_entry_with_who_and_when(world: World) -> None:
    told = line(measurement(cycle_at(world, 5).cycle_id), RATIO).explanation
    first, second = told.provenance.rows
    assert (first.unit, first.amount, first.period) == (
        "Puskesmas 01",
        Parts(Decimal(80), Decimal(100)),
        "TW1",
    )
    assert (first.entered_by, first.evidence) == ("operator PKM-01", 1)
    assert first.entered_at == "2026-04-01T08:30+07:00"
    assert second.unit == "Puskesmas 02"
    assert told.steps == (
        "80 + 80 = 160",
        "100 + 100 = 200",
        "R = 160 ÷ 200 × 100 = 80",
        "80 ÷ 90 ≈ 0,8888888889",
        "0,8888888889 × 100 ≈ 88,8888888889",
    )


def test_a_figure_names_the_version_of_its_target_and_its_rules(world: World) -> None:
    origin = line(measurement(cycle_at(world, 5).cycle_id), COUNT).explanation.provenance
    assert (origin.target_version, origin.target_since) == ("Induk 2026 (versi 1)", "2026-01-01")
    assert (origin.unit_rule, origin.period_rule, origin.entry_basis) == (
        "sum",
        "sum",
        "in_period",
    )


def test_a_figure_names_the_agreement_in_which_its_target_was_promised(world: World) -> None:
    agreed = AgreementRow.objects.get(pk=issue(world))
    cycle_id = cycle_at(world, 5).cycle_id
    found = line(measurement(cycle_id), COUNT).explanation.provenance.agreement
    assert agreed.letter is not None
    assert found == (
        f"Perjanjian Kinerja Induk Nomor {agreed.letter.number} ({agreed.dated:%d-%m-%Y})"
    )


def test_a_unit_that_did_not_deliver_has_a_row_with_its_reason(world: World) -> None:
    now = cycle_at(world, 4)
    team, task = world.actor(Role.TEAM), world.task(now.cycle_id, "PKM-02")
    close_unit(task_id=task.task_id, reason="Tidak dijawab.", actor=team, tools=world.tools)
    collected(world, now)
    finish_collecting(seen=now, actor=team, tools=world.tools)
    closed = line(measurement(now.cycle_id), COUNT).explanation.provenance.rows[1]
    assert (closed.unit, closed.amount, closed.note) == ("Puskesmas 02", None, "Tidak dijawab.")


def test_the_year_rests_on_its_earlier_quarters_too(world: World) -> None:
    cycle_at(world, 10)
    world.clock.at = world.clock.at.replace(month=7)
    figures = measurement(onward(world, ordered(world, Period.TW2), 5).cycle_id)
    count = line(figures, COUNT)
    told = count.year_explanation
    assert [(row.period, row.unit) for row in told.provenance.rows] == [
        ("TW1", "Puskesmas 01"),
        ("TW1", "Puskesmas 02"),
        ("TW2", "Puskesmas 01"),
        ("TW2", "Puskesmas 02"),
    ]
    assert told.steps[0] == "R = 14 + 14 = 28"
    assert (told.target, told.realization, told.shown) == ("40", "28", "130,00")
    assert count.year_achievement == "130,00"
    assert count.explanation.steps[0] == "R = 4 + 10 = 14"


def test_what_is_not_due_has_a_reason_and_no_steps(world: World) -> None:
    told = line(measurement(cycle_at(world, 5).cycle_id), LATER).explanation
    assert (told.reason, told.steps, told.shown) == ("not_due", (), "")


# --- bounds -------------------------------------------------------------------------------


def test_the_page_shows_the_bounded_value_and_keeps_the_raw_one(world: World) -> None:
    cycle_id = cycle_at(world, 5).cycle_id
    Entry.objects.filter(line__indicator__code=INDEX, task__unit__code="SEKRET").update(value=120)
    rules = pinned(cycle_id, shown=Bounds(Decimal(120)), means=Bounds(Decimal(100)))
    index = line(measurement(cycle_id, rules), INDEX)
    assert index.achievement == "120,00"
    told = index.explanation
    assert (told.raw, told.shown, told.averaged) == ("150,00", "120,00", "100,00")


# --- means --------------------------------------------------------------------------------


def test_a_mean_names_its_shares_and_what_was_left_out(world: World) -> None:
    told = measurement(cycle_at(world, 5).cycle_id).explanation
    assert [(share.code, share.averaged, share.why) for share in told.shares] == [
        (RATIO, "88,89", ""),
        (COUNT, "60,00", ""),
        (INDEX, "95,00", ""),
        (LATER, "", "not_due"),
    ]
    assert told.steps[1] == "n = 3"


def test_weights_of_the_plan_count_where_the_rules_weigh(world: World) -> None:
    cycle_id = cycle_at(world, 5).cycle_id
    IndicatorRow.objects.filter(code=RATIO).update(weight=3)
    simple = measurement(cycle_id)
    weighed = measurement(cycle_id, pinned(cycle_id, averaging=Averaging.WEIGHTED))
    ratio, count, index = Fraction(8, 9), Fraction(3, 5), Fraction(19, 20)
    assert isinstance(simple.mean, Mean)
    assert simple.mean.value == (ratio + count + index) / 3
    assert isinstance(weighed.mean, Mean)
    assert weighed.mean.value == (3 * ratio + count + index) / 5
    assert weighed.explanation.shares[0].weight == "3"
    assert isinstance(weighed.goals[0].mean, Mean)
    assert weighed.goals[0].mean.value == (3 * ratio + count) / 4


def test_the_agency_is_the_mean_of_its_goals_where_the_rules_say_so(world: World) -> None:
    cycle_id = cycle_at(world, 5).cycle_id
    Goal.objects.filter(code="S2").update(weight=2)
    by_goals = pinned(cycle_id, agency_mean=AgencyMean.GOALS)
    figures = measurement(cycle_id, by_goals)
    first, second = (Fraction(8, 9) + Fraction(3, 5)) / 2, Fraction(19, 20)
    assert isinstance(figures.mean, Mean)
    assert figures.mean.value == (first + second) / 2
    assert [share.code for share in figures.explanation.shares] == ["S1", "S2"]
    weighed = measurement(cycle_id, replace(by_goals, averaging=Averaging.WEIGHTED))
    assert isinstance(weighed.mean, Mean)
    assert weighed.mean.value == (first + 2 * second) / 3


def test_a_ratio_over_nothing_is_measured_and_not_called_not_due(world: World) -> None:
    """No one to serve gives no percentage; the indicator was measured all the same."""
    cycle_id = cycle_at(world, 5).cycle_id
    Entry.objects.filter(line__indicator__code=RATIO).update(numerator=0, denominator=0)
    figures = measurement(cycle_id)
    assert isinstance(figures.mean, Mean)
    assert (figures.mean.counted, figures.mean.not_due, figures.mean.not_computable) == (2, 1, 1)
    assert figures.explanation.shares[0].why == ReasonCode.DENOMINATOR_ZERO.value


def test_ratings_are_counted_for_the_agency_and_each_goal(world: World) -> None:
    figures = measurement(cycle_at(world, 5).cycle_id)
    assert [(c.name, c.count, c.share_text) for c in figures.counts] == [
        ("Sangat Tinggi", 1, "33,33"),
        ("Tinggi", 1, "33,33"),
        ("Sedang", 0, "0,00"),
        ("Rendah", 1, "33,33"),
        ("Sangat Rendah", 0, "0,00"),
    ]
    assert [c.count for c in figures.goals[1].counts] == [1, 0, 0, 0, 0]


# --- money --------------------------------------------------------------------------------


def test_absorption_names_who_reported_or_what_was_added(world: World) -> None:
    rows = money(measurement(cycle_at(world, 5).cycle_id))
    leaf, whole = rows[SUB_OFFICE].explanation, rows[PROGRAM].explanation
    assert leaf.filled_in == "750.000 ÷ 1.000.000 × 100"
    assert [(row.unit, row.entered_by) for row in leaf.provenance.rows] == [
        ("Sekretariat", "operator SEKRET")
    ]
    assert [row.unit for row in whole.provenance.rows] == [
        f"{SUB_OFFICE} Uraian {SUB_OFFICE}",
        f"{SUB_FIELD} Uraian {SUB_FIELD}",
    ]


def test_a_program_is_judged_by_its_goal_and_the_agency_by_its_mean(world: World) -> None:
    figures = measurement(cycle_at(world, 5).cycle_id)
    program, part = money(figures)[PROGRAM], money(figures)[SUB_OFFICE]
    assert (program.achieved_text, program.efficiency_text, program.efficiency_class) == (
        "74,44",
        "24,44",
        "efisien",
    )
    assert program.effectiveness == "kuning"
    assert (part.achieved_text, part.efficiency, part.effectiveness) == ("–", None, "")
    total = figures.budget_total
    assert total is not None
    assert (total.achieved_text, total.efficiency_text) == ("81,30", "31,30")


def test_a_budget_line_is_judged_by_the_indicators_that_hang_on_it(world: World) -> None:
    cycle_id = cycle_at(world, 5).cycle_id
    IndicatorRow.objects.filter(code=INDEX).update(node_code=SUB_OFFICE)
    part = money(measurement(cycle_id))[SUB_OFFICE]
    assert (part.achieved_text, part.efficiency_text, part.efficiency_class) == (
        "95,00",
        "20,00",
        "efisien",
    )


def test_the_rule_set_says_how_money_is_judged(world: World) -> None:
    cycle_id = cycle_at(world, 5).cycle_id
    saving = pinned(cycle_id, efficiency=Efficiency(EfficiencyMethod.SAVING))
    program = money(measurement(cycle_id, saving))[PROGRAM]
    assert program.efficiency is not None
    assert (program.efficiency_text, program.efficiency.reason) == (
        "–",
        "achievement_below_target",
    )
    output = pinned(cycle_id, efficiency=Efficiency(EfficiencyMethod.OUTPUT))
    total = measurement(cycle_id, output).budget_total
    assert total is not None
    assert total.efficiency is not None
    assert [share.code for share in total.efficiency.shares] == [PROGRAM]
    assert total.efficiency.steps[2].startswith("E ≈ 32,83")
