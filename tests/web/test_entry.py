"""The form of a unit: typed, asked about, kept, and closed to strangers."""

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.builders import COUNT, PROOF, RATIO, World, cycle_at, delivered, filled
from tests.old_database import age
from tests.web.builders_work import Answer, at_door, installed, queries, text, url
from ukur.domain.people import Role
from ukur.edge.papers import unit_workbook
from ukur.store.models import BudgetEntry, Entry, EvidenceRow, UnitTask
from ukur.store.queries.collect import board
from ukur.store.queries.own_tasks import own_tasks
from ukur.store.queries.stages import stage_calendar

UNIT = "PKM-01"
MOST_QUERIES = 10
MOST_BYTES = 100_000


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with installed() as made:
        yield made


@pytest.fixture
def cycle_id(world: World) -> int:
    return cycle_at(world, 4).cycle_id


@pytest.fixture
def task_id(world: World, cycle_id: int) -> int:
    return world.task(cycle_id, UNIT).task_id


@pytest.fixture
def operator(world: World) -> Client:
    return at_door(world, Role.OPERATOR, UNIT)


class Form:
    """The cells of the unit, by the code of the indicator."""

    def __init__(self, world: World, cycle_id: int, task_id: int, client: Client) -> None:
        self.ratio = world.line(cycle_id, RATIO)
        self.count = world.line(cycle_id, COUNT)
        self.budget = BudgetEntry.objects.get(task=task_id).budget_line_id
        self.task_id, self.client = task_id, client

    def typed(self, upper: str, lower: str, cases: str = "", note: str = "") -> dict[str, str]:
        return {
            f"n{self.ratio}": upper,
            f"d{self.ratio}": lower,
            f"c{self.ratio}": note,
            f"v{self.count}": cases,
        }

    def save(self, upper: str, lower: str, cases: str = "", **more: str) -> Answer:
        cells = self.typed(upper, lower, cases, more.pop("note", ""))
        return self.client.post(url("entry", self.task_id), cells | more)

    def spent(self) -> Decimal | None:
        kept: Decimal | None = BudgetEntry.objects.get(task=self.task_id).absorbed
        return kept

    def entry(self) -> Entry:
        return Entry.objects.get(task=self.task_id, line=self.ratio)

    def parts(self) -> tuple[str, str]:
        kept = self.entry()
        return f"{kept.numerator:f}"[:-7], f"{kept.denominator:f}"[:-7]


@pytest.fixture
def form(world: World, cycle_id: int, task_id: int, operator: Client) -> Form:
    return Form(world, cycle_id, task_id, operator)


def test_the_form_shows_the_lines_of_the_unit_and_nobody_elses(form: Form) -> None:
    page = form.client.get(url("entry", form.task_id))
    assert page.status_code == 200
    assert "Indikator IKU-01" in text(page)
    assert "Indikator IKU-03" not in text(page)
    assert 'id="cara-tempel" hidden' in text(page), "keys that a script brings, told by it"
    assert f'name=n{form.ratio} value=""' in text(page)


def test_the_only_form_of_a_person_opens_at_once(form: Form) -> None:
    response = form.client.get(url("entries"))
    assert response.headers["Location"] == url("entry", form.task_id)


def test_saving_keeps_all_cells_and_says_so_once(form: Form) -> None:
    response = form.save("80", "100", "0")
    assert response.status_code == 302
    assert form.parts() == ("80", "100")
    assert Entry.objects.get(task=form.task_id, line=form.count).value == 0
    page = text(form.client.get(url("entry", form.task_id)))
    assert "80,00" in page
    assert "88,89" in page
    assert 'class="berhasil"' in page
    assert 'class="berhasil"' not in text(form.client.get(url("entry", form.task_id)))


@pytest.mark.parametrize("typed", ["abc", "1e3", "4.25", "-5", "<b>x</b>", "9" * 21, "NaN"])
def test_what_cannot_be_read_is_kept_on_the_page_and_not_in_the_table(
    form: Form, typed: str
) -> None:
    response = form.save(typed, "100")
    page = text(response)
    assert response.status_code == 422
    assert f'value="{typed.replace("<", "&lt;").replace(">", "&gt;")}"' in page
    assert "class=salah aria-invalid=true" in page
    assert "<b>x</b>" not in page
    assert form.entry().numerator is None


