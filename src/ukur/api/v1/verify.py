"""Step 4 at Tim SAKIP: what is decided about the form of one unit."""

from django.http import HttpRequest
from ninja import Router

from ukur.api.answers import answers
from ukur.api.shapes import Id, In, Text
from ukur.api.v1.finding import form_or_404, task_or_404
from ukur.api.v1.form_shapes import FormOut, form_out
from ukur.edge.who import actor_of
from ukur.edge.wiring import tools
from ukur.usecases.collect.close_unit import close_unit
from ukur.usecases.collect.reopen_unit import reopen_unit
from ukur.usecases.collect.return_unit import return_unit
from ukur.usecases.collect.verify_unit import verify_unit

router = Router(tags=["Verification"])


class ReturnIn(In):
    """Why a form goes back."""

    reason_code: Text
    reason: Text


class ReasonIn(In):
    reason: Text


@router.post("/forms/{task_id}/verify", response=answers(FormOut))
def verify_form(request: HttpRequest, task_id: Id) -> FormOut:
    """Tim SAKIP finds the figures in order."""
    actor = actor_of(request)
    task_or_404(task_id, actor)
    verify_unit(task_id=task_id, actor=actor, tools=tools())
    return form_out(form_or_404(task_id, actor))


@router.post("/forms/{task_id}/return", response=answers(FormOut))
def return_form(request: HttpRequest, task_id: Id, body: ReturnIn) -> FormOut:
    """The form goes back to the unit, with a code (A, B, C, D or L) and a reason."""
    actor = actor_of(request)
    task_or_404(task_id, actor)
    return_unit(
        task_id=task_id,
        reason_code=body.reason_code,
        reason=body.reason,
        actor=actor,
        tools=tools(),
    )
    return form_out(form_or_404(task_id, actor))


@router.post("/forms/{task_id}/close", response=answers(FormOut))
def close_form(request: HttpRequest, task_id: Id, body: ReasonIn) -> FormOut:
    """The unit does not deliver; the paper shows it with the reason."""
    actor = actor_of(request)
    task_or_404(task_id, actor)
    close_unit(task_id=task_id, reason=body.reason, actor=actor, tools=tools())
    return form_out(form_or_404(task_id, actor))


@router.post("/forms/{task_id}/reopen", response=answers(FormOut))
def reopen_form(request: HttpRequest, task_id: Id) -> FormOut:
    """A unit that was closed delivers after all."""
    actor = actor_of(request)
    task_or_404(task_id, actor)
    reopen_unit(task_id=task_id, actor=actor, tools=tools())
    return form_out(form_or_404(task_id, actor))
