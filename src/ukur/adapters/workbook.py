"""Workbooks from outside, read as texts; every limit is checked before anything is unpacked."""

import io
import zipfile
import zlib
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from ukur.adapters.workbook_cells import CellTexts, TooWide
from ukur.adapters.workbook_parts import MEGABYTE, Package
from ukur.domain.refusals import Fact, NotValid, Problem
from ukur.domain.sheets import Sheet

MOST_BYTES = 10 * MEGABYTE
MOST_UNPACKED = 200 * MEGABYTE
MOST_RATIO = 200
MOST_SHEETS = 200
MOST_ROWS = 200_000
MOST_COLUMNS = 200
MOST_TOLD = 100
MOST_MERGED = 1_000
"""Of one sheet; nobody merges as many by hand."""

_OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"
"""How .xls begins, and .xlsx under a password."""

_OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument."
"""What every .ods has in it where its first part begins, 30 bytes after the start."""
_FIRST_PART = 30

_NOT_A_WORKBOOK = (
    zipfile.BadZipFile,
    zlib.error,
    ET.ParseError,
    SyntaxError,
    OSError,
    EOFError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    ArithmeticError,
    NotImplementedError,
    RuntimeError,
)
"""What zipfile and the parser raise on files that only claim to be workbooks."""


@dataclass(frozen=True)
class OpenedSheet:
    """A sheet with what its texts do not say.

    `unknown` are the cells whose formula has no stored result, such as "H12"; `merged` the
    ranges that are one cell, such as "H12:I12".
    """

    sheet: Sheet
    unknown: tuple[str, ...] = ()
    merged: tuple[str, ...] = ()


def read_workbook(content: bytes) -> tuple[Sheet, ...]:
    """The sheets of a workbook as texts, with numbers in Indonesian notation.

    A cell that shows 15 % reads as "15%", whatever is stored behind it (decision 0040, 5).

    Raises:
        NotValid: the file is none, is locked, is too large, or holds formulas whose
            results were never stored.
    """
    opened = _opened(content, merged_up_to=0)
    problems = [
        Problem(f"{one.sheet.name}!{at}", "formula_without_value")
        for one in opened
        for at in one.unknown
    ]
    if problems:
        raise NotValid(tuple(problems[:MOST_TOLD]))
    return tuple(one.sheet for one in opened)


def open_workbook(content: bytes) -> tuple[OpenedSheet, ...]:
    """The same, for whoever judges formulas and merged cells by where they stand.

    Raises:
        NotValid: the file is none, is locked, or is too large.
    """
    return _opened(content, merged_up_to=MOST_MERGED)


def _opened(content: bytes, merged_up_to: int) -> tuple[OpenedSheet, ...]:
    if len(content) > MOST_BYTES:
        raise _refused("workbook_too_large", megabytes=MOST_BYTES // MEGABYTE)
    if content.startswith(_OLD_OR_LOCKED):
        raise _refused("workbook_old_or_locked")
    if content.startswith(_OPEN_DOCUMENT, _FIRST_PART):
        raise _refused("workbook_opendocument")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            _check_package(parts)
            return _sheets(Package(parts), merged_up_to)
    except _NOT_A_WORKBOOK as error:
        raise _refused("workbook_unreadable") from error


def _refused(code: str, where: str = "", **facts: Fact) -> NotValid:
    return NotValid((Problem(where, code, facts),))


def _check_package(parts: zipfile.ZipFile) -> None:
    """Refuse what swells beyond measure, before any of it is unpacked."""
    entries = parts.infolist()
    total = sum(entry.file_size for entry in entries)
    if total > MOST_UNPACKED or any(_swells(entry) for entry in entries):
        raise _refused("workbook_swells", megabytes=MOST_UNPACKED // MEGABYTE)


def _swells(part: zipfile.ZipInfo) -> bool:
    return part.file_size > MEGABYTE and part.file_size > MOST_RATIO * max(part.compress_size, 1)


def _sheets(package: Package, merged_up_to: int) -> tuple[OpenedSheet, ...]:
    listed = package.sheets()
    if len(listed) > MOST_SHEETS:
        raise _refused("too_many_sheets", most=MOST_SHEETS)
    found: list[OpenedSheet] = []
    for title, path in listed:
        cells = CellTexts(package.strings, package.styles, package.counts_from_1904, MOST_COLUMNS)
        sheet = Sheet(title, _rows(package, title, path, cells))
        merged = package.merged(path, merged_up_to) if merged_up_to else ()
        found.append(OpenedSheet(sheet, tuple(cells.unknown), merged))
    return tuple(found)


def _rows(package: Package, title: str, path: str, cells: CellTexts) -> tuple[tuple[str, ...], ...]:
    """The rows of a sheet from row 1 to the last filled one; rows that are not there are empty."""
    found: list[tuple[str, ...]] = []
    filled = 0
    try:
        for number, texts in cells.rows(package.slices(path, "row", "sheetData")):
            if not texts:
                continue
            filled += 1
            if filled > MOST_ROWS:
                raise _refused("too_many_rows", title, most=MOST_ROWS)
            missing = number - 1 - len(found)
            if missing > 0:
                found += [()] * missing
            if missing < 0:
                found[number - 1] = texts
            else:
                found.append(texts)
    except TooWide as wide:
        raise _refused("too_many_columns", f"{title}!A{wide.row}", most=MOST_COLUMNS) from wide
    return tuple(found)
