"""What the units have handed in: the board of a collection."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Count, F, Max, Q

from ukur.domain.collecting import TaskState
from ukur.domain.reminding import NoticeKind
from ukur.domain.sop.timing import is_late
from ukur.domain.sop.worktime import Calendar
from ukur.domain.windows import was_on_time
from ukur.store.models import Entry, FormLine, Notice, UnitReminder, UnitTask
from ukur.store.queries.board_rows import (
    NEVER,
    Asked,
    Board,
    Cell,
    Chasing,
    Column,
    ColumnGroup,
    Group,
    MailStand,
    Need,
    UnitRow,
)
from ukur.store.queries.windows import window_of

MOST_CELLS = 2_240
OWN_CELLS = 16
"""So many cells stand on one page, a unit's own columns counted as sixteen, which keeps it below
200 KB: 77 units of 13 indicators, 40 of 40."""
LEAST_ROWS = 10
MOST_COLUMNS = 40
"""A board with more columns than these is read a part at a time: a goal, or some of its columns."""
PART = 25
"""At most so many columns are a part: they fit beside a unit's own columns on a screen."""
ALL = Asked()
IS_FILLED = Q(value__isnull=False) | Q(numerator__isnull=False) | ~Q(note="")
"""There is a figure, or a reason why there is none."""


