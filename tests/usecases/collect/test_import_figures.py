"""A file is held against what is kept, and taken into the form whole or not at all."""

from decimal import Decimal

import pytest

from tests.builders import (
    COUNT,
    INDEX,
    RATIO,
    World,
    chain,
    cycle_at,
    filled,
    new_world,
    refused,
    state,
)
from ukur.domain.collecting import NotYourUnit, TaskNotOpen
from ukur.domain.entering import EntryConflict, Typed
from ukur.domain.people import Actor, Role
from ukur.domain.refusals import NotValid
from ukur.domain.sources import Purpose, System
from ukur.store.models import Entry, SourceImport, StagedTable, UnitTask
from ukur.store.queries.incoming import standing_task, standing_tasks, waiting_file
from ukur.usecases.collect.discard_figures import discard_figures
from ukur.usecases.collect.import_figures import SourceFile, UnitFigures, import_figures
from ukur.usecases.collect.stage_figures import MOST_WAITING, stage_figures

pytestmark = pytest.mark.django_db

FILE = SourceFile("kia.json", b"{}", System.DHIS2)


@pytest.fixture
def world() -> World:
    return new_world()


@pytest.fixture
def cycle_id(world: World) -> int:
    return cycle_at(world, 4).cycle_id


def task(world: World, cycle_id: int, unit: str = "PKM-01") -> int:
    return world.task(cycle_id, unit).task_id


def ratio(world: World, cycle_id: int, upper: str, lower: str, seen: int = 0) -> UnitFigures:
    line = world.line(cycle_id, RATIO)
    typed = {line: Typed(numerator=upper, denominator=lower, confirmed=True, seen=seen)}
    return UnitFigures(typed, {line: f"{RATIO}: 202601-202603"})


def take(world: World, actor: Actor, figures: dict[int, UnitFigures]) -> int:
    return import_figures(file=FILE, figures=figures, actor=actor, tools=world.tools)


def test_every_unit_gets_its_figures_and_an_event_that_names_the_file(
    world: World, cycle_id: int
) -> None:
    one, two = task(world, cycle_id), task(world, cycle_id, "PKM-02")
    team = world.actor(Role.TEAM)
    figures = {
        two: ratio(world, cycle_id, "3", "4"),
        one: ratio(world, cycle_id, "18", "25"),
    }
    assert take(world, team, figures) == 2
    entry = Entry.objects.get(task=one, line=world.line(cycle_id, RATIO))
    source = SourceImport.objects.get()
    assert (entry.numerator, entry.denominator) == (Decimal(18), Decimal(25))
    assert (entry.origin, entry.source_id) == ("dhis2", source.pk)
    assert entry.source_note == f"{RATIO}: 202601-202603"
    assert world.vault.files[source.sha256] == b"{}"
    assert (source.taken, source.name) == (2, "kia.json")
    for unit in ("PKM-01", "PKM-02"):
        (event,) = chain(cycle_id, unit)
        assert (event.verb, event.facts["origin"]) == ("entries_recorded", "dhis2")
        assert (event.facts["file"], event.facts["sha256"]) == ("kia.json", source.sha256)


def test_one_figure_that_cannot_be_kept_keeps_all_of_them_out(world: World, cycle_id: int) -> None:
    figures = {
        task(world, cycle_id): ratio(world, cycle_id, "18", "25"),
        task(world, cycle_id, "PKM-02"): ratio(world, cycle_id, "abc", "25"),
    }
    with refused(NotValid):
        take(world, world.actor(Role.TEAM), figures)


def test_one_unit_that_handed_in_keeps_all_of_them_out(world: World, cycle_id: int) -> None:
    other = task(world, cycle_id, "PKM-02")
    UnitTask.objects.filter(pk=other).update(state=UnitTask.State.SUBMITTED)
    figures = {
        task(world, cycle_id): ratio(world, cycle_id, "18", "25"),
        other: ratio(world, cycle_id, "3", "4"),
    }
    with refused(TaskNotOpen):
        take(world, world.actor(Role.TEAM), figures)


def test_a_figure_that_was_changed_since_it_was_seen_is_not_written_over(
    world: World, cycle_id: int
) -> None:
    filled(world, cycle_id, "PKM-01")
    with refused(EntryConflict):
        take(
            world,
            world.actor(Role.OPERATOR, "PKM-01"),
            {task(world, cycle_id): ratio(world, cycle_id, "1", "2", seen=0)},
        )


