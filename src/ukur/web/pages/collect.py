"""Step 4 at Tim SAKIP: the form of one unit."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ukur.domain.people import Actor
from ukur.domain.refusals import Refusal
from ukur.domain.sop.model import Work
from ukur.edge.reason_words import reason_choices
from ukur.edge.unit_mail import mail_at_once
from ukur.edge.who import actor_of
from ukur.edge.wiring import tools
from ukur.store.queries.entry import EntryForm, form_for_team
from ukur.store.queries.work import WorkPlace
from ukur.usecases.collect.close_unit import close_unit
from ukur.usecases.collect.reopen_unit import reopen_unit
from ukur.usecases.collect.return_unit import return_unit
from ukur.usecases.collect.verify_unit import verify_unit
from ukur.web.work import page, place_or_404, step_context, tell


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
        verify_unit(task_id=task_id, actor=actor, tools=tools())
        return _("%(unit)s is verified.")

    return _decided(request, cycle_id, task_id, act)


@require_POST
def send_back(request: HttpRequest, cycle_id: int, task_id: int) -> HttpResponse:
    """The unit's form goes back, with a reason."""

    def act(actor: Actor) -> str:
        return_unit(
            task_id=task_id,
            reason_code=request.POST.get("reason_code", ""),
            reason=request.POST.get("reason", ""),
            actor=actor,
            tools=tools(),
        )
        return _("%(unit)s has its form back.")

    return _decided(request, cycle_id, task_id, act)


@require_POST
def close(request: HttpRequest, cycle_id: int, task_id: int) -> HttpResponse:
    """The unit does not deliver."""

    def act(actor: Actor) -> str:
        close_unit(
            task_id=task_id, reason=request.POST.get("reason", ""), actor=actor, tools=tools()
        )
        return _("%(unit)s is closed as not delivered.")

    return _decided(request, cycle_id, task_id, act)


@require_POST
def reopen(request: HttpRequest, cycle_id: int, task_id: int) -> HttpResponse:
    """The unit delivers after all."""

    def act(actor: Actor) -> str:
        reopen_unit(task_id=task_id, actor=actor, tools=tools())
        return _("%(unit)s can fill in its form again.")

    return _decided(request, cycle_id, task_id, act)


def _decided(
    request: HttpRequest, cycle_id: int, task_id: int, act: Callable[[Actor], str]
) -> HttpResponse:
    """Do what was decided about a unit and go on to the board, or say why not."""
    actor = actor_of(request)
    place = place_or_404(cycle_id, Work.COLLECT, actor)
    form = _form_or_404(task_id, cycle_id, actor)
    try:
        sentence = act(actor)
    except Refusal as refusal:
        return _unit(request, place, form, actor, refusal)
    mail_at_once([task_id], actor)
    tell(request, sentence % {"unit": form.unit})
    return redirect("collect", cycle_id)


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
    context = {
        **step_context(place, actor),
        "form": form,
        "acts": {act.value for act in form.acts} if place.is_open else set(),
        "reasons": reason_choices(),
        "typed": request.POST,
    }
    return page(request, "web/collect/unit.html", context, refusal)