def test_nothing_is_kept_while_one_cell_is_asked_about(form: Form) -> None:
    assert form.save("abc", "100", "7").status_code == 422
    assert Entry.objects.get(task=form.task_id, line=form.count).value is None


def test_an_ambiguous_number_is_answered_with_a_button(form: Form) -> None:
    page = text(form.save("4.25", "100"))
    assert f'value="{form.ratio}:numerator:4,25"' in page
    assert f'value="{form.ratio}:numerator:425"' in page
    assert form.save("4.25", "100", fill=f"{form.ratio}:numerator:4,25").status_code == 302
    assert str(form.entry().numerator) == "4.250000"


def test_a_dot_for_thousands_is_confirmed_once_and_not_again(form: Form) -> None:
    page = text(form.save("1.000", "2.000"))
    assert f'name="confirm" value="{form.ratio}"' in page
    assert form.save("1.000", "2.000", confirm=str(form.ratio)).status_code == 302
    assert form.entry().denominator == 2000
    assert form.save("1.500", "2.000", confirm=str(form.ratio)).status_code == 302
    assert form.save("999", "2.000").status_code == 302
    assert form.parts() == ("999", "2000")


def test_a_blank_cell_is_not_zero(form: Form) -> None:
    form.save("80", "100")
    form.save("", "")
    assert form.entry().numerator is None


def sent(form: Form, told: object, status: int = 200) -> Any:
    """What the page's script gets for what it sends."""
    path = url("entry_cells", form.task_id)
    response = form.client.post(path, json.dumps(told), content_type="application/json")
    assert response.status_code == status
    return json.loads(response.content)


def hand_in_told(form: Form) -> Any:
    return json.loads(form.client.get(url("entry_hand_in", form.task_id)).content)


def parts(upper: str, lower: str, **more: object) -> dict[str, object]:
    return {"numerator": upper, "denominator": lower, **more}


def test_without_a_script_what_looks_unusual_is_shown_when_asked(form: Form) -> None:
    form.save("120", "100")
    here = url("entry", form.task_id)
    assert 'class="pesan wajar"' not in text(form.client.get(here))
    page = text(form.client.get(here, {"periksa": "1"}))
    assert 'class="pesan wajar"' in page
    assert "1 indikator tampak tidak wajar" in page
    form.save("80", "100")
    calm = text(form.client.get(here, {"periksa": "1"}))
    assert "Tidak ada yang tampak tidak wajar" in calm


def test_nothing_is_called_complete_before_its_figures_were_held_against_others(
    world: World, cycle_id: int, form: Form
) -> None:
    filled(world, cycle_id, UNIT)
    page = text(form.client.get(url("entry", form.task_id)))
    assert "Semua sudah terisi." in page
    assert "Lengkap." not in page
    assert "Lengkap." in hand_in_told(form)["bar"]


def test_an_unusual_figure_is_kept_and_wants_a_word_before_it_is_handed_in(
    world: World, cycle_id: int, form: Form
) -> None:
    filled(world, cycle_id, UNIT)
    assert form.save("120", "100", "0").status_code == 302
    assert form.entry().numerator == 120
    told = hand_in_told(form)["lines"][str(form.ratio)]
    assert told["state"] == "comment"
    assert "120" in told["warnings"][0]
    noted = form.save("120", "100", "0", note="Penyebut adalah proyeksi.")
    assert noted.status_code == 302
    assert hand_in_told(form)["lines"][str(form.ratio)]["state"] == "ready"


