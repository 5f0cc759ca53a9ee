"""Step 4: a unit that was closed delivers after all."""

from ukur.domain.collecting import Act, TaskAct
from ukur.domain.people import Actor
from ukur.domain.ports import Tools
from ukur.domain.reminding import NoticeKind
from ukur.usecases.collect.deciding import decided, deciding
from ukur.usecases.telling import News, tell_unit_people


def reopen_unit(*, task_id: int, reason: str, actor: Actor, tools: Tools) -> None:
    """Open the form of a closed unit again, and tell its people why.

    Raises:
        Refusal: see `ukur.domain.collecting.decide_task`.
        StepNotOpen: the collection is over.
    """
    wanted = TaskAct(Act.REOPEN, reason)
    with deciding(task_id, wanted, actor, tools) as (change, task):
        decided(task, change, wanted)
        change.note("unit_reopened", unit=task.unit.code, reason=reason.strip())
        news = News(NoticeKind.REOPENED, change.cycle.agency_id, change.now, reason)
        tell_unit_people([task], news)
