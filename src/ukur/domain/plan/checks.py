"""How the rows of a plan have to fit together."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from ukur.domain.figures.indicator import (
    DATE_FORMULAS,
    POINT_FORMULAS,
    RANGE_FORMULAS,
    Formula,
    Kind,
    Polarity,
    Range,
    UnitRule,
    counting_problems,
)
from ukur.domain.figures.notation import money, written_target
from ukur.domain.plan.draft import (
    PERIOD_COLUMNS,
    PlanDraft,
    PlannedGoal,
    PlannedIndicator,
    PlannedTarget,
    PlannedUnitTarget,
    Row,
    Stage,
)
from ukur.domain.plan.layout import BUDGET_LEVELS, GOAL_LEVELS, INDICATOR_LEVELS
from ukur.domain.refusals import Problem

R = TypeVar("R", bound=Row)

FEWEST_GRADES = 2
FORMULAS_OF_KIND = {Kind.YES_NO: {Formula.YES_NO}, Kind.DATE: set(DATE_FORMULAS)}
"""What may be named for the kinds that have formulas of their own."""


def check(draft: PlanDraft) -> tuple[Problem, ...]:
    """All that does not fit together in a plan, in the order of its sheets."""
    found: list[Problem] = []
    for check_rows in (
        _codes_once,
        _empty_sheets,
        _goals,
        _indicator_rules,
        _indicator_links,
        _targets,
        _assigned,
        _unit_targets,
        _budget,
        _links,
    ):
        found += check_rows(draft)
    return tuple(found)


def _codes_once(draft: PlanDraft) -> Iterator[Problem]:
    # Goals and budget lines are nodes of one tree, so a code names one of them only.
    nodes = (*draft.goals, *draft.budget)
    sheets: tuple[Sequence[Row], ...] = (draft.units, nodes, draft.indicators)
    for rows in sheets:
        yield from codes_twice(rows)


def codes_twice(rows: Iterable[Row]) -> Iterator[Problem]:
    """The rows whose code another row had first, whatever its capitals."""
    for row, first in _repeated(rows, lambda row: row.code.casefold()):
        yield row.problem("kode", "code_twice", found=row.code, first=first.at.of("kode"))


def _repeated(rows: Iterable[R], key: Callable[[R], object]) -> Iterator[tuple[R, R]]:
    """The rows whose key came before, each with the row that had it first."""
    first: dict[object, R] = {}
    for row in rows:
        earlier = first.setdefault(key(row), row)
        if earlier is not row:
            yield row, earlier


def _empty_sheets(draft: PlanDraft) -> Iterator[Problem]:
    for sheet, rows in (
        ("Unit", draft.units),
        ("Sasaran", draft.goals),
        ("Indikator", draft.indicators),
    ):
        if not rows:
            yield Problem(sheet, "sheet_empty", {"sheet": sheet})


def _goals(draft: PlanDraft) -> Iterator[Problem]:
    return goal_problems(draft.goals)


def goal_problems(goals: Sequence[PlannedGoal]) -> Iterator[Problem]:
    """What does not fit in the tree of tujuan and sasaran."""
    levels = {goal.code: goal.level for goal in goals}
    for goal in goals:
        if goal.parent_code:
            yield from _parent(goal, goal.parent_code, goal.level, (levels, GOAL_LEVELS))


_COLUMN_OF_RULE = {"periods": "aturan periode", "units": "aturan unit", "factor": "faktor"}


def _indicator_rules(draft: PlanDraft) -> Iterator[Problem]:
    for row in draft.indicators:
        for found in counting_problems(row.counting):
            yield row.problem(_COLUMN_OF_RULE[found.where], found.code)
        if row.counting.kind is Kind.RATIO:
            for column, text in (
                ("pembilang", row.numerator_text),
                ("penyebut", row.denominator_text),
            ):
                if not text:
                    yield row.problem(column, "part_unnamed")
        if row.counting.kind is Kind.GRADE and len(row.grades) < FEWEST_GRADES:
            yield row.problem("skala", "grades_missing")
        yield from _formula_problems(row)


def _formula_problems(row: PlannedIndicator) -> Iterator[Problem]:
    if row.counting.kind is Kind.DATE and row.polarity is not Polarity.NEGATIVE:
        yield row.problem("polaritas", "polarity_of_day", found=row.polarity.value)
    elif not _formula_fits(row):
        yield row.problem("rumus", "formula_unfit", found=str(row.formula))


def _formula_fits(row: PlannedIndicator) -> bool:
    """Whether the formula suits polarity and kind; the shape of its targets is known later."""
    if row.formula is None:
        return True
    for_kind = FORMULAS_OF_KIND.get(row.counting.kind)
    suits_polarity = row.formula in (POINT_FORMULAS[row.polarity] | RANGE_FORMULAS[row.polarity])
    if for_kind is None:
        return suits_polarity and row.formula not in DATE_FORMULAS
    return suits_polarity and row.formula in for_kind


def _indicator_links(draft: PlanDraft) -> Iterator[Problem]:
    goals = {goal.code for goal in draft.goals}
    lines = {line.code for line in draft.budget}
    levels = {row.code: row.level for row in draft.indicators}
    for row in draft.indicators:
        if row.goal_code not in goals:
            yield row.problem("kode sasaran", "goal_unknown", found=row.goal_code)
        if row.node_code and row.node_code not in lines:
            yield row.problem("kode anggaran", "budget_unknown", found=row.node_code)
        if row.parent_code:
            yield from _parent(row, row.parent_code, row.level, (levels, INDICATOR_LEVELS))


def _parent(
    row: Row, parent_code: str, level: str, ladder: tuple[dict[str, str], Sequence[str]]
) -> Iterator[Problem]:
    levels, order = ladder
    if parent_code not in levels:
        yield row.problem("induk", "parent_unknown", found=parent_code)
    elif order.index(levels[parent_code]) >= order.index(level):
        yield row.problem("induk", "parent_not_above", found=parent_code, level=level)


def _targets(draft: PlanDraft) -> Iterator[Problem]:
    indicators = {row.code: row for row in draft.indicators}
    for target, first in _repeated(draft.targets, lambda row: (row.code, row.period, row.stage)):
        column = column_of(target)
        yield target.problem(
            column, "target_given_twice", found=target.code, first=first.at.of(column)
        )
    for target in draft.targets:
        if target.code not in indicators:
            column = "kode indikator"
            yield target.problem(column, "indicator_unknown", found=target.code)
        else:
            yield from _target_value(target, indicators[target.code])
    yield from _targets_missing(draft)


def _targets_missing(draft: PlanDraft) -> Iterator[Problem]:
    agreed = [target for target in draft.targets if target.stage is Stage.AGREED]
    given = {(target.code, target.period) for target in agreed}
    rows = {target.code: target for target in reversed(draft.targets)}
    for indicator in draft.indicators:
        row: Row = rows.get(indicator.code, indicator)
        for period in indicator.due:
            if (indicator.code, period) not in given:
                column = "kode" if row is indicator else PERIOD_COLUMNS[period]
                facts = {"indicator": indicator.code, "period": period.value}
                yield row.problem(column, "target_missing", **facts)


def _target_value(
    target: PlannedTarget | PlannedUnitTarget, indicator: PlannedIndicator
) -> Iterator[Problem]:
    is_counted = indicator.counting.kind in (Kind.COUNT, Kind.RATIO)
    if is_counted and target.bounds[0] < 0:
        yield target.problem(
            column_of(target), "figure_negative", typed=written_target(target.target)
        )
    if indicator.formula is not None and _formula_fits(indicator):
        shaped = (RANGE_FORMULAS if isinstance(target.target, Range) else POINT_FORMULAS)[
            indicator.polarity
        ]
        if indicator.formula not in shaped:
            facts = {"found": indicator.formula.value, "typed": written_target(target.target)}
            yield target.problem(column_of(target), "formula_shape", **facts)


def column_of(target: PlannedTarget | PlannedUnitTarget) -> str:
    """The column of the workbook in which a target stands."""
    if isinstance(target, PlannedTarget) and target.stage is Stage.RENJA:
        return "renja"
    return PERIOD_COLUMNS[target.period]


def _assigned(draft: PlanDraft) -> Iterator[Problem]:
    indicators = {row.code for row in draft.indicators}
    units = {row.code for row in draft.units}
    for row in draft.assignments:
        if row.code not in indicators:
            yield row.problem("kode indikator", "indicator_unknown", found=row.code)
        if row.unit_code not in units:
            yield row.problem("kode unit", "unit_unknown", found=row.unit_code)
    for row, first in _repeated(draft.assignments, lambda row: (row.code, row.unit_code)):
        facts = {"indicator": row.code, "found": row.unit_code, "first": first.at.of("kode unit")}
        yield row.problem("kode unit", "assigned_twice", **facts)
    counts = Counter(row.code for row in draft.assignments)
    for indicator in draft.indicators:
        count = counts[indicator.code]
        if count == 0:
            yield indicator.problem("kode", "unit_missing", indicator=indicator.code)
        elif count > 1 and indicator.counting.units is UnitRule.OWNER:
            yield indicator.problem("aturan unit", "owner_not_one", count=count)


def _unit_targets(draft: PlanDraft) -> Iterator[Problem]:
    indicators = {row.code: row for row in draft.indicators}
    units = {row.code for row in draft.units}
    assigned = {(row.code, row.unit_code) for row in draft.assignments}
    # Where an assignment names no unit, it is told there; whom it meant is not known here.
    unclear = {row.code for row in draft.assignments if row.unit_code not in units}
    for row, first in _repeated(
        draft.unit_targets, lambda row: (row.code, row.unit_code, row.period)
    ):
        column = column_of(row)
        yield row.problem(column, "target_given_twice", found=row.code, first=first.at.of(column))
    # Hundreds of thousands of rows share a few pairs, so each pair is looked at once.
    pairs = {(row.code, row.unit_code) for row in draft.unit_targets}
    sound = {
        pair
        for pair in pairs
        if pair[0] in indicators and pair[1] in units and (pair in assigned or pair[0] in unclear)
    }
    for row in draft.unit_targets:
        if (row.code, row.unit_code) in sound:
            if row.bounds[0] < 0:
                yield from _target_value(row, indicators[row.code])
        elif row.code not in indicators:
            yield row.problem("kode indikator", "indicator_unknown", found=row.code)
        elif row.unit_code not in units:
            yield row.problem("kode unit", "unit_unknown", found=row.unit_code)
        else:
            facts = {"indicator": row.code, "found": row.unit_code}
            yield row.problem("kode unit", "unit_not_assigned", **facts)


def _links(draft: PlanDraft) -> Iterator[Problem]:
    nodes = {row.code for row in (*draft.goals, *draft.budget)}
    for link in draft.links:
        for column, code in (("dari", link.from_code), ("ke", link.to_code)):
            if code and code not in nodes:
                yield link.problem(column, "node_unknown", found=code)
        if bool(link.to_code) == bool(link.to_agency):
            yield link.problem("ke", "link_end_not_one")
        if link.from_code == link.to_code:
            yield link.problem("ke", "link_to_itself", found=link.to_code)


def _budget(draft: PlanDraft) -> Iterator[Problem]:
    levels = {row.code: row.level for row in draft.budget}
    units = {row.code for row in draft.units}
    goals = {row.code for row in draft.goals}
    for row in draft.budget:
        if row.parent_code:
            yield from _parent(row, row.parent_code, row.level, (levels, BUDGET_LEVELS))
        elif row.level != BUDGET_LEVELS[0]:
            yield row.problem("induk", "parent_missing", level=row.level)
        if row.goal_code and row.goal_code not in goals:
            yield row.problem("kode sasaran", "goal_unknown", found=row.goal_code)
        if row.unit_code not in units:
            yield row.problem("kode unit", "unit_unknown", found=row.unit_code)
        if row.ceiling < 0:
            yield row.problem("pagu", "figure_negative", typed=money(row.ceiling))
