"""The tree of a plan: every goal, indicator, budget line and unit hangs on something."""

from collections.abc import Iterator
from decimal import Decimal

from ukur.domain.plan.draft import PlanDraft, PlannedIndicator
from ukur.domain.plan.findings.finding import Finding, FindingCode, Group, Notebook
from ukur.domain.plan.layout import BUDGET_LEVELS

TOP, GOAL = "tujuan", "sasaran"
WHOLE_WEIGHTS = (Decimal(1), Decimal(100))
MOST_RELATIVE = 50
"""Weights that make more than this together are per cents."""

_GOALS = Notebook(Group.TREE, "Sasaran")
_INDICATORS = Notebook(Group.TREE, "Indikator")
_BUDGET = Notebook(Group.TREE, "Anggaran")
_UNITS = Notebook(Group.TREE, "Unit")


def tree_findings(draft: PlanDraft) -> Iterator[Finding]:
    """What hangs on nothing, or has nothing hanging on it."""
    yield from _goals(draft)
    yield from _programs(draft)
    yield from _budget_lines(draft)
    yield from _indicators(draft)
    yield from _units(draft)
    yield from _weights(draft)


def _goals(draft: PlanDraft) -> Iterator[Finding]:
    tops = {goal.code for goal in draft.goals if goal.level == TOP}
    parents = {goal.parent_code for goal in draft.goals}
    measured = {row.goal_code for row in draft.indicators if not row.node_code}
    for goal in draft.goals:
        if goal.level == TOP and goal.code not in parents:
            yield _GOALS.about(goal, "kode", FindingCode.AIM_WITHOUT_GOAL)
        if tops and goal.level == GOAL and goal.parent_code not in tops:
            yield _GOALS.about(goal, "induk", FindingCode.GOAL_WITHOUT_AIM)
        if goal.code not in measured:
            yield _GOALS.about(goal, "kode", FindingCode.GOAL_WITHOUT_INDICATOR)


def _programs(draft: PlanDraft) -> Iterator[Finding]:
    """Programs reach a sasaran, and each sasaran is reached by at least one."""
    programs = [line for line in draft.budget if line.level == BUDGET_LEVELS[0]]
    reached = {line.goal_code for line in draft.budget}
    for line in programs:
        if not line.goal_code:
            yield _BUDGET.about(line, "kode sasaran", FindingCode.PROGRAM_WITHOUT_GOAL)
    if any(line.goal_code for line in programs):
        for goal in draft.goals:
            if goal.level == GOAL and goal.code not in reached:
                yield _GOALS.about(goal, "kode", FindingCode.GOAL_WITHOUT_PROGRAM)


def _budget_lines(draft: PlanDraft) -> Iterator[Finding]:
    measured = {row.node_code for row in draft.indicators if row.node_code}
    codes = (FindingCode.LINE_WITHOUT_INDICATOR, FindingCode.LINES_WITHOUT_INDICATOR)
    yield from _BUDGET.each_or_all(
        draft.budget, lambda line: line.code not in measured, "kode", codes
    )


def _indicators(draft: PlanDraft) -> Iterator[Finding]:
    """Below sasaran, an indicator names its budget line or the indicator above it."""

    def hangs_alone(row: PlannedIndicator) -> bool:
        return not row.node_code and not row.parent_code

    below = [row for row in draft.indicators if row.level not in (TOP, GOAL)]
    codes = (FindingCode.INDICATOR_WITHOUT_NODE, FindingCode.INDICATORS_WITHOUT_NODE)
    yield from _INDICATORS.each_or_all(below, hangs_alone, "kode anggaran", codes)


def _units(draft: PlanDraft) -> Iterator[Finding]:
    busy = {row.unit_code for row in draft.assignments} | {row.unit_code for row in draft.budget}
    for unit in draft.units:
        if unit.code not in busy:
            yield _UNITS.about(unit, "kode", FindingCode.UNIT_IDLE, name=unit.name)


def _weights(draft: PlanDraft) -> Iterator[Finding]:
    """Weights that are meant as shares make 1 or 100; others, such as 3 and 2, need not."""
    for goal in draft.goals:
        rows = [row for row in draft.indicators if row.goal_code == goal.code and not row.node_code]
        total = sum((row.weight for row in rows), Decimal(0))
        are_shares = any(row.weight < 1 for row in rows) or total > MOST_RELATIVE
        if are_shares and total not in WHOLE_WEIGHTS:
            found = format(total.normalize(), "f").replace(".", ",")
            yield _GOALS.about(goal, "kode", FindingCode.WEIGHTS_DIFFER, found=found)
