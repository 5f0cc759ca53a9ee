"""What an agreement promises of a plan, in words, and what a Perubahan changed."""

from dataclasses import replace
from decimal import Decimal

from ukur.domain.figures.indicator import (
    Counting,
    EntryBasis,
    Kind,
    PeriodRule,
    Point,
    Polarity,
    Range,
    Target,
    UnitRule,
)
from ukur.domain.periods import Period
from ukur.domain.plan.agreement import (
    Changed,
    changed,
    content_of,
    lacking,
    promised_indicators,
    target_with_unit,
)
from ukur.domain.plan.draft import (
    PlanDraft,
    PlannedBudget,
    PlannedGoal,
    PlannedIndicator,
    PlannedLink,
    PlannedTarget,
    Stage,
)
from ukur.domain.plan.tree import tree_of

YEAR = 2026


def indicator(code: str = "IKU-01", kind: Kind = Kind.INDEX, **more: object) -> PlannedIndicator:
    counting = Counting(kind, EntryBasis.TO_DATE, PeriodRule.LAST, UnitRule.OWNER)
    plain = PlannedIndicator(
        code, "S1", f"Nama {code}", "%", 2, Polarity.POSITIVE, None, counting, (Period.YEAR,)
    )
    return replace(plain, **more)  # type: ignore[arg-type]  # the tests name real fields


def target(code: str, value: str, stage: Stage = Stage.AGREED) -> PlannedTarget:
    return PlannedTarget(code, Period.YEAR, Point(Decimal(value)), stage)


def draft(*indicators: PlannedIndicator, **more: object) -> PlanDraft:
    plain = PlanDraft(
        goals=(PlannedGoal("S1", "Sasaran satu"), PlannedGoal("S2", "Sasaran dua")),
        indicators=indicators,
        targets=tuple(target(row.code, "90") for row in indicators),
    )
    return replace(plain, **more)  # type: ignore[arg-type]  # as above


def said(value: Target, **more: object) -> str:
    return target_with_unit(indicator(**more), value, YEAR)  # type: ignore[arg-type]  # as above


def test_a_target_is_said_with_its_unit_and_no_more_decimals_than_it_has() -> None:
    assert said(Point(Decimal("74.750000"))) == "74,75%"
    assert said(Point(Decimal(1234)), unit_text="per 100.000 KH") == "1.234 per 100.000 KH"
    assert said(Range(Decimal(80), Decimal(90))) == "80 – 90%"


def test_a_grade_an_answer_and_a_day_are_said_in_words_without_a_unit() -> None:
    grades = ("CC", "B", "BB")
    assert said(Point(Decimal(3)), kind=Kind.GRADE, unit_text="predikat", grades=grades) == "BB"
    assert said(Point(Decimal(1)), kind=Kind.YES_NO, unit_text="dokumen") == "ya"
    assert said(Point(Decimal(59)), kind=Kind.DATE, unit_text="hari") == "28 Februari 2026"


def test_the_head_promises_what_measures_goals() -> None:
    plan = draft(indicator(), indicator("P-01", level="program"))
    assert [row.code for row in promised_indicators(plan)] == ["IKU-01"]


def test_a_plan_that_measures_no_goal_promises_its_highest_level() -> None:
    plan = draft(indicator("K-01", level="kegiatan"), indicator("P-01", level="program"))
    assert [row.code for row in promised_indicators(plan)] == ["P-01"]


def test_the_annex_leaves_out_goals_without_indicators_and_takes_what_was_agreed() -> None:
    plan = draft(indicator())
    plan = replace(plan, targets=(*plan.targets, target("IKU-01", "80", Stage.RENJA)))
    (goal,) = content_of(plan, YEAR).goals
    assert (goal.code, goal.lines[0].target) == ("S1", "90%")


def test_an_annex_lacks_what_has_no_target_of_the_year() -> None:
    content = content_of(draft(indicator(), targets=()), YEAR)
    assert [(p.where, p.code) for p in lacking(content)] == [("IKU-01", "year_target_missing")]
    nothing = content_of(draft(), YEAR)
    assert [p.code for p in lacking(nothing)] == ["nothing_promised"]


def test_changes_are_told_by_code_new_ones_gone_ones_and_money() -> None:
    money = PlannedBudget("1.02", "Program A", "program", "", "S1", Decimal(1000), "U")
    before = draft(indicator(), indicator("IKU-02"), budget=(money,))
    after = draft(indicator(), indicator("IKU-03"), budget=(replace(money, ceiling=Decimal(1500)),))
    after = replace(after, targets=(target("IKU-01", "95"), target("IKU-03", "90")))
    assert changed(content_of(before, YEAR), content_of(after, YEAR)) == (
        Changed("Nama IKU-01", "90%", "95%"),
        Changed("Nama IKU-03", "", "90%"),
        Changed("Nama IKU-02", "90%", ""),
        Changed("Anggaran Program A", "Rp 1.000", "Rp 1.500"),
    )


def test_the_tree_hangs_programs_on_goals_and_indicators_on_their_nodes() -> None:
    goals = (
        PlannedGoal("T1", "Tujuan", level="tujuan"),
        PlannedGoal("S1", "Sasaran", parent_code="T1"),
    )
    budget = (
        PlannedBudget("1.02", "Program", "program", "", "S1", Decimal(9), "U"),
        PlannedBudget("1.02.2", "Kegiatan", "kegiatan", "1.02", "", Decimal(9), "U"),
    )
    plan = draft(
        indicator(),
        indicator("P-01", level="program", node_code="1.02"),
        goals=goals,
        budget=budget,
        links=(PlannedLink("1.02", "", "Bappeda", "reviu"),),
    )
    tree = tree_of(plan, YEAR)
    assert [(node.code, node.parent) for node in tree.nodes] == [
        ("T1", ""),
        ("S1", "T1"),
        ("1.02", "S1"),
        ("1.02.2", "1.02"),
    ]
    assert {node.code: [i.code for i in node.indicators] for node in tree.nodes} == {
        "T1": [],
        "S1": ["IKU-01"],
        "1.02": ["P-01"],
        "1.02.2": [],
    }
    assert tree.nodes[1].indicators[0].target == "90%"
    assert tree.links[0].to_agency == "Bappeda"


def test_an_indicator_that_bears_the_code_of_a_budget_line_measures_it_below_the_goals() -> None:
    line = PlannedBudget("B-14", "Kegiatan", "program", "", "S1", Decimal(9), "U")
    plan = draft(
        indicator("B-14", level="program"), indicator("B-15", level="program"), budget=(line,)
    )
    tree = tree_of(plan, YEAR)
    assert {node.code: [i.code for i in node.indicators] for node in tree.nodes} == {
        "S1": ["B-15"],
        "S2": [],
        "B-14": ["B-14"],
    }
