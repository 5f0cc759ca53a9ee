"""Step 4 at Tim SAKIP: what is decided about the forms of units."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Router
from pydantic import AwareDatetime, Field

from ukur.api.answers import answers
from ukur.api.shapes import Count, Id, In, Out, Text, shown_as
from ukur.api.v1.finding import check_sees_form, form_or_404, place_or_404
from ukur.api.v1.form_shapes import FormOut, ReturnLinesIn, form_out, return_lines
from ukur.domain.returning import Return
from ukur.domain.sop.model import Work
from ukur.edge.unit_mail import mail_at_once
from ukur.edge.who import actor_of
from ukur.edge.wiring import tools
from ukur.usecases.collect.close_unit import close_unit
from ukur.usecases.collect.extend_window import extend_window
from ukur.usecases.collect.remind_units import remind_units
from ukur.usecases.collect.reopen_unit import reopen_unit
from ukur.usecases.collect.return_unit import return_unit
from ukur.usecases.collect.verify_unit import verify_unit
from ukur.usecases.collect.verify_units import verify_units

router = Router(tags=["Verification"])
MOST_FORMS = 1_000


class VerifyIn(In):
    seen_version: Count = Field(
        description="`flow.version` of the form that was checked; 409 `submission_passed` if the "
        "unit handed in another one since."
    )


class ReturnIn(VerifyIn):
    """Why a form goes back: one of the codes A, B, C, D, L, with words, with lines, or with both.

    Without `lines` a `reason` is compulsory.
    """

    model_config = shown_as(
        {
            "seen_version": 2,
            "reason_code": "B",
            "reason": "Rekap belum ditandatangani.",
            "lines": [{"code": "IKU-01", "word": "Cocokkan pembilang dengan register."}],
        }
    )

    reason_code: Text
    reason: Text = ""
    lines: ReturnLinesIn = Field(default=[])

    @property
    def wanted(self) -> Return:
        """What was sent, for the use case."""
        return Return(
            self.reason_code,
            self.reason,
            return_lines(self.lines),
            self.seen_version,
        )


class ReasonIn(In):
    reason: Text


class ExtendIn(ReasonIn):
    until: AwareDatetime = Field(examples=["2026-10-20T16:00:00+07:00"])


class SeenFormIn(VerifyIn):
    task_id: Id


class VerifyManyIn(In):
    model_config = shown_as(
        {"forms": [{"task_id": 3, "seen_version": 1}, {"task_id": 4, "seen_version": 2}]}
    )

    forms: Annotated[list[SeenFormIn], Field(max_length=MOST_FORMS)]


class RemindIn(In):
    task_ids: Annotated[list[Id], Field(max_length=MOST_FORMS)]


class RemindedOut(Out):
    """The forms whose units were reminded, and how many had handed in meanwhile."""

    tasks: list[int]
    left_out: int


class VerifiedOut(Out):
    """The codes of the units whose forms were verified."""

    units: list[str]


@router.post("/forms/{task_id}/verify", response=answers(FormOut))
def verify_form(request: HttpRequest, task_id: Id, body: VerifyIn) -> FormOut:
    """Tim SAKIP finds the figures in order, in the version that was seen."""
    actor = actor_of(request)
    check_sees_form(task_id, actor)
    verify_unit(task_id=task_id, actor=actor, tools=tools(), seen_version=body.seen_version)
    return form_out(form_or_404(task_id, actor))


@router.post("/cycles/{cycle_id}/verify", response=answers(VerifiedOut))
def verify_forms(request: HttpRequest, cycle_id: Id, body: VerifyManyIn) -> VerifiedOut:
    """Tim SAKIP finds the figures of many units in order, all or none of them."""
    actor = actor_of(request)
    place_or_404(cycle_id, Work.COLLECT, actor)
    seen = {one.task_id: one.seen_version for one in body.forms}
    found = verify_units(cycle_id=cycle_id, seen_versions=seen, actor=actor, tools=tools())
    return VerifiedOut(units=list(found))


@router.post("/cycles/{cycle_id}/remind", response=answers(RemindedOut))
def remind(request: HttpRequest, cycle_id: Id, body: RemindIn) -> RemindedOut:
    """Remind units of their forms, each at most twice a round; all of them or none."""
    actor = actor_of(request)
    place_or_404(cycle_id, Work.COLLECT, actor)
    found = remind_units(cycle_id=cycle_id, task_ids=body.task_ids, actor=actor, tools=tools())
    mail_at_once(found.tasks, actor)
    return RemindedOut.model_validate(found)


@router.post("/forms/{task_id}/return", response=answers(FormOut))
def return_form(request: HttpRequest, task_id: Id, body: ReturnIn) -> FormOut:
    """The form goes back to the unit, with a code, a reason, and what is to be mended line by line.

    Problems name their lines: `return:IKU-01`, `return_budget:1.02.01`.
    """
    actor = actor_of(request)
    check_sees_form(task_id, actor)
    return_unit(task_id=task_id, wanted=body.wanted, actor=actor, tools=tools())
    mail_at_once([task_id], actor)
    return form_out(form_or_404(task_id, actor))


@router.post("/forms/{task_id}/extend", response=answers(FormOut))
def extend_form(request: HttpRequest, task_id: Id, body: ExtendIn) -> FormOut:
    """Give one unit more time, with a reason, and tell it; on time is what it was before."""
    actor = actor_of(request)
    check_sees_form(task_id, actor)
    extend_window(task_id=task_id, until=body.until, reason=body.reason, actor=actor, tools=tools())
    mail_at_once([task_id], actor)
    return form_out(form_or_404(task_id, actor))


@router.post("/forms/{task_id}/close", response=answers(FormOut))
def close_form(request: HttpRequest, task_id: Id, body: ReasonIn) -> FormOut:
    """The unit does not deliver; the paper shows it with the reason."""
    actor = actor_of(request)
    check_sees_form(task_id, actor)
    close_unit(task_id=task_id, reason=body.reason, actor=actor, tools=tools())
    return form_out(form_or_404(task_id, actor))


@router.post("/forms/{task_id}/reopen", response=answers(FormOut))
def reopen_form(request: HttpRequest, task_id: Id, body: ReasonIn) -> FormOut:
    """A unit that was closed delivers after all; its people are told why it is open again."""
    actor = actor_of(request)
    check_sees_form(task_id, actor)
    reopen_unit(task_id=task_id, reason=body.reason, actor=actor, tools=tools())
    mail_at_once([task_id], actor)
    return form_out(form_or_404(task_id, actor))
