"""The clock on the pages: its card, pauses, and notices on the desk."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from tests.builders import World, cycle_at, forget_years, new_world, ordered
from tests.web.builders_office import words
from tests.web.builders_work import at_door, installed, queries, url
from ukur.domain.people import Role
from ukur.store.models import Cycle, Notice, StepPause, StepRun, UnitTask
from ukur.usecases.clock.remind import remind

PAUSE = {
    "do": "pause",
    "step": "6",
    "awaited": "BPS",
    "reason": "Angka penduduk belum terbit",
    "until": "2026-04-06",
}
NOON = datetime(2026, 4, 1, 4, 30, tzinfo=UTC)


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with installed() as made:
        yield made


def drafting(world: World) -> Cycle:
    """A cycle at step 6, which the planner leads."""
    return Cycle.objects.get(pk=cycle_at(world, 6).cycle_id)


def told(world: World) -> None:
    remind(agency_id=world.agency_id, tools=world.tools)


# --- pausing --------------------------------------------------------------------------------


def test_the_lead_pauses_the_clock_and_every_page_says_for_whom_it_waits(world: World) -> None:
    cycle = drafting(world)
    planner = at_door(world, Role.PLANNER)
    page, pause = url("cycle", cycle.pk), url("pause_step", cycle.run_id)
    assert pause in planner.get(page).content.decode()
    assert planner.get(pause).status_code == 200
    answer = planner.post(pause, PAUSE, follow=True)
    assert "Jam langkah dijeda" in words(answer)
    for shown in (answer, planner.get(url("desk")), at_door(world, Role.HEAD).get(page)):
        assert "menunggu BPS" in words(shown)
    assert 'class="arsir"' in answer.content.decode()
    assert "Angka penduduk belum terbit" in words(at_door(world, Role.HEAD).get(page))
    assert "menjeda jam langkah 6 sampai 6 April 2026" in words(
        planner.get(url("journal", cycle.pk))
    )


def test_going_on_is_one_button(world: World) -> None:
    cycle = drafting(world)
    planner = at_door(world, Role.PLANNER)
    pause = url("pause_step", cycle.run_id)
    planner.post(pause, PAUSE)
    answer = planner.post(pause, {"do": "resume", "step": "6"}, follow=True)
    assert "Jam langkah berjalan lagi" in words(answer)
    assert StepPause.objects.get().resumed_at == world.clock.at
    assert planner.post(pause, {"do": "resume", "step": "6"}).status_code == 409


def test_what_a_pause_lacks_is_named_at_its_field(world: World) -> None:
    cycle = drafting(world)
    planner = at_door(world, Role.PLANNER)
    pause = url("pause_step", cycle.run_id)
    for wrong, place in (
        ({"awaited": " "}, "id_awaited_galat"),
        ({"reason": ""}, "id_reason_galat"),
        ({"until": "2026-04-01"}, "id_until_galat"),
        ({"until": "2026-12-01"}, "id_until_galat"),
        ({"until": "kapan-kapan"}, "id_until_galat"),
    ):
        answer = planner.post(pause, {**PAUSE, **wrong})
        assert answer.status_code == 422
        assert f'id="{place}"' in answer.content.decode()
    assert planner.post(pause, {**PAUSE, "step": "5"}).status_code == 409
    assert not StepPause.objects.exists()


def test_others_and_other_agencies_find_no_page_to_pause(world: World) -> None:
    cycle = drafting(world)
    pause = url("pause_step", cycle.run_id)
    other = new_world(code="lain")
    for client in (
        at_door(world, Role.HEAD),
        at_door(world, Role.TEAM),
        at_door(other, Role.PLANNER),
    ):
        assert client.get(pause).status_code == 404
        assert client.post(pause, PAUSE).status_code == 404
    page = at_door(world, Role.HEAD).get(url("cycle", cycle.pk)).content.decode()
    assert pause not in page


# --- the card -------------------------------------------------------------------------------


def test_the_card_says_on_time_nearly_used_up_or_late(world: World) -> None:
    cycle = drafting(world)
    client = at_door(world, Role.PLANNER)
    run = StepRun.objects.get(run=cycle.run_id, done_at=None)
    for now, said in (
        (run.opened_at, "Tepat waktu"),
        (run.due_at, "Hampir habis"),
        (run.due_at + timedelta(seconds=1), "Lewat"),
    ):
        world.clock.at = now
        assert said in words(client.get(url("cycle", cycle.pk)))


def test_a_year_without_holidays_is_said_with_the_way_out(world: World) -> None:
    cycle = drafting(world)
    forget_years()
    for client in (at_door(world, Role.PLANNER), at_door(world, Role.HEAD)):
        for page in (url("cycle", cycle.pk), url("desk"), url("cycles")):
            assert client.get(page).status_code == 200
        shown = words(client.get(url("cycle", cycle.pk)))
        assert "Pengelola aplikasi dapat memuatnya" in shown


def test_pauses_cost_no_more_queries(world: World) -> None:
    cycle = drafting(world)
    client = at_door(world, Role.PLANNER)
    few = queries(lambda: client.get(url("cycle", cycle.pk)))
    for month in (2, 3):
        StepPause.objects.create(
            step_run=StepRun.objects.get(run=cycle.run_id, done_at=None),
            since=datetime(2026, month, 1, tzinfo=UTC),
            until=datetime(2026, month, 5, tzinfo=UTC),
            awaited="BPS",
            reason="x",
            paused_by_id=world.actor(Role.SECRETARY).account_id,
        )
    assert queries(lambda: client.get(url("cycle", cycle.pk))) == few


# --- notices --------------------------------------------------------------------------------


def test_the_desk_shows_notices_until_they_are_put_away(world: World) -> None:
    cycle_id = ordered(world)
    world.clock.at = NOON
    told(world)
    secretary, head = at_door(world, Role.SECRETARY), at_door(world, Role.HEAD)
    assert "Tenggatnya sudah lewat" in words(secretary.get(url("desk")))
    assert "1 tugas terlambat di kantor Anda" in words(head.get(url("desk")))
    assert url("cycle", cycle_id) in head.get(url("desk")).content.decode()
    own = [str(pk) for pk in Notice.objects.values_list("pk", flat=True)]
    secretary.post(url("read_notices"), {"notice": [*own, "x", "-1"]})
    assert "Tenggatnya sudah lewat" not in words(secretary.get(url("desk")))
    assert "1 tugas terlambat di kantor Anda" in words(head.get(url("desk")))
    assert secretary.get(url("read_notices")).status_code == 405


def test_a_notice_names_the_period_of_its_form(world: World) -> None:
    ordered(world)
    world.clock.at = NOON
    told(world)
    assert "Triwulan I 2026 · Rab 1 Apr" in words(at_door(world, Role.SECRETARY).get(url("desk")))


def test_more_notices_ask_no_more_queries(world: World) -> None:
    cycle_at(world, 4)
    world.clock.at = NOON
    UnitTask.objects.filter(unit__code="PKM-01").update(due_at=datetime(2026, 4, 1, 4, tzinfo=UTC))
    told(world)
    client = at_door(world, Role.SECRETARY)
    few = queries(lambda: client.get(url("desk")))
    Notice.objects.filter(kind="digest").delete()
    UnitTask.objects.update(due_at=datetime(2026, 4, 1, 4, tzinfo=UTC))
    told(world)
    assert Notice.objects.get(account__username="sekretaris", kind="digest").late_count > 1
    assert queries(lambda: client.get(url("desk"))) == few


def test_the_notices_of_a_person_are_theirs_alone(world: World) -> None:
    ordered(world)
    world.clock.at = NOON
    told(world)
    other = new_world(code="lain")
    assert "Tenggatnya sudah lewat" not in words(at_door(other, Role.SECRETARY).get(url("desk")))
    assert "Pemberitahuan" not in words(at_door(world, Role.STAFF).get(url("desk")))


def test_a_stranger_puts_nothing_away(world: World) -> None:
    ordered(world)
    world.clock.at = NOON
    told(world)
    Client().post(url("read_notices"), {"notice": [str(n.pk) for n in Notice.objects.all()]})
    assert not Notice.objects.exclude(read_at=None).exists()
