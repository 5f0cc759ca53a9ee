"""Step 4: what an operator types is kept as figures, all of it or nothing."""

from collections.abc import Mapping
from decimal import Decimal

import pytest

from tests.builders import (
    COUNT,
    INDEX,
    RATIO,
    SUB_FIELD,
    World,
    chain,
    cycle_at,
    delivered,
    new_world,
    one_event_of,
    problems,
    refused,
)
from ukur.domain.collecting import NotYourUnit, TaskNotOpen
from ukur.domain.entering import Came, Entered, EntryConflict, KeptLine, Origin, Typed
from ukur.domain.journal import first_break
from ukur.domain.people import Role
from ukur.domain.refusals import NotValid
from ukur.store.models import BudgetEntry, Entry, EventRow, UnitTask
from ukur.usecases.collect.record_entries import record_entries

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return new_world()


@pytest.fixture
def cycle_id(world: World) -> int:
    return cycle_at(world, 4).cycle_id


def write(
    world: World,
    cycle_id: int,
    typed: Mapping[str, Typed],
    spent: Mapping[str, Typed] | None = None,
    *,
    unit: str = "PKM-01",
    as_: tuple[Role, str] = (Role.OPERATOR, "PKM-01"),
) -> tuple[KeptLine, ...]:
    task = world.task(cycle_id, unit)
    kept = record_entries(
        task_id=task.task_id,
        typed={world.line(cycle_id, code): cells for code, cells in typed.items()},
        spent={task.budget[code]: text for code, text in (spent or {}).items()},
        actor=world.actor(*as_),
        tools=world.tools,
    )
    return (*kept.lines, *kept.budget)


def entry(code: str, unit: str = "PKM-01") -> Entry:
    return Entry.objects.get(task__unit__code=unit, line__indicator__code=code)


def test_figures_are_kept_and_told_in_the_units_own_chain(world: World, cycle_id: int) -> None:
    with one_event_of(cycle_id, "PKM-01", "entries_recorded"):
        write(
            world,
            cycle_id,
            {RATIO: Typed(numerator="80,5", denominator="100"), COUNT: Typed(value="4")},
            {SUB_FIELD: Typed("Rp 1.250.000")},
        )
    kept = entry(RATIO)
    assert (kept.numerator, kept.denominator) == (Decimal("80.5"), Decimal(100))
    assert kept.entered_by_id == world.actor(Role.OPERATOR, "PKM-01").account_id
    assert BudgetEntry.objects.get(budget_line__code=SUB_FIELD).absorbed == Decimal(1250000)
    (event,) = chain(cycle_id, "PKM-01")
    assert event.facts["lines"] == [
        {
            "line": RATIO,
            "was": {"value": None, "numerator": None, "denominator": None, "note": ""},
            "is": {"value": None, "numerator": "80.5", "denominator": "100", "note": ""},
        },
        {
            "line": COUNT,
            "was": {"value": None, "numerator": None, "denominator": None, "note": ""},
            "is": {"value": "4", "numerator": None, "denominator": None, "note": ""},
        },
    ]
    assert event.facts["budget"] == [{"line": SUB_FIELD, "was": None, "is": "1250000"}]


def test_a_correction_tells_what_was(world: World, cycle_id: int) -> None:
    write(world, cycle_id, {COUNT: Typed(value="4")})
    write(world, cycle_id, {COUNT: Typed(value="")})
    blank = {"numerator": None, "denominator": None, "note": ""}
    assert chain(cycle_id, "PKM-01")[-1].facts["lines"] == [
        {"line": COUNT, "was": {"value": "4", **blank}, "is": {"value": None, **blank}}
    ]
    assert first_break(chain(cycle_id, "PKM-01")) is None


def test_what_did_not_change_leaves_no_event(world: World, cycle_id: int) -> None:
    write(world, cycle_id, {COUNT: Typed(value="4,50")}, {SUB_FIELD: Typed("1250000")})
    before = EventRow.objects.count()
    write(world, cycle_id, {COUNT: Typed(value="4,5")}, {SUB_FIELD: Typed("1.250.000")})
    assert EventRow.objects.count() == before


