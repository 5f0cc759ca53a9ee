"""Step 6: the words of the draft, with numbers that are bound to the table."""

from collections.abc import Sequence

from ukur.domain.narrative import bound, check_bindings
from ukur.domain.people import Actor
from ukur.domain.ports import Tools
from ukur.domain.sop.model import Work
from ukur.store.models import Narrative
from ukur.store.queries.bindings import bindings_of
from ukur.usecases.changing import changing
from ukur.usecases.measurement_paper import loaded_cycle


def write_narrative(
    *, cycle_id: int, paragraphs: Sequence[str], actor: Actor, tools: Tools
) -> None:
    """Keep the paragraphs; blank ones are dropped.

    Source: SOP row 6.

    Raises:
        Cycle.DoesNotExist: no such cycle at the actor's agency.
        NotValid: a name in braces is bound to nothing, or a text is too long.
        StepNotOpen, WrongRole: see `ukur.domain.sop.flow.check_may_work`.
    """
    kept = [text.strip() for text in paragraphs if text.strip()]
    values = bindings_of(loaded_cycle(cycle_id, actor.agency_id).pk)
    check_bindings(kept, values)
    with changing(cycle_id, actor, tools) as change:
        change.check_may_work(change.step_of(Work.DRAFT))
        Narrative.objects.update_or_create(
            cycle=change.cycle,
            defaults={
                "paragraphs": kept,
                "written_at": change.now,
                "written_by_id": actor.account_id,
            },
        )
        change.note("narrative_written", paragraphs=[bound(text, values) for text in kept])
