"""Step 4: how a form leaves its unit and comes back, version by version."""

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from ukur.api.answers import answers
from ukur.api.shapes import Count, Id, In, Moment, Out, Text, shown_as
from ukur.api.v1.finding import check_sees_form, form_or_404
from ukur.api.v1.form_shapes import FormOut, ReturnLinesIn, form_out, return_lines
from ukur.domain.submissions import CellChange
from ukur.edge.unit_mail import mail_at_once
from ukur.edge.who import actor_of
from ukur.edge.wiring import tools
from ukur.store.queries.submissions import Version, versions_of_unit
from ukur.usecases.collect.correct_unit import correct_unit
from ukur.usecases.collect.ready_unit import ready_unit
from ukur.usecases.collect.submit_unit import submit_unit
from ukur.usecases.collect.withdraw_unit import withdraw_unit

router = Router(tags=["Handing in"])


class SubmitIn(In):
    model_config = shown_as({"seen_told": 4})
    seen_told: Count = Field(
        description="`flow.told` of the form that was looked at; if anything was changed since, "
        "409 `figures_moved`."
    )


class WithdrawIn(In):
    seen_version: Count


class CorrectIn(WithdrawIn):
    """Why a verified form is opened again: in words, with lines, or with both.

    Without `lines` a `reason` is compulsory.
    """

    reason: Text = ""
    lines: ReturnLinesIn = Field(default=[])


class ChangeOut(Out):
    """One cell that differs from the version before; figures are plain decimals as text."""

    line: str
    cell: str
    was: str | None
    now: str | None
    is_budget: bool


class ReturnLineOut(Out):
    """A line that was named when the version went back, and what was to be done about it."""

    code: str
    word: str
    is_budget: bool


class VersionOut(Out):
    """One version of what the unit handed in, and what became of it."""

    number: int
    round: int
    at: Moment
    by: str
    end: str = Field(description="verified, returned, withdrawn, corrected; empty while open.")
    ended_at: Moment | None
    ended_by: str
    reason: str
    asked: list[ReturnLineOut] = Field(description="The lines that were named when it went back.")
    changes: list[ChangeOut]


@router.get("/forms/{task_id}/versions", response=answers(list[VersionOut]))
def list_versions(request: HttpRequest, task_id: Id) -> list[VersionOut]:
    """Every version that the unit handed in, the newest first."""
    check_sees_form(task_id, actor_of(request))
    return [_version(one) for one in versions_of_unit(task_id)]


@router.post("/forms/{task_id}/ready", response=answers(FormOut))
def ready_form(request: HttpRequest, task_id: Id) -> FormOut:
    """The operator asks the head of the unit to vouch for the figures."""
    actor = actor_of(request)
    check_sees_form(task_id, actor)
    ready_unit(task_id=task_id, actor=actor, tools=tools())
    mail_at_once([task_id], actor)
    return form_out(form_or_404(task_id, actor))


@router.post("/forms/{task_id}/submit", response=answers(FormOut))
def submit_form(request: HttpRequest, task_id: Id, body: SubmitIn) -> FormOut:
    """The head of the unit vouches for the figures and hands them in as the next version."""
    actor = actor_of(request)
    check_sees_form(task_id, actor)
    submit_unit(task_id=task_id, actor=actor, tools=tools(), seen_told=body.seen_told)
    return form_out(form_or_404(task_id, actor))


@router.post("/forms/{task_id}/withdraw", response=answers(FormOut))
def withdraw_form(request: HttpRequest, task_id: Id, body: WithdrawIn) -> FormOut:
    """The head of the unit takes back what was handed in, before anybody decided."""
    actor = actor_of(request)
    check_sees_form(task_id, actor)
    withdraw_unit(task_id=task_id, actor=actor, tools=tools(), seen_version=body.seen_version)
    return form_out(form_or_404(task_id, actor))


@router.post("/forms/{task_id}/correct", response=answers(FormOut))
def correct_form(request: HttpRequest, task_id: Id, body: CorrectIn) -> FormOut:
    """Open a verified form for another version, by the head of the unit or Tim SAKIP."""
    actor = actor_of(request)
    check_sees_form(task_id, actor)
    correct_unit(
        task_id=task_id,
        reason=body.reason,
        lines=return_lines(body.lines),
        seen_version=body.seen_version,
        actor=actor,
        tools=tools(),
    )
    mail_at_once([task_id], actor)
    return form_out(form_or_404(task_id, actor))


def _version(one: Version) -> VersionOut:
    return VersionOut(
        number=one.number,
        round=one.round,
        at=one.at,
        by=one.by,
        end=one.end.value if one.end else "",
        ended_at=one.ended_at,
        ended_by=one.ended_by,
        reason=one.reason,
        asked=[ReturnLineOut.model_validate(line) for line in one.asked],
        changes=[_change(change) for change in one.changes],
    )


def _change(one: CellChange) -> ChangeOut:
    def told(fact: object) -> str | None:
        return None if fact is None else str(fact)

    return ChangeOut(
        line=one.line, cell=one.cell, was=told(one.was), now=told(one.now), is_budget=one.is_budget
    )
