"""Step 4: Tim SAKIP sends a unit's form back, with a reason."""

from ukur.domain.collecting import Act, SubmissionEnd, TaskAct
from ukur.domain.people import Actor
from ukur.domain.ports import Tools
from ukur.domain.reminding import NoticeKind
from ukur.usecases.collect.deciding import decided, deciding, ended
from ukur.usecases.telling import News, tell_unit_people


def return_unit(
    *,
    task_id: int,
    reason_code: str,
    reason: str,
    actor: Actor,
    tools: Tools,
    seen_version: int | None = None,
) -> None:
    """Open the unit's form again; the reason is compulsory.

    Raises:
        Refusal: see `ukur.domain.collecting.decide_task`.
        StepNotOpen: the collection is over.
    """
    wanted = TaskAct(Act.RETURN, reason, reason_code, seen_version)
    with deciding(task_id, wanted, actor, tools) as (change, task):
        ended(task, change, SubmissionEnd.RETURNED, reason)
        decided(task, change, wanted)
        change.note(
            "unit_returned",
            unit=task.unit.code,
            version=task.version,
            reason_code=reason_code,
            reason=reason.strip(),
        )
        tell_unit_people(
            [task], News(NoticeKind.RETURNED, change.cycle.agency_id, change.now, reason)
        )
