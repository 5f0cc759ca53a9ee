"""A plan as it is brought in: goals, indicators, targets, units, budget, and what must fit.

    Sasaran <-- Indikator <-- Target      one for every period in which it is due
                          <-- Penugasan --> Unit
                          <-- Target Unit --> Unit
    Anggaran: program <-- kegiatan <-- sub kegiatan --> Unit

The tree of performance (pohon kinerja) is made of the goals (tujuan, sasaran), of the budget
lines that a sasaran is reached by, and of the indicators, each on its node; `PlannedLink` are
the cross-cutting links between nodes.

How the rows fit together is the matter of `ukur.domain.plan.checks`; that each cell can be
read at all, of `ukur.domain.plan.reading`.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import ClassVar

from ukur.domain.figures.indicator import (
    Counting,
    Formula,
    Polarity,
    Range,
    Target,
)
from ukur.domain.periods import Period
from ukur.domain.plan.layout import PERIODS
from ukur.domain.refusals import Fact, NotNow, Problem
from ukur.domain.sheets import Place, Question

SOMEWHERE = Place("", 0, {})
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
    change. `change_reason` says why a plan is changed; empty for an initial plan. `recipe` says
    how the file is read if it is not our own workbook: read in another way, it is another plan.
    """

    name: str
    content: bytes
    year: int
    kind: str
    in_force_from: date | None = None
    change_reason: str = ""
    recipe: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    """What unclear cells were said to mean, by their place; answered otherwise, another plan."""

    @cached_property
    def sha256(self) -> str:
        digest = hashlib.sha256(self.content)
        if self.recipe or self.answers:
            told = self.recipe + "".join(
                f"\n{at}={text}" for at, text in sorted(self.answers.items())
            )
            digest = hashlib.sha256(digest.digest() + told.encode())
        return digest.hexdigest()


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

    def problem(self, column: str, code: str, **facts: Fact) -> Problem:
        return Problem(self.at.of(column), code, {"column": column, **facts})


@dataclass(frozen=True)
class PlanDraft:
    """All that a plan workbook holds; `notes` are not wrong, but want to be seen.

    `questions` are the cells that can be read in more than one way.
    """

    units: tuple[PlannedUnit, ...] = ()
    goals: tuple[PlannedGoal, ...] = ()
    indicators: tuple[PlannedIndicator, ...] = ()
    targets: tuple[PlannedTarget, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    budget: tuple[PlannedBudget, ...] = ()
    unit_targets: tuple[PlannedUnitTarget, ...] = ()
    links: tuple[PlannedLink, ...] = ()
    notes: tuple[Problem, ...] = ()
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True)
class Imported:
    """What came of an import; not new if the same file had been brought in before."""

    plan_id: int
    number: int
    is_new: bool


@dataclass(frozen=True)
class Preview:
    """What an import would bring, and all that is wrong with it; nothing is written.

    `known_as` is the number of the version that this very file already is, or None. `notes`
    say where Renstra, Renja and agreement differ.
    """

    draft: PlanDraft
    problems: tuple[Problem, ...]
    sha256: str
    notes: tuple[Problem, ...] = ()
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
