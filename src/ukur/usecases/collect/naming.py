"""The lines that are named when a form goes back to its unit, kept with the version they are of."""

from ukur.domain.returning import ReturnLine, checked_lines
from ukur.store.models import ReturnLineRow, Submission, UnitTask
from ukur.store.queries.returned import own_lines


def named(task: UnitTask, lines: tuple[ReturnLine, ...]) -> tuple[ReturnLine, ...]:
    """The lines as they are kept, in the order of the form. The caller holds the transaction.

    Raises:
        NotValid: see `ukur.domain.returning.checked_lines`.
    """
    if not lines:
        return ()
    own = own_lines(task.pk)
    kept = checked_lines(lines, own.names)
    submission = Submission.objects.get(task=task, number=task.version)
    ReturnLineRow.objects.bulk_create(
        ReturnLineRow(
            agency_id=task.cycle.agency_id,
            submission=submission,
            order=order,
            line_id=None if line.is_budget else own.ids[line.key],
            budget_line_id=own.ids[line.key] if line.is_budget else None,
            word=line.word,
        )
        for order, line in enumerate(kept, start=1)
    )
    return kept
