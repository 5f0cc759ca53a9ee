"""The forms that a person's units have to fill in."""

from dataclasses import dataclass
from datetime import datetime

from ukur.domain.chasing import WAITING
from ukur.domain.collecting import TaskState
from ukur.domain.people import UNIT_ROLES, Actor
from ukur.domain.periods import Period
from ukur.domain.sop.timing import is_late
from ukur.domain.sop.worktime import Calendar
from ukur.store.models import UnitTask
from ukur.store.queries.windows import window_of


@dataclass(frozen=True)
class OwnTask:
    """One of the forms that a person's units have to fill in."""

    id: int
    unit: str
    year: int
    period: Period
    state: TaskState
    due_at: datetime
    is_late: bool
    """It waits for the unit, and by office time its day is over."""
    utc_offset: int


def own_tasks(actor: Actor, now: datetime, calendar: Calendar) -> tuple[OwnTask, ...]:
    """The forms of the actor's units in running cycles, the most urgent first. One query."""
    rows = (
        UnitTask.objects.filter(
            unit_id__in=own_units(actor),
            cycle__agency_id=actor.agency_id,
            cycle__is_live=True,
            cycle__run__ended_at=None,
        )
        .select_related("unit", "cycle__agency")
        .order_by("due_at", "unit__order", "unit__code", "pk")
    )
    return tuple(
        OwnTask(
            row.pk,
            row.unit.name,
            row.cycle.year,
            Period(row.cycle.period),
            TaskState(row.state),
            window_of(row).until,
            row.state in WAITING and is_late(window_of(row).until, now, calendar),
            row.cycle.agency.utc_offset,
        )
        for row in rows
    )


def own_units(actor: Actor) -> frozenset[int]:
    """The units in which the actor fills in or vouches."""
    return frozenset[int]().union(*(actor.units(role) for role in UNIT_ROLES))