def test_cells_are_kept_in_one_request_and_told_line_by_line(form: Form) -> None:
    lines = {form.ratio: parts("80,5", "100", seen=0), form.count: {"value": "4"}}
    told = sent(form, {"origin": "paste", "lines": lines})
    ratio, count = told["lines"][str(form.ratio)], told["lines"][str(form.count)]
    assert (ratio["kept"], ratio["saves"], ratio["realization"]) == (True, 1, "80,50")
    assert (ratio["shown"], ratio["cells"]["numerator"]) == ("89,44", "80,5")
    assert (count["kept"], count["shown"]) == (True, "")
    assert count["why"] == "dihitung bersama semua unit"
    assert told["saved"]["at"].startswith("Tersimpan ")
    assert form.entry().origin == "paste"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("abc", "bukan angka"),
        ("-5", "kurang dari nol"),
        ("1e3", "bukan angka"),
        ("9" * 21, "terlalu banyak digit"),
        ("<b>x</b>", "bukan angka"),
        ("4.25", "4,25"),
        ("1.234", "1.234"),
    ],
)
def test_what_cannot_be_kept_is_said_and_the_other_lines_are_kept(
    form: Form, typed: str, sentence: str
) -> None:
    told = sent(form, {"lines": {form.ratio: parts(typed, "2000"), form.count: {"value": "7"}}})
    ratio = told["lines"][str(form.ratio)]
    (question,) = ratio["questions"]
    assert (ratio["kept"], ratio["state"], question["cell"]) == (False, "held", "numerator")
    assert sentence in question["sentence"]
    assert told["lines"][str(form.count)]["kept"]
    assert form.entry().numerator is None


def test_each_of_five_bad_inputs_has_its_own_sentence(form: Form) -> None:
    said = set()
    for typed in ("abc", "-5", "1e3", "9" * 21, "<b>x</b>"):
        told = sent(form, {"lines": {form.count: {"value": typed}}})
        said.add(told["lines"][str(form.count)]["questions"][0]["sentence"])
    assert len(said) == 5


def test_an_assumed_number_is_kept_once_it_was_shown(form: Form) -> None:
    def told(**cells: object) -> Any:
        return sent(form, {"lines": {form.count: cells}})["lines"][str(form.count)]

    (question,) = told(value="1.234")["questions"]
    assert question["confirms"] == "1.234"
    assert told(value="1.234", confirmed=True)["cells"]["value"] == "1.234"
    assert told(value="1.234,5")["kept"]


def test_a_blank_line_stays_blank(form: Form) -> None:
    told = sent(form, {"lines": {form.ratio: parts("", " - ")}})["lines"][str(form.ratio)]
    assert (told["kept"], told["state"], told["realization"]) == (True, "blank", "")
    assert form.entry().numerator is None


@pytest.mark.parametrize("body", [b"[" * 200_000, b'{"lines":' * 9_000])
def test_what_is_nested_without_end_is_no_sending_of_the_form(form: Form, body: bytes) -> None:
    path = url("entry_cells", form.task_id)
    assert form.client.post(path, body, content_type="application/json").status_code == 400


@pytest.mark.parametrize("note", ["\x00", "rekap\ud83d"])
def test_a_note_that_no_table_takes_is_asked_about_and_the_other_lines_are_kept(
    form: Form, note: str
) -> None:
    lines = {form.count: {"value": "7", "note": note}, form.ratio: parts("8", "10")}
    told = sent(form, {"lines": lines})["lines"]
    assert [one["cell"] for one in told[str(form.count)]["questions"]] == ["note"]
    assert [told[str(key)]["kept"] for key in (form.count, form.ratio)] == [False, True]
    assert Entry.objects.get(task=form.task_id, line=form.count).value is None


def test_of_two_versions_both_are_said(world: World, form: Form) -> None:
    head = at_door(world, Role.UNIT_HEAD, UNIT)
    path = url("entry_cells", form.task_id)
    first = {"lines": {form.count: {"value": "7", "note": "Rekap baru.", "seen": 0}}}
    head.post(path, json.dumps(first), content_type="application/json")
    told = sent(form, {"lines": {form.count: {"value": "4", "seen": 0}}})["lines"][str(form.count)]
    assert (told["kept"], told["theirs"]["told"]) == (False, "7 · Rekap baru.")
    assert told["theirs"]["by"] == world.actor(Role.UNIT_HEAD, UNIT).name
    mine = {"value": "4", "seen": told["theirs"]["saves"]}
    assert sent(form, {"lines": {form.count: mine}})["lines"][str(form.count)]["kept"]


