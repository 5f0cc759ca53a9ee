"""A form that comes back is known row by row, whatever saved it and whatever was done to it."""

import io
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.adapters.test_form_workbook import COUNT, FORM, RATIO
from ukur.adapters.form_reading import read_unit_form
from ukur.adapters.form_table import read_unit_form_csv, unit_form_csv
from ukur.adapters.form_workbook import DENOMINATOR, NUMERATOR, VALUE, unit_form, unit_forms
from ukur.domain.refusals import NotValid
from ukur.domain.unit_form import FilledForm, FilledRow, UnitForm

FILLED = replace(
    FORM,
    lines=(
        replace(RATIO, numerator=Decimal(18), denominator=Decimal(25), saves=3, note="=1+1"),
        replace(COUNT, value=Decimal("1234.5"), note="-5 dari\nbulan lalu"),
        FORM.lines[2],
    ),
)
Change = Callable[[Workbook, Worksheet], object]


def resaved(change: Change, form: UnitForm = FILLED, *, values: bool = False) -> bytes:
    """The form as another program saved it after a change; formulas stay without results."""
    book = openpyxl.load_workbook(io.BytesIO(unit_form(form)), data_only=values)
    change(book, book.worksheets[0])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def row_number(sheet: Worksheet, code: str) -> int:
    return next(
        number
        for number, (first,) in enumerate(sheet.iter_rows(max_col=1, values_only=True), start=1)
        if str(first).startswith(f"baris:{code}|")
    )


def at(code: str, column: int, value: str | int) -> Change:
    """Writes into a cell of the row of an indicator; columns as the form counts them."""

    def write(_book: Workbook, sheet: Worksheet) -> None:
        sheet.cell(row_number(sheet, code), column + 1).value = value

    return write


def found(content: bytes, form: UnitForm = FILLED) -> list[tuple[str, str]]:
    filled = read_unit_form(content, form)
    return [(problem.where, problem.code) for problem in filled.problems]


def row(filled: FilledForm, code: str) -> FilledRow:
    return next(one for one in filled.rows if one.code == code)


def nothing(_book: Workbook, _sheet: Worksheet) -> None:
    """Saves the form as it is."""


@pytest.mark.parametrize("values", [False, True])
def test_a_form_that_another_program_saved_is_read_without_a_problem(values: bool) -> None:  # noqa: FBT001
    filled = read_unit_form(resaved(nothing, values=values), FILLED)
    assert filled.problems == ()
    assert filled.notices == ()
    assert row(filled, "I-1").numerator == "18"
    assert row(filled, "I-1").note == "=1+1"
    assert row(filled, "I-2").value == "1234,5"


def test_a_row_says_what_stood_in_it_when_the_form_was_made() -> None:
    mark = row(read_unit_form(unit_form(FILLED), FILLED), "I-1").mark
    assert mark is not None
    assert (mark.saves, mark.numerator, mark.denominator) == (3, "18", "25")


def test_every_cell_is_known_by_its_place() -> None:
    filled = read_unit_form(resaved(at("I-1", NUMERATOR, "abc")), FILLED)
    assert row(filled, "I-1").cells["numerator"] == "PKM-01!H10"


@pytest.mark.parametrize(
    ("change", "where", "code"),
    [
        (at("I-1", NUMERATOR, "=A1+1"), "PKM-01!H10", "formula_without_value"),
        (at("I-1", DENOMINATOR, "#DIV/0!"), "PKM-01!I10", "cell_error"),
        (at("I-2", VALUE, "Err:502"), "PKM-01!J11", "cell_error"),
        (at("I-1", VALUE, 5), "PKM-01!J10", "cell_not_asked"),
        (at("I-2", NUMERATOR, 5), "PKM-01!H11", "cell_not_asked"),
        (at("I-1", 3, "Indikator lain"), "PKM-01!A10", "row_text_changed"),
        (at("I-1", 5, "7500"), "PKM-01!A10", "row_text_changed"),
        (at("I-1", 0, "baris:I-1|3|18|25||x|y|z"), "PKM-01!A10", "row_foreign"),
        (lambda _b, s: s.merge_cells("J11:J12"), "PKM-01!J11", "cell_merged"),
        (lambda _b, s: s.merge_cells("H10:I10"), "PKM-01!H10", "cell_merged"),
    ],
)
def test_what_cannot_be_taken_is_told_at_its_cell(change: Change, where: str, code: str) -> None:
    assert (where, code) in found(resaved(change))


def test_a_row_that_is_there_twice_is_told_with_the_first() -> None:
    def copy(_book: Workbook, sheet: Worksheet) -> None:
        for cell in next(sheet.iter_rows(min_row=10, max_row=10)):
            sheet.cell(30, cell.column or 0).value = cell.value

    filled = read_unit_form(resaved(copy), FILLED)
    (problem,) = filled.problems
    assert (problem.where, problem.code) == ("PKM-01!A30", "row_twice")
    assert problem.facts["first"] == "PKM-01!A10"


