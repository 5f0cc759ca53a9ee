"""A file is laid beside an open step: what was made in it, or what it needs."""

from ukur.domain.people import Actor
from ukur.domain.ports import Tools
from ukur.store.models import StepAttachment
from ukur.usecases.changing import RunSeen
from ukur.usecases.kept_files import kept_file
from ukur.usecases.run.working import working


def attach_to_step(*, seen: RunSeen, name: str, content: bytes, actor: Actor, tools: Tools) -> int:
    """Keep the file in the vault and name it beside the step; the id of the attachment.

    Raises:
        FileRefused: the file is empty, too large, or not what its name says.
        Refusal: see `ukur.usecases.run.working.working`.
    """
    file = kept_file(name, content, tools)
    with working(seen, actor, tools) as (change, step):
        row = StepAttachment.objects.create(
            step_run=step, **vars(file), added_at=change.now, added_by_id=actor.account_id
        )
        change.note("file_attached", name=file.name, sha256=file.sha256, size=file.size)
    return row.pk
