"""Workbooks from outside, read as texts; every limit is checked before anything is unpacked."""

import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, time
from decimal import Decimal
from typing import Protocol, cast
from xml.etree import ElementTree as ET

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from ukur.domain.refusals import Fact, NotValid, Problem
from ukur.domain.sheets import Sheet, column_letters

MEGABYTE = 1024 * 1024
MOST_BYTES = 10 * MEGABYTE
MOST_UNPACKED = 200 * MEGABYTE
MOST_RATIO = 200
MOST_SHEETS = 200
MOST_ROWS = 20_000
MOST_COLUMNS = 200
MOST_TOLD = 100

_OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"
"""How .xls begins, and .xlsx under a password."""
_ENTITIES = ("<!DOCTYPE", "<!ENTITY")
_FORMULA = re.compile(rb"<(?:[A-Za-z0-9]+:)?f[\s/>]")
_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')

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
"""What openpyxl and zipfile raise on files that only claim to be workbooks."""


def read_workbook(content: bytes) -> tuple[Sheet, ...]:
    """The sheets of a workbook as texts, with numbers in Indonesian notation.

    A cell that shows 15 % reads as "15%", whatever is stored behind it (DECISIONS 17).

    Raises:
        NotValid: the file is none, is locked, is too large, or holds formulas whose
            results were never stored.
    """
    if len(content) > MOST_BYTES:
        raise _refused("workbook_too_large", megabytes=MOST_BYTES // MEGABYTE)
    if content.startswith(_OLD_OR_LOCKED):
        raise _refused("workbook_old_or_locked")
    try:
        has_formulas = _checked_package(content)
        with warnings.catch_warnings():
            # openpyxl warns about parts it leaves out (validations, drawings): not read here.
            warnings.simplefilter("ignore")
            sheets = _sheets(content)
            if has_formulas:
                _check_formulas(content)
    except _NOT_A_WORKBOOK as error:
        raise _refused("workbook_unreadable") from error
    return sheets


def _refused(code: str, where: str = "", **facts: Fact) -> NotValid:
    return NotValid((Problem(where, code, facts),))


def _checked_package(content: bytes) -> bool:
    """Whether there are formulas, in a package that is neither a bomb nor a trap."""
    has_formulas = False
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = package.infolist()
        total = sum(part.file_size for part in parts)
        if total > MOST_UNPACKED or any(_swells(part) for part in parts):
            raise _refused("workbook_swells", megabytes=MOST_UNPACKED // MEGABYTE)
        for part in parts:
            if part.filename.endswith((".xml", ".rels")):
                text = package.read(part)
                if _declares_entities(text):
                    raise _refused("workbook_unreadable")
                is_sheet = part.filename.startswith("xl/worksheets/")
                has_formulas |= is_sheet and _FORMULA.search(text) is not None
    return has_formulas


def _swells(part: zipfile.ZipInfo) -> bool:
    return part.file_size > MEGABYTE and part.file_size > MOST_RATIO * max(part.compress_size, 1)


def _declares_entities(text: bytes) -> bool:
    """No program that writes workbooks declares entities; they only serve to swell."""
    return any(
        mark.encode(encoding) in text
        for mark in _ENTITIES
        for encoding in ("ascii", "utf-16-le", "utf-16-be")
    )


def _sheets(content: bytes) -> tuple[Sheet, ...]:
    workbook = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    try:
        if len(workbook.worksheets) > MOST_SHEETS:
            raise _refused("too_many_sheets", most=MOST_SHEETS)
        return tuple(
            Sheet(sheet.title, tuple(_text_rows(sheet.title, _rows(sheet))))
            for sheet in workbook.worksheets
        )
    finally:
        workbook.close()


class _Cell(Protocol):
    @property
    def value(self) -> object: ...

    @property
    def number_format(self) -> object: ...

    @property
    def data_type(self) -> object: ...


class _Rows(Protocol):
    """What openpyxl gives for a sheet that is only read."""

    def reset_dimensions(self) -> None: ...

    def iter_rows(self, *, max_col: int) -> Iterator[tuple[_Cell, ...]]: ...


def _rows(sheet: Worksheet) -> Iterator[tuple[_Cell, ...]]:
    source = cast("_Rows", sheet)
    # Workbooks made by programs often state a wrong size; the cells themselves count.
    source.reset_dimensions()
    yield from source.iter_rows(max_col=MOST_COLUMNS + 1)


def _text_rows(name: str, rows: Iterator[tuple[_Cell, ...]]) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    filled = 0
    for number, row in enumerate(rows, start=1):
        if number > MOST_ROWS:
            raise _refused("too_many_rows", name, most=MOST_ROWS)
        texts = [_text(cell) for cell in row]
        while texts and not texts[-1]:
            texts.pop()
        if len(texts) > MOST_COLUMNS:
            raise _refused("too_many_columns", f"{name}!A{number}", most=MOST_COLUMNS)
        found.append(tuple(texts))
        filled = number if texts else filled
    return found[:filled]


def _text(cell: _Cell) -> str:
    """What a reader sees in the cell."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, int | float):
        return _number(value, str(cell.number_format or ""))
    if isinstance(value, date | time):
        return value.isoformat()[: len("2026-01-01")]
    return "".join(c if c.isprintable() else " " if c.isspace() else "" for c in str(value)).strip()


def _number(value: float, number_format: str) -> str:
    # 15 significant digits are what a spreadsheet keeps; the rest is binary noise.
    number = Decimal(format(value, ".15g"))
    is_percent = "%" in _LITERAL.sub("", number_format)
    plain = format(number * 100 if is_percent else number, "f")
    plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
    return plain.replace(".", ",") + ("%" if is_percent else "")


def _check_formulas(content: bytes) -> None:
    """Refuse formulas without a stored result: nobody knows their value, and it is not blank."""
    values = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    formulas = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    try:
        problems = [
            Problem(f"{of_values.title}!{column_letters(column)}{number}", "formula_without_value")
            for of_values, of_formulas in zip(values.worksheets, formulas.worksheets, strict=True)
            for number, row in enumerate(
                zip(_rows(of_values), _rows(of_formulas), strict=True), start=1
            )
            for column, (value, formula) in enumerate(zip(*row, strict=True))
            if formula.data_type == "f" and _has_no_result(value)
        ]
    finally:
        values.close()
        formulas.close()
    if problems:
        raise NotValid(tuple(problems[:MOST_TOLD]))


def _has_no_result(cell: _Cell) -> bool:
    # A stored result that is an empty text has the type "str".
    return cell.value is None and cell.data_type != "str"
