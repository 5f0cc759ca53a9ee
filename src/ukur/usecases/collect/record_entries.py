"""Step 4: a unit's operator writes figures into the form."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from ukur.domain.collecting import Act, TaskAct, TaskState, decide_task
from ukur.domain.entering import Entered, Typed, amount_of_money, entered
from ukur.domain.journal import Plain, plain_figure
from ukur.domain.people import Actor
from ukur.domain.ports import Tools
from ukur.domain.refusals import NotValid, Problem
from ukur.store.models import BudgetEntry, Entry
from ukur.store.queries.looks import look_of
from ukur.usecases.changing import Filling, filling

_WRITTEN = ("value", "numerator", "denominator", "note", "entered_at", "entered_by")
"""The columns of an entry that its operator fills."""


def record_entries(
    *,
    task_id: int,
    typed: Mapping[int, Typed],
    spent: Mapping[int, str],
    actor: Actor,
    tools: Tools,
) -> None:
    """Keep what was typed for lines (by line id) and budget lines (by their id): all or nothing.

    Cells that did not change leave no trace. Source: SOP row 4.

    Raises:
        NotYourUnit, TaskNotOpen: see `ukur.domain.collecting.decide_task`.
        NotValid: every cell that cannot be kept, as "line:12:numerator" or "budget:3".
    """
    with filling(task_id, actor, tools) as change:
        task = change.task
        decide_task(TaskState(task.state), TaskAct(Act.FILL), unit_id=task.unit_id, actor=actor)
        entries = list(
            Entry.objects.filter(task=task, line_id__in=typed)
            .select_related("line__indicator")
            .order_by("line__order")
        )
        budget = list(
            BudgetEntry.objects.filter(task=task, budget_line_id__in=spent)
            .select_related("budget_line")
            .order_by("budget_line__order")
        )
        problems = _unknown(typed, {e.line_id for e in entries}, "line")
        problems += _unknown(spent, {b.budget_line_id for b in budget}, "budget")
        read = _read_lines(entries, typed, task.cycle.year, problems)
        money = _read_budget(budget, spent, problems)
        if problems:
            raise NotValid(problems=tuple(problems))
        lines = _kept_lines(change, entries, read)
        amounts = _kept_budget(change, budget, money)
        change.is_idle = not lines and not amounts
        if not change.is_idle:
            change.note("entries_recorded", lines=lines, budget=amounts)


def _unknown(asked: Mapping[int, object], known: set[int], sort: str) -> list[Problem]:
    return [Problem(f"{sort}:{key}", "line_unknown") for key in asked if key not in known]


def _read_lines(
    entries: Sequence[Entry], typed: Mapping[int, Typed], year: int, problems: list[Problem]
) -> dict[int, Entered]:
    read: dict[int, Entered] = {}
    for entry in entries:
        indicator = entry.line.indicator
        kept, found = entered(typed[entry.line_id], look_of(indicator, year))
        read[entry.line_id] = kept
        where = f"line:{entry.line_id}"
        problems += [Problem(f"{where}:{p.where}", p.code, p.facts) for p in found]
    return read


def _read_budget(
    budget: Sequence[BudgetEntry], spent: Mapping[int, str], problems: list[Problem]
) -> dict[int, Decimal | None]:
    read: dict[int, Decimal | None] = {}
    for row in budget:
        amount, found = amount_of_money(spent[row.budget_line_id], confirmed=True)
        read[row.budget_line_id] = amount
        problems += [Problem(f"budget:{row.budget_line_id}", p.code, p.facts) for p in found]
    return read


def _kept_lines(
    change: Filling, entries: Sequence[Entry], read: Mapping[int, Entered]
) -> list[Plain]:
    """Save the lines that changed and say, by code, what they were and what they are."""
    told: list[Plain] = []
    for entry in entries:
        new, old = read[entry.line_id], _now(entry)
        if new == old:
            continue
        entry.value, entry.numerator, entry.denominator = new.value, new.numerator, new.denominator
        entry.note, entry.entered_at, entry.entered_by_id = (
            new.note,
            change.now,
            change.actor.account_id,
        )
        told.append({"line": entry.line.indicator.code, "was": _plain(old), "is": _plain(new)})
        # row by row: one statement with a CASE for every cell takes longer to build than to run
        entry.save(update_fields=_WRITTEN)
    return told


def _kept_budget(
    change: Filling, budget: Sequence[BudgetEntry], read: Mapping[int, Decimal | None]
) -> list[Plain]:
    told: list[Plain] = []
    for row in budget:
        new, old = read[row.budget_line_id], row.absorbed
        if new == old:
            continue
        row.absorbed, row.entered_at, row.entered_by_id = new, change.now, change.actor.account_id
        row.save(update_fields=["absorbed", "entered_at", "entered_by"])
        told.append(
            {"line": row.budget_line.code, "was": plain_figure(old), "is": plain_figure(new)}
        )
    return told


def _now(entry: Entry) -> Entered:
    return Entered(entry.value, entry.numerator, entry.denominator, entry.note)


def _plain(kept: Entered) -> dict[str, Plain]:
    return {
        "value": plain_figure(kept.value),
        "numerator": plain_figure(kept.numerator),
        "denominator": plain_figure(kept.denominator),
        "note": kept.note,
    }
