"""The frame of what is laid beside an open step, while its run is locked."""

from collections.abc import Iterator
from contextlib import contextmanager

from ukur.domain.people import Actor
from ukur.domain.ports import Tools
from ukur.domain.running import check_plain
from ukur.domain.sop.flow import RoundPassed
from ukur.store.models import StepRun
from ukur.usecases.changing import RunChange, RunSeen, running


@contextmanager
def working(seen: RunSeen, actor: Actor, tools: Tools) -> Iterator[tuple[RunChange, StepRun]]:
    """Lock the run and let whoever leads the open step or joins in it work there; they note.

    Raises:
        Run.DoesNotExist: no such run at the actor's agency.
        StepNotOpen, RoundPassed: the person saw a step that is not the open one.
        WrongRole: the step belongs to other lanes.
        StepHasItsPage: the step belongs to the measurement.
    """
    with running(seen.run_id, actor, tools) as change:
        change.check_may_work(seen.step)
        if seen.round != change.run.round:
            raise RoundPassed(asked=seen.round, current=change.run.round)
        check_plain(change.procedure.step(seen.step))
        step = StepRun.objects.get(run=change.run, step=seen.step, round=seen.round)
        change.facts = {"step": seen.step, "round": seen.round, "as": change.role_in(seen.step)}
        yield change, step
