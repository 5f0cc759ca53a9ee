"""Step 4: evidence that is asked for cannot be provided, and this is why."""

from ukur.domain.entering import LONGEST_NOTE
from ukur.domain.people import Actor
from ukur.domain.ports import Tools
from ukur.domain.refusals import NotValid, Problem
from ukur.usecases.collect.laying import beside


def excuse_evidence(*, task_id: int, line_id: int, why: str, actor: Actor, tools: Tools) -> None:
    """Keep the reason beside the figure; a blank one takes it back. It does not hold anything.

    Raises:
        NotValid: the reason is too long.
        Refusal: see `ukur.usecases.collect.filling_in.filling_in`.
        Entry.DoesNotExist: the unit does not fill in that line.
    """
    kept = why.strip()
    if len(kept) > LONGEST_NOTE:
        raise NotValid(problems=(Problem("why", "text_too_long", {"most": LONGEST_NOTE}),))
    with beside(task_id, line_id, actor, tools) as found:
        entry = found.entry
        if entry.no_evidence == kept:
            found.change.is_idle = True
            return
        was, entry.no_evidence, entry.saves = entry.no_evidence, kept, entry.saves + 1
        entry.save(update_fields=["no_evidence", "saves"])
        found.change.note("evidence_excused", line=found.code, **{"was": was, "is": kept})
