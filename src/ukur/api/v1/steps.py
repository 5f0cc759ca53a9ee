"""Leaving the open step of a cycle, where that needs no more than a press or a reason."""

from collections.abc import Callable, Mapping

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from ukur.api.answers import answers
from ukur.api.shapes import MOST_STEPS, Id, In, StepNumber, Text, shown_as
from ukur.api.v1.finding import head_or_404
from ukur.api.v1.run_shapes import PositionOut
from ukur.domain.people import Actor
from ukur.domain.ports import Tools
from ukur.domain.running import StepHasItsPage
from ukur.domain.sop.flow import Position
from ukur.domain.sop.model import Work
from ukur.edge.unit_mail import mail_cycle_at_once
from ukur.edge.who import actor_of
from ukur.edge.wiring import tools
from ukur.store.queries.cycles import CycleHead
from ukur.usecases.archive.archive_cycle import archive_cycle
from ukur.usecases.changing import RunSeen, Seen
from ukur.usecases.collect.finish_collecting import finish_collecting
from ukur.usecases.draft.propose_draft import propose_draft
from ukur.usecases.evaluate.finish_evaluating import finish_evaluating
from ukur.usecases.review.decide_draft import Verdict, decide_draft
from ukur.usecases.run.decide_step import Answer, decide_step
from ukur.usecases.run.finish_step import finish_step

router = Router(tags=["Steps"])
MOST_UNITS = 1_000


class SeenIn(In):
    """The round that the program saw, so that a press counts once."""

    round: int = Field(ge=1, le=MOST_STEPS, strict=True)


class DecisionIn(SeenIn):
    """Ya, or Tidak with its reason and where it leads; without `back_to` the usual way."""

    model_config = shown_as(
        {"round": 1, "yes": False, "reason_code": "D", "reason": "Jelaskan sebabnya.", "back_to": 6}
    )

    yes: bool = Field(strict=True)
    reason_code: Text = Field("", description="A, B, C, D or L; needed for a Tidak.")
    reason: Text = ""
    back_to: int | None = Field(None, ge=1, le=MOST_STEPS)


class DraftDecisionIn(DecisionIn):
    model_config = shown_as(
        {
            "round": 1,
            "yes": False,
            "reason_code": "B",
            "reason": "Angka dua puskesmas perlu diperiksa.",
            "back_to": 4,
            "unit_ids": [7, 9],
        }
    )

    unit_ids: list[Id] = Field(
        [],
        max_length=MOST_UNITS,
        description="The units whose forms are opened again, for a Tidak to the collection.",
    )


DONE: Mapping[Work, Callable[..., Position]] = {
    Work.COLLECT: finish_collecting,
    Work.EVALUATE: finish_evaluating,
    Work.DRAFT: propose_draft,
    Work.ARCHIVE: archive_cycle,
}
"""The verbs that leave a step of the measurement onward and need no more than what was seen."""


@router.post("/cycles/{cycle_id}/steps/{step}/done", response=answers(PositionOut))
def finish_cycle_step(
    request: HttpRequest, cycle_id: Id, step: StepNumber, body: SeenIn
) -> PositionOut:
    """Leave the step onward: the collection, the evaluation, the draft, the archive, plain steps.

    Steps that need more input than that have their pages: `step_has_its_page`.
    """
    actor = actor_of(request)
    head = head_or_404(cycle_id, actor)
    return PositionOut.model_validate(_finished(head, step, body.round, actor, tools()))


@router.post("/cycles/{cycle_id}/steps/{step}/decision", response=answers(PositionOut))
def decide_cycle_step(
    request: HttpRequest, cycle_id: Id, step: StepNumber, body: DraftDecisionIn
) -> PositionOut:
    """Say Ya or Tidak to the draft, or at a plain step that has a way back."""
    actor = actor_of(request)
    head = head_or_404(cycle_id, actor)
    return PositionOut.model_validate(_decided(head, step, body, actor, tools()))


def answer_of(body: DecisionIn) -> Answer:
    """What was decided at a plain step."""
    return Answer(body.yes, body.reason_code, body.reason, body.back_to)


def _finished(head: CycleHead, step: int, round_: int, actor: Actor, ports: Tools) -> Position:
    work = _work(head, step)
    if work is Work.TASK:
        return finish_step(seen=RunSeen(head.run_id, step, round_), actor=actor, tools=ports)
    if work not in DONE:
        raise StepHasItsPage(step=step)
    return DONE[work](seen=Seen(head.id, step, round_), actor=actor, tools=ports)


def _decided(
    head: CycleHead, step: int, body: DraftDecisionIn, actor: Actor, ports: Tools
) -> Position:
    work = _work(head, step)
    if work is Work.TASK:
        seen = RunSeen(head.run_id, step, body.round)
        return decide_step(seen=seen, answer=answer_of(body), actor=actor, tools=ports)
    if work is not Work.REVIEW:
        raise StepHasItsPage(step=step)
    verdict = Verdict(body.yes, body.reason_code, body.reason, body.back_to, tuple(body.unit_ids))
    position = decide_draft(
        seen=Seen(head.id, step, body.round), verdict=verdict, actor=actor, tools=ports
    )
    mail_cycle_at_once(head.id, actor)
    return position


def _work(head: CycleHead, step: int) -> Work:
    """What is done in the step; of a number that the SOP has not, the use case says so."""
    found = (one.work for one in head.procedure.steps if one.number == step)
    return next(found, Work.TASK)
