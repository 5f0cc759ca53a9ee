"""The lead of a plain step says Ya, or Tidak with a reason."""

from dataclasses import dataclass

from ukur.domain.collecting import REASON_CODES
from ukur.domain.people import Actor
from ukur.domain.ports import Tools
from ukur.domain.refusals import NotValid, Problem
from ukur.domain.running import LONGEST_NOTE, check_plain, check_text
from ukur.domain.sop.flow import Move, Outcome, Position, deviates
from ukur.usecases.changing import RunSeen, running


@dataclass(frozen=True)
class Answer:
    """Ya, or Tidak with its reason and the step it leads to; None is the usual one."""

    yes: bool
    reason_code: str = ""
    reason: str = ""
    back_to: int | None = None


def decide_step(*, seen: RunSeen, answer: Answer, actor: Actor, tools: Tools) -> Position:
    """Lead the run on, or open the next round where the answer says.

    A Tidak of a step without a diamond is possible where the SOP names a way back; the form
    has no such arrow, so the journal calls it a deviation.

    Raises:
        Run.DoesNotExist: no such run at the actor's agency.
        ReasonMissing, ReturnNotPossible: see `ukur.domain.sop.flow.decide`.
        StepHasItsPage: the step belongs to the measurement.
        NotValid: no reason code, or a reason that is too long.
    """
    move = _move(seen, answer)
    with running(seen.run_id, actor, tools) as change:
        after = change.leave(move, reason_code="" if answer.yes else answer.reason_code)
        check_plain(change.procedure.step(seen.step))
        if answer.yes:
            change.note("step_approved")
            return after
        check_text("reason", answer.reason, LONGEST_NOTE)
        if answer.reason_code not in REASON_CODES:
            raise NotValid(problems=(Problem("reason_code", "reason_code_unknown"),))
        change.note(
            "step_returned",
            reason_code=answer.reason_code,
            reason=move.reason,
            deviation=deviates(change.procedure, move),
        )
    return after


def _move(seen: RunSeen, answer: Answer) -> Move:
    if answer.yes:
        return Move(seen.step, seen.round, Outcome.YES)
    return Move(seen.step, seen.round, Outcome.NO, answer.back_to, answer.reason.strip())
