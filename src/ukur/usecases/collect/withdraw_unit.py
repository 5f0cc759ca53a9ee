"""Step 4: the head of a unit takes back what was handed in, before anybody decided."""

from ukur.domain.collecting import Act, SubmissionEnd, TaskAct
from ukur.domain.people import Actor
from ukur.domain.ports import Tools
from ukur.usecases.collect.deciding import deciding, ended


def withdraw_unit(
    *, task_id: int, actor: Actor, tools: Tools, seen_version: int | None = None
) -> None:
    """Open the form for the unit again; what was handed in stays as a version of its own.

    Raises:
        Refusal: see `ukur.domain.collecting.decide_task`.
        StepNotOpen: the collection is over.
    """
    wanted = TaskAct(Act.WITHDRAW, seen_version=seen_version)
    with deciding(task_id, wanted, actor, tools) as (change, task):
        ended(task, change, SubmissionEnd.WITHDRAWN)
        task.submitted_at = task.submitted_by = None
        task.save(update_fields=["submitted_at", "submitted_by"])
        change.note("unit_withdrawn", unit=task.unit.code, version=task.version)