def test_without_a_script_two_versions_are_two_buttons(world: World, form: Form) -> None:
    page_of, count = url("entry", form.task_id), f"v{form.count}"
    at_door(world, Role.UNIT_HEAD, UNIT).post(page_of, {count: "7", "seen": ""})
    stale = {count: "4", "seen": ""}
    response = form.client.post(page_of, stale)
    assert response.status_code == 409
    assert f'name="mine" value="{form.count}:1"' in text(response)
    assert f'name="theirs" value="{form.count}"' in text(response)

    def kept() -> str:
        return str(Entry.objects.get(task=form.task_id, line=form.count).value)

    assert form.client.post(page_of, stale | {"theirs": str(form.count)}).status_code == 302
    assert kept() == "7.000000"
    assert form.client.post(page_of, stale | {"mine": f"{form.count}:1"}).status_code == 302
    assert kept() == "4.000000"


def test_the_page_says_which_versions_it_shows(form: Form) -> None:
    money = {form.budget: {"value": "1"}}
    sent(form, {"lines": {form.ratio: parts("8", "10")}, "budget": money})
    page = text(form.client.get(url("entry", form.task_id)))
    assert f'name="seen" value="{form.ratio}:1 b{form.budget}:1"' in page


@pytest.mark.parametrize(
    "told",
    [
        [],
        {"lines": []},
        {"lines": {"x": {}}},
        {"lines": {"1": {"value": 4}}},
        {"lines": {"1": {"seen": "0"}}},
        {"budget": {"1": "750.000"}},
        {"budget": {"1": {"value": "1", "seen": True}}},
        {"origin": "workbook"},
    ],
)
def test_what_the_script_never_sends_is_refused(form: Form, told: object) -> None:
    assert "refused" in sent(form, told, status=400)


def test_a_closed_form_says_so_to_the_script(world: World, cycle_id: int, form: Form) -> None:
    delivered(world, cycle_id, UNIT)
    told = sent(form, {"lines": {form.count: {"value": "9"}}}, status=409)
    assert told["code"] == "task_not_open"


def test_a_line_of_another_unit_is_not_there(world: World, cycle_id: int, form: Form) -> None:
    other = world.line(cycle_id, "IKU-03")
    assert form.client.get(url("entry_line", form.task_id, other)).status_code == 404
    assert sent(form, {"lines": {other: {"value": "1"}}})["lines"] == {}


def test_the_panel_of_a_line_explains_its_figure(form: Form) -> None:
    form.save("80", "100")
    panel = text(form.client.get(url("entry_line", form.task_id, form.ratio)))
    assert "88,89" in panel
    assert "<html" not in panel
    page = text(form.client.get(f"{url('entry', form.task_id)}?baris={form.ratio}"))
    assert 'class="panel-isi"' in page


def test_money_is_kept_and_asked_about_beside_its_cell(form: Form) -> None:
    def told(text: str) -> Any:
        return sent(form, {"budget": {form.budget: {"value": text}}})["budget"][str(form.budget)]

    assert told("Rp 750.000,-") == {
        "kept": True,
        "saves": 1,
        "cells": {"value": "750.000"},
        "absorption": "37,50",
        "questions": [],
        "theirs": None,
    }
    asked = told("banyak")
    assert (asked["kept"], asked["saves"]) == (False, 1)
    assert "bukan angka" in asked["questions"][0]["sentence"]
    assert told("4.25")["questions"][0]["fills"] == ["4,25", "425"]


