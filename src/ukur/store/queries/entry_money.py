"""The budget lines of a unit's form, and what was spent on them."""

from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import Q

from ukur.domain.figures.explain import Explanation, Provenance, SourceRow
from ukur.domain.figures.explain_money import explain_absorption
from ukur.domain.figures.notation import written_exact
from ukur.domain.figures.policy import RuleSet
from ukur.domain.periods import YearPeriod
from ukur.store.models import BudgetEntry, UnitTask
from ukur.store.queries.local_time import local_text
from ukur.store.queries.returned import NO_WISH, Asked, Wish, asked_of_budget


@dataclass(frozen=True)
class BudgetCell:
    """A budget line that the unit reports: money in rupiah, absorption in percent."""

    id: int
    code: str
    name: str
    level: str
    ceiling: str
    previous: str
    spent: str
    saves: int
    """How often it was changed: whoever saves says which state they saw."""
    figure: Explanation
    asked: Asked | None = None
    """What Tim SAKIP asked about it when the form went back."""

    @property
    def absorption(self) -> str:
        return self.figure.shown


def budget_of(
    task: UnitTask, rules: RuleSet, before: YearPeriod, wish: Wish = NO_WISH
) -> tuple[BudgetCell, ...]:
    """The unit's budget lines, with what was spent up to the period before. One query.

    The task's `unit` and `cycle__agency` are loaded. `wish` is what Tim SAKIP asked of the unit.
    """
    cycle = task.cycle
    delivered = ~Q(task__state=UnitTask.State.CLOSED)
    earlier = delivered & Q(
        task__unit_id=task.unit_id,
        task__cycle__agency_id=cycle.agency_id,
        task__cycle__is_live=True,
        task__cycle__year=before.year,
        task__cycle__period=before.period.value,
    )
    rows = list(
        BudgetEntry.objects.filter(earlier | Q(task=task))
        .select_related("budget_line", "entered_by")
        .order_by("budget_line__order")
    )
    spent = {row.budget_line.code: row.absorbed for row in rows if row.task_id != task.pk}
    own = [row for row in rows if row.task_id == task.pk]
    asked = asked_of_budget(wish, own)
    return tuple(
        replace(
            _cell(row, task, rules, spent.get(row.budget_line.code)),
            asked=asked.get(row.budget_line.code),
        )
        for row in own
    )


def _cell(entry: BudgetEntry, task: UnitTask, rules: RuleSet, before: Decimal | None) -> BudgetCell:
    row = entry.budget_line
    return BudgetCell(
        id=row.pk,
        code=row.code,
        name=row.name,
        level=row.level,
        ceiling=written_exact(row.ceiling),
        previous=spent_text(before),
        spent=spent_text(entry.absorbed),
        saves=entry.saves,
        figure=explain_absorption(row.ceiling, entry.absorbed, rules, _spent_by(entry, task)),
    )


def spent_text(value: Decimal | None) -> str:
    """Rupiah as they stand in a cell; "" for none."""
    return "" if value is None else written_exact(value)


def _spent_by(entry: BudgetEntry, task: UnitTask) -> Provenance:
    """Who reported the money, and when."""
    row = SourceRow(
        task.unit.name,
        entry.absorbed,
        task.cycle.period,
        entered_by=entry.entered_by.name if entry.entered_by else "",
        entered_at=local_text(entry.entered_at, task.cycle.agency.utc_offset),
    )
    return Provenance(rows=(row,))
