"""A plan from any table, step by step, as a browser without scripts sends it."""

import re
from collections.abc import Iterator
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.builders import YEAR, World
from tests.e81_workbooks import e81, published
from tests.web.builders_work import Answer, at_door, installed, queries, text, url
from ukur.adapters.workbook import read_workbook
from ukur.domain.people import Role
from ukur.domain.plan.foreign.e81 import read_e81
from ukur.store.models import (
    BudgetLine,
    IndicatorRow,
    MappingRow,
    PlanVersion,
    StagedTable,
    TargetRow,
)

TABLE = """PERJANJIAN KINERJA;;;;
Sasaran;Indikator Kinerja;Satuan;Arah;Target
Derajat kesehatan naik;Angka kematian ibu;per 100.000;Turun;95
;Nilai SAKIP;predikat;Naik;BB
"""
NEXT_YEAR = TABLE.replace("95", "90")


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with installed() as made:
        yield made


@pytest.fixture
def planner(world: World) -> Client:
    return at_door(world, Role.PLANNER)


def hand_in(client: Client, content: bytes | str, name: str = "pk.csv") -> str:
    """Hand in a file; the address of the next step."""
    raw = content.encode() if isinstance(content, str) else content
    response = client.post(url("plan_table"), {"file": SimpleUploadedFile(name, raw)})
    assert response.status_code == 302, text(response)
    return str(response.headers["Location"])


def fields(page: str) -> dict[str, str]:
    """What a browser would send of a page's POST form: its inputs and chosen options."""
    forms = [form.split("</form>")[0] for form in page.split("<form")[1:]]
    form = next(one for one in forms if 'method="post"' in one and "action=" not in one)
    found: dict[str, str] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        kind, name, value = (attribute(tag, key) for key in ("type", "name", "value"))
        if kind not in ("radio", "checkbox") or " checked" in tag:
            found[name] = value
    selects = r"<select[^>]*name=\"([^\"]*)\"[^>]*>(.*?)</select>"
    for name, inner in re.findall(selects, form, re.DOTALL):
        options = re.findall(r"<option([^>]*)>([^<]*)", inner)
        chosen = next((o for o in options if "selected" in o[0]), options[0])
        value = attribute(f"<{chosen[0]}>", "value")
        found[unescape(name)] = value if "value=" in chosen[0] else unescape(chosen[1])
    return found


def attribute(tag: str, name: str) -> str:
    match = re.search(rf'\b{name}="([^"]*)"', tag)
    return unescape(match[1]) if match else ""


def send(client: Client, address: str, **changed: str) -> Answer:
    """Look at a step and send it as it stands, with what is changed."""
    return client.post(address, fields(text(client.get(address))) | changed)


def to_the_preview(client: Client, address: str) -> str:
    words = send(client, address)
    assert words.status_code == 302, text(words)
    kept = send(client, step_of(words), **{"t-unit baru": "Sekretariat Dinas"})
    assert kept.status_code == 302, text(kept)
    return step_of(kept)


def step_of(response: Answer) -> str:
    return str(response.headers["Location"])  # type: ignore[attr-defined]  # a redirect has it


def test_a_table_becomes_a_plan_in_five_steps(planner: Client) -> None:
    preview = to_the_preview(planner, hand_in(planner, TABLE))
    page = text(planner.get(preview))
    assert "Tidak ditemukan masalah" in page
    assert "BB" in page, "a grade is shown as its letter"
    assert "Yang perlu dilihat" in page, "findings stand at the cells of the table"
    assert "pk!B3" in page
    assert not MappingRow.objects.filter(name="").exists()
    done = planner.post(preview, {"year": str(YEAR + 1), "kind": "induk"})
    assert step_of(done) == url("plan")
    found = IndicatorRow.objects.filter(plan__year=YEAR + 1).order_by("order")
    assert [row.polarity for row in found] == ["negatif", "positif"]
    assert not StagedTable.objects.exists(), "what was brought in waits no longer"


def test_the_next_file_with_the_same_header_goes_straight_to_the_preview(planner: Client) -> None:
    to_the_preview(planner, hand_in(planner, TABLE))
    address = hand_in(planner, NEXT_YEAR)
    assert address.endswith("/pratinjau/")
    page = text(planner.get(address))
    assert "Judul kolom ini sudah dikenal" in page
    assert ">90,00<" in page


