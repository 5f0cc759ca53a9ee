"""Tables from outside, whatever made them: XLSX, or CSV in any of the usual encodings."""

import csv
import io
from pathlib import PurePath

from ukur.adapters.workbook import MOST_BYTES, MOST_COLUMNS, MOST_ROWS, read_workbook
from ukur.domain.refusals import Fact, NotValid, Problem
from ukur.domain.sheets import Sheet

MEGABYTE = 1024 * 1024
DELIMITERS = (";", ",", "\t", "|")
LONGEST_NAME = 31
"""As the name of a sheet; what is longer is cut, as spreadsheets do."""
LOOKED_AT = 50
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def read_foreign(name: str, content: bytes) -> tuple[Sheet, ...]:
    """The sheets of a workbook, or the one table of a CSV, as texts.

    Raises:
        NotValid: the file is neither, or too large; see `workbook.read_workbook`.
    """
    if name.lower().endswith((".csv", ".txt", ".tsv")):
        return (_csv_sheet(name, content),)
    return read_workbook(content)


def _refused(code: str, where: str, **facts: Fact) -> NotValid:
    return NotValid((Problem(where, code, facts),))


def _csv_sheet(name: str, content: bytes) -> Sheet:
    if len(content) > MOST_BYTES:
        raise _refused("workbook_too_large", name, megabytes=MOST_BYTES // MEGABYTE)
    text = _decoded(name, content)
    rows: list[tuple[str, ...]] = []
    filled = 0
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        for record in reader:
            if len(rows) >= MOST_ROWS:
                raise _refused("too_many_rows", name, most=MOST_ROWS)
            cells = [_clean(cell) for cell in record]
            while cells and not cells[-1]:
                cells.pop()
            if len(cells) > MOST_COLUMNS:
                raise _refused("too_many_columns", f"{name}, {reader.line_num}", most=MOST_COLUMNS)
            rows.append(tuple(cells))
            filled = len(rows) if cells else filled
    except csv.Error as error:
        raise _refused("csv_damaged", name, line=reader.line_num) from error
    return Sheet(PurePath(name).stem[:LONGEST_NAME], tuple(rows[:filled]))


def _decoded(name: str, content: bytes) -> str:
    """The text: UTF-8 with or without a mark, UTF-16 with one, else Windows 1252.

    Every byte string is some text in Windows 1252, except for five bytes and zeros: those are
    no table.
    """
    if b"\0" in content and not content.startswith(_UTF16):
        raise _refused("csv_unreadable", name)
    encodings = ("utf-16",) if content.startswith(_UTF16) else ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _refused("csv_unreadable", name)


def _delimiter(text: str) -> str:
    """The mark that parts the most rows into the same number of columns."""
    lines = io.StringIO(text, newline="")
    sample = [line for _, line in zip(range(LOOKED_AT), lines, strict=False)]

    def evenness(mark: str) -> tuple[int, int]:
        try:
            widths = [len(record) for record in csv.reader(sample, delimiter=mark)]
        except csv.Error:
            return 0, 0
        wide = [width for width in widths if width > 1]
        usual = max(set(wide), key=wide.count) if wide else 0
        return wide.count(usual), usual

    return max(DELIMITERS, key=evenness)


def _clean(text: str) -> str:
    return "".join(c if c.isprintable() else " " if c.isspace() else "" for c in text).strip()
