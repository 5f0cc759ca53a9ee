"""Step 4: Tim SAKIP gives one unit more time, with a reason."""

from datetime import datetime

from ukur.domain.collecting import Act, TaskAct
from ukur.domain.people import Actor
from ukur.domain.ports import Tools
from ukur.domain.reminding import NoticeKind
from ukur.domain.sop.worktime import local
from ukur.domain.windows import check_extension
from ukur.store.queries.windows import window_of
from ukur.usecases.chain import moment
from ukur.usecases.collect.deciding import deciding
from ukur.usecases.telling import News, tell_unit_people


def extend_window(
    *, task_id: int, until: datetime, reason: str, actor: Actor, tools: Tools
) -> None:
    """Let the unit fill in and hand in until that moment; the exception ends by itself.

    Whoever acts for the unit is told of the new time and its reason.
    Whether the unit is on time is told by the due moment as before. The SOP knows no such
    exception: the journal calls it a deviation.

    Raises:
        Refusal: see `ukur.domain.collecting.decide_task`.
        NotValid: no reason, or a moment that gives no time.
        StepNotOpen: the collection is over.
    """
    wanted = TaskAct(Act.EXTEND, reason)
    with deciding(task_id, wanted, actor, tools) as (change, task):
        check_extension(window_of(task), until, change.now)
        task.extended_until, task.extension_reason = until, reason.strip()
        task.extended_at, task.extended_by_id = change.now, actor.account_id
        task.save(
            update_fields=["extended_until", "extension_reason", "extended_at", "extended_by"]
        )
        news = News(NoticeKind.REOPENED, change.cycle.agency_id, change.now, reason)
        tell_unit_people([task], news)
        change.note(
            "window_extended",
            unit=task.unit.code,
            until=moment(until),
            until_day=local(until, change.calendar).date().isoformat(),
            reason=reason.strip(),
            deviation=True,
        )
