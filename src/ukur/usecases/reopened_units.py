"""Units whose forms are opened again because their data is wrong."""

from collections.abc import Sequence
from dataclasses import dataclass

from ukur.domain.collecting import TaskState
from ukur.domain.refusals import NotValid, Problem
from ukur.domain.reminding import NoticeKind
from ukur.domain.sop.model import Work
from ukur.domain.sop.worktime import due
from ukur.store.models import UnitTask
from ukur.usecases.changing import Change
from ukur.usecases.telling import News, tell_unit_people


@dataclass(frozen=True)
class Reopening:
    """Which units, for which reason, in which round."""

    unit_ids: Sequence[int]
    round: int
    reason_code: str
    reason: str


def reopen_units(change: Change, wanted: Reopening) -> list[str]:
    """The codes of the units that have their forms again; the others stay verified.

    Source: DECISIONS 5.

    Raises:
        NotValid: no unit of the cycle is named.
    """
    tasks = list(
        UnitTask.objects.select_for_update(of=("self",), no_key=True)
        .filter(cycle=change.cycle, unit_id__in=wanted.unit_ids)
        .select_related("unit")
        .order_by("unit__order")
    )
    if not tasks:
        raise NotValid(problems=(Problem("units", "nobody_chosen"),))
    collecting = change.procedure.step(change.step_of(Work.COLLECT))
    until = due(change.now, collecting.standard, change.calendar)
    for task in tasks:
        task.state, task.round, task.due_at = TaskState.RETURNED.value, wanted.round, until
        task.reason_code, task.reason = wanted.reason_code, wanted.reason
    UnitTask.objects.bulk_update(tasks, ["state", "round", "due_at", "reason_code", "reason"])
    news = News(NoticeKind.RETURNED, change.run.agency_id, change.now, wanted.reason)
    tell_unit_people(tasks, news)
    return [task.unit.code for task in tasks]
