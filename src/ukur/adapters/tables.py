"""Plain tables from outside, CSV or XLSX: read as text, written back whole or not at all."""

import contextlib
import csv
import io
import os
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import xlsxwriter

from ukur.adapters.workbook import read_workbook
from ukur.domain.plain_cells import guarded
from ukur.domain.plan.export import Cell
from ukur.domain.refusals import Fact, NotValid, Problem

MEGABYTE = 1024 * 1024
MOST_BYTES = 10 * MEGABYTE
MOST_ROWS = 100_000
MOST_COLUMNS = 200
LONGEST_CELL = 32_767
"""The most that a cell of a workbook holds."""

NARROWEST, WIDEST, ROOM = 9, 40, 3
"""Of columns that are written, and what is left free beside the longest text, in digits."""
ON_A_PAGE = 260
"""A sheet no wider is fitted to one A4 page; of a wider one each page repeats the first column."""
A4 = 9
LINE_HEIGHT, HIGHEST = 15, 409
"""Points of a row of one line, and of the highest row that a workbook can have."""
HEAD_COLOUR = "#DCE6F5"

FIRST_LINES = 15
"""So far down a header may stand, under the titles of a report."""

CSV, XLSX = ".csv", ".xlsx"


@dataclass(frozen=True)
class Table:
    """A header and rows, all text. Invariant: each row is at least as long as the header."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    delimiter: str = ","


def read_table(path: Path) -> Table:
    """The table in `path`; of a workbook its first sheet, as its reader sees it.

    Lines without any text at the start and at the end are left out, all others stay.

    Raises:
        NotValid: the file is missing, too large, of another kind, or damaged.
    """
    if path.suffix.lower() not in (CSV, XLSX):
        raise _problem(path, "format_unknown")
    return table_of(path.name, _content(path))


def table_of(name: str, content: bytes) -> Table:
    """The table in a file that was handed in under `name`; see `read_table`.

    Raises:
        NotValid: the file is too large, of another kind, or damaged.
    """
    path = Path(name)
    suffix = path.suffix.lower()
    if suffix not in (CSV, XLSX):
        raise _problem(path, "format_unknown")
    if len(content) > MOST_BYTES:
        raise _problem(path, "file_too_large", megabytes=MOST_BYTES // MEGABYTE)
    delimiter = ","
    if suffix == CSV:
        records, delimiter = _csv_records(path, content)
    else:
        records = _xlsx_records(path, content)
    filled = [at for at, record in enumerate(records) if any(cell.strip() for cell in record)]
    if not filled:
        raise _problem(path, "table_empty")
    header, *rows = records[filled[0] : filled[-1] + 1]
    width = len(header)
    return Table(header, tuple((*row, *("",) * (width - len(row))) for row in rows), delimiter)


def csv_text(table: Table) -> str:
    """The table as CSV with its own delimiter and a line feed after each row.

    It is for whoever opens it: no cell begins as a formula does (`ukur.domain.plain_cells`).
    """
    lines = (tuple(guarded(cell) for cell in line) for line in (table.header, *table.rows))
    return _csv(table.delimiter, lines)


def carried_text(table: Table) -> str:
    """The table as CSV, cell for cell as it was read, to be read again and opened by nobody."""
    return _csv(table.delimiter, (table.header, *table.rows))


def _csv(delimiter: str, lines: Iterable[Sequence[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows(lines)
    return out.getvalue()


def write_table(path: Path, table: Table) -> None:
    """Write the table: as a workbook if `path` ends in .xlsx, else as CSV.

    Raises:
        NotValid: the suffix is neither, a cell is too long, or the place cannot be written.
    """
    suffix = path.suffix.lower()
    if suffix not in (CSV, XLSX):
        raise _problem(path, "format_unknown")
    replace_file(path, csv_text(table).encode() if suffix == CSV else xlsx_bytes(path.name, table))


def replace_file(path: Path, content: bytes) -> None:
    """Put `content` at `path` in one move, so that no half file is ever seen.

    Raises:
        NotValid: the place cannot be written.
    """
    draft = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        draft.write_bytes(content)
        draft.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            draft.unlink()
        raise _problem(path, "not_writable", detail=error.strerror or "") from error


def _problem(path: Path, code: str, **facts: Fact) -> NotValid:
    return NotValid((Problem(path.name, code, facts),))


def _content(path: Path) -> bytes:
    if not path.is_file():
        raise _problem(path, "file_missing")
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise _problem(path, "file_not_readable", detail=error.strerror or "") from error
    if len(content) > MOST_BYTES:
        raise _problem(path, "file_too_large", megabytes=MOST_BYTES // MEGABYTE)
    return content


def _csv_records(path: Path, content: bytes) -> tuple[list[tuple[str, ...]], str]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _problem(path, "not_utf8", line=line) from error
    delimiter = max((",", ";"), key=lambda mark: _header_width(text, mark))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    records: list[tuple[str, ...]] = []
    try:
        for record in reader:
            if record:
                _check_size(path, record, len(records) + 1, reader.line_num)
                records.append(tuple(record))
    except csv.Error as error:
        raise _problem(path, "csv_damaged", line=reader.line_num) from error
    return records, delimiter


def _header_width(text: str, delimiter: str) -> tuple[int, int]:
    """How many columns the first line has if `delimiter` parts them, and the most of the first.

    A title above the header has no delimiter; the lines under it then tell.
    """
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    try:
        widths = [len(record) for record in islice(filter(None, reader), FIRST_LINES)]
    except csv.Error:
        return 0, 0
    return (widths[0], max(widths)) if widths else (0, 0)


def _check_size(path: Path, record: list[str], number: int, line: int) -> None:
    if number > MOST_ROWS + 1:
        raise _problem(path, "too_many_rows", most=MOST_ROWS)
    if len(record) > MOST_COLUMNS:
        raise _problem(path, "too_many_columns", most=MOST_COLUMNS, line=line)


def _xlsx_records(path: Path, content: bytes) -> list[tuple[str, ...]]:
    try:
        sheets = read_workbook(content)
    except NotValid as refused:
        problems = (
            Problem(", ".join(filter(None, (path.name, p.where))), p.code, p.facts)
            for p in refused.problems
        )
        raise NotValid(tuple(problems)) from refused
    return list(sheets[0].rows) if sheets else []


def book_bytes(sheets: Mapping[str, Sequence[Sequence[Cell]]]) -> bytes:
    """A workbook of several sheets by their names, the first row of each its header.

    Numbers are numbers; every text is a text, so nothing becomes a formula.
    """
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as workbook:
        for name, rows in sheets.items():
            sheet = workbook.add_worksheet(name)
            _write(workbook, sheet, [[_short(cell) for cell in row] for row in rows])
            sheet.freeze_panes(1, 1)
    return out.getvalue()


def _short(cell: Cell) -> Cell:
    return cell[:LONGEST_CELL] if isinstance(cell, str) else cell


def xlsx_bytes(name: str, table: Table, sheet_name: str = "Capaian") -> bytes:
    """The table as a workbook of one sheet of that name, all cells as text.

    Raises:
        NotValid: a cell is too long.
    """
    path = Path(name)
    lines = (table.header, *table.rows)
    for number, line in enumerate(lines, start=1):
        if any(len(cell) > LONGEST_CELL for cell in line):
            raise _problem(path, "cell_too_long", line=number, most=LONGEST_CELL)
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet(sheet_name)
        _write(workbook, sheet, lines)
        sheet.freeze_panes(1, 0)
        sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{len(lines)}"})
    return out.getvalue()


def _write(
    workbook: xlsxwriter.Workbook,
    sheet: xlsxwriter.worksheet.Worksheet,
    rows: Sequence[Sequence[Cell]],
) -> None:
    """Write the rows so that every text is read whole, on the screen and on A4.

    A text is written as text, always: a cell that begins with "=" must not become a formula.
    """
    left = {"valign": "top", "align": "left", "indent": 1}
    wrapped = workbook.add_format({**left, "text_wrap": True})
    plain, number = workbook.add_format(left), workbook.add_format({"valign": "top"})
    head = workbook.add_format(
        {**left, "text_wrap": True, "bold": True, "bg_color": HEAD_COLOUR, "bottom": 1}
    )
    widths = _widths(rows)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    for at, row in enumerate(rows):
        if (lines := _lines(row, widths, is_head=not at)) > 1:
            # not every program finds the height of a row by itself
            sheet.set_row(at, min(lines * LINE_HEIGHT, HIGHEST))
        for column, cell in enumerate(row):
            if not isinstance(cell, str):
                sheet.write_number(at, column, cell, number)
            elif cell:
                look = wrapped if _wraps(cell) else plain
                text = "\n".join(cell.splitlines())
                sheet.write_string(at, column, text, look if at else head)
    _lay_out(sheet, sum(widths))


def _lay_out(sheet: xlsxwriter.worksheet.Worksheet, width: int) -> None:
    """How the sheet is printed."""
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.repeat_rows(0)
    sheet.set_footer("&L&A&RHalaman &P dari &N")
    if width <= ON_A_PAGE:
        sheet.fit_to_pages(1, 0)
    else:
        sheet.repeat_columns(0)


def _wraps(text: str) -> bool:
    return len(text) > WIDEST - ROOM or len(text.splitlines()) > 1


def _lines(row: Sequence[Cell], widths: Sequence[int], *, is_head: bool) -> int:
    """How many lines the row needs: those of its longest text, where that wraps."""
    texts = zip(row, widths, strict=False)
    return max(
        (
            sum(max(1, len(textwrap.wrap(part, width - ROOM))) for part in cell.splitlines())
            for cell, width in texts
            if isinstance(cell, str) and (is_head or _wraps(cell))
        ),
        default=1,
    )


def _widths(rows: Sequence[Sequence[Cell]]) -> list[int]:
    """The width of each column, in digits: its longest text, within bounds; a heading can wrap."""
    found: list[int] = []
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            if column == len(found):
                found.append(NARROWEST)
            text = str(cell)
            longest = max(map(len, text.splitlines() if at else text.split()), default=0)
            found[column] = max(found[column], min(longest + ROOM, WIDEST))
    return found
