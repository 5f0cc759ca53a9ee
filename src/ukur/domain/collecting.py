"""What may happen to one unit's form while the data is collected.

    filling --submit--> submitted --verify--> verified
       |                    |                    |
       |                    +------return--------+--> returned --submit--> submitted ...
       +--close--> closed --reopen--> returned

The unit's operator and head fill it in; only its head, who vouches for the figures,
submits it. Tim SAKIP verifies, returns with a reason, or closes it without figures
("tidak menyampaikan", DECISIONS 6). Source: SOP row 4.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from ukur.domain.people import Actor, Role
from ukur.domain.refusals import NotAllowed, NotNow, NotValid, Problem


class TaskState(StrEnum):
    FILLING = "filling"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    VERIFIED = "verified"
    CLOSED = "closed"


class Act(StrEnum):
    FILL = "fill"
    SUBMIT = "submit"
    VERIFY = "verify"
    RETURN = "return"
    CLOSE = "close"
    REOPEN = "reopen"


class SubmissionEnd(StrEnum):
    """What became of what a unit handed in."""

    VERIFIED = "verified"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"
    """Taken back by the unit before anybody decided."""
    CORRECTED = "corrected"
    """Verified, and then replaced by a newer version."""


FROM: dict[Act, tuple[TaskState, ...]] = {
    Act.FILL: (TaskState.FILLING, TaskState.RETURNED),
    Act.SUBMIT: (TaskState.FILLING, TaskState.RETURNED),
    Act.VERIFY: (TaskState.SUBMITTED,),
    Act.RETURN: (TaskState.SUBMITTED, TaskState.VERIFIED),
    Act.CLOSE: (TaskState.FILLING, TaskState.RETURNED),
    Act.REOPEN: (TaskState.CLOSED,),
}
"""From which states an act is possible."""

TO = {
    Act.SUBMIT: TaskState.SUBMITTED,
    Act.VERIFY: TaskState.VERIFIED,
    Act.RETURN: TaskState.RETURNED,
    Act.CLOSE: TaskState.CLOSED,
    Act.REOPEN: TaskState.RETURNED,
}

SETTLED = (TaskState.VERIFIED, TaskState.CLOSED)
"""The states in which a unit no longer holds up the collection."""

UNIT_ACTS = {Act.FILL: (Role.OPERATOR, Role.UNIT_HEAD), Act.SUBMIT: (Role.UNIT_HEAD,)}
"""Acts of the unit itself; all others are those of Tim SAKIP."""

REASON_CODES = ("A", "B", "C", "D", "L")
"""Why something is returned: A figure and evidence differ, B evidence incomplete,
C wrong denominator or unit, D language or order, L other."""


@dataclass(eq=False)
class NotYourUnit(NotAllowed):
    """The form belongs to another unit, or the act to another role of this one."""

    code: ClassVar[str] = "not_your_unit"
    needed: tuple[str, ...]


@dataclass(eq=False)
class TaskNotOpen(NotNow):
    """The unit's form stands in a state that does not know the act."""

    code: ClassVar[str] = "task_not_open"
    state: str
    act: str


@dataclass(frozen=True)
class Lack:
    """Something a unit has to settle before it can submit: the line's code and what is missing."""

    line: str
    code: str
    """"value" (no figure and no reason why), "comment" (a warning without a word about it),
    "evidence" (of a kind that is asked for, not attached, and no reason why)."""


@dataclass(eq=False)
class FormIncomplete(NotNow):
    """The unit's form lacks something."""

    code: ClassVar[str] = "form_incomplete"
    lacks: tuple[Lack, ...]


@dataclass(frozen=True)
class TaskAct:
    """What someone wants to do with a unit's form."""

    act: Act
    reason: str = ""
    reason_code: str = ""


def decide_task(
    state: TaskState, wanted: TaskAct, *, unit_id: int, actor: Actor, lacks: tuple[Lack, ...] = ()
) -> TaskState:
    """The state of a unit's form after the act; filling in leaves it as it is.

    Raises:
        NotYourUnit: the role that the act needs is not held for this unit.
        TaskNotOpen: the act is not possible in this state.
        NotValid: a return or a closing without a reason.
        FormIncomplete: a form with lacks is to be submitted.
    """
    act = wanted.act
    if not _is_entitled(act, unit_id, actor):
        needed = UNIT_ACTS.get(act, (Role.TEAM,))
        raise NotYourUnit(needed=tuple(role.value for role in needed))
    if state not in FROM[act]:
        raise TaskNotOpen(state=state.value, act=act.value)
    if act in (Act.RETURN, Act.CLOSE) and not wanted.reason.strip():
        raise NotValid(problems=(Problem("reason", "reason_missing"),))
    if act is Act.RETURN and wanted.reason_code not in REASON_CODES:
        raise NotValid(problems=(Problem("reason_code", "reason_code_unknown"),))
    if act is Act.SUBMIT and lacks:
        raise FormIncomplete(lacks=lacks)
    return TO.get(act, state)


def offers_task(
    state: TaskState, *, unit_id: int, actor: Actor, lacks: tuple[Lack, ...] = ()
) -> dict[Act, tuple[Lack, ...]]:
    """The acts that `decide_task` would take, each with what still holds it."""
    found: dict[Act, tuple[Lack, ...]] = {}
    for act in Act:
        wanted = TaskAct(act, reason="?", reason_code="L")
        try:
            decide_task(state, wanted, unit_id=unit_id, actor=actor, lacks=lacks)
        except FormIncomplete as incomplete:
            found[act] = incomplete.lacks
        except (NotYourUnit, TaskNotOpen):
            continue
        else:
            found[act] = ()
    return found


def _is_entitled(act: Act, unit_id: int, actor: Actor) -> bool:
    roles = UNIT_ACTS.get(act)
    if roles is None:
        return actor.has(Role.TEAM)
    return any(unit_id in actor.units(role) for role in roles)
