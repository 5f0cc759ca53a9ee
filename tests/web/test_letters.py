"""The registers of letters as pages: out, in, dispositions."""

from collections.abc import Iterator
from functools import partial
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from tests.builders import World, cycle_at, new_world, ordered, said_by
from tests.web.builders_office import words
from tests.web.builders_work import at_door, installed, queries, text, url
from ukur.domain.people import Role
from ukur.edge.shipped import related_texts
from ukur.store.models import (
    Cycle,
    Disposition,
    DispositionTo,
    IncomingLetter,
    Letter,
    Run,
)
from ukur.usecases.exceptions.cancel_run import cancel_run
from ukur.usecases.office.install_procedures import install_procedures

TYPED = {
    "sender": "Inspektorat",
    "subject": "Jadwal reviu",
    "number": "700/12/2026",
    "dated": "2026-03-30",
    "received_on": "2026-04-01",
    "nature": "penting",
}


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with installed() as made:
        yield made


def entered(world: World, **other: object) -> int:
    """A letter that staff entered on the page; its id."""
    answer = at_door(world, Role.STAFF).post(url("register_letter"), {**TYPED, **other})
    assert answer.status_code == 302, words(answer)
    return IncomingLetter.objects.latest("pk").pk


def disposed(world: World, letter_id: int, *to: Role, role: Role = Role.HEAD) -> int:
    """The letter is passed on; the id of the sheet."""
    typed = {"to": [one.value for one in to], "instruction": "Pelajari.", "due_on": "2026-04-08"}
    answer = at_door(world, role).post(url("dispose_letter", letter_id), typed)
    assert answer.status_code == 302, words(answer)
    return Disposition.objects.latest("pk").pk


# --- letters that go out ------------------------------------------------------------------


def test_every_letter_stands_in_the_register_with_its_paper(world: World) -> None:
    cycle_id = ordered(world)
    answer = at_door(world, Role.STAFF).get(url("letters"))
    letter = Letter.objects.get()
    assert letter.number in words(answer)
    assert "Surat perintah" in words(answer)
    assert "/dokumen/" in text(answer)
    assert url("cycle", cycle_id) in text(answer)


def test_the_letter_of_a_cancelled_run_keeps_its_number_and_says_so(world: World) -> None:
    run_id = Cycle.objects.get(pk=ordered(world)).run_id
    staff = at_door(world, Role.STAFF)
    table = "/surat/keluar/unduh.csv"
    assert "Pengukuran kinerja Triwulan I 2026" in words(staff.get(url("letters")))
    assert "Dibatalkan" not in words(staff.get(url("letters")))
    assert "Dibatalkan" not in staff.get(table).content.decode()
    cancel_run(run_id=run_id, reason="Keliru.", actor=world.actor(Role.HEAD), tools=world.tools)
    assert "Dibatalkan" in words(staff.get(url("letters")))
    assert "Dibatalkan" in staff.get(table).content.decode()


def test_an_empty_register_says_what_will_be_number_1(world: World) -> None:
    assert "mendapat nomor 1" in words(at_door(world, Role.STAFF).get(url("letters")))


def test_the_register_is_the_offices_own(world: World) -> None:
    ordered(world)
    for name in ("letters", "incoming_letters", "sheets"):
        for role, unit in ((Role.EVALUATOR, ""), (Role.OPERATOR, "PKM-01")):
            assert at_door(world, role, unit).get(url(name)).status_code == 404
    other = at_door(new_world(code="lain"), Role.STAFF)
    assert "mendapat nomor 1" in words(other.get(url("letters")))


def test_a_letter_takes_its_number_on_the_page(world: World) -> None:
    ordered(world)
    sent = {"subject": "Undangan", "recipient": "Camat Contoh"}
    staff = at_door(world, Role.STAFF)
    assert staff.post(url("letters"), sent).status_code == 302
    letter = Letter.objects.latest("sequence")
    assert (letter.sequence, letter.recipient, letter.run_id) == (2, "Camat Contoh", None)
    assert staff.post(url("letters"), {"subject": "Undangan"}).status_code == 422
    assert at_door(world, Role.HEAD).post(url("letters"), sent).status_code == 403
    assert Letter.objects.count() == 2
    page = words(staff.get(url("letters"), {"cari": "camat"}))
    assert "Undangan" in page
    assert "Pengukuran kinerja" not in page


def test_the_register_is_taken_away_as_a_table_in_which_nothing_is_a_formula(world: World) -> None:
    staff = at_door(world, Role.STAFF)
    staff.post(url("letters"), {"subject": '=HYPERLINK("x")', "recipient": "Camat"})
    csv = staff.get(f"/surat/keluar/unduh.csv?tahun={2026}")
    assert "'=HYPERLINK" in csv.content.decode("utf-8-sig")
    assert csv.headers["Content-Disposition"].startswith("attachment")
    book = load_workbook(BytesIO(staff.get("/surat/keluar/unduh.xlsx?tahun=2026").content))
    assert [cell.value for cell in book.worksheets[0][1]][:3] == ["No", "Nomor surat", "Tanggal"]
    assert staff.get("/surat/keluar/unduh.exe").status_code == 404
    assert staff.get("/surat/lain/unduh.csv").status_code == 404


