"""Which earlier figures and which like units a figure is held against."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.builders import COUNT, RATIO, YEAR, World, cycle_at, new_world, onward, ordered, refused
from ukur.domain.checking import Warnings
from ukur.domain.collecting import FormIncomplete, Lack
from ukur.domain.entering import Typed
from ukur.domain.people import Role
from ukur.domain.periods import Period
from ukur.store.models import Entry, EntryCorrectionRow, FormLine, UnitTask
from ukur.store.queries.checks import warnings_of, warnings_of_line
from ukur.store.queries.lacks import lacks_of
from ukur.usecases.collect.record_entries import record_entries
from ukur.usecases.collect.submit_unit import submit_unit

pytestmark = pytest.mark.django_db
UNIT = "PKM-01"


def write(world: World, cycle_id: int, unit: str = UNIT, **typed: Typed) -> None:
    task = world.task(cycle_id, unit)
    codes = {"ratio": RATIO, "count": COUNT}
    record_entries(
        task_id=task.task_id,
        typed={world.line(cycle_id, codes[key]): cells for key, cells in typed.items()},
        spent={},
        actor=world.actor(Role.OPERATOR, unit),
        tools=world.tools,
    )


def parts(upper: int, lower: int = 100, note: str = "") -> Typed:
    return Typed(numerator=str(upper), denominator=str(lower), note=note)


def told(world: World, cycle_id: int, unit: str = UNIT) -> dict[str, Warnings]:
    task = UnitTask.objects.select_related("cycle").get(cycle=cycle_id, unit__code=unit)
    codes = dict(FormLine.objects.filter(cycle=cycle_id).values_list("pk", "indicator__code"))
    return {codes[line]: found for line, found in warnings_of(task).items()}


def checks(world: World, cycle_id: int) -> dict[str, list[str]]:
    found = told(world, cycle_id)
    return {code: [one.check.value for one in warned] for code, warned in found.items()}


def second_quarter(world: World) -> int:
    """The cycle of TW II, whose form is open."""
    world.clock.at = datetime(YEAR, 7, 1, 1, 30, tzinfo=UTC)
    return onward(world, ordered(world, Period.TW2), 4).cycle_id


def brought_in(world: World, cycle_id: int, unit: str, code: str, **figure: int) -> None:
    """A late correction; without a figure it says that none holds."""
    entry = Entry.objects.get(
        task__cycle=cycle_id, task__unit__code=unit, line__indicator__code=code
    )
    world.clock.at += timedelta(minutes=1)
    EntryCorrectionRow.objects.create(
        entry=entry,
        number=entry.corrections.count() + 1,
        reason="Rekap yang lama tertinggal satu desa.",
        reported_on=world.clock.at.date(),
        at=world.clock.at,
        by_id=world.actor(Role.TEAM).account_id,
        **figure,
    )


def test_a_warned_figure_is_held_until_a_word_was_said_about_it() -> None:
    world = new_world()
    cycle_id = cycle_at(world, 4).cycle_id
    write(world, cycle_id, ratio=parts(120), count=Typed("3"))
    assert checks(world, cycle_id) == {RATIO: ["above_denominator"]}
    task_id = world.task(cycle_id, UNIT).task_id
    assert Lack(RATIO, "comment") in lacks_of(task_id)
    with refused(FormIncomplete) as held:
        submit_unit(task_id=task_id, actor=world.actor(Role.UNIT_HEAD, UNIT), tools=world.tools)
    assert Lack(RATIO, "comment") in held[0].lacks
    write(world, cycle_id, ratio=parts(120, note="Penyebut proyeksi."))
    assert Lack(RATIO, "comment") not in lacks_of(task_id)
    assert checks(world, cycle_id) == {RATIO: ["above_denominator"]}


def test_a_check_that_the_form_does_not_ask_for_says_nothing() -> None:
    world = new_world()
    cycle_id = cycle_at(world, 4).cycle_id
    write(world, cycle_id, ratio=parts(120))
    FormLine.objects.filter(cycle=cycle_id).update(checks=["decreasing"])
    assert checks(world, cycle_id) == {}


def test_the_units_own_earlier_period_is_what_a_figure_is_held_against() -> None:
    world = new_world()
    first = cycle_at(world, 4).cycle_id
    write(world, first, ratio=parts(80), count=Typed("20"))
    write(world, first, "PKM-02", ratio=parts(1), count=Typed("900"))
    second = second_quarter(world)
    write(world, second, ratio=parts(70), count=Typed("60"))
    assert checks(world, second) == {RATIO: ["decreasing"], COUNT: ["far_from_history"]}
    facts = told(world, second)[COUNT][0].facts
    assert (facts["low"], facts["count"], facts["until_period"]) == ("20", 1, "TW1")
    write(world, second, ratio=parts(90), count=Typed("25"))
    assert checks(world, second) == {}


def test_a_late_correction_of_the_earlier_figure_is_what_counts() -> None:
    world = new_world()
    first = cycle_at(world, 4).cycle_id
    write(world, first, count=Typed("20"))
    second = second_quarter(world)
    brought_in(world, first, UNIT, COUNT, value=50)
    write(world, second, count=Typed("60"))
    assert checks(world, second) == {}


def test_units_of_the_same_kind_are_the_peers_and_closed_ones_are_not() -> None:
    world = new_world(puskesmas=7)
    cycle_id = cycle_at(world, 4).cycle_id
    for number in range(2, 7):
        write(world, cycle_id, f"PKM-{number:02d}", ratio=parts(78 + number))
    write(world, cycle_id, ratio=parts(20))
    assert checks(world, cycle_id) == {RATIO: ["far_from_peers"]}
    line = FormLine.objects.select_related("cycle", "indicator").get(
        cycle=cycle_id, indicator__code=RATIO
    )
    task_id = world.task(cycle_id, UNIT).task_id
    assert {
        id_: [w.check.value for w in found] for id_, found in warnings_of_line(line).items()
    } == {task_id: ["far_from_peers"]}
    assert warnings_of_line(line)[task_id][0].facts["count"] == 5
    UnitTask.objects.filter(cycle=cycle_id, unit__code="PKM-06").update(state="closed")
    assert warnings_of_line(line) == {}
    assert checks(world, cycle_id) == {}
    brought_in(world, cycle_id, "PKM-06", RATIO, numerator=84, denominator=100)
    assert warnings_of_line(line)[task_id][0].facts["count"] == 5
    assert checks(world, cycle_id) == {RATIO: ["far_from_peers"]}


def test_a_closed_unit_counts_in_its_own_past_by_what_was_brought_in_late() -> None:
    world = new_world()
    first = cycle_at(world, 4).cycle_id
    write(world, first, count=Typed("900"))
    UnitTask.objects.filter(cycle=first, unit__code=UNIT).update(state="closed")
    second = second_quarter(world)
    write(world, second, count=Typed("60"))
    assert checks(world, second) == {}
    brought_in(world, first, UNIT, COUNT, value=20)
    assert checks(world, second) == {COUNT: ["far_from_history"]}
    assert told(world, second)[COUNT][0].facts["low"] == "20"
    brought_in(world, first, UNIT, COUNT)
    assert checks(world, second) == {}


def test_a_figure_that_was_brought_in_late_is_itself_held_against_others() -> None:
    world = new_world()
    first = cycle_at(world, 4).cycle_id
    write(world, first, ratio=parts(80))
    UnitTask.objects.filter(cycle=first, unit__code=UNIT).update(state="closed")
    assert checks(world, first) == {}
    brought_in(world, first, UNIT, RATIO, numerator=120, denominator=100)
    assert checks(world, first) == {RATIO: ["above_denominator"]}
