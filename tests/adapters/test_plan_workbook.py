"""The template says what the reader wants, and reads back as it was written."""

import io
from datetime import date
from decimal import Decimal

import openpyxl

from tests.plan_sheets import PLAN
from tests.renstra_sheets import RENSTRA
from ukur.adapters.plan_workbook import (
    GUIDE,
    MARK,
    RENSTRA_GUIDE,
    Cell,
    plan_template,
    plan_workbook,
    renstra_template,
    renstra_workbook,
    table_workbook,
)
from ukur.adapters.workbook import read_workbook
from ukur.domain.figures.indicator import Point
from ukur.domain.plan import layout
from ukur.domain.plan.reading import read_plan, read_with_problems
from ukur.domain.plan.renstra_reading import read_renstra, read_renstra_with_problems
from ukur.domain.sheets import sheet_named
from ukur.domain.unit_form import reported

ROWS = {
    wanted.sheet: [[row.get(column, "") for column in wanted.columns] for row in PLAN[wanted.sheet]]
    for wanted in layout.LAYOUTS
}


def test_the_guide_explains_each_column_and_no_other() -> None:
    columns = {(wanted.sheet, column) for wanted in layout.LAYOUTS for column in wanted.columns}
    assert set(GUIDE) == columns


def test_the_empty_template_lacks_rows_and_nothing_else() -> None:
    _, problems = read_with_problems(read_workbook(plan_template()), 2026)
    assert [problem.code for problem in problems] == ["sheet_empty"] * 3


def test_the_template_is_the_same_bytes_each_time() -> None:
    assert plan_template() == plan_template()


def test_a_written_plan_is_read_back() -> None:
    plan = read_plan(read_workbook(plan_workbook(ROWS)), 2026)
    assert len(plan.indicators) == len(PLAN["Indikator"])
    assert plan.indicators[0].at.of("kode") == "Indikator!A4"


def test_the_guide_of_the_renstra_explains_each_column_and_no_other() -> None:
    columns = {(w.sheet, column) for w in layout.RENSTRA_LAYOUTS for column in w.columns}
    assert set(RENSTRA_GUIDE) == columns


def test_a_written_renstra_is_read_back_and_its_empty_template_lacks_rows_only() -> None:
    rows = {
        wanted.sheet: [
            [row.get(column, "") for column in wanted.columns] for row in RENSTRA[wanted.sheet]
        ]
        for wanted in layout.RENSTRA_LAYOUTS
    }
    renstra = read_renstra(read_workbook(renstra_workbook(rows)), 2025)
    assert (len(renstra.goals), len(renstra.indicators), len(renstra.targets)) == (2, 2, 5)
    _, problems = read_renstra_with_problems(read_workbook(renstra_template()), 2025)
    assert [problem.code for problem in problems] == ["sheet_empty"] * 2


def test_a_day_and_a_tick_of_a_spreadsheet_are_read_as_they_are_seen() -> None:
    rows = {name: [list(row) for row in of_sheet] for name, of_sheet in ROWS.items()}
    kind = layout.INDICATORS.columns.index("jenis nilai")
    polarity = layout.INDICATORS.columns.index("polaritas")
    for number, word in enumerate(("tanggal", "ya/tidak")):
        rows["Indikator"].append(list(rows["Indikator"][1]))
        rows["Indikator"][-1][0] = f"I-{number + 3}"
        rows["Indikator"][-1][kind] = word
        rows["Indikator"][-1][polarity] = "negatif"
        rows["Penugasan"].append([f"I-{number + 3}", "SEKRET"])
    book = openpyxl.load_workbook(io.BytesIO(plan_workbook(rows)))
    for number, value in enumerate((date(2026, 2, 28), True)):
        book["Target"].append([f"I-{number + 3}", *[None] * 6, value])
    out = io.BytesIO()
    book.save(out)
    plan = read_plan(read_workbook(out.getvalue()), 2026)
    assert [target.target for target in plan.targets[-2:]] == [
        Point(Decimal(59)),
        Point(Decimal(1)),
    ]


def test_the_mark_stands_on_each_sheet() -> None:
    for sheet in read_workbook(plan_workbook(ROWS, mark=MARK)):
        assert any(MARK in text for row in sheet.rows for text in row), sheet.name


def test_text_that_looks_like_a_formula_stays_text() -> None:
    rows = {**ROWS, "Sasaran": [["S1", '=HYPERLINK("http://contoh.example")']]}
    book = openpyxl.load_workbook(io.BytesIO(plan_workbook(rows)))
    cell = book["Sasaran"]["B4"]
    assert (cell.data_type, cell.value) == ("s", '=HYPERLINK("http://contoh.example")')
    assert cell.hyperlink is None


def test_a_report_of_all_units_is_read_back() -> None:
    sheets: dict[str, list[tuple[Cell, ...]]] = {
        "Isian": [
            ("kode unit", "kode indikator", "pembilang", "penyebut", "nilai", "keterangan"),
            ("PKM-01", "I-1", 12, 40, "", "catatan"),
            ("PKM-02", "I-1", 0, 0, "", ""),
            ("PKM-01", "I-2", "", "", "B", ""),
        ],
        "Anggaran": [("kode anggaran", "realisasi"), ("1.02", 1500)],
    }
    found, problems = reported(read_workbook(table_workbook(sheets, title="Isian")))
    assert problems == ()
    assert [row.code for row in found.rows["PKM-01"]] == ["I-1", "I-2"]
    assert (found.rows["PKM-01"][0].numerator, found.rows["PKM-01"][0].note) == ("12", "catatan")
    assert found.rows["PKM-02"][0].denominator == "0"
    assert found.rows["PKM-01"][1].value == "B"
    assert found.spent == {"1.02": "1500"}


def test_a_report_with_repeated_or_nameless_rows_is_told() -> None:
    sheets: dict[str, list[tuple[Cell, ...]]] = {
        "Isian": [
            ("kode unit", "kode indikator", "pembilang", "penyebut", "nilai"),
            ("PKM-01", "I-1", 1, 2, ""),
            ("PKM-01", "I-1", 1, 2, ""),
            ("", "I-2", 1, 2, ""),
        ],
    }
    book = read_workbook(table_workbook(sheets, title="Isian"))
    _, problems = reported(book)
    assert [(problem.where, problem.code) for problem in problems] == [
        ("Anggaran", "sheet_missing"),
        ("Isian!B5", "code_twice"),
        ("Isian!A6", "cell_empty"),
    ]
    assert sheet_named(book, "ISIAN") is not None
