"""Whoever writes a word about a figure is not the one who gave it, wherever either is named."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.api.callers import program
from tests.builders import COUNT, RATIO, World, cycle_at, delivered, new_world, refused
from tests.web.builders_work import at_door, installed, text, url
from ukur.domain.entering import EntryConflict, Typed
from ukur.domain.figure_correction import NewVersion
from ukur.domain.people import Actor, Role
from ukur.domain.returning import Return
from ukur.store.models import Entry
from ukur.store.queries.entry import entry_form
from ukur.store.queries.figure_page import line_figure
from ukur.store.queries.measurement import measurement
from ukur.store.queries.offices import working_office
from ukur.store.queries.submissions import versions_of_unit
from ukur.store.queries.writings import note_writings
from ukur.usecases.collect.correct_earlier_figure import correct_earlier_figure
from ukur.usecases.collect.record_entries import record_entries
from ukur.usecases.collect.return_unit import return_unit
from ukur.usecases.collect.submit_unit import submit_unit
from ukur.usecases.exceptions.reopen_cycle import Reopen, reopen_cycle

UNIT = "PKM-01"
WHY = "Angka dari register baru."


@pytest.fixture
def world(db: None) -> World:
    return new_world()


@pytest.fixture
def cycle_id(world: World) -> int:
    return cycle_at(world, 4).cycle_id


def people(world: World) -> tuple[Actor, Actor]:
    """Who gives figures, and who writes about them."""
    return world.actor(Role.OPERATOR, UNIT), world.actor(Role.UNIT_HEAD, UNIT)


def wrote(world: World, cycle_id: int, who: Actor, cells: Typed, code: str = RATIO) -> None:
    world.clock.at += timedelta(minutes=1)
    record_entries(
        task_id=world.task(cycle_id, UNIT).task_id,
        typed={world.line(cycle_id, code): cells},
        spent={},
        actor=who,
        tools=world.tools,
    )


def entry(code: str = RATIO) -> Entry:
    return Entry.objects.select_related("entered_by").get(
        task__unit__code=UNIT, line__indicator__code=code
    )


def given_by(row: Entry) -> str:
    return row.entered_by.name if row.entered_by else ""


def noted_by(world: World, cycle_id: int, code: str = RATIO) -> str:
    task_id = world.task(cycle_id, UNIT).task_id
    found = note_writings([task_id], code).get((task_id, code))
    return found.by if found else ""


def figure_and_note(world: World, cycle_id: int) -> None:
    """The operator's figure, and a note of the head about it."""
    operator, head = people(world)
    wrote(world, cycle_id, operator, Typed(numerator="80", denominator="100"))
    wrote(world, cycle_id, head, Typed(numerator="80", denominator="100", note=WHY))


def test_a_note_leaves_the_figure_to_whoever_gave_it(world: World, cycle_id: int) -> None:
    operator, head = people(world)
    figure_and_note(world, cycle_id)
    assert (given_by(entry()), entry().note, entry().saves) == (operator.name, WHY, 2)
    assert noted_by(world, cycle_id) == head.name
    wrote(world, cycle_id, head, Typed(numerator="81", denominator="100", note=WHY))
    assert given_by(entry()) == head.name
    wrote(world, cycle_id, operator, Typed(numerator="81", denominator="100", note=""))
    assert given_by(entry()) == head.name
    assert noted_by(world, cycle_id) == operator.name


def test_a_reason_in_the_place_of_a_figure_is_given_by_its_writer(
    world: World, cycle_id: int
) -> None:
    operator, head = people(world)
    wrote(world, cycle_id, operator, Typed(value="4"), COUNT)
    wrote(world, cycle_id, head, Typed(value="", note="Alat rusak."), COUNT)
    assert given_by(entry(COUNT)) == head.name
    wrote(world, cycle_id, operator, Typed(value="", note="Alat rusak sejak Mei."), COUNT)
    assert given_by(entry(COUNT)) == operator.name


def test_the_account_of_a_figure_names_who_gave_it(world: World, cycle_id: int) -> None:
    operator, head = people(world)
    figure_and_note(world, cycle_id)
    office = working_office(world.agency_id)
    found = line_figure(cycle_id, RATIO, world.clock.at, office.calendar)
    assert found is not None
    (one,) = (row for row in found.periods[0].rows if row.row.unit == "Puskesmas 01")
    assert one.row.entered_by == operator.name
    assert one.place is not None
    assert one.place.written is not None
    assert one.place.written.by == head.name
    form = entry_form(world.task(cycle_id, UNIT).task_id, operator, world.clock.at)
    assert form is not None
    (line,) = (line for line in form.lines if line.code == RATIO)
    assert [row.entered_by for row in line.figure.provenance.rows] == [operator.name]


def test_when_a_form_was_last_kept_counts_a_note_too(world: World, cycle_id: int) -> None:
    figure_and_note(world, cycle_id)
    operator, _head = people(world)
    form = entry_form(world.task(cycle_id, UNIT).task_id, operator, world.clock.at)
    assert form is not None
    assert form.saved_at == world.clock.at
    assert entry().entered_at == world.clock.at - timedelta(minutes=1)


