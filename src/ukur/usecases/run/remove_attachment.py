"""A file that does not belong beside an open step is taken away; its bytes stay."""

from ukur.domain.people import Actor
from ukur.domain.ports import Tools
from ukur.store.models import StepAttachment
from ukur.usecases.changing import RunSeen
from ukur.usecases.run.working import working


def remove_attachment(*, seen: RunSeen, attachment_id: int, actor: Actor, tools: Tools) -> None:
    """Take the file off the step. The journal keeps its name and hash.

    Raises:
        StepAttachment.DoesNotExist: no such file at the open step in this round.
        Refusal: see `ukur.usecases.run.working.working`.
    """
    with working(seen, actor, tools) as (change, step):
        row = StepAttachment.objects.get(pk=attachment_id, step_run=step, removed_at=None)
        row.removed_at = change.now
        row.save(update_fields=["removed_at"])
        change.note("file_removed", name=row.name, sha256=row.sha256)
