"""Step 4: the head of a unit vouches for its figures and submits them."""

from ukur.domain.collecting import Act, TaskAct
from ukur.domain.people import Actor
from ukur.domain.ports import Tools
from ukur.store.models import UnitTask
from ukur.usecases.collect.deciding import deciding


def submit_unit(*, task_id: int, actor: Actor, tools: Tools) -> None:
    """Hand the unit's form in; the head of its chain becomes a fact in the cycle's (DECISIONS 20).

    Raises:
        NotYourUnit, TaskNotOpen, FormIncomplete: see `ukur.domain.collecting.decide_task`.
        StepNotOpen: the collection is over.
    """
    cycle_id = UnitTask.objects.values_list("cycle_id", flat=True).get(pk=task_id)
    wanted = TaskAct(Act.SUBMIT)
    with deciding(cycle_id, task_id, wanted, actor, tools) as (change, task):
        task.submitted_at, task.submitted_by_id = change.now, actor.account_id
        task.reason_code = task.reason = ""
        task.save(update_fields=["submitted_at", "submitted_by", "reason_code", "reason"])
        change.note(
            "unit_submitted",
            unit=task.unit.code,
            unit_count=task.events_told,
            unit_head=task.chain_head if task.events_told else "",
        )
