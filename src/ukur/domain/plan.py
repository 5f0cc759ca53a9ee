"""A plan as it is brought in: goals, indicators, targets, units, budget, and what must fit.

    Sasaran <-- Indikator <-- Target      one for every period in which it is due
                          <-- Penugasan --> Unit
                          <-- Target Unit --> Unit
    Anggaran: program <-- kegiatan <-- sub kegiatan --> Unit

The tree of performance (pohon kinerja) is made of the goals (tujuan, sasaran), of the budget
lines that a sasaran is reached by, and of the indicators, each on its node; `PlannedLink` are
the cross-cutting links between nodes.

`check` looks at how the rows fit together; that each cell can be read at all is the
matter of `ukur.domain.plan_reading`.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import ClassVar, TypeVar

from ukur.domain.figures.indicator import (
    Counting,
    Formula,
    Kind,
    Polarity,
    Range,
    Target,
    UnitRule,
    counting_problems,
)
from ukur.domain.figures.notation import money, written_target
from ukur.domain.periods import Period
from ukur.domain.plan_layout import BUDGET_LEVELS, INDICATOR_LEVELS, PERIODS
from ukur.domain.refusals import Fact, NotNow, Problem
from ukur.domain.sheets import Place

R = TypeVar("R", bound="Row")

SOMEWHERE = Place("", 0, {})
FEWEST_GRADES = 2
PERIOD_COLUMNS = {period: name.casefold() for name, period in PERIODS.items()}


class Stage(StrEnum):
    """Which paper of the year a target stands in."""

    RENJA = "renja"
    """The year's target as the work plan (Renja) had it, before the agreement."""
    AGREED = "pk"
    """Of the year: the Perjanjian Kinerja. Of its quarters: the Rencana Aksi."""


class PlanKind(StrEnum):
    """Which plan of the year it is."""

    INITIAL = "induk"
    """The first one, on which the Perjanjian Kinerja rests."""
    CHANGE = "perubahan"
    """A later one, with the changed budget or agreement."""


@dataclass(frozen=True)
class Upload:
    """A plan workbook as it was handed in.

    `in_force_from` is None for the usual day: 1 January for an initial plan, today for a
    change. `change_reason` says why a plan is changed; empty for an initial plan.
    """

    name: str
    content: bytes
    year: int
    kind: str
    in_force_from: date | None = None
    change_reason: str = ""

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True)
class Row:
    """A row of the workbook, with its place."""

    code: str
    at: Place = field(default=SOMEWHERE, compare=False, kw_only=True)

    def problem(self, column: str, code: str, **facts: Fact) -> Problem:
        return Problem(self.at.of(column), code, {"column": column, **facts})


@dataclass(frozen=True)
class PlannedUnit(Row):
    """A unit that fills in; `kind` is free, such as "puskesmas" or "bidang"."""

    name: str
    kind: str
    order: int


@dataclass(frozen=True)
class PlannedGoal(Row):
    """A tujuan or sasaran; `weight` is its share in a weighted mean over goals, 1 for equal."""

    text: str
    level: str = "sasaran"
    parent_code: str = ""
    weight: Decimal = Decimal(1)


@dataclass(frozen=True)
class PlannedIndicator(Row):
    """An indicator with its manual. `grades` are listed lowest first; empty if not graded.

    `node_code` is the program, kegiatan or sub kegiatan whose performance it measures; empty
    if it measures its goal. `formula_text` is the formula in words, `baseline` the state at the
    start (kondisi awal) as it is printed, `weight` its share in a weighted mean of its goal.
    """

    goal_code: str
    name: str
    unit_text: str
    decimals: int
    polarity: Polarity
    formula: Formula | None
    counting: Counting
    due: tuple[Period, ...]
    numerator_text: str = ""
    denominator_text: str = ""
    definition: str = ""
    data_source: str = ""
    in_charge: str = ""
    evidence_needed: bool = False
    level: str = "sasaran"
    parent_code: str = ""
    printed: str = ""
    grades: tuple[str, ...] = ()
    weight: Decimal = Decimal(1)
    node_code: str = ""
    formula_text: str = ""
    baseline: str = ""
    frequency: str = ""


def bounds_of(target: Target) -> tuple[Decimal, Decimal | None]:
    """The target as a low and a high; no high for a point."""
    if isinstance(target, Range):
        return target.low, target.high
    return target.value, None


@dataclass(frozen=True)
class PlannedTarget(Row):
    """A target of the indicator `code` for one period; a grade is its place on the scale."""

    period: Period
    target: Target
    stage: Stage = Stage.AGREED

    @property
    def bounds(self) -> tuple[Decimal, Decimal | None]:
        """The target as a low and a high; no high for a point."""
        return bounds_of(self.target)


@dataclass(frozen=True)
class PlannedUnitTarget(Row):
    """What one unit has to reach of the indicator `code` in one period."""

    unit_code: str
    period: Period
    target: Target

    @property
    def bounds(self) -> tuple[Decimal, Decimal | None]:
        """The target as a low and a high; no high for a point."""
        return bounds_of(self.target)


