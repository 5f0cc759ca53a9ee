"""A run as the pages of exceptions see it."""

from dataclasses import dataclass
from datetime import date, datetime

from ukur.domain.exceptions import Stand
from ukur.domain.people import SOP_ROLES, Actor
from ukur.domain.sop.flow import Position
from ukur.store.models import Run, StepRun, UnitTask
from ukur.store.queries.procedures import procedure_of


@dataclass(frozen=True)
class RunPlace:
    """A run with what the forms of exceptions show; `cycle_id` is None for a run alone."""

    run_id: int
    subject: str
    cycle_id: int | None
    stand: Stand
    finish_by: date
    step_due: datetime | None
    units: tuple[tuple[int, str], ...]


def run_place(run_id: int, actor: Actor) -> RunPlace | None:
    """The run, if it is of the actor's agency and they work there. Three queries."""
    row = (
        Run.objects.filter(pk=run_id, agency_id=actor.agency_id)
        .select_related("procedure", "cycle")
        .first()
    )
    if row is None or not actor.has(*SOP_ROLES):
        return None
    cycle = getattr(row, "cycle", None)
    due = StepRun.objects.filter(run=row, step=row.step or 0, round=row.round)
    units = UnitTask.objects.filter(cycle__run=row).order_by("unit__order", "unit__name")
    return RunPlace(
        run_id=row.pk,
        subject=row.subject,
        cycle_id=cycle.pk if cycle else None,
        stand=Stand(procedure_of(row), Position(row.step, row.round), row.cancelled_at is not None),
        finish_by=row.finish_by,
        step_due=due.values_list("due_at", flat=True).first(),
        units=tuple(units.values_list("unit_id", "unit__name")),
    )
