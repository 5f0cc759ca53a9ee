"""One version of the plan as it is read: the tree of goals and budget lines with their targets."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from ukur.domain.figures.notation import written, written_exact
from ukur.domain.figures.showing import Look, target_text
from ukur.domain.periods import QUARTERS, Period
from ukur.domain.plan.draft import (
    PlanDraft,
    PlannedBudget,
    PlannedGoal,
    PlannedIndicator,
    Stage,
)
from ukur.domain.plan.renstra import Promise
from ukur.store.models import PlanVersion
from ukur.store.queries.plan import VersionHead, version_heads
from ukur.store.queries.plan_draft import plan_draft
from ukur.store.queries.renstra import promises_of


@dataclass(frozen=True)
class IndicatorLine:
    """An indicator with its targets as texts; "" where there is none.

    `quarters` are TW I to TW IV; `renstra` is the Renstra's target for this year,
    `renstra_end` that of its last year `end_year`.
    """

    code: str
    name: str
    unit_text: str
    kind: str
    polarity: str
    baseline: str
    renstra: str
    renstra_end: str
    end_year: int
    renja: str
    year: str
    quarters: tuple[str, ...]
    units: int
    own_targets: int
    weight: str
    differs: bool
    """The agreement says otherwise than the Renja or the Renstra."""


@dataclass(frozen=True)
class Link:
    """A cross-cutting link as it is read at its start: to which node, or which other agency."""

    to: str
    text: str


@dataclass(frozen=True)
class NodeRows:
    """A program, kegiatan or sub kegiatan below a goal, with what measures it."""

    code: str
    level: str
    depth: int
    text: str
    ceiling: str
    unit: str
    is_elsewhere: bool
    """It belongs to another goal, and is here because an indicator of this one measures it."""
    links: tuple[Link, ...]
    lines: tuple[IndicatorLine, ...]


@dataclass(frozen=True)
class GoalRows:
    """A sasaran: its own indicators, and the lines of the budget that it is reached by."""

    code: str
    level: str
    text: str
    weight: str
    ceiling: str
    links: tuple[Link, ...]
    lines: tuple[IndicatorLine, ...]
    nodes: tuple[NodeRows, ...]


@dataclass(frozen=True)
class AimRows:
    """A tujuan with its own indicators and its sasaran; without code where goals have none."""

    code: str
    text: str
    lines: tuple[IndicatorLine, ...]
    goals: tuple[GoalRows, ...]


@dataclass(frozen=True)
class PlanPage:
    """A version of the plan. `loose` are programs that no goal is named for."""

    head: VersionHead
    aims: tuple[AimRows, ...]
    loose: tuple[NodeRows, ...]
    indicators: int
    units: int
    ceiling: str


def plan_page(plan_id: int, agency_id: int) -> PlanPage | None:
    """A version with its tree, or None where the agency has none such. At most 14 queries."""
    year = PlanVersion.objects.filter(pk=plan_id, agency_id=agency_id).values_list(
        "year", flat=True
    )
    if not year:
        return None
    heads = version_heads(agency_id, year[0])
    head = next(one for one in heads if one.id == plan_id)
    draft = plan_draft(plan_id)
    promised = promises_of(head.renstra_id, head.year) if head.renstra_id else {}
    tree = _Tree(draft, _lines(draft, head.year, promised))
    programs = [line for line in draft.budget if not line.parent_code]
    return PlanPage(
        head=head,
        aims=tree.aims(),
        loose=tree.loose(),
        indicators=len(draft.indicators),
        units=len({row.unit_code for row in draft.assignments}),
        ceiling=_rupiah(programs),
    )


def look_of_planned(row: PlannedIndicator, year: int) -> Look:
    """How the targets of a planned indicator are written."""
    return Look(row.counting.kind, year, row.decimals, row.grades)


def _rupiah(lines: Iterable[PlannedBudget]) -> str:
    return written(sum((line.ceiling for line in lines), Decimal(0)), 0)


def _lines(
    draft: PlanDraft, year: int, promised: Mapping[str, Promise]
) -> dict[str, IndicatorLine]:
    """Every indicator with its targets as texts, by code."""
    targets = {(t.code, t.period, t.stage): t.target for t in draft.targets}
    units: dict[str, int] = defaultdict(int)
    for assigned in draft.assignments:
        units[assigned.code] += 1
    own: dict[str, set[str]] = defaultdict(set)
    for target in draft.unit_targets:
        own[target.code].add(target.unit_code)
    found = {}
    for row in draft.indicators:
        look = replace(look_of_planned(row, year), decimals=0)
        promise = promised.get(row.code)
        agreed = targets.get((row.code, Period.YEAR, Stage.AGREED))
        renja = targets.get((row.code, Period.YEAR, Stage.RENJA))
        wanted = promise.target if promise else None
        found[row.code] = IndicatorLine(
            code=row.code,
            name=row.name,
            unit_text=row.unit_text,
            kind=row.counting.kind.value,
            polarity=row.polarity.value,
            baseline=row.baseline or (promise.baseline if promise else ""),
            renstra=target_text(wanted, look),
            renstra_end=_end_text(promise, look),
            end_year=promise.end_year if promise else 0,
            renja=target_text(renja, look),
            year=target_text(agreed, look),
            quarters=tuple(
                target_text(targets.get((row.code, quarter, Stage.AGREED)), look)
                for quarter in QUARTERS
            ),
            units=units[row.code],
            own_targets=len(own[row.code]),
            weight="" if row.weight == 1 else written_exact(row.weight),
            differs=any(other not in (None, agreed) for other in (wanted, renja)),
        )
    return found


def _end_text(promise: Promise | None, look: Look) -> str:
    """The Renstra's last target; its day, if it is one, counts from the first of its own year."""
    if promise is None:
        return ""
    return target_text(promise.end, replace(look, year=promise.end_year))


