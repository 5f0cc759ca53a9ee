"""Step 4 at Tim SAKIP: how one figure of a unit's form came to be, as a page of its own."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from ukur.domain.sop.model import Work
from ukur.edge.who import actor_of
from ukur.edge.wiring import tools
from ukur.store.queries.entry import form_for_team
from ukur.web.work import page, place_or_404, step_context


@require_safe
def figure(request: HttpRequest, cycle_id: int, task_id: int, line_id: int) -> HttpResponse:
    """The account of the figure: what it was made of, and how.

    A page of its own because three hundred accounts were more than half of the unit's page. A
    script fetches it and shows the account beside the figure.
    """
    actor = actor_of(request)
    place = place_or_404(cycle_id, Work.COLLECT, actor)
    form = form_for_team(task_id, cycle_id, actor, tools().clock.now())
    line = next((one for one in form.lines if one.id == line_id), None) if form else None
    if line is None:
        raise Http404
    context = {**step_context(place, actor), "form": form, "line": line}
    return page(request, "web/collect/figure.html", context)
