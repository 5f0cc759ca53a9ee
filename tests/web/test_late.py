"""The list of what is late: who holds it, by how much, in which order, and for whom it is."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.builders import World, cycle_at, new_world, ordered
from tests.web.builders_office import words
from tests.web.builders_work import at_door, installed, queries, url
from ukur.domain.people import Role
from ukur.store.models import Run, StepRun, UnitTask
from ukur.store.queries import inbox, late
from ukur.usecases.clock.remind import remind


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with installed() as made:
        yield made


def page(world: World, role: Role = Role.SECRETARY, asked: str = "") -> str:
    return words(at_door(world, role).get(url("late") + asked))


def copied(world: World, count: int, *, lead: str = "sekretaris") -> list[StepRun]:
    """More runs at the step of the only one, each due a minute later than the one before."""
    first = StepRun.objects.get(agency_id=world.agency_id, done_at=None)
    rows = []
    for number in range(1, count + 1):
        run = Run.objects.get(pk=first.run_id)
        run.pk, run.subject, run.chain = None, f"Perkara {number}", f"perkara/{number}"
        run.save()
        row = StepRun.objects.get(pk=first.pk)
        row.pk, row.run, row.lead = None, run, lead
        row.due_at = first.due_at + timedelta(minutes=number)
        row.save()
        rows.append(row)
    return rows


def test_a_late_step_stands_there_with_who_holds_it_and_by_how_much(world: World) -> None:
    ordered(world)
    assert "Tidak ada langkah SOP yang terlambat" in page(world)
    world.clock.at += timedelta(hours=1)
    shown = page(world)
    assert "Langkah 2, Disposisi, putaran 1" in shown
    assert "50 mnt" in shown
    assert "belum" in shown
    remind(agency_id=world.agency_id, tools=world.tools)
    assert "belum" not in page(world)


def test_what_is_due_when_the_office_closes_is_not_late_that_evening(world: World) -> None:
    ordered(world)
    closing = world.clock.at.replace(hour=9, minute=0, second=0, microsecond=0)
    StepRun.objects.filter(done_at=None).update(due_at=closing)
    world.clock.at = closing + timedelta(hours=5)
    assert "Tidak ada langkah SOP yang terlambat" in page(world)
    assert "lewat" not in words(at_door(world, Role.SECRETARY).get(url("desk")))
    world.clock.at = closing + timedelta(days=1, hours=-8)
    assert "30 mnt" in page(world)


def test_the_longest_overdue_stand_first_and_the_rest_on_the_next_page(world: World) -> None:
    ordered(world)
    rows = copied(world, inbox.PAGE + 2)
    world.clock.at += timedelta(hours=3)
    first = page(world)
    assert "Perkara 24" in first
    assert "Perkara 25" not in first
    assert first.index("Perkara 1") < first.index("Perkara 2")
    second = page(world, asked=f"?setelah={rows[inbox.PAGE - 2].pk}")
    assert "Perkara 24" not in second
    assert "Perkara 25" in second
    assert "Perkara 27" in second


def test_the_list_is_narrowed_to_a_role_and_to_an_sop(world: World) -> None:
    ordered(world)
    copied(world, 2, lead="staf")
    world.clock.at += timedelta(hours=3)
    assert "Perkara 1" in page(world, asked="?peran=staf")
    assert "Triwulan I 2026" not in page(world, asked="?peran=staf")
    assert "Perkara 1" not in page(world, asked="?peran=sekretaris")
    assert "Perkara 1" in page(world, asked="?sop=pengukuran-kinerja")
    assert "Perkara 1" in page(world, asked="?sop=tidak-ada&peran=nobody&setelah=x")


def test_forms_of_units_that_are_late_stand_in_a_list_of_their_own(world: World) -> None:
    cycle_at(world, 4)
    assert "Tidak ada format unit" in page(world, asked="?lihat=unit")
    world.clock.at = max(UnitTask.objects.values_list("due_at", flat=True)) + timedelta(days=4)
    shown = page(world, asked="?lihat=unit")
    assert "Puskesmas 01" in shown
    assert "Isi format" in shown


def test_a_run_that_was_cancelled_leaves_nothing_late(world: World) -> None:
    cycle_at(world, 4)
    world.clock.at += timedelta(days=20)
    StepRun.objects.filter(done_at=None).update(done_at=world.clock.at)
    Run.objects.update(step=None)
    assert "Tidak ada langkah SOP" in page(world)
    assert "Tidak ada format unit" in page(world, asked="?lihat=unit")


def test_the_list_is_for_the_office_and_shows_no_other_agency(world: World) -> None:
    ordered(world)
    copied(world, 1)
    world.clock.at += timedelta(hours=3)
    assert at_door(world, Role.OPERATOR, "PKM-01").get(url("late")).status_code == 404
    assert at_door(world, Role.EVALUATOR).get(url("late")).status_code == 404
    assert at_door(world, Role.KEEPER).get(url("late")).status_code == 200
    other = new_world(code="lain")
    found = late.late_steps(other.agency_id, late.LateWhat(world.clock.at))
    assert found.rows == ()
    assert found.count == 0


def test_more_that_is_late_asks_no_more_queries_and_is_counted_to_a_bound(world: World) -> None:
    ordered(world)
    world.clock.at += timedelta(hours=3)
    client = at_door(world, Role.SECRETARY)
    client.get(url("late"))
    one = queries(lambda: client.get(url("late")))
    copied(world, inbox.MOST_COUNTED + 5)
    world.clock.at += timedelta(hours=30)
    assert queries(lambda: client.get(url("late"))) == one
    assert "99+" in words(client.get(url("late")))
