"""The measurement document before it is proposed: to be read, never the record."""

from ukur.domain.people import Actor
from ukur.domain.ports import Tools
from ukur.usecases.measurement_paper import Issue, loaded_cycle, typeset_measurement
from ukur.usecases.paper_frame import head_of


def working_copy(cycle_id: int, actor: Actor, tools: Tools) -> bytes:
    """The document as it would be now, marked "SALINAN KERJA"; nothing is kept of it.

    Raises:
        Cycle.DoesNotExist: no such cycle at the actor's agency.
        OutsideFailure: it does not typeset.
    """
    cycle = loaded_cycle(cycle_id, actor.agency_id)
    issue = Issue("", tools.clock.now(), head_of(cycle), working_copy=True)
    return typeset_measurement(cycle, issue, tools).pdf
