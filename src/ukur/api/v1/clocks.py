"""The clock of an open step, of a cycle or of any other run: rested while it waits, and resumed."""

from datetime import date

from django.http import HttpRequest
from ninja import Router

from ukur.api.answers import answers
from ukur.api.shapes import Id, In, Moment, Out, StepNumber, Text, shown_as
from ukur.api.v1.finding import run_or_404
from ukur.edge.who import actor_of
from ukur.edge.wiring import tools
from ukur.usecases.clock.pause_step import Wait, pause_step
from ukur.usecases.clock.resume_step import resume_step

router = Router(tags=["Exceptions"])


class WaitIn(In):
    """For whom the step waits, why, and the day on which its clock runs again by itself."""

    model_config = shown_as(
        {
            "awaited": "Bappeda",
            "reason": "Menunggu penetapan target perubahan.",
            "until": "2026-10-12",
        }
    )

    awaited: Text
    reason: Text
    until: date


class DueOut(Out):
    """When the open step is due now."""

    due_at: Moment


@router.post("/runs/{run_id}/steps/{step}/pause", response=answers(DueOut))
def pause_clock(request: HttpRequest, run_id: Id, step: StepNumber, body: WaitIn) -> DueOut:
    """Rest the clock of the open step: whoever leads it, a cycle by its `run_id` too."""
    actor = actor_of(request)
    run_or_404(run_id, actor)
    wait = Wait(**dict(body))
    due_at = pause_step(run_id=run_id, step=step, wait=wait, actor=actor, tools=tools())
    return DueOut(due_at=due_at)


@router.post("/runs/{run_id}/steps/{step}/resume", response=answers(DueOut))
def resume_clock(request: HttpRequest, run_id: Id, step: StepNumber) -> DueOut:
    """Let the clock run again before its pause ends by itself."""
    actor = actor_of(request)
    run_or_404(run_id, actor)
    due_at = resume_step(run_id=run_id, step=step, actor=actor, tools=tools())
    return DueOut(due_at=due_at)