def test_a_blank_cell_is_not_measured_and_not_zero(world: World, cycle_id: int) -> None:
    write(world, cycle_id, {RATIO: Typed(numerator="-", denominator=""), COUNT: Typed(value=" ")})
    assert (entry(RATIO).numerator, entry(RATIO).denominator, entry(COUNT).value) == (None,) * 3


def test_zero_is_kept_as_zero(world: World, cycle_id: int) -> None:
    write(world, cycle_id, {COUNT: Typed(value="0")})
    assert entry(COUNT).value == Decimal(0)


def test_the_head_of_the_unit_fills_in_too(world: World, cycle_id: int) -> None:
    write(world, cycle_id, {COUNT: Typed(value="3")}, as_=(Role.UNIT_HEAD, "PKM-01"))
    assert entry(COUNT).value == Decimal(3)


def test_one_cell_that_cannot_be_read_keeps_all_of_them_out(world: World, cycle_id: int) -> None:
    with refused(NotValid) as told:
        write(
            world,
            cycle_id,
            {RATIO: Typed(numerator="4.25", denominator="tidak tahu"), COUNT: Typed(value="4")},
            {SUB_FIELD: Typed("-5")},
        )
    line = world.line(cycle_id, RATIO)
    budget = world.task(cycle_id, "PKM-01").budget[SUB_FIELD]
    assert problems(told[0]) == [
        (f"line:{line}:numerator", "figure_ambiguous"),
        (f"line:{line}:denominator", "figure_not_a_number"),
        (f"budget:{budget}", "figure_negative"),
    ]
    assert told[0].problems[0].facts == {"typed": "4.25", "a": "4,25", "b": "425"}


def test_a_number_that_was_assumed_wants_to_be_confirmed(world: World, cycle_id: int) -> None:
    with refused(NotValid) as told:
        write(world, cycle_id, {COUNT: Typed(value="1.234")})
    assert problems(told[0]) == [(f"line:{world.line(cycle_id, COUNT)}:value", "figure_assumed")]
    write(world, cycle_id, {COUNT: Typed(value="1.234", confirmed=True)})
    assert entry(COUNT).value == Decimal(1234)


def test_a_numerator_above_its_denominator_is_kept_without_a_word(
    world: World, cycle_id: int
) -> None:
    write(world, cycle_id, {RATIO: Typed(numerator="120", denominator="100")})
    assert (entry(RATIO).numerator, entry(RATIO).note) == (Decimal(120), "")


def test_half_a_ratio_is_refused(world: World, cycle_id: int) -> None:
    with refused(NotValid) as told:
        write(world, cycle_id, {RATIO: Typed(numerator="80")})
    assert [code for _, code in problems(told[0])] == ["other_half_missing"]


def test_a_line_that_the_unit_does_not_have_is_refused(world: World, cycle_id: int) -> None:
    with refused(NotValid) as told:
        write(world, cycle_id, {INDEX: Typed(value="70")})
    assert problems(told[0]) == [(f"line:{world.line(cycle_id, INDEX)}", "line_unknown")]


def test_nobody_but_the_unit_writes_into_its_form(world: World, cycle_id: int) -> None:
    others = [
        (Role.OPERATOR, "PKM-02"),
        (Role.UNIT_HEAD, "PKM-02"),
        (Role.TEAM, ""),
        (Role.KEEPER, ""),
        (Role.HEAD, ""),
    ]
    for as_ in others:
        with refused(NotYourUnit):
            write(world, cycle_id, {COUNT: Typed(value="4")}, as_=as_)


def test_a_form_that_was_handed_in_is_closed_to_the_operator(world: World, cycle_id: int) -> None:
    delivered(world, cycle_id, "PKM-01")
    with refused(TaskNotOpen) as told:
        write(world, cycle_id, {COUNT: Typed(value="9")})
    assert (told[0].state, told[0].act) == ("submitted", "fill")