class _Tree:
    """The nodes of a plan hung below each other."""

    def __init__(self, draft: PlanDraft, lines: Mapping[str, IndicatorLine]) -> None:
        self.draft = draft
        self.names = {unit.code: unit.name for unit in draft.units}
        self.texts = {goal.code: goal.text for goal in draft.goals} | {
            line.code: line.name for line in draft.budget
        }
        self.children: dict[str, list[PlannedBudget]] = defaultdict(list)
        for line in draft.budget:
            self.children[line.parent_code].append(line)
        self.on_node: dict[tuple[str, str], list[IndicatorLine]] = defaultdict(list)
        for row in draft.indicators:
            self.on_node[row.goal_code, row.node_code].append(lines[row.code])
        self.links: dict[str, list[Link]] = defaultdict(list)
        for link in draft.links:
            to = f"{link.to_code} {self.texts.get(link.to_code, '')}" if link.to_code else ""
            self.links[link.from_code].append(Link(to or link.to_agency, link.text))

    def aims(self) -> tuple[AimRows, ...]:
        below: dict[str, list[PlannedGoal]] = defaultdict(list)
        aims = [goal for goal in self.draft.goals if goal.level == "tujuan"]
        known = {goal.code for goal in aims}
        for goal in self.draft.goals:
            if goal.level != "tujuan":
                below[goal.parent_code if goal.parent_code in known else ""].append(goal)
        found = [
            AimRows(
                aim.code,
                aim.text,
                self.measured(aim.code, ""),
                tuple(self.goal(goal) for goal in below[aim.code]),
            )
            for aim in aims
        ]
        if below[""]:
            found.append(AimRows("", "", (), tuple(self.goal(goal) for goal in below[""])))
        return tuple(found)

    def loose(self) -> tuple[NodeRows, ...]:
        goals = {goal.code for goal in self.draft.goals}
        roots = [line for line in self.children[""] if line.goal_code not in goals]
        return tuple(self.node(line, "", depth) for line, depth in self.below(roots))

    def goal(self, goal: PlannedGoal) -> GoalRows:
        roots = [line for line in self.children[""] if line.goal_code == goal.code]
        own = list(self.below(roots))
        codes = {line.code for line, _depth in own}
        measured = {row.node_code for row in self.draft.indicators if row.goal_code == goal.code}
        others = [
            line for line in self.draft.budget if line.code in measured and line.code not in codes
        ]
        return GoalRows(
            code=goal.code,
            level=goal.level,
            text=goal.text,
            weight="" if goal.weight == 1 else written_exact(goal.weight),
            ceiling=_rupiah(roots) if roots else "",
            links=tuple(self.links[goal.code]),
            lines=self.measured(goal.code, ""),
            nodes=(
                *(self.node(line, goal.code, depth) for line, depth in own),
                *(self.node(line, goal.code, 0, is_elsewhere=True) for line in others),
            ),
        )

    def below(
        self, roots: Sequence[PlannedBudget], depth: int = 0
    ) -> Iterable[tuple[PlannedBudget, int]]:
        """The lines and all below them, each with how deep it hangs."""
        for line in roots:
            yield line, depth
            yield from self.below(self.children[line.code], depth + 1)

    def node(
        self, line: PlannedBudget, goal_code: str, depth: int, *, is_elsewhere: bool = False
    ) -> NodeRows:
        return NodeRows(
            code=line.code,
            level=line.level,
            depth=depth,
            text=line.name,
            ceiling=written(line.ceiling, 0),
            unit=self.names.get(line.unit_code, line.unit_code),
            is_elsewhere=is_elsewhere,
            links=tuple(self.links[line.code]),
            lines=self.measured(goal_code, line.code),
        )

    def measured(self, goal_code: str, node_code: str) -> tuple[IndicatorLine, ...]:
        return tuple(self.on_node[goal_code, node_code])
