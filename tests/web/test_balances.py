"""Opening balances in the browser: the template, a preview with every problem, the versions."""

import io
from collections.abc import Iterator

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.builders import COUNT, World
from tests.web.builders_office import words
from tests.web.builders_work import Answer, at_door, installed, queries, text, url
from ukur.domain.people import Role
from ukur.store.models import OpeningBalanceRow

REPORT = "LKjIP 2025"


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with installed() as made:
        made.clock.at = made.clock.at.replace(month=7, day=1)
        yield made


@pytest.fixture
def planner(world: World) -> Client:
    return at_door(world, Role.PLANNER)


def filled(client: Client, *values: str) -> bytes:
    """The template with a value in each of its rows, from the first one on."""
    book = openpyxl.load_workbook(io.BytesIO(client.get(url("balance_template")).content))
    sheet = book["Saldo Awal"]
    header = [cell.value for cell in sheet[3]]
    for number, value in enumerate(values, start=4):
        sheet.cell(number, header.index("nilai") + 1, value)
        sheet.cell(number, header.index("sumber") + 1, REPORT)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def handed_in(client: Client, content: bytes, do: str, reason: str = "") -> Answer:
    file = SimpleUploadedFile("saldo.xlsx", content)
    data = {"year": "2026", "do": do, "reason": reason, "file": file}
    return client.post(url("record_balances"), data)


def test_what_is_wanted_is_counted_and_named_in_the_template(planner: Client) -> None:
    assert "2 saldo masih diperlukan" in words(planner.get(url("balances")))
    assert planner.get(url("balance_template")).content.startswith(b"PK")


def test_a_preview_shows_what_would_be_kept_and_keeps_nothing(planner: Client) -> None:
    page = words(handed_in(planner, filled(planner, "14"), "preview"))
    assert f"{COUNT} TW I – – 14 1 {REPORT}" in page
    assert OpeningBalanceRow.objects.count() == 0


def test_problems_stand_by_sheet_and_cell(planner: Client) -> None:
    page = words(handed_in(planner, filled(planner, "14", "empat belas"), "preview"))
    assert "lembar Saldo Awal, sel F5" in page
    assert handed_in(planner, filled(planner, "14", "empat belas"), "record").status_code == 422
    assert OpeningBalanceRow.objects.count() == 0


def test_balances_are_kept_changed_with_a_reason_and_listed_with_their_versions(
    planner: Client,
) -> None:
    assert handed_in(planner, filled(planner, "14"), "record").status_code == 302
    assert handed_in(planner, filled(planner, "15"), "record").status_code == 302
    book = filled(planner, "17", "18")
    assert handed_in(planner, book, "record").status_code == 422
    assert handed_in(planner, book, "record", "Salah salin.").status_code == 302
    page = words(planner.get(url("balances")))
    assert "Versi terdahulu" in page
    assert "Salah salin." in page
    assert REPORT in page


@pytest.mark.parametrize("content", [b"", b"bukan buku kerja", b"PK\x03\x04rusak"])
@pytest.mark.parametrize("do", ["preview", "record"])
def test_what_is_no_workbook_changes_nothing(planner: Client, content: bytes, do: str) -> None:
    assert handed_in(planner, content, do).status_code in (200, 422)
    assert OpeningBalanceRow.objects.count() == 0


@pytest.mark.parametrize("year", ["", "abc", "0", "99999"])
def test_a_year_that_is_none_is_this_year(planner: Client, year: str) -> None:
    assert "Saldo awal 2026" in words(planner.get(url("balances"), {"tahun": year}))


def test_a_year_without_a_plan_says_so(planner: Client) -> None:
    page = words(planner.get(url("balances"), {"tahun": "2024"}))
    assert "Tahun ini belum memiliki rencana" in page


def test_others_read_and_do_not_record(world: World, planner: Client) -> None:
    keeper = at_door(world, Role.KEEPER)
    assert url("record_balances") not in text(keeper.get(url("balances")))
    assert handed_in(keeper, filled(planner, "14"), "record").status_code == 403
    assert at_door(world, Role.OPERATOR, "PKM-01").get(url("balances")).status_code == 404
    assert Client().get(url("balances")).status_code == 302


def test_the_page_asks_as_often_for_many_lines_as_for_few(db: None) -> None:
    def asked(code: str, more: int) -> int:
        with installed(code=code, more_ratios=more) as world:
            world.clock.at = world.clock.at.replace(month=7, day=1)
            client = at_door(world, Role.PLANNER)
            handed_in(client, filled(client, *["14"] * min(1 + more, 2)), "record")
            return queries(lambda: client.get(url("balances")))

    assert asked("kecil", 0) == asked("besar", 6)
