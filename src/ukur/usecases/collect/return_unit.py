"""Step 4: Tim SAKIP sends a unit's form back, with a reason."""

from ukur.domain.collecting import Act, TaskAct
from ukur.domain.people import Actor
from ukur.domain.ports import Tools
from ukur.domain.reminding import NoticeKind
from ukur.store.models import UnitTask
from ukur.usecases.collect.deciding import decided, deciding
from ukur.usecases.telling import News, tell_unit_people


def return_unit(*, task_id: int, reason_code: str, reason: str, actor: Actor, tools: Tools) -> None:
    """Open the unit's form again; the reason is compulsory.

    Raises:
        NotYourUnit, TaskNotOpen, NotValid: see `ukur.domain.collecting.decide_task`.
        StepNotOpen: the collection is over.
    """
    cycle_id = UnitTask.objects.values_list("cycle_id", flat=True).get(pk=task_id)
    wanted = TaskAct(Act.RETURN, reason, reason_code)
    with deciding(cycle_id, task_id, wanted, actor, tools) as (change, task):
        decided(task, change, wanted)
        change.note(
            "unit_returned", unit=task.unit.code, reason_code=reason_code, reason=reason.strip()
        )
        tell_unit_people(
            [task], News(NoticeKind.RETURNED, change.cycle.agency_id, change.now, reason)
        )
