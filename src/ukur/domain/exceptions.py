"""What an office does with a run although its SOP has no arrow for it: who may, and until when.

cancel        the run ends before its last step, and nothing of it is signed
change due    the run, or its open step, is given another date
reopen        what is signed goes back to a step of its making, and becomes the next version

Each is told in the journal as a deviation, with its reason. Two more live with the work that they
belong to: a document is returned at its signature, and a unit that cannot deliver is closed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from ukur.domain.people import Actor, Role
from ukur.domain.refusals import NotAllowed, NotNow, NotValid, Problem, Refusal
from ukur.domain.sop.flow import Position, ReasonMissing
from ukur.domain.sop.model import Procedure, Work

REOPENED_AT = (Work.DRAFT, Work.EVALUATE, Work.COLLECT)
"""The works at which a signed record can be opened again, the usual one first."""
LONGEST_REASON = 1000
CANCELLED = "batal"
"""The outcome of a step that was open when its run was cancelled; the SOP knows no such outcome."""


@dataclass(frozen=True)
class Stand:
    """Where a run stands, and whether it was cancelled."""

    procedure: Procedure
    at: Position
    is_cancelled: bool = False

    @property
    def is_signed(self) -> bool:
        """Whether what the run makes is signed: its step of signing lies behind it."""
        signing = self._signing()
        if signing is None or self.is_cancelled:
            return False
        return self.at.step is None or self.at.step > signing

    @property
    def ways_back(self) -> tuple[int, ...]:
        """The steps at which a signed record can be opened again, the usual one first."""
        steps = {step.work: step.number for step in self.procedure.steps}
        return tuple(steps[work] for work in REOPENED_AT if work in steps)

    def _signing(self) -> int | None:
        steps = self.procedure.steps
        return next((step.number for step in steps if step.work is Work.SIGN), None)


@dataclass(eq=False)
class NotForYourDuty(NotAllowed):
    """The exception is for other duties; `needed` are their keys."""

    code: ClassVar[str] = "not_for_your_duty"
    needed: tuple[str, ...]


@dataclass(eq=False)
class RunEnded(NotNow):
    """The run has ended, or was cancelled."""

    code: ClassVar[str] = "run_ended"


@dataclass(eq=False)
class AlreadySigned(NotNow):
    """What is signed is not cancelled; it can be opened again as the next version."""

    code: ClassVar[str] = "already_signed"


@dataclass(eq=False)
class NothingSigned(NotNow):
    """There is no signed record that could be opened again."""

    code: ClassVar[str] = "nothing_signed"


def cancellers(procedure: Procedure) -> tuple[str, ...]:
    """The duties that may cancel a run: the head, and whoever leads its first step."""
    return tuple(dict.fromkeys((Role.HEAD.value, procedure.steps[0].lead)))


def check_may_cancel(stand: Stand, actor: Actor) -> None:
    """Nothing, if the actor may cancel the run now.

    Raises:
        NotForYourDuty: neither the head nor the lead of the first step.
        AlreadySigned: the record is signed.
        RunEnded: there is nothing to cancel any more.
    """
    _check_duty(actor, cancellers(stand.procedure))
    if stand.is_signed:
        raise AlreadySigned
    if stand.at.ended:
        raise RunEnded


def check_may_change_due(stand: Stand, actor: Actor) -> None:
    """Nothing, if the actor may give the run other dates now.

    Raises:
        NotForYourDuty: neither the head nor the secretary.
        RunEnded: nothing is due any more.
    """
    _check_duty(actor, (Role.HEAD.value, Role.SECRETARY.value))
    if stand.at.ended:
        raise RunEnded


def check_may_reopen(stand: Stand, actor: Actor) -> None:
    """Nothing, if the actor may open the signed record of the run again.

    Raises:
        NotForYourDuty: not the head, who signed it.
        NothingSigned: nothing is signed, or the SOP makes nothing that could be made again.
    """
    _check_duty(actor, (Role.HEAD.value,))
    if not stand.is_signed or not stand.ways_back:
        raise NothingSigned


def may(check: Callable[[Stand, Actor], None], stand: Stand, actor: Actor) -> bool:
    """Whether one of the checks above lets the actor."""
    try:
        check(stand, actor)
    except Refusal:
        return False
    return True


def given_reason(reason: str) -> str:
    """The reason without blanks around it; an exception without one is not taken.

    Raises:
        ReasonMissing: there is none.
        NotValid: it is too long.
    """
    given = reason.strip()
    if not given:
        raise ReasonMissing
    if len(given) > LONGEST_REASON:
        facts = {"most": LONGEST_REASON}
        raise NotValid(problems=(Problem("reason", "text_too_long", facts),))
    return given


@dataclass(frozen=True)
class Dates:
    """By when a run should have ended, and the day by whose closing its open step is due."""

    finish_by: date
    step_due: date


def check_new_dates(old: Dates, new: Dates, today: date) -> None:
    """Nothing, if at least one date is another one, and no new one has passed.

    A date that stays as it was may have passed already.

    Raises:
        NotValid: every problem, by the name of the date.
    """
    problems = [
        Problem(where, "date_passed")
        for where, was, becomes in (
            ("finish_by", old.finish_by, new.finish_by),
            ("step_due", old.step_due, new.step_due),
        )
        if becomes != was and becomes < today
    ]
    if old == new:
        problems.append(Problem("finish_by", "dates_unchanged"))
    if problems:
        raise NotValid(problems=tuple(problems))


def checked_way_back(stand: Stand, back_to: int | None) -> int:
    """The step at which the record is opened again; None is the usual one.

    Raises:
        NotValid: the step is none of those.
    """
    chosen = stand.ways_back[0] if back_to is None else back_to
    if chosen not in stand.ways_back:
        raise NotValid(problems=(Problem("back_to", "return_not_possible"),))
    return chosen


def _check_duty(actor: Actor, needed: tuple[str, ...]) -> None:
    # a role is a text and equals the key of its lane
    if actor.roles.isdisjoint(needed):
        raise NotForYourDuty(needed=needed)
