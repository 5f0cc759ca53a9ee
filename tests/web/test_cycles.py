"""The cycles: their list, the live SOP table, the journal, and who may see which."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.test import Client

from tests.builders import World, cycle_at, new_world, onward, ordered, seen
from tests.web.builders_office import words
from tests.web.builders_work import at_door, installed, queries, url
from ukur.domain.people import Role
from ukur.domain.sop.model import Step
from ukur.domain.sop.reading import read
from ukur.edge.shipped import procedure_text
from ukur.store.models import Cycle, EventRow, Run
from ukur.usecases.review.decide_draft import Verdict, decide_draft
from ukur.web.sop_table import (
    COUNT_HALF,
    GREATEST_HEIGHT,
    HEIGHT_STEP,
    flow_over,
    plain_rows,
    row_height,
)


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with installed() as made:
        yield made


def returned(world: World, cycle_id: int) -> None:
    """The draft goes back once."""
    decide_draft(
        seen=seen(cycle_id),
        verdict=Verdict(yes=False, reason_code="D", reason="Kalimat kedua kabur."),
        actor=world.actor(Role.SECRETARY),
        tools=world.tools,
    )


def test_the_table_is_the_sop_word_for_word(world: World) -> None:
    page = words(at_door(world, Role.STAFF).get(url("cycle", ordered(world))))
    for step in read(procedure_text(), "SOP").steps:
        assert " ".join(step.activity.split()) in page
        assert step.standard.text in page


def test_the_open_step_is_marked_and_its_button_leads_to_the_work(world: World) -> None:
    cycle_id = ordered(world)
    answer = at_door(world, Role.SECRETARY).get(url("cycle", cycle_id))
    html = answer.content.decode()
    assert html.count('aria-current="step"') == 2
    assert "Giliran Anda" in words(answer)
    assert f'href="{url("dispose", cycle_id)}"' in html


def test_whoever_has_no_turn_has_no_button(world: World) -> None:
    page = words(at_door(world, Role.STAFF).get(url("cycle", ordered(world))))
    assert "YANG DAPAT ANDA LAKUKAN SEKARANG" not in page
    assert "menunggu Sekretaris Dinas" in page


def test_what_holds_the_step_is_named_beside_the_button(world: World) -> None:
    cycle_id = cycle_at(world, 4).cycle_id
    page = words(at_door(world, Role.TEAM).get(url("cycle", cycle_id)))
    assert "3 unit belum" in page


def test_a_return_is_drawn_counted_and_listed(world: World) -> None:
    cycle_id = cycle_at(world, 7).cycle_id
    returned(world, cycle_id)
    answer = at_door(world, Role.PLANNER).get(url("cycle", cycle_id))
    page = words(answer)
    assert "Putaran 1: Tidak, kembali ke langkah 6" in page
    assert "Bahasa atau susunan. Kalimat kedua kabur." in page
    assert "1×" in page
    assert "Susun konsep dokumen, putaran 2" in page


def test_each_row_leads_to_its_work_and_shows_the_rounds_that_it_took(world: World) -> None:
    cycle_id = cycle_at(world, 7).cycle_id
    returned(world, cycle_id)
    client = at_door(world, Role.PLANNER)
    answer = client.get(url("cycle", cycle_id))
    links = re.findall(r'<div class="keg"><a href="([^"]+)">', answer.content.decode())
    assert len(links) == 7
    assert [client.get(link).status_code for link in links] == [200] * 7
    page = words(answer)
    assert ", kembali ke 6" in page
    assert "Dikembalikan" in page
    assert "ke-1: " in page


def test_a_unit_is_led_to_its_own_entries_and_to_nothing_else(world: World) -> None:
    cycle_id = cycle_at(world, 6).cycle_id
    html = at_door(world, Role.OPERATOR, "PKM-01").get(url("cycle", cycle_id)).content.decode()
    assert re.findall(r'<div class="keg"><a href="([^"]+)">', html) == [url("entries")]


def test_the_cycle_names_the_sop_it_follows_and_what_is_odd_about_it(world: World) -> None:
    answer = at_door(world, Role.STAFF).get(url("cycle", ordered(world)))
    html = answer.content.decode()
    assert re.search(r'href="/prosedur/\d+/#catatan">', html)
    assert "catatan atas SOP" in words(answer)
    assert "PENGUKURAN KINERJA, versi" in words(answer)


def test_the_table_is_read_row_by_row_with_who_leads_and_who_joins_in(world: World) -> None:
    html = at_door(world, Role.STAFF).get(url("cycle", ordered(world))).content.decode()
    assert html.count('<th class="no" scope="row">') == 9
    assert html.count('<span class="sr">Pelaksana</span>') == 8
    assert html.count('<span class="sr">Pelaksana, penanggung jawab</span>') == 1
    assert html.count('<span class="sr">Pelaksana, ikut serta</span>') == 1


def test_the_count_on_a_way_back_stands_within_the_lanes() -> None:
    sop = read(procedure_text(), "SOP")
    narrow = replace(sop, lanes=sop.lanes[:3], steps=tuple(map(within_three, sop.steps)))
    flow = flow_over(narrow, plain_rows(narrow), {}, {(7, 6): 1})
    (counted,) = (line for line in flow.lines if line.count)
    assert COUNT_HALF <= float(counted.count_x) <= flow.width - COUNT_HALF


def within_three(step: Step) -> Step:
    """The step among the first three lanes, its decision in the last of them."""
    keys = ("kepala_dinas", "sekretaris", "perencana")
    lead = "perencana" if step.decision else keys[step.number % 2]
    return replace(step, lead=lead, joined=())


def test_a_return_without_an_arrow_on_the_form_is_drawn_apart_with_its_own_count() -> None:
    sop = read(procedure_text(), "SOP")
    flow = flow_over(sop, plain_rows(sop), {}, {(8, 6): 2, (7, 6): 1})
    counts = {line.css: line.count for line in flow.lines if line.count}
    assert counts == {"balik simpang": 2, "balik": 1}
    assert flow.has_deviations
    assert not flow_over(sop, plain_rows(sop), {}, {(7, 6): 1}).has_deviations


def test_an_ended_cycle_shows_how_it_was_carried_out(world: World) -> None:
    cycle_id = cycle_at(world, 10).cycle_id
    answer = at_door(world, Role.EVALUATOR).get(url("cycle", cycle_id))
    page = words(answer)
    assert "Tabel menunjukkan pelaksanaan SOP" in page
    assert "Dokumen pengukuran kinerja" in page
    assert 'class="nanti' not in answer.content.decode()


def test_the_evaluator_sees_only_what_is_archived(world: World) -> None:
    cycle_id = ordered(world)
    client = at_door(world, Role.EVALUATOR)
    assert client.get(url("cycle", cycle_id)).status_code == 404
    assert "Triwulan I 2026" not in words(client.get(url("cycles")))
    onward(world, cycle_id, 10)
    assert "Triwulan I 2026" in words(client.get(url("cycles")))


def test_another_agency_sees_nothing_of_it(world: World) -> None:
    cycle_id = ordered(world)
    stranger = at_door(new_world(code="lain"), Role.HEAD)
    for page in ("cycle", "journal", "records_of", "dispose", "form"):
        assert stranger.get(url(page, cycle_id)).status_code == 404
    assert "Triwulan I 2026" not in words(stranger.get(url("cycles")))


def test_a_unit_sees_the_table_but_neither_papers_nor_journal(world: World) -> None:
    cycle_id = cycle_at(world, 4).cycle_id
    client = at_door(world, Role.OPERATOR, "PKM-01")
    assert "Berkas siklus ini" not in words(client.get(url("cycle", cycle_id)))
    assert client.get(url("journal", cycle_id)).status_code == 404
    assert client.get(url("records_of", cycle_id)).status_code == 404


def test_more_papers_and_rounds_ask_no_more_queries(world: World) -> None:
    cycle_id = cycle_at(world, 7).cycle_id
    client = at_door(world, Role.STAFF)
    client.get(url("cycle", cycle_id))
    before = queries(lambda: client.get(url("cycle", cycle_id)))
    returned(world, cycle_id)
    onward(world, cycle_id, 7)
    assert queries(lambda: client.get(url("cycle", cycle_id))) == before


def test_the_journal_tells_every_event_in_words(world: World) -> None:
    cycle_id = cycle_at(world, 7).cycle_id
    returned(world, cycle_id)
    onward(world, cycle_id, 10)
    page = words(at_door(world, Role.STAFF).get(url("journal", cycle_id)))
    assert "memerintahkan pengukuran" in page
    assert "batas selesai 20 April 2026" in page
    assert "mengirim isian Puskesmas 01" in page
    assert "mengembalikan konsep (Tidak) ke langkah 6: Kalimat kedua kabur." in page
    assert "menyegel arsip; siklus selesai" in page
    assert "Rantai konsisten" in page
    verbs = set(
        EventRow.objects.filter(run__cycle=cycle_id, task=None).values_list("verb", flat=True)
    )
    assert not [verb for verb in verbs if f" {verb} " in page]


def test_a_changed_event_is_named(world: World) -> None:
    cycle_id = cycle_at(world, 4).cycle_id
    EventRow.objects.filter(run__cycle=cycle_id, sequence=2).update(by="Orang lain")
    page = words(at_door(world, Role.STAFF).get(url("journal", cycle_id)))
    assert "Rantai terputus pada catatan 2" in page
    assert "Rantai konsisten" not in page


def test_before_the_first_order_the_list_says_who_begins(world: World) -> None:
    assert "Kepala Dinas membuka yang pertama" in words(
        at_door(world, Role.STAFF).get(url("cycles"))
    )
    assert "Perintahkan pengukuran" in words(at_door(world, Role.HEAD).get(url("cycles")))


def test_longer_words_make_a_row_higher_and_never_too_high() -> None:
    step = read(procedure_text(), "SOP").steps[0]
    longer = replace(step, activity=step.activity * 4)
    endless = replace(step, output="x" * 100_000)
    assert row_height(longer, 0) > row_height(step, 0)
    assert row_height(endless, 0) == GREATEST_HEIGHT
    assert row_height(longer, 0) % HEIGHT_STEP == 0
    words = replace(step, activity="Membahas rancangan dalam forum perangkat daerah dan RKPD " * 2)
    assert row_height(words, 0, lanes=6) > row_height(words, 0, lanes=5)


def test_every_height_has_its_rule_in_the_style_sheet(world: World) -> None:
    css = b"".join(Client().get("/static/ukur/halaman.css").streaming_content).decode()  # type: ignore[attr-defined]  # a static file streams
    for height in range(32, GREATEST_HEIGHT + 1, HEIGHT_STEP):
        assert f".t{height} td{{height:{height}px}}" in css


def test_the_flow_is_as_high_as_its_rows() -> None:
    procedure = read(procedure_text(), "SOP")
    heights = plain_rows(procedure)
    flow = flow_over(procedure, heights, {1: "kini"})
    assert flow.height == sum(heights)
    assert len(flow.shapes) == sum(len(step.actors) for step in procedure.steps)
    assert not [line for line in flow.lines if "," in line.path]


def test_the_list_goes_a_few_years_at_a_time(world: World) -> None:
    ordered(world)
    first = Cycle.objects.select_related("run").get()
    for year in range(2021, 2026):
        run = Run.objects.get(pk=first.run_id)
        run.pk, run.chain = None, f"dahulu/{year}"
        run.save()
        old = Cycle.objects.get(pk=first.pk)
        old.pk, old.run, old.year = None, run, year
        old.save()
    client = at_door(world, Role.SECRETARY)
    page = client.get(url("cycles"))
    assert [f"Triwulan I {year}" in words(page) for year in (2026, 2024, 2023)] == [
        True,
        True,
        False,
    ]
    assert "sampai=2023" in page.content.decode()
    earlier = client.get(url("cycles"), {"sampai": "2023"})
    assert "Triwulan I 2024" not in words(earlier)
    assert "Triwulan I 2021" in words(earlier)
    assert "sampai=2026" in earlier.content.decode()
    assert "Triwulan I 2026" in words(client.get(url("cycles"), {"sampai": "x"}))
    assert queries(lambda: client.get(url("cycles"))) <= 20
