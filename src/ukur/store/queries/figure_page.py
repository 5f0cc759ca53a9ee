"""The accounts of single figures, with the way to every entry and file behind them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ukur.domain.figures.explain import Explanation, SourceRow
from ukur.domain.figures.indicator import Parts
from ukur.store.models import Cycle, Entry, EvidenceRow, UnitTask
from ukur.store.queries.entry_lines import Chip
from ukur.store.queries.history import unit_labels
from ukur.store.queries.measured import BudgetFigures, MeasuredGoal, MeasuredLine, Measurement
from ukur.store.queries.measurement import measurement


@dataclass(frozen=True)
class EntryPlace:
    """Where an entry stands: the form of its unit, and the files that back it."""

    cycle_id: int
    task_id: int
    files: tuple[Chip, ...] = ()


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
    """The figures of an indicator in a cycle, or None. The queries of `measurement`, and four."""
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
    """Where the entries of an indicator stand, in all live cycles of the year. Four queries."""
    cycle = Cycle.objects.get(pk=cycle_id)
    cycles = Cycle.objects.filter(agency_id=cycle.agency_id, year=cycle.year, is_live=True)
    tasks = list(UnitTask.objects.filter(cycle__in=cycles).select_related("unit", "cycle"))
    labels, by_id = unit_labels(tasks), {task.pk: task for task in tasks}
    entries = Entry.objects.filter(task__cycle__in=cycles, line__indicator__code=code).values_list(
        "id", "task_id"
    )
    files = _files([id_ for id_, _task_id in entries])
    return {
        (by_id[task_id].cycle.period, labels[by_id[task_id].unit_id]): EntryPlace(
            by_id[task_id].cycle_id, task_id, tuple(files.get(id_, ()))
        )
        for id_, task_id in entries
    }


def _files(entry_ids: Sequence[int]) -> dict[int, list[Chip]]:
    found: dict[int, list[Chip]] = defaultdict(list)
    rows = EvidenceRow.objects.filter(entry__in=entry_ids, removed_at=None)
    for row in rows:
        found[row.entry_id].append(Chip(row.pk, row.name, row.size))
    return found
