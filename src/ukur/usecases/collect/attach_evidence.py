"""Step 4: a file is laid beside a figure."""

from ukur.domain.people import Actor
from ukur.domain.ports import Tools
from ukur.store.models import Entry, EvidenceRow
from ukur.usecases.collect.filling_in import filling_in
from ukur.usecases.kept_files import kept_file


def attach_evidence(
    *, task_id: int, line_id: int, name: str, content: bytes, actor: Actor, tools: Tools
) -> int:
    """Keep the file in the vault and name it beside the line; the id of the evidence.

    Raises:
        FileRefused: the file is empty, too large, or not what its name says.
        Refusal: see `ukur.usecases.collect.filling_in.filling_in`.
        Entry.DoesNotExist: the unit does not fill in that line.
    """
    file = kept_file(name, content, tools)
    with filling_in(task_id, actor, tools) as change:
        task = change.task
        entries = Entry.objects.values_list("pk", "line__indicator__code")
        entry_id, indicator = entries.get(task=task, line_id=line_id)
        row = EvidenceRow.objects.create(
            entry_id=entry_id,
            **vars(file),
            added_at=change.now,
            added_by_id=actor.account_id,
        )
        change.note(
            "evidence_attached",
            line=indicator,
            name=file.name,
            sha256=file.sha256,
            size=file.size,
        )
    return row.pk
