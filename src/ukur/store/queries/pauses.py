"""The rests of the clocks of steps."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from ukur.domain.sop.timing import Pause
from ukur.store.models import Run, StepPause
from ukur.store.queries.procedures import procedure_of


def pauses_of(step_runs: Collection[int]) -> dict[int, tuple[Pause, ...]]:
    """The pauses of each of these runs of steps that has any, the first first. One query."""
    found: dict[int, list[Pause]] = defaultdict(list)
    for row in StepPause.objects.filter(step_run__in=step_runs).order_by("since"):
        found[row.step_run_id].append(pause_of(row))
    return {step_run: tuple(pauses) for step_run, pauses in found.items()}


def pause_of(row: StepPause) -> Pause:
    """The pause of a row."""
    return Pause(row.since, row.until, row.awaited, row.reason, row.resumed_at)


@dataclass(frozen=True)
class PausedRun:
    """A run that is open, for whoever would pause it; `lead` is the lane of its open step."""

    run_id: int
    subject: str
    step: int
    lead: str
    cycle_id: int | None


def paused_run(run_id: int, agency_id: int) -> PausedRun | None:
    """The open run of the agency, or None. One query."""
    rows = Run.objects.filter(pk=run_id, agency_id=agency_id, step__isnull=False)
    run = rows.select_related("procedure", "cycle").first()
    if run is None or run.step is None:
        return None
    cycle_id = run.cycle.pk if hasattr(run, "cycle") else None
    return PausedRun(run.pk, run.subject, run.step, procedure_of(run).step(run.step).lead, cycle_id)
