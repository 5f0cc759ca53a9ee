"""Perjanjian Kinerja: what of a plan is promised, what a Perubahan changed, and who may do what.

An agreement is issued from the version of the plan that is in force. The first one of a year is
the Induk; every later one is a Perubahan, which replaces the one before it and says what changed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

from ukur.domain.figures.indicator import Target
from ukur.domain.figures.notation import money, written
from ukur.domain.figures.showing import WORDED, Look, target_text
from ukur.domain.periods import Period
from ukur.domain.plan.draft import PlanDraft, PlanKind, PlannedIndicator, Stage
from ukur.domain.plan.layout import BUDGET_LEVELS, INDICATOR_LEVELS
from ukur.domain.refusals import NotAllowed, NotNow, NotValid, Problem

GOALS = frozenset({"tujuan", "sasaran"})
LONGEST_NAME, LONGEST_REASON = 200, 1000


class Way(StrEnum):
    """How an agreement came to bear the signatures of both parties."""

    INK = "ink"
    """Signed on paper by both, and scanned back."""
    OUTSIDE = "outside"
    """Signed electronically elsewhere, verified and joined."""


class State(StrEnum):
    """Where an agreement stands. A seal is that of pihak pertama alone."""

    ISSUED = "issued"
    SEALED = "sealed"
    SIGNED = "signed"
    REPLACED = "replaced"


@dataclass(frozen=True)
class Superior:
    """Pihak kedua. The title is the only thing that must be known; a name is printed if given."""

    title: str
    name: str = ""
    nip: str = ""


@dataclass(frozen=True)
class Order:
    """What the planner asks for: which version, Induk or Perubahan, with whom, where and when."""

    plan_id: int
    kind: str
    superior: Superior
    place: str
    dated: date
    reason: str = ""


# --- what is promised --------------------------------------------------------------------


@dataclass(frozen=True)
class Promised:
    """An indicator with its year's target, in words with the unit; "" while there is none."""

    code: str
    indicator: str
    target: str


@dataclass(frozen=True)
class PromisedGoal:
    """A goal, or where the plan has none of its own the node that the indicators measure."""

    code: str
    text: str
    lines: tuple[Promised, ...]


@dataclass(frozen=True)
class PromisedMoney:
    """A program with its ceiling in rupiah."""

    code: str
    name: str
    ceiling: Decimal


@dataclass(frozen=True)
class Content:
    """The annex of an agreement."""

    goals: tuple[PromisedGoal, ...]
    programs: tuple[PromisedMoney, ...]

    @property
    def lines(self) -> tuple[Promised, ...]:
        return tuple(line for goal in self.goals for line in goal.lines)

    @property
    def total(self) -> Decimal:
        return sum((program.ceiling for program in self.programs), Decimal(0))


@dataclass(frozen=True)
class Changed:
    """An indicator or a program that a Perubahan changed; "" where it is new, or gone."""

    what: str
    before: str
    after: str


def target_words(indicator: PlannedIndicator, target: Target | None, year: int) -> str:
    """A target without its unit, with no more decimals than it has; "" where there is none."""
    return target_text(target, _look(indicator, year))


def target_with_unit(indicator: PlannedIndicator, target: Target | None, year: int) -> str:
    """A target as a promise reads: "90%", "85 per 100.000 KH", "BB"."""
    words = target_words(indicator, target, year)
    if not words or indicator.counting.kind in WORDED:
        return words
    if indicator.unit_text.startswith("%"):
        return f"{words}{indicator.unit_text}"
    return f"{words} {indicator.unit_text}"


def _look(indicator: PlannedIndicator, year: int) -> Look:
    return Look(indicator.counting.kind, year, 0, indicator.grades)


def targets_of(
    draft: PlanDraft, stage: Stage = Stage.AGREED
) -> Mapping[tuple[str, Period], Target]:
    """The targets of one stage by indicator and period."""
    return {(row.code, row.period): row.target for row in draft.targets if row.stage is stage}


def promised_indicators(draft: PlanDraft) -> tuple[PlannedIndicator, ...]:
    """The indicators that the head of the agency answers for: those of goals.

    A plan that measures no goal, only programs or activities, promises its highest level.
    """
    levels = {row.level for row in draft.indicators}
    wanted = levels & GOALS or set(sorted(levels, key=INDICATOR_LEVELS.index)[:1])
    return tuple(row for row in draft.indicators if row.level in wanted)


def content_of(draft: PlanDraft, year: int) -> Content:
    """The annex: what is promised under each goal, and the programs with their ceilings."""
    targets = targets_of(draft)
    lines: dict[str, list[Promised]] = {}
    for row in promised_indicators(draft):
        words = target_with_unit(row, targets.get((row.code, Period.YEAR)), year)
        lines.setdefault(row.goal_code, []).append(Promised(row.code, row.name, words))
    goals = tuple(
        PromisedGoal(goal.code, goal.text, tuple(lines[goal.code]))
        for goal in draft.goals
        if goal.code in lines
    )
    programs = tuple(
        PromisedMoney(row.code, row.name, row.ceiling)
        for row in draft.budget
        if row.level == BUDGET_LEVELS[0]
    )
    return Content(goals, programs)


