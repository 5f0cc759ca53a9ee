"""Step 4: a file is laid beside a figure."""

from ukur.domain.evidence import Offered, pointer
from ukur.domain.people import Actor
from ukur.domain.ports import Tools
from ukur.store.models import EvidenceRow
from ukur.usecases.collect.laying import beside, check_new
from ukur.usecases.kept_files import kept_file


def attach_evidence(
    *, task_id: int, line_id: int, file: Offered, actor: Actor, tools: Tools
) -> int:
    """Keep the file in the vault and name it beside the line; the id of the evidence.

    Raises:
        FileRefused: the file is empty, too large, or not what its name says.
        NotValid: it is there already, there are too many, or the pointer is too long.
        Refusal: see `ukur.usecases.collect.filling_in.filling_in`.
        Entry.DoesNotExist: the unit does not fill in that line.
    """
    pages = pointer(file.pages)
    kept = kept_file(file.name, file.content, tools)
    with beside(task_id, line_id, actor, tools) as found:
        check_new(found.entry, "file", sha256=kept.sha256, url="")
        row = EvidenceRow.objects.create(
            entry=found.entry,
            **vars(kept),
            kind=file.kind,
            pages=pages,
            added_at=found.change.now,
            added_by_id=actor.account_id,
        )
        found.change.note(
            "evidence_attached",
            line=found.code,
            name=kept.name,
            sha256=kept.sha256,
            size=kept.size,
            kind=file.kind.value,
            pages=pages,
        )
    return row.pk
