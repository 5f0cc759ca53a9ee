"""Where a unit's form stands on its way: its window, its newest version, who was asked to vouch."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from ukur.domain.checking import Warnings
from ukur.domain.windows import Window
from ukur.store.models import UnitTask
from ukur.store.queries.checks import warnings_of
from ukur.store.queries.windows import window_of

Warned = Mapping[int, Warnings]


def form_ids(cycle_id: int) -> tuple[int, ...]:
    """The forms of all units of the cycle. One query."""
    return tuple(UnitTask.objects.filter(cycle=cycle_id).values_list("pk", flat=True))


@dataclass(frozen=True)
class UnitFlow:
    """`told` counts the events of the unit's chain: whoever vouches says which state they saw."""

    version: int
    told: int
    window: Window
    first_submitted_at: datetime | None
    ready_at: datetime | None
    ready_by: str
    extension_reason: str
    extended_by: str
    decided_at: datetime | None
    decided_by: str


FLOW_PEOPLE = ("ready_by", "extended_by", "decided_by")
"""What of the task has to be read with it."""


def flow_of(task: UnitTask) -> UnitFlow:
    """The flow of a form whose task was read with `FLOW_PEOPLE`. No query."""
    return UnitFlow(
        version=task.version,
        told=task.events_told,
        window=window_of(task),
        first_submitted_at=task.first_submitted_at,
        ready_at=task.ready_at,
        ready_by=task.ready_by.name if task.ready_by else "",
        extension_reason=task.extension_reason,
        extended_by=task.extended_by.name if task.extended_by else "",
        decided_at=task.decided_at,
        decided_by=task.decided_by.name if task.decided_by else "",
    )


@dataclass(frozen=True)
class ToCheck:
    """A form that waits for Tim SAKIP; `left` counts it and all that wait after it."""

    task_id: int
    unit: str
    left: int


def next_to_check(cycle_id: int, after: int) -> ToCheck | None:
    """The form to be checked next: the first after this one in the order of units, or the first.

    Two queries.
    """
    rows = list(
        UnitTask.objects.filter(cycle=cycle_id, state=UnitTask.State.SUBMITTED)
        .exclude(pk=after)
        .order_by("unit__order", "unit__code")
        .values_list("pk", "unit__name", "unit__order", "unit__code")
    )
    if not rows:
        return None
    here = UnitTask.objects.values_list("unit__order", "unit__code").get(pk=after)
    found = next((row for row in rows if (row[2], row[3]) > here), rows[0])
    return ToCheck(found[0], found[1], len(rows))


def warnings_on(task_id: int) -> Warned:
    """What looks unusual about the figures of a form, by the id of the line."""
    return warnings_of(UnitTask.objects.select_related("cycle").get(pk=task_id))