# --- letters that come in -----------------------------------------------------------------


def test_agenda_numbers_run_through_the_year_of_receipt(world: World) -> None:
    for received in ("2026-04-01", "2025-12-30", "2026-03-31"):
        entered(world, received_on=received, dated="2025-12-01")
    rows = IncomingLetter.objects.order_by("pk").values_list("year", "agenda")
    assert list(rows) == [(2026, 1), (2025, 1), (2026, 2)]
    page = words(at_door(world, Role.HEAD).get(url("incoming_letters")))
    assert page.count("Inspektorat") == 2
    assert "belum didisposisikan" in page


def test_what_is_wrong_with_an_entry_stands_beside_its_field(world: World) -> None:
    staff = at_door(world, Role.STAFF)
    for wrong in (
        {"sender": " "},
        {"subject": ""},
        {"received_on": "2026-04-02"},
        {"dated": "2026-04-03"},
        {"received_on": "kemarin"},
        {"nature": "biru"},
        {"number": "9" * 101},
    ):
        answer = staff.post(url("register_letter"), {**TYPED, **wrong})
        assert answer.status_code == 422, wrong
        assert 'class="galat"' in text(answer), wrong
    scan = SimpleUploadedFile("surat.pdf", b"bukan pdf")
    assert staff.post(url("register_letter"), {**TYPED, "file": scan}).status_code == 422
    assert IncomingLetter.objects.count() == 0
    assert at_door(world, Role.HEAD).get(url("register_letter")).status_code == 404


def test_a_letter_is_passed_on_and_followed_up(world: World) -> None:
    scan = SimpleUploadedFile("surat.pdf", b"%PDF-1.7 surat")
    letter_id = entered(world, file=scan)
    sheet = disposed(world, letter_id, Role.PLANNER, Role.TEAM)
    planner = at_door(world, Role.PLANNER)
    assert "Jadwal reviu" in words(planner.get(url("desk"))), "it waits on the desk"
    assert "Pelajari." in words(planner.get(url("incoming_letter", letter_id)))
    assert planner.get(url("letter_scan", letter_id)).content == b"%PDF-1.7 surat"
    mine = DispositionTo.objects.get(disposition=sheet, role=Role.PLANNER.value)
    theirs = DispositionTo.objects.get(disposition=sheet, role=Role.TEAM.value)
    assert planner.post(url("follow_up", theirs.pk), {"note": "Sudah."}).status_code == 403
    assert planner.post(url("follow_up", mine.pk), {"note": " "}).status_code == 422
    assert planner.post(url("follow_up", mine.pk), {"note": "Disepakati."}).status_code == 302
    assert planner.post(url("follow_up", mine.pk), {"note": "Lagi."}).status_code == 409
    page = words(at_door(world, Role.HEAD).get(url("incoming_letter", letter_id)))
    assert "Disepakati." in page
    assert "menunggu" in page, "the team has not told yet"
    assert "Jadwal reviu" not in words(planner.get(url("desk")))


def test_only_head_and_secretary_pass_on_and_to_somebody_in_time(world: World) -> None:
    letter_id = entered(world)
    good = {"to": [Role.PLANNER.value], "instruction": "Pelajari.", "due_on": ""}
    for role, status in ((Role.PLANNER, 403), (Role.STAFF, 403), (Role.SECRETARY, 302)):
        answer = at_door(world, role).post(url("dispose_letter", letter_id), good)
        assert answer.status_code == status
    head = at_door(world, Role.HEAD)
    wrongs: tuple[dict[str, object], ...] = (
        {"to": []},
        {"instruction": ""},
        {"due_on": "2026-03-01"},
        {"due_on": "nanti"},
    )
    for wrong in wrongs:
        answer = head.post(url("dispose_letter", letter_id), {**good, **wrong})
        assert answer.status_code == 422, wrong
    assert Disposition.objects.count() == 1


def test_the_sheet_is_printed_in_the_offices_form(world: World) -> None:
    sheet = disposed(world, entered(world), Role.PLANNER)
    answer = at_door(world, Role.HEAD).get(url("sheet_paper", sheet))
    said = said_by(answer.content)
    assert said.template == "disposition"
    assert said.values["letter_from"] == "Inspektorat"
    assert said.values["agenda"] == "1"
    ticked = [one["text"] for one in said.values["forwarded_to"] if one["ticked"]]  # type: ignore[attr-defined]
    assert ticked == ["Fungsional Perencana"]
    urgency = [one["text"] for one in said.values["urgency"] if one["ticked"]]  # type: ignore[attr-defined]
    assert urgency == ["Penting"]
    again = at_door(world, Role.SECRETARY).get(url("sheet_paper", sheet))
    assert again.content == answer.content


