"""The clock of a person: pausing a step that waits for others, putting notices away."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ukur.domain.refusals import Refusal
from ukur.edge import dates
from ukur.edge.who import actor_of
from ukur.edge.wiring import tools
from ukur.store.queries.offices import office_of
from ukur.store.queries.pauses import PausedRun, paused_run
from ukur.usecases.clock.pause_step import Wait, pause_step
from ukur.usecases.clock.read_notices import read_notices
from ukur.usecases.clock.resume_step import resume_step
from ukur.web.context import stands_in_cycles
from ukur.web.forms.clock import PauseClock
from ukur.web.keeping import shown
from ukur.web.refused import by_place, refusal_page
from ukur.web.work import tell, whole


@require_http_methods(["GET", "POST"])
def pause(request: HttpRequest, run_id: int) -> HttpResponse:
    """Rest the clock of the open step, or let it run again.

    Raises:
        Http404: no such run at the actor's agency, it has ended, or the actor does not lead it.
    """
    actor = actor_of(request)
    run = paused_run(run_id, actor.agency_id)
    if run is None or run.lead not in {role.value for role in actor.roles}:
        raise Http404
    step = whole(request.POST.get("step")) or 0
    if request.POST.get("do") == "resume":
        try:
            due_at = resume_step(run_id=run_id, step=step, actor=actor, tools=tools())
        except Refusal as refusal:
            return refusal_page(request, refusal)
        at = dates.short(due_at, office_of(actor.agency_id).utc_offset)
        tell(request, _("The clock runs again. Due %(at)s.") % {"at": at})
        return redirect(_back(run))
    form, refused = PauseClock(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        wait = Wait(**form.cleaned_data)
        try:
            due_at = pause_step(run_id=run_id, step=step, wait=wait, actor=actor, tools=tools())
        except Refusal as refusal:
            refused = refusal
            for place, sentence in by_place(refusal).items():
                form.add_error(place if place in form.fields else None, sentence)
        else:
            at = dates.short(due_at, office_of(actor.agency_id).utc_offset)
            tell(request, _("The clock is paused. Due %(at)s now.") % {"at": at})
            return redirect(_back(run))
    stands_in_cycles(request, run.cycle_id)
    context = {"form": form, "step": run.step, "subject": run.subject, "back": _back(run)}
    return shown(request, "web/calendar/pause.html", context, refused)


@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Put the notices away that the person saw."""
    seen = [number for text in request.POST.getlist("notice") if (number := whole(text))]
    read_notices(notices=seen, actor=actor_of(request), tools=tools())
    return redirect("desk")


def _back(run: PausedRun) -> str:
    if run.cycle_id is None:
        return reverse("run", args=[run.run_id])
    return reverse("cycle", args=[run.cycle_id])
