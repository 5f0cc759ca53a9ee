"""Step 8: the head does not sign and sends the document back; the form knows no such arrow."""

from dataclasses import dataclass

from ukur.domain.collecting import REASON_CODES
from ukur.domain.people import Actor
from ukur.domain.ports import Tools
from ukur.domain.refusals import NotValid, Problem
from ukur.domain.sop.flow import Move, Outcome, Position, deviates
from ukur.domain.sop.model import Work
from ukur.usecases.changing import Seen, changing


@dataclass(frozen=True)
class Return:
    """Why the document goes back, and to which step; None is the usual one."""

    reason_code: str
    reason: str
    back_to: int | None = None


def return_document(*, seen: Seen, back: Return, actor: Actor, tools: Tools) -> Position:
    """Open another round at the step that the head names; the journal calls it a deviation.

    Source: SOP row 8 has no such arrow; an office needs one all the same.

    Raises:
        ReasonMissing, ReturnNotPossible: see `ukur.domain.sop.flow.decide`.
        NotValid: no reason code.
    """
    move = Move(seen.step, seen.round, Outcome.NO, back.back_to, back.reason)
    with changing(seen.cycle_id, actor, tools) as change:
        after = change.leave_by(Work.SIGN, move, reason_code=back.reason_code)
        if back.reason_code not in REASON_CODES:
            raise NotValid(problems=(Problem("reason_code", "reason_code_unknown"),))
        change.note(
            "returned",
            reason_code=back.reason_code,
            reason=back.reason.strip(),
            deviation=deviates(change.procedure, move),
        )
    return after
