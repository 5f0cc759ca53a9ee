"""How a cycle moves through its SOP: one function decides, and the buttons ask it.

    1 --selesai--> 2 --> 3 --> 4 --> 5 --> 6 --> <7> --ya--> 8 --> 9 --selesai--> ended
                               ^     ^     ^      |
                               +-----+-----+-tidak+     one round further

A cycle stands at one step of one round. `selesai` and `ya` lead on, unless something
holds the step; `tidak` leads back, always with a reason, and begins a new round, in
which the later steps run again. Nothing else moves a cycle. The numbers above are
those of the measurement SOP; the function knows only what the procedure says.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar

from ukur.domain.people import Actor
from ukur.domain.refusals import NotAllowed, NotNow, NotValid, Problem
from ukur.domain.sop.model import Procedure, Step, Work


class Outcome(StrEnum):
    """How a step is left."""

    DONE = "selesai"
    """The step without a diamond is finished."""
    YES = "ya"
    """The diamond's yes: onward."""
    NO = "tidak"
    """The diamond's no: back, with a reason."""


@dataclass(frozen=True)
class Position:
    """Where a cycle stands; `step` is None when it has ended. Rounds count from 1.

    `noes` is how often the diamond of this step has said no in the run: other ways back open
    rounds too, and what was signed is opened again. None takes every round for one of its own.
    """

    step: int | None
    round: int = 1
    noes: int | None = field(default=None, compare=False)

    @property
    def ended(self) -> bool:
        return self.step is None

    @property
    def own_round(self) -> int:
        """The round as the diamond counts: one more than the noes that it said."""
        return self.round if self.noes is None else self.noes + 1


@dataclass(frozen=True)
class Move:
    """What a person wants: the outcome for the step and the round they saw on the page.

    `back_to` is the step that a no names, or None for the usual one.
    """

    step: int
    round: int
    outcome: Outcome
    back_to: int | None = None
    reason: str = ""


@dataclass(frozen=True)
class Hold:
    """Something that must be settled before the step can be left onward, and how many of it."""

    code: str
    count: int = 0


@dataclass(frozen=True)
class Offer:
    """An outcome the person may choose; if there are holds, only after these are settled."""

    outcome: Outcome
    holds: tuple[Hold, ...] = ()
    back_to: tuple[int, ...] = ()
    """Where a no may lead, the usual step first; empty for the other outcomes."""


@dataclass(eq=False)
class StepNotOpen(NotNow):
    """The cycle stands at another step, or at none any more."""

    code: ClassVar[str] = "step_not_open"
    asked: int
    current: int | None


@dataclass(eq=False)
class RoundPassed(NotNow):
    """The step is open again, but in another round than the one the person saw."""

    code: ClassVar[str] = "round_passed"
    asked: int
    current: int


@dataclass(eq=False)
class RoundsSpent(NotNow):
    """A no in the last round that the SOP allows to this diamond."""

    code: ClassVar[str] = "rounds_spent"
    step: int
    limit: int


@dataclass(eq=False)
class StepHeld(NotNow):
    """The step cannot be left onward before what holds it is settled."""

    code: ClassVar[str] = "step_held"
    holds: tuple[Hold, ...]


@dataclass(eq=False)
class WrongRole(NotAllowed):
    """The SOP gives this to other lanes; `needed` are their keys."""

    code: ClassVar[str] = "wrong_role"
    step: int
    needed: tuple[str, ...]


@dataclass(eq=False)
class OutcomeNotPossible(NotValid):
    """The step does not know this outcome."""

    code: ClassVar[str] = "outcome_not_possible"
    problems: tuple[Problem, ...] = field(
        init=False, default=(Problem("outcome", "outcome_not_possible"),)
    )
    asked: Outcome
    possible: tuple[Outcome, ...]


@dataclass(eq=False)
class ReasonMissing(NotValid):
    """A no without a reason."""

    code: ClassVar[str] = "reason_missing"
    problems: tuple[Problem, ...] = field(
        init=False, default=(Problem("reason", "reason_missing"),)
    )


@dataclass(eq=False)
class ReturnNotPossible(NotValid):
    """A no to a step that the procedure does not allow."""

    code: ClassVar[str] = "return_not_possible"
    problems: tuple[Problem, ...] = field(
        init=False, default=(Problem("back_to", "return_not_possible"),)
    )
    asked: int
    allowed: tuple[int, ...]


def beginning(procedure: Procedure) -> Position:
    """Where a new cycle stands."""
    return Position(procedure.steps[0].number)


