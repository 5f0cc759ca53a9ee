"""A Renstra is taken whole or named cell by cell; the year's plan is held against it."""

from decimal import Decimal

import pytest

from tests.plan_sheets import sheets
from tests.renstra_sheets import renstra_sheets
from ukur.domain.figures.indicator import Kind, Point, Range
from ukur.domain.plan.reading import read_plan
from ukur.domain.plan.renstra import Promise, RenstraTarget, tie_notes
from ukur.domain.plan.renstra_reading import read_renstra, read_renstra_with_problems
from ukur.domain.sheets import Sheet

FIRST = 2025


def test_a_sound_renstra_is_read_whole() -> None:
    renstra = read_renstra(renstra_sheets(), FIRST)
    assert (renstra.first_year, renstra.last_year) == (2025, 2027)
    assert [(goal.code, goal.level, goal.parent_code) for goal in renstra.goals] == [
        ("T1", "tujuan", ""),
        ("S1", "sasaran", "T1"),
    ]
    first, second = renstra.indicators
    assert (first.baseline, first.kind, first.unit_text) == ("91,2", Kind.INDEX, "%")
    assert (second.kind, second.grades) == (Kind.GRADE, ("C", "B", "A"))
    assert renstra.targets == (
        RenstraTarget("I-1", 2025, Point(Decimal(92))),
        RenstraTarget("I-1", 2026, Range(Decimal(95), Decimal(100))),
        RenstraTarget("I-1", 2027, Point(Decimal("98.5"))),
        RenstraTarget("I-3", 2026, Point(Decimal(2))),
        RenstraTarget("I-3", 2027, Point(Decimal(3))),
    )


def test_the_years_themselves_may_stand_above_the_targets() -> None:
    named = {"tahun 1": "2025", "tahun 2": "2026", "tahun 3": "2027"}
    assert read_renstra(renstra_sheets(years=named), FIRST) == read_renstra(renstra_sheets(), FIRST)


def test_years_before_the_first_are_no_columns_of_it() -> None:
    named = {"tahun 1": "2024", "tahun 2": "2025", "tahun 3": "2026"}
    renstra = read_renstra(renstra_sheets(years=named), FIRST)
    assert [target.year for target in renstra.targets] == [2025, 2026, 2025, 2026]


@pytest.mark.parametrize(
    ("cell", "text", "where", "code"),
    [
        (("Sasaran", 1, "kode"), "T1", "Sasaran!A3", "code_twice"),
        (("Sasaran", 1, "induk"), "T9", "Sasaran!D3", "parent_unknown"),
        (("Sasaran", 0, "induk"), "S1", "Sasaran!D2", "parent_not_above"),
        (("Indikator", 0, "kode sasaran"), "S9", "Indikator!B2", "goal_unknown"),
        (("Indikator", 1, "kode"), "I-1", "Indikator!A3", "code_twice"),
        (("Indikator", 0, "polaritas"), "", "Indikator!E2", "cell_empty"),
        (("Target", 0, "tahun 1"), "4.25", "Target!B2", "figure_ambiguous"),
        (("Target", 1, "tahun 2"), "Z", "Target!C3", "grade_unknown"),
        (("Target", 0, "kode indikator"), "I-9", "Target!A2", "indicator_unknown"),
        (("Target", 1, "kode indikator"), "I-1", "Indikator!A3", "renstra_target_missing"),
        (("Target", 2, "tahun 2"), "B", "Target!C4", "target_given_twice"),
    ],
)
def test_each_problem_is_named_with_its_cell(
    cell: tuple[str, int, str], text: str, where: str, code: str
) -> None:
    _, problems = read_renstra_with_problems(renstra_sheets({cell: text}), FIRST)
    assert (where, code) in [(problem.where, problem.code) for problem in problems]


def test_a_workbook_for_another_first_year_is_told() -> None:
    guide = Sheet("Petunjuk", (("Tahun pertama", "2030"),))
    _, problems = read_renstra_with_problems((guide, *renstra_sheets()), FIRST)
    assert [(problem.where, problem.code) for problem in problems] == [
        ("Petunjuk!B1", "year_differs")
    ]


# --- the year's plan beside it --------------------------------------------------------------


def told(promised: dict[str, Promise] | None) -> list[tuple[str, str, dict[str, object]]]:
    plan = read_plan(sheets(), 2026)
    return [(n.where, n.code, dict(n.facts)) for n in tie_notes(plan, 2026, promised)]


def test_the_agreement_is_held_against_renja() -> None:
    assert told(None) == [
        (
            "Target!H3",
            "renja_differs",
            {"column": "tahun", "subject": "I-1", "found": "100", "expected": "95"},
        )
    ]


def test_the_agreement_is_held_against_the_renstra() -> None:
    same = Promise("x", "%", "positif", Point(Decimal(100)))
    assert [code for _, code, _ in told({"I-1": same})] == ["renja_differs"]
    other = Promise("x", "orang", "negatif", Point(Decimal(99)))
    assert [code for _, code, _ in told({"I-1": other})] == [
        "renja_differs",
        "renstra_unit_differs",
        "renstra_polarity_differs",
        "renstra_differs",
    ]


def test_what_the_renstra_lacks_is_told_of_goals_and_not_of_programs() -> None:
    assert [(code, facts["subject"]) for _, code, facts in told({})][1:] == [
        ("renstra_lacks", "I-1")
    ]
