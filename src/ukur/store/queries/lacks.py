"""What a unit's form still lacks before it can be submitted."""

from django.db.models import Count, Q

from ukur.domain.collecting import Lack
from ukur.store.models import BudgetEntry, Entry


def lacks_of(task_id: int) -> tuple[Lack, ...]:
    """What is missing, in the order of the form. Two queries, however many lines."""
    entries = (
        Entry.objects.filter(task_id=task_id)
        .select_related("line__indicator")
        .annotate(files=Count("evidence", filter=Q(evidence__removed_at__isnull=True)))
        .order_by("line__order")
    )
    found: list[Lack] = []
    for entry in entries:
        indicator = entry.line.indicator
        is_blank = entry.value is None and entry.numerator is None
        if is_blank and not entry.note:
            found.append(Lack(indicator.code, "value"))
        if indicator.evidence_needed and not is_blank and not entry.files:
            found.append(Lack(indicator.code, "evidence"))
    blank = BudgetEntry.objects.filter(task_id=task_id, absorbed__isnull=True)
    codes = blank.order_by("budget_line__order").values_list("budget_line__code", flat=True)
    return (*found, *(Lack(code, "value") for code in codes))
