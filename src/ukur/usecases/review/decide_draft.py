"""Step 7: the secretary corrects the draft and says Ya or Tidak."""

from dataclasses import dataclass

from ukur.domain.collecting import REASON_CODES
from ukur.domain.people import Actor
from ukur.domain.ports import Tools
from ukur.domain.refusals import NotValid, Problem
from ukur.domain.sop.flow import Move, Outcome, Position
from ukur.domain.sop.model import Work
from ukur.store.queries.holds import holds_of
from ukur.usecases.changing import Change, Seen, changing
from ukur.usecases.reopened_units import Reopening, reopen_units


@dataclass(frozen=True)
class Verdict:
    """Ya, or Tidak with its reason, the step it leads to, and the units whose data is wrong."""

    yes: bool
    reason_code: str = ""
    reason: str = ""
    back_to: int | None = None
    unit_ids: tuple[int, ...] = ()


def decide_draft(*, seen: Seen, verdict: Verdict, actor: Actor, tools: Tools) -> Position:
    """Pass the draft on to the head, or open the next round where the verdict says.

    A Tidak to the collection reopens the named units only; the others stay verified
    (decision 0040, 1). Source: SOP row 7.

    Raises:
        OwnDraft: the actor proposed the draft, and the rule set does not allow it.
        StepHeld: a Ya while a remark is not settled (decision 0040, 3).
        ReasonMissing, ReturnNotPossible: see `ukur.domain.sop.flow.decide`.
        NotValid: no reason code, or no unit named where one must be.
    """
    with changing(seen.cycle_id, actor, tools) as change:
        after = change.leave_by(
            Work.REVIEW,
            _move(seen, verdict),
            holds_of(change.cycle),
            reason_code=verdict.reason_code,
        )
        if verdict.yes:
            change.note("approved")
            return after
        if verdict.reason_code not in REASON_CODES:
            raise NotValid(problems=(Problem("reason_code", "reason_code_unknown"),))
        change.note(
            "returned",
            reason_code=verdict.reason_code,
            reason=verdict.reason.strip(),
            units=_reopened(change, verdict, after),
        )
    return after


def _move(seen: Seen, verdict: Verdict) -> Move:
    if verdict.yes:
        return Move(seen.step, seen.round, Outcome.YES)
    return Move(seen.step, seen.round, Outcome.NO, verdict.back_to, verdict.reason.strip())


def _reopened(change: Change, verdict: Verdict, after: Position) -> list[str]:
    """The codes of the units whose forms are open again; none unless data is collected anew."""
    if after.step != change.step_of(Work.COLLECT):
        return []
    again = Reopening(verdict.unit_ids, after.round, verdict.reason_code, verdict.reason.strip())
    return reopen_units(change, again)
