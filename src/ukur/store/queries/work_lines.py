"""The lines of a unit's task by their codes."""

from ukur.store.models import BudgetEntry, Entry


def task_line_ids(task_id: int) -> tuple[dict[str, int], dict[str, int]]:
    """Line ids by indicator code, and budget line ids by their code. Two queries."""
    lines = Entry.objects.filter(task_id=task_id).values_list("line__indicator__code", "line_id")
    budget = BudgetEntry.objects.filter(task_id=task_id).values_list(
        "budget_line__code", "budget_line_id"
    )
    return dict(lines), dict(budget)
