"""Step 5: the data is discussed; the draft can be written."""

from ukur.domain.people import Actor
from ukur.domain.ports import Tools
from ukur.domain.sop.flow import Move, Outcome, Position
from ukur.domain.sop.model import Work
from ukur.store.queries.holds import holds_of
from ukur.usecases.changing import Seen, changing


def finish_evaluating(*, seen: Seen, actor: Actor, tools: Tools) -> Position:
    """Close the evaluation and open the next step.

    Source: SOP row 5.

    Raises:
        StepHeld: an indicator that fell short has no cause or no follow-up.
        Refusal: see `ukur.domain.sop.flow.decide`.
    """
    with changing(seen.cycle_id, actor, tools) as change:
        after = change.leave_by(
            Work.EVALUATE, Move(seen.step, seen.round, Outcome.DONE), holds_of(change.cycle)
        )
        change.note("evaluated")
    return after