def test_another_agency_has_no_such_form(world: World, cycle_id: int) -> None:
    task = world.task(cycle_id, "PKM-01")
    stranger = new_world(code="lain").actor(Role.OPERATOR, "PKM-01")
    with refused(UnitTask.DoesNotExist):
        record_entries(task_id=task.task_id, typed={}, spent={}, actor=stranger, tools=world.tools)


def test_a_save_touches_the_rows_of_its_unit_only(world: World, cycle_id: int) -> None:
    write(world, cycle_id, {COUNT: Typed(value="4")})
    assert chain(cycle_id, "PKM-02") == []
    assert [event.verb for event in chain(cycle_id)] == ["ordered", "disposed", "form_frozen"]


def test_a_save_says_how_often_the_line_was_changed(world: World, cycle_id: int) -> None:
    (first,) = write(world, cycle_id, {COUNT: Typed(value="4", seen=0)})
    (same,) = write(world, cycle_id, {COUNT: Typed(value="4,0", seen=1)})
    (other,) = write(world, cycle_id, {COUNT: Typed(value="5", seen=1)})
    assert [(k.code, k.saves, k.is_changed) for k in (first, same, other)] == [
        (COUNT, 1, True),
        (COUNT, 1, False),
        (COUNT, 2, True),
    ]
    assert other.figure == Entered(value=Decimal(5))
    assert entry(COUNT).saves == 2


def test_what_the_person_has_not_seen_is_not_overwritten(world: World, cycle_id: int) -> None:
    head = (Role.UNIT_HEAD, "PKM-01")
    write(world, cycle_id, {COUNT: Typed(value="7", note="Rekap baru.", seen=0)}, as_=head)
    before = EventRow.objects.count()
    with refused(EntryConflict) as told:
        write(
            world,
            cycle_id,
            {
                COUNT: Typed(value="4", seen=0),
                RATIO: Typed(numerator="1", denominator="2", seen=0),
            },
        )
    (conflict,) = told[0].conflicts
    assert (conflict.line_id, conflict.code) == (world.line(cycle_id, COUNT), COUNT)
    assert conflict.theirs == Entered(value=Decimal(7), note="Rekap baru.")
    assert conflict.by == world.actor(*head).name
    assert (conflict.at, conflict.saves) == (entry(COUNT).entered_at, 1)
    assert entry(RATIO).numerator is None
    assert EventRow.objects.count() == before


def test_a_budget_line_that_the_person_has_not_seen_is_not_overwritten(
    world: World, cycle_id: int
) -> None:
    head = (Role.UNIT_HEAD, "PKM-01")
    write(world, cycle_id, {}, {SUB_FIELD: Typed("900.000", seen=0)}, as_=head)
    before = EventRow.objects.count()
    with refused(EntryConflict) as told:
        write(
            world,
            cycle_id,
            {COUNT: Typed(value="4", seen=0)},
            {SUB_FIELD: Typed("750.000", seen=0)},
        )
    (conflict,) = told[0].conflicts
    row = BudgetEntry.objects.get(budget_line__code=SUB_FIELD)
    assert (conflict.line_id, conflict.code, conflict.is_budget) == (
        row.budget_line_id,
        SUB_FIELD,
        True,
    )
    assert conflict.theirs == Entered(value=Decimal(900_000))
    assert (conflict.by, conflict.at) == (world.actor(*head).name, row.entered_at)
    assert (conflict.saves, row.saves, row.absorbed) == (1, 1, Decimal(900_000))
    assert entry(COUNT).value is None
    assert EventRow.objects.count() == before


def test_a_line_and_a_budget_line_are_both_named_in_a_conflict(world: World, cycle_id: int) -> None:
    write(world, cycle_id, {COUNT: Typed("7", seen=0)}, {SUB_FIELD: Typed("1", seen=0)})
    with refused(EntryConflict) as told:
        write(world, cycle_id, {COUNT: Typed("8", seen=0)}, {SUB_FIELD: Typed("2", seen=0)})
    assert [conflict.code for conflict in told[0].conflicts] == [COUNT, SUB_FIELD]