def test_whoever_is_overtaken_hears_who_wrote_last_be_it_a_note(
    world: World, cycle_id: int
) -> None:
    operator, head = people(world)
    figure_and_note(world, cycle_id)
    with refused(EntryConflict) as told:
        wrote(world, cycle_id, operator, Typed(numerator="90", denominator="100", seen=1))
    (refusal,) = told
    assert isinstance(refusal, EntryConflict)
    (conflict,) = refusal.conflicts
    assert (conflict.by, conflict.theirs.note) == (head.name, WHY)
    assert conflict.at == world.clock.at - timedelta(minutes=1)


def test_a_version_says_who_changed_the_figure_and_who_the_note(
    world: World, cycle_id: int
) -> None:
    operator, head = people(world)
    task_id = delivered(world, cycle_id, UNIT).task_id
    return_unit(
        task_id=task_id,
        wanted=Return("B", WHY),
        actor=world.actor(Role.TEAM),
        tools=world.tools,
    )
    wrote(world, cycle_id, operator, Typed(numerator="81", denominator="100"))
    wrote(world, cycle_id, head, Typed(numerator="81", denominator="100", note=WHY))
    submit_unit(task_id=task_id, actor=head, tools=world.tools)
    newest = versions_of_unit(task_id)[0]
    assert [(one.cell, one.now, one.by) for one in newest.changes if one.cell != "origin"] == [
        ("numerator", "81", operator.name),
        ("note", WHY, head.name),
    ]
    assert len({one.at for one in newest.changes if one.cell != "origin"}) == 2


def test_a_late_correction_outlives_a_note(world: World) -> None:
    """The unit has its form again, and writes only a word: the corrected figure still counts."""
    cycle_id = cycle_at(world, 10).cycle_id
    row = entry(COUNT)
    world.clock.at += timedelta(hours=1)
    wanted = NewVersion(Typed(value="6"), WHY, date(2026, 4, 1), 0)
    correct_earlier_figure(
        cycle_id=cycle_id,
        entry_id=row.pk,
        wanted=wanted,
        actor=world.actor(Role.TEAM),
        tools=world.tools,
    )
    again = Reopen(
        reason_code="C",
        reason=WHY,
        finish_by=date(2026, 6, 30),
        back_to=4,
        unit_ids=(row.task.unit_id,),
    )
    reopen_cycle(cycle_id=cycle_id, wanted=again, actor=world.actor(Role.HEAD), tools=world.tools)

    def counted() -> str:
        return next(line.realization for line in measurement(cycle_id).lines if line.code == COUNT)

    assert counted() == "16,00"
    operator, _head = people(world)
    wrote(world, cycle_id, operator, Typed(value="4", note="Sesuai register."), COUNT)
    assert counted() == "16,00"
    wrote(world, cycle_id, operator, Typed(value="5", note="Sesuai register."), COUNT)
    assert counted() == "15,00"


STEPS = st.lists(
    st.tuples(st.booleans(), st.sampled_from(["", "1", "2"]), st.sampled_from(["", "a", "b"])),
    max_size=8,
)


@pytest.mark.slow
@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=STEPS)
def test_whoever_writes_what_each_answer_and_each_note_has_its_last_writer(
    world: World, cycle_id: int, steps: list[tuple[bool, str, str]]
) -> None:
    both = people(world)
    wrote(world, cycle_id, both[0], Typed(value="9", note="z"), COUNT)
    stood, answered, noted = ("9", "z"), both[0].name, both[0].name
    for is_head, value, note in steps:
        who = both[is_head]
        wrote(world, cycle_id, who, Typed(value=value, note=note), COUNT)
        if (value, note if not value else "") != (stood[0], stood[1] if not stood[0] else ""):
            answered = who.name
        if note != stood[1]:
            noted = who.name
        stood = (value, note)
        assert (given_by(entry(COUNT)), noted_by(world, cycle_id, COUNT)) == (answered, noted)


def test_pages_and_programs_name_both(db: None) -> None:
    with installed() as world:
        cycle_id = cycle_at(world, 4).cycle_id
        operator, head = people(world)
        figure_and_note(world, cycle_id)
        line_id, task_id = world.line(cycle_id, RATIO), world.task(cycle_id, UNIT).task_id
        team, said = at_door(world, Role.TEAM), f"Catatan oleh {head.name}"
        assert said in text(team.get(url("collect_unit", cycle_id, task_id)))
        page = text(team.get(reverse("figure", args=[cycle_id, RATIO])))
        assert said in page
        assert f"{operator.name}, 1 April 2026" in page
        caller = program(world, Role.TEAM)
        found = caller.get(f"/forms/{task_id}").body["lines"]
        (line,) = (one for one in found if one["id"] == line_id)
        assert (line["note"], line["note_by"]) == (WHY, head.name)
        rows = line["explanation"]["rows"]
        assert [row["entered_by"] for row in rows] == [operator.name]
        evidence = caller.get(f"/forms/{task_id}/lines/{line_id}/evidence").body
        assert (evidence["entered_by"], evidence["note_by"]) == (operator.name, head.name)
        assert evidence["entered_at"] < evidence["note_at"]