def test_a_new_indicator_of_a_known_table_is_asked_about(planner: Client) -> None:
    to_the_preview(planner, hand_in(planner, TABLE))
    address = hand_in(planner, TABLE + ";Indeks kepuasan;nilai;Naik;85\n")
    assert address.endswith("/kata/")


def test_problems_are_told_by_their_cells_and_nothing_comes_in(planner: Client) -> None:
    before = PlanVersion.objects.count()
    preview = to_the_preview(planner, hand_in(planner, TABLE.replace("95", "4.25")))
    page = text(planner.get(preview))
    assert "pk!E3" in page
    assert "4,25 atau 425" in page
    refused = planner.post(preview, {"year": str(YEAR + 1), "kind": "induk"})
    assert refused.status_code == 422
    assert PlanVersion.objects.count() == before


def test_a_column_chosen_twice_is_refused_and_the_choice_stays(planner: Client) -> None:
    address = hand_in(planner, TABLE)
    response = send(planner, address, k0="indikator")
    assert response.status_code == 422
    assert "dipilih untuk dua kolom" in text(response)
    assert text(response).count('value="indikator" selected') == 2


def test_an_unnamed_unit_is_asked_for_before_every_row_is_a_problem(planner: Client) -> None:
    words = step_of(send(planner, hand_in(planner, TABLE)))
    response = send(planner, words)
    assert response.status_code == 422
    assert "Pilih unit pengisi" in text(response)


def test_another_header_row_can_be_said(planner: Client) -> None:
    address = hand_in(planner, TABLE)
    page = text(
        planner.get(address, {"lembar": "pk", "bentuk": "tabel", "atas": "1", "bawah": "1"})
    )
    assert "PERJANJIAN KINERJA" in page
    assert planner.get(address, {"lembar": "tiada"}).status_code == 422
    assert planner.get(address, {"bentuk": "e81"}).status_code == 422


def test_a_kept_mapping_of_another_header_is_refused_with_its_column(planner: Client) -> None:
    to_the_preview(planner, hand_in(planner, TABLE))
    address = hand_in(planner, TABLE.replace("Satuan", "Ukuran"))
    apply = address.replace("/kolom/", "/pakai/")
    response = planner.post(apply, {"pemetaan": "pk"})
    assert response.status_code == 422
    assert "“Ukuran”" in text(response)


def test_a_form_e81_is_known_by_itself(planner: Client) -> None:
    address = hand_in(planner, e81(), "evaluasi renja 2025.xlsx")
    assert "Target tahun berjalan (K)" in text(planner.get(address))
    preview = to_the_preview(planner, address)
    page = text(planner.get(preview))
    assert 'value="2025"' in page, "the year of its title is proposed"
    assert "Realisasi TW IV!D13" in page
    planner.post(preview, {"year": str(YEAR + 1), "kind": "induk"})
    assert IndicatorRow.objects.filter(plan__year=YEAR + 1).count() == len(published())
    assert BudgetLine.objects.filter(plan__year=YEAR + 1, level="program").count() == 2


def test_a_form_that_was_brought_in_comes_out_as_the_same_form(planner: Client) -> None:
    preview = to_the_preview(planner, hand_in(planner, e81(), "renja.xlsx"))
    planner.post(preview, {"year": str(YEAR + 1), "kind": "induk"})
    content = planner.get(url("plan_e81", YEAR + 1)).content
    before, after = (read_e81(read_workbook(one)[0]).rows for one in (e81(), content))
    for name in ("tahun k", "tahun rp"):
        assert [row.figure(name)[0] for row in after] == [row.figure(name)[0] for row in before]
    told = [
        [(r.code[0], r.level, r.indicator[0], r.unit[0]) for r in rows] for rows in (before, after)
    ]
    assert told[0] == told[1]


def test_levels_that_are_not_written_are_asked_about(planner: Client) -> None:
    content = e81(code="none", levels=False)
    words = step_of(send(planner, hand_in(planner, content, "renja.xlsx")))
    page = text(planner.get(words))
    assert "Baris anggaran yang tingkatnya tidak tertulis" in page
    kept = send(planner, words, **{"t-unit baru": "Sekretariat"})
    planner.post(step_of(kept), {"year": str(YEAR + 1), "kind": "induk"})
    found = BudgetLine.objects.filter(plan__year=YEAR + 1).order_by("order")
    assert [line.level for line in found] == [row["tingkat"] for row in published()]


