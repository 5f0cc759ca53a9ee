"""Step 4 at a unit: asking the head to vouch, vouching, taking back, correcting."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ukur.domain.people import Actor
from ukur.domain.refusals import Refusal
from ukur.edge.unit_mail import mail_at_once
from ukur.edge.who import actor_of
from ukur.edge.wiring import tools
from ukur.store.queries.entry import EntryForm, entry_form
from ukur.store.queries.returned import own_lines
from ukur.store.queries.submissions import versions_of_unit
from ukur.store.queries.unit_flow import warnings_on
from ukur.usecases.collect.correct_unit import correct_unit
from ukur.usecases.collect.ready_unit import ready_unit
from ukur.usecases.collect.submit_unit import submit_unit
from ukur.usecases.collect.withdraw_unit import withdraw_unit
from ukur.web.refused import by_place
from ukur.web.return_marks import marked_lines, marks_on
from ukur.web.standing import mistar_of
from ukur.web.unit_parts import judged, untouched_context, versions_in_words
from ukur.web.unsent import hands_back
from ukur.web.work import page, tell, whole


@require_safe
def vouch(request: HttpRequest, task_id: int) -> HttpResponse:
    """What the unit hands in at a glance, with what is unusual about it, and its versions."""
    actor = actor_of(request)
    return _page(request, _form_or_404(task_id, actor), actor)


@require_POST
def ready(request: HttpRequest, task_id: int) -> HttpResponse:
    """The operator asks the head of the unit to vouch."""

    def act(actor: Actor) -> None:
        ready_unit(task_id=task_id, actor=actor, tools=tools())

    return _done(request, task_id, act, _("The head of the unit was asked to check and hand in."))


@require_POST
def submit(request: HttpRequest, task_id: int) -> HttpResponse:
    """The head of the unit vouches for the figures that they saw, and hands them in."""

    def act(actor: Actor) -> None:
        seen = whole(request.POST.get("told"))
        submit_unit(task_id=task_id, actor=actor, tools=tools(), seen_told=seen)

    return _done(request, task_id, act, _("The form was handed in. The SAKIP team checks it next."))


@require_POST
def withdraw(request: HttpRequest, task_id: int) -> HttpResponse:
    """The head of the unit takes back what nobody decided on."""

    def act(actor: Actor) -> None:
        seen = whole(request.POST.get("version"))
        withdraw_unit(task_id=task_id, actor=actor, tools=tools(), seen_version=seen)

    return _done(
        request, task_id, act, _("The form is the unit's again. Change it and hand it in anew.")
    )


@hands_back
@require_POST
def correct(request: HttpRequest, task_id: int) -> HttpResponse:
    """The head of the unit opens the verified form for another version."""

    def act(actor: Actor) -> None:
        correct_unit(
            task_id=task_id,
            reason=request.POST.get("reason", ""),
            actor=actor,
            tools=tools(),
            seen_version=whole(request.POST.get("version")),
            lines=marked_lines(request.POST, own_lines(task_id)),
        )

    return _done(
        request, task_id, act, _("The form is open for a correction. It will be verified anew.")
    )


def _done(
    request: HttpRequest, task_id: int, act: Callable[[Actor], None], sentence: str
) -> HttpResponse:
    """Do what was asked and go back to the form, or say why not."""
    actor = actor_of(request)
    form = _form_or_404(task_id, actor)
    try:
        act(actor)
    except Refusal as refusal:
        return _page(request, form, actor, refusal)
    mail_at_once([task_id], actor)
    tell(request, sentence)
    return redirect("entry", task_id)


def _form_or_404(task_id: int, actor: Actor) -> EntryForm:
    form = entry_form(task_id, actor, tools().clock.now())
    if form is None:
        raise Http404
    return form


def _page(
    request: HttpRequest, form: EntryForm, actor: Actor, refusal: Refusal | None = None
) -> HttpResponse:
    versions = versions_of_unit(form.task_id)
    context = {
        "form": form,
        "acts": {act.value for act in form.acts},
        "held": {act.value for act, lacks in form.acts.items() if lacks},
        "judged": judged(form, warnings_on(form.task_id), versions),
        "versions": versions_in_words(form, versions),
        **untouched_context(form),
        "mistar": mistar_of(form.cycle_id, actor),
        "typed": request.POST,
        "marks": marks_on(form, request.POST, by_place(refusal) if refusal else {}),
    }
    return page(request, "web/unit_flow/vouch.html", context, refusal)
