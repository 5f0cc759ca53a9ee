"""Runs with all their steps and events, for who exports an event log."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import datetime

from django.db.models import QuerySet

from ukur.domain.periods import Period
from ukur.domain.sop.event_log import LoggedEvent, LoggedRun, LoggedStep
from ukur.domain.sop.model import Procedure
from ukur.store.models import EventRow, Run, StepRun
from ukur.store.queries.procedures import procedure_of

_AT_ONCE = 20
"""So many runs are held at a time: a cycle of many units has thousands of events."""


def logged_runs(agency: str) -> Iterator[LoggedRun]:
    """All runs of the agency with that code, the oldest first. Three queries for twenty runs."""
    yield from _logged(Run.objects.filter(agency__code=agency))


def logged_cycle(agency: str, year: int, period: Period) -> Iterator[LoggedRun]:
    """The run of the live cycle of a period; nothing if there is none. Three queries."""
    yield from _logged(
        Run.objects.filter(
            agency__code=agency, cycle__year=year, cycle__period=period, cycle__is_live=True
        )
    )


def _logged(runs: QuerySet[Run]) -> Iterator[LoggedRun]:
    ids = list(runs.order_by("opened_at", "id").values_list("pk", flat=True))
    for first in range(0, len(ids), _AT_ONCE):
        some = ids[first : first + _AT_ONCE]
        rows = Run.objects.filter(pk__in=some).select_related("procedure", "agency")
        events = _events(some)
        steps = _steps({row.pk: procedure_of(row) for row in rows})
        for row in sorted(rows, key=lambda row: (row.opened_at, row.pk)):
            yield LoggedRun(
                name=row.chain,
                subject=row.subject,
                agency=row.agency.code,
                procedure=row.procedure.key,
                version=row.procedure.version,
                opened_at=row.opened_at,
                ended_at=row.ended_at,
                steps=tuple(steps[row.pk]),
                events=tuple(events[row.pk]),
            )


def _steps(procedures: dict[int, Procedure]) -> dict[int, list[LoggedStep]]:
    found: dict[int, list[LoggedStep]] = defaultdict(list)
    rows = StepRun.objects.filter(run__in=procedures).select_related("done_by")
    for row in rows.order_by("run", "round", "opened_at", "step"):
        step = procedures[row.run_id].step(row.step)
        found[row.run_id].append(
            LoggedStep(
                number=row.step,
                round=row.round,
                activity=step.activity,
                lane=step.lead,
                opened_at=row.opened_at,
                due_at=row.due_at,
                done_at=row.done_at,
                done_by=row.done_by.name if row.done_by else "",
                done_as=row.done_as,
                outcome=row.outcome,
                reason_code=row.reason_code,
                back_to=row.back_to,
            )
        )
    return found


def _events(runs: Collection[int]) -> dict[int, list[LoggedEvent]]:
    found: dict[int, list[LoggedEvent]] = defaultdict(list)
    for row in EventRow.objects.filter(run__in=runs).select_related("task__unit"):
        found[row.run_id].append(
            LoggedEvent(
                sequence=row.sequence,
                at=datetime.fromisoformat(row.at),
                by=row.by,
                verb=row.verb,
                facts=row.facts,
                unit=row.task.unit.code if row.task else "",
            )
        )
    return found
