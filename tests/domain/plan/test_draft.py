"""A plan is taken whole, or every cell that is wrong is named."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.plan_sheets import sheets
from ukur.domain.figures.indicator import (
    AKIP_GRADES,
    Counting,
    EntryBasis,
    Kind,
    PeriodRule,
    Point,
    Polarity,
    Range,
    UnitRule,
)
from ukur.domain.periods import Period
from ukur.domain.plan import layout
from ukur.domain.plan.cells import MOST_PROBLEMS
from ukur.domain.plan.checks import check
from ukur.domain.plan.draft import (
    PlanDraft,
    PlannedLink,
    PlannedTarget,
    PlannedUnitTarget,
    Row,
    Stage,
)
from ukur.domain.plan.reading import read_plan, read_with_problems
from ukur.domain.refusals import NotValid
from ukur.domain.sheets import Layout, Sheet

YEAR = 2026


def told(changes: Mapping[tuple[str, int, str], str]) -> list[tuple[str, str]]:
    _, problems = read_with_problems(sheets(changes), YEAR)
    return [(problem.where, problem.code) for problem in problems]


def test_a_sound_plan_is_read_whole() -> None:
    plan = read_plan(sheets(), YEAR)
    first, second = plan.indicators
    assert [unit.kind for unit in plan.units] == ["sekretariat", "puskesmas", "puskesmas"]
    assert [unit.order for unit in plan.units] == [1, 2, 3]
    assert first.counting == Counting(
        Kind.RATIO, EntryBasis.TO_DATE, PeriodRule.LAST, UnitRule.SUM_RATIO, 100
    )
    assert first.due == (Period.TW1, Period.TW2, Period.YEAR)
    assert first.evidence_needed
    assert first.polarity is Polarity.POSITIVE
    assert (first.level, first.formula, first.decimals) == ("sasaran", None, 2)
    assert second.grades == ("C", "B", "A")
    assert (second.level, second.parent_code) == ("program", "I-1")
    assert [line.ceiling for line in plan.budget] == [Decimal(1_500_000)] * 2


def test_targets_are_points_ranges_and_places_on_a_scale() -> None:
    plan = read_plan(sheets(), YEAR)
    assert plan.targets == (
        PlannedTarget("I-1", Period.TW1, Point(Decimal(25))),
        PlannedTarget("I-1", Period.TW2, Range(Decimal(45), Decimal(50))),
        PlannedTarget("I-1", Period.YEAR, Point(Decimal(100))),
        PlannedTarget("I-1", Period.YEAR, Point(Decimal(95)), Stage.RENJA),
        PlannedTarget("I-2", Period.YEAR, Point(Decimal(2))),
    )
    assert plan.targets[1].bounds == (Decimal(45), Decimal(50))
    assert plan.targets[0].bounds == (Decimal(25), None)


def test_the_tree_is_read_with_its_weights_and_links() -> None:
    plan = read_plan(sheets(), YEAR)
    goal, aim = plan.goals
    assert (goal.level, goal.parent_code, goal.weight) == ("sasaran", "T1", Decimal("2.5"))
    assert (aim.level, aim.parent_code, aim.weight) == ("tujuan", "", Decimal(1))
    manual = plan.indicators[1]
    assert (manual.node_code, manual.weight) == ("1.02.02", Decimal("0.5"))
    assert manual.formula_text == "nilai dari evaluasi"
    assert (manual.baseline, manual.frequency) == ("B (2025)", "tahunan")
    assert plan.links == (
        PlannedLink("1.02.02", "S1", "", "menyediakan tenaga"),
        PlannedLink("S1", "", "Dinas Sosial", "data keluarga"),
    )


def test_a_unit_has_targets_of_its_own() -> None:
    plan = read_plan(sheets(), YEAR)
    assert plan.unit_targets == (
        PlannedUnitTarget("I-1", "PKM-01", Period.TW1, Point(Decimal(20))),
        PlannedUnitTarget("I-1", "PKM-01", Period.YEAR, Range(Decimal(90), Decimal(100))),
    )
    every = read_plan(sheets({("Target Unit", 0, "kode unit"): "semua puskesmas"}), YEAR)
    assert [row.unit_code for row in every.unit_targets] == ["PKM-01", "PKM-02"] * 2


def test_a_plan_of_the_older_sheets_and_columns_alone_is_read() -> None:
    older = tuple(
        Sheet(sheet.name, tuple(row[: len(layout_of(sheet).required)] for row in sheet.rows))
        if sheet.name == "Sasaran"
        else sheet
        for sheet in sheets()
        if sheet.name not in ("Target Unit", "Lintas")
    )
    plan = read_plan(older, YEAR)
    assert (plan.unit_targets, plan.links) == ((), ())
    assert [goal.level for goal in plan.goals] == ["sasaran", "sasaran"]


def layout_of(sheet: Sheet) -> Layout:
    return next(wanted for wanted in layout.LAYOUTS if wanted.sheet == sheet.name)


def test_targets_of_ya_tidak_and_of_days_are_words() -> None:
    def read_as(kind: str, polarity: str, typed: str) -> object:
        changes = {
            ("Indikator", 1, "jenis nilai"): kind,
            ("Indikator", 1, "polaritas"): polarity,
            ("Target", 1, "tahun"): typed,
        }
        draft, problems = read_with_problems(sheets(changes), YEAR)
        return problems[0].code if problems else draft.targets[-1].target

    assert read_as("ya/tidak", "positif", "Ya") == Point(Decimal(1))
    assert read_as("tanggal", "negatif", "28 Februari 2026") == Point(Decimal(59))
    assert read_as("tanggal", "negatif", "2026-02-28") == Point(Decimal(59))
    assert read_as("ya/tidak", "positif", "1") == "yes_no_unknown"
    assert read_as("tanggal", "negatif", "59") == "date_unreadable"


def test_a_formula_suits_the_kind_of_the_figure() -> None:
    def codes(kind: str, polarity: str, formula: str) -> list[str]:
        changes = {
            ("Indikator", 1, "jenis nilai"): kind,
            ("Indikator", 1, "polaritas"): polarity,
            ("Indikator", 1, "rumus"): formula,
            ("Target", 1, "tahun"): "",
            ("Target", 1, "tw i"): "",
        }
        _, problems = read_with_problems(sheets(changes), YEAR)
        return [problem.code for problem in problems if problem.facts.get("column") == "rumus"]

    assert codes("tanggal", "negatif", "tanggal_tepat") == []
    assert codes("tanggal", "negatif", "negatif_2t_r") == ["formula_unfit"]
    assert codes("ya/tidak", "positif", "ya_tidak") == []
    assert codes("indeks", "negatif", "tanggal_hari") == ["formula_unfit"]
    assert codes("indeks", "tepat", "tepat") == []
    assert codes("indeks", "tepat", "positif") == ["formula_unfit"]


def test_all_units_of_a_kind_are_assigned_at_once() -> None:
    plan = read_plan(sheets(), YEAR)
    assert [(row.code, row.unit_code) for row in plan.assignments] == [
        ("I-1", "PKM-01"),
        ("I-1", "PKM-02"),
        ("I-2", "SEKRET"),
    ]


def test_all_units_can_be_assigned_whatever_their_kind() -> None:
    plan = read_plan(sheets({("Penugasan", 0, "kode unit"): "Semua Unit"}), YEAR)
    assert len([row for row in plan.assignments if row.code == "I-1"]) == 3


def test_without_a_scale_the_grades_are_those_of_akip() -> None:
    plan = read_plan(sheets({("Indikator", 1, "skala"): "", ("Target", 1, "tahun"): "BB"}), YEAR)
    assert plan.indicators[1].grades == AKIP_GRADES
    assert plan.targets[-1].target == Point(Decimal(5))


@pytest.mark.parametrize(
    ("cell", "text", "where", "code"),
    [
        (("Unit", 1, "kode"), "SEKRET", "Unit!A4", "code_twice"),
        (("Unit", 1, "kode"), "PKM 01", "Unit!A4", "code_unreadable"),
        (("Unit", 0, "nama"), "", "Unit!B3", "cell_empty"),
        (("Unit", 0, "nama"), "x" * 201, "Unit!B3", "text_too_long"),
        (("Sasaran", 0, "induk"), "T9", "Sasaran!D3", "parent_unknown"),
        (("Sasaran", 0, "induk"), "S1", "Sasaran!D3", "parent_not_above"),
        (("Sasaran", 0, "bobot"), "0", "Sasaran!E3", "weight_unfit"),
        (("Sasaran", 0, "bobot"), "0,00001", "Sasaran!E3", "weight_unfit"),
        (("Sasaran", 0, "bobot"), "1 - 2", "Sasaran!E3", "range_not_allowed"),
        (("Sasaran", 1, "kode"), "1.02.02", "Anggaran!A3", "code_twice"),
        (("Indikator", 1, "jenis nilai"), "tanggal", "Indikator!E4", "polarity_of_day"),
        (("Indikator", 0, "rumus"), "rentang", "Target!B3", "formula_shape"),
        (("Indikator", 0, "rumus"), "positif", "Target!C3", "formula_shape"),
        (("Indikator", 1, "kode anggaran"), "9.9", "Indikator!Y4", "budget_unknown"),
        (("Target", 0, "renja"), "x", "Target!I3", "figure_not_a_number"),
        (("Target Unit", 0, "kode indikator"), "I-9", "Target Unit!A3", "indicator_unknown"),
        (("Target Unit", 0, "kode unit"), "PKM-9", "Target Unit!B3", "unit_unknown"),
        (("Target Unit", 0, "kode unit"), "SEKRET", "Target Unit!B3", "unit_not_assigned"),
        (("Target Unit", 0, "tw i"), "-1", "Target Unit!C3", "figure_negative"),
        (("Target Unit", 1, "tw i"), "21", "Target Unit!C4", "target_given_twice"),
        (("Lintas", 0, "dari"), "S9", "Lintas!A3", "node_unknown"),
        (("Lintas", 0, "ke"), "S9", "Lintas!C3", "node_unknown"),
        (("Lintas", 0, "ke"), "", "Lintas!C3", "link_end_not_one"),
        (("Lintas", 1, "ke"), "T1", "Lintas!C4", "link_end_not_one"),
        (("Lintas", 0, "ke"), "1.02.02", "Lintas!C3", "link_to_itself"),
        (("Lintas", 0, "uraian"), "", "Lintas!B3", "cell_empty"),
        (("Unit", 0, "urutan"), "satu", "Unit!D3", "not_a_whole_number"),
        (("Indikator", 0, "kode sasaran"), "S9", "Indikator!B3", "goal_unknown"),
        (("Indikator", 0, "polaritas"), "netral", "Indikator!E3", "choice_unknown"),
        (("Indikator", 0, "polaritas"), "", "Indikator!E3", "cell_empty"),
        (("Indikator", 0, "jenis nilai"), "persen", "Indikator!F3", "choice_unknown"),
        (("Indikator", 0, "faktor"), "99", "Indikator!M3", "factor_unknown"),
        (("Indikator", 0, "faktor"), "1e3", "Indikator!M3", "not_a_whole_number"),
        (("Indikator", 0, "aturan periode"), "jumlah", "Indikator!H3", "sum_over_to_date"),
        (("Indikator", 0, "aturan unit"), "jumlah", "Indikator!I3", "sum_of_ratios"),
        (("Indikator", 0, "aturan unit"), "satu unit", "Indikator!I3", "owner_not_one"),
        (("Indikator", 0, "diukur pada"), "TW I, TW V", "Indikator!J3", "choice_unknown"),
        (("Indikator", 0, "diukur pada"), "", "Indikator!J3", "cell_empty"),
        (("Indikator", 0, "pembilang"), "", "Indikator!N3", "part_unnamed"),
        (("Indikator", 0, "rumus"), "negatif_t_r", "Indikator!L3", "formula_unfit"),
        (("Indikator", 0, "bukti wajib"), "mungkin", "Indikator!S3", "choice_unknown"),
        (("Indikator", 0, "desimal"), "7", "Indikator!K3", "not_a_whole_number"),
        (("Indikator", 1, "induk"), "I-9", "Indikator!U4", "parent_unknown"),
        (("Indikator", 1, "tingkat"), "sasaran", "Indikator!U4", "parent_not_above"),
        (("Indikator", 1, "skala"), "A", "Indikator!W4", "grades_missing"),
        (("Indikator", 1, "skala"), "A>>B", "Indikator!W4", "grades_unreadable"),
        (("Indikator", 1, "aturan periode"), "rata-rata", "Indikator!H4", "mean_of_grades"),
        (("Target", 0, "kode indikator"), "I-9", "Target!A3", "indicator_unknown"),
        (("Target", 0, "tw i"), "dua puluh", "Target!B3", "figure_not_a_number"),
        (("Target", 0, "tw i"), "4.25", "Target!B3", "figure_ambiguous"),
        (("Target", 0, "tw i"), "1e3", "Target!B3", "figure_not_a_number"),
        (("Target", 0, "tw i"), "-5", "Target!B3", "figure_negative"),
        (("Target", 0, "tw i"), "90 - 80", "Target!B3", "figure_range_reversed"),
        (("Target", 0, "tw i"), "2026-08-07", "Target!B3", "date_not_number"),
        (("Target", 0, "tw i"), "0,1234567", "Target!B3", "figure_too_many_decimals"),
        (("Target", 0, "tw i"), "1" * 15, "Target!B3", "figure_too_long"),
        (("Target", 0, "tw i"), "", "Target!B3", "target_missing"),
        (("Target", 1, "tahun"), "Z", "Target!H4", "grade_unknown"),
        (("Target", 2, "tahun"), "A", "Target!H5", "target_given_twice"),
        (("Penugasan", 0, "kode unit"), "PKM-09", "Penugasan!B3", "unit_unknown"),
        (("Penugasan", 0, "kode unit"), "semua apotek", "Penugasan!B3", "unit_kind_unknown"),
        (("Penugasan", 2, "kode unit"), "SEKRET", "Penugasan!B5", "assigned_twice"),
        (("Penugasan", 0, "kode indikator"), "I-9", "Penugasan!A3", "indicator_unknown"),
        (("Anggaran", 0, "pagu"), "-1", "Anggaran!D3", "figure_negative"),
        (("Anggaran", 0, "pagu"), "1 - 2", "Anggaran!D3", "range_not_allowed"),
        (("Anggaran", 0, "pagu"), "-", "Anggaran!D3", "cell_empty"),
        (("Anggaran", 0, "kode unit"), "PKM-9", "Anggaran!E3", "unit_unknown"),
        (("Anggaran", 0, "kode sasaran"), "S9", "Anggaran!G3", "goal_unknown"),
        (("Anggaran", 1, "induk"), "", "Anggaran!F4", "parent_missing"),
        (("Anggaran", 1, "induk"), "1.9", "Anggaran!F4", "parent_unknown"),
        (("Anggaran", 1, "tingkat"), "program", "Anggaran!F4", "parent_not_above"),
        (("Anggaran", 1, "kode"), "1.02.02", "Anggaran!A4", "code_twice"),
    ],
)
def test_what_is_wrong_is_named_with_its_cell(
    cell: tuple[str, int, str], text: str, where: str, code: str
) -> None:
    assert (where, code) in told({cell: text})


def test_an_indicator_that_nobody_fills_in_is_a_problem() -> None:
    assert ("Indikator!A4", "unit_missing") in told({("Penugasan", 1, "kode indikator"): "I-1"})


def test_an_indicator_without_any_target_is_told_where_it_stands() -> None:
    found = told({("Target", 1, "tahun"): ""})
    assert found == [("Indikator!A4", "target_missing")]


def test_all_problems_are_told_at_once_and_none_twice() -> None:
    found = told(
        {
            ("Target", 0, "tw i"): "abc",
            ("Unit", 0, "nama"): "",
            ("Anggaran", 0, "pagu"): "4.25",
        }
    )
    assert found == [
        ("Unit!B3", "cell_empty"),
        ("Target!B3", "figure_not_a_number"),
        ("Anggaran!D3", "figure_ambiguous"),
    ]


def test_an_ambiguous_number_is_told_with_both_its_readings() -> None:
    _, problems = read_with_problems(sheets({("Target", 0, "tw i"): "4.25"}), YEAR)
    facts = {"column": "tw i", "typed": "4.25", "a": "4,25", "b": "425"}
    assert dict(problems[0].facts) == facts


def test_a_missing_sheet_does_not_bring_problems_that_follow_from_it() -> None:
    without_units = tuple(sheet for sheet in sheets() if sheet.name != "Unit")
    _, problems = read_with_problems(without_units, YEAR)
    assert [problem.code for problem in problems] == ["sheet_missing", "unit_kind_unknown"]


def test_missing_and_repeated_columns_are_named() -> None:
    unit, *others = sheets()
    header = ("kode", "nama", "nama", "jenis")
    twice = Sheet("Unit", (header, *unit.rows[2:]))
    lacking = Sheet("Unit", (("kode", "nama"), *unit.rows[2:]))
    assert _codes((twice, *others))[0] == ("Unit!A1", "sheet_column_twice", "nama")
    assert _codes((lacking, *others))[0] == ("Unit!A1", "column_missing", "jenis")


def _codes(of: tuple[Sheet, ...]) -> list[tuple[str, str, object]]:
    _, problems = read_with_problems(of, YEAR)
    return [(problem.where, problem.code, problem.facts.get("column")) for problem in problems]


def test_columns_may_stand_in_another_order_and_case_below_a_title() -> None:
    _, *others = sheets()
    turned = Sheet(
        " unit ",
        (
            ("DATA CONTOH",),
            (),
            ("JENIS", "Nama", " kode "),
            ("sekretariat", "Sekretariat", "SEKRET"),
        ),
    )
    plan, _ = read_with_problems((turned, *others), YEAR)
    assert [(row.code, row.at.of("kode")) for row in plan.units] == [("SEKRET", "Unit!C4")]


def test_empty_sheets_are_a_problem() -> None:
    assert [problem.where for problem in check(PlanDraft())] == ["Unit", "Sasaran", "Indikator"]


def test_the_year_on_the_guide_must_be_the_chosen_one() -> None:
    guide = Sheet(layout.GUIDE_SHEET, (("Petunjuk",), ("Tahun:", "2025", "boleh kosong")))
    _, problems = read_with_problems((guide, *sheets()), YEAR)
    assert [(problem.where, problem.code) for problem in problems] == [
        ("Petunjuk!B2", "year_differs")
    ]
    for text in ("2026", ""):
        right = Sheet(layout.GUIDE_SHEET, (("Tahun", text),))
        assert read_with_problems((right, *sheets()), YEAR)[1] == ()


def test_a_dot_for_thousands_stops_nothing_but_is_told() -> None:
    plan = read_plan(sheets({("Target", 0, "tw ii"): "1.234"}), YEAR)
    assert [(note.where, note.code) for note in plan.notes] == [("Target!C3", "number_assumed")]


def test_a_flood_of_problems_is_cut_and_counted() -> None:
    changes = {("Unit", number, "nama"): "" for number in range(600)}
    changes |= {("Unit", number, "kode"): f"U {number}" for number in range(600)}
    _, problems = read_with_problems(sheets(changes), YEAR)
    assert len(problems) == MOST_PROBLEMS + 1
    assert problems[-1].code == "more_problems"


def test_a_plan_with_problems_is_refused_whole() -> None:
    with pytest.raises(NotValid) as refused:
        read_plan(sheets({("Unit", 0, "nama"): ""}), YEAR)
    assert [problem.code for problem in refused.value.problems] == ["cell_empty"]


def test_rows_compare_by_what_they_say_not_by_where_they_stand() -> None:
    row = read_plan(sheets(), YEAR).units[0]
    assert row == replace(row, at=Row("x").at)


@given(
    st.dictionaries(
        st.sampled_from(
            [
                (wanted.sheet, row, column)
                for wanted in layout.LAYOUTS
                for row in (0, 1)
                for column in wanted.columns
            ]
        ),
        st.text(max_size=30) | st.sampled_from(["semua unit", "I-1", "S1", "9" * 40, "=1+1"]),
        max_size=8,
    )
)
def test_whatever_stands_in_the_cells_is_read_or_located(
    changes: dict[tuple[str, int, str], str],
) -> None:
    _, problems = read_with_problems(sheets(changes), YEAR)
    assert all("!" in problem.where for problem in problems if problem.code != "sheet_empty")


UNCLEAR = {("Target", 0, "tw i"): "4.25", ("Target", 0, "tw ii"): "1.234"}


def test_an_unclear_cell_is_asked_with_all_that_it_may_mean() -> None:
    plan, problems = read_with_problems(sheets(UNCLEAR), YEAR)
    assert [(q.where, q.typed, q.choices, q.is_open) for q in plan.questions] == [
        ("Target!B3", "4.25", ("4,25", "425"), True),
        ("Target!C3", "1.234", ("1234", "1,234"), False),
    ]
    assert [(problem.where, problem.code) for problem in problems] == [
        ("Target!B3", "figure_ambiguous")
    ]


def test_an_answer_is_what_the_cell_means() -> None:
    plan = read_plan(sheets(UNCLEAR), YEAR, {"Target!B3": "4,25", "Target!C3": "1,234"})
    assert [row.target for row in plan.targets][:2] == [
        Point(Decimal("4.25")),
        Point(Decimal("1.234")),
    ]
    assert [question.chosen for question in plan.questions] == ["4,25", "1,234"]
    assert plan.notes == ()


@pytest.mark.parametrize("answer", ["4,26", "", "4.25", "dua"])
def test_an_answer_must_be_one_of_the_choices(answer: str) -> None:
    plan, problems = read_with_problems(sheets(UNCLEAR), YEAR, {"Target!B3": answer})
    assert plan.questions[0].is_open
    assert problems[0].code == "figure_ambiguous"


def test_an_answer_to_a_clear_cell_changes_nothing() -> None:
    assert read_plan(sheets(), YEAR, {"Target!B3": "99"}) == read_plan(sheets(), YEAR)


def test_what_a_failed_formula_left_is_named_as_that() -> None:
    assert told({("Unit", 0, "nama"): "#REF!", ("Target", 0, "tw i"): "#DIV/0!"}) == [
        ("Unit!B3", "cell_error"),
        ("Target!B3", "cell_error"),
    ]
