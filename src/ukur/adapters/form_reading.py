"""A unit's form that comes back as a workbook: its rows, each with its cells.

Whatever saved it: Excel, LibreOffice, a program. Sheets beside the form and columns to the right
of it are left alone; formulas and merged cells matter only where a figure is asked for.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ukur.adapters.form_workbook import (
    BUDGET,
    BUDGET_COLUMNS,
    BUDGET_HEAD,
    COLUMNS,
    DENOMINATOR,
    FORM,
    LINE,
    LINES_HEAD,
    NOTE,
    NUMERATOR,
    OLDER,
    SPENT,
    VALUE,
)
from ukur.adapters.workbook import OpenedSheet, open_workbook
from ukur.domain.form_return import Returned, judged
from ukur.domain.refusals import NotValid, Problem
from ukur.domain.sheets import Sheet, column_letters, folded
from ukur.domain.unit_form import FilledForm, UnitForm

LINE_FIELDS = {"numerator": NUMERATOR, "denominator": DENOMINATOR, "value": VALUE, "note": NOTE}
BUDGET_FIELDS = {"spent": SPENT}
LINE_SHOWN = (3, 4, 5, 6)
"""The columns of a line whose texts its mark knows: indicator, unit, target, target of the year."""
BUDGET_SHOWN = (2, 3)
_RANGE = re.compile(r"([A-Z]+)([0-9]+):([A-Z]+)([0-9]+)")


def read_unit_form(content: bytes, form: UnitForm) -> FilledForm:
    """What was filled in on the form, with the problems of its rows and cells.

    Raises:
        NotValid: no workbook, a workbook of another form, one with two copies of this form, or
            one whose columns were changed.
    """
    opened = open_workbook(content)
    keys = [_key(one.sheet) for one in opened]
    own = [one for one, key in zip(opened, keys, strict=True) if key == form.key]
    if len(own) > 1:
        first, second = own[0].sheet.name, own[1].sheet.name
        raise _refused("form_twice", f"{second}!A1", first=first)
    if own:
        return _filled(own[0], form)
    other = next((at for at, key in enumerate(keys) if key), None)
    if other is not None:
        where = f"{opened[other].sheet.name}!A1"
        raise _refused("other_form", where, found=keys[other], expected=form.key)
    older = next((one for one in opened if _first(one.sheet).startswith(OLDER)), None)
    if older is not None:
        raise _refused("form_older", f"{older.sheet.name}!A1")
    raise _refused("not_a_form", expected=form.key)


def _refused(code: str, where: str = "", **facts: str) -> NotValid:
    return NotValid((Problem(where, code, facts),))


def _first(sheet: Sheet) -> str:
    return _text(sheet.rows[0], 0) if sheet.rows else ""


def _key(sheet: Sheet) -> str:
    first = _first(sheet)
    return first.removeprefix(FORM) if first.startswith(FORM) else ""


def _filled(opened: OpenedSheet, form: UnitForm) -> FilledForm:
    sheet = opened.sheet
    _check_columns(sheet, LINES_HEAD, COLUMNS)
    _check_columns(sheet, BUDGET_HEAD, BUDGET_COLUMNS)
    broken = _Broken(frozenset(opened.unknown), _boxes(opened.merged))
    rows = list(_returned(sheet, LINE, LINE_FIELDS, LINE_SHOWN, broken))
    budget = list(_returned(sheet, BUDGET, BUDGET_FIELDS, BUDGET_SHOWN, broken))
    return judged(form, rows, budget)


@dataclass(frozen=True)
class _Broken:
    """Cells that hold no text of their own: formulas without a result, and merged ones."""

    unknown: frozenset[str]
    boxes: Sequence[tuple[int, int, int, int]]

    def code(self, column: int, row: int) -> str:
        """The problem of a cell, columns from 0 and rows from 1; "" where there is none."""
        if f"{column_letters(column)}{row}" in self.unknown:
            return "formula_without_value"
        for left, top, right, bottom in self.boxes:
            if left <= column <= right and top <= row <= bottom:
                return "cell_merged"
        return ""


def _boxes(ranges: Sequence[str]) -> list[tuple[int, int, int, int]]:
    found = []
    for text in ranges:
        parts = _RANGE.fullmatch(text)
        if parts:
            left, top, right, bottom = parts.groups()
            found.append((_column(left), int(top), _column(right), int(bottom)))
    return found


def _column(letters: str) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - ord("A") + 1
    return index - 1


def _returned(
    sheet: Sheet, kind: str, fields: Mapping[str, int], shown: Sequence[int], broken: _Broken
) -> Iterator[Returned]:
    for number, row in enumerate(sheet.rows, start=1):
        first = _text(row, 0)
        if not first.startswith(kind):
            continue
        codes = {name: broken.code(column, number) for name, column in fields.items()}
        yield Returned(
            mark=first.removeprefix(kind),
            place=f"{sheet.name}!A{number}",
            shown=tuple(_text(row, column) for column in shown),
            texts={name: _text(row, column) for name, column in fields.items()},
            cells={
                name: f"{sheet.name}!{column_letters(column)}{number}"
                for name, column in fields.items()
            },
            broken={name: code for name, code in codes.items() if code},
        )


def _check_columns(sheet: Sheet, head: str, columns: Sequence[str]) -> None:
    for number, row in enumerate(sheet.rows, start=1):
        if _text(row, 0) != head:
            continue
        for index, column in enumerate(columns, start=1):
            if folded(_text(row, index)) != folded(column):
                where = f"{sheet.name}!{column_letters(index)}{number}"
                raise _refused("form_changed", where)
        return
    raise _refused("form_changed", sheet.name)


def _text(row: Sequence[str], index: int) -> str:
    return row[index] if index < len(row) else ""