def test_of_two_versions_of_a_budget_line_both_are_said(world: World, form: Form) -> None:
    head = at_door(world, Role.UNIT_HEAD, UNIT)
    first = {"budget": {form.budget: {"value": "900.000", "seen": 0}}}
    head.post(url("entry_cells", form.task_id), json.dumps(first), content_type="application/json")

    def told(**cells: object) -> Any:
        return sent(form, {"budget": {form.budget: cells}})["budget"][str(form.budget)]

    asked = told(value="750.000", seen=0)
    assert (asked["kept"], asked["theirs"]["told"]) == (False, "900.000")
    assert asked["theirs"]["cells"]["value"] == "900.000"
    assert asked["theirs"]["by"] == world.actor(Role.UNIT_HEAD, UNIT).name
    assert form.spent() == 900_000
    assert told(value="750.000", seen=asked["theirs"]["saves"])["kept"]
    assert form.spent() == 750_000


def test_without_a_script_two_versions_of_a_budget_line_are_two_buttons(
    world: World, form: Form
) -> None:
    page_of, money = url("entry", form.task_id), f"b{form.budget}"
    at_door(world, Role.UNIT_HEAD, UNIT).post(page_of, {money: "900.000", "seen": ""})
    stale = {money: "750.000", "seen": ""}
    response = form.client.post(page_of, stale)
    assert response.status_code == 409
    page = text(response)
    assert f'name="mine" value="{money}:1"' in page
    assert f'name="theirs" value="{money}"' in page
    assert f'name="{money}" value="750.000"' in page
    assert "menyimpan 900.000" in page
    assert form.client.post(page_of, stale | {"theirs": money}).status_code == 302
    assert form.spent() == 900_000
    assert form.client.post(page_of, stale | {"mine": f"{money}:1"}).status_code == 302
    assert form.spent() == 750_000


def test_without_a_script_an_amount_with_two_meanings_has_an_answer_for_each(form: Form) -> None:
    page_of, money = url("entry", form.task_id), f"b{form.budget}"
    typed = {money: "4.25", "seen": ""}
    page = text(form.client.post(page_of, typed))
    assert f'name="fill" value="{money}:value:425"' in page
    assert form.client.post(page_of, typed | {"fill": f"{money}:value:425"}).status_code == 302
    assert form.spent() == 425


def test_a_hundred_lines_are_light_and_few_queries(db: None) -> None:
    age()
    with installed(more_ratios=98) as world:
        task_id = world.task(cycle_at(world, 4).cycle_id, UNIT).task_id
        client = at_door(world, Role.OPERATOR, UNIT)
        address = f"{url('entry', task_id)}?semua=1"
        client.get(address)
        assert queries(lambda: client.get(address)) <= MOST_QUERIES
        page = client.get(address)
        assert text(page).count('id="baris-') == 100
        assert len(page.content) < MOST_BYTES


def test_evidence_is_attached_shown_and_taken_off(form: Form) -> None:
    path = url("entry_attach", form.task_id, form.ratio)
    file = SimpleUploadedFile("../rekap <b>.pdf", PROOF)
    assert form.client.post(path, {"file": file}).status_code == 302
    row = EvidenceRow.objects.get()
    response = form.client.get(url("evidence", row.pk))
    assert response.content == PROOF
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert form.client.post(url("entry_remove", form.task_id, row.pk)).status_code == 302
    assert form.client.get(url("evidence", row.pk)).status_code == 404


def test_a_button_about_evidence_keeps_the_cells_that_are_sent_along(form: Form) -> None:
    cells = {**form.typed("80", "100"), "seen": ""}
    file = SimpleUploadedFile("rekap.pdf", PROOF)
    attach = url("entry_attach", form.task_id, form.ratio)
    assert form.client.post(attach, {**cells, "file": file}).status_code == 302
    assert form.parts() == ("80", "100")
    row = EvidenceRow.objects.get()
    remove = url("entry_remove", form.task_id, row.pk)
    changed = {**form.typed("81", "100"), "seen": f"{form.ratio}:1"}
    assert form.client.post(remove, changed).status_code == 302
    assert form.parts() == ("81", "100")
    row.refresh_from_db()
    assert row.removed_at is not None


