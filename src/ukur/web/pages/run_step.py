"""One step of a plain run: what it needs, what lies beside it, and how it is left."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ukur.domain.people import Actor
from ukur.domain.refusals import Refusal
from ukur.domain.sop.flow import Offer, Outcome, Position, offers
from ukur.domain.sop.model import Step, Work
from ukur.edge.downloads import attachment
from ukur.edge.names import procedure_name
from ukur.edge.reason_words import reason_choices
from ukur.edge.who import actor_of
from ukur.edge.wiring import tools
from ukur.store.queries.offices import office_of
from ukur.store.queries.run_heads import StepInRound, steps_of
from ukur.store.queries.runs import Beside, PlainRun, beside_steps, file_of, letters_of
from ukur.usecases.changing import RunSeen
from ukur.usecases.run.attach_to_step import attach_to_step
from ukur.usecases.run.decide_step import Answer, decide_step
from ukur.usecases.run.finish_step import finish_step
from ukur.usecases.run.note_on_step import note_on_step
from ukur.usecases.run.number_letter import number_letter
from ukur.usecases.run.remove_attachment import remove_attachment
from ukur.web.context import stands_in_cycles
from ukur.web.pages.runs import is_theirs, visible_run
from ukur.web.work import page, tell, told, uploaded, whole


@dataclass(frozen=True)
class InRound:
    """The step in one round, with what lies beside it; `as_lane` is who left it, as printed."""

    ran: StepInRound
    beside: Beside
    as_lane: str
    is_open: bool


@dataclass(frozen=True)
class WayBack:
    """A step that a Tidak can lead to."""

    number: int
    activity: str


@require_safe
def step(request: HttpRequest, run_id: int, number: int) -> HttpResponse:
    """The step: for whoever works in it now, and for whoever looks at what was done."""
    return _page(request, run_id, number)


@require_POST
def finish(request: HttpRequest, run_id: int, number: int) -> HttpResponse:
    """The step is finished."""

    def act(seen: RunSeen, actor: Actor) -> str:
        return _after(finish_step(seen=seen, actor=actor, tools=tools()))

    return _left(request, run_id, number, act)


@require_POST
def decide(request: HttpRequest, run_id: int, number: int) -> HttpResponse:
    """Ya, or Tidak with its reason."""

    def act(seen: RunSeen, actor: Actor) -> str:
        answer = Answer(
            yes=request.POST.get("answer") == Outcome.YES,
            reason_code=request.POST.get("reason_code", ""),
            reason=request.POST.get("reason", ""),
            back_to=whole(request.POST.get("back_to")),
        )
        return _after(decide_step(seen=seen, answer=answer, actor=actor, tools=tools()))

    return _left(request, run_id, number, act)


@require_POST
def attach(request: HttpRequest, run_id: int, number: int) -> HttpResponse:
    """A file is laid beside the step."""

    def act(seen: RunSeen, actor: Actor) -> str:
        name, content = uploaded(request)
        attach_to_step(seen=seen, name=name, content=content, actor=actor, tools=tools())
        return _("The file is attached.")

    return _worked(request, run_id, number, act)


@require_POST
def remove(request: HttpRequest, run_id: int, number: int, attachment_id: int) -> HttpResponse:
    """A file is taken off the step."""

    def act(seen: RunSeen, actor: Actor) -> str:
        remove_attachment(seen=seen, attachment_id=attachment_id, actor=actor, tools=tools())
        return _("The file is taken off. The journal keeps its name.")

    return _worked(request, run_id, number, act)


@require_POST
def note(request: HttpRequest, run_id: int, number: int) -> HttpResponse:
    """Words about what was done."""

    def act(seen: RunSeen, actor: Actor) -> str:
        note_on_step(seen=seen, text=request.POST.get("text", ""), actor=actor, tools=tools())
        return _("The note is kept.")

    return _worked(request, run_id, number, act)


@require_POST
def number_of_letter(request: HttpRequest, run_id: int, number: int) -> HttpResponse:
    """A letter of the run takes its number."""

    def act(seen: RunSeen, actor: Actor) -> str:
        given = number_letter(
            seen=seen,
            subject=request.POST.get("subject", ""),
            recipient=request.POST.get("recipient", ""),
            actor=actor,
            tools=tools(),
        )
        return _("The letter has number %(number)s.") % {"number": given}

    return _worked(request, run_id, number, act)


@require_safe
def file(request: HttpRequest, attachment_id: int) -> HttpResponse:
    """A file beside a step, always as an attachment."""
    found = file_of(attachment_id, actor_of(request))
    if found is None:
        raise Http404
    if request.headers.get("If-None-Match") == f'"{found.sha256}"':
        return HttpResponseNotModified()
    response = attachment(tools().vault.read(found.sha256), found.name, found.media_type)
    response["ETag"] = f'"{found.sha256}"'
    return response


Act = Callable[[RunSeen, Actor], str]
"""What a form wants done in the step that was seen; the sentence about it."""


def _worked(request: HttpRequest, run_id: int, number: int, act: Act) -> HttpResponse:
    """Do it and come back to the step, or say on it why not."""
    actor = actor_of(request)
    visible_run(run_id, actor)
    try:
        tell(request, act(_seen(request, run_id, number), actor))
    except Refusal as refusal:
        return _page(request, run_id, number, refusal)
    return redirect("run_step", run_id, number)


def _left(request: HttpRequest, run_id: int, number: int, act: Act) -> HttpResponse:
    """Leave the step and go to the table, or say on the step why not."""
    actor = actor_of(request)
    visible_run(run_id, actor)
    try:
        tell(request, act(_seen(request, run_id, number), actor))
    except Refusal as refusal:
        return _page(request, run_id, number, refusal)
    return redirect("run", run_id)


def _seen(request: HttpRequest, run_id: int, number: int) -> RunSeen:
    return RunSeen(run_id, number, whole(request.POST.get("round")) or 0)


def _after(position: Position) -> str:
    if position.step is None:
        return _("The last step is finished; the run has ended.")
    return _("Step %(step)d is open now, round %(round)d.") % {
        "step": position.step,
        "round": position.round,
    }


def _page(
    request: HttpRequest, run_id: int, number: int, refusal: Refusal | None = None
) -> HttpResponse:
    """The page of the step; what was typed stays where something was refused."""
    actor = actor_of(request)
    head = visible_run(run_id, actor)
    row = _step_or_404(head, number)
    stands_in_cycles(request, head.cycle_id)
    is_open = head.position.step == number
    leads = is_open and head.may_decide(actor)
    ways = offers(head.procedure, head.position, actor) if leads else ()
    onward = next((way for way in ways if way.outcome is not Outcome.NO), None)
    back = next((way for way in ways if way.outcome is Outcome.NO), None)
    context = {
        "told": told(request) if refusal is None else "",
        "head": head,
        "step": row,
        "sop": procedure_name(head.procedure),
        "lanes": _(" and ").join(head.procedure.lane(key).name for key in row.actors),
        "lead": head.procedure.lane(row.lead).name,
        "is_open": is_open,
        "is_past": head.position.step is None or number < head.position.step,
        "works": is_open and is_theirs(head, actor),
        "is_own_work": is_open and not head.may_decide(actor),
        "onward": onward,
        "back": back,
        "ways_back": _ways_back(head, back),
        "deviates": row.decision is None,
        "rounds": _rounds(head, number, steps_of(run_id), beside_steps(run_id)),
        "letters": letters_of(run_id),
        "reasons": reason_choices(),
        "typed": request.POST,
        "round": head.position.round,
        "utc_offset": office_of(actor.agency_id).utc_offset,
    }
    return page(request, "web/runs/step.html", context, refusal)


def _step_or_404(head: PlainRun, number: int) -> Step:
    """The plain step; those of the measurement have pages of their own."""
    found = next((step for step in head.procedure.steps if step.number == number), None)
    if found is None or found.work is not Work.TASK:
        raise Http404
    return found


def _ways_back(head: PlainRun, back: Offer | None) -> list[WayBack]:
    if back is None:
        return []
    return [WayBack(one, head.procedure.step(one).activity) for one in back.back_to]


def _rounds(
    head: PlainRun,
    number: int,
    steps: Sequence[StepInRound],
    beside: dict[tuple[int, int], Beside],
) -> list[InRound]:
    """The rounds of the step, the newest first."""
    names = {lane.key: lane.name for lane in head.procedure.lanes}
    own = [one for one in steps if one.step == number]
    return [
        InRound(
            one,
            beside.get((number, one.round), Beside()),
            names.get(one.done_as, ""),
            one.done_at is None and head.position == Position(number, one.round),
        )
        for one in reversed(own)
    ]
