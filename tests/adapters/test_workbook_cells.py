"""Our own reading of cells equals that of openpyxl, and stays small on hostile workbooks."""

import io
import resource
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from samples.make_samples import HERE
from tests.adapters.test_workbook import refused, repacked, with_rows, workbook
from ukur.adapters.workbook import MOST_COLUMNS, read_workbook
from ukur.adapters.workbook_cells import cleaned, number_text
from ukur.adapters.workbook_parts import MEGABYTE
from ukur.domain.sheets import Sheet

NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
FORMATS = ["General", "0%", "0.00%", '0" %"', "#,##0.00", "d-mmm-yy", "hh:mm", "[h]:mm", "@"]


# --- the same as openpyxl ----------------------------------------------------------------


def as_openpyxl(content: bytes) -> tuple[Sheet, ...]:
    """The sheets by openpyxl's own reading of cells."""
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    found = []
    for sheet in book.worksheets:
        sheet.reset_dimensions()
        with warnings.catch_warnings():
            # It warns of days before 1900 and reads them as an error, as we do.
            warnings.simplefilter("ignore")
            rows = [_trimmed([_text(cell) for cell in row]) for row in sheet.iter_rows()]
        while rows and not rows[-1]:
            rows.pop()
        found.append(Sheet(sheet.title, tuple(rows)))
    book.close()
    return tuple(found)


def _trimmed(texts: list[str]) -> tuple[str, ...]:
    while texts and not texts[-1]:
        texts.pop()
    return tuple(texts)


def _text(cell: object) -> str:
    value = getattr(cell, "value", None)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, int | float):
        shown = str(getattr(cell, "number_format", ""))
        plain = shown.replace('" %"', "").replace(r"\%", "")
        return number_text(repr(value), is_percent="%" in plain)
    if isinstance(value, date | time):
        return value.isoformat()[:10]
    return cleaned(str(value))


@pytest.mark.parametrize("path", sorted(HERE.glob("*/*.xlsx")), ids=lambda path: path.name)
def test_the_samples_read_as_openpyxl_reads_them(path: Path) -> None:
    content = path.read_bytes()
    assert read_workbook(content) == as_openpyxl(content)


CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(min_value=-(10**12), max_value=10**12),
    st.decimals(min_value=-(10**6), max_value=10**6, places=6).map(float),
    st.floats(min_value=0, max_value=2_000_000, allow_nan=False),
    st.text(
        st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\ufffe\uffff"),
        max_size=20,
    ),
    st.sampled_from(["#REF!", "-", " 4.25 ", "Rp. 65.040.000,-", "a & b < c", "<row>", "</row>"]),
)
TABLES = st.lists(st.lists(st.tuples(CELLS, st.sampled_from(FORMATS)), max_size=5), max_size=8)


@settings(max_examples=40, deadline=None)
@given(TABLES)
def test_what_xlsxwriter_writes_reads_as_openpyxl_reads_it(
    table: Sequence[Sequence[tuple[object, str]]],
) -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("Lembar")
        for row, cells in enumerate(table):
            for column, (value, shown) in enumerate(cells):
                sheet.write(row * 2, column * 3, value, book.add_format({"num_format": shown}))
    assert read_workbook(out.getvalue()) == as_openpyxl(out.getvalue())


@settings(max_examples=40, deadline=None)
@given(TABLES)
def test_what_openpyxl_writes_reads_as_it_reads_it(
    table: Sequence[Sequence[tuple[object, str]]],
) -> None:
    def fill(book: openpyxl.Workbook) -> None:
        for row, cells in enumerate(table, start=1):
            for column, (value, shown) in enumerate(cells, start=1):
                is_formula = isinstance(value, str) and value.startswith("=")
                cell = book.worksheets[0].cell(row, column, None if is_formula else value)  # type: ignore[call-overload]  # openpyxl takes any value
                cell.number_format = shown

    content = workbook(fill)
    assert read_workbook(content) == as_openpyxl(content)


def test_days_and_times_read_as_openpyxl_reads_them() -> None:
    def fill(book: openpyxl.Workbook) -> None:
        book.worksheets[0].append([date(2026, 2, 28), datetime(2026, 2, 28, 9, 30), time(7, 30)])  # noqa: DTZ001 - cells have no zone

    content = workbook(fill)
    assert read_workbook(content) == as_openpyxl(content)
    assert read_workbook(content)[0].rows == (("2026-02-28", "2026-02-28", "07:30:00"),)


