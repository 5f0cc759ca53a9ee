"""Step 4: Tim SAKIP finds a unit's figures in order."""

from ukur.domain.collecting import Act, TaskAct
from ukur.domain.people import Actor
from ukur.domain.ports import Tools
from ukur.store.models import UnitTask
from ukur.usecases.collect.deciding import decided, deciding


def verify_unit(*, task_id: int, actor: Actor, tools: Tools) -> None:
    """Mark the unit's form as verified.

    Raises:
        NotYourUnit, TaskNotOpen, NotValid: see `ukur.domain.collecting.decide_task`.
        StepNotOpen: the collection is over.
    """
    cycle_id = UnitTask.objects.values_list("cycle_id", flat=True).get(pk=task_id)
    wanted = TaskAct(Act.VERIFY)
    with deciding(cycle_id, task_id, wanted, actor, tools) as (change, task):
        decided(task, change, wanted)
        change.note("unit_verified", unit=task.unit.code)
