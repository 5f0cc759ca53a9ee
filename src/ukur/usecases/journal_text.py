"""The journal of a cycle as the lines of a file."""

from ukur.domain.journal import Event
from ukur.domain.journal_file import journal_lines
from ukur.store.models import Cycle, EventRow, UnitTask


def cycle_events(cycle: Cycle, *, until: int | None = None) -> list[Event]:
    """The cycle's own chain, up to the event with the number `until`. One query."""
    rows = EventRow.objects.filter(run=cycle.run_id, task=None)
    if until is not None:
        rows = rows.filter(sequence__lte=until)
    return [_event(row) for row in rows.order_by("sequence")]


def cycle_journal(cycle: Cycle, *, until: int | None = None) -> bytes:
    """The cycle's own chain, one event a line."""
    return journal_lines(cycle_events(cycle, until=until)).encode()


def unit_journals(cycle: Cycle) -> dict[str, bytes]:
    """The chain of every unit that has one, by the unit's code. One query."""
    rows = EventRow.objects.filter(run=cycle.run_id, task__isnull=False).select_related(
        "task__unit"
    )
    by_unit: dict[str, list[EventRow]] = {}
    for row in rows.order_by("sequence"):
        by_unit.setdefault(_unit_code(row.task), []).append(row)
    return {code: journal_lines(map(_event, rows)).encode() for code, rows in by_unit.items()}


def _unit_code(task: UnitTask | None) -> str:
    if task is None:
        raise RuntimeError("a unit's event without its task")
    return task.unit.code


def _event(row: EventRow) -> Event:
    return Event(row.sequence, row.at, row.by, row.verb, row.facts, row.previous, row.hash)
