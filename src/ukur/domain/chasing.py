"""Which units may be reminded of their form: at most twice a round, and only while it is theirs.

The first reminder goes to the operators of the unit; the second, and last, to its head too.
After that a reminder is no way on: the form is closed, or its time is made longer, or the head of
the unit is spoken to.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from ukur.domain.collecting import NotYourUnit, TaskState
from ukur.domain.people import UNIT_ROLES, Actor, Role
from ukur.domain.refusals import NotNow, NotValid, Problem
from ukur.domain.reminding import NoticeKind

WAITING = (TaskState.FILLING, TaskState.RETURNED)
"""The states in which a form waits for its unit."""
MOST_REMINDERS = 2
"""So often a unit is reminded in one round."""


@dataclass(eq=False)
class RemindedEnough(NotNow):
    """The units were reminded as often as a round allows; `units` are their names."""

    code: ClassVar[str] = "reminded_enough"
    units: str


@dataclass(eq=False)
class NobodyToRemind(NotNow):
    """No form of those chosen waits for its unit any more."""

    code: ClassVar[str] = "nobody_to_remind"


@dataclass(frozen=True)
class Chased:
    """A unit's form as far as reminding goes; `reminders` are those of its round."""

    task_id: int
    unit: str
    state: TaskState
    reminders: int

    @property
    def waits_for_unit(self) -> bool:
        return self.state in WAITING

    @property
    def may_be_reminded(self) -> bool:
        return self.waits_for_unit and self.reminders < MOST_REMINDERS


def check_reminders(chosen: Sequence[Chased], actor: Actor) -> tuple[Chased, ...]:
    """Those of the chosen units that are reminded now; who handed in meanwhile is left alone.

    Raises:
        NotYourUnit: reminding is Tim SAKIP's.
        NotValid: no unit was chosen.
        NobodyToRemind: all of them have handed in, or are closed.
        RemindedEnough: a unit had both reminders of its round.
    """
    if not actor.has(Role.TEAM):
        raise NotYourUnit(needed=(Role.TEAM.value,))
    if not chosen:
        raise NotValid(problems=(Problem("units", "nobody_chosen"),))
    waiting = tuple(unit for unit in chosen if unit.waits_for_unit)
    if not waiting:
        raise NobodyToRemind
    enough = [unit.unit for unit in waiting if not unit.may_be_reminded]
    if enough:
        raise RemindedEnough(units=", ".join(enough))
    return waiting


def reminder_kind(number: int) -> NoticeKind:
    """What the reminder with that number is; they are counted from 1."""
    return NoticeKind.REMINDED if number < MOST_REMINDERS else NoticeKind.REMINDED_AGAIN


TOLD_ROLES = {
    NoticeKind.OPENED: UNIT_ROLES,
    NoticeKind.READY: (Role.UNIT_HEAD,),
    NoticeKind.RETURNED: UNIT_ROLES,
    NoticeKind.REOPENED: UNIT_ROLES,
    NoticeKind.REMINDED: (Role.OPERATOR,),
    NoticeKind.REMINDED_AGAIN: UNIT_ROLES,
}
"""Who of a unit is told what about its form."""

TOLD_EVERY_TIME = (NoticeKind.REOPENED,)
"""What can happen to a form again and again while its unit hands nothing in."""

BY_HAND = (
    NoticeKind.OPENED,
    NoticeKind.READY,
    NoticeKind.RETURNED,
    NoticeKind.REOPENED,
    NoticeKind.REMINDED,
    NoticeKind.REMINDED_AGAIN,
)
"""What a person caused on purpose: its mail waits neither for the clock nor for office hours."""
