"""The pages of plain runs: what each person sees and may do, and how many queries it takes."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.builders import YEAR, World, cycle_at, new_world
from tests.small_sops import KEY, TEXT, put_in_force
from tests.web.builders_office import words
from tests.web.builders_work import at_door, installed, queries, text, url
from ukur.domain.people import Role
from ukur.edge.shipped import RELATED, procedure_text
from ukur.store.models import ProcedureVersion, Run, StepAttachment, StepNote, StepRun
from ukur.usecases.changing import RunSeen
from ukur.usecases.clock.pause_step import Wait, pause_step
from ukur.usecases.office.grant_duty import NewDuty, grant_duty
from ukur.usecases.run.attach_to_step import attach_to_step
from ukur.usecases.run.begin_run import Wanted, begin_run
from ukur.usecases.run.finish_step import finish_step
from ukur.usecases.run.note_on_step import note_on_step


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with installed() as made:
        put_in_force(made.agency_id)
        yield made


def begun(world: World, subject: str = "Rapat Renja", key: str = KEY) -> int:
    return begin_run(
        wanted=Wanted(key, subject, date(YEAR, 4, 10)),
        actor=world.actor(Role.PLANNER),
        tools=world.tools,
    )


def onward(world: World, run_id: int, role: Role = Role.PLANNER) -> None:
    run = Run.objects.get(pk=run_id)
    finish_step(
        seen=RunSeen(run_id, run.step or 0, run.round), actor=world.actor(role), tools=world.tools
    )


def test_a_run_waits_on_the_desk_and_in_the_list_of_who_has_it(world: World) -> None:
    run_id = begun(world)
    planner, staff = at_door(world, Role.PLANNER), at_door(world, Role.STAFF)
    assert "Menentukan pokok bahasan rapat" in words(planner.get(url("desk")))
    assert url("run_step", run_id, 1) in text(planner.get(url("desk")))
    assert 'class="hit">1' in text(planner.get(url("desk")))
    assert "Rapat Renja" in words(planner.get(url("runs")))
    assert "Tidak ada proses yang menunggu Anda" in words(staff.get(url("runs")))
    assert "Rapat Renja" in words(staff.get(url("runs"), {"lihat": "lain"}))
    assert "Rapat Renja" in words(staff.get(url("desk"))), "it waits for others"


def test_the_list_can_be_narrowed_to_one_sop(world: World) -> None:
    other = TEXT.replace(f'key = "{KEY}"', 'key = "rapat-lain"').replace("UNDANGAN", "NOTULA")
    put_in_force(world.agency_id, other)
    begun(world, "Rapat satu")
    begun(world, "Rapat dua", "rapat-lain")
    planner = at_door(world, Role.PLANNER)
    page = words(planner.get(url("runs"), {"sop": "rapat-lain"}))
    assert "Rapat dua" in page
    assert "Rapat satu" not in page
    assert "Rapat satu" in words(planner.get(url("runs"), {"sop": "", "setelah": "9999"}))


def test_a_row_of_the_table_leads_to_its_step(world: World) -> None:
    run_id = begun(world)
    onward(world, run_id)
    page = text(at_door(world, Role.SECRETARY).get(url("run", run_id)))
    assert url("run_step", run_id, 1) in page
    assert url("run_step", run_id, 2) in page
    assert url("run_step", run_id, 3) not in page, "it has not been open yet"


def test_what_was_refused_stands_on_the_step_with_what_was_typed(world: World) -> None:
    run_id = begun(world)
    planner = at_door(world, Role.PLANNER)
    wrong = planner.post(
        url("attach_step", run_id, 1),
        {"round": "1", "file": SimpleUploadedFile("a.exe", b"MZ\x00")},
    )
    assert wrong.status_code == 422
    assert "PDF, JPG, PNG, XLSX" in words(wrong)
    nothing = planner.post(url("attach_step", run_id, 1), {"round": "1"})
    assert nothing.status_code == 422
    blank = planner.post(url("note_step", run_id, 1), {"round": "1", "text": " "})
    assert blank.status_code == 422
    stale = planner.post(url("finish_step", run_id, 1), {"round": "7"})
    assert stale.status_code == 409
    no_number = planner.post(url("number_letter", run_id, 1), {"round": "1", "subject": "Surat X"})
    assert no_number.status_code == 422
    assert 'value="Surat X"' in text(no_number)


def test_the_beginning_says_what_is_missing_and_offers_only_what_one_leads(world: World) -> None:
    planner = at_door(world, Role.PLANNER)
    answer = planner.post(url("begin_run"), {"key": KEY, "subject": "", "finish_by": "2026-04-10"})
    assert answer.status_code == 422
    assert Run.objects.count() == 0
    no_day = planner.post(url("begin_run"), {"key": KEY, "subject": "Rapat", "finish_by": "x"})
    assert no_day.status_code == 422
    past = {"key": KEY, "subject": "Rapat", "finish_by": "2026-01-02"}
    assert planner.post(url("begin_run"), past).status_code == 422
    measurement = planner.post(
        url("begin_run"), {"key": "pengukuran-kinerja", "subject": "x", "finish_by": "2026-04-10"}
    )
    assert measurement.status_code == 200, "the choice is shown again"
    assert Run.objects.count() == 0
    assert at_door(world, Role.STAFF).get(url("begin_run")).status_code == 404


def test_a_run_is_seen_by_the_office_and_its_lanes_and_by_an_evaluator_once_ended(
    world: World,
) -> None:
    run_id = begun(world)
    assert at_door(world, Role.OPERATOR, "PKM-01").get(url("run", run_id)).status_code == 404
    evaluator = at_door(world, Role.EVALUATOR)
    assert evaluator.get(url("run", run_id)).status_code == 404
    Run.objects.filter(pk=run_id).update(step=None, ended_at=world.clock.at)
    assert evaluator.get(url("run", run_id)).status_code == 200
    assert evaluator.get(url("run_step", run_id, 1)).status_code == 200


def test_another_agency_sees_nothing_of_it(world: World) -> None:
    run_id = begun(world)
    file_id = attach_to_step(
        seen=RunSeen(run_id, 1, 1),
        name="a.pdf",
        content=b"%PDF-1.7 a",
        actor=world.actor(Role.PLANNER),
        tools=world.tools,
    )
    other = at_door(new_world(code="lain"), Role.PLANNER)
    for address in (
        url("run", run_id),
        url("run_journal", run_id),
        url("run_sop", run_id),
        url("run_step", run_id, 1),
        url("run_file", file_id),
    ):
        assert other.get(address).status_code == 404, address
    assert other.post(url("finish_step", run_id, 1), {"round": "1"}).status_code == 404
    assert "Rapat Renja" not in words(other.get(url("runs"), {"lihat": "lain"}))
    assert at_door(world, Role.STAFF).get(url("run_step", run_id, 9)).status_code == 404


def test_a_file_can_be_taken_off_while_the_step_is_open(world: World) -> None:
    run_id = begun(world)
    planner = at_door(world, Role.PLANNER)
    file = SimpleUploadedFile("konsep.pdf", b"%PDF-1.7 k")
    planner.post(url("attach_step", run_id, 1), {"round": "1", "file": file})
    kept = StepAttachment.objects.get()
    address = url("remove_attachment", run_id, 1, kept.pk)
    assert at_door(world, Role.STAFF).post(address, {"round": "1"}).status_code == 403
    assert planner.get(url("run_file", kept.pk)).status_code == 200
    assert planner.post(address, {"round": "1"}).status_code == 302
    assert planner.get(url("run_file", kept.pk)).status_code == 404
    assert "konsep.pdf" not in words(planner.get(url("run_step", run_id, 1)))
    assert "melepas" in words(planner.get(url("run_journal", run_id)))


def test_more_runs_files_and_notes_ask_no_more_queries(world: World) -> None:
    planner = at_door(world, Role.PLANNER)
    run_id = begun(world)
    pages = [url("runs"), url("run", run_id), url("run_step", run_id, 1), url("desk")]
    for address in pages:
        planner.get(address)
    one = [queries(partial(planner.get, address)) for address in pages]
    for number in range(4):
        begun(world, f"Rapat {number}")
        seen, actor = RunSeen(run_id, 1, 1), world.actor(Role.PLANNER)
        note_on_step(seen=seen, text=f"Catatan {number}", actor=actor, tools=world.tools)
        attach_to_step(
            seen=seen, name="k.pdf", content=b"%PDF-1.7 k", actor=actor, tools=world.tools
        )
    assert StepNote.objects.count() == 4
    assert [queries(partial(planner.get, address)) for address in pages] == one
    assert max(one) <= 20, one


def test_the_list_goes_on_where_a_page_ends(world: World) -> None:
    for number in range(27):
        begun(world, f"Rapat ke-{number:02d}.")
    planner = at_door(world, Role.PLANNER)
    answer = planner.get(url("runs"))
    onward = re.search(r"setelah=(\d+)", answer.content.decode())
    assert onward, "there is a next page"
    first, second = words(answer), words(planner.get(url("runs"), {"setelah": onward[1]}))
    assert sum(f"Rapat ke-{n:02d}." in first for n in range(27)) == 25
    assert sum(f"Rapat ke-{n:02d}." in second for n in range(27)) == 2


def test_the_keeper_installs_the_related_sops_by_a_button(world: World) -> None:
    keeper = at_door(world, Role.KEEPER)
    assert "Pasang SOP terkait" in words(keeper.get(url("runs")))
    assert "Pasang SOP terkait" not in words(at_door(world, Role.PLANNER).get(url("runs")))
    assert at_door(world, Role.PLANNER).post(url("install_procedures")).status_code == 403
    assert keeper.post(url("install_procedures")).status_code == 302
    keys = set(ProcedureVersion.objects.values_list("key", flat=True))
    assert set(RELATED) <= keys
    assert "Pasang SOP terkait" not in words(keeper.get(url("runs")))


def test_a_plain_step_in_the_sop_of_the_measurement_is_worked_in_and_left(world: World) -> None:
    plain = procedure_text().replace('work = "evaluate"', 'work = "task"')
    seen = cycle_at(world, 5)
    run_id = Run.objects.get(cycle=seen.cycle_id).pk
    # none begins by such a version; this one stands at the step already
    other = put_in_force(world.agency_id, plain.replace('version = "1"', 'version = "2"'))
    Run.objects.filter(pk=run_id).update(procedure=other)
    planner = at_door(world, Role.PLANNER)
    assert url("run_step", run_id, 5) in text(planner.get(url("cycle", seen.cycle_id)))
    assert planner.get(url("run", run_id)).headers["Location"] == url("cycle", seen.cycle_id)
    assert planner.get(url("run_step", run_id, 4)).status_code == 404, "that has its own page"
    answer = planner.post(url("finish_step", run_id, 5), {"round": "1"})
    assert answer.status_code == 302
    assert Run.objects.get(pk=run_id).step == 6
    measured = planner.post(url("finish_step", run_id, 6), {"round": "1"})
    assert measured.status_code == 404
    assert Run.objects.get(pk=run_id).step == 6


def test_whoever_did_the_step_before_is_offered_no_decision_in_a_plain_run(world: World) -> None:
    run_id = begun(world)
    for role in (Role.PLANNER, Role.PLANNER, Role.STAFF):
        onward(world, run_id, role)
    given = NewDuty(
        account_id=world.actor(Role.STAFF).account_id, role=Role.SECRETARY, acting="plt"
    )
    grant_duty(new=given, actor=world.actor(Role.KEEPER), tools=world.tools)
    staff, secretary = at_door(world, Role.STAFF), at_door(world, Role.SECRETARY)
    why = "Anda menyelesaikan langkah sebelumnya, sehingga orang lain yang memutuskan"
    decision = url("decide_step", run_id, 4)
    assert decision not in text(staff.get(url("run_step", run_id, 4)))
    assert why in words(staff.get(url("run_step", run_id, 4)))
    assert why in words(staff.get(url("run", run_id)))
    assert url("note_step", run_id, 4) in text(staff.get(url("run_step", run_id, 4)))
    assert decision in text(secretary.get(url("run_step", run_id, 4)))
    assert why not in words(secretary.get(url("run", run_id)))


def test_the_list_calls_a_run_late_by_office_time_alone_and_never_one_that_rests(
    world: World,
) -> None:
    run_id = begun(world)
    planner, late = at_door(world, Role.PLANNER), "nowrap t-waspada"
    row = StepRun.objects.get(run=run_id)
    evening = world.clock.at.replace(hour=13)
    StepRun.objects.filter(pk=row.pk).update(due_at=evening.replace(hour=9))
    world.clock.at = evening
    assert late not in text(planner.get(url("runs")))
    world.clock.at = evening + timedelta(days=1)
    assert late in text(planner.get(url("runs")))
    until = world.clock.at.date() + timedelta(days=5)
    wait = Wait(until=until, awaited="Camat", reason="Jadwal rapat belum pasti")
    pause_step(run_id=run_id, step=1, wait=wait, actor=world.actor(Role.PLANNER), tools=world.tools)
    assert late not in text(planner.get(url("runs")))
    assert "dijeda" in words(planner.get(url("runs")))
