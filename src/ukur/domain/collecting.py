"""What may happen to one unit's form while the data is collected.

    filling --submit--> submitted --verify--> verified
       ^  |                |  |                   |
       |  |                |  +--return--+        | correct
       +--|---withdraw-----+             v        v
          |                           returned <--+ --submit--> submitted ...
          +--close--> closed --reopen----^

The unit's operator and head fill it in; the operator asks the head to vouch (ready); only the
head, who vouches for the figures, submits or withdraws it. Tim SAKIP verifies, returns with a
reason, or closes it without figures ("tidak menyampaikan", decision 0040, 2). A verified form is
corrected as a new version, by its head or by Tim SAKIP. When it may be filled in, see
`ukur.domain.windows`. Source: SOP row 4.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from ukur.domain.people import Actor, Role
from ukur.domain.refusals import NotAllowed, NotNow, NotValid, Problem
from ukur.domain.windows import ALWAYS, Window, check_window


class TaskState(StrEnum):
    FILLING = "filling"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    VERIFIED = "verified"
    CLOSED = "closed"


class Act(StrEnum):
    FILL = "fill"
    IMPORT = "import"
    """Take figures from a file; Tim SAKIP may do it for a unit, whose head still vouches."""
    READY = "ready"
    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    VERIFY = "verify"
    RETURN = "return"
    CORRECT = "correct"
    EXTEND = "extend"
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


@dataclass(frozen=True)
class Rule:
    """From which states an act is possible, where it leads, and whose it is.

    `to` is None for what leaves the state as it is. The unit's roles must be held for that very
    unit. What `keeps_window` a unit does within its window alone.
    """

    of: tuple[Role, ...]
    from_: tuple[TaskState, ...]
    to: TaskState | None = None
    needs_reason: bool = False
    needs_all: bool = False
    """Whether nothing may be lacking."""
    keeps_window: bool = False


_OPEN = (TaskState.FILLING, TaskState.RETURNED)
_HEAD, _TEAM = (Role.UNIT_HEAD,), (Role.TEAM,)

RULES: dict[Act, Rule] = {
    Act.FILL: Rule((Role.OPERATOR, Role.UNIT_HEAD), _OPEN, keeps_window=True),
    Act.IMPORT: Rule((Role.OPERATOR, Role.UNIT_HEAD, Role.TEAM), _OPEN, keeps_window=True),
    Act.READY: Rule((Role.OPERATOR,), _OPEN, needs_all=True, keeps_window=True),
    Act.SUBMIT: Rule(_HEAD, _OPEN, TaskState.SUBMITTED, needs_all=True, keeps_window=True),
    Act.WITHDRAW: Rule(_HEAD, (TaskState.SUBMITTED,), TaskState.FILLING, keeps_window=True),
    Act.VERIFY: Rule(_TEAM, (TaskState.SUBMITTED,), TaskState.VERIFIED),
    Act.RETURN: Rule(_TEAM, (TaskState.SUBMITTED,), TaskState.RETURNED, needs_reason=True),
    Act.CORRECT: Rule(
        (Role.UNIT_HEAD, Role.TEAM), (TaskState.VERIFIED,), TaskState.RETURNED, needs_reason=True
    ),
    Act.EXTEND: Rule(_TEAM, _OPEN, needs_reason=True),
    Act.CLOSE: Rule(_TEAM, _OPEN, TaskState.CLOSED, needs_reason=True),
    Act.REOPEN: Rule(_TEAM, (TaskState.CLOSED,), TaskState.RETURNED, needs_reason=True),
}
"""The one table of what may happen to a form."""

SETTLED = (TaskState.VERIFIED, TaskState.CLOSED)
"""The states in which a unit no longer holds up the collection."""

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


@dataclass(eq=False)
class SubmissionPassed(NotNow):
    """Another version was handed in, or figures changed, since the page was shown."""

    code: ClassVar[str] = "submission_passed"
    version: int


@dataclass(eq=False)
class UnitsMoved(NotNow):
    """Of many units that were to be verified, these do not stand any more as the page showed."""

    code: ClassVar[str] = "units_moved"
    units: tuple[str, ...]


@dataclass(eq=False)
class FiguresMoved(NotNow):
    """Somebody changed the form since whoever vouches for it looked at it."""

    code: ClassVar[str] = "figures_moved"


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
    """What someone wants to do with a unit's form, and the version of it that they saw."""

    act: Act
    reason: str = ""
    reason_code: str = ""
    seen_version: int | None = None
    """None asks nothing: for whoever did not look at a version."""
    names_lines: bool = False
    """Whether it is said line by line why; then one reason for all may be left out."""


@dataclass(frozen=True)
class Form:
    """Where a unit's form stands: its state, its newest version, when it may be filled in."""

    unit_id: int
    state: TaskState
    version: int = 0
    window: Window = ALWAYS
    utc_offset: int = 7


def decide_task(
    form: Form, wanted: TaskAct, actor: Actor, now: datetime, lacks: tuple[Lack, ...] = ()
) -> TaskState:
    """The state of a unit's form after the act; some acts leave it as it is.

    The window holds a form in its first filling alone: one that Tim SAKIP gave back may be
    mended and handed in, whatever the hour, for they asked for it.

    Raises:
        NotYourUnit: the role that the act needs is not held for this unit.
        SubmissionPassed: another version was handed in than the one that was seen.
        TaskNotOpen: the act is not possible in this state.
        WindowNotOpen, WindowClosed: see `ukur.domain.windows.check_window`.
        NotValid: an act that wants a reason comes without one, and names no line either.
        FormIncomplete: a form with lacks is to be submitted.
    """
    act, rule = wanted.act, RULES[wanted.act]
    if not _is_entitled(rule, form.unit_id, actor):
        raise NotYourUnit(needed=tuple(role.value for role in rule.of))
    if wanted.seen_version not in (None, form.version):
        raise SubmissionPassed(version=form.version)
    if form.state not in rule.from_:
        raise TaskNotOpen(state=form.state.value, act=act.value)
    if rule.keeps_window and form.state is not TaskState.RETURNED:
        check_window(form.window, now, form.utc_offset)
    if rule.needs_reason and not (wanted.reason.strip() or wanted.names_lines):
        raise NotValid(problems=(Problem("reason", "reason_missing"),))
    if act is Act.RETURN and wanted.reason_code not in REASON_CODES:
        raise NotValid(problems=(Problem("reason_code", "reason_code_unknown"),))
    if rule.needs_all and lacks:
        raise FormIncomplete(lacks=lacks)
    return rule.to or form.state


def offers_task(
    form: Form, actor: Actor, now: datetime, lacks: tuple[Lack, ...] = ()
) -> dict[Act, tuple[Lack, ...]]:
    """The acts that `decide_task` would take, each with what still holds it."""
    found: dict[Act, tuple[Lack, ...]] = {}
    for act in Act:
        wanted = TaskAct(act, reason="?", reason_code="L")
        try:
            decide_task(form, wanted, actor, now, lacks)
        except FormIncomplete as incomplete:
            found[act] = incomplete.lacks
        except (NotAllowed, NotNow):
            continue
        else:
            found[act] = ()
    return found


def _is_entitled(rule: Rule, unit_id: int, actor: Actor) -> bool:
    return any(
        actor.has(role) if role is Role.TEAM else unit_id in actor.units(role) for role in rule.of
    )
