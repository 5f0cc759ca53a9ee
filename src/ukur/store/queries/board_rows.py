"""The board of a collection as values: units by need, and how each of their figures stands."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ukur.domain.chasing import MOST_REMINDERS, WAITING
from ukur.domain.collecting import TaskState


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


class MailStand(StrEnum):
    """How far the mail of what a unit was last told has come."""

    SENT = "sent"
    """The mail server took it."""
    WAITING = "waiting"
    REFUSED = "refused"
    """The server does not take the address."""
    NO_ADDRESS = "no_address"
    """Nobody of the unit has an address: the inbox of the application alone told them."""
    NOBODY = "nobody"
    """Nobody holds the duty at the unit."""


@dataclass(frozen=True)
class Column:
    """One line of the form."""

    line_id: int
    code: str
    name: str


@dataclass(frozen=True)
class ColumnGroup:
    """The columns of one goal, or some of them: then `first` counts the goal's from 1."""

    goal_code: str
    goal: str
    columns: tuple[Column, ...]
    first: int = 1
    is_all: bool = True
    """Whether these are all columns of the goal."""

    @property
    def last(self) -> int:
        return self.first + len(self.columns) - 1


@dataclass(frozen=True)
class Chasing:
    """How often the unit was reminded in this round, when last, and how far that mail came."""

    count: int = 0
    at: datetime | None = None
    mail: MailStand | None = None


NEVER = Chasing()


@dataclass(frozen=True)
class UnitRow:
    """One unit: `filled` of `asked` figures. `cells` is empty for a unit that is not shown.

    `until` is by when its form is awaited: `due_at`, or later by an exception of its own. On
    time or late is told by `due_at` alone; None while nothing was submitted.
    """

    task_id: int
    unit: str
    kind: str
    state: TaskState
    need: Need
    filled: int
    asked: int
    due_at: datetime
    until: datetime
    submitted_at: datetime | None
    version: int
    is_late: bool
    is_on_time: bool | None
    chased: Chasing
    reason_code: str
    reason: str
    overdue: int = 0
    """Blank figures whose own, earlier due moment has passed, while the form still has time."""
    cells: tuple[Cell, ...] = ()

    @property
    def has_handed_in(self) -> bool:
        return self.state in (TaskState.SUBMITTED, TaskState.VERIFIED)

    @property
    def has_more_time(self) -> bool:
        return self.until > self.due_at

    @property
    def waits_for_unit(self) -> bool:
        return self.state in WAITING

    @property
    def may_be_reminded(self) -> bool:
        return self.waits_for_unit and self.chased.count < MOST_REMINDERS

    @property
    def has_not_begun(self) -> bool:
        return self.filled == 0 and self.state is TaskState.FILLING


@dataclass(frozen=True)
class Group:
    """The units with the same need that are shown, and how many there are in all."""

    need: Need
    rows: tuple[UnitRow, ...]
    count: int


@dataclass(frozen=True)
class Asked:
    """Which units somebody wants to see, and which part of them, counted from 1.

    `part` is the part of a wide board's columns, counted from 1; None for all columns.
    """

    need: Need | None = None
    kind: str = ""
    page: int = 1
    part: int | None = None


@dataclass(frozen=True)
class Board:
    """All units of a collection, sorted by need; `groups` holds those that are shown.

    `pages` parts of what was asked for are there. `in_by_column` says how many units have handed
    in each figure, of all units. `column_groups` are the columns that are shown, and `parts` what
    there is to choose from; empty where all columns are shown.
    """

    column_groups: tuple[ColumnGroup, ...]
    parts: tuple[ColumnGroup, ...]
    rows: tuple[UnitRow, ...]
    groups: tuple[Group, ...]
    in_by_column: tuple[int, ...]
    asked_for: Asked
    pages: int
    due_at: datetime | None
    is_late: bool
    """By office time the last day of the units is over, whoever was given more."""

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
    def kinds(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(row.kind for row in self.rows))

    @property
    def delivered(self) -> int:
        return sum(row.has_handed_in for row in self.rows)

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
    def to_remind(self) -> tuple[UnitRow, ...]:
        """Late and returned ones; those that still have time only where nobody is late."""
        urgent = tuple(r for r in self.rows if r.may_be_reminded and r.need is Need.CHASE)
        return urgent or tuple(row for row in self.rows if row.may_be_reminded)

    @property
    def beyond_reminding(self) -> tuple[UnitRow, ...]:
        """Late, and reminded as often as a round allows."""
        return tuple(
            r
            for r in self.rows
            if r.need is Need.CHASE and r.waits_for_unit and not r.may_be_reminded
        )

    def count_of(self, need: Need) -> int:
        """How many units have that need, of all."""
        return sum(row.need is need for row in self.rows)
