"""Step 4: every unit is verified or closed; the data goes on to be discussed."""

from ukur.domain.people import Actor
from ukur.domain.ports import Tools
from ukur.domain.sop.flow import Move, Outcome, Position
from ukur.domain.sop.model import Work
from ukur.store.models import UnitTask
from ukur.store.queries.holds import holds_of
from ukur.usecases.changing import Seen, changing


def finish_collecting(*, seen: Seen, actor: Actor, tools: Tools) -> Position:
    """Close the collection and open the next step.

    Source: SOP row 4.

    Raises:
        StepHeld: a unit is neither verified nor closed.
        Refusal: see `ukur.domain.sop.flow.decide`.
    """
    with changing(seen.cycle_id, actor, tools) as change:
        after = change.leave_by(
            Work.COLLECT, Move(seen.step, seen.round, Outcome.DONE), holds_of(change.cycle)
        )
        states = dict(
            UnitTask.objects.filter(cycle=change.cycle).values_list("unit__code", "state")
        )
        closed = sorted(code for code, state in states.items() if state == UnitTask.State.CLOSED)
        change.note("collected", units=len(states), not_delivered=closed)
    return after
