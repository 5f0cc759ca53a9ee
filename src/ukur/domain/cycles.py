"""When a measurement may be ordered, and by when it should be finished."""

from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from ukur.domain.people import Role
from ukur.domain.periods import YearPeriod
from ukur.domain.refusals import NotNow, NotValid, Problem
from ukur.domain.sop.model import Procedure

DISPOSED_TO = (Role.PLANNER, Role.TEAM, Role.STAFF)
"""To whom the order of a measurement is passed on, in the order of the sheet."""


@dataclass(eq=False)
class CycleExists(NotNow):
    """The period is being measured, or has been, at this agency."""

    code: ClassVar[str] = "cycle_exists"
    cycle_id: int
    year: int
    period: str


@dataclass(eq=False)
class PlanMissing(NotNow):
    """No plan of that year has been brought in."""

    code: ClassVar[str] = "plan_missing"
    year: int


@dataclass(eq=False)
class PlanReplaced(NotNow):
    """A newer plan version came into force since the page was shown."""

    code: ClassVar[str] = "plan_replaced"
    number: int


@dataclass(eq=False)
class PeriodNotBegun(NotValid):
    """The period lies in the future."""

    code: ClassVar[str] = "period_not_begun"
    problems: tuple[Problem, ...] = field(
        init=False, default=(Problem("period", "period_not_begun"),)
    )
    starts: date


@dataclass(eq=False)
class DatePassed(NotValid):
    """A due date that is over already."""

    code: ClassVar[str] = "date_passed"
    problems: tuple[Problem, ...] = field(init=False, default=(Problem("date", "date_passed"),))
    given: date


def check_may_be_ordered(measured: YearPeriod, finish_by: date, today: date) -> None:
    """Nothing, if a measurement of the period can begin today.

    Raises:
        PeriodNotBegun: there is nothing to measure yet.
        DatePassed: it should have been finished before it begins.
    """
    if today < measured.starts:
        raise PeriodNotBegun(starts=measured.starts)
    if finish_by < today:
        raise DatePassed(given=finish_by)


@dataclass(eq=False)
class LaneWithoutRole(NotNow):
    """The SOP has a lane that no account can hold, so a cycle would stop there for good."""

    code: ClassVar[str] = "lane_without_role"
    lane: str


def check_lanes(procedure: Procedure) -> None:
    """Nothing, if every lane of the procedure is a role that somebody can hold.

    Raises:
        LaneWithoutRole: one is not, by the name that the form prints.
    """
    roles = {role.value for role in Role}
    for lane in procedure.lanes:
        if lane.key not in roles:
            raise LaneWithoutRole(lane=lane.name)


@dataclass(eq=False)
class JournalMoved(NotNow):
    """Something was changed while a paper was being made; look again and press again."""

    code: ClassVar[str] = "journal_moved"
    was: int
