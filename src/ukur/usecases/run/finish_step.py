"""A plain step is finished by its lead; the next one opens."""

from ukur.domain.people import Actor
from ukur.domain.ports import Tools
from ukur.domain.running import check_plain
from ukur.domain.sop.flow import Move, Outcome, Position
from ukur.usecases.changing import RunSeen, running


def finish_step(*, seen: RunSeen, actor: Actor, tools: Tools) -> Position:
    """Finish the step and open the next one, or end the run with the last.

    Raises:
        Run.DoesNotExist: no such run at the actor's agency.
        StepHasItsPage: the step belongs to the measurement.
        Refusal: see `ukur.domain.sop.flow.decide`.
    """
    with running(seen.run_id, actor, tools) as change:
        after = change.leave(Move(seen.step, seen.round, Outcome.DONE))
        check_plain(change.procedure.step(seen.step))
        change.note("step_finished")
    return after
