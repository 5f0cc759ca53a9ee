"""Whatever is wrong with a plan or a form is said in a sentence with the way out."""

import re

import pytest
from django.utils.translation import override

from tests.plan_sheets import sheets
from ukur.domain.plan.draft import InitialPlanExists, InitialPlanMissing
from ukur.domain.plan.reading import read_with_problems
from ukur.domain.refusals import Problem
from ukur.domain.sheets import Sheet
from ukur.edge import plan_words, wording

CHANGES = {
    "cell_empty": {("Unit", 0, "nama"): ""},
    "text_too_long": {("Unit", 0, "nama"): "x" * 300},
    "code_unreadable": {("Unit", 0, "kode"): "a b"},
    "cell_error": {("Unit", 0, "nama"): "#REF!", ("Target", 0, "tw i"): "#DIV/0!"},
    "code_twice": {("Unit", 1, "kode"): "SEKRET"},
    "not_a_whole_number": {("Unit", 0, "urutan"): "x"},
    "choice_unknown": {("Indikator", 0, "polaritas"): "x"},
    "goal_unknown": {("Indikator", 0, "kode sasaran"): "S9"},
    "sum_over_to_date": {("Indikator", 0, "aturan periode"): "jumlah"},
    "sum_of_ratios": {("Indikator", 0, "aturan unit"): "jumlah"},
    "mean_of_ratios": {("Indikator", 0, "aturan unit"): "rata-rata"},
    "sum_of_scores": {("Indikator", 1, "aturan unit"): "jumlah"},
    "not_a_ratio": {("Indikator", 1, "aturan unit"): "jumlah pembilang dan penyebut"},
    "mean_of_grades": {("Indikator", 1, "aturan periode"): "rata-rata"},
    "factor_unknown": {("Indikator", 0, "faktor"): "99"},
    "factor_without_ratio": {("Indikator", 1, "faktor"): "100"},
    "owner_not_one": {("Indikator", 0, "aturan unit"): "satu unit"},
    "part_unnamed": {("Indikator", 0, "penyebut"): ""},
    "formula_unfit": {("Indikator", 0, "rumus"): "negatif_2t_r"},
    "parent_unknown": {("Anggaran", 1, "induk"): "9"},
    "parent_not_above": {("Anggaran", 1, "tingkat"): "program"},
    "parent_missing": {("Anggaran", 1, "induk"): ""},
    "grades_unreadable": {("Indikator", 1, "skala"): "A>>B"},
    "grades_missing": {("Indikator", 1, "skala"): "A"},
    "grade_unknown": {("Target", 1, "tahun"): "Z"},
    "indicator_unknown": {("Target", 0, "kode indikator"): "I-9"},
    "target_missing": {("Target", 0, "tw i"): ""},
    "target_given_twice": {("Target", 2, "tahun"): "A"},
    "figure_not_a_number": {("Target", 0, "tw i"): "x"},
    "figure_ambiguous": {("Target", 0, "tw i"): "4.25"},
    "figure_negative": {("Target", 0, "tw i"): "-1"},
    "figure_range_reversed": {("Target", 0, "tw i"): "9 - 8"},
    "figure_bad_grouping": {("Target", 0, "tw i"): "1.23.456"},
    "figure_english": {("Target", 0, "tw i"): "1,234.56"},
    "figure_too_long": {("Target", 0, "tw i"): "9" * 15},
    "figure_too_many_decimals": {("Target", 0, "tw i"): "0,1234567"},
    "date_not_number": {("Target", 0, "tw i"): "2026-08-07"},
    "range_not_allowed": {("Anggaran", 0, "pagu"): "1 - 2"},
    "unit_unknown": {("Penugasan", 0, "kode unit"): "PKM-9"},
    "unit_kind_unknown": {("Penugasan", 0, "kode unit"): "semua apotek"},
    "unit_missing": {("Penugasan", 1, "kode indikator"): "I-1"},
    "budget_unknown": {("Indikator", 1, "kode anggaran"): "9"},
    "node_unknown": {("Lintas", 0, "ke"): "S9"},
    "link_end_not_one": {("Lintas", 0, "ke"): ""},
    "link_to_itself": {("Lintas", 0, "ke"): "1.02.02"},
    "unit_not_assigned": {("Target Unit", 0, "kode unit"): "SEKRET"},
    "weight_unfit": {("Sasaran", 0, "bobot"): "0"},
    "polarity_of_day": {("Indikator", 1, "jenis nilai"): "tanggal"},
    "formula_shape": {("Indikator", 0, "rumus"): "rentang"},
    "assigned_twice": {("Penugasan", 2, "kode unit"): "SEKRET"},
}
ELSEWHERE = (
    Problem("Unit", "sheet_missing", {"sheet": "Unit"}),
    Problem("Unit", "sheet_empty", {"sheet": "Unit"}),
    Problem("Unit!A1", "column_missing", {"column": "kode"}),
    Problem("Unit!A1", "sheet_column_twice", {"column": "kode"}),
    Problem("", "more_problems", {"count": 12}),
    Problem("text", "finding_gone"),
    Problem("PKM-01", "other_form", {"found": "a", "expected": "b"}),
    Problem("", "not_a_form", {"expected": "b"}),
    Problem("PKM-01", "form_changed"),
    Problem("year", "year_out_of_range", {"low": 2000, "high": 2099}),
    Problem("Target!H4", "date_unreadable", {"typed": "besok"}),
    Problem("Target!H4", "yes_no_unknown", {"typed": "mungkin"}),
    Problem("Indikator!A3", "renstra_target_missing", {"indicator": "I-1"}),
    *(
        Problem("Target!H3", code, {"subject": "I-1", "found": "95", "expected": "100"})
        for code in (
            "renja_differs",
            "renstra_differs",
            "renstra_lacks",
            "renstra_unit_differs",
            "renstra_polarity_differs",
        )
    ),
    Problem("change_reason", "change_reason_missing"),
    Problem("in_force_from", "in_force_in_other_year", {"year": 2026}),
    Problem("Petunjuk!B2", "year_differs", {"found": "2025", "expected": "2026"}),
)