def test_a_figure_that_cannot_be_kept_stays_typed_and_holds_no_evidence_up(form: Form) -> None:
    cells = {**form.typed("abc", "100", "7"), "seen": ""}
    attach = url("entry_attach", form.task_id, form.ratio)
    bad = form.client.post(attach, {**cells, "file": SimpleUploadedFile("a.exe", b"MZ")})
    assert (bad.status_code, EvidenceRow.objects.count()) == (422, 0)
    assert 'value="abc"' in text(bad)
    assert "Yang diterima hanya PDF" in text(bad)
    good = form.client.post(attach, {**cells, "file": SimpleUploadedFile("rekap.pdf", PROOF)})
    assert good.status_code == 422
    assert 'value="abc"' in text(good)
    assert "Berkas tersimpan." in text(good)
    row = EvidenceRow.objects.get()
    assert row.name in text(good)
    off = form.client.post(url("entry_remove", form.task_id, row.pk), cells)
    assert off.status_code == 422
    assert 'value="abc"' in text(off)
    assert "Bukti dilepas." in text(off)
    row.refresh_from_db()
    assert row.removed_at is not None
    assert form.entry().numerator is None


def test_the_buttons_about_evidence_send_the_cells_of_the_form(form: Form) -> None:
    page = text(form.client.get(f"{url('entry', form.task_id)}?baris={form.ratio}"))
    cells = re.search(r'<form id="isian".*?</form>', page, re.DOTALL)
    assert cells
    attach = re.search(r"<button[^>]*bukti/[^>]*>", cells[0])
    assert attach
    assert 'formenctype="multipart/form-data"' in attach[0]
    assert "form=" not in attach[0].replace("formenctype=", "").replace("formaction=", "")
    assert re.search(r"<input type=.?file[^>]*>", cells[0])


def test_a_second_press_on_take_off_is_answered_as_the_first(form: Form) -> None:
    file = SimpleUploadedFile("rekap.pdf", PROOF)
    form.client.post(url("entry_attach", form.task_id, form.ratio), {"file": file})
    remove = url("entry_remove", form.task_id, EvidenceRow.objects.get().pk)
    first, second = form.client.post(remove), form.client.post(remove)
    assert (first.status_code, second.status_code) == (302, 302)
    assert first.headers["Location"] == second.headers["Location"]


@pytest.mark.parametrize(
    ("name", "content"), [("rekap.exe", b"MZ"), ("rekap.pdf", b"<html>"), ("rekap.pdf", b"")]
)
def test_a_file_that_is_not_what_it_says_is_refused(form: Form, name: str, content: bytes) -> None:
    path = url("entry_attach", form.task_id, form.ratio)
    response = form.client.post(path, {"file": SimpleUploadedFile(name, content)})
    assert response.status_code == 422
    assert not EvidenceRow.objects.exists()


def test_fifty_megabytes_are_not_read(form: Form) -> None:
    path = url("entry_attach", form.task_id, form.ratio)
    file = SimpleUploadedFile("film.pdf", b"%PDF-" + b"0" * 50_000_000)
    assert form.client.post(path, {"file": file}).status_code == 413


def test_the_head_of_the_unit_hands_in_once_nothing_is_missing(
    world: World, cycle_id: int, form: Form
) -> None:
    head = at_door(world, Role.UNIT_HEAD, UNIT)
    page = text(head.get(url("entry", form.task_id)))
    assert 'aria-disabled="true"' in page
    assert head.post(url("entry_submit", form.task_id)).status_code == 409
    filled(world, cycle_id, UNIT)
    assert 'aria-disabled="true"' not in text(head.get(url("entry", form.task_id)))
    assert head.post(url("entry_submit", form.task_id)).status_code == 302
    assert UnitTask.objects.get(pk=form.task_id).state == "submitted"


def test_an_operator_does_not_hand_in(world: World, cycle_id: int, form: Form) -> None:
    filled(world, cycle_id, UNIT)
    assert url("entry_submit", form.task_id) not in text(
        form.client.get(url("entry", form.task_id))
    )
    assert form.client.post(url("entry_submit", form.task_id)).status_code == 403