def board(cycle_id: int, now: datetime, calendar: Calendar, asked_for: Asked = ALL) -> Board:
    """The board of a cycle's collection. Seven queries, however many units and lines.

    Every unit is counted; cells are read for the part of them alone that is asked for.
    """
    every = _columns(cycle_id)
    parts = _parts(every) if asked_for.part is not None else ()
    part = min(max(1, asked_for.part or 1), len(parts)) if parts else None
    groups = every if part is None else (parts[part - 1],)
    columns = [column for group in groups for column in group.columns]
    rows = sorted(_rows(cycle_id, now, calendar), key=_by_need)
    wanted = [
        row
        for row in rows
        if asked_for.need in (None, row.need) and asked_for.kind in ("", row.kind)
    ]
    at_once = max(LEAST_ROWS, MOST_CELLS // (OWN_CELLS + len(columns)))
    pages = max(1, -(-len(wanted) // at_once))
    page = min(max(1, asked_for.page), pages)
    shown = _with_cells(wanted[(page - 1) * at_once : page * at_once], columns)
    in_of_line = _handed_in(cycle_id)
    due_at = max((row.due_at for row in rows), default=None)
    return Board(
        column_groups=groups,
        parts=parts,
        rows=tuple(rows),
        groups=_grouped(shown, wanted),
        in_by_column=tuple(in_of_line.get(column.line_id, 0) for column in columns),
        asked_for=replace(asked_for, page=page, part=part),
        pages=pages,
        due_at=due_at,
        is_late=due_at is not None and is_late(due_at, now, calendar),
    )


def _columns(cycle_id: int) -> tuple[ColumnGroup, ...]:
    found: dict[tuple[str, str], list[Column]] = defaultdict(list)
    rows = FormLine.objects.filter(cycle=cycle_id, is_due=True).select_related("indicator__goal")
    for row in rows.order_by("order"):
        goal = row.indicator.goal
        found[goal.code, goal.text].append(Column(row.pk, row.indicator.code, row.indicator.name))
    return tuple(ColumnGroup(*goal, tuple(columns)) for goal, columns in found.items())


def _parts(groups: Sequence[ColumnGroup]) -> tuple[ColumnGroup, ...]:
    """The columns of a wide board a goal at a time, or some of a goal's; none of a narrow one."""
    if sum(len(group.columns) for group in groups) <= MOST_COLUMNS:
        return ()
    return tuple(part for group in groups for part in _even(group))


def _even(group: ColumnGroup) -> Iterator[ColumnGroup]:
    """The columns of a goal in as few parts as may be, all about as wide."""
    count = len(group.columns)
    parts = -(-count // PART)
    wide = -(-count // parts)
    for at in range(0, count, wide):
        columns = group.columns[at : at + wide]
        yield replace(group, columns=columns, first=at + 1, is_all=parts == 1)


@dataclass(frozen=True)
class _Counted:
    """How many figures a unit is asked for, how many are filled, how many are past their time."""

    asked: int = 0
    filled: int = 0
    overdue: int = 0


def _rows(cycle_id: int, now: datetime, calendar: Calendar) -> list[UnitRow]:
    """Every unit of the cycle in the order of the units, without its cells. Four queries."""
    counts = _counts(cycle_id, now, calendar)
    chased = _chased(cycle_id)
    tasks = UnitTask.objects.filter(cycle=cycle_id).select_related("unit")
    return [
        _row(task, counts.get(task.pk, _Counted()), chased.get(task.pk, NEVER), now, calendar)
        for task in tasks.order_by("unit__order", "unit__code")
    ]


def _counts(cycle_id: int, now: datetime, calendar: Calendar) -> Mapping[int, _Counted]:
    """By the task of the unit. One query: a row for every moment at which figures are due."""
    found: dict[int, _Counted] = defaultdict(_Counted)
    rows = (
        Entry.objects.filter(task__cycle=cycle_id)
        .values("task_id", "line__due_at")
        .annotate(asked=Count("pk"), filled=Count("pk", filter=IS_FILLED))
        .values_list("task_id", "line__due_at", "asked", "filled")
    )
    has_passed: dict[datetime | None, bool] = {None: False}
    for task, due_at, asked, filled in rows:
        if due_at is not None and due_at not in has_passed:
            has_passed[due_at] = is_late(due_at, now, calendar)
        before = found[task]
        found[task] = _Counted(
            before.asked + asked,
            before.filled + filled,
            before.overdue + (asked - filled if has_passed[due_at] else 0),
        )
    return found


def _row(
    task: UnitTask, counted: _Counted, chased: Chasing, now: datetime, calendar: Calendar
) -> UnitRow:
    state = TaskState(task.state)
    window = window_of(task)
    is_open = state in (TaskState.FILLING, TaskState.RETURNED)
    has_passed = is_open and is_late(window.until, now, calendar)
    return UnitRow(
        task_id=task.pk,
        unit=task.unit.name,
        kind=task.unit.kind,
        state=state,
        need=_need(state, is_late=has_passed),
        filled=counted.filled,
        asked=counted.asked,
        due_at=task.due_at,
        until=window.until,
        submitted_at=task.submitted_at,
        version=task.version,
        is_late=has_passed,
        is_on_time=was_on_time(window, task.first_submitted_at, calendar),
        chased=chased,
        reason_code=task.reason_code,
        reason=task.reason,
        # more time for the form is more time for all of its lines
        overdue=counted.overdue if is_open and not has_passed and not task.extended_until else 0,
    )


def _chased(cycle_id: int) -> dict[int, Chasing]:
    """The reminders of every unit's own round, and how their newest mail went. Two queries."""
    given = (
        UnitReminder.objects.filter(task__cycle=cycle_id, round=F("task__round"))
        .values("task_id")
        .annotate(count=Count("pk"), last=Max("at"))
        .values_list("task_id", "count", "last")
    )
    kinds = (NoticeKind.REMINDED, NoticeKind.REMINDED_AGAIN)
    told = Notice.objects.filter(unit_task__cycle=cycle_id, kind__in=kinds)
    mails: dict[tuple[int | None, datetime], set[str]] = defaultdict(set)
    for task, at, mail in told.values_list("unit_task_id", "told_at", "mail").distinct():
        mails[task, at].add(mail)
    return {
        task: Chasing(count, last, _mail_stand(mails.get((task, last), ())))
        for task, count, last in given
    }


def _mail_stand(mails: Collection[str]) -> MailStand:
    """Of several people the one whose mail went worst, but for those who have no address."""
    for stand, states in (
        (MailStand.WAITING, {Notice.Mail.WAITING, Notice.Mail.SENDING}),
        (MailStand.REFUSED, {Notice.Mail.GIVEN_UP}),
        (MailStand.SENT, {Notice.Mail.SENT}),
        (MailStand.NO_ADDRESS, {Notice.Mail.NONE}),
    ):
        if not states.isdisjoint(mails):
            return stand
    return MailStand.NOBODY


def _need(state: TaskState, *, is_late: bool) -> Need:
    if state is TaskState.SUBMITTED:
        return Need.CHECK
    if state in (TaskState.VERIFIED, TaskState.CLOSED):
        return Need.DONE
    return Need.CHASE if is_late or state is TaskState.RETURNED else Need.FILLING


def _by_need(row: UnitRow) -> tuple[int, int, int]:
    """The groups in their order; in the first the emptiest first, in all others the units' own."""
    place = tuple(Need).index(row.need)
    return (place, row.filled, -row.asked) if row.need is Need.CHASE else (place, 0, 0)


def _with_cells(rows: Sequence[UnitRow], columns: Sequence[Column]) -> list[UnitRow]:
    found: dict[int, dict[int, bool]] = defaultdict(dict)
    entries = Entry.objects.filter(
        task__in=[row.task_id for row in rows], line__in=[column.line_id for column in columns]
    )
    for task, line, value, numerator, note in entries.values_list(
        "task_id", "line_id", "value", "numerator", "note"
    ):
        found[task][line] = value is not None or numerator is not None or bool(note)
    return [
        replace(
            row,
            cells=tuple(_cell(row, found[row.task_id].get(column.line_id)) for column in columns),
        )
        for row in rows
    ]


_CELL = {
    TaskState.SUBMITTED: Cell.SENT,
    TaskState.VERIFIED: Cell.VERIFIED,
    TaskState.RETURNED: Cell.RETURNED,
    TaskState.CLOSED: Cell.CLOSED,
    TaskState.FILLING: Cell.FILLING,
}


def _cell(row: UnitRow, is_filled: bool | None) -> Cell:  # noqa: FBT001 - None is "not asked"
    if is_filled is None:
        return Cell.NOT_ASKED
    if is_filled or row.state is TaskState.CLOSED:
        return _CELL[row.state]
    return Cell.EMPTY if row.is_late else Cell.WAITING


def _handed_in(cycle_id: int) -> Mapping[int, int]:
    """How many units have handed in each line."""
    delivered = (TaskState.SUBMITTED.value, TaskState.VERIFIED.value)
    rows = Entry.objects.filter(IS_FILLED, task__cycle=cycle_id, task__state__in=delivered)
    return dict(rows.values("line_id").annotate(n=Count("pk")).values_list("line_id", "n"))


def _grouped(shown: Iterable[UnitRow], wanted: Iterable[UnitRow]) -> tuple[Group, ...]:
    groups: dict[Need, list[UnitRow]] = {need: [] for need in Need}
    for row in shown:
        groups[row.need].append(row)
    counts = dict.fromkeys(Need, 0)
    for row in wanted:
        counts[row.need] += 1
    return tuple(Group(need, tuple(rows), counts[need]) for need, rows in groups.items() if rows)
