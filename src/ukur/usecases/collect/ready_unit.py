"""Step 4: the operator asks the head of the unit to vouch for the figures."""

from ukur.domain.collecting import Act, TaskAct, decide_task
from ukur.domain.people import Actor
from ukur.domain.ports import Tools
from ukur.domain.reminding import NoticeKind
from ukur.store.queries.lacks import lacks_of
from ukur.store.queries.windows import stand_of_form
from ukur.usecases.changing import filling
from ukur.usecases.telling import News, tell_unit_people


def ready_unit(*, task_id: int, actor: Actor, tools: Tools) -> None:
    """Lay the form before the head of the unit; asking twice changes nothing.

    The form stays open: whatever is changed afterwards takes the question back.

    Raises:
        UnitTask.DoesNotExist: no such form at the actor's agency.
        Refusal: see `ukur.domain.collecting.decide_task`.
    """
    with filling(task_id, actor, tools) as change:
        task = change.task
        stand, wanted = stand_of_form(task), TaskAct(Act.READY)
        decide_task(stand, wanted, actor, change.now, lacks_of(task_id))
        change.is_idle = task.ready_at is not None
        if not change.is_idle:
            task.ready_at, task.ready_by_id = change.now, actor.account_id
            task.save(update_fields=["ready_at", "ready_by"])
            change.note("unit_ready", version=task.version + 1)
            tell_unit_people([task], News(NoticeKind.READY, actor.agency_id, change.now))
