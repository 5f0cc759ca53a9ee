"""When running runs will end, for pages: asked of past runs for all of them at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ukur.domain.sop.forecast import Forecast, Standing, forecast, rest_of
from ukur.domain.sop.model import Procedure
from ukur.domain.sop.worktime import Calendar, CalendarMissing
from ukur.store.queries.conformance import past_steps
from ukur.store.queries.cycles import CycleHead


@dataclass(frozen=True)
class Asked:
    """A running run whose end is asked: its SOP, the version of it, and where it stands."""

    id: int
    version_id: int
    procedure: Procedure
    standing: Standing


def asked_of(heads: Sequence[CycleHead]) -> list[Asked]:
    """The cycles among these that are running, by the ids of the cycles."""
    return [
        Asked(head.id, head.version_id, head.procedure, Standing(head.position, since, due_at))
        for head in heads
        if (since := head.since) is not None and (due_at := head.due_at) is not None
    ]


def forecasts(
    asked: Sequence[Asked], agency_id: int, calendar: Calendar, now: datetime
) -> dict[int, Forecast]:
    """When each of them will end, by its id; nothing for one that the calendar cannot count.

    Two queries, however many are asked; none for none.
    """
    if not asked:
        return {}
    past = past_steps(agency_id, {one.version_id for one in asked})
    found: dict[int, Forecast] = {}
    for one in asked:
        try:
            rests = [
                rest_of(run, one.standing.position, calendar)
                for run in past.get(one.version_id, ())
            ]
            known = [rest for rest in rests if rest is not None]
            found[one.id] = forecast(one.procedure, one.standing, known, calendar, now)
        except CalendarMissing:
            continue
    return found