def said(problem: Problem) -> str:
    with override("id"):
        text = wording.problem_sentence(problem)
    assert not re.search("[{}]|None", text)
    assert text.endswith(".")
    return text


@pytest.mark.parametrize("code", CHANGES)
def test_every_problem_of_a_cell_is_said(code: str) -> None:
    _, problems = read_with_problems(sheets(CHANGES[code]), 2026)
    assert any(said(problem) for problem in problems if problem.code == code)


@pytest.mark.parametrize("problem", ELSEWHERE, ids=lambda problem: str(problem.code))
def test_every_problem_of_a_workbook_is_said(problem: Problem) -> None:
    assert said(problem)


def test_notes_are_said() -> None:
    draft, _ = read_with_problems(sheets({("Target", 0, "tw ii"): "1.234"}), 2026)
    assert len([said(note) for note in draft.notes]) == 1


def test_no_words_are_left_over() -> None:
    used = {*CHANGES, *(problem.code for problem in ELSEWHERE)}
    used |= {"number_assumed"}
    assert set(plan_words.PROBLEM_WORDS) <= used


def test_a_missing_target_names_the_period_as_the_workbook_does() -> None:
    _, problems = read_with_problems(sheets(CHANGES["target_missing"]), 2026)
    assert "TW I" in said(problems[0])


def test_a_place_is_said_as_sheet_and_cell() -> None:
    with override("en"):
        assert plan_words.place_words("Indikator!D7") == "sheet Indikator, cell D7"
        assert plan_words.place_words("Indikator") == "Indikator"
        assert plan_words.place_words("CSV!F4") == "cell F4"


def test_the_two_refusals_are_said() -> None:
    with override("en"):
        assert "2026" in wording.sentence(InitialPlanExists(year=2026))
        assert "2026" in wording.sentence(InitialPlanMissing(year=2026))


def test_a_workbook_without_sheets_is_said_sheet_by_sheet() -> None:
    _, problems = read_with_problems((Sheet("Lain", ()),), 2026)
    assert {said(problem) for problem in problems}
