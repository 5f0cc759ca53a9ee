"""Where a unit's form stands on its way: its window, its newest version, who was asked to vouch."""

from dataclasses import dataclass
from datetime import datetime

from ukur.domain.windows import Window
from ukur.store.models import UnitTask
from ukur.store.queries.windows import window_of


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
