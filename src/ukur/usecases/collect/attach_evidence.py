"""Step 4: a file is laid beside a figure."""

from ukur.domain.collecting import Act, TaskAct, TaskState, decide_task
from ukur.domain.people import Actor
from ukur.domain.ports import Tools
from ukur.store.models import Entry, EvidenceRow
from ukur.usecases.changing import filling
from ukur.usecases.kept_files import kept_file


def attach_evidence(
    *, task_id: int, line_id: int, name: str, content: bytes, actor: Actor, tools: Tools
) -> int:
    """Keep the file in the vault and name it beside the line; the id of the evidence.

    Raises:
        FileRefused: the file is empty, too large, or not what its name says.
        NotYourUnit, TaskNotOpen: see `ukur.domain.collecting.decide_task`.
        Entry.DoesNotExist: the unit does not fill in that line.
    """
    file = kept_file(name, content, tools)
    with filling(task_id, actor, tools) as change:
        task = change.task
        decide_task(TaskState(task.state), TaskAct(Act.FILL), unit_id=task.unit_id, actor=actor)
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
