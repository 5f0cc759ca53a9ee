"""A unit's form as a workbook, with locked cells; `form_reading` reads what comes back.

A (hidden)   what the row is: form key, header, the mark of a line, the mark of a budget line
B .. G       No, Sasaran, Indikator, Satuan, Target, Target tahun
H .. K       Pembilang, Penyebut, Nilai, Realisasi (computed)
L            Keterangan
"""

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from textwrap import wrap

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from ukur.adapters.plan_workbook import MADE
from ukur.domain.figures.indicator import Kind
from ukur.domain.figures.notation import written_exact
from ukur.domain.form_marks import budget_mark, described, line_mark
from ukur.domain.unit_form import UnitForm, UnitFormBudget, UnitFormLine

FORM = "ukur-isian-2:"
OLDER = "ukur-isian-1:"
LINES_HEAD = "ukur-baris"
BUDGET_HEAD = "ukur-anggaran"
LINE = "baris:"
BUDGET = "anggaran:"

COLUMNS = (
    "No",
    "Sasaran",
    "Indikator",
    "Satuan",
    "Target",
    "Target tahun",
    "Pembilang",
    "Penyebut",
    "Nilai",
    "Realisasi",
    "Keterangan",
)
WIDTHS = (5, 28, 44, 12, 12, 12, 16, 16, 16, 14, 36)
NUMERATOR, DENOMINATOR, VALUE, REALIZATION, NOTE = 7, 8, 9, 10, 11
BUDGET_COLUMNS = ("No", "Kode", "Uraian", "", "Pagu", "", "", "", "Realisasi", "Serapan %")
CEILING, SPENT = 5, 9

LINE_OF_TEXT, TALLEST = 15, 405
"""Points: of one line of text, and of the tallest row that a spreadsheet takes."""
MARGIN, EDGE = 0.4, 0.6
"""Inches of the printed page, at its sides and above and below."""
SPREADSHEET_DIGITS = 15
"""What a cell with a number keeps."""
NONE = "-"
"""What a computed cell shows while there is nothing to compute."""

_SHEET_NAME = re.compile(r"[\[\]:*?/\\']")
_UNLIMITED = 10**14
"""What the tables hold before the comma."""


def unit_form(form: UnitForm) -> bytes:
    """The workbook of one unit's form, byte for byte the same for the same values."""
    return unit_forms((form,))


