"""When a unit may fill in its form: the moments of its window, and an exception of its own.

    opens_at          due_at               closes_at
       |--- on time ----|------ late ---------|   closed, unless extended
                                              |---- extended_until

On time or late is told by the first submission against `due_at`, in office time; an extension
excuses nobody's lateness, it only lets the unit in (docs/decisions/0027).
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import ClassVar

from ukur.domain.refusals import NotNow, NotValid, Problem
from ukur.domain.sop.timing import is_late
from ukur.domain.sop.worktime import Calendar


class WindowState(StrEnum):
    """How the window stands at a moment."""

    NOT_OPEN = "not_open"
    ON_TIME = "on_time"
    LATE = "late"
    """Past the due moment, and still taken."""
    EXTENDED = "extended"
    """Past the due moment, and Tim SAKIP gave this unit time."""
    CLOSED = "closed"


@dataclass(frozen=True)
class Window:
    """None in `opens_at` is from the start, in `closes_at` never, in `extended_until` no exception.

    Invariant: opens_at < due_at <= closes_at.
    """

    opens_at: datetime | None
    due_at: datetime
    closes_at: datetime | None = None
    extended_until: datetime | None = None

    @property
    def until(self) -> datetime:
        """By when the form is awaited: the later of the due moment and the unit's exception."""
        return max(self.due_at, self.extended_until or self.due_at)

    def has_opened(self, now: datetime) -> bool:
        return self.opens_at is None or self.opens_at <= now

    def has_closed(self, now: datetime) -> bool:
        return self.closes_at is not None and self.closes_at < now and not self.is_extended(now)

    def is_extended(self, now: datetime) -> bool:
        return self.extended_until is not None and now <= self.extended_until


ALWAYS = Window(None, datetime.max.replace(tzinfo=UTC))
"""No bounds."""


@dataclass(eq=False)
class WindowNotOpen(NotNow):
    """The form can be filled in only later."""

    code: ClassVar[str] = "window_not_open"
    opens_at: datetime
    utc_offset: int


@dataclass(eq=False)
class WindowClosed(NotNow):
    """The form was taken until then; Tim SAKIP can give the unit time."""

    code: ClassVar[str] = "window_closed"
    closed_at: datetime
    utc_offset: int


def check_window(window: Window, now: datetime, utc_offset: int) -> None:
    """Nothing, if the form may be filled in and handed in now.

    Units: hours of the agency's zone, for the sentence of a refusal.

    Raises:
        WindowNotOpen: it opens later.
        WindowClosed: it has closed, and no exception of the unit's own runs.
    """
    if window.opens_at is not None and not window.has_opened(now):
        raise WindowNotOpen(opens_at=window.opens_at, utc_offset=utc_offset)
    if window.closes_at is not None and window.has_closed(now):
        ended = window.extended_until or window.closes_at
        raise WindowClosed(closed_at=max(window.closes_at, ended), utc_offset=utc_offset)


def window_state(window: Window, now: datetime, calendar: Calendar) -> WindowState:
    """How the window stands at `now`; late counts by office time, as `is_late` says."""
    if not window.has_opened(now):
        return WindowState.NOT_OPEN
    if window.has_closed(now):
        return WindowState.CLOSED
    if not is_late(window.due_at, now, calendar):
        return WindowState.ON_TIME
    return WindowState.EXTENDED if window.is_extended(now) else WindowState.LATE


def was_on_time(
    window: Window, first_submitted_at: datetime | None, calendar: Calendar
) -> bool | None:
    """Whether the first submission came by the due moment; None while there was none."""
    if first_submitted_at is None:
        return None
    return not is_late(window.due_at, first_submitted_at, calendar)


def check_extension(window: Window, until: datetime, now: datetime) -> None:
    """Nothing, if the exception gives the unit time that it does not have.

    Raises:
        NotValid: it ends before it begins, or before the window itself does.
    """
    if until <= now:
        raise NotValid(problems=(Problem("until", "moment_passed"),))
    if until <= (window.closes_at or window.due_at):
        raise NotValid(problems=(Problem("until", "extension_gives_nothing"),))


def check_bounds(
    opens_at: datetime | None, due_at: datetime, closes_at: datetime | None
) -> tuple[Problem, ...]:
    """What does not fit together about the moments of a form, at the field that has to move."""
    found = []
    if opens_at is not None and opens_at >= due_at:
        found.append(Problem("opens_on", "opens_after_due"))
    if closes_at is not None and closes_at < due_at:
        found.append(Problem("closes_on", "closes_before_due"))
    return tuple(found)
