"""Step 4: Tim SAKIP finds a unit's figures in order."""

from ukur.domain.collecting import Act, SubmissionEnd, TaskAct
from ukur.domain.people import Actor
from ukur.domain.ports import Tools
from ukur.usecases.collect.deciding import decided, deciding, ended


def verify_unit(
    *, task_id: int, actor: Actor, tools: Tools, seen_version: int | None = None
) -> None:
    """Mark the unit's form as verified, in the version that was seen.

    Raises:
        Refusal: see `ukur.domain.collecting.decide_task`.
        StepNotOpen: the collection is over.
    """
    wanted = TaskAct(Act.VERIFY, seen_version=seen_version)
    with deciding(task_id, wanted, actor, tools) as (change, task):
        ended(task, change, SubmissionEnd.VERIFIED)
        decided(task, change, wanted)
        change.note("unit_verified", unit=task.unit.code, version=task.version)
