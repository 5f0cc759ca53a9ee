"""Step 4: Tim SAKIP closes the form of a unit that does not deliver."""

from ukur.domain.collecting import Act, TaskAct
from ukur.domain.people import Actor
from ukur.domain.ports import Tools
from ukur.usecases.collect.deciding import decided, deciding


def close_unit(*, task_id: int, reason: str, actor: Actor, tools: Tools) -> None:
    """Record "tidak menyampaikan" with its reason; the paper will show it (decision 0040, 2).

    The SOP has no such arrow: the journal calls it a deviation.

    Raises:
        Refusal: see `ukur.domain.collecting.decide_task`.
        StepNotOpen: the collection is over.
    """
    wanted = TaskAct(Act.CLOSE, reason)
    with deciding(task_id, wanted, actor, tools) as (change, task):
        decided(task, change, wanted)
        change.note("unit_closed", unit=task.unit.code, reason=reason.strip(), deviation=True)
