"""What the units have handed in: the board of a collection."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ukur.domain.collecting import TaskState
from ukur.domain.sop.timing import is_late
from ukur.domain.sop.worktime import Calendar
from ukur.domain.windows import was_on_time
from ukur.store.models import Entry, FormLine, UnitTask
from ukur.store.queries.windows import window_of


class Cell(StrEnum):
    """How one figure of one unit stands."""

    NOT_ASKED = "not_asked"
    """The unit does not fill in this line."""
    WAITING = "waiting"
    """Nothing yet, and it is not late."""
    EMPTY = "empty"
    """Nothing, and the day is over."""
    FILLING = "filling"
    SENT = "sent"
    RETURNED = "returned"
    VERIFIED = "verified"
    CLOSED = "closed"


class Need(StrEnum):
    """The groups of the board, the most urgent first."""

    CHASE = "chase"
    """Late or returned: waits for the unit."""
    CHECK = "check"
    """Submitted: waits for Tim SAKIP."""
    FILLING = "filling"
    DONE = "done"


@dataclass(frozen=True)
class Column:
    """One line of the form."""

    line_id: int
    code: str
    name: str


@dataclass(frozen=True)
class ColumnGroup:
    """The columns of one goal."""

    goal_code: str
    goal: str
    columns: tuple[Column, ...]


@dataclass(frozen=True)
class UnitRow:
    """One unit: `filled` of `asked` figures; `is_on_time` is None while nothing was submitted."""

    task_id: int
    unit: str
    state: TaskState
    need: Need
    cells: tuple[Cell, ...]
    filled: int
    asked: int
    due_at: datetime
    submitted_at: datetime | None
    is_late: bool
    is_on_time: bool | None
    reason_code: str
    reason: str


@dataclass(frozen=True)
class Group:
    """The units with the same need."""

    need: Need
    rows: tuple[UnitRow, ...]


@dataclass(frozen=True)
class Board:
    """All units of a collection, sorted by need."""

    column_groups: tuple[ColumnGroup, ...]
    groups: tuple[Group, ...]
    due_at: datetime | None

    @property
    def rows(self) -> tuple[UnitRow, ...]:
        return tuple(row for group in self.groups for row in group.rows)

    @property
    def columns(self) -> tuple[Column, ...]:
        return tuple(column for group in self.column_groups for column in group.columns)

    @property
    def width(self) -> int:
        return len(self.columns)

    @property
    def unit_count(self) -> int:
        return len(self.rows)

    @property
    def delivered(self) -> int:
        return sum(row.state in (TaskState.SUBMITTED, TaskState.VERIFIED) for row in self.rows)

    @property
    def on_time(self) -> int:
        return sum(row.is_on_time is True for row in self.rows)

    @property
    def verified(self) -> int:
        return sum(row.state is TaskState.VERIFIED for row in self.rows)

    @property
    def filled(self) -> int:
        return sum(row.filled for row in self.rows)

    @property
    def asked(self) -> int:
        return sum(row.asked for row in self.rows)

    @property
    def to_check(self) -> tuple[UnitRow, ...]:
        return tuple(row for row in self.rows if row.state is TaskState.SUBMITTED)

    @property
    def in_by_column(self) -> tuple[int, ...]:
        """How many units have handed in each figure."""
        handed_in = (Cell.SENT, Cell.VERIFIED)
        return tuple(
            sum(row.cells[at] in handed_in for row in self.rows) for at in range(self.width)
        )


def board(cycle_id: int, now: datetime, calendar: Calendar) -> Board:
    """The board of a cycle's collection. Three queries, however many units and lines."""
    groups = _columns(cycle_id)
    columns = [column for group in groups for column in group.columns]
    filled = _filled(cycle_id)
    tasks = UnitTask.objects.filter(cycle=cycle_id).select_related("unit")
    rows = [
        _row(task, columns, filled.get(task.pk, {}), now, calendar)
        for task in tasks.order_by("unit__order", "unit__code")
    ]
    return Board(groups, _by_need(rows), max((row.due_at for row in rows), default=None))


def _columns(cycle_id: int) -> tuple[ColumnGroup, ...]:
    found: dict[tuple[str, str], list[Column]] = defaultdict(list)
    rows = FormLine.objects.filter(cycle=cycle_id, is_due=True).select_related("indicator__goal")
    for row in rows.order_by("order"):
        goal = row.indicator.goal
        found[goal.code, goal.text].append(Column(row.pk, row.indicator.code, row.indicator.name))
    return tuple(ColumnGroup(*goal, tuple(columns)) for goal, columns in found.items())


def _filled(cycle_id: int) -> Mapping[int, Mapping[int, bool]]:
    """For every task: the lines that it is asked for, and whether each is filled."""
    found: dict[int, dict[int, bool]] = defaultdict(dict)
    rows = Entry.objects.filter(task__cycle=cycle_id).values_list(
        "task_id", "line_id", "value", "numerator", "note"
    )
    for task_id, line_id, value, numerator, note in rows:
        found[task_id][line_id] = value is not None or numerator is not None or bool(note)
    return found


def _row(
    task: UnitTask,
    columns: Sequence[Column],
    filled: Mapping[int, bool],
    now: datetime,
    calendar: Calendar,
) -> UnitRow:
    state = TaskState(task.state)
    is_open = state in (TaskState.FILLING, TaskState.RETURNED)
    window = window_of(task)
    has_passed = is_open and is_late(window.until, now, calendar)
    sent = task.submitted_at
    return UnitRow(
        task_id=task.pk,
        unit=task.unit.name,
        state=state,
        need=_need(state, is_late=has_passed),
        cells=tuple(
            _cell(state, is_filled=filled.get(c.line_id), is_late=has_passed) for c in columns
        ),
        filled=sum(filled.values()),
        asked=len(filled),
        due_at=task.due_at,
        submitted_at=sent,
        is_late=has_passed,
        is_on_time=was_on_time(window, task.first_submitted_at, calendar),
        reason_code=task.reason_code,
        reason=task.reason,
    )


def _need(state: TaskState, *, is_late: bool) -> Need:
    if state is TaskState.SUBMITTED:
        return Need.CHECK
    if state in (TaskState.VERIFIED, TaskState.CLOSED):
        return Need.DONE
    return Need.CHASE if is_late or state is TaskState.RETURNED else Need.FILLING


_CELL = {
    TaskState.SUBMITTED: Cell.SENT,
    TaskState.VERIFIED: Cell.VERIFIED,
    TaskState.RETURNED: Cell.RETURNED,
    TaskState.CLOSED: Cell.CLOSED,
    TaskState.FILLING: Cell.FILLING,
}


def _cell(state: TaskState, *, is_filled: bool | None, is_late: bool) -> Cell:
    if is_filled is None:
        return Cell.NOT_ASKED
    if is_filled or state is TaskState.CLOSED:
        return _CELL[state]
    return Cell.EMPTY if is_late else Cell.WAITING


def _by_need(rows: Iterable[UnitRow]) -> tuple[Group, ...]:
    groups: dict[Need, list[UnitRow]] = {need: [] for need in Need}
    for row in rows:
        groups[row.need].append(row)
    return tuple(Group(need, tuple(found)) for need, found in groups.items() if found)