def test_a_submitted_form_shows_figures_without_cells(
    world: World, cycle_id: int, form: Form
) -> None:
    delivered(world, cycle_id, UNIT)
    page = text(form.client.get(url("entry", form.task_id)))
    assert "<input" not in page.partition('<form id="isian"')[2].partition("</form>")[0].replace(
        '<input type="hidden"', ""
    )
    assert form.save("1", "2").status_code == 409


def test_the_workbook_of_the_form_comes_back_filled_in(
    world: World, cycle_id: int, form: Form
) -> None:
    filled(world, cycle_id, UNIT)
    response = form.client.get(url("entry_form", form.task_id))
    book = SimpleUploadedFile("isian.xlsx", response.content)
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert form.client.post(url("entry_upload", form.task_id), {"file": book}).status_code == 302


def test_the_workbook_of_another_unit_is_refused(world: World, cycle_id: int, form: Form) -> None:
    other = world.task(cycle_id, "PKM-02").task_id
    content = unit_workbook(other, world.actor(Role.OPERATOR, "PKM-02")).content
    book = SimpleUploadedFile("isian.xlsx", content)
    response = form.client.post(url("entry_upload", form.task_id), {"file": book})
    assert response.status_code == 422


def test_what_is_no_workbook_is_refused_on_the_page(form: Form) -> None:
    book = SimpleUploadedFile("isian.xlsx", b"bukan buku kerja")
    response = form.client.post(url("entry_upload", form.task_id), {"file": book})
    assert response.status_code == 422
    assert "<table" in text(response)


@pytest.mark.parametrize("role", [Role.TEAM, Role.HEAD, Role.KEEPER, Role.EVALUATOR])
def test_the_form_is_closed_to_others(world: World, form: Form, role: Role) -> None:
    assert at_door(world, role).get(url("entry", form.task_id)).status_code == 404


def test_the_form_is_closed_to_another_unit_and_to_strangers(world: World, form: Form) -> None:
    other = at_door(world, Role.UNIT_HEAD, "PKM-02")
    for name in ("entry", "entry_form", "entry_upload"):
        assert other.get(url(name, form.task_id)).status_code == 404
        assert Client().get(url(name, form.task_id)).status_code == 302
    for name in ("entry", "entry_submit"):
        assert other.post(url(name, form.task_id)).status_code == 404


def test_evidence_is_closed_to_another_unit(world: World, cycle_id: int, form: Form) -> None:
    filled(world, cycle_id, UNIT)
    row = EvidenceRow.objects.get(entry__task=form.task_id)
    other = at_door(world, Role.OPERATOR, "PKM-02")
    assert other.get(url("evidence", row.pk)).status_code == 404
    assert at_door(world, Role.EVALUATOR).get(url("evidence", row.pk)).status_code == 404
    assert at_door(world, Role.TEAM).get(url("evidence", row.pk)).status_code == 200


def test_the_page_asks_as_often_for_many_lines_as_for_few(db: None) -> None:
    def asked(code: str, more: int) -> int:
        with installed(code=code, more_ratios=more) as world:
            task_id = world.task(cycle_at(world, 4).cycle_id, UNIT).task_id
            client = at_door(world, Role.OPERATOR, UNIT)
            return queries(lambda: client.get(url("entry", task_id)))

    assert asked("kecil", 0) == asked("besar", 12)


def test_a_figure_that_is_added_over_units_is_not_held_against_the_target_of_all(
    world: World, cycle_id: int, form: Form
) -> None:
    filled(world, cycle_id, UNIT)
    team = at_door(world, Role.TEAM)
    for page in (
        form.client.get(url("entry", form.task_id)),
        team.get(url("collect_unit", cycle_id, form.task_id)),
    ):
        row = text(page).partition(f'id="baris-{form.count}"')[2].partition("<tr")[0]
        assert "target dinas" in row
        assert "dihitung bersama semua unit" in row
        assert "jelaskan" not in row
    ratio = text(form.client.get(url("entry", form.task_id)))
    row = ratio.partition(f'id="baris-{form.ratio}"')[2].partition("<tr")[0]
    assert "target dinas" not in row
    assert f'href="?baris={form.ratio}"' in row