def test_a_secret_letter_is_read_only_by_those_it_is_for(world: World) -> None:
    scan = SimpleUploadedFile("surat.pdf", b"%PDF-1.7 rahasia")
    letter_id = entered(world, nature="rahasia", subject="Pemeriksaan khusus", file=scan)
    sheet = disposed(world, letter_id, Role.PLANNER)
    team = at_door(world, Role.TEAM)
    for address in (url("incoming_letters"), url("incoming_letter", letter_id), url("sheets")):
        page = words(team.get(address))
        assert "Pemeriksaan khusus" not in page
        assert "Pelajari." not in page
    found = words(team.get(url("incoming_letters"), {"cari": "pemeriksaan"}))
    assert "Inspektorat" not in found, "nor is it found by its subject"
    assert team.get(url("letter_scan", letter_id)).status_code == 403
    assert team.get(url("sheet_paper", sheet)).status_code == 404
    assert "rahasia" in team.get("/surat/masuk/unduh.csv").content.decode("utf-8-sig")
    assert "Pemeriksaan" not in team.get("/surat/masuk/unduh.csv").content.decode("utf-8-sig")
    assert "Pemeriksaan" not in team.get("/surat/disposisi/unduh.csv").content.decode("utf-8-sig")
    for role in (Role.HEAD, Role.SECRETARY, Role.PLANNER, Role.STAFF):
        page = words(at_door(world, role).get(url("incoming_letter", letter_id)))
        assert "Pemeriksaan khusus" in page, role
    planner = at_door(world, Role.PLANNER)
    assert "Inspektorat" in words(planner.get(url("incoming_letters"), {"cari": "pemeriksaan"}))


def test_a_letter_is_handled_by_a_run_of_the_sop(world: World) -> None:
    keeper = world.actor(Role.KEEPER)
    install_procedures(texts=related_texts(), actor=keeper, tools=world.tools)
    letter_id = entered(world)
    staff = at_door(world, Role.STAFF)
    offered = f"{url('begin_run')}?sop=surat-masuk&surat={letter_id}"
    assert offered.replace("&", "&amp;") in text(staff.get(url("incoming_letter", letter_id)))
    assert 'value="Jadwal reviu"' in text(staff.get(offered))
    typed = {
        "key": "surat-masuk",
        "letter": str(letter_id),
        "subject": "Jadwal reviu",
        "finish_by": "2026-04-10",
    }
    assert staff.post(url("begin_run"), typed).status_code == 302
    run = Run.objects.get()
    assert IncomingLetter.objects.get().run_id == run.pk
    assert "agenda 1/2026" in words(staff.get(url("run", run.pk)))
    assert url("run", run.pk) in text(staff.get(url("incoming_letter", letter_id)))
    staff.post(url("begin_run"), typed)
    assert IncomingLetter.objects.get().run_id == run.pk, "a second run does not take it over"


# --- both ---------------------------------------------------------------------------------


def test_order_and_disposition_of_a_cycle_stand_in_the_registers(world: World) -> None:
    seen = cycle_at(world, 3)
    client = at_door(world, Role.SECRETARY)
    page = client.get(url("sheets"))
    assert "Pengukuran kinerja, Triwulan I 2026" in words(page)
    assert "Kumpulkan." in words(page)
    assert url("cycle", seen.cycle_id) in text(page)
    row = Disposition.objects.get()
    assert [one.role for one in row.addressees.all()] == ["perencana", "tim_sakip"]
    assert f"/dokumen/{row.paper}/" in text(page)
    assert client.get(f"/dokumen/{row.paper}/").status_code == 200
    waiting = words(at_door(world, Role.PLANNER).get(url("desk")))
    assert "Kumpulkan." not in waiting, "the step waits, not the sheet"


def test_another_agency_opens_none_of_it(world: World) -> None:
    letter_id = entered(world)
    sheet = disposed(world, letter_id, Role.PLANNER)
    to = DispositionTo.objects.get()
    other = at_door(new_world(code="lain"), Role.HEAD)
    for address in (
        url("incoming_letter", letter_id),
        url("letter_scan", letter_id),
        url("sheet_paper", sheet),
    ):
        assert other.get(address).status_code == 404
    assert other.post(url("dispose_letter", letter_id)).status_code == 404
    assert other.post(url("follow_up", to.pk)).status_code == 404
    for name in ("incoming_letters", "sheets"):
        assert "Inspektorat" not in words(other.get(url(name)))
    assert "Jadwal reviu" not in words(other.get(url("sheets")))


def test_more_letters_ask_no_more_queries(world: World) -> None:
    ordered(world)
    disposed(world, entered(world), Role.PLANNER)
    client = at_door(world, Role.SECRETARY)
    pages = [url("letters"), url("incoming_letters"), url("sheets")]
    for page in pages:
        client.get(page)
    one = [queries(partial(client.get, page)) for page in pages]
    for _n in range(3):
        disposed(world, entered(world), Role.PLANNER, Role.TEAM)
        at_door(world, Role.STAFF).post(url("letters"), {"subject": "S", "recipient": "R"})
    assert [queries(partial(client.get, page)) for page in pages] == one