def lacking(content: Content) -> tuple[Problem, ...]:
    """What an annex lacks before it can be promised."""
    if not content.lines:
        return (Problem("plan", "nothing_promised"),)
    return tuple(
        Problem(line.code, "year_target_missing", {"indicator": line.indicator})
        for line in content.lines
        if not line.target
    )


def changed(before: Content, after: Content) -> tuple[Changed, ...]:
    """What differs between two annexes: targets first, then ceilings; gone ones at their end."""
    return (
        *_differences(
            {line.code: (line.indicator, line.target) for line in before.lines},
            {line.code: (line.indicator, line.target) for line in after.lines},
        ),
        *_differences(_ceilings(before), _ceilings(after)),
    )


def _ceilings(content: Content) -> dict[str, tuple[str, str]]:
    return {row.code: (f"Anggaran {row.name}", money(row.ceiling)) for row in content.programs}


def _differences(
    before: Mapping[str, tuple[str, str]], after: Mapping[str, tuple[str, str]]
) -> Iterator[Changed]:
    for code, (what, value) in after.items():
        _what, old = before.get(code, ("", ""))
        if old != value:
            yield Changed(what, old, value)
    for code, (what, old) in before.items():
        if code not in after:
            yield Changed(what, old, "")


def rupiah(amount: Decimal) -> str:
    """An amount in a column headed (Rp)."""
    return written(amount, 0)


# --- what may be done ----------------------------------------------------------------------


@dataclass(eq=False)
class OnlyPlannerIssues(NotAllowed):
    """Agreements are issued by the planner."""

    code: ClassVar[str] = "only_planner_issues"


@dataclass(eq=False)
class OnlyHeadSigns(NotAllowed):
    """Pihak pertama is the head; the planner may only join what was signed elsewhere."""

    code: ClassVar[str] = "only_head_signs"


@dataclass(eq=False)
class PlanNotInForce(NotNow):
    """Another version of the plan is in force, or none is yet."""

    code: ClassVar[str] = "plan_not_in_force"
    number: int


@dataclass(eq=False)
class AgreementExists(NotNow):
    """This version of the plan has its agreement, or the year has its Induk."""

    code: ClassVar[str] = "agreement_exists"
    year: int


@dataclass(eq=False)
class InitialAgreementMissing(NotNow):
    """There is no Induk yet that a Perubahan could change."""

    code: ClassVar[str] = "initial_agreement_missing"
    year: int


@dataclass(eq=False)
class AgreementClosed(NotNow):
    """The agreement bears both signatures already, or a later one replaced it."""

    code: ClassVar[str] = "agreement_closed"


def kind_of_next(count: int) -> PlanKind:
    """What the next agreement of a year is, when it has so many already."""
    return PlanKind.CHANGE if count else PlanKind.INITIAL


def check_kind(order: Order, count: int, year: int, *, is_issued: bool) -> None:
    """Nothing, if the agreement that is asked for can follow on those that the year has.

    `count` says how many those are, `is_issued` whether this version of the plan has one.

    Raises:
        AgreementExists: this version has one, or an Induk is asked for and there is one.
        InitialAgreementMissing: a Perubahan is asked for, and there is no Induk.
    """
    wanted = kind_of_next(count)
    if is_issued:
        raise AgreementExists(year=year)
    if order.kind == wanted.value:
        return
    if wanted is PlanKind.CHANGE:
        raise AgreementExists(year=year)
    raise InitialAgreementMissing(year=year)


def check_order(order: Order, year: int) -> None:
    """Nothing, if the form is filled in: a superior, a place, a fitting date, a reason.

    Raises:
        NotValid: with everything that is not.
    """
    problems = [
        *_text_problem("superior_title", order.superior.title, needed=True),
        *_text_problem("superior_name", order.superior.name, needed=False),
        *_text_problem("superior_nip", order.superior.nip, needed=False),
        *_text_problem("place", order.place, needed=True),
    ]
    if order.dated.year not in (year - 1, year):
        problems.append(Problem("dated", "date_of_other_year", {"year": year}))
    if order.kind == PlanKind.CHANGE.value and not order.reason.strip():
        problems.append(Problem("reason", "reason_missing"))
    if len(order.reason) > LONGEST_REASON:
        problems.append(Problem("reason", "text_too_long", {"most": LONGEST_REASON}))
    if problems:
        raise NotValid(tuple(problems))


def _text_problem(field: str, text: str, *, needed: bool) -> Iterator[Problem]:
    if needed and not text.strip():
        yield Problem(field, "needed")
    if len(text) > LONGEST_NAME:
        yield Problem(field, "too_long_for_field", {"limit": LONGEST_NAME})
