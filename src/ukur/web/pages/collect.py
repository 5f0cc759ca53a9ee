"""Step 4 at Tim SAKIP: the form of one unit."""

from collections.abc import Callable
from datetime import date, datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ukur.domain.people import Actor
from ukur.domain.refusals import NotValid, Problem, Refusal
from ukur.domain.returning import Return
from ukur.domain.sop.model import Work
from ukur.domain.sop.worktime import closing
from ukur.edge import dates
from ukur.edge.reason_words import reason_choices
from ukur.edge.unit_mail import mail_at_once
from ukur.edge.who import actor_of
from ukur.edge.wiring import tools
from ukur.store.queries.entry import EntryForm, form_for_team
from ukur.store.queries.offices import working_office
from ukur.store.queries.returned import own_lines
from ukur.store.queries.submissions import versions_of_unit
from ukur.store.queries.unit_flow import next_to_check, warnings_on
from ukur.store.queries.work import WorkPlace
from ukur.usecases.collect.close_unit import close_unit
from ukur.usecases.collect.correct_unit import correct_unit
from ukur.usecases.collect.extend_window import extend_window
from ukur.usecases.collect.reopen_unit import reopen_unit
from ukur.usecases.collect.return_unit import return_unit
from ukur.usecases.collect.verify_unit import verify_unit
from ukur.web.refused import by_place
from ukur.web.return_marks import marked_lines, marks_on
from ukur.web.unit_parts import answered, judged, versions_in_words
from ukur.web.unsent import hands_back
from ukur.web.work import page, place_or_404, step_context, tell, whole


@require_safe
def unit(request: HttpRequest, cycle_id: int, task_id: int) -> HttpResponse:
    """The form of one unit, to be checked."""
    actor = actor_of(request)
    place = place_or_404(cycle_id, Work.COLLECT, actor)
    return _unit(request, place, _form_or_404(task_id, cycle_id, actor), actor)


@require_POST
def verify(request: HttpRequest, cycle_id: int, task_id: int) -> HttpResponse:
    """The unit's figures are in order."""

    def act(actor: Actor) -> str:
        seen = whole(request.POST.get("version"))
        verify_unit(task_id=task_id, actor=actor, tools=tools(), seen_version=seen)
        return _("%(unit)s is verified.")

    return _decided(request, cycle_id, task_id, act, stays=True)


@hands_back
@require_POST
def extend(request: HttpRequest, cycle_id: int, task_id: int) -> HttpResponse:
    """The unit is given time until the office closes on a day, with a reason."""

    def act(actor: Actor) -> str:
        extend_window(
            task_id=task_id,
            until=_closing(request.POST.get("until", ""), actor),
            reason=request.POST.get("reason", ""),
            actor=actor,
            tools=tools(),
        )
        return _("%(unit)s was given time.")

    return _decided(request, cycle_id, task_id, act, stays=True)


@hands_back
@require_POST
def correct(request: HttpRequest, cycle_id: int, task_id: int) -> HttpResponse:
    """The verified form goes back to its unit for another version."""

    def act(actor: Actor) -> str:
        correct_unit(
            task_id=task_id,
            reason=request.POST.get("reason", ""),
            actor=actor,
            tools=tools(),
            seen_version=whole(request.POST.get("version")),
            lines=marked_lines(request.POST, own_lines(task_id)),
        )
        return _("%(unit)s has its form back.")

    return _decided(request, cycle_id, task_id, act)


@hands_back
@require_POST
def send_back(request: HttpRequest, cycle_id: int, task_id: int) -> HttpResponse:
    """The unit's form goes back, with a reason."""

    def act(actor: Actor) -> str:
        wanted = Return(
            request.POST.get("reason_code", ""),
            request.POST.get("reason", ""),
            marked_lines(request.POST, own_lines(task_id)),
            whole(request.POST.get("version")),
        )
        return_unit(task_id=task_id, wanted=wanted, actor=actor, tools=tools())
        return _("%(unit)s has its form back.")

    return _decided(request, cycle_id, task_id, act)


@hands_back
@require_POST
def close(request: HttpRequest, cycle_id: int, task_id: int) -> HttpResponse:
    """The unit does not deliver."""

    def act(actor: Actor) -> str:
        close_unit(
            task_id=task_id, reason=request.POST.get("reason", ""), actor=actor, tools=tools()
        )
        return _("%(unit)s is closed as not delivered.")

    return _decided(request, cycle_id, task_id, act)


@hands_back
@require_POST
def reopen(request: HttpRequest, cycle_id: int, task_id: int) -> HttpResponse:
    """The unit delivers after all."""

    def act(actor: Actor) -> str:
        reopen_unit(
            task_id=task_id, reason=request.POST.get("reason", ""), actor=actor, tools=tools()
        )
        return _("%(unit)s can fill in its form again.")

    return _decided(request, cycle_id, task_id, act)


def _decided(
    request: HttpRequest,
    cycle_id: int,
    task_id: int,
    act: Callable[[Actor], str],
    *,
    stays: bool = False,
) -> HttpResponse:
    """Do what was decided about a unit and go on to the board, or say why not.

    With `stays` the unit's page comes again: it leads on to the next one that waits.
    """
    actor = actor_of(request)
    place = place_or_404(cycle_id, Work.COLLECT, actor)
    form = _form_or_404(task_id, cycle_id, actor)
    try:
        sentence = act(actor)
    except Refusal as refusal:
        return _unit(request, place, form, actor, refusal)
    mail_at_once([task_id], actor)
    tell(request, sentence % {"unit": form.unit})
    return redirect("collect_unit", cycle_id, task_id) if stays else redirect("collect", cycle_id)


def _closing(typed: str, actor: Actor) -> datetime:
    """When the office closes on the day that was chosen.

    Raises:
        NotValid: it is no day.
    """
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        raise NotValid(problems=(Problem("until", "needed"),)) from None
    return closing(day, working_office(actor.agency_id).calendar)


def _form_or_404(task_id: int, cycle_id: int, actor: Actor) -> EntryForm:
    form = form_for_team(task_id, cycle_id, actor, tools().clock.now())
    if form is None:
        raise Http404
    return form


def _unit(
    request: HttpRequest,
    place: WorkPlace,
    form: EntryForm,
    actor: Actor,
    refusal: Refusal | None = None,
) -> HttpResponse:
    versions = versions_of_unit(form.task_id)
    marks = marks_on(form, request.POST, by_place(refusal) if refusal else {})
    context = {
        **step_context(place, actor),
        "form": form,
        "root": reverse("collect_unit", args=[place.head.id, form.task_id]) if refusal else "",
        "acts": {act.value for act in form.acts},
        "judged": judged(form, warnings_on(form.task_id), versions),
        "versions": versions_in_words(form, versions),
        "answered": answered(form, versions),
        "marks": marks,
        "next": next_to_check(place.head.id, form.task_id) if place.is_open else None,
        "failed": request.resolver_match.url_name if request.resolver_match else "",
        "today": dates.local_date(tools().clock.now(), form.utc_offset).isoformat(),
        "reasons": reason_choices(),
        "typed": request.POST,
    }
    return page(request, "web/collect/unit.html", context, refusal)