def test_a_deleted_row_is_told_and_the_others_are_read() -> None:
    filled = read_unit_form(resaved(lambda _b, s: s.delete_rows(10), values=True), FILLED)
    assert [one.code for one in filled.rows] == ["I-2", "I-3"]
    assert [(p.where, p.code) for p in filled.notices] == [("I-1", "row_missing")]
    assert filled.problems == ()


def test_moved_rows_are_read_by_their_marks() -> None:
    def swap(_book: Workbook, sheet: Worksheet) -> None:
        for column in range(1, 12):
            one, two = sheet.cell(10, column), sheet.cell(11, column)
            one.value, two.value = two.value, one.value

    filled = read_unit_form(resaved(swap, values=True), FILLED)
    assert filled.problems == ()
    assert row(filled, "I-1").numerator == "18"
    assert [p.code for p in filled.notices] == ["rows_moved"]


def test_a_row_of_another_unit_is_foreign() -> None:
    other = replace(FILLED, key="dinkes-contoh/2026/TW3/PKM-02")

    def paste(_book: Workbook, sheet: Worksheet) -> None:
        theirs = openpyxl.load_workbook(io.BytesIO(unit_form(other))).worksheets[0]
        sheet.cell(10, 1, theirs.cell(10, 1).value)

    assert ("PKM-01!A10", "row_foreign") in found(resaved(paste))


def test_a_changed_definition_is_told_at_the_row() -> None:
    now = replace(FILLED, lines=(replace(FILLED.lines[0], target="80"), *FILLED.lines[1:]))
    assert found(unit_form(FILLED), now) == [("PKM-01!A10", "row_outdated")]


def test_two_copies_of_the_form_are_refused_with_both_sheets() -> None:
    content = resaved(lambda book, sheet: book.copy_worksheet(sheet))
    with pytest.raises(NotValid) as caught:
        read_unit_form(content, FILLED)
    (problem,) = caught.value.problems
    assert problem.code == "form_twice"
    assert problem.facts["first"] == "PKM-01"


def test_extra_sheets_and_columns_are_left_alone() -> None:
    def add(book: Workbook, sheet: Worksheet) -> None:
        book.create_sheet("Hitungan")["A1"] = "=1/0"
        sheet.cell(10, 20, "catatan saya")

    assert found(resaved(add)) == []


def test_a_hidden_row_is_read_like_any_other() -> None:
    def hide(_book: Workbook, sheet: Worksheet) -> None:
        sheet.row_dimensions[10].hidden = True

    assert row(read_unit_form(resaved(hide), FILLED), "I-1").numerator == "18"


def test_a_column_in_between_is_refused_at_its_cell() -> None:
    with pytest.raises(NotValid) as caught:
        read_unit_form(resaved(lambda _b, s: s.insert_cols(5)), FILLED)
    (problem,) = caught.value.problems
    assert (problem.code, problem.where) == ("form_changed", "PKM-01!E9")


def test_a_figure_with_more_digits_than_a_spreadsheet_keeps_comes_back_whole() -> None:
    long = Decimal("12345678901234.123456")
    form = replace(FILLED, lines=(FILLED.lines[0], replace(COUNT, value=long), FILLED.lines[2]))
    assert row(read_unit_form(unit_form(form), form), "I-2").value == "12.345.678.901.234,123456"


def test_the_forms_of_all_units_in_one_workbook_are_told_apart() -> None:
    other = replace(FILLED, key="dinkes-contoh/2026/TW3/PKM-02", unit_code="PKM-02")
    assert found(unit_forms((FILLED, other)), other) == []


# --- the same as a plain CSV ---


def test_the_csv_comes_back_as_it_went_out() -> None:
    filled = read_unit_form_csv("isian.csv", unit_form_csv(FILLED), FILLED)
    assert filled.problems == ()
    assert row(filled, "I-1").note == "=1+1"
    assert row(filled, "I-2").note == "-5 dari bulan lalu"
    assert row(filled, "I-2").cells["value"] == "CSV!H3"
    assert [one.code for one in filled.budget] == ["1.02.02"]


def test_no_cell_of_the_csv_begins_like_a_formula() -> None:
    text = unit_form_csv(FILLED).decode("utf-8-sig")
    cells = [cell.strip('"') for line in text.splitlines() for cell in line.split(";")]
    assert [cell for cell in cells if cell[:1] in tuple("=+-@")] == []
    assert "'=1+1" in cells


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("mark", [";", ",", "\t"])
def test_the_csv_is_read_in_any_usual_form(encoding: str, mark: str) -> None:
    form = replace(FILLED, lines=(replace(FILLED.lines[0], note="café"), *FILLED.lines[1:2]))
    rows = unit_form_csv(form).decode("utf-8-sig").replace(";", mark)
    if mark == ",":
        rows = rows.replace("1.234,5", '"1.234,5"')
    filled = read_unit_form_csv("isian.csv", rows.encode(encoding), form)
    assert filled.problems == ()
    assert row(filled, "I-1").note == "café"


def test_a_csv_of_something_else_is_refused_with_its_missing_columns() -> None:
    with pytest.raises(NotValid) as caught:
        read_unit_form_csv("lain.csv", b"nama;nilai\nx;1\n", FILLED)
    assert {problem.code for problem in caught.value.problems} == {"column_missing"}
