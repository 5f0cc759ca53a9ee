"""The plan: its versions, the template, the preview with every problem, and the import."""

import io
from collections.abc import Iterator
from datetime import date

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.builders import YEAR, World
from tests.web.builders_work import Answer, at_door, installed, queries, text, url
from ukur.domain.people import Role
from ukur.edge.shipped import shipped
from ukur.store.models import PlanVersion, RenstraVersion


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with installed() as made:
        yield made


@pytest.fixture
def planner(world: World) -> Client:
    return at_door(world, Role.PLANNER)


def sample() -> bytes:
    return shipped("samples", "dinkes-contoh", "rencana.xlsx").read_bytes()


def handed_in(client: Client, content: bytes, do: str, **more: str) -> Answer:
    data = {
        "year": str(YEAR + 1),
        "kind": "induk",
        "do": do,
        "file": SimpleUploadedFile("rencana.xlsx", content),
    }
    return client.post(url("import_plan"), data | more)


def test_versions_are_listed(planner: Client) -> None:
    page = text(planner.get(url("plan")))
    assert "rencana.xlsx" in page
    assert url("import_plan") in page


def test_the_template_is_a_workbook(planner: Client) -> None:
    response = planner.get(url("plan_template"))
    assert response.content.startswith(b"PK")
    assert response.headers["Content-Disposition"].startswith("attachment")


def test_a_preview_counts_and_writes_nothing(planner: Client) -> None:
    before = PlanVersion.objects.count()
    response = handed_in(planner, sample(), "preview")
    assert response.status_code == 200
    assert "46 indikator" in text(response)
    assert PlanVersion.objects.count() == before


def test_a_plan_is_brought_in_once(planner: Client) -> None:
    before = PlanVersion.objects.count()
    for _time in range(2):
        assert handed_in(planner, sample(), "import").status_code == 302
    assert PlanVersion.objects.count() == before + 1


def test_an_empty_template_shows_every_problem_by_its_sheet(planner: Client) -> None:
    template = planner.get(url("plan_template")).content
    page = text(handed_in(planner, template, "preview"))
    assert "Indikator" in page
    assert 'class="tabel masalah"' in page


@pytest.mark.parametrize("content", [b"", b"bukan buku kerja", b"PK\x03\x04rusak"])
@pytest.mark.parametrize("do", ["preview", "import"])
def test_what_is_no_workbook_changes_nothing(planner: Client, content: bytes, do: str) -> None:
    before = PlanVersion.objects.count()
    assert handed_in(planner, content, do).status_code in (200, 422)
    assert PlanVersion.objects.count() == before


@pytest.mark.parametrize("year", ["", "abc", "0", "99999", "-1"])
def test_a_year_that_is_none_changes_nothing(planner: Client, year: str) -> None:
    before = PlanVersion.objects.count()
    answer = handed_in(planner, sample(), "import", year=year)
    assert answer.status_code == 422
    assert PlanVersion.objects.count() == before


def test_fifty_megabytes_are_not_read(planner: Client) -> None:
    answer = handed_in(planner, b"PK\x03\x04" + b"0" * 50_000_000, "import")
    assert answer.status_code == 413


def test_others_read_and_do_not_import(world: World) -> None:
    keeper = at_door(world, Role.KEEPER)
    assert url("import_plan") not in text(keeper.get(url("plan")))
    assert handed_in(keeper, sample(), "import").status_code == 403


def test_the_plan_is_closed_to_units_and_strangers(world: World) -> None:
    assert at_door(world, Role.OPERATOR, "PKM-01").get(url("plan")).status_code == 404
    assert Client().get(url("plan")).status_code == 302


def test_the_page_asks_as_often_for_many_lines_as_for_few(db: None) -> None:
    def asked(code: str, more: int) -> int:
        with installed(code=code, more_ratios=more) as world:
            client = at_door(world, Role.PLANNER)
            return queries(lambda: client.get(url("plan")))

    assert asked("kecil", 0) == asked("besar", 6)


def test_a_change_needs_its_reason_and_may_name_its_day(world: World, planner: Client) -> None:
    workbook = {"year": str(YEAR), "kind": "perubahan"}
    refused = handed_in(planner, sample(), "import", **workbook)
    assert refused.status_code == 422
    assert "alasan" in text(refused)
    refused = handed_in(planner, sample(), "import", **workbook, in_force_from="nanti")
    assert "bukan tanggal" in text(refused)
    said = {"change_reason": "Pergeseran anggaran", "in_force_from": f"1 Juli {YEAR}"}
    assert handed_in(planner, sample(), "import", **workbook, **said).status_code == 302
    plan = PlanVersion.objects.get(year=YEAR, number=2)
    assert (plan.change_reason, plan.in_force_from) == ("Pergeseran anggaran", date(YEAR, 7, 1))
    page = text(planner.get(url("plan")))
    assert "Pergeseran anggaran" in page


def test_a_preview_says_where_renja_and_agreement_differ(planner: Client) -> None:
    page = text(handed_in(planner, sample(), "preview"))
    assert "Perjanjian kinerja memuat A untuk IKU-06, Renja BB." in page


def test_a_renstra_is_looked_at_and_brought_in(planner: Client) -> None:
    content = shipped("samples", "dinkes-contoh", "renstra.xlsx").read_bytes()

    def renstra(do: str) -> Answer:
        data = {"first_year": "2025", "do": do, "file": SimpleUploadedFile("r.xlsx", content)}
        return planner.post(url("renstra"), data)

    assert "2025–2029" in text(renstra("preview"))
    assert RenstraVersion.objects.count() == 0
    for _time in range(2):
        assert renstra("import").status_code == 302
    assert RenstraVersion.objects.count() == 1
    assert planner.get(url("renstra_template")).content.startswith(b"PK")
    empty = planner.get(url("renstra_template")).content
    data = {"first_year": "2025", "file": SimpleUploadedFile("r.xlsx", empty)}
    assert 'class="tabel masalah"' in text(planner.post(url("renstra"), data))


def test_only_the_planner_brings_in_a_renstra(world: World) -> None:
    keeper = at_door(world, Role.KEEPER)
    assert "first_year" not in text(keeper.get(url("renstra")))
    data = {"first_year": "2025", "do": "import", "file": SimpleUploadedFile("r.xlsx", b"x")}
    assert keeper.post(url("renstra"), data).status_code == 403


def test_a_preview_of_a_change_says_what_would_change(planner: Client) -> None:
    handed_in(planner, sample(), "import")
    book = openpyxl.load_workbook(io.BytesIO(sample()))
    for row in book["Target"].iter_rows(min_row=4):
        if row[0].value == "IKU-02":
            row[7].value = 91
    out = io.BytesIO()
    book.save(out)
    page = text(handed_in(planner, out.getvalue(), "preview", kind="perubahan"))
    assert "Yang akan berubah sejak versi 1" in page
    assert page.count("<ins>") == 1
    assert "<ins>91</ins>" in page
    assert "<del>95</del>" in page
    assert "<ins>" not in text(handed_in(planner, sample(), "preview", kind="perubahan"))
