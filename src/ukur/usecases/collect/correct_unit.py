"""Step 4: a verified form is opened for another version."""

from ukur.domain.collecting import Act, SubmissionEnd, TaskAct
from ukur.domain.people import Actor
from ukur.domain.ports import Tools
from ukur.domain.reminding import NoticeKind
from ukur.domain.returning import ReturnLine, told_lines
from ukur.usecases.collect.deciding import decided, deciding, ended
from ukur.usecases.collect.naming import named
from ukur.usecases.telling import News, tell_unit_people


def correct_unit(
    *,
    task_id: int,
    reason: str,
    actor: Actor,
    tools: Tools,
    seen_version: int | None = None,
    lines: tuple[ReturnLine, ...] = (),
) -> None:
    """Give the unit its verified form back, with a reason, with lines to be mended, or with both.

    The next version is verified anew. Both the head of the unit and Tim SAKIP may find out that a
    figure is wrong. Once the collection is over it is another verb: `correct_earlier_figure`.

    Raises:
        Refusal: see `ukur.domain.collecting.decide_task`.
        NotValid: see `ukur.domain.returning.checked_lines`.
        StepNotOpen: the collection is over.
    """
    wanted = TaskAct(Act.CORRECT, reason, seen_version=seen_version, names_lines=bool(lines))
    with deciding(task_id, wanted, actor, tools) as (change, task):
        kept = named(task, lines)
        ended(task, change, SubmissionEnd.CORRECTED, reason)
        decided(task, change, wanted)
        change.note(
            "unit_correcting",
            unit=task.unit.code,
            version=task.version,
            reason=reason.strip(),
            lines=told_lines(kept),
        )
        news = News(NoticeKind.RETURNED, change.cycle.agency_id, change.now, reason)
        tell_unit_people([task], news)
