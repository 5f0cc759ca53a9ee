"""A unit's form goes out as a workbook and comes back as what was filled in."""

import io
from dataclasses import replace
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.cell import Cell, MergedCell
from openpyxl.worksheet.worksheet import Worksheet

from ukur.adapters.form_reading import read_unit_form
from ukur.adapters.form_workbook import DENOMINATOR, NUMERATOR, unit_form, unit_forms
from ukur.adapters.plan_workbook import plan_template
from ukur.domain.figures.indicator import Kind
from ukur.domain.figures.notation import NotMeasured, Number, read
from ukur.domain.refusals import NotValid
from ukur.domain.unit_form import (
    FilledBudget,
    FilledForm,
    FilledRow,
    UnitForm,
    UnitFormBudget,
    UnitFormLine,
)

RATIO = UnitFormLine(
    code="I-1",
    goal="Meningkatnya derajat kesehatan",
    indicator="Pelayanan ibu hamil",
    unit="%",
    target="75",
    year_target="100",
    kind=Kind.RATIO,
    factor=100,
    numerator_text="ibu hamil yang dilayani",
    denominator_text="ibu hamil",
)
COUNT = replace(RATIO, code="I-2", indicator="Kematian ibu", kind=Kind.COUNT, factor=1)
GRADE = replace(
    RATIO, code="I-3", indicator="Nilai SAKIP", kind=Kind.GRADE, choices=("A", "B", "C")
)
FORM = UnitForm(
    key="dinkes-contoh/2026/TW3/PKM-01",
    title="Format pengumpulan data kinerja",
    agency="Dinas Kesehatan Kabupaten Contoh",
    unit_code="PKM-01",
    unit_name="Puskesmas Melati",
    period="TW III 2026",
    due="9 Oktober 2026",
    lines=(RATIO, COUNT, GRADE),
    budget=(UnitFormBudget("1.02.02", "Program", Decimal(1_845_600_000)),),
    mark="DATA CONTOH",
)


def sheet(content: bytes, *, data_only: bool = True) -> Worksheet:
    return openpyxl.load_workbook(io.BytesIO(content), data_only=data_only).worksheets[0]


def row_of(content: bytes, code: str) -> tuple[Cell | MergedCell, ...]:
    rows = sheet(content).iter_rows()
    return next(row for row in rows if str(row[0].value).startswith(f"baris:{code}|"))


def test_an_empty_form_comes_back_empty() -> None:
    assert read_unit_form(unit_form(FORM), FORM) == FilledForm(
        FORM.key,
        (FilledRow("I-1"), FilledRow("I-2"), FilledRow("I-3")),
        (FilledBudget("1.02.02"),),
    )


def test_the_form_is_the_same_bytes_each_time() -> None:
    assert unit_form(FORM) == unit_form(FORM)


FIGURES = st.none() | st.decimals(min_value=0, max_value=10**8, places=4)


@given(
    st.lists(
        st.builds(
            lambda upper, lower, note: replace(
                RATIO, numerator=upper, denominator=lower, note=note
            ),
            FIGURES,
            FIGURES,
            st.text("abc =+&<'\"", max_size=20),
        )
        | st.builds(lambda value: replace(COUNT, value=value), FIGURES)
        | st.builds(lambda value: replace(GRADE, value=value), st.sampled_from([None, "A", "C"])),
        min_size=1,
        max_size=5,
    ),
    FIGURES,
)
def test_what_is_written_is_read_back(lines: list[UnitFormLine], spent: Decimal | None) -> None:
    numbered = tuple(replace(line, code=f"I-{at}") for at, line in enumerate(lines))
    budget = (replace(FORM.budget[0], spent=spent),)
    form = replace(FORM, lines=numbered, budget=budget)
    back = read_unit_form(unit_form(form), form)
    assert not back.problems
    assert not back.notices
    for line, row in zip(numbered, back.rows, strict=True):
        assert row.code == line.code
        assert _figure(row.numerator) == line.numerator
        assert _figure(row.denominator) == line.denominator
        value = row.value or None if line.kind is Kind.GRADE else _figure(row.value)
        assert value == line.value
        assert row.note == line.note.strip()
    assert _figure(back.budget[0].spent) == spent


