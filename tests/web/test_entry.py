"""The form of a unit: typed, asked about, kept, and closed to strangers."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.builders import COUNT, PROOF, RATIO, World, cycle_at, delivered, filled
from tests.web.builders_work import Answer, at_door, installed, queries, text, url
from ukur.domain.people import Role
from ukur.edge.papers import unit_workbook
from ukur.store.models import BudgetEntry, Entry, EvidenceRow, UnitTask

UNIT = "PKM-01"


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
            f"line-{self.ratio}-numerator": upper,
            f"line-{self.ratio}-denominator": lower,
            f"line-{self.ratio}-note": note,
            f"line-{self.count}-value": cases,
        }

    def save(self, upper: str, lower: str, cases: str = "", **more: str) -> Answer:
        cells = self.typed(upper, lower, cases, more.pop("note", ""))
        return self.client.post(url("entry", self.task_id), cells | more)

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
    assert f'id="isi-{form.ratio}-numerator"' in text(page)


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
    assert f'data-wrong="isi-{form.ratio}-numerator"' in page
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


def test_a_numerator_above_its_denominator_is_kept_and_wants_a_word(form: Form) -> None:
    assert form.save("120", "100").status_code == 302
    assert form.entry().numerator == 120


def test_a_blank_cell_is_not_zero(form: Form) -> None:
    form.save("80", "100")
    form.save("", "")
    assert form.entry().numerator is None


def test_one_line_is_kept_by_itself_and_answers_with_pieces(form: Form) -> None:
    path = url("entry_line", form.task_id, form.ratio)
    response = form.client.post(path, form.typed("80", "100"), headers={"HX-Request": "true"})
    assert response.status_code == 200
    assert f'id="capaian-{form.ratio}" hx-swap-oob="true"' in text(response)
    assert "88,89" in text(response)
    assert "<html" not in text(response)
    assert form.entry().numerator == 80


def test_one_line_that_is_asked_about_does_not_disturb_the_others(form: Form) -> None:
    path = url("entry_line", form.task_id, form.ratio)
    response = form.client.post(path, form.typed("x", "100", "abc"))
    assert response.status_code == 422
    assert f'data-wrong="isi-{form.ratio}-numerator"' in text(response)
    assert f'data-wrong="isi-{form.count}-value"' not in text(response)


def test_a_line_of_another_unit_is_not_there(world: World, cycle_id: int, form: Form) -> None:
    other = world.line(cycle_id, "IKU-03")
    assert form.client.post(url("entry_line", form.task_id, other), {}).status_code == 404


def test_money_is_kept_by_itself_and_asked_about_beside_its_cell(form: Form) -> None:
    path = url("entry_budget", form.task_id, form.budget)
    response = form.client.post(path, {f"budget-{form.budget}": "Rp 750.000,-"})
    assert response.status_code == 200
    assert "37,50" in text(response)
    refused = form.client.post(path, {f"budget-{form.budget}": "banyak"})
    assert refused.status_code == 422
    assert f'data-wrong="anggaran-{form.budget}"' in text(refused)


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
        row = text(page).partition(f'id="baris-{form.count}"')[2].partition("</tr>")[0]
        assert "target dinas" in row
        assert "dihitung bersama semua unit" in row
        assert "jelaskan" not in row
    ratio = text(form.client.get(url("entry", form.task_id)))
    row = ratio.partition(f'id="baris-{form.ratio}"')[2].partition("</tr>")[0]
    assert "target dinas" not in row
    assert "jelaskan" in row


def test_after_handing_in_the_page_says_what_comes_next(
    world: World, cycle_id: int, form: Form
) -> None:
    delivered(world, cycle_id, UNIT)
    page = text(form.client.get(url("entry", form.task_id)))
    assert "Sekarang: Tim SAKIP memeriksa angka dan bukti." in page
    assert "isian kembali ke unit Anda dengan alasan" in page


def test_a_form_after_its_time_says_so(world: World, cycle_id: int, form: Form) -> None:
    sentence = "Batas sudah lewat"
    assert sentence not in text(form.client.get(url("entry", form.task_id)))
    due_at = UnitTask.objects.get(pk=form.task_id).due_at
    UnitTask.objects.filter(pk=form.task_id).update(due_at=due_at - timedelta(days=30))
    assert sentence in text(form.client.get(url("entry", form.task_id)))
