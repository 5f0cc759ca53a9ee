"""A table from outside is read whatever wrote it, or refused with its reason."""

import io
from collections.abc import Callable

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from ukur.adapters.foreign_table import read_foreign
from ukur.adapters.workbook import MOST_COLUMNS, MOST_ROWS
from ukur.domain.refusals import NotValid

ROWS = (("Indikator", "Satuan", "Target"), ("Cakupan “K6”, ibu", "%", "82,7"))


def csv_text(mark: str) -> str:
    return "".join(
        mark.join(f'"{cell}"' if mark in cell or "," in cell else cell for cell in row) + "\r\n"
        for row in ROWS
    )


def refused(name: str, content: bytes) -> list[str]:
    with pytest.raises(NotValid) as caught:
        read_foreign(name, content)
    return [problem.code for problem in caught.value.problems]


@pytest.mark.parametrize("mark", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_csv_is_read_in_every_usual_encoding(mark: str, encoding: str) -> None:
    sheet = read_foreign("Renja 2027.CSV", csv_text(mark).encode(encoding))[0]
    assert sheet.name == "Renja 2027"
    assert sheet.rows == ROWS


def test_a_csv_with_bytes_of_no_text_is_refused() -> None:
    assert refused("a.csv", b"a;b\n1;\x00\n") == ["csv_unreadable"]
    assert refused("a.csv", b"a;b\n1;\x81\n") == ["csv_unreadable"]


def test_blank_lines_inside_keep_their_numbers_and_at_the_end_are_left_out() -> None:
    assert read_foreign("a.csv", b"a;b\n;\n1;2\n;;\n\n")[0].rows == (("a", "b"), (), ("1", "2"))


def test_too_many_rows_and_columns_are_refused() -> None:
    assert refused("a.csv", b"a;b\n" * (MOST_ROWS + 1)) == ["too_many_rows"]
    assert refused("a.csv", b";".join([b"a"] * (MOST_COLUMNS + 1))) == ["too_many_columns"]


def test_a_formula_in_a_csv_is_text() -> None:
    assert read_foreign("a.csv", b'=CMD|" /C calc"!A0;1\nx;2\n')[0].rows[0][0].startswith("=CMD")


def workbook(fill: Callable[[Worksheet], None]) -> bytes:
    book = openpyxl.Workbook()
    fill(book.worksheets[0])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_workbook_is_read_as_ever() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(["Indikator", "Target"])
        sheet.append(["A", 0.15])
        sheet["B2"].number_format = "0%"
        sheet.merge_cells("A3:A4")

    assert read_foreign("a.xlsx", workbook(fill))[0].rows == (("Indikator", "Target"), ("A", "15%"))


def test_a_million_empty_rows_cost_nothing() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(["Indikator", "Target"])
        sheet.append(["A", 1])
        sheet["A1048576"].number_format = "@"

    assert read_foreign("a.xlsx", workbook(fill))[0].rows == (("Indikator", "Target"), ("A", "1"))


def test_a_file_that_only_claims_to_be_a_workbook_is_refused() -> None:
    assert refused("a.xlsx", b"PK\x03\x04 no") == ["workbook_unreadable"]


@given(st.binary(max_size=200))
def test_no_bytes_break_the_reading(content: bytes) -> None:
    try:
        sheets = read_foreign("a.csv", content)
    except NotValid:
        return
    assert all(isinstance(cell, str) for row in sheets[0].rows for cell in row)