def unit_forms(forms: Sequence[UnitForm]) -> bytes:
    """One workbook with a sheet for every form."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as workbook:
        workbook.set_properties({"title": forms[0].title, "created": MADE})
        writer = _Writer(_formats(workbook))
        for number, form in enumerate(forms, start=1):
            writer.write(workbook.add_worksheet(_sheet_name(form, number)), form)
    return out.getvalue()


def _sheet_name(form: UnitForm, number: int) -> str:
    # A workbook takes 31 characters, no name twice; the number keeps two alike apart.
    safe = _SHEET_NAME.sub("-", form.unit_code)[:24]
    return safe if number == 1 else f"{safe} ({number})"


@dataclass(frozen=True)
class _Formats:
    title: Format
    mark: Format
    label: Format
    header: Format
    locked: Format
    target: Format
    figure: Format
    computed: Format
    quotient: Format
    computed_day: Format
    entry: Format
    day: Format
    whole: Format
    closed: Format
    words: Format


def _formats(workbook: xlsxwriter.Workbook) -> _Formats:
    cell: Mapping[str, object] = {"text_wrap": True, "valign": "top", "border": 1}
    number = {**cell, "num_format": "#,##0.######"}
    computed = {**number, "bg_color": "#F2F2F2", "align": "right"}
    entry = {**number, "bg_color": "#FFF9E5", "locked": False}
    # A day typed into a cell for numbers would be kept as a number that nobody knows again.
    day = {"num_format": "[$-421]d mmmm yyyy"}
    return _Formats(
        title=workbook.add_format({"bold": True, "font_size": 14}),
        mark=workbook.add_format({"bold": True, "font_color": "#9C0006"}),
        label=workbook.add_format({"bold": True}),
        header=workbook.add_format({**cell, "bold": True, "bg_color": "#DCE6F1"}),
        locked=workbook.add_format({**cell, "num_format": "@"}),
        target=workbook.add_format({**cell, "num_format": "@", "align": "right"}),
        figure=workbook.add_format({**number, "num_format": "#,##0"}),
        computed=workbook.add_format(computed),
        quotient=workbook.add_format({**computed, "num_format": "#,##0.00"}),
        computed_day=workbook.add_format({**computed, **day}),
        entry=workbook.add_format(entry),
        day=workbook.add_format({**entry, **day}),
        whole=workbook.add_format({"num_format": "#,##0"}),
        closed=workbook.add_format({**cell, "bg_color": "#D9D9D9"}),
        words=workbook.add_format({**cell, "bg_color": "#FFF9E5", "locked": False}),
    )


@dataclass(frozen=True)
class _Writer:
    formats: _Formats

    def write(self, sheet: Worksheet, form: UnitForm) -> None:
        top = self.heading(sheet, form)
        row = self.table_head(sheet, top, LINES_HEAD, COLUMNS)
        goal = ""
        for number, line in enumerate(form.lines, start=1):
            sheet.write_string(row, 0, LINE + line_mark(form.key, line))
            shown = "" if line.goal == goal else line.goal
            self.line(sheet, row, number, line)
            sheet.write_string(row, 2, shown, self.formats.locked)
            tall = (shown, described(line), line.unit, line.target, line.year_target)
            sheet.set_row(row, _height((*enumerate(tall, start=2), (NOTE, line.note))))
            goal = line.goal
            row += 1
        numbers = [at for at, line in enumerate(form.lines, top + 1) if line.kind is not Kind.DATE]
        _whole_numbers(sheet, numbers, self.formats.whole)
        row = self.table_head(sheet, row + 1, BUDGET_HEAD, BUDGET_COLUMNS)
        for number, budget in enumerate(form.budget, start=1):
            sheet.write_string(row, 0, BUDGET + budget_mark(form.key, budget))
            self.budget(sheet, row, number, budget)
            sheet.set_row(row, _height(((2, budget.code), (3, budget.name))))
            row += 1
        self.signature(sheet, row + 1, form)
        self.page(sheet, top, form)

    def heading(self, sheet: Worksheet, form: UnitForm) -> int:
        sheet.write_string(0, 0, FORM + form.key)
        sheet.write_string(0, 1, form.title, self.formats.title)
        sheet.write_string(1, 1, form.mark, self.formats.mark)
        pairs = (
            ("Perangkat daerah", form.agency),
            ("Unit", f"{form.unit_name} ({form.unit_code})"),
            ("Periode", form.period),
            ("Batas waktu", form.due),
        )
        for number, (label, text) in enumerate(pairs, start=2):
            sheet.write_string(number, 1, label, self.formats.label)
            sheet.write_string(number, 3, text)
        hint = (
            "Isi sel berwarna kuning. Sel kosong berarti belum diukur, bukan nol; "
            "beri keterangan mengapa."
        )
        sheet.write_string(6, 1, hint)
        return 8

    def table_head(self, sheet: Worksheet, row: int, name: str, columns: Sequence[str]) -> int:
        sheet.write_string(row, 0, name)
        for index, text in enumerate(columns, start=1):
            sheet.write_string(row, index, text, self.formats.header)
        return row + 1

    def line(self, sheet: Worksheet, row: int, number: int, line: UnitFormLine) -> None:
        formats = self.formats
        sheet.write_number(row, 1, number, formats.locked)
        sheet.write_string(row, 3, described(line), formats.locked)
        sheet.write_string(row, 4, line.unit, formats.locked)
        sheet.write_string(row, 5, line.target, formats.target)
        sheet.write_string(row, 6, line.year_target, formats.target)
        if line.kind is Kind.RATIO:
            self.entry(sheet, row, NUMERATOR, line.numerator, formats.entry)
            self.entry(sheet, row, DENOMINATOR, line.denominator, formats.entry)
            sheet.write_blank(row, VALUE, None, formats.closed)
            self.ratio(sheet, row, line)
        else:
            sheet.write_blank(row, NUMERATOR, None, formats.closed)
            sheet.write_blank(row, DENOMINATOR, None, formats.closed)
            self.value(sheet, row, line)
        sheet.write_string(row, NOTE, line.note, formats.words)

    def value(self, sheet: Worksheet, row: int, line: UnitFormLine) -> None:
        formats, is_day = self.formats, line.kind is Kind.DATE
        self.entry(sheet, row, VALUE, line.value, formats.day if is_day else formats.entry)
        _validate(sheet, row, VALUE, line)
        shown = NONE if line.value is None else line.value
        cell = f"{_letter(VALUE)}{row + 1}"
        formula = f'=IF({cell}="","{NONE}",{cell})'
        look = formats.computed_day if is_day else formats.computed
        sheet.write_formula(row, REALIZATION, formula, look, _cached(shown))

    def ratio(self, sheet: Worksheet, row: int, line: UnitFormLine) -> None:
        upper, lower = (f"{_letter(column)}{row + 1}" for column in (NUMERATOR, DENOMINATOR))
        formula = f'=IF(OR({upper}="",{lower}="",{lower}=0),"{NONE}",{upper}/{lower}*{line.factor})'
        result: Decimal | str = NONE
        if line.numerator is not None and line.denominator:
            result = line.numerator / line.denominator * line.factor
        sheet.write_formula(row, REALIZATION, formula, self.formats.quotient, _cached(result))
        for column in (NUMERATOR, DENOMINATOR):
            _validate(sheet, row, column, line)

    def budget(self, sheet: Worksheet, row: int, number: int, line: UnitFormBudget) -> None:
        formats = self.formats
        sheet.write_number(row, 1, number, formats.locked)
        for index in (4, 6, 7, 8):
            sheet.write_blank(row, index, None, formats.closed)
        sheet.write_string(row, 2, line.code, formats.locked)
        sheet.write_string(row, 3, line.name, formats.locked)
        sheet.write_number(row, CEILING, line.ceiling, formats.figure)
        self.entry(sheet, row, SPENT, line.spent, formats.entry)
        rule = _number_rule(Decimal(0), "Tulis rupiah, tanpa Rp dan tanpa titik.")
        sheet.data_validation(row, SPENT, row, SPENT, rule)
        spent, ceiling = (f"{_letter(column)}{row + 1}" for column in (SPENT, CEILING))
        formula = f'=IF(OR({spent}="",{ceiling}=0),"{NONE}",{spent}/{ceiling}*100)'
        result: Decimal | str = NONE
        if line.spent is not None and line.ceiling:
            result = line.spent / line.ceiling * 100
        sheet.write_formula(row, SPENT + 1, formula, formats.quotient, _cached(result))

    def entry(
        self, sheet: Worksheet, row: int, column: int, value: Decimal | str | None, look: Format
    ) -> None:
        if value is None:
            sheet.write_blank(row, column, None, look)
        elif isinstance(value, str):
            sheet.write_string(row, column, value, look)
        elif len(value.normalize().as_tuple().digits) > SPREADSHEET_DIGITS:
            # A spreadsheet would round it; as a text it comes back as it is.
            sheet.write_string(row, column, written_exact(value), look)
        else:
            sheet.write_number(row, column, value, look)

    def signature(self, sheet: Worksheet, row: int, form: UnitForm) -> None:
        sheet.write_string(row, 9, "Kepala unit,")
        sheet.write_string(row + 1, 9, form.unit_name)
        sheet.write_string(row + 5, 9, "(………………………………)")

    def page(self, sheet: Worksheet, top: int, form: UnitForm) -> None:
        sheet.set_column(0, 0, None, None, {"hidden": True})
        for index, width in enumerate(WIDTHS, start=1):
            sheet.set_column(index, index, width)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.set_margins(MARGIN, MARGIN, EDGE, EDGE)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(top)
        sheet.freeze_panes(top + 1, 4)
        mark = f"{form.mark}   " if form.mark else ""
        # In a footer "&" begins a command.
        names = f"{form.unit_code}, {form.period}".replace("&", "&&")
        sheet.set_footer(f"&L{mark}{names}&RHalaman &P dari &N"[:255])
        sheet.ignore_errors({"number_stored_as_text": "A1:XFD1000"})
        sheet.protect(
            "", {"format_columns": True, "format_rows": True, "select_locked_cells": True}
        )


def _height(texts: Iterable[tuple[int, str]]) -> int:
    """Points that a row needs for its texts, by column; not every program finds that by itself."""
    most = 1
    for column, text in texts:
        width = WIDTHS[column - 1] * 11 // 10  # a column counts digits; letters are narrower
        most = max(most, sum(len(wrap(part, width)) or 1 for part in text.split("\n")))
    return min(most * LINE_OF_TEXT, TALLEST)


def _whole_numbers(sheet: Worksheet, rows: Sequence[int], look: Format) -> None:
    """Whole numbers are shown without the comma that "#,##0.######" leaves behind them."""
    if not rows:
        return
    first, last = _letter(NUMERATOR), _letter(REALIZATION)
    cell = f"{first}{rows[0] + 1}"
    rule = {
        "type": "formula",
        "criteria": f"=AND(ISNUMBER({cell}),{cell}=INT({cell}))",
        "format": look,
        "multi_range": " ".join(f"{first}{row + 1}:{last}{row + 1}" for row in rows),
    }
    sheet.conditional_format(rows[0], NUMERATOR, rows[0], REALIZATION, rule)


def _validate(sheet: Worksheet, row: int, column: int, line: UnitFormLine) -> None:
    if line.choices:
        rule: dict[str, object] = {"validate": "list", "source": list(line.choices)}
    elif line.kind is Kind.DATE:
        hint = {"input_title": "Tanggal", "input_message": "Tulis seperti 28 Februari 2026."}
        rule = {"validate": "any", **hint}
    else:
        lowest = Decimal(-_UNLIMITED) if line.kind is Kind.INDEX else Decimal(0)
        rule = _number_rule(lowest, "Tulis angka saja. Biarkan kosong bila belum diukur.")
    sheet.data_validation(row, column, row, column, rule)


def _number_rule(lowest: Decimal, message: str) -> dict[str, object]:
    return {
        "validate": "decimal",
        "criteria": "between",
        "minimum": int(lowest),
        "maximum": _UNLIMITED,
        "error_title": "Bukan angka",
        "error_message": message,
    }


def _cached(result: Decimal | str) -> Decimal | str:
    """What the cell shows until a spreadsheet computes it anew: 15 digits, as it would."""
    return result if isinstance(result, str) else Decimal(format(result, ".15g"))


def _letter(column: int) -> str:
    return chr(ord("A") + column)
