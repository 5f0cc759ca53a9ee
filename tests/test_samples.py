"""The samples are what their tables make, sound, and marked as what they are."""

from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from samples.make_samples import HEALTH, TRIAL, TRIAL_MARK, table, workbooks
from ukur.adapters.plan_workbook import MARK
from ukur.adapters.workbook import read_workbook
from ukur.domain.entering import Typed, entered
from ukur.domain.figures.indicator import EntryBasis, Kind, Polarity, Range
from ukur.domain.figures.showing import Look
from ukur.domain.periods import QUARTERS as PERIODS
from ukur.domain.plan.draft import PlanDraft, Stage
from ukur.domain.plan.reading import read_plan
from ukur.domain.plan.renstra_reading import read_renstra
from ukur.domain.unit_form import Reported, reported


def plan(folder: Path) -> PlanDraft:
    return read_plan(read_workbook((folder / "rencana.xlsx").read_bytes()), 2026)


def report(path: Path) -> Reported:
    found, problems = reported(read_workbook(path.read_bytes()))
    assert problems == ()
    return found


QUARTERLY = [HEALTH / f"isian-{period.lower()}.xlsx" for period in PERIODS]
REPORTS = [*QUARTERLY, TRIAL / "isian-tahun.xlsx"]


@pytest.mark.parametrize("path", workbooks(), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_sample_is_what_its_tables_make(path: Path) -> None:
    made = workbooks()[path]()
    assert read_workbook(made) == read_workbook(path.read_bytes())


@pytest.mark.parametrize("path", workbooks(), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_each_sheet_of_a_sample_says_what_it_is(path: Path) -> None:
    mark = MARK if path.parent == HEALTH else TRIAL_MARK
    for sheet in read_workbook(path.read_bytes()):
        assert any(mark in text for row in sheet.rows for text in row), sheet.name


@pytest.mark.parametrize("folder", [HEALTH, TRIAL], ids=lambda folder: folder.name)
def test_the_plan_of_a_sample_raises_neither_problem_nor_note(folder: Path) -> None:
    assert plan(folder).notes == ()


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_entry_of_a_sample_can_be_recorded(path: Path) -> None:
    of = plan(path.parent)
    indicators = {row.code: row for row in of.indicators}
    for unit, rows in report(path).rows.items():
        for row in rows:
            indicator = indicators[row.code]
            typed = Typed(row.value, row.numerator, row.denominator, row.note)
            kept, problems = entered(
                typed, Look(indicator.counting.kind, 2026, grades=indicator.grades)
            )
            assert problems == (), (unit, row)
            assert not kept.is_blank


@pytest.mark.parametrize(("path", "period"), [*zip(QUARTERLY, PERIODS, strict=True)])
def test_exactly_what_is_due_is_reported(path: Path, period: str) -> None:
    of = plan(HEALTH)
    due = {row.code for row in of.indicators if period in row.due}
    expected = {(row.unit_code, row.code) for row in of.assignments if row.code in due}
    found = {(unit, row.code) for unit, rows in report(path).rows.items() for row in rows}
    assert found == expected


def test_the_sample_agency_has_its_32_units() -> None:
    kinds = [unit.kind for unit in plan(HEALTH).units]
    assert (kinds.count("puskesmas"), kinds.count("bidang"), kinds.count("sekretariat")) == (
        27,
        4,
        1,
    )


def test_the_sample_plan_shows_every_kind_of_figure() -> None:
    of = plan(HEALTH)
    assert {row.counting.kind for row in of.indicators} == set(Kind)
    assert {row.polarity for row in of.indicators} == set(Polarity)
    assert {row.counting.factor for row in of.indicators} >= {1, 100, 1_000, 100_000}
    assert any(isinstance(target.target, Range) for target in of.targets)
    assert any(target.bounds[0] == 0 for target in of.targets)


def test_the_sample_plan_has_a_whole_tree_and_targets_of_every_stage() -> None:
    of = plan(HEALTH)
    aims = {goal.code for goal in of.goals if goal.level == "tujuan"}
    assert {goal.parent_code for goal in of.goals if goal.level == "sasaran"} == aims
    lines = {line.code for line in of.budget}
    assert {row.node_code for row in of.indicators if row.level != "sasaran"} <= lines
    assert {target.stage for target in of.targets} == set(Stage)
    trained = [t for t in of.unit_targets if t.code == "IKP-23" and t.period == "TAHUN"]
    assert (len(trained), sum(t.bounds[0] for t in trained)) == (27, 1200)
    assert {bool(link.to_agency) for link in of.links} == {True, False}


def test_the_sample_renstra_promises_what_the_goals_are_measured_by() -> None:
    content = (HEALTH / "renstra.xlsx").read_bytes()
    renstra = read_renstra(read_workbook(content), 2025)
    assert (renstra.first_year, renstra.last_year) == (2025, 2029)
    measured = {row.code for row in plan(HEALTH).indicators if row.level == "sasaran"}
    assert {row.code for row in renstra.indicators} == measured


def test_what_is_counted_since_january_never_falls() -> None:
    to_date = {
        row.code
        for row in plan(HEALTH).indicators
        if row.counting.basis is EntryBasis.TO_DATE and row.counting.kind is not Kind.DATE
    }
    seen: dict[tuple[str, str], Decimal] = {}
    for path in QUARTERLY:
        for unit, rows in report(path).rows.items():
            for row in rows:
                if row.code in to_date:
                    now = Decimal((row.numerator or row.value).replace(",", "."))
                    assert now >= seen.get((unit, row.code), Decimal(0)), (unit, row)
                    seen[unit, row.code] = now


def test_deaths_are_the_same_in_the_count_and_in_the_rate() -> None:
    """The rates are counted since January, the deaths themselves quarter by quarter."""
    counted: Counter[tuple[str, str]] = Counter()
    for path in QUARTERLY:
        for unit, rows in report(path).rows.items():
            by_code = {row.code: row for row in rows}
            if "IKU-02" not in by_code:
                continue
            for rate, deaths in (("IKU-02", "IKP-12"), ("IKU-03", "IKP-13")):
                counted[unit, deaths] += int(by_code[deaths].value)
                assert int(by_code[rate].numerator) == counted[unit, deaths]


def test_most_puskesmas_had_no_maternal_death() -> None:
    rows = [row for rows in report(QUARTERLY[2]).rows.values() for row in rows]
    counts = [int(row.value) for row in rows if row.code == "IKP-12"]
    assert sum(counts) == 5
    assert counts.count(0) > len(counts) / 2


def test_spending_adds_up_and_grows() -> None:
    before: dict[str, str] = {}
    for path in QUARTERLY:
        spent = report(path).spent
        assert all(int(spent[code]) >= int(before.get(code, "0")) for code in spent)
        assert set(spent) == {line.code for line in plan(HEALTH).budget}
        before = spent


def test_the_levels_of_the_trial_add_up_by_themselves() -> None:
    rows = table(TRIAL / "sumber.csv")
    for column in ("pagu", "realisasi anggaran"):
        for parent in rows:
            below = [int(row[column]) for row in rows if row["induk"] == parent["baris"]]
            assert not below or sum(below) == int(parent[column]), (column, parent["baris"])


def test_the_trial_keeps_what_was_printed_beside_a_realization_of_zero() -> None:
    rows = table(TRIAL / "sumber.csv")
    assert [row["baris"] for row in rows if row["realisasi"] == "0"] == ["46", "48", "51"]
    assert {row["tercetak"] for row in rows} == {"100%"}
    assert all(row["sumber"].endswith(f"baris {row['baris']}") for row in rows)
