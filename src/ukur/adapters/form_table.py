"""A unit's form as a plain CSV, for whoever has no spreadsheet; read back row by row.

Semicolons and UTF-8 with a mark go out, since spreadsheets here open that as a table; commas,
no mark, and Windows 1252 come back as well.
"""

import csv
import io
from collections.abc import Iterator, Sequence

from ukur.adapters.foreign_table import read_foreign
from ukur.domain.figures.notation import written_exact
from ukur.domain.form_marks import budget_mark, described, flat, line_mark
from ukur.domain.form_return import Returned, judged
from ukur.domain.plain_cells import guarded, unguarded
from ukur.domain.refusals import NotValid, Problem
from ukur.domain.sheets import Sheet, column_letters, folded
from ukur.domain.unit_form import FilledForm, UnitForm, UnitFormBudget, UnitFormLine

MARK = "tanda (jangan diubah)"
COLUMNS = (
    "kode",
    "uraian",
    "satuan",
    "target",
    "target tahun",
    "pembilang",
    "penyebut",
    "nilai",
    "keterangan",
    MARK,
)
SHOWN = ("uraian", "satuan", "target", "target tahun")
FIELDS = {
    "numerator": "pembilang",
    "denominator": "penyebut",
    "value": "nilai",
    "note": "keterangan",
}
BUDGET = "anggaran:"
"""How the mark of a budget line begins; what was spent stands in the column of values."""


def unit_form_csv(form: UnitForm) -> bytes:
    """The form with what was entered so far, one indicator or budget line a row."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for line in form.lines:
        writer.writerow(guarded(text) for text in _line(form.key, line))
    for budget in form.budget:
        writer.writerow(guarded(text) for text in _budget(form.key, budget))
    return out.getvalue().encode("utf-8-sig")


def _line(key: str, line: UnitFormLine) -> tuple[str, ...]:
    figures = (line.numerator, line.denominator, line.value)
    written = (
        "" if figure is None else figure if isinstance(figure, str) else written_exact(figure)
        for figure in figures
    )
    shown = (line.code, flat(described(line)), line.unit, line.target, line.year_target)
    return (*shown, *written, flat(line.note), line_mark(key, line))


def _budget(key: str, line: UnitFormBudget) -> tuple[str, ...]:
    spent = "" if line.spent is None else written_exact(line.spent)
    ceiling = written_exact(line.ceiling)
    mark = BUDGET + budget_mark(key, line)
    return (line.code, line.name, "Rp", ceiling, "", "", "", spent, "", mark)


def read_unit_form_csv(name: str, content: bytes, form: UnitForm) -> FilledForm:
    """What was filled in on the form, with the problems of its rows and cells.

    Raises:
        NotValid: no table, or one without the columns of the form.
    """
    (sheet,) = read_foreign(name, content)
    if not sheet.rows:
        raise NotValid((Problem(name, "table_empty"),))
    header = [folded(text) for text in sheet.rows[0]]
    missing = [column for column in COLUMNS if column not in header]
    if missing:
        raise NotValid(
            tuple(Problem(f"{name}, 1", "column_missing", {"column": one}) for one in missing)
        )
    rows = list(_rows(sheet, header))
    return judged(
        form,
        [_returned_line(row, texts, header) for row, texts in rows if not _is_budget(texts)],
        [_returned_budget(row, texts, header) for row, texts in rows if _is_budget(texts)],
    )


def _rows(sheet: Sheet, header: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows below the header that are filled in, by column, with their numbers."""
    at = {column: header.index(column) for column in COLUMNS}
    for number, row in enumerate(sheet.rows[1:], start=2):
        if any(row):
            yield (
                number,
                {
                    column: unguarded(row[index]) if index < len(row) else ""
                    for column, index in at.items()
                },
            )


def _is_budget(texts: dict[str, str]) -> bool:
    return texts[MARK].startswith(BUDGET)


def _returned_line(number: int, texts: dict[str, str], header: Sequence[str]) -> Returned:
    return Returned(
        mark=texts[MARK],
        place=_cell(number, MARK, header),
        shown=tuple(texts[column] for column in SHOWN),
        texts={name: texts[column] for name, column in FIELDS.items()},
        cells={name: _cell(number, column, header) for name, column in FIELDS.items()},
    )


def _returned_budget(number: int, texts: dict[str, str], header: Sequence[str]) -> Returned:
    return Returned(
        mark=texts[MARK].removeprefix(BUDGET),
        place=_cell(number, MARK, header),
        shown=(texts["kode"], texts["uraian"]),
        texts={"spent": texts["nilai"]},
        cells={"spent": _cell(number, "nilai", header)},
    )


def _cell(number: int, column: str, header: Sequence[str]) -> str:
    """A cell as a spreadsheet calls it that opened the table."""
    return f"CSV!{column_letters(header.index(column))}{number}"