def test_a_budget_that_was_changed_since_it_was_seen_is_not_written_over(
    world: World, cycle_id: int
) -> None:
    filled(world, cycle_id, "PKM-01")
    standing = standing_task(task(world, cycle_id))
    (money,) = standing.budget.values()
    operator = world.actor(Role.OPERATOR, "PKM-01")

    def seen(saves: int) -> UnitFigures:
        return UnitFigures({}, spent={money.budget_id: Typed("500", seen=saves)})

    with refused(EntryConflict) as told:
        take(world, operator, {standing.task_id: seen(0)})
    (conflict,) = told[0].conflicts
    assert (conflict.line_id, conflict.theirs, conflict.is_budget) == (
        money.budget_id,
        money.figure,
        True,
    )
    assert take(world, operator, {standing.task_id: seen(money.saves)}) == 1


def test_the_same_figures_once_more_leave_no_trace(world: World, cycle_id: int) -> None:
    team, one = world.actor(Role.TEAM), task(world, cycle_id)
    take(world, team, {one: ratio(world, cycle_id, "18", "25")})
    before = state()
    assert take(world, team, {one: ratio(world, cycle_id, "18", "25", seen=1)}) == 0
    assert state() == before


def test_an_operator_takes_a_file_for_the_own_unit_alone(world: World, cycle_id: int) -> None:
    operator = world.actor(Role.OPERATOR, "PKM-01")
    with refused(NotYourUnit):
        take(
            world,
            operator,
            {task(world, cycle_id, "PKM-02"): ratio(world, cycle_id, "1", "2")},
        )
    own = {task(world, cycle_id): ratio(world, cycle_id, "1", "2")}
    assert take(world, operator, own) == 1


@pytest.mark.parametrize("role", [Role.HEAD, Role.PLANNER, Role.STAFF])
def test_nobody_else_takes_figures_from_a_file(world: World, cycle_id: int, role: Role) -> None:
    with refused(NotYourUnit):
        take(world, world.actor(role), {task(world, cycle_id): ratio(world, cycle_id, "1", "2")})


def test_the_forms_of_all_units_are_read_in_their_order(world: World, cycle_id: int) -> None:
    standing = standing_tasks(cycle_id, world.agency_id)
    assert [one.unit_code for one in standing] == ["SEKRET", "PKM-01", "PKM-02"]
    assert list(standing[0].lines) == [INDEX]
    assert list(standing[1].lines) == [RATIO, COUNT]


# --- waiting ---


def stage(world: World, actor: Actor, name: str = "isian.xlsx") -> int:
    return stage_figures(
        name=name,
        content=b"x",
        purpose=Purpose.FORM,
        about={"task": 1},
        actor=actor,
        tools=world.tools,
    )


def test_a_file_waits_for_its_owner_alone(world: World) -> None:
    operator, now = world.actor(Role.OPERATOR, "PKM-01"), world.clock.now()
    staged = stage(world, operator)
    found = waiting_file(staged, operator, now, "form")
    assert found is not None
    assert (found.name, found.content, found.about) == ("isian.xlsx", b"x", {"task": 1})
    assert waiting_file(staged, operator, now, "source") is None
    assert waiting_file(staged, world.actor(Role.TEAM), now, "form") is None


def test_older_files_make_room(world: World) -> None:
    operator = world.actor(Role.OPERATOR, "PKM-01")
    for number in range(MOST_WAITING + 2):
        stage(world, operator, f"{number}.xlsx")
    assert StagedTable.objects.count() == MOST_WAITING


def test_whoever_hands_in_no_figures_lets_no_file_wait(world: World) -> None:
    with refused(NotYourUnit):
        stage(world, world.actor(Role.HEAD))


def test_a_file_is_forgotten_by_its_owner_alone(world: World) -> None:
    operator = world.actor(Role.OPERATOR, "PKM-01")
    staged = stage(world, operator)
    discard_figures(staged_id=staged, actor=world.actor(Role.TEAM), tools=world.tools)
    assert StagedTable.objects.filter(pk=staged).exists()
    discard_figures(staged_id=staged, actor=operator, tools=world.tools)
    assert not StagedTable.objects.exists()
