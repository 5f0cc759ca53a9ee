"""Runs of plain SOPs: begun, their lists, one of them, and leaving the open step."""

from datetime import date
from typing import Annotated

from django.http import HttpRequest
from ninja import Router, Status
from pydantic import Field

from ukur.api.answers import answers
from ukur.api.shapes import Id, In, Out, StepNumber, Text, shown_as
from ukur.api.v1.finding import run_or_404
from ukur.api.v1.run_shapes import (
    DoneStepOut,
    PositionOut,
    RunHeadOut,
    done_step,
    open_step,
)
from ukur.api.v1.steps import DecisionIn, SeenIn, answer_of
from ukur.edge.who import actor_of
from ukur.edge.wiring import tools
from ukur.store.queries.run_heads import steps_of
from ukur.store.queries.runs import Group, PlainRun, run_list
from ukur.usecases.changing import RunSeen
from ukur.usecases.run.begin_run import Wanted, begin_run
from ukur.usecases.run.decide_step import decide_step
from ukur.usecases.run.finish_step import finish_step

router = Router(tags=["Runs of plain SOPs"])
SopKey = Annotated[str, Field(max_length=80, pattern=r"^[a-z0-9_-]*$")]


class RunOut(RunHeadOut):
    """A run of a plain SOP and its open step."""

    subject: str
    cycle_id: int | None


class RunsOut(Out):
    """A page of runs; `next` is the `after` of the page that follows."""

    runs: list[RunOut]
    next: int | None


class RunDetailOut(RunOut):
    steps: list[DoneStepOut]


class BeginIn(In):
    """Which SOP, about what, until when; `letter_id` is a letter that came in and is handled."""

    model_config = shown_as(
        {"procedure": "reviu-renja", "subject": "Renja 2027", "finish_by": "2026-12-01"}
    )

    procedure: str = Field(max_length=80, pattern=r"^[a-z0-9_-]+$")
    subject: Text
    finish_by: date
    letter_id: Id | None = None


class BegunOut(Out):
    run_id: int


@router.post("/runs", response=answers(BegunOut, 201))
def begin_a_run(request: HttpRequest, body: BeginIn) -> Status[BegunOut]:
    """Begin a run of a plain SOP by the version in force; its first step is open."""
    wanted = Wanted(body.procedure, body.subject, body.finish_by, body.letter_id)
    found = begin_run(wanted=wanted, actor=actor_of(request), tools=tools())
    return Status(201, BegunOut(run_id=found))


@router.get("/runs", response=answers(RunsOut))
def list_runs(
    request: HttpRequest, group: Group = Group.MINE, sop: SopKey = "", after: Id | None = None
) -> RunsOut:
    """Runs that the key may see: `saya` its own turn, `lain` with others, `selesai` ended."""
    found = run_list(actor_of(request), group, sop, after)
    return RunsOut(
        runs=[RunOut.model_validate(_fields(one)) for one in found.runs], next=found.next
    )


@router.get("/runs/{run_id}", response=answers(RunDetailOut))
def read_run(request: HttpRequest, run_id: Id) -> RunDetailOut:
    """One run with every step of every round."""
    head = run_or_404(run_id, actor_of(request))
    steps = [done_step(one, head) for one in steps_of(run_id)]
    return RunDetailOut.model_validate(_fields(head) | {"steps": steps})


@router.post("/runs/{run_id}/steps/{step}/done", response=answers(PositionOut))
def finish_run_step(
    request: HttpRequest, run_id: Id, step: StepNumber, body: SeenIn
) -> PositionOut:
    """Finish the open step; the next one opens, or the run ends with the last."""
    actor = actor_of(request)
    run_or_404(run_id, actor)
    seen = RunSeen(run_id, step, body.round)
    return PositionOut.model_validate(finish_step(seen=seen, actor=actor, tools=tools()))


@router.post("/runs/{run_id}/steps/{step}/decision", response=answers(PositionOut))
def decide_run_step(
    request: HttpRequest, run_id: Id, step: StepNumber, body: DecisionIn
) -> PositionOut:
    """Say Ya or Tidak at the open step."""
    actor = actor_of(request)
    run_or_404(run_id, actor)
    seen = RunSeen(run_id, step, body.round)
    after = decide_step(seen=seen, answer=answer_of(body), actor=actor, tools=tools())
    return PositionOut.model_validate(after)


def _fields(head: PlainRun) -> dict[str, object]:
    return {
        "run_id": head.run_id,
        "procedure": head.procedure.key,
        "opened_at": head.opened_at,
        "finish_by": head.finish_by,
        "ended_at": head.ended_at,
        "is_cancelled": head.is_cancelled,
        "open_step": open_step(head),
        "subject": head.subject,
        "cycle_id": head.cycle_id,
    }
