"""Step 4: Tim SAKIP sends a unit's form back, with a reason, or saying line by line why."""

from ukur.domain.collecting import Act, SubmissionEnd, TaskAct
from ukur.domain.people import Actor
from ukur.domain.ports import Tools
from ukur.domain.reminding import NoticeKind
from ukur.domain.returning import Return, told_lines
from ukur.usecases.collect.deciding import decided, deciding, ended
from ukur.usecases.collect.naming import named
from ukur.usecases.telling import News, tell_unit_people


def return_unit(*, task_id: int, wanted: Return, actor: Actor, tools: Tools) -> None:
    """Open the unit's form again, with a reason, with lines that are to be mended, or both.

    Raises:
        Refusal: see `ukur.domain.collecting.decide_task`.
        NotValid: see `ukur.domain.returning.checked_lines`.
        StepNotOpen: the collection is over.
    """
    act = TaskAct(
        Act.RETURN,
        wanted.reason,
        wanted.reason_code,
        wanted.seen_version,
        names_lines=bool(wanted.lines),
    )
    with deciding(task_id, act, actor, tools) as (change, task):
        lines = named(task, wanted.lines)
        ended(task, change, SubmissionEnd.RETURNED, wanted.reason)
        decided(task, change, act)
        change.note(
            "unit_returned",
            unit=task.unit.code,
            version=task.version,
            reason_code=wanted.reason_code,
            reason=wanted.reason.strip(),
            lines=told_lines(lines),
        )
        news = News(NoticeKind.RETURNED, change.cycle.agency_id, change.now, wanted.reason)
        tell_unit_people([task], news)
