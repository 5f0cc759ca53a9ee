"""The accounts of single figures, with the way to every entry and file behind them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from ukur.domain.checking import Warnings
from ukur.domain.figures.explain import Explanation, SourceRow
from ukur.domain.figures.indicator import Parts
from ukur.store.models import Cycle, Entry, FormLine, UnitTask
from ukur.store.queries.checks import warnings_of_line
from ukur.store.queries.evidence import Piece, pieces_of
from ukur.store.queries.history import unit_labels
from ukur.store.queries.measured import BudgetFigures, MeasuredGoal, MeasuredLine, Measurement
from ukur.store.queries.measurement import measurement


@dataclass(frozen=True)
class EntryPlace:
    """The way from an entry to its evidence: how it came, who vouched, who checked, what backs it.

    `version` is the newest that the unit handed in, 0 where it has not; `checked_by` is "" until
    Tim SAKIP verified it. `warnings` are those of the cycle that is looked at.
    """

    cycle_id: int
    task_id: int
    line_id: int
    utc_offset: int
    origin: str = ""
    source: str = ""
    source_note: str = ""
    version: int = 0
    vouched_by: str = ""
    vouched_at: datetime | None = None
    checked_by: str = ""
    checked_at: datetime | None = None
    note: str = ""
    no_evidence: str = ""
    warnings: Warnings = ()
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True)
class PlacedRow:
    """A row of an account, with the place of its entry where it was entered here."""

    row: SourceRow
    place: EntryPlace | None


@dataclass(frozen=True)
class LineFigure:
    """One line of a cycle: both of its figures, and where their entries are."""

    line: MeasuredLine
    before: str
    after: str
    period_rows: tuple[PlacedRow, ...]
    year_rows: tuple[PlacedRow, ...]

    @property
    def in_parts(self) -> bool:
        """Whether entries are numerators and denominators."""
        return any(isinstance(one.row.amount, Parts) for one in self.year_rows)


@dataclass(frozen=True)
class GoalFigure:
    """One goal of a cycle; `figures` are all of them."""

    goal: MeasuredGoal
    figures: Measurement


@dataclass(frozen=True)
class MoneyFigure:
    """A budget line, or the sum of the highest ones; `parts` are the lines right below it."""

    line: BudgetFigures
    rows: tuple[PlacedRow, ...]
    parts: tuple[BudgetFigures, ...]


def line_figure(cycle_id: int, code: str) -> LineFigure | None:
    """The figures of an indicator in a cycle, or None. The queries of `measurement`, and nine."""
    lines = measurement(cycle_id).lines
    at = next((at for at, line in enumerate(lines) if line.code == code), None)
    if at is None:
        return None
    line, places = lines[at], _places(cycle_id, code)
    return LineFigure(
        line=line,
        before=lines[at - 1].code if at else "",
        after=lines[at + 1].code if at + 1 < len(lines) else "",
        period_rows=_placed(line.explanation, places),
        year_rows=_placed(line.year_explanation, places),
    )


def goal_figure(cycle_id: int, code: str) -> GoalFigure | None:
    """The mean of a goal in a cycle, or None. The queries of `measurement`."""
    figures = measurement(cycle_id)
    goal = next((goal for goal in figures.goals if goal.code == code), None)
    return GoalFigure(goal, figures) if goal else None


def money_figure(cycle_id: int, code: str) -> MoneyFigure | None:
    """A budget line of a cycle, "" for the sum, or None. The queries of `measurement`."""
    figures = measurement(cycle_id)
    own = next((line for line in figures.budget if line.code == code), None)
    line = own if code else figures.budget_total
    if line is None:
        return None
    parts = tuple(one for one in figures.budget if one.parent_code == code)
    return MoneyFigure(line, () if parts else _placed(line.explanation, {}), parts)


_Key = tuple[str, str]
"""A period's code and a unit's label, as rows of an account name them."""


def _placed(told: Explanation, places: Mapping[_Key, EntryPlace]) -> tuple[PlacedRow, ...]:
    rows = told.provenance.rows
    return tuple(PlacedRow(row, places.get((row.period, row.unit))) for row in rows)


def _places(cycle_id: int, code: str) -> dict[_Key, EntryPlace]:
    """Where the entries of an indicator stand, in all live cycles of the year. Nine queries."""
    cycle = Cycle.objects.select_related("agency").get(pk=cycle_id)
    cycles = Cycle.objects.filter(agency_id=cycle.agency_id, year=cycle.year, is_live=True)
    tasks = UnitTask.objects.filter(cycle__in=cycles)
    people = ("submitted_by", "decided_by")
    by_id = {task.pk: task for task in tasks.select_related("unit", "cycle", *people)}
    labels = unit_labels(list(by_id.values()))
    entries = list(
        Entry.objects.filter(task__cycle__in=cycles, line__indicator__code=code).select_related(
            "source"
        )
    )
    pieces = pieces_of([entry.pk for entry in entries])
    line = FormLine.objects.filter(cycle=cycle, indicator__code=code)
    warned = warnings_of_line(line.select_related("cycle", "indicator").get())
    found = {}
    for entry in entries:
        task = by_id[entry.task_id]
        own = warned.get(task.pk, ()) if task.cycle_id == cycle_id else ()
        place = _place(entry, task, own, pieces.get(entry.pk, ()), cycle.agency.utc_offset)
        found[task.cycle.period, labels[task.unit_id]] = place
    return found


def _place(
    entry: Entry, task: UnitTask, warned: Warnings, pieces: tuple[Piece, ...], utc_offset: int
) -> EntryPlace:
    is_checked = task.state == UnitTask.State.VERIFIED
    return EntryPlace(
        task.cycle_id,
        task.pk,
        entry.line_id,
        utc_offset,
        origin=entry.origin,
        source=entry.source.name if entry.source else "",
        source_note=entry.source_note,
        version=task.version,
        vouched_by=task.submitted_by.name if task.submitted_by else "",
        vouched_at=task.submitted_at,
        checked_by=task.decided_by.name if is_checked and task.decided_by else "",
        checked_at=task.decided_at if is_checked else None,
        note=entry.note,
        no_evidence=entry.no_evidence,
        warnings=warned,
        pieces=pieces,
    )
