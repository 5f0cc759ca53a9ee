"""A workbook is read as a person sees it, or refused with its reason."""

import contextlib
import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from ukur.adapters.workbook import (
    MOST_BYTES,
    MOST_COLUMNS,
    MOST_ROWS,
    MOST_SHEETS,
    read_workbook,
)
from ukur.adapters.workbook_parts import MEGABYTE
from ukur.domain.figures.notation import Number, read
from ukur.domain.refusals import NotValid


def workbook(fill: Callable[[openpyxl.Workbook], None]) -> bytes:
    book = openpyxl.Workbook()
    fill(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def opendocument() -> bytes:
    """The beginning of every .ods: what it is, unpacked, before all else."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as parts:
        parts.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        parts.writestr("content.xml", "<office:document-content/>")
    return out.getvalue()


def cell(value: object, number_format: str = "General") -> str:
    def fill(book: openpyxl.Workbook) -> None:
        target = book.worksheets[0].cell(1, 1)
        target.value = value  # type: ignore[assignment]  # openpyxl takes any value here
        target.number_format = number_format

    rows = read_workbook(workbook(fill))[0].rows
    return rows[0][0] if rows else ""


def refused(content: bytes) -> list[tuple[str, str]]:
    with pytest.raises(NotValid) as caught:
        read_workbook(content)
    return [(problem.where, problem.code) for problem in caught.value.problems]


def repacked(content: bytes, name: str, text: bytes) -> bytes:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for part in source.namelist():
            target.writestr(part, text if part == name else source.read(part))
    return out.getvalue()


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (85, "General", "85"),
        (85.0, "General", "85"),
        (4.25, "General", "4,25"),
        (0.1 + 0.2, "General", "0,3"),
        (1234.5, "#,##0.00", "1234,5"),
        (-3.5, "General", "-3,5"),
        (0.15, "0%", "15%"),
        (0.9105, "0.00%", "91,05%"),
        (7, '0" %"', "7"),
        (7, r"0\%", "7"),
        (True, "General", "ya"),
        (False, "General", "tidak"),
        (date(2026, 8, 7), "d-mmm", "2026-08-07"),
        (datetime(2026, 8, 7, 10), "d-mmm hh:mm", "2026-08-07"),  # noqa: DTZ001 - cells have no zone
        ("  4.25 ", "General", "4.25"),
        ("PKM\u200b-01", "General", "PKM-01"),
        ("satu\ndua", "General", "satu dua"),
        ("#DIV/0!", "General", "#DIV/0!"),
    ],
)
def test_a_cell_reads_as_it_is_seen(value: object, number_format: str, text: str) -> None:
    assert cell(value, number_format) == text


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=6))
def test_a_number_of_a_cell_is_never_ambiguous(value: Decimal) -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.add_worksheet().write_number(0, 0, value)
    found = read(read_workbook(out.getvalue())[0].rows[0][0])
    assert found == Number(value)


def test_blank_rows_and_cells_at_the_end_are_left_out() -> None:
    def fill(book: openpyxl.Workbook) -> None:
        sheet = book.worksheets[0]
        sheet["B3"] = "isi"
        sheet["D9"] = "  "
        sheet["A3"].number_format = "0%"

    sheet = read_workbook(workbook(fill))[0]
    assert sheet.rows == ((), (), ("", "isi"))


def test_a_formula_reads_as_its_stored_result() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.add_worksheet().write_formula(0, 0, "=1+2", None, 3)
    assert read_workbook(out.getvalue())[0].rows == (("3",),)


def test_a_formula_that_says_nothing_is_not_one_without_a_result() -> None:
    content = workbook(lambda book: book.worksheets[0].append(["=1"]))
    name = "xl/worksheets/sheet1.xml"
    text = zipfile.ZipFile(io.BytesIO(content)).read(name)
    says_nothing = text.replace(b'<c r="A1"', b'<c r="A1" t="str"')
    assert says_nothing != text
    assert read_workbook(repacked(content, name, says_nothing))[0].rows == ()


def test_formulas_without_a_stored_result_are_refused_with_their_cells() -> None:
    def fill(book: openpyxl.Workbook) -> None:
        book.worksheets[0]["B2"] = "=1+2"
        book.create_sheet("Lain")["A1"] = "=3"

    found = refused(workbook(fill))
    assert found == [("Sheet!B2", "formula_without_value"), ("Lain!A1", "formula_without_value")]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "workbook_unreadable"),
        (b"kode;nama\n", "workbook_unreadable"),
        (b"PK\x03\x04 tapi bukan zip", "workbook_unreadable"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "workbook_old_or_locked"),
        (opendocument(), "workbook_opendocument"),
        (b"0" * (MOST_BYTES + 1), "workbook_too_large"),
        (b"0" * (50 * MEGABYTE), "workbook_too_large"),
    ],
    ids=["empty", "csv", "half a zip", "xls", "ods", "one byte too many", "50 MB"],
)
def test_what_is_no_workbook_is_refused(content: bytes, code: str) -> None:
    assert refused(content) == [("", code)]


def test_a_zip_that_is_no_workbook_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("surat.txt", "halo")
    assert refused(out.getvalue()) == [("", "workbook_unreadable")]


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/worksheets/sheet1.xml", b"0" * (30 * MEGABYTE))
    assert refused(out.getvalue()) == [("", "workbook_swells")]


@pytest.mark.parametrize("encoding", ["ascii", "utf-16"])
def test_declared_entities_are_refused(encoding: str) -> None:
    content = workbook(lambda book: book.worksheets[0].append(["isi"]))
    trap = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "b">]><a>&b;</a>'.encode(encoding)
    assert refused(repacked(content, "xl/workbook.xml", trap)) == [("", "workbook_unreadable")]


def test_damaged_xml_is_refused() -> None:
    content = workbook(lambda book: book.worksheets[0].append(["isi"]))
    spoiled = repacked(content, "xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row")
    assert refused(spoiled) == [("", "workbook_unreadable")]


def with_rows(rows: str) -> bytes:
    """A workbook whose one sheet has these rows."""
    name = "xl/worksheets/sheet1.xml"
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<sheetData>{rows}</sheetData></worksheet>"
    )
    return repacked(workbook(lambda book: None), name, sheet.encode())


def test_more_rows_than_any_plan_has_are_refused() -> None:
    rows = "".join(f"<row><c><v>{n}</v></c></row>" for n in range(MOST_ROWS + 1))
    assert refused(with_rows(rows)) == [("Sheet", "too_many_rows")]


def test_a_column_far_to_the_right_is_refused() -> None:
    content = workbook(lambda book: book.worksheets[0].cell(2, MOST_COLUMNS + 1, "isi"))  # type: ignore[arg-type]
    assert refused(content) == [("Sheet!A2", "too_many_columns")]


def test_too_many_sheets_are_refused() -> None:
    def fill(book: openpyxl.Workbook) -> None:
        for number in range(MOST_SHEETS):
            book.create_sheet(str(number))

    assert refused(workbook(fill)) == [("", "too_many_sheets")]


@given(st.binary(max_size=300))
def test_no_bytes_at_all_break_the_reader(content: bytes) -> None:
    assert refused(b"PK\x03\x04" + content)


@given(st.integers(min_value=0, max_value=10**6), st.integers(min_value=0, max_value=255))
def test_a_spoiled_workbook_is_read_or_refused(position: int, byte: int) -> None:
    content = bytearray(SMALL)
    content[position % len(content)] = byte
    with contextlib.suppress(NotValid):
        assert len(read_workbook(bytes(content))) <= 1


SMALL = workbook(lambda book: book.worksheets[0].append(["isi", 1.5, True]))
