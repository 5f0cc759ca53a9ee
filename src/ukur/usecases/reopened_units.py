"""Units whose forms are opened again because their data is wrong."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F

from ukur.domain.collecting import SubmissionEnd, TaskState
from ukur.domain.refusals import NotValid, Problem
from ukur.domain.reminding import NoticeKind
from ukur.domain.sop.model import Work
from ukur.domain.sop.worktime import due
from ukur.store.models import Submission, UnitTask
from ukur.usecases.changing import Change
from ukur.usecases.telling import News, tell_unit_people


@dataclass(frozen=True)
class Reopening:
    """Which units, for which reason, in which round."""

    unit_ids: Sequence[int]
    round: int
    reason_code: str
    reason: str


_CHANGED = (
    "state",
    "round",
    "reason_code",
    "reason",
    "extended_until",
    "extension_reason",
    "extended_at",
    "extended_by",
)


def reopen_units(change: Change, wanted: Reopening) -> list[str]:
    """The codes of the units that have their forms again; the others stay verified.

    They are given the time that the SOP gives for collecting, as an exception that ends by itself:
    the due moment, by which a unit was on time or late, stays. Source: decision 0040, 1.

    Raises:
        NotValid: no unit of the cycle is named.
    """
    tasks = list(
        UnitTask.objects.select_for_update(of=("self",), no_key=True)
        .filter(cycle=change.cycle, unit_id__in=wanted.unit_ids)
        .select_related("unit")
        .order_by("unit__order", "unit__code")
    )
    if not tasks:
        raise NotValid(problems=(Problem("units", "nobody_chosen"),))
    collecting = change.procedure.step(change.step_of(Work.COLLECT))
    until = due(change.now, collecting.standard, change.calendar)
    Submission.objects.filter(
        task__in=tasks, number=F("task__version"), end=SubmissionEnd.VERIFIED.value
    ).update(
        end=SubmissionEnd.CORRECTED.value,
        ended_at=change.now,
        ended_by=change.actor.account_id,
        reason=wanted.reason,
    )
    for task in tasks:
        task.state, task.round = TaskState.RETURNED.value, wanted.round
        task.reason_code, task.reason = wanted.reason_code, wanted.reason
        task.extended_until, task.extension_reason = until, wanted.reason
        task.extended_at, task.extended_by_id = change.now, change.actor.account_id
    UnitTask.objects.bulk_update(tasks, _CHANGED)
    news = News(NoticeKind.RETURNED, change.run.agency_id, change.now, wanted.reason)
    tell_unit_people(tasks, news)
    return [task.unit.code for task in tasks]
