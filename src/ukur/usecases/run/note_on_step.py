"""Words about what was done in an open step."""

from ukur.domain.people import Actor
from ukur.domain.ports import Tools
from ukur.domain.running import LONGEST_NOTE, check_text
from ukur.store.models import StepNote
from ukur.usecases.changing import RunSeen
from ukur.usecases.run.working import working


def note_on_step(*, seen: RunSeen, text: str, actor: Actor, tools: Tools) -> int:
    """Keep the words beside the step, under the name of who wrote them; the id of the note.

    Raises:
        NotValid: no words, or too many.
        Refusal: see `ukur.usecases.run.working.working`.
    """
    check_text("text", text, LONGEST_NOTE)
    with working(seen, actor, tools) as (change, step):
        row = StepNote.objects.create(
            step_run=step,
            text=text.strip(),
            written_at=change.now,
            written_by_id=actor.account_id,
        )
        change.note("step_noted", text=row.text)
    return row.pk
