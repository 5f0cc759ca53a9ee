"""Step 2: the secretary passes the order on."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ukur.domain.cycles import DISPOSED_TO
from ukur.domain.people import Role
from ukur.domain.refusals import Refusal
from ukur.domain.sop.model import Work
from ukur.edge import dates
from ukur.edge.names import period_of_year, role_name
from ukur.edge.who import actor_of
from ukur.edge.wiring import tools
from ukur.store.queries.letters import order_of
from ukur.usecases.order.dispose import dispose as pass_on
from ukur.web.work import page, place_or_404, seen_on, step_context, tell

USUAL = frozenset({Role.PLANNER, Role.TEAM})


@dataclass(frozen=True)
class Recipient:
    value: str
    name: str
    is_chosen: bool


@require_http_methods(["GET", "POST"])
def dispose(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """The disposition sheet: to whom, with which instruction.

    Raises:
        Http404: no such cycle at the actor's agency, or nothing of theirs.
    """
    actor = actor_of(request)
    place = place_or_404(cycle_id, Work.DISPOSE, actor)
    order = order_of(cycle_id)
    chosen = {role for role in DISPOSED_TO if role.value in request.POST.getlist("to")}
    instruction = request.POST.get("instruction", "")
    if request.method == "GET":
        chosen = set(USUAL)
        instruction = _(
            "Please carry out the performance measurement by the SOP, each in their own step, and "
            "finish it in time."
        )
    context = step_context(place, actor) | {
        "title": period_of_year(place.head.when),
        "order": order,
        "finish_by": dates.full_date(place.head.finish_by),
        "recipients": [
            Recipient(role.value, role_name(role), role in chosen) for role in DISPOSED_TO
        ],
        "instruction": instruction,
    }
    if request.method == "GET":
        return page(request, "web/dispose/dispose.html", context)
    try:
        pass_on(
            seen=seen_on(request, cycle_id),
            instruction=instruction,
            to=sorted(chosen, key=DISPOSED_TO.index),
            actor=actor,
            tools=tools(),
        )
    except Refusal as refusal:
        return page(request, "web/dispose/dispose.html", context, refusal)
    tell(request, _("The disposition is written. The planner makes the form now."))
    return redirect("cycle", cycle_id)
