"""When running runs will end, for pages: past runs are asked for all of them at once."""

from collections.abc import Sequence
from datetime import datetime

from ukur.domain.people import Actor
from ukur.domain.sop.forecast import Forecast, Standing, forecast, rest_of
from ukur.domain.sop.worktime import Calendar, CalendarMissing
from ukur.edge.conformance_words import forecast_words
from ukur.store.queries.conformance import past_runs
from ukur.store.queries.offices import WorkingOffice
from ukur.store.queries.run_heads import RunHead


def expected_words(head: RunHead, actor: Actor, office: WorkingOffice, now: datetime) -> str:
    """When the run will end, in a sentence; "" when it has ended or nobody can say. Two queries."""
    ends = forecasts([head], actor.agency_id, office.calendar, now)
    told = ends.get(head.run_id)
    return forecast_words(told, office.office.utc_offset) if told else ""


def forecasts(
    heads: Sequence[RunHead], agency_id: int, calendar: Calendar, now: datetime
) -> dict[int, Forecast]:
    """When each of them will end, by the id of its run.

    Nothing for one that has ended, and for one that the calendar cannot count. Two
    queries, however many are asked; none if all have ended.
    """
    running = [head for head in heads if head.step is not None]
    if not running:
        return {}
    past = past_runs(agency_id, {head.version_id for head in running})
    found: dict[int, Forecast] = {}
    for head in running:
        if head.since is None or head.due_at is None:
            continue
        standing = Standing(head.position, head.since, head.due_at)
        try:
            known = past.get(head.version_id, ())
            rests = [rest_of(run, head.position, calendar) for run in known]
            taken = [rest for rest in rests if rest is not None]
            found[head.run_id] = forecast(head.procedure, standing, taken, calendar, now)
        except CalendarMissing:
            continue
    return found
