"""What the SOP has no arrow for: a document sent back or opened again, a run ended, other dates."""

from datetime import date

from django.http import Http404, HttpRequest
from ninja import Router, Status
from pydantic import Field

from ukur.api.answers import answers
from ukur.api.shapes import MOST_STEPS, Id, In, StepNumber, Text, shown_as
from ukur.api.v1.finding import head_or_404, place_or_404
from ukur.api.v1.run_shapes import PositionOut
from ukur.api.v1.steps import MOST_UNITS, SeenIn
from ukur.domain.people import Actor
from ukur.domain.sop.model import Work
from ukur.edge.unit_mail import mail_cycle_at_once
from ukur.edge.who import actor_of
from ukur.edge.wiring import tools
from ukur.store.queries.exceptions import run_place
from ukur.usecases.changing import Seen
from ukur.usecases.exceptions.cancel_run import cancel_run
from ukur.usecases.exceptions.change_due_date import change_due_date
from ukur.usecases.exceptions.reopen_cycle import Reopen, reopen_cycle
from ukur.usecases.sign.return_document import Return, return_document

router = Router(tags=["Exceptions"])


class ReturnDocumentIn(SeenIn):
    """Why the document goes back unsigned, and to which step; without `back_to` the usual one."""

    reason_code: Text
    reason: Text
    back_to: int | None = Field(None, ge=1, le=MOST_STEPS)


class ReopenIn(In):
    """Why, from which step on, for which units, and by when it is to be signed again."""

    model_config = shown_as(
        {
            "reason_code": "C",
            "reason": "Angka satu puskesmas keliru.",
            "finish_by": "2026-11-30",
            "back_to": 4,
            "unit_ids": [7],
        }
    )

    reason_code: Text
    reason: Text
    finish_by: date
    back_to: int | None = Field(None, ge=1, le=MOST_STEPS)
    unit_ids: list[Id] = Field([], max_length=MOST_UNITS)


class CancelIn(In):
    reason: Text


class DueIn(CancelIn):
    """Another date for the run, for its open step, or for both."""

    finish_by: date | None = None
    step_due: date | None = None


@router.post("/cycles/{cycle_id}/steps/{step}/return", response=answers(PositionOut))
def return_unsigned(
    request: HttpRequest, cycle_id: Id, step: StepNumber, body: ReturnDocumentIn
) -> PositionOut:
    """Send the document back instead of signing it: the head, at step 8, with a reason."""
    actor = actor_of(request)
    place_or_404(cycle_id, Work.SIGN, actor)
    back = Return(body.reason_code, body.reason, body.back_to)
    seen = Seen(cycle_id, step, body.round)
    return PositionOut.model_validate(
        return_document(seen=seen, back=back, actor=actor, tools=tools())
    )


@router.post("/cycles/{cycle_id}/reopen", response=answers(PositionOut))
def reopen_signed(request: HttpRequest, cycle_id: Id, body: ReopenIn) -> PositionOut:
    """Open a signed measurement again, as its next version. The named units are told."""
    actor = actor_of(request)
    check_works_on(head_or_404(cycle_id, actor).run_id, actor)
    wanted = Reopen(
        reason_code=body.reason_code,
        reason=body.reason,
        finish_by=body.finish_by,
        back_to=body.back_to,
        unit_ids=tuple(body.unit_ids),
    )
    after = reopen_cycle(cycle_id=cycle_id, wanted=wanted, actor=actor, tools=tools())
    mail_cycle_at_once(cycle_id, actor)
    return PositionOut.model_validate(after)


@router.post("/runs/{run_id}/cancel", response=answers(None, 204))
def cancel_a_run(request: HttpRequest, run_id: Id, body: CancelIn) -> Status[None]:
    """End a run where it stands, a cycle too (its `run_id`). It cannot be taken back."""
    actor = actor_of(request)
    check_works_on(run_id, actor)
    cancel_run(run_id=run_id, reason=body.reason, actor=actor, tools=tools())
    return Status(204, None)


@router.post("/runs/{run_id}/due", response=answers(None, 204))
def change_dates(request: HttpRequest, run_id: Id, body: DueIn) -> Status[None]:
    """Give a run, or its open step, another date, with a reason; a cycle too."""
    actor = actor_of(request)
    check_works_on(run_id, actor)
    change_due_date(
        run_id=run_id,
        finish_by=body.finish_by,
        step_due=body.step_due,
        reason=body.reason,
        actor=actor,
        tools=tools(),
    )
    return Status(204, None)


def check_works_on(run_id: int, actor: Actor) -> None:
    """Nothing, if the run is of an agency at which the actor has a part in the SOP.

    Raises:
        Http404: it is not.
    """
    if run_place(run_id, actor) is None:
        raise Http404
