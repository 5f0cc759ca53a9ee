"""The money of a cycle: ceilings, what was spent, and the sums of what stands below."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from ukur.domain.figures.budget import absorption
from ukur.domain.figures.explain import shown
from ukur.domain.figures.notation import written
from ukur.domain.figures.reasons import Reason
from ukur.store.models import BudgetEntry, BudgetLine, Cycle
from ukur.store.queries.measured import BudgetFigures


def budget_of(cycle: Cycle) -> tuple[BudgetFigures, ...]:
    """Every budget line of the cycle's plan with its figures, in order. Two queries."""
    rows = list(BudgetLine.objects.filter(plan_id=cycle.plan_id).order_by("order"))
    spent = dict(
        BudgetEntry.objects.filter(task__cycle=cycle).values_list("budget_line_id", "absorbed")
    )
    children: dict[str, list[BudgetLine]] = defaultdict(list)
    for row in rows:
        children[row.parent_code].append(row)

    def absorbed(row: BudgetLine) -> Decimal | None:
        below = children.get(row.code)
        if not below:
            return spent.get(row.pk)
        parts = [absorbed(child) for child in below]
        known = [part for part in parts if part is not None]
        return sum(known, Decimal(0)) if len(known) == len(parts) else None

    return tuple(
        budget_figures((row.code, row.name, row.level, row.parent_code), row.ceiling, absorbed(row))
        for row in rows
    )


def budget_figures(
    name: tuple[str, str, str, str], ceiling: Decimal, absorbed: Decimal | None
) -> BudgetFigures:
    """The figures of one budget line; `name` is its code, name, level and parent."""
    share = absorption(ceiling, absorbed)
    return BudgetFigures(
        *name,
        ceiling=ceiling,
        absorbed=absorbed,
        share=share,
        ceiling_text=written(ceiling, 0),
        absorbed_text="–" if absorbed is None else written(absorbed, 0),
        share_text="–" if isinstance(share, Reason) else shown(share),
    )


def budget_total(budget: Sequence[BudgetFigures]) -> BudgetFigures | None:
    """The sum of the highest level only: the lines below are parts of it."""
    top = [line for line in budget if not line.parent_code]
    if not top:
        return None
    known = [line.absorbed for line in top if line.absorbed is not None]
    spent = sum(known, Decimal(0)) if len(known) == len(top) else None
    return budget_figures(("", "", "", ""), sum((t.ceiling for t in top), Decimal(0)), spent)