WRITTEN = {
    "cells without addresses": (
        "<row><c><v>1</v></c><c/><c><v>2</v></c></row><row><c><v>3</v></c></row>"
    ),
    "attributes in another order": '<row r="1"><c t="n" r="B1"><v>1</v></c></row>',
    "rows that are skipped": (
        '<row r="3"><c r="A3"><v>1</v></c></row><row r="7"><c r="C7"><v>2</v></c></row>'
    ),
    "an inline text": '<row r="1"><c r="A1" t="inlineStr"><is><t>a &amp; b</t></is></c></row>',
    "a text in runs": (
        '<row r="1"><c r="A1" t="inlineStr"><is><r><t>a</t></r><r><t> b</t></r></is></c></row>'
    ),
    "an error": '<row r="1"><c r="A1" t="e"><v>#REF!</v></c></row>',
    "a formula with its result": '<row r="1"><c r="A1"><f>1+2</f><v>3</v></c></row>',
    "a formula that gave a text": (
        '<row r="1"><c r="A1" t="str"><f>"a"</f><v>a &lt; b</v></c></row>'
    ),
    "a day in ISO form": '<row r="1"><c r="A1" t="d"><v>2026-02-28</v></c></row>',
    "an exponent": '<row r="1"><c r="A1"><v>1.5E-3</v></c></row>',
    "rows without cells": (
        '<row r="1" spans="1:2"/><row r="2" hidden="1"><c r="A2"><v>1</v></c></row>'
    ),
    "line breaks between": '\n<row r="1">\n <c r="A1"><v>1</v></c>\n</row>\n',
    "no rows": "",
}


@pytest.mark.parametrize("how", WRITTEN)
def test_cells_may_be_written_in_many_ways(how: str) -> None:
    content = with_rows(WRITTEN[how])
    assert read_workbook(content) == as_openpyxl(content)


def test_tags_may_have_a_prefix() -> None:
    name = "xl/worksheets/sheet1.xml"
    rows = '<x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c></x:row>' * 2
    sheet = f'<x:worksheet xmlns:x="{NAMESPACE}"><x:sheetData>{rows}</x:sheetData></x:worksheet>'
    content = repacked(workbook(lambda book: None), name, sheet.encode())
    assert read_workbook(content)[0].rows == (("1",),)


def test_a_sheet_of_many_slices_is_read_whole() -> None:
    long = "x" * 900
    rows = [
        f'<row r="{n}"><c r="A{n}"><v>{n}</v></c><c r="B{n}" t="inlineStr"><is><t>{long}{n * 7919}'
        f"</t></is></c></row>"
        for n in range(1, 5_001)
    ]
    found = read_workbook(with_rows("".join(rows)))[0].rows
    assert [row[0] for row in found] == [str(n) for n in range(1, 5_001)]


# --- hostile -----------------------------------------------------------------------------


def million_rows() -> str:
    return "".join(f'<row r="{n}" s="1" ht="15"/>' for n in range(1, 1_048_577))


@pytest.fixture
def little_memory() -> Iterator[None]:
    """Fails if the process needed far more memory than before; KiB, as Linux counts them."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    yield
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 400 * 1024


@pytest.mark.slow
def test_a_million_formatted_empty_rows_are_no_rows(little_memory: None) -> None:
    content = with_rows('<row r="1"><c r="A1"><v>1</v></c></row>' + million_rows()[26:])
    assert read_workbook(content)[0].rows == (("1",),)


def test_a_row_without_end_is_refused(little_memory: None) -> None:
    cells = "".join(f"<c><v>{n}</v></c>" for n in range(1_000_000))
    assert refused(with_rows(f'<row r="1">{cells}</row>')) == [("", "workbook_unreadable")]


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="A1"><v>1</c></row>',
        '<row r="1"><c r="A1"><v>1</v></c>',
        '<row r="0"><c r="A0"><v>1</v></c></row>',
        '<row r="99999999"><c r="A99999999"><v>1</v></c></row>',
        '<row r="x"><c r="A1"><v>1</v></c></row>',
        '<row r="1"><c r="a1"><v>1</v></c></row>',
        '<row r="1"><c r="A1" t="s"><v>7</v></c></row>',
        '<row r="1"><c r="A1"><v>&isi;</v></c></row>',
        '<row r="1"><c r="A1"><v>satu</v></c></row>',
        '<!-- <row r="1"> --> <row r="2"/>',
    ],
)
def test_damaged_cells_are_refused(rows: str) -> None:
    assert refused(with_rows(rows)) == [("", "workbook_unreadable")]


def test_a_cell_beyond_the_last_column_is_named_by_its_row() -> None:
    content = workbook(lambda book: book.worksheets[0].cell(7, MOST_COLUMNS + 1, "isi"))  # type: ignore[arg-type]
    assert refused(content) == [("Sheet!A7", "too_many_columns")]


def test_shared_texts_that_swell_are_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/sharedStrings.xml", b"<sst><si><t>" + b"a" * (40 * MEGABYTE))
    assert refused(out.getvalue()) == [("", "workbook_swells")]


def test_a_number_of_any_size_keeps_its_digits() -> None:
    assert number_text("1234567890123456", is_percent=False) == "1234567890123460"
    assert Decimal(number_text("1e3", is_percent=False)) == 1000
