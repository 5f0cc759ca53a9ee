"""The form away from the page: downloaded, filled in, looked at, and taken whole or not at all."""

import io
import re
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.adapters.test_workbook import opendocument
from tests.builders import COUNT, RATIO, World, cycle_at, filled, state
from tests.web.builders_work import at_door, installed, queries, text, url
from ukur.adapters.form_workbook import DENOMINATOR, NUMERATOR, VALUE
from ukur.domain.entering import Typed
from ukur.domain.people import Role
from ukur.store.models import BudgetEntry, Entry, SourceImport, StagedTable
from ukur.usecases.collect.record_entries import record_entries

UNIT = "PKM-01"


class Desk:
    """An operator with a form, a spreadsheet and a browser."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.cycle_id = cycle_at(world, 4).cycle_id
        self.task_id = world.task(self.cycle_id, UNIT).task_id
        self.client = at_door(world, Role.OPERATOR, UNIT)

    def form(self) -> bytes:
        return self.client.get(url("entry_form", self.task_id)).content

    def upload(self, content: bytes, name: str = "isian.xlsx") -> str:
        """Hands the file in; the address of what it would change."""
        book = SimpleUploadedFile(name, content)
        response = self.client.post(url("entry_upload", self.task_id), {"file": book})
        assert response.status_code == 302, text(response)
        return response.headers["Location"]

    def entry(self, code: str) -> Entry:
        return Entry.objects.get(task=self.task_id, line__indicator__code=code)

    @property
    def budget_id(self) -> int:
        (key,) = self.world.task(self.cycle_id, UNIT).budget.values()
        return key

    def spent(self) -> Decimal | None:
        kept: Decimal | None = BudgetEntry.objects.get(task=self.task_id).absorbed
        return kept

    def spend(self, amount: str) -> None:
        """Somebody at the unit types the money on the page meanwhile."""
        self.record({}, {self.budget_id: Typed(amount)})

    def type(self, upper: str, lower: str, note: str = "") -> None:
        """Somebody at the unit types the ratio on the page meanwhile."""
        line = self.world.line(self.cycle_id, RATIO)
        typed = Typed(numerator=upper, denominator=lower, note=note, confirmed=True)
        self.record({line: typed}, {})

    def record(self, typed: dict[int, Typed], spent: dict[int, Typed]) -> None:
        record_entries(
            task_id=self.task_id,
            typed=typed,
            spent=spent,
            actor=self.world.actor(Role.UNIT_HEAD, UNIT),
            tools=self.world.tools,
        )


@pytest.fixture
def desk(db: None) -> Iterator[Desk]:
    with installed() as world:
        yield Desk(world)


def written(content: bytes, figures: dict[str, dict[int, object]]) -> bytes:
    """The form with these cells filled in, by indicator and column."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book.worksheets[0]
    for row in sheet.iter_rows():
        code = str(row[0].value).removeprefix("baris:").split("|")[0]
        for column, value in figures.get(code, {}).items():
            row[column].value = value  # type: ignore[assignment]
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def with_money(content: bytes, amount: int) -> bytes:
    """The form with this amount on its first budget line."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    row = next(r for r in book.worksheets[0].iter_rows() if str(r[0].value).startswith("anggaran:"))
    row[9].value = amount
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def hidden(page: str) -> dict[str, str]:
    """What the page showed, as its button sends it back."""
    found = r'type="hidden" name="(seen-[a-z]+-\d+|asked-form)" value="([^"]*)"'
    return dict(re.findall(found, page))


def test_a_form_filled_in_elsewhere_is_looked_at_and_then_taken(desk: Desk) -> None:
    content = written(desk.form(), {RATIO: {NUMERATOR: 18, DENOMINATOR: 25}, COUNT: {VALUE: 7}})
    before = state()
    address = desk.upload(content)
    page = text(desk.client.get(address))
    assert "18 / 25" in page
    assert "lembar PKM-01, sel H10" in page
    assert {key: rows for key, rows in state().items() if key != "staged_table"} == {
        key: rows for key, rows in before.items() if key != "staged_table"
    }
    assert desk.client.post(address, hidden(page)).status_code == 302
    kept = desk.entry(RATIO)
    source = SourceImport.objects.get()
    assert (kept.numerator, kept.denominator) == (Decimal(18), Decimal(25))
    assert kept.origin == "workbook"
    assert (kept.source_id, kept.source_note) == (source.pk, "PKM-01!H10")
    assert desk.world.vault.files[source.sha256] == content
    assert desk.entry(COUNT).value == 7
    assert not StagedTable.objects.exists()


def test_a_workbook_of_another_kind_is_refused_with_the_way_out(desk: Desk) -> None:
    book = SimpleUploadedFile("isian.ods", opendocument())
    answer = desk.client.post(url("entry_upload", desk.task_id), {"file": book})
    assert answer.status_code == 422
    assert "isian.ods: buku kerja ini berjenis .ods. Bukalah di LibreOffice" in text(answer)


def test_a_problem_is_named_with_its_cell_and_nothing_can_be_taken(desk: Desk) -> None:
    address = desk.upload(written(desk.form(), {RATIO: {NUMERATOR: "abc", DENOMINATOR: 25}}))
    page = text(desk.client.get(address))
    assert "lembar PKM-01, sel H10" in page
    assert "abc" in page
    assert 'id="ambil"' not in page
    assert desk.client.post(address).status_code == 422
    assert desk.entry(RATIO).numerator is None


def test_a_row_that_was_changed_meanwhile_asks_which_counts(desk: Desk) -> None:
    filled(desk.world, desk.cycle_id, UNIT)
    form = desk.form()
    desk.type("82", "100", "dihitung ulang")
    content = written(form, {RATIO: {NUMERATOR: 81, DENOMINATOR: 100}})
    address = desk.upload(content)
    page = text(desk.client.get(address))
    for words in ("81 / 100", "82 / 100", "80 / 100"):
        assert words in page
    line = desk.world.line(desk.cycle_id, RATIO)
    assert desk.client.post(address, hidden(page)).status_code == 422
    theirs = hidden(page) | {f"row-{line}": "theirs"}
    assert desk.client.post(address, theirs).status_code == 302
    assert desk.entry(RATIO).numerator == 82
    again = desk.upload(content)
    mine = hidden(text(desk.client.get(again))) | {f"row-{line}": "mine"}
    assert desk.client.post(again, mine).status_code == 302
    assert desk.entry(RATIO).numerator == 81


@pytest.mark.parametrize("note", ["Rekap bulanan.\r\nData KIA.", "a\x0bb", "kolom _x0041_"])
def test_a_note_of_two_lines_that_nobody_touched_comes_back_unchanged(
    desk: Desk, note: str
) -> None:
    desk.type("8", "10", note)
    page = text(desk.client.get(desk.upload(desk.form())))
    assert 'id="ambil"' not in page
    assert "_x0" not in page.replace("_x0041_", "")


def test_a_row_that_the_file_did_not_touch_keeps_what_is_newer(desk: Desk) -> None:
    filled(desk.world, desk.cycle_id, UNIT)
    form = desk.form()
    desk.type("82", "100", "dihitung ulang")
    address = desk.upload(written(form, {COUNT: {VALUE: 9}}))
    page = text(desk.client.get(address))
    assert desk.client.post(address, hidden(page)).status_code == 302
    assert desk.entry(RATIO).numerator == 82
    assert desk.entry(COUNT).value == 9


def test_what_was_changed_after_the_preview_is_looked_at_again(desk: Desk) -> None:
    address = desk.upload(written(desk.form(), {RATIO: {NUMERATOR: 18, DENOMINATOR: 25}}))
    sent = hidden(text(desk.client.get(address)))
    desk.type("1", "2")
    response = desk.client.post(address, sent)
    assert response.status_code in (409, 422)
    assert "1 / 2" in text(response)
    assert desk.entry(RATIO).numerator == 1


def test_money_is_compared_and_taken_like_figures(desk: Desk) -> None:
    address = desk.upload(with_money(desk.form(), 1_500_000))
    page = text(desk.client.get(address))
    assert "Rp 1.500.000" in page
    assert desk.client.post(address, hidden(page)).status_code == 302
    assert BudgetEntry.objects.get(task=desk.task_id).absorbed == 1_500_000


def test_money_that_was_changed_meanwhile_asks_which_counts(desk: Desk) -> None:
    desk.spend("1.000.000")
    form = desk.form()
    desk.spend("1.200.000")
    desk.spend("1.000.000")  # as it was, but changed since: a figure would be asked about too
    desk.spend("1.100.000")
    content = with_money(form, 1_500_000)
    address = desk.upload(content)
    page = text(desk.client.get(address))
    for words in ("Rp 1.500.000", "Rp 1.100.000", "Rp 1.000.000"):
        assert words in page
    assert desk.world.actor(Role.UNIT_HEAD, UNIT).name in page
    choice = f"money-{desk.budget_id}"
    assert desk.client.post(address, hidden(page)).status_code == 422
    assert desk.client.post(address, hidden(page) | {choice: "theirs"}).status_code == 302
    assert desk.spent() == 1_100_000
    again = desk.upload(content)
    mine = hidden(text(desk.client.get(again))) | {choice: "mine"}
    assert desk.client.post(again, mine).status_code == 302
    assert desk.spent() == 1_500_000


def test_one_choice_decides_all_rows_that_were_changed_meanwhile(desk: Desk) -> None:
    filled(desk.world, desk.cycle_id, UNIT)
    content = with_money(written(desk.form(), {RATIO: {NUMERATOR: 81, DENOMINATOR: 100}}), 900)
    desk.type("82", "100", "dihitung ulang")
    desk.spend("700")
    address = desk.upload(content)
    page = text(desk.client.get(address))
    assert 'name="rest" value="theirs"' in page
    assert desk.client.post(address, hidden(page)).status_code == 422
    assert desk.client.post(address, hidden(page) | {"rest": "mine"}).status_code == 302
    assert desk.entry(RATIO).numerator == 81
    assert desk.spent() == 900


def test_money_that_the_file_did_not_touch_keeps_what_is_newer(desk: Desk) -> None:
    desk.spend("1.000.000")
    form = desk.form()
    desk.spend("1.200.000")
    address = desk.upload(written(form, {COUNT: {VALUE: 9}}))
    assert desk.client.post(address, hidden(text(desk.client.get(address)))).status_code == 302
    assert desk.spent() == 1_200_000
    assert desk.entry(COUNT).value == 9


def test_money_that_was_changed_after_the_preview_is_looked_at_again(desk: Desk) -> None:
    address = desk.upload(with_money(desk.form(), 1_500_000))
    sent = hidden(text(desk.client.get(address)))
    desk.spend("1.200.000")
    response = desk.client.post(address, sent)
    assert response.status_code in (409, 422)
    assert "Rp 1.200.000" in text(response)
    assert desk.spent() == 1_200_000


def test_the_form_as_csv_goes_the_same_way(desk: Desk) -> None:
    response = desk.client.get(url("entry_table", desk.task_id))
    rows = response.content.decode("utf-8-sig").splitlines()
    ratio = next(number for number, row in enumerate(rows) if row.startswith(RATIO))
    cells = rows[ratio].split(";")
    cells[5:7] = ["18", "25"]
    rows[ratio] = ";".join(cells)
    address = desk.upload("\n".join(rows).encode("cp1252"), "isian.csv")
    assert desk.client.post(address, hidden(text(desk.client.get(address)))).status_code == 302
    assert desk.entry(RATIO).numerator == 18
    assert desk.entry(RATIO).origin == "csv"


def test_a_file_that_waited_too_long_is_gone(desk: Desk) -> None:
    address = desk.upload(desk.form())
    desk.world.clock.at += timedelta(days=1, minutes=1)
    assert desk.client.get(address).status_code == 409
    assert desk.client.post(address).status_code == 409


def test_a_file_is_forgotten_by_button(desk: Desk) -> None:
    address = desk.upload(desk.form())
    assert desk.client.post(f"{address}lupakan/").status_code == 302
    assert not StagedTable.objects.exists()


def test_a_file_is_closed_to_others(desk: Desk) -> None:
    address = desk.upload(desk.form())
    assert Client().get(address).status_code == 302
    assert at_door(desk.world, Role.UNIT_HEAD, "PKM-02").get(address).status_code == 404
    assert at_door(desk.world, Role.UNIT_HEAD, UNIT).get(address).status_code == 409


def test_the_preview_asks_as_much_for_many_lines_as_for_few(db: None) -> None:
    counts = []
    for code, more in (("kecil", 0), ("besar", 6)):
        with installed(code=code, more_ratios=more) as world:
            desk = Desk(world)
            address = desk.upload(desk.form())
            desk.client.get(address)
            counts.append(queries(lambda: desk.client.get(address)))  # noqa: B023
    assert counts[0] == counts[1]