@dataclass(frozen=True)
class Assignment(Row):
    """The indicator `code` is filled in by a unit."""

    unit_code: str


@dataclass(frozen=True)
class PlannedBudget(Row):
    """A program, kegiatan or sub kegiatan; `ceiling` (pagu) in rupiah."""

    name: str
    level: str
    parent_code: str
    goal_code: str
    ceiling: Decimal
    unit_code: str


@dataclass(frozen=True)
class PlannedLink:
    """A cross-cutting link of the tree: from a node to another, or to one of another agency.

    `to_code` names a goal or budget line of this plan and is empty for another agency, which
    `to_agency` names in words; `text` says what the one gives to the other.
    """

    from_code: str
    to_code: str
    to_agency: str
    text: str
    at: Place = field(default=SOMEWHERE, compare=False, kw_only=True)


@dataclass(frozen=True)
class PlanDraft:
    """All that a plan workbook holds; `notes` are not wrong, but want to be seen."""

    units: tuple[PlannedUnit, ...] = ()
    goals: tuple[PlannedGoal, ...] = ()
    indicators: tuple[PlannedIndicator, ...] = ()
    targets: tuple[PlannedTarget, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    budget: tuple[PlannedBudget, ...] = ()
    unit_targets: tuple[PlannedUnitTarget, ...] = ()
    links: tuple[PlannedLink, ...] = ()
    notes: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Imported:
    """What came of an import; not new if the same file had been brought in before."""

    plan_id: int
    number: int
    is_new: bool


@dataclass(frozen=True)
class Preview:
    """What an import would bring, and all that is wrong with it; nothing is written.

    `known_as` is the number of the version that this very file already is, or None.
    """

    draft: PlanDraft
    problems: tuple[Problem, ...]
    sha256: str
    known_as: int | None = None
    next_number: int = 1


@dataclass(eq=False)
class InitialPlanExists(NotNow):
    """The year has its initial plan; what follows is a change."""

    code: ClassVar[str] = "initial_plan_exists"
    year: int


@dataclass(eq=False)
class InitialPlanMissing(NotNow):
    """There is nothing yet that this could change."""

    code: ClassVar[str] = "initial_plan_missing"
    year: int


def check(draft: PlanDraft) -> tuple[Problem, ...]:
    """All that does not fit together in a plan, in the order of its sheets."""
    found: list[Problem] = []
    for check_rows in (
        _codes_once,
        _empty_sheets,
        _indicator_rules,
        _indicator_links,
        _targets,
        _assigned,
        _budget,
    ):
        found += check_rows(draft)
    return tuple(found)


def notes(draft: PlanDraft) -> tuple[Problem, ...]:
    """What is allowed in a plan but surprises: seen beside the preview, it stops nothing."""
    return (*draft.notes, *_surprising_targets(draft), *_sums_that_differ(draft))


def _codes_once(draft: PlanDraft) -> Iterator[Problem]:
    sheets: tuple[Sequence[Row], ...] = (draft.units, draft.goals, draft.indicators, draft.budget)
    for rows in sheets:
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
        if not _formula_fits(row):
            yield row.problem("rumus", "formula_unfit", found=str(row.formula))


def _formula_fits(row: PlannedIndicator) -> bool:
    if row.formula in (None, Formula.RANGE):
        return True
    return (row.formula is Formula.POSITIVE) == (row.polarity is Polarity.POSITIVE)


def _indicator_links(draft: PlanDraft) -> Iterator[Problem]:
    goals = {goal.code for goal in draft.goals}
    levels = {row.code: row.level for row in draft.indicators}
    for row in draft.indicators:
        if row.goal_code not in goals:
            yield row.problem("kode sasaran", "goal_unknown", found=row.goal_code)
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
        column = PERIOD_COLUMNS[target.period]
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


def _target_value(target: PlannedTarget, indicator: PlannedIndicator) -> Iterator[Problem]:
    is_counted = indicator.counting.kind in (Kind.COUNT, Kind.RATIO)
    if is_counted and target.bounds[0] < 0:
        yield target.problem(
            PERIOD_COLUMNS[target.period], "figure_negative", typed=written_target(target.target)
        )


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


def _surprising_targets(draft: PlanDraft) -> Iterator[Problem]:
    indicators = {row.code: row for row in draft.indicators}
    for target in draft.targets:
        indicator = indicators.get(target.code)
        if indicator is None:
            continue
        low, _ = target.bounds
        if low == 0 and indicator.polarity is Polarity.POSITIVE:
            yield target.problem(
                PERIOD_COLUMNS[target.period], "target_zero", indicator=target.code
            )


def _sums_that_differ(draft: PlanDraft) -> Iterator[Problem]:
    sums: dict[str, Decimal] = {}
    for row in draft.budget:
        if row.parent_code:
            sums[row.parent_code] = sums.get(row.parent_code, Decimal(0)) + row.ceiling
    for row in draft.budget:
        if row.code in sums and sums[row.code] != row.ceiling:
            yield row.problem(
                "pagu",
                "children_sum_differs",
                found=money(row.ceiling),
                expected=money(sums[row.code]),
            )
