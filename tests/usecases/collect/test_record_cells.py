"""Step 4: cells that a page sends by itself; each line is kept for its own sake."""

from collections.abc import Mapping
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

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
    refused,
)
from ukur.domain.collecting import NotYourUnit, TaskNotOpen
from ukur.domain.entering import Came, Origin, Typed
from ukur.domain.people import Role
from ukur.store.models import BudgetEntry, Entry, EventRow
from ukur.usecases.collect.record_cells import CellsRecorded, record_cells

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return new_world()


@pytest.fixture
def cycle_id(world: World) -> int:
    return cycle_at(world, 4).cycle_id


def send(
    world: World,
    cycle_id: int,
    typed: Mapping[str, Typed],
    spent: Mapping[str, Typed] | None = None,
    as_: tuple[Role, str] = (Role.OPERATOR, "PKM-01"),
) -> CellsRecorded:
    task = world.task(cycle_id, "PKM-01")
    return record_cells(
        task_id=task.task_id,
        typed={world.line(cycle_id, code): cells for code, cells in typed.items()},
        spent={task.budget[code]: text for code, text in (spent or {}).items()},
        actor=world.actor(*as_),
        tools=world.tools,
        came=Came(Origin.PASTE),
    )


def entry(code: str) -> Entry:
    return Entry.objects.get(task__unit__code="PKM-01", line__indicator__code=code)


def money() -> BudgetEntry:
    return BudgetEntry.objects.get(budget_line__code=SUB_FIELD)


def test_a_line_in_order_is_kept_though_another_is_asked_about(world: World, cycle_id: int) -> None:
    with one_event_of(cycle_id, "PKM-01", "entries_recorded"):
        said = send(
            world,
            cycle_id,
            {COUNT: Typed(value="4"), RATIO: Typed(numerator="4.25", denominator="100")},
            {SUB_FIELD: Typed("1000")},
        )
    assert [(kept.code, kept.saves) for kept in said.lines] == [(COUNT, 1)]
    ratio = world.line(cycle_id, RATIO)
    assert [(p.where, p.code) for p in said.problems] == [
        (f"line:{ratio}:numerator", "figure_ambiguous")
    ]
    assert [(kept.code, kept.saves) for kept in said.budget] == [(SUB_FIELD, 1)]
    assert (entry(COUNT).value, entry(RATIO).numerator) == (Decimal(4), None)
    assert entry(COUNT).origin == "paste"
    assert BudgetEntry.objects.get(budget_line__code=SUB_FIELD).absorbed == Decimal(1000)
    blank = {"value": None, "numerator": None, "denominator": None, "note": ""}
    assert chain(cycle_id, "PKM-01")[-1].facts["lines"] == [
        {"line": COUNT, "was": blank, "is": {**blank, "value": "4"}}
    ]


def test_a_line_that_was_overtaken_is_said_with_what_stands_there(
    world: World, cycle_id: int
) -> None:
    send(world, cycle_id, {COUNT: Typed(value="7", seen=0)}, as_=(Role.UNIT_HEAD, "PKM-01"))
    said = send(
        world,
        cycle_id,
        {COUNT: Typed(value="4", seen=0), RATIO: Typed(numerator="1", denominator="2", seen=0)},
    )
    (conflict,) = said.conflicts
    assert (conflict.code, conflict.theirs.value, conflict.saves) == (COUNT, Decimal(7), 1)
    assert [kept.code for kept in said.lines] == [RATIO]
    assert entry(COUNT).value == Decimal(7)


def test_a_budget_line_that_was_overtaken_is_said_and_the_line_beside_it_kept(
    world: World, cycle_id: int
) -> None:
    head = (Role.UNIT_HEAD, "PKM-01")
    send(world, cycle_id, {}, {SUB_FIELD: Typed("900", seen=0)}, as_=head)
    said = send(world, cycle_id, {COUNT: Typed("4", seen=0)}, {SUB_FIELD: Typed("750", seen=0)})
    (conflict,) = said.conflicts
    assert (conflict.code, conflict.theirs.value, conflict.saves) == (SUB_FIELD, Decimal(900), 1)
    assert ([kept.code for kept in said.lines], said.budget) == ([COUNT], ())
    assert money().absorbed == Decimal(900)
    mine = send(world, cycle_id, {}, {SUB_FIELD: Typed("750", seen=conflict.saves)})
    assert (mine.conflicts, money().absorbed, money().saves) == ((), Decimal(750), 2)


def test_nothing_kept_leaves_no_event(world: World, cycle_id: int) -> None:
    before = EventRow.objects.count()
    said = send(world, cycle_id, {COUNT: Typed(value="abc"), INDEX: Typed(value="1")})
    assert {p.code for p in said.problems} == {"figure_not_a_number", "line_unknown"}
    assert EventRow.objects.count() == before


def test_nobody_else_and_not_after_it_was_handed_in(world: World, cycle_id: int) -> None:
    with refused(NotYourUnit):
        send(world, cycle_id, {COUNT: Typed(value="4")}, as_=(Role.OPERATOR, "PKM-02"))
    delivered(world, cycle_id, "PKM-01")
    with refused(TaskNotOpen):
        send(world, cycle_id, {COUNT: Typed(value="4")})


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    saves=st.lists(
        st.tuples(st.sampled_from([COUNT, SUB_FIELD]), st.integers(0, 3), st.integers(0, 9)),
        max_size=16,
    )
)
def test_no_save_of_somebody_who_had_not_seen_the_newest_gets_through(
    world: World, cycle_id: int, saves: list[tuple[str, int, int]]
) -> None:
    def stands(code: str) -> tuple[Decimal | None, int]:
        if code == SUB_FIELD:
            return money().absorbed, money().saves
        return entry(code).value, entry(code).saves

    for code, seen, value in saves:
        before, other = stands(code), stands(COUNT if code == SUB_FIELD else SUB_FIELD)
        typed = {code: Typed(value=str(value), seen=seen)}
        lines, spent = ({}, typed) if code == SUB_FIELD else (typed, {})
        said = send(world, cycle_id, lines, spent)
        after = stands(code)
        if seen == before[1] or before[0] == value:
            assert after[0] == value
        else:
            assert after == before
            assert [conflict.saves for conflict in said.conflicts] == [before[1]]
        assert stands(COUNT if code == SUB_FIELD else SUB_FIELD) == other
