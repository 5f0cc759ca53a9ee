"""What all ways of writing into a unit's form share: reading, comparing, keeping, telling."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from django.db.models import QuerySet

from ukur.domain.entering import (
    Came,
    Conflict,
    Entered,
    KeptLine,
    Typed,
    amount_of_money,
    entered,
    is_overtaken,
)
from ukur.domain.journal import Plain, plain_figure
from ukur.domain.refusals import Problem
from ukur.store.models import BudgetEntry, Entry, UnitTask
from ukur.store.prepared import Given, Prepared
from ukur.store.queries.looks import look_of
from ukur.usecases.changing import Filling

_WRITTEN = (
    "value",
    "numerator",
    "denominator",
    "note",
    "no_evidence",
    "saves",
    "origin",
    "source",
    "source_note",
    "entered_at",
    "entered_by",
)
"""The columns of an entry that a save fills."""


@dataclass
class Read:
    """What was typed into a unit's form, as figures; and what keeps some of it out.

    `lines` and `budget` hold what can be kept, by line id and by the budget line's id.
    """

    entries: Sequence[Entry]
    budget_entries: Sequence[BudgetEntry]
    lines: dict[int, Entered] = field(default_factory=dict)
    budget: dict[int, Decimal | None] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)


def read_cells(task: UnitTask, typed: Mapping[int, Typed], spent: Mapping[int, str]) -> Read:
    """The cells as figures, each line by itself. The task is locked. Two queries at most."""
    read = Read(_entries(task, typed), _budget(task, spent))
    read.problems += _unknown(typed, {e.line_id for e in read.entries}, "line")
    read.problems += _unknown(spent, {b.budget_line_id for b in read.budget_entries}, "budget")
    for entry in read.entries:
        _read_line(entry, typed[entry.line_id], task.cycle.year, read)
    for row in read.budget_entries:
        key = row.budget_line_id
        amount, found = amount_of_money(spent[key], confirmed=True)
        read.problems += [Problem(f"budget:{key}", p.code, p.facts) for p in found]
        if not found:
            read.budget[key] = amount
    return read


def keep(change: Filling, read: Read, came: Came) -> tuple[KeptLine, ...]:
    """Write what was read and differs, with one event; without any, the change is idle."""
    told: list[Plain] = []
    kept = []
    for entry in read.entries:
        if entry.line_id not in read.lines:
            continue
        new, old = read.lines[entry.line_id], kept_in(entry)
        if new != old:
            _write(entry, new, change, came)
            told.append({"line": entry.line.indicator.code, "was": _plain(old), "is": _plain(new)})
        code = entry.line.indicator.code
        kept.append(KeptLine(entry.line_id, code, new, entry.saves, is_changed=new != old))
    amounts = _kept_budget(change, read)
    change.is_idle = not told and not amounts
    if not change.is_idle:
        source: dict[str, Plain] = {} if came.source_id is None else {"source": came.source_id}
        change.note(
            "entries_recorded", lines=told, budget=amounts, origin=came.origin.value, **source
        )
    return tuple(kept)


def kept_in(entry: Entry) -> Entered:
    """What stands in the line now."""
    return Entered(entry.value, entry.numerator, entry.denominator, entry.note, entry.no_evidence)


_LINE_READ = ("line__low", "line__high", "line__evidence_kinds", "line__order", "line__indicator")
_INDICATOR_READ = tuple(
    f"line__indicator__{column}"
    for column in (
        "code",
        "value_kind",
        "decimals",
        "grades",
        "factor",
        "polarity",
        "formula",
        "unit_rule",
    )
)
"""All that reading, writing and answering a cell has use for; the whole rows take longer to ask
for than the cell to keep."""


def _entries(task: UnitTask, typed: Mapping[int, Typed]) -> list[Entry]:
    if not typed:
        return []
    if len(typed) == 1:
        return _ONE_ENTRY.all(task=task.pk, line=next(iter(typed)))
    return list(_with_lines(Entry.objects.filter(task=task, line_id__in=typed)))


def _with_lines(rows: QuerySet[Entry]) -> QuerySet[Entry]:
    return (
        rows.select_related("line__indicator")
        .only("task", "line", *_WRITTEN, *_LINE_READ, *_INDICATOR_READ)
        .order_by("line__order")
    )


_ONE_ENTRY = Prepared(
    lambda: _with_lines(Entry.objects.filter(task=Given("task"), line=Given("line")))
)
"""Who types in a form leaves one line at a time."""


def _budget(task: UnitTask, spent: Mapping[int, str]) -> list[BudgetEntry]:
    if not spent:
        return []
    return list(
        BudgetEntry.objects.filter(task=task, budget_line_id__in=spent)
        .select_related("budget_line")
        .order_by("budget_line__order")
    )


def _unknown(asked: Mapping[int, object], known: set[int], sort: str) -> list[Problem]:
    return [Problem(f"{sort}:{key}", "line_unknown") for key in asked if key not in known]


def _read_line(entry: Entry, typed: Typed, year: int, read: Read) -> None:
    new, found = entered(typed, look_of(entry.line.indicator, year), kept_in(entry))
    if typed.no_evidence is None:
        new = replace(new, no_evidence=entry.no_evidence)
    where = f"line:{entry.line_id}"
    read.problems += [Problem(f"{where}:{p.where}", p.code, p.facts) for p in found]
    if found:
        return
    if is_overtaken(typed, new, kept_in(entry), entry.saves):
        read.conflicts.append(_conflict(entry))
    else:
        read.lines[entry.line_id] = new


def _conflict(entry: Entry) -> Conflict:
    return Conflict(
        entry.line_id,
        entry.line.indicator.code,
        kept_in(entry),
        entry.entered_by.name if entry.entered_by else "",
        entry.entered_at,
        entry.saves,
    )


def _write(entry: Entry, new: Entered, change: Filling, came: Came) -> None:
    entry.value, entry.numerator, entry.denominator = new.value, new.numerator, new.denominator
    entry.note, entry.no_evidence = new.note, new.no_evidence
    entry.saves += 1
    entry.origin, entry.source_id = came.origin.value, came.source_id
    entry.source_note = came.notes.get(entry.line_id, "")
    entry.entered_at, entry.entered_by_id = change.now, change.actor.account_id
    # row by row: one statement with a CASE for every cell takes longer to build than to run
    entry.save(update_fields=_WRITTEN)


def _kept_budget(change: Filling, read: Read) -> list[Plain]:
    told: list[Plain] = []
    for row in read.budget_entries:
        if row.budget_line_id not in read.budget:
            continue
        new, old = read.budget[row.budget_line_id], row.absorbed
        if new == old:
            continue
        row.absorbed, row.entered_at, row.entered_by_id = new, change.now, change.actor.account_id
        row.save(update_fields=["absorbed", "entered_at", "entered_by"])
        told.append(
            {"line": row.budget_line.code, "was": plain_figure(old), "is": plain_figure(new)}
        )
    return told


def _plain(kept: Entered) -> dict[str, Plain]:
    told: dict[str, Plain] = {
        "value": plain_figure(kept.value),
        "numerator": plain_figure(kept.numerator),
        "denominator": plain_figure(kept.denominator),
        "note": kept.note,
    }
    return told | {"no_evidence": kept.no_evidence} if kept.no_evidence else told
