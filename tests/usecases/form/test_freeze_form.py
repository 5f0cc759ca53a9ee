"""Step 3: chosen indicators are frozen with the targets in force; every unit gets its form."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from tests.builders import (
    COUNT,
    INDEX,
    LATER,
    RATIO,
    SUB_FIELD,
    SUB_OFFICE,
    World,
    cycle_at,
    new_world,
    one_event,
    plan_sheets,
    problems,
    refused,
)
from ukur.domain.cycles import PlanReplaced
from ukur.domain.form_rules import FormRules, LineRules
from ukur.domain.people import Role
from ukur.domain.plan.draft import Upload
from ukur.domain.refusals import NotValid
from ukur.domain.sop.flow import Position
from ukur.store.models import BudgetEntry, Cycle, Entry, FormLine, IndicatorRow, Unit, UnitTask
from ukur.usecases.changing import Seen
from ukur.usecases.form.freeze_form import freeze_form
from ukur.usecases.plan.import_plan import import_plan

pytestmark = pytest.mark.django_db
FRIDAY = date(2026, 4, 10)
ALL = (RATIO, COUNT, INDEX, LATER)
PLAIN = FormRules((), FRIDAY)


@pytest.fixture
def world() -> World:
    return new_world()


def freeze(
    world: World,
    now: Seen,
    codes: Sequence[str] = (RATIO, COUNT, INDEX, LATER),
    until: date = FRIDAY,
    rules: FormRules = PLAIN,
) -> Position:
    newest = IndicatorRow.objects.filter(code__in=codes, plan=now_plan(now))
    return freeze_form(
        seen=now,
        rules=replace(
            rules, indicator_ids=tuple(newest.values_list("pk", flat=True)), fill_by=until
        ),
        actor=world.actor(Role.PLANNER),
        tools=world.tools,
    )


def now_plan(now: Seen) -> int:
    return Cycle.objects.get(pk=now.cycle_id).plan_id


def change_the_plan(world: World) -> int:
    """A new version of the plan, in force from today; its id."""
    made = import_plan(
        upload=Upload(
            "perubahan.xlsx", b"perubahan", 2026, "perubahan", change_reason="target diubah"
        ),
        read=lambda _content: plan_sheets(),
        actor=world.actor(Role.PLANNER),
        tools=world.tools,
    )
    return made.plan_id


def test_lines_keep_the_targets_of_the_period_and_of_the_year(world: World) -> None:
    now = cycle_at(world, 3)
    with one_event(now.cycle_id, "form_frozen", indicators=list(ALL)):
        assert freeze(world, now) == Position(4, 1)
    lines = {line.indicator.code: line for line in FormLine.objects.select_related("indicator")}
    assert (lines[RATIO].low, lines[RATIO].year_low) == (Decimal(90), Decimal(95))
    assert (lines[RATIO].high, lines[RATIO].year_high) == (None, None)
    assert (lines[LATER].low, lines[LATER].year_low) == (None, Decimal(75))
    assert [lines[code].is_due for code in (RATIO, COUNT, INDEX, LATER)] == [
        True,
        True,
        True,
        False,
    ]


def test_every_unit_gets_the_cells_that_are_its_own(world: World) -> None:
    freeze(world, cycle_at(world, 3))
    cells = Entry.objects.values_list("task__unit__code", "line__indicator__code")
    assert sorted(cells) == [
        ("PKM-01", RATIO),
        ("PKM-01", COUNT),
        ("PKM-02", RATIO),
        ("PKM-02", COUNT),
        ("SEKRET", INDEX),
    ]
    assert set(Entry.objects.values_list("value", "numerator", "denominator", "note")) == {
        (None, None, None, "")
    }


def test_only_the_lowest_level_of_the_budget_is_reported(world: World) -> None:
    freeze(world, cycle_at(world, 3))
    rows = BudgetEntry.objects.values_list("task__unit__code", "budget_line__code", "absorbed")
    assert sorted(rows) == [("PKM-01", SUB_FIELD, None), ("SEKRET", SUB_OFFICE, None)]


def test_the_units_have_until_the_office_closes(world: World) -> None:
    freeze(world, cycle_at(world, 3))
    friday_half_past_four = datetime(2026, 4, 10, 9, 30, tzinfo=UTC)
    assert set(UnitTask.objects.values_list("due_at", flat=True)) == {friday_half_past_four}


def test_the_window_opens_and_closes_when_the_planner_says(world: World) -> None:
    days = replace(PLAIN, opens_on=date(2026, 4, 6), closes_on=date(2026, 4, 13))
    now = cycle_at(world, 3)
    with one_event(now.cycle_id, "form_frozen", opens_on="2026-04-06", closes_on="2026-04-13"):
        freeze(world, now, rules=days)
    task = UnitTask.objects.first()
    assert task is not None
    assert task.opens_at == datetime(2026, 4, 5, 17, tzinfo=UTC)
    assert task.closes_at == datetime(2026, 4, 13, 9, tzinfo=UTC)


def test_a_line_keeps_the_rules_of_its_own_and_the_others_the_defaults(world: World) -> None:
    now = cycle_at(world, 3)
    ratio = IndicatorRow.objects.get(code=RATIO).pk
    only = Unit.objects.get(code="PKM-02").pk
    own = LineRules((only,), ("photo", "register"), ("above_hundred",), date(2026, 4, 8))
    with one_event(now.cycle_id, "form_frozen"):
        freeze(world, now, rules=replace(PLAIN, lines={ratio: own}))
    lines = {line.indicator.code: line for line in FormLine.objects.select_related("indicator")}
    assert lines[RATIO].evidence_kinds == ["register", "photo"]
    assert lines[RATIO].checks == ["above_hundred"]
    assert lines[RATIO].due_at == datetime(2026, 4, 8, 9, tzinfo=UTC)
    assert lines[COUNT].evidence_kinds == []
    assert lines[COUNT].checks == ["far_from_history", "far_from_peers", "wrong_magnitude"]
    assert lines[COUNT].due_at is None
    asked = Entry.objects.filter(line__indicator__code=RATIO).values_list("task__unit__code")
    assert list(asked) == [("PKM-02",)]


def test_a_due_line_that_nobody_fills_in_is_dropped_and_not_left_empty(world: World) -> None:
    now = cycle_at(world, 3)
    ratio = IndicatorRow.objects.get(code=RATIO).pk
    with refused(NotValid) as told:
        freeze(world, now, rules=replace(PLAIN, lines={ratio: LineRules(unit_ids=())}))
    assert problems(told[0]) == [(f"line:{ratio}:units", "line_without_unit")]


def test_a_form_needs_an_indicator_that_is_due(world: World) -> None:
    now = cycle_at(world, 3)
    with refused(NotValid) as told:
        freeze(world, now, (LATER,))
    assert problems(told[0]) == [("indicators", "nothing_due_chosen")]


def test_a_form_that_is_due_yesterday_is_refused(world: World) -> None:
    now = cycle_at(world, 3)
    with refused(NotValid) as told:
        freeze(world, now, until=date(2026, 3, 31))
    assert problems(told[0]) == [("fill_by", "date_passed")]


def test_indicators_of_a_plan_that_was_changed_have_to_be_chosen_again(world: World) -> None:
    now = cycle_at(world, 3)
    change_the_plan(world)
    with refused(PlanReplaced) as told:
        freeze(world, now)
    assert told[0].number == 2


def test_the_form_is_made_from_the_newest_plan(world: World) -> None:
    now = cycle_at(world, 3)
    plan_id = change_the_plan(world)
    chosen = IndicatorRow.objects.filter(plan=plan_id).values_list("pk", flat=True)
    freeze_form(
        seen=now,
        rules=FormRules(tuple(chosen), FRIDAY),
        actor=world.actor(Role.PLANNER),
        tools=world.tools,
    )
    assert now_plan(now) == plan_id
    assert FormLine.objects.filter(indicator__plan=plan_id).count() == 4


def test_indicators_of_another_agency_are_not_taken(world: World) -> None:
    now = cycle_at(world, 3)
    other = new_world(code="lain")
    foreign = IndicatorRow.objects.filter(plan__agency=other.agency_id)
    with refused(PlanReplaced):
        freeze_form(
            seen=now,
            rules=FormRules(tuple(foreign.values_list("pk", flat=True)), FRIDAY),
            actor=world.actor(Role.PLANNER),
            tools=world.tools,
        )