def decide(
    procedure: Procedure, at: Position, move: Move, actor: Actor, holds: Sequence[Hold] = ()
) -> Position:
    """The position after `actor` leaves the open step as `move` says.

    `holds` are what the caller found unsettled; they stop a done and a yes, never a no.

    Source: SOP, the columns "Pelaksana"; row 7 for yes and no.

    Raises:
        StepNotOpen: the person saw a step that is not, or no longer, the open one.
        RoundPassed: the step was returned and opened again since the person saw it.
        WrongRole: the step is led by a role that the actor does not hold.
        OutcomeNotPossible: the step does not know the outcome.
        ReasonMissing: a no without a reason.
        ReturnNotPossible: a no to a step that the procedure does not allow.
        RoundsSpent: a no in the last round that the procedure allows.
        StepHeld: a done or a yes while something is unsettled.
    """
    step = _open_step(procedure, at, move.step)
    if move.round != at.round:
        raise RoundPassed(asked=move.round, current=at.round)
    if not _holds_any(actor, step.lead):
        raise WrongRole(step=step.number, needed=(step.lead,))
    if move.outcome not in outcomes(step):
        raise OutcomeNotPossible(asked=move.outcome, possible=outcomes(step))
    if move.outcome is Outcome.NO:
        return Position(_way_back(step, at, move), at.round + 1)
    if holds:
        raise StepHeld(holds=tuple(holds))
    return Position(procedure.onward(step.number), at.round)


def outcomes(step: Step) -> tuple[Outcome, ...]:
    """The outcomes that the step knows, the one that leads on first."""
    onward = Outcome.DONE if step.decision is None else Outcome.YES
    return (onward, Outcome.NO) if step.ways_back else (onward,)


def offers(
    procedure: Procedure, at: Position, actor: Actor, holds: Sequence[Hold] = ()
) -> tuple[Offer, ...]:
    """The outcomes that `decide` would take from the actor now, or would once unheld."""
    if at.step is None:
        return ()
    step = procedure.step(at.step)
    found: list[Offer] = []
    for outcome in outcomes(step):
        move = Move(at.step, at.round, outcome, reason="?")
        try:
            decide(procedure, at, move, actor, holds)
        except StepHeld as held:
            found.append(Offer(outcome, holds=held.holds))
        except WrongRole:
            return ()
        except RoundsSpent:
            continue
        else:
            found.append(Offer(outcome, back_to=_choices(step, outcome)))
    return tuple(found)


def check_may_work(procedure: Procedure, at: Position, step: int, actor: Actor) -> None:
    """Nothing, if the step is open and the actor leads it or joins in it.

    Source: SOP, the columns "Pelaksana"; in row 5 two of them share the work.

    Raises:
        StepNotOpen: the cycle does not stand at the step.
        WrongRole: the step belongs to other lanes.
    """
    row = _open_step(procedure, at, step)
    if not _holds_any(actor, *row.actors):
        raise WrongRole(step=row.number, needed=row.actors)


def check_work(procedure: Procedure, at: Position, work: Work) -> None:
    """Nothing, if that work is done in the open step: the verb of another leads past its holds.

    Raises:
        StepNotOpen: the cycle has ended, or stands where another work is done.
    """
    if at.step is None or procedure.step(at.step).work is not work:
        asked = next((step.number for step in procedure.steps if step.work is work), 0)
        raise StepNotOpen(asked=asked, current=at.step)


def may_work(procedure: Procedure, at: Position, step: int, actor: Actor) -> bool:
    """Whether `check_may_work` lets the actor work in the step now."""
    try:
        check_may_work(procedure, at, step, actor)
    except (StepNotOpen, WrongRole):
        return False
    return True


def deviates(procedure: Procedure, move: Move) -> bool:
    """Whether the move is one that the form has no arrow for: back from a step without diamond."""
    return move.outcome is Outcome.NO and procedure.step(move.step).decision is None


def _open_step(procedure: Procedure, at: Position, asked: int) -> Step:
    if at.step is None or asked != at.step:
        raise StepNotOpen(asked=asked, current=at.step)
    return procedure.step(at.step)


def _holds_any(actor: Actor, *lanes: str) -> bool:
    # A role is a text and equals the key of its lane; a lane may have no role.
    return not actor.roles.isdisjoint(lanes)


def _way_back(step: Step, at: Position, move: Move) -> int:
    if not move.reason.strip():
        raise ReasonMissing
    target = step.ways_back[0] if move.back_to is None else move.back_to
    if target not in step.ways_back:
        raise ReturnNotPossible(asked=target, allowed=step.ways_back)
    limit = step.decision.max_rounds if step.decision else None
    if limit is not None and at.own_round >= limit:
        raise RoundsSpent(step=step.number, limit=limit)
    return target


def _choices(step: Step, outcome: Outcome) -> tuple[int, ...]:
    return step.ways_back if outcome is Outcome.NO else ()
