"""What the SOP has no arrow for: cancel a run, change its dates, open again what is signed."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ukur.domain.exceptions import (
    check_may_cancel,
    check_may_change_due,
    check_may_reopen,
    may,
)
from ukur.domain.people import Actor
from ukur.edge import dates
from ukur.edge.reason_words import reason_choices
from ukur.edge.unit_mail import mail_cycle_at_once
from ukur.edge.who import actor_of
from ukur.edge.wiring import tools
from ukur.store.queries.exceptions import RunPlace, run_place
from ukur.store.queries.offices import office_of
from ukur.usecases.exceptions.cancel_run import cancel_run
from ukur.usecases.exceptions.change_due_date import change_due_date
from ukur.usecases.exceptions.reopen_cycle import Reopen, reopen_cycle
from ukur.web.context import stands_in_cycles
from ukur.web.exception_menu import back_url
from ukur.web.forms.exceptions import CancelRun, ChangeDue, ReopenCycle
from ukur.web.keeping import shown, tried
from ukur.web.work import tell


@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, run_id: int) -> HttpResponse:
    """End the run before its last step."""
    actor = actor_of(request)
    place = _place_or_404(request, run_id, actor)
    form = CancelRun(request.POST or None)

    def act(typed: Mapping[str, Any]) -> str:
        cancel_run(run_id=run_id, reason=typed["reason"], actor=actor, tools=tools())
        return _("Cancelled. The letters stay in the register, and the journal keeps the reason.")

    refused = tried(request, form, act)
    if isinstance(refused, str):
        return _gone(request, place, refused)
    context = {
        "is_open": may(check_may_cancel, place.stand, actor),
        "consequences": (
            _("The run ends here, at step %(step)s.") % {"step": place.stand.at.step or "–"},
            _("Letters stay in the register; the verification page calls its papers cancelled."),
            _("The same period can be ordered again.")
            if place.cycle_id
            else _("The same work can be begun again as another run."),
            _("It cannot be taken back."),
        ),
        "words": _("Cancel the run"),
        "heading": _("Cancel the run"),
    }
    return _shown(request, place, form, context, refused)


@require_http_methods(["GET", "POST"])
def due(request: HttpRequest, run_id: int) -> HttpResponse:
    """Give the run, or its open step, another date."""
    actor = actor_of(request)
    place = _place_or_404(request, run_id, actor)
    offset = office_of(actor.agency_id).utc_offset
    step_due = dates.local_date(place.step_due, offset) if place.step_due else None
    form = ChangeDue(
        request.POST or None, initial={"finish_by": place.finish_by, "step_due": step_due}
    )

    def act(typed: Mapping[str, Any]) -> str:
        change_due_date(
            run_id=run_id,
            finish_by=typed["finish_by"],
            step_due=typed["step_due"],
            reason=typed["reason"],
            actor=actor,
            tools=tools(),
        )
        return _("The dates are changed. The journal keeps the old ones beside the new ones.")

    refused = tried(request, form, act)
    if isinstance(refused, str):
        return _gone(request, place, refused)
    context = {
        "is_open": may(check_may_change_due, place.stand, actor),
        "consequences": (
            _("The open step is due when the office closes on its day."),
            _("While units fill in their forms, its day is theirs too."),
            _("The standard time of the SOP stays; the report tells both."),
        ),
        "words": _("Change the dates"),
        "heading": _("Change the dates"),
    }
    return _shown(request, place, form, context, refused)


@require_http_methods(["GET", "POST"])
def reopen(request: HttpRequest, run_id: int) -> HttpResponse:
    """Open again what is signed, as its next version.

    Raises:
        Http404: no such run, or one that measures nothing.
    """
    actor = actor_of(request)
    place = _place_or_404(request, run_id, actor)
    cycle_id = place.cycle_id
    if cycle_id is None:
        raise Http404
    steps = [place.stand.procedure.step(number) for number in place.stand.ways_back]
    form = ReopenCycle(
        request.POST or None,
        steps=[(step.number, f"{step.number}. {step.activity}") for step in steps],
        units=place.units,
        reasons=reason_choices(),
    )

    def act(typed: Mapping[str, Any]) -> str:
        wanted = Reopen(
            reason_code=typed["reason_code"],
            reason=typed["reason"],
            finish_by=typed["finish_by"],
            back_to=typed["back_to"],
            unit_ids=tuple(typed["units"]),
        )
        reopen_cycle(cycle_id=cycle_id, wanted=wanted, actor=actor, tools=tools())
        mail_cycle_at_once(cycle_id, actor)
        return _("Opened again. The signed version holds until the next one is signed.")

    refused = tried(request, form, act)
    if isinstance(refused, str):
        return _gone(request, place, refused)
    context = {
        "is_open": may(check_may_reopen, place.stand, actor),
        "consequences": (
            _("The signed document and its package stay as they are and can be verified."),
            _("A new round begins at the step that you choose; the later steps run again."),
            _("Once the next version is signed, the old one is called replaced."),
        ),
        "words": _("Open the document again"),
        "heading": _("Open the signed document again"),
    }
    return _shown(request, place, form, context, refused)


def _place_or_404(request: HttpRequest, run_id: int, actor: Actor) -> RunPlace:
    place = run_place(run_id, actor)
    if place is None:
        raise Http404
    stands_in_cycles(request, place.cycle_id)
    return place


def _gone(request: HttpRequest, place: RunPlace, said: str) -> HttpResponse:
    tell(request, said)
    return redirect(back_url(place.run_id, place.cycle_id))


def _shown(
    request: HttpRequest, place: RunPlace, form: Any, context: dict[str, object], refused: Any
) -> HttpResponse:
    around = {"place": place, "form": form, "back": back_url(place.run_id, place.cycle_id)}
    return shown(request, "web/exceptions/exception.html", {**around, **context}, refused)