def test_a_level_that_nobody_said_is_told_at_its_cell(planner: Client) -> None:
    words = step_of(send(planner, hand_in(planner, e81(code="none", levels=False), "renja.xlsx")))
    kept = send(planner, words, **{"t-unit baru": "Sekretariat", "l0": ""})
    assert step_of(kept) == words, "it is asked once more"
    assert "Realisasi TW IV!C14" in text(planner.get(words.replace("/kata/", "/pratinjau/")))


def test_a_form_gives_its_figures_as_opening_balances(planner: Client) -> None:
    preview = to_the_preview(planner, hand_in(planner, e81(unit_column=False), "renja 2025.xlsx"))
    brought_in = planner.post(preview, {"year": str(YEAR + 1), "kind": "induk"})
    assert step_of(brought_in) == preview, "the figures can still be taken"
    assert "sudah menjadi versi" in text(planner.get(preview, {"year": YEAR + 1}))
    taken = planner.get(preview.replace("/pratinjau/", "/realisasi.xlsx"), {"year": YEAR + 1})
    balances, spent, years = read_workbook(taken.content)
    header, *rows = [row for row in balances.rows if len(row) > 3]
    assert [len(rows), len(spent.rows) - 3] == [len(published()), 4 * len(published())]
    first = dict(zip(header, rows[2], strict=False))
    assert first["kode indikator"] == "IK-5.01.01.2.01.0001/1"
    assert (first["periode"], first["nilai"]) == ("TW IV", "4")
    assert first["sumber"] == "renja 2025.xlsx, Realisasi TW IV!T15"
    assert [row[3:7] for row in years.rows[3:]] == [
        ("100", "29916618375", "95", "-"),
        ("100", "4877220447", "95", "-"),
    ]
    assert IndicatorRow.objects.filter(plan__year=YEAR + 1, printed="100%").count() == 40


def test_an_unclear_cell_is_asked_about_and_the_answer_counts(planner: Client) -> None:
    preview = to_the_preview(planner, hand_in(planner, TABLE.replace("95", "4.25")))
    page = text(planner.get(preview))
    assert 'name="w0" value="pk!E3"' in page
    answered = {"year": str(YEAR + 1), "kind": "induk", "w0": "pk!E3", "j0": "4,25"}
    looked = text(planner.post(preview, {**answered, "do": "look"}))
    assert "Tidak ditemukan masalah" in looked
    assert '<option value="4,25" selected>' in looked
    assert planner.post(preview, answered).status_code == 302
    target = TargetRow.objects.get(indicator__plan__year=YEAR + 1, indicator__code="IK-001")
    assert str(target.low.normalize()) == "4.25"


def test_a_file_can_be_forgotten(planner: Client) -> None:
    hand_in(planner, TABLE)
    staged = StagedTable.objects.get()
    assert "pk.csv" in text(planner.get(url("plan_table")))
    planner.post(url("plan_table_discard", staged.pk))
    assert not StagedTable.objects.exists()
    gone = planner.get(url("plan_table_columns", staged.pk))
    assert gone.status_code == 409


def test_others_find_nothing_here(world: World, planner: Client) -> None:
    address = hand_in(planner, TABLE)
    for role in (Role.SECRETARY, Role.KEEPER, Role.TEAM):
        client = at_door(world, role)
        assert client.get(url("plan_table")).status_code == 404
        assert client.get(address).status_code == 404


def test_a_file_that_is_no_table_is_refused(planner: Client) -> None:
    response = planner.post(url("plan_table"), {"file": SimpleUploadedFile("a.csv", b"\x00\x01")})
    assert response.status_code == 422
    assert "tidak dapat dibaca sebagai tabel" in text(response)


def test_the_steps_ask_the_database_a_fixed_number_of_times(planner: Client) -> None:
    columns = hand_in(planner, TABLE)
    words = step_of(send(planner, columns))
    counts = {}
    for name, address in (("columns", columns), ("words", words)):
        planner.get(address)
        counts[name] = queries(lambda address=address: planner.get(address))  # type: ignore[misc]  # bound at once
    assert counts == {"columns": 10, "words": 11}
