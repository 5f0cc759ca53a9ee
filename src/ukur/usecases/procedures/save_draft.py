"""What was typed into a draft of an SOP is kept, sound or not."""

from django.db import transaction

from ukur.domain.people import Actor
from ukur.domain.ports import Tools
from ukur.domain.sop.issuing import DraftMoved
from ukur.domain.sop.model import Procedure
from ukur.domain.sop.writing import plain
from ukur.usecases.procedures.drafting import check_may_write, locked_draft


def save_draft(
    *, draft_id: int, revision: int, procedure: Procedure, actor: Actor, tools: Tools
) -> int:
    """Keep the procedure as the draft; the new revision. Its key stays what it was.

    `revision` is the one that the person saw. What is wrong with the draft does not keep it
    from being kept: an editor leaves and comes back.

    Raises:
        NotTheKeeper: only the pengelola.
        ProcedureDraft.DoesNotExist: no such draft at the actor's agency.
        DraftMoved: it was changed meanwhile.
    """
    check_may_write(actor)
    with transaction.atomic(durable=True):
        draft = locked_draft(draft_id, actor)
        if draft.revision != revision:
            raise DraftMoved(by=draft.edited_by.name)
        draft.content = plain(procedure) | {"key": draft.key}
        draft.revision += 1
        draft.edited_by_id = actor.account_id
        draft.edited_at = tools.clock.now()
        draft.save(update_fields=["content", "revision", "edited_by", "edited_at"])
    return draft.revision