def test_after_handing_in_the_page_says_what_comes_next(
    world: World, cycle_id: int, form: Form
) -> None:
    delivered(world, cycle_id, UNIT)
    page = text(form.client.get(url("entry", form.task_id)))
    assert "Sekarang: Tim SAKIP memeriksa angka dan bukti." in page
    assert "isian kembali ke unit Anda dengan alasan" in page


def test_what_is_handed_in_is_not_told_that_it_is_still_taken(
    world: World, cycle_id: int, form: Form
) -> None:
    due_at = UnitTask.objects.get(pk=form.task_id).due_at
    world.clock.at = due_at + timedelta(days=1)
    sentence = "Isian masih diterima."
    head = at_door(world, Role.UNIT_HEAD, UNIT)
    assert sentence in text(head.get(url("entry_vouch", form.task_id)))
    tasks = UnitTask.objects.filter(pk=form.task_id)
    for state in ("returned", "submitted", "verified", "closed"):
        tasks.update(state=state)
        assert sentence not in text(head.get(url("entry_vouch", form.task_id)))


def returned_because(form: Form, reason: str) -> str:
    """The page of the form, which Tim SAKIP gave back for this reason."""
    UnitTask.objects.filter(pk=form.task_id).update(
        state=UnitTask.State.RETURNED, reason_code="B", reason=reason
    )
    return text(form.client.get(url("entry", form.task_id)))


def test_of_a_long_reason_the_first_sentence_stands_and_the_rest_is_folded(form: Form) -> None:
    rest = "Lihat halaman 2 rekap, " + "lalu cocokkan dengan register; " * 4
    page = returned_because(form, f"Bukti kurang. {rest}")
    assert "Bukti kurang.</p>" in page
    assert f"<summary>Selengkapnya</summary><p>{rest.strip()}</p>" in page


def test_a_short_reason_stands_whole(form: Form) -> None:
    page = returned_because(form, "Belum ditandatangani; lampirkan yang lengkap.")
    assert "Belum ditandatangani; lampirkan yang lengkap." in page
    assert "Selengkapnya" not in page


def test_the_note_of_a_line_comes_after_its_figures(form: Form) -> None:
    page = text(form.client.get(f"{url('entry', form.task_id)}?baris={form.ratio}"))
    cells = [page.index(f"name={letter}{form.ratio} ") for letter in "nd"]
    assert max(cells) < page.index(f'name="c{form.ratio}"')


def test_in_the_evening_of_its_last_day_a_form_is_not_late_on_any_page(
    world: World, cycle_id: int, form: Form
) -> None:
    due_at = UnitTask.objects.get(pk=form.task_id).due_at
    for hours, is_late in ((4, False), (24, True)):
        world.clock.at = due_at + timedelta(hours=hours)
        operator, team = at_door(world, Role.OPERATOR, UNIT), at_door(world, Role.TEAM)
        page = text(operator.get(url("entry", form.task_id)))
        head = text(team.get(url("collect", cycle_id))).partition("</h1>")[2][:400]
        assert ("Batas sudah lewat" in page) is is_late
        assert "Batas unit" in head
        assert ("sudah lewat" in head) is is_late
        now, calendar = world.clock.now(), stage_calendar(world.agency_id)
        assert {row.is_late for row in board(cycle_id, now, calendar).rows} == {is_late}
        (own,) = own_tasks(world.actor(Role.OPERATOR, UNIT), now, calendar)
        assert own.is_late is is_late


def test_a_form_after_its_time_says_so(world: World, cycle_id: int, form: Form) -> None:
    sentence = "Batas sudah lewat"
    assert sentence not in text(form.client.get(url("entry", form.task_id)))
    due_at = UnitTask.objects.get(pk=form.task_id).due_at
    UnitTask.objects.filter(pk=form.task_id).update(due_at=due_at - timedelta(days=30))
    assert sentence in text(form.client.get(url("entry", form.task_id)))
