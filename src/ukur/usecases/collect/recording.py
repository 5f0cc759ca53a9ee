"""What all ways of writing into a unit's form share: reading, comparing, keeping, telling."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.db.models import QuerySet

from ukur.domain.entering import (
    Came,
    Conflict,
    Entered,
    KeptLine,
    Typed,
    entered,
    entered_money,
    is_overtaken,
)
from ukur.domain.journal import Plain, plain_figure
from ukur.domain.refusals import Problem
from ukur.store.models import BudgetEntry, Entry, UnitTask
from ukur.store.prepared import Given, Prepared
from ukur.store.queries.looks import look_of
from ukur.store.queries.writings import last_writings
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
_SPENT = ("absorbed", "saves", "entered_at", "entered_by")
"""The same of a budget line."""
Row = Entry | BudgetEntry


@dataclass
class Read:
    """What was typed into a unit's form, as figures; and what keeps some of it out.

    `lines` and `budget` hold what can be kept, by line id and by the budget line's id.
    """

    entries: Sequence[Entry]
    budget_entries: Sequence[BudgetEntry]
    lines: dict[int, Entered] = field(default_factory=dict)
    budget: dict[int, Entered] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)


@dataclass(frozen=True)
class Kept:
    """The lines and budget lines that a save was about, as they are kept after it."""

    lines: tuple[KeptLine, ...]
    budget: tuple[KeptLine, ...]


def read_cells(task: UnitTask, typed: Mapping[int, Typed], spent: Mapping[int, Typed]) -> Read:
    """The cells as figures, each line by itself. The task is locked. Two queries at most."""
    read = Read(_entries(task, typed), _budget(task, spent))
    read.problems += _unknown(typed, {e.line_id for e in read.entries}, "line")
    read.problems += _unknown(spent, {b.budget_line_id for b in read.budget_entries}, "budget")
    for entry in read.entries:
        _read_line(entry, typed[entry.line_id], task.cycle.year, read)
    for row in read.budget_entries:
        _read_money(row, spent[row.budget_line_id], read)
    if read.conflicts:
        read.conflicts = _by_whom(task, read.conflicts)
    return read


def keep(change: Filling, read: Read, came: Came) -> Kept:
    """Write what was read and differs, with one event; without any, the change is idle."""
    told: list[Plain] = []
    lines = []
    for entry in read.entries:
        if entry.line_id not in read.lines:
            continue
        new, old = read.lines[entry.line_id], kept_in(entry)
        if new != old:
            _write(entry, new, change, came)
            told.append({"line": code_of(entry), "was": _plain(old), "is": _plain(new)})
        lines.append(_kept(entry, new, old))
    amounts, budget = _kept_budget(change, read)
    change.is_idle = not told and not amounts
    if not change.is_idle:
        source: dict[str, Plain] = {} if came.source_id is None else {"source": came.source_id}
        change.note(
            "entries_recorded", lines=told, budget=amounts, origin=came.origin.value, **source
        )
    return Kept(tuple(lines), tuple(budget))


def kept_in(row: Row) -> Entered:
    """What stands in the line or budget line now."""
    if isinstance(row, BudgetEntry):
        return Entered(value=row.absorbed)
    return Entered(row.value, row.numerator, row.denominator, row.note, row.no_evidence)


def key_of(row: Row) -> int:
    """The id by which the form knows the line or budget line."""
    return row.budget_line_id if isinstance(row, BudgetEntry) else row.line_id


def code_of(row: Row) -> str:
    """The code of the indicator or of the budget line."""
    return row.budget_line.code if isinstance(row, BudgetEntry) else row.line.indicator.code


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


def _budget(task: UnitTask, spent: Mapping[int, Typed]) -> list[BudgetEntry]:
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
    if not found:
        _settle(entry, typed, new, read.lines, read.conflicts)


def _read_money(row: BudgetEntry, typed: Typed, read: Read) -> None:
    new, found = entered_money(typed)
    where = f"budget:{row.budget_line_id}"
    read.problems += [Problem(where, p.code, p.facts) for p in found]
    if not found:
        _settle(row, typed, new, read.budget, read.conflicts)


def _settle(
    row: Row, typed: Typed, new: Entered, kept: dict[int, Entered], conflicts: list[Conflict]
) -> None:
    """Let it be kept, unless that would write over what the person has not seen."""
    if is_overtaken(typed, new, kept_in(row), row.saves):
        conflicts.append(_conflict(row))
    else:
        kept[key_of(row)] = new


def _conflict(row: Row) -> Conflict:
    return Conflict(
        key_of(row),
        code_of(row),
        kept_in(row),
        row.entered_by.name if row.entered_by else "",
        row.entered_at,
        row.saves,
        is_budget=isinstance(row, BudgetEntry),
    )


def _by_whom(task: UnitTask, conflicts: Sequence[Conflict]) -> list[Conflict]:
    """The conflicts with who changed anything in their lines last: a word about a figure too."""
    last = last_writings(task.pk, {one.code for one in conflicts if not one.is_budget})
    return [
        one
        if one.is_budget or one.code not in last
        else replace(one, by=last[one.code].by, at=last[one.code].at)
        for one in conflicts
    ]


def _kept(row: Row, new: Entered, old: Entered) -> KeptLine:
    return KeptLine(key_of(row), code_of(row), new, row.saves, is_changed=new != old)


def _write(entry: Entry, new: Entered, change: Filling, came: Came) -> None:
    kept = kept_in(entry)
    if new.answer != kept.answer:
        # a word about a figure does not make its writer the one who gave the figure
        entry.entered_at, entry.entered_by_id = change.now, change.actor.account_id
    if new.figure != kept.figure:
        # nor does it change where the figure came from
        entry.origin, entry.source_id = came.origin.value, came.source_id
        entry.source_note = came.notes.get(entry.line_id, "")
    entry.value, entry.numerator, entry.denominator = new.value, new.numerator, new.denominator
    entry.note, entry.no_evidence = new.note, new.no_evidence
    entry.saves += 1
    # row by row: one statement with a CASE for every cell takes longer to build than to run
    entry.save(update_fields=_WRITTEN)


def _kept_budget(change: Filling, read: Read) -> tuple[list[Plain], list[KeptLine]]:
    """What is told of the budget lines that changed, and all of them as they are kept."""
    told: list[Plain] = []
    kept = []
    for row in read.budget_entries:
        if row.budget_line_id not in read.budget:
            continue
        new, old = read.budget[row.budget_line_id], kept_in(row)
        if new != old:
            row.absorbed, row.saves = new.value, row.saves + 1
            row.entered_at, row.entered_by_id = change.now, change.actor.account_id
            row.save(update_fields=_SPENT)
            was, now = plain_figure(old.value), plain_figure(new.value)
            told.append({"line": code_of(row), "was": was, "is": now})
        kept.append(_kept(row, new, old))
    return told, kept


def _plain(kept: Entered) -> dict[str, Plain]:
    told: dict[str, Plain] = {
        "value": plain_figure(kept.value),
        "numerator": plain_figure(kept.numerator),
        "denominator": plain_figure(kept.denominator),
        "note": kept.note,
    }
    return told | {"no_evidence": kept.no_evidence} if kept.no_evidence else told
