"""Runs held against their SOP, on pages."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from html import unescape

import pytest

from tests.builders import LEAD, World, cycle_at, leave, onward, ordered, seen
from tests.small_sops import KEY, put_in_force
from tests.web.builders_work import at_door, installed, queries, text, url
from ukur.domain.people import Role
from ukur.domain.periods import Period
from ukur.store.models import Cycle, Run, StepRun
from ukur.usecases.changing import Seen
from ukur.usecases.clock.pause_step import Wait, pause_step
from ukur.usecases.collect.close_unit import close_unit
from ukur.usecases.review.decide_draft import Verdict, decide_draft
from ukur.usecases.run.begin_run import Wanted, begin_run

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world() -> Iterator[World]:
    with installed() as made:
        yield made


def troubled(world: World) -> int:
    """An ended cycle: step 3 three days late, a unit closed, one Tidak."""
    now = cycle_at(world, 3)
    world.clock.at += timedelta(days=6)
    leave(world, now, world.actor(LEAD[3]))
    close_unit(
        task_id=world.task(now.cycle_id, "PKM-02").task_id,
        reason="Banjir",
        actor=world.actor(Role.TEAM),
        tools=world.tools,
    )
    said_no(world, onward(world, now.cycle_id, 7))
    onward(world, now.cycle_id, 10)
    return now.cycle_id


def said_no(world: World, now: Seen) -> None:
    """The secretary sends the draft back to be written again."""
    decide_draft(
        seen=now,
        verdict=Verdict(yes=False, reason_code="D", reason="Susunan kalimat.", back_to=6),
        actor=world.actor(Role.SECRETARY),
        tools=world.tools,
    )


def findings(page: str) -> list[str]:
    """The findings of a page, without tags."""
    found = re.search(r'<ol class="temuan-sop">(.*?)</ol>', page, re.DOTALL)
    items = re.findall(r"<li>(.*?)</li>", found[1] if found else "", re.DOTALL)
    return [unescape(re.sub(r"<[^>]+>", "", item)) for item in items]


def test_a_late_step_a_skipped_unit_and_two_rounds_are_told_and_nothing_else(world: World) -> None:
    page = text(at_door(world, Role.SECRETARY).get(url("conformance", troubled(world))))
    assert "berbeda dari SOP dalam 3 hal" in page
    assert findings(page) == [
        "Langkah 3, Format, putaran 1: selesai terlambat 2 hr.",
        (
            "2 putaran: diputuskan Tidak pada putaran 1 dari langkah 7 kembali ke langkah 6 "
            "(Bahasa atau susunan. Susunan kalimat). Jalan ini memang dikenal SOP."
        ),
        "1 unit ditutup tanpa data: Puskesmas 02 (Banjir).",
    ]
    assert page.count('class="batang-baris"') == 11


def test_a_cycle_by_the_book_says_so(world: World) -> None:
    cycle = cycle_at(world, 10).cycle_id
    page = text(at_door(world, Role.EVALUATOR).get(url("conformance", cycle)))
    assert "sepenuhnya sesuai dengan SOP" in page
    assert findings(page) == []
    assert "Diperkirakan" not in page


def test_a_running_cycle_is_told_with_its_expected_end(world: World) -> None:
    now = cycle_at(world, 4)
    keeper = at_door(world, Role.KEEPER)
    page = text(keeper.get(url("conformance", now.cycle_id)))
    assert "Sampai saat ini pelaksanaan sesuai dengan SOP" in page
    assert "Diperkirakan selesai" in page
    run = Run.objects.get(cycle=now.cycle_id)
    assert text(keeper.get(url("conformance_run", run.pk))).count("Diperkirakan selesai") == 1
    planner = at_door(world, Role.PLANNER)
    assert "memakai waktu baku" in text(planner.get(url("cycle", now.cycle_id)))
    assert "Diperkirakan selesai" in text(planner.get(url("desk")))


@pytest.mark.parametrize(
    ("role", "unit"), [(Role.OPERATOR, "PKM-01"), (Role.UNIT_HEAD, "PKM-01"), (Role.EVALUATOR, "")]
)
def test_who_may_not_read_a_running_cycle_is_told_that_there_is_none(
    world: World, role: Role, unit: str
) -> None:
    now = cycle_at(world, 3)
    client = at_door(world, role, unit)
    assert client.get(url("conformance", now.cycle_id)).status_code == 404
    assert client.get(url("conformances")).status_code == (404 if unit else 200)


def test_another_agency_sees_nothing(world: World) -> None:
    cycle = cycle_at(world, 10).cycle_id
    run = Run.objects.get(cycle=cycle)
    version = run.procedure_id
    with installed(code="lain") as other:
        client = at_door(other, Role.SECRETARY)
        assert client.get(url("conformance", cycle)).status_code == 404
        assert client.get(url("conformance_run", run.pk)).status_code == 404
        assert client.get(f"{url('conformances')}?sop={version}").status_code == 404
        assert "Belum ada pelaksanaan yang selesai" in text(client.get(url("conformances")))


def test_more_rounds_ask_no_more_queries(world: World) -> None:
    client = at_door(world, Role.SECRETARY)
    now = cycle_at(world, 7)
    page = url("conformance", now.cycle_id)
    client.get(page)  # the SOP is parsed once
    before = queries(lambda: client.get(page))
    said_no(world, now)
    said_no(world, onward(world, now.cycle_id, 7))
    onward(world, now.cycle_id, 7)
    assert queries(lambda: client.get(page)) == before <= 25


def test_many_runs_are_summed_up_with_as_many_queries_as_one(world: World) -> None:
    client = at_door(world, Role.SECRETARY)
    troubled(world)
    one = queries(lambda: client.get(url("conformances")))
    world.clock.at = world.clock.at.replace(month=7)
    onward(world, ordered(world, Period.TW2), 10)
    page = text(client.get(url("conformances")))
    assert queries(lambda: client.get(url("conformances"))) == one <= 17
    assert "2 pelaksanaan sudah selesai; 1 di antaranya sepenuhnya sesuai" in page
    assert "Paling sering terlambat: langkah 3. Format, 1 dari 2 kali." in page
    assert "dari langkah 7 ke langkah 6" in page


def test_enough_past_runs_make_the_forecast(world: World) -> None:
    past = Run.objects.get(cycle=troubled(world))
    again(past, 4)
    cancelled = Run.objects.order_by("pk").last()
    again(past, 1)
    StepRun.objects.filter(run=cancelled, step=9).update(outcome="batal")
    world.clock.at = world.clock.at.replace(month=7)
    now = Cycle.objects.get(pk=ordered(world, Period.TW2))
    page = text(at_door(world, Role.SECRETARY).get(url("conformance", now.pk)))
    assert "menurut 5 pelaksanaan terdahulu" in page
    assert seen(now.pk).step == 2


def again(run: Run, times: int) -> None:
    """Copies of an ended run and its steps."""
    steps = list(StepRun.objects.filter(run=run))
    for number in range(times):
        run.pk, run.chain = None, f"contoh/salinan/{number}"
        run.save()
        for step in steps:
            step.pk, step.run = None, run
        StepRun.objects.bulk_create(steps)


def test_a_pause_is_told_and_does_not_count(world: World) -> None:
    now = cycle_at(world, 6)
    run = Run.objects.get(cycle=now.cycle_id)
    planner = world.actor(Role.PLANNER)
    wait = Wait(awaited="BPS", reason="Angka penduduk", until=date(2026, 4, 7))
    pause_step(run_id=run.pk, step=6, wait=wait, actor=planner, tools=world.tools)
    world.clock.at += timedelta(days=6)
    page = text(at_door(world, Role.PLANNER).get(url("conformance", now.cycle_id)))
    assert "berbeda dari SOP dalam 1 hal" in page
    assert "menunggu BPS: Angka penduduk" in findings(page)[0]
    assert re.search(r"6\. Konsep.*?1 j<.*?1 j<.*?0 mnt<.*?2 hr 6 j 30 mnt<", page, re.DOTALL)


def test_a_run_of_any_sop_is_held_against_it(world: World) -> None:
    put_in_force(world.agency_id)
    planner = world.actor(Role.PLANNER)
    wanted = Wanted(KEY, "Rapat Renja", date(2026, 4, 10))
    run = begin_run(wanted=wanted, actor=planner, tools=world.tools)
    client = at_door(world, Role.PLANNER)
    assert url("conformance_run", run) in text(client.get(url("run", run)))
    page = text(client.get(url("conformance_run", run)))
    assert "Rapat Renja" in page
    assert "Sampai saat ini pelaksanaan sesuai dengan SOP" in page
    step = Run.objects.get(pk=run).step
    assert f'<th scope="row">{step}. ' in page
    operator = at_door(world, Role.OPERATOR, "PKM-01")
    assert operator.get(url("conformance_run", run)).status_code == 404


def test_a_page_without_calendar_says_so(world: World) -> None:
    now = cycle_at(world, 4)
    world.clock.at = world.clock.at.replace(year=2030)
    page = text(at_door(world, Role.SECRETARY).get(url("conformance", now.cycle_id)))
    assert "belum dimuat" in page