def test_a_save_says_how_often_the_budget_line_was_changed(world: World, cycle_id: int) -> None:
    (first,) = write(world, cycle_id, {}, {SUB_FIELD: Typed("500", seen=0)})
    (same,) = write(world, cycle_id, {}, {SUB_FIELD: Typed("Rp 500,00", seen=0)})
    (other,) = write(world, cycle_id, {}, {SUB_FIELD: Typed("", seen=1)})
    assert [(k.code, k.saves, k.is_changed) for k in (first, same, other)] == [
        (SUB_FIELD, 1, True),
        (SUB_FIELD, 1, False),
        (SUB_FIELD, 2, True),
    ]
    assert other.figure == Entered()


def test_two_who_type_the_same_do_not_disagree(world: World, cycle_id: int) -> None:
    write(world, cycle_id, {COUNT: Typed(value="7", seen=0)}, as_=(Role.UNIT_HEAD, "PKM-01"))
    (kept,) = write(world, cycle_id, {COUNT: Typed(value="7", seen=0)})
    assert (kept.saves, kept.is_changed) == (1, False)


def test_whoever_does_not_say_what_was_seen_writes_over_it(world: World, cycle_id: int) -> None:
    write(world, cycle_id, {COUNT: Typed(value="7")}, {SUB_FIELD: Typed("7")})
    write(world, cycle_id, {COUNT: Typed(value="8")}, {SUB_FIELD: Typed("8")})
    assert entry(COUNT).value == Decimal(8)
    assert BudgetEntry.objects.get(budget_line__code=SUB_FIELD).absorbed == Decimal(8)


def test_a_figure_says_how_it_came(world: World, cycle_id: int) -> None:
    task = world.task(cycle_id, "PKM-01")
    line = world.line(cycle_id, COUNT)
    record_entries(
        task_id=task.task_id,
        typed={line: Typed(value="4")},
        spent={},
        actor=world.actor(Role.OPERATOR, "PKM-01"),
        tools=world.tools,
        came=Came(Origin.WORKBOOK, notes={line: "Isian!F7"}),
    )
    kept = entry(COUNT)
    assert (kept.origin, kept.source_note) == ("workbook", "Isian!F7")
    assert chain(cycle_id, "PKM-01")[-1].facts["origin"] == "workbook"
    write(world, cycle_id, {COUNT: Typed(value="5")})
    kept = entry(COUNT)
    assert (kept.origin, kept.source_note) == ("page", "")


def test_a_word_about_a_figure_does_not_change_where_it_came_from(
    world: World, cycle_id: int
) -> None:
    line = world.line(cycle_id, COUNT)
    record_entries(
        task_id=world.task(cycle_id, "PKM-01").task_id,
        typed={line: Typed(value="4")},
        spent={},
        actor=world.actor(Role.OPERATOR, "PKM-01"),
        tools=world.tools,
        came=Came(Origin.WORKBOOK, notes={line: "Isian!F7"}),
    )
    write(world, cycle_id, {COUNT: Typed(value="4", note="empat kasus, semua di Maret")})
    kept = entry(COUNT)
    assert (kept.note, kept.saves) == ("empat kasus, semua di Maret", 2)
    assert (kept.origin, kept.source_note) == ("workbook", "Isian!F7")


def test_why_there_is_no_evidence_is_kept_until_it_is_said_otherwise(
    world: World, cycle_id: int
) -> None:
    write(world, cycle_id, {COUNT: Typed(value="4", no_evidence="Register terbakar.")})
    write(world, cycle_id, {COUNT: Typed(value="5")})
    assert entry(COUNT).no_evidence == "Register terbakar."
    write(world, cycle_id, {COUNT: Typed(value="5", no_evidence="")})
    assert entry(COUNT).no_evidence == ""
    figure = {"value": "5", "numerator": None, "denominator": None, "note": ""}
    assert chain(cycle_id, "PKM-01")[-1].facts["lines"] == [
        {"line": COUNT, "was": {**figure, "no_evidence": "Register terbakar."}, "is": figure}
    ]
