"""Who is reminded of what, and when: without flooding.

* Whose turn it is hears of a task at most twice: when it is at risk, and when it is late.
  Of a task of less than two hours only the second is told; the first would come with it.
* A part of a form that is due earlier, and is still blank when its time is over, is told as the
  form being at risk; late it is at its own time.
* A superior hears once a day, in one digest, of all that is late below them: the sekretaris
  from the first day, the head of what the sekretaris holds, and of what stays late for more
  than two working days.
* Whom Tim SAKIP reminded of a form today, or to whom it came back, hears of it from the clock
  tomorrow at the earliest.
* Nothing is told while the office is closed, nor of a task whose clock is paused.

What was told already is kept by whoever calls, so the same question asked again is answered
with nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from ukur.domain.people import Role
from ukur.domain.sop.timing import Pause, TimeState, is_late, time_given, time_state
from ukur.domain.sop.worktime import Calendar, is_open, local, working_days_between

SHORTEST = timedelta(hours=2)
"""A task that is given less office time is not announced before it is late."""
PATIENCE = 2
"""Working days that a task may stay late before the head hears of it."""


class NoticeKind(StrEnum):
    """Why somebody is told something."""

    AT_RISK = "at_risk"
    LATE = "late"
    DIGEST = "digest"
    OPENED = "opened"
    """A unit has its form."""
    READY = "ready"
    """The operator asks the head of the unit to vouch for the figures."""
    RETURNED = "returned"
    """The form came back to the unit: returned, to be corrected, or in a new round."""
    REOPENED = "reopened"
    """A form whose time was over, or nearly, may be filled in: it was closed without figures and is
    open again, or its unit was given more time."""
    REMINDED = "reminded"
    """Tim SAKIP reminds the unit."""
    REMINDED_AGAIN = "again"
    """The second and last reminder of a round; the head of the unit hears of it too."""


URGED = (
    NoticeKind.RETURNED,
    NoticeKind.REOPENED,
    NoticeKind.REMINDED,
    NoticeKind.REMINDED_AGAIN,
)
"""Somebody urged the unit itself, so the clock keeps quiet about the form that day."""


class TaskKind(StrEnum):
    """What has a due moment and somebody whose turn it is."""

    STEP = "step"
    UNIT_FORM = "unit_form"


@dataclass(frozen=True)
class TaskKey:
    """An open step by its run, or a unit's form; one round of it."""

    kind: TaskKind
    id: int
    round: int


@dataclass(frozen=True)
class OpenTask:
    """A task that waits: `lead` is the role it waits for, `holders` the accounts that hold it."""

    key: TaskKey
    lead: Role
    holders: tuple[int, ...]
    opened_at: datetime
    due_at: datetime
    pauses: tuple[Pause, ...] = ()
    early_at: datetime | None = None
    """By when a part of it that still lacks was due, before the whole."""


@dataclass(frozen=True)
class TaskNotice:
    """One person is told of one task."""

    account: int
    task: TaskKey
    kind: NoticeKind


@dataclass(frozen=True)
class DigestNotice:
    """One superior is told what is late, the longest first; one a day."""

    account: int
    day: date
    late: tuple[TaskKey, ...]


@dataclass(frozen=True)
class Told:
    """What was told before: notices of tasks, and who had a digest on which day.

    `of_today` are the people who were urged about a form today (`URGED`).
    """

    notices: frozenset[TaskNotice] = frozenset()
    digests: frozenset[tuple[int, date]] = frozenset()
    of_today: frozenset[tuple[int, TaskKey]] = frozenset()


def notices_due(
    tasks: Sequence[OpenTask],
    told: Told,
    superiors: Mapping[Role, Sequence[int]],
    now: datetime,
    calendar: Calendar,
) -> tuple[tuple[TaskNotice, ...], tuple[DigestNotice, ...]]:
    """What has to be told now at one agency: of tasks to their holders, and digests.

    `superiors` are the accounts that hold `Role.SECRETARY` and `Role.HEAD` today.

    Raises:
        CalendarMissing: the holidays of a year are not known; nothing is told by guess.
    """
    if not is_open(now, calendar):
        return (), ()
    states = {
        task.key: time_state(task.opened_at, task.due_at, now, calendar, task.pauses)
        for task in tasks
    }
    notices = tuple(
        notice
        for task in tasks
        for notice in _of_task(task, _kind(task, states[task.key], now, calendar), told)
    )
    late = [task for task in tasks if states[task.key] is TimeState.LATE]
    return notices, tuple(_digests(late, told, superiors, now, calendar))


def _kind(task: OpenTask, state: TimeState, now: datetime, calendar: Calendar) -> NoticeKind | None:
    if state is TimeState.LATE:
        return NoticeKind.LATE
    has_passed = task.early_at is not None and is_late(task.early_at, now, calendar)
    if has_passed or (state is TimeState.AT_RISK and _is_long(task, calendar)):
        return NoticeKind.AT_RISK
    return None


def _of_task(task: OpenTask, kind: NoticeKind | None, told: Told) -> Iterator[TaskNotice]:
    if kind is None:
        return
    enough = {kind, NoticeKind.LATE}
    for account in task.holders:
        heard = any(TaskNotice(account, task.key, one) in told.notices for one in enough)
        if not heard and (account, task.key) not in told.of_today:
            yield TaskNotice(account, task.key, kind)


def _is_long(task: OpenTask, calendar: Calendar) -> bool:
    return time_given(task.opened_at, task.due_at, calendar, task.pauses) >= SHORTEST


def _digests(
    late: Sequence[OpenTask],
    told: Told,
    superiors: Mapping[Role, Sequence[int]],
    now: datetime,
    calendar: Calendar,
) -> Iterator[DigestNotice]:
    today = local(now, calendar).date()
    below: dict[int, list[OpenTask]] = {}
    for task in sorted(late, key=lambda task: (task.due_at, task.key.kind, task.key.id)):
        for account in _who_hears(task, superiors, today, calendar):
            below.setdefault(account, []).append(task)
    for account, tasks in below.items():
        if (account, today) not in told.digests:
            yield DigestNotice(account, today, tuple(task.key for task in tasks))


def _who_hears(
    task: OpenTask, superiors: Mapping[Role, Sequence[int]], today: date, calendar: Calendar
) -> list[int]:
    """The superiors of whoever holds the task, without the holders themselves."""
    secretaries, heads = superiors.get(Role.SECRETARY, ()), superiors.get(Role.HEAD, ())
    due_day = local(task.due_at, calendar).date()
    is_long_late = working_days_between(due_day, today, calendar) > PATIENCE
    hearers = [] if task.lead in {Role.SECRETARY, Role.HEAD} else list(secretaries)
    if not hearers or is_long_late:
        hearers += heads
    return [account for account in dict.fromkeys(hearers) if account not in task.holders]
