"""The plan of five years (Renstra): goals and indicators with a target for every year.

The year's plan is tied to it by the codes of the indicators.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from ukur.domain.figures.indicator import Kind, Polarity, Target
from ukur.domain.figures.showing import Look, target_text
from ukur.domain.periods import Period
from ukur.domain.plan.draft import (
    PlanDraft,
    PlannedGoal,
    PlannedIndicator,
    PlannedTarget,
    Row,
    Stage,
    bounds_of,
)
from ukur.domain.refusals import Fact, Problem
from ukur.domain.sheets import folded

STRATEGIC_LEVELS = ("tujuan", "sasaran")
"""Whose indicators a Renstra promises; those of programs are the year's own."""


@dataclass(frozen=True)
class RenstraIndicator(Row):
    """An indicator of the Renstra. `baseline` is the state at its start, as it is printed.

    `kind` says how its targets are read; `grades` are listed lowest first.
    """

    goal_code: str
    name: str
    unit_text: str
    polarity: Polarity
    baseline: str = ""
    kind: Kind = Kind.INDEX
    grades: tuple[str, ...] = ()


@dataclass(frozen=True)
class RenstraTarget(Row):
    """A target of the indicator `code` for one year."""

    year: int
    target: Target

    @property
    def bounds(self) -> tuple[Decimal, Decimal | None]:
        """The target as a low and a high; no high for a point."""
        return bounds_of(self.target)


@dataclass(frozen=True)
class RenstraDraft:
    """All that a Renstra workbook holds; `notes` are not wrong, but want to be seen."""

    first_year: int
    last_year: int
    goals: tuple[PlannedGoal, ...] = ()
    indicators: tuple[RenstraIndicator, ...] = ()
    targets: tuple[RenstraTarget, ...] = ()
    notes: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class RenstraUpload:
    """A Renstra workbook as it was handed in; `change_reason` says why a later one differs."""

    name: str
    content: bytes
    first_year: int
    change_reason: str = ""

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True)
class RenstraPreview:
    """What an import would bring, and all that is wrong with it; nothing is written.

    `known_as` is the number of the version that this very file already is, or None.
    """

    draft: RenstraDraft
    problems: tuple[Problem, ...]
    known_as: int | None = None
    next_number: int = 1


@dataclass(frozen=True)
class Promise:
    """What a Renstra says of one indicator for one year, and where it starts and ends.

    `baseline` is the state at its start as it is printed, `end` the target of its last year.
    """

    name: str
    unit_text: str
    polarity: str
    target: Target | None
    baseline: str = ""
    end_year: int = 0
    end: Target | None = None


def tie_notes(
    draft: PlanDraft, year: int, promised: Mapping[str, Promise] | None
) -> tuple[Problem, ...]:
    """Where Renstra, Renja and agreement say different things: to be seen, not to be refused.

    `promised` is what the Renstra says for the year, by indicator code; None without one.
    """
    found: list[Problem] = []
    looks = {row.code: Look(row.counting.kind, year, grades=row.grades) for row in draft.indicators}
    targets = {(row.code, row.stage): row for row in draft.targets if row.period is Period.YEAR}
    for indicator in draft.indicators:
        agreed = targets.get((indicator.code, Stage.AGREED))
        renja = targets.get((indicator.code, Stage.RENJA))
        look = looks[indicator.code]
        if agreed and renja and agreed.target != renja.target:
            pair = _pair(agreed.target, renja.target, look)
            found.append(agreed.problem("tahun", "renja_differs", subject=agreed.code, **pair))
        if promised is not None:
            found += _promise_notes(indicator, agreed, promised.get(indicator.code), look)
    return tuple(found)


def _promise_notes(
    indicator: PlannedIndicator,
    agreed: PlannedTarget | None,
    promise: Promise | None,
    look: Look,
) -> Iterator[Problem]:
    if promise is None:
        if indicator.level in STRATEGIC_LEVELS and not indicator.node_code:
            yield indicator.problem("kode", "renstra_lacks", subject=indicator.code)
        return
    pairs = (
        ("satuan", "renstra_unit_differs", indicator.unit_text, promise.unit_text),
        ("polaritas", "renstra_polarity_differs", indicator.polarity.value, promise.polarity),
    )
    for column, code, here, there in pairs:
        if folded(here) != folded(there):
            facts = {"subject": indicator.code, "found": here, "expected": there}
            yield indicator.problem(column, code, **facts)
    if agreed and promise.target is not None and agreed.target != promise.target:
        pair = _pair(agreed.target, promise.target, look)
        yield agreed.problem("tahun", "renstra_differs", subject=indicator.code, **pair)


def _pair(here: Target, there: Target, look: Look) -> dict[str, Fact]:
    return {"found": target_text(here, look), "expected": target_text(there, look)}
