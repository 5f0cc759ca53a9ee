"""The rests of the clocks of steps."""

from collections import defaultdict
from collections.abc import Collection

from ukur.domain.sop.timing import Pause
from ukur.store.models import StepPause


def pauses_of(step_runs: Collection[int]) -> dict[int, tuple[Pause, ...]]:
    """The pauses of each of these runs of steps that has any, the first first. One query."""
    found: dict[int, list[Pause]] = defaultdict(list)
    for row in StepPause.objects.filter(step_run__in=step_runs).order_by("since"):
        found[row.step_run_id].append(pause_of(row))
    return {step_run: tuple(pauses) for step_run, pauses in found.items()}


def pause_of(row: StepPause) -> Pause:
    """The pause of a row."""
    return Pause(row.since, row.until, row.awaited, row.reason, row.resumed_at)
