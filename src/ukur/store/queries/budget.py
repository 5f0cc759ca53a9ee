"""The money of a cycle: ceilings, what was spent, the sums of what stands below, and its use."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from ukur.domain.figures.budget import EFFECTIVENESS, absorption
from ukur.domain.figures.explain import Figure, Provenance, SourceRow
from ukur.domain.figures.explain_money import Funded, explain_absorption, explain_efficiency
from ukur.domain.figures.policy import RuleSet
from ukur.domain.figures.rating import rating
from ukur.domain.figures.reasons import Reason
from ukur.domain.figures.rollup import Mean
from ukur.store.models import BudgetEntry, BudgetLine, Cycle, UnitTask
from ukur.store.queries.local_time import local_text
from ukur.store.queries.means import mean_of_lines
from ukur.store.queries.measured import BudgetFigures, MeasuredGoal, TakenMean


@dataclass(frozen=True)
class Money:
    """The budget lines of a cycle in order, and the sum of the highest of them."""

    lines: tuple[BudgetFigures, ...]
    total: BudgetFigures | None


def money_of(
    cycle: Cycle, goals: Sequence[MeasuredGoal], overall: TakenMean, rules: RuleSet
) -> Money:
    """Every budget line of the cycle's plan with its figures. Two queries.

    The cycle's `agency` is loaded. `goals` and `overall` say what was reached with the money.
    """
    rows = list(BudgetLine.objects.filter(plan_id=cycle.plan_id).select_related("goal"))
    reported = {
        entry.budget_line_id: entry
        for entry in BudgetEntry.objects.filter(task__cycle=cycle).select_related(
            "task__unit", "entered_by"
        )
    }
    tree = _Tree(rows, reported, cycle, _achieved_by(goals, rules), rules)
    return Money(tuple(tree.figures(row) for row in rows), tree.total(overall))


Achieved = Callable[[BudgetLine], Fraction | Reason | None]


def _achieved_by(goals: Sequence[MeasuredGoal], rules: RuleSet) -> Achieved:
    """What was reached with a line's money: by its own indicators, or by the goal of a program."""
    lines = [line for goal in goals for line in goal.lines]
    means = {goal.code: goal.mean for goal in goals}

    def achieved(row: BudgetLine) -> Fraction | Reason | None:
        own = [line for line in lines if line.node_code == row.code]
        if own:
            return _value(mean_of_lines(own, rules, Figure.GOAL_MEAN).found)
        if row.parent_code or row.goal is None or row.goal.code not in means:
            return None
        return _value(means[row.goal.code])

    return achieved


def _value(found: Mean | Reason) -> Fraction | Reason:
    return found.value if isinstance(found, Mean) else found


class _Tree:
    """The budget lines by the one above each; what is not a leaf is the sum of its parts."""

    def __init__(
        self,
        rows: Sequence[BudgetLine],
        reported: Mapping[int, BudgetEntry],
        cycle: Cycle,
        achieved: Achieved,
        rules: RuleSet,
    ) -> None:
        self._reported, self._cycle = reported, cycle
        self._achieved, self._rules = achieved, rules
        self._below: dict[str, list[BudgetLine]] = defaultdict(list)
        for row in rows:
            self._below[row.parent_code].append(row)

    def figures(self, row: BudgetLine) -> BudgetFigures:
        below = self._below.get(row.code, ())
        told = explain_absorption(
            row.ceiling,
            self._spent(row),
            self._rules,
            Provenance(rows=self._sums(below) if below else self._entered(row)),
        )
        whole = self._funded(row)
        return BudgetFigures(
            row.code,
            row.name,
            row.level,
            row.parent_code,
            row.ceiling,
            whole.spent,
            absorption(row.ceiling, whole.spent),
            told,
            whole.achieved,
            explain_efficiency(whole, (), self._rules),
            _light(whole.achieved),
        )

    def total(self, overall: TakenMean) -> BudgetFigures | None:
        """The sum of the highest level only: the lines below are parts of it."""
        top = self._below.get("", ())
        if not top:
            return None
        ceiling = sum((row.ceiling for row in top), Decimal(0))
        spent, achieved = self._sum(top), _value(overall.found)
        rows = Provenance(rows=self._sums(top))
        return BudgetFigures(
            code="",
            name="",
            level="",
            parent_code="",
            ceiling=ceiling,
            absorbed=spent,
            share=absorption(ceiling, spent),
            explanation=explain_absorption(ceiling, spent, self._rules, rows),
            achieved=achieved,
            efficiency=explain_efficiency(
                Funded("", "", ceiling, spent, achieved),
                [self._funded(row) for row in top],
                self._rules,
            ),
            effectiveness=_light(achieved),
        )

    def _funded(self, row: BudgetLine) -> Funded:
        return Funded(row.code, row.name, row.ceiling, self._spent(row), self._achieved(row))

    def _spent(self, row: BudgetLine) -> Decimal | None:
        below = self._below.get(row.code)
        if below:
            return self._sum(below)
        entry = self._reported.get(row.pk)
        return entry.absorbed if entry and not _is_closed(entry) else None

    def _sum(self, rows: Sequence[BudgetLine]) -> Decimal | None:
        known = [spent for spent in map(self._spent, rows) if spent is not None]
        return sum(known, Decimal(0)) if len(known) == len(rows) else None

    def _sums(self, rows: Sequence[BudgetLine]) -> tuple[SourceRow, ...]:
        return tuple(
            SourceRow(f"{row.code} {row.name}", self._spent(row), self._cycle.period)
            for row in rows
        )

    def _entered(self, row: BudgetLine) -> tuple[SourceRow, ...]:
        entry = self._reported.get(row.pk)
        if entry is None:
            return ()
        if _is_closed(entry):
            task = entry.task
            return (SourceRow(task.unit.name, None, self._cycle.period, task.reason),)
        return (
            SourceRow(
                entry.task.unit.name,
                entry.absorbed,
                self._cycle.period,
                entered_by=entry.entered_by.name if entry.entered_by else "",
                entered_at=local_text(entry.entered_at, self._cycle.agency.utc_offset),
            ),
        )


def _is_closed(entry: BudgetEntry) -> bool:
    """Whether its unit did not deliver: nobody vouched for an amount that stands there."""
    return entry.task.state == UnitTask.State.CLOSED


def _light(achieved: Fraction | Reason | None) -> str:
    return rating(achieved, EFFECTIVENESS) if isinstance(achieved, Fraction) else ""
