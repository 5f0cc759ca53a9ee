"""Step 4: a file or link that does not belong beside a figure is taken away; its bytes stay."""

from ukur.domain.people import Actor
from ukur.domain.ports import Tools
from ukur.store.models import EvidenceRow
from ukur.usecases.collect.filling_in import filling_in


def remove_evidence(*, task_id: int, evidence_id: int, actor: Actor, tools: Tools) -> None:
    """Take the file off the form, if it was not taken off before. The journal keeps name and hash.

    Raises:
        Refusal: see `ukur.usecases.collect.filling_in.filling_in`.
        EvidenceRow.DoesNotExist: no such file on this form.
    """
    with filling_in(task_id, actor, tools) as change:
        task = change.task
        row = EvidenceRow.objects.select_related("entry__line__indicator").get(
            pk=evidence_id, entry__task=task
        )
        if row.removed_at is not None:
            change.is_idle = True
            return
        row.removed_at = change.now
        row.save(update_fields=["removed_at"])
        change.note(
            "evidence_removed",
            line=row.entry.line.indicator.code,
            name=row.name,
            sha256=row.sha256,
            url=row.url,
        )
