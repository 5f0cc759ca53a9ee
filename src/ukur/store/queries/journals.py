"""The journal of a cycle, for who exports it."""

from ukur.domain.journal import Event
from ukur.domain.periods import Period
from ukur.store.models import Cycle, EventRow, Run


def journal_of(
    agency: str, year: int, period: Period, unit: str | None = None
) -> tuple[Event, ...] | None:
    """The chain of the live cycle, or of one unit in it; None if there is no such chain.

    `agency` and `unit` are codes. Two queries.
    """
    cycle = Cycle.objects.filter(agency__code=agency, year=year, period=period, is_live=True)
    rows = EventRow.objects.filter(run__in=cycle.values("run"), task__unit__code=unit)
    return (
        tuple(
            Event(row.sequence, row.at, row.by, row.verb, row.facts, row.previous, row.hash)
            for row in rows.order_by("sequence")
        )
        or None
    )


def agency_codes() -> tuple[str, ...]:
    """The codes of the agencies that have runs of SOPs, ordered. One query."""
    return tuple(
        Run.objects.order_by("agency__code").values_list("agency__code", flat=True).distinct()
    )