def _figure(text: str) -> Decimal | None:
    found = read(text)
    if isinstance(found, NotMeasured):
        return None
    assert isinstance(found, Number)
    return found.value


def test_only_the_cells_to_fill_in_are_open() -> None:
    content = unit_form(FORM)
    assert sheet(content).protection.sheet
    ratio, count = row_of(content, "I-1"), row_of(content, "I-2")
    assert [cell.coordinate[0] for cell in ratio if not cell.protection.locked] == ["H", "I", "L"]
    assert [cell.coordinate[0] for cell in count if not cell.protection.locked] == ["J", "L"]


def test_the_realization_is_shown_before_anything_is_computed() -> None:
    filled = replace(RATIO, numerator=Decimal(30), denominator=Decimal(40))
    assert row_of(unit_form(replace(FORM, lines=(filled,))), "I-1")[10].value == 75
    assert row_of(unit_form(FORM), "I-1")[10].value == "-"


def test_entries_are_restricted_to_figures_and_to_the_grades_of_the_scale() -> None:
    rules = {
        str(rule.sqref): (rule.type, rule.formula1)
        for rule in sheet(unit_form(FORM)).data_validations.dataValidation
    }
    assert ("decimal", "0") in rules.values()
    assert ("list", '"A,B,C"') in rules.values()


def test_heading_and_mark_are_on_the_form() -> None:
    texts = {cell.value for row in sheet(unit_form(FORM)).iter_rows() for cell in row}
    assert {FORM.title, FORM.agency, FORM.period, FORM.due, FORM.mark} <= texts
    assert "Puskesmas Melati (PKM-01)" in texts


def test_a_percent_cell_counts_as_it_is_seen() -> None:
    book = openpyxl.load_workbook(io.BytesIO(unit_form(FORM)), data_only=True)
    page = book.worksheets[0]
    row = row_of(unit_form(FORM), "I-1")[0].row or 0
    page.cell(row, NUMERATOR + 1, 0.85).number_format = "0%"
    page.cell(row, DENOMINATOR + 1, 1)
    out = io.BytesIO()
    book.save(out)
    assert read_unit_form(out.getvalue(), FORM).rows[0].numerator == "85%"


def test_a_workbook_of_all_units_holds_each_of_them() -> None:
    other = replace(FORM, key="dinkes-contoh/2026/TW3/PKM-02", unit_code="PKM/02")
    content = unit_forms((FORM, other))
    assert read_unit_form(content, FORM).key == FORM.key
    assert read_unit_form(content, other).key == other.key


def refused(content: bytes) -> list[str]:
    with pytest.raises(NotValid) as caught:
        read_unit_form(content, FORM)
    return [problem.code for problem in caught.value.problems]


def test_the_form_of_another_unit_is_refused_and_both_are_named() -> None:
    with pytest.raises(NotValid) as caught:
        read_unit_form(unit_form(FORM), replace(FORM, key="dinkes-contoh/2026/TW3/PKM-02"))
    (problem,) = caught.value.problems
    assert problem.code == "other_form"
    assert dict(problem.facts) == {
        "found": FORM.key,
        "expected": "dinkes-contoh/2026/TW3/PKM-02",
    }


def test_another_workbook_is_refused() -> None:
    assert refused(plan_template()) == ["not_a_form"]
    assert refused(b"bukan apa-apa") == ["workbook_unreadable"]


def changed(column: int, text: str, head: str = "ukur-baris") -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(unit_form(FORM)), data_only=True)
    page = book.worksheets[0]
    row = next(cell.row for cell in page["A"] if cell.value == head)
    page.cell(row, column, text)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_form_with_changed_columns_is_refused() -> None:
    assert refused(changed(8, "Penyebut")) == ["form_changed"]
    assert refused(changed(1, "")) == ["form_changed"]
