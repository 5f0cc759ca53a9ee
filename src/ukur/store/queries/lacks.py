"""What a unit's form still lacks before it can be submitted."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

from ukur.domain.checking import Warnings
from ukur.domain.collecting import Lack
from ukur.domain.evidence import missing_kinds
from ukur.store.models import BudgetEntry, Entry, EvidenceRow, UnitTask
from ukur.store.queries.checks import warnings_of


def lacks_of(task_id: int, warned: Mapping[int, Warnings] | None = None) -> tuple[Lack, ...]:
    """What is missing, in the order of the form. Seven queries, however many lines.

    `warned` are the warnings of the form by line id, where they are known already; three then.
    """
    if warned is None:
        warned = warnings_of(UnitTask.objects.select_related("cycle").get(pk=task_id))
    entries = Entry.objects.filter(task_id=task_id).select_related("line__indicator")
    blank = BudgetEntry.objects.filter(task_id=task_id, absorbed__isnull=True)
    codes = blank.order_by("budget_line__order").values_list("budget_line__code", flat=True)
    return lacks_among(entries.order_by("line__order"), _kinds(task_id), warned, codes)


def lacks_among(
    entries: Iterable[Entry],
    kinds: Mapping[int, Collection[str]],
    warned: Collection[int],
    blank_budget: Iterable[str],
) -> tuple[Lack, ...]:
    """What is missing among entries that are loaded with line and indicator.

    `kinds` are the kinds of evidence by entry, `warned` the lines with a warning,
    `blank_budget` the codes of budget lines without an amount.
    """
    found = [
        Lack(entry.line.indicator.code, code)
        for entry in entries
        for code in line_lacks(entry, kinds.get(entry.pk, ()), is_warned=entry.line_id in warned)
    ]
    return (*found, *(Lack(code, "value") for code in blank_budget))


def line_lacks(entry: Entry, kinds: Collection[str], *, is_warned: bool = False) -> Iterator[str]:
    """What one entry lacks, loaded with its line: value, comment, evidence."""
    is_blank = entry.value is None and entry.numerator is None
    if not entry.note:
        if is_blank:
            yield "value"
        elif is_warned:
            yield "comment"
    if not is_blank and not entry.no_evidence and missing_kinds(entry.line.evidence_kinds, kinds):
        yield "evidence"


def _kinds(task_id: int) -> Mapping[int, Collection[str]]:
    """Which kinds of evidence there are, by entry."""
    found: dict[int, set[str]] = defaultdict(set)
    rows = EvidenceRow.objects.filter(entry__task_id=task_id, removed_at__isnull=True)
    for entry_id, kind in rows.values_list("entry_id", "kind"):
        found[entry_id].add(kind)
    return found
