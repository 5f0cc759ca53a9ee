"""A form that LibreOffice saved, on an Indonesian desk: what was typed there is read here.

`tests/golden/forms/README.md` says how the file was made; LibreOffice is not needed to read it.
"""

import io
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from tests.adapters.test_form_workbook import COUNT, FORM, GRADE, RATIO
from ukur.adapters.form_reading import read_unit_form
from ukur.adapters.form_workbook import LINE_OF_TEXT, unit_form
from ukur.domain.figures.indicator import Kind
from ukur.domain.figures.showing import Look, read_word
from ukur.domain.unit_form import FilledRow, UnitForm, UnitFormBudget

GOLDEN = Path("tests/golden/forms/isian-libreoffice.xlsx")
GIVEN_OUT: UnitForm = replace(
    FORM,
    lines=(
        replace(RATIO, numerator=Decimal(18), denominator=Decimal(25), saves=3),
        replace(COUNT, note="-5 dari bulan lalu"),
        GRADE,
        replace(COUNT, code="I-4", indicator="Indeks kepuasan masyarakat", kind=Kind.INDEX),
        replace(
            GRADE,
            code="I-5",
            indicator="Dokumen tersusun",
            kind=Kind.YES_NO,
            choices=("ya", "tidak"),
        ),
        replace(COUNT, code="I-6", indicator="Tanggal penyampaian", kind=Kind.DATE, unit="tanggal"),
    ),
    budget=(
        *FORM.budget,
        UnitFormBudget("1.02.02.2.02.0015", "Pelayanan ibu hamil", Decimal(120_000_000)),
    ),
)
"""The form as it was before somebody typed into it."""


def test_every_row_is_known_and_every_figure_read_as_it_was_typed() -> None:
    filled = read_unit_form(GOLDEN.read_bytes(), GIVEN_OUT)
    assert (filled.problems, filled.notices) == ((), ())

    def typed(row: FilledRow) -> tuple[str, ...]:
        return (row.numerator, row.denominator, row.value, row.note)

    assert {row.code: typed(row) for row in filled.rows} == {
        "I-1": ("1234", "2000,5", "", "Sesuai register"),
        "I-2": ("", "", "1234,5", "-5 dari bulan lalu"),
        "I-3": ("", "", "A", ""),
        "I-4": ("", "", "85,25", ""),
        "I-5": ("", "", "ya", ""),
        "I-6": ("", "", "2026-02-28", ""),
    }
    assert {row.code: row.spent for row in filled.budget} == {
        "1.02.02": "750000000",
        "1.02.02.2.02.0015": "",
    }
    mark = filled.rows[0].mark
    assert mark is not None
    assert mark.saves == 3


def test_a_day_is_kept_as_a_day_and_not_as_its_number() -> None:
    (day,) = (
        row for row in read_unit_form(GOLDEN.read_bytes(), GIVEN_OUT).rows if row.code == "I-6"
    )
    assert read_word(day.value, Look(Kind.DATE, 2026)) == 59


@pytest.mark.parametrize("by", ["us", "libreoffice"])
def test_what_is_locked_checked_and_computed_is_still_so(by: str) -> None:
    content = unit_form(GIVEN_OUT) if by == "us" else GOLDEN.read_bytes()
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    assert sheet.protection.sheet
    assert sheet.column_dimensions["A"].hidden
    unlocked = {
        cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked
    }
    figures = {"H10", "I10", *(f"J{row}" for row in range(11, 16)), "J18", "J19"}
    assert unlocked == figures | {f"L{row}" for row in range(10, 16)}
    rules = {str(one.sqref): one for one in sheet.data_validations.dataValidation}
    assert set(rules) == figures
    assert {at: (one.type, one.formula1) for at, one in rules.items() if one.type == "list"} == {
        "J12": ("list", '"A,B,C"'),
        "J14": ("list", '"ya,tidak"'),
    }
    assert sheet["K10"].value == '=IF(OR(H10="",I10="",I10=0),"-",H10/I10*100)'
    assert sheet.print_title_rows == "$9:$9"


def test_rows_are_as_tall_as_their_texts_need() -> None:
    # LibreOffice finds no height by itself in a file that it did not write.
    long = "Persentase penduduk usia produktif yang mendapatkan pelayanan skrining kesehatan " * 3
    content = unit_form(replace(FORM, lines=(replace(COUNT, indicator=long), COUNT)))
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    assert (sheet.row_dimensions[10].height or 0) >= 5 * LINE_OF_TEXT
    assert sheet.row_dimensions[11].height is None
