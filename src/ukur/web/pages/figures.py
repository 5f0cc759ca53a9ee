"""Why a figure is what it is: the whole account of a line, a mean, or the money."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ukur.domain.figures.policy import AgencyMean
from ukur.domain.people import SOP_ROLES, Actor, Role
from ukur.edge.who import actor_of
from ukur.edge.wiring import tools
from ukur.store.queries.cycles import CycleHead
from ukur.store.queries.figure_page import goal_figure, line_figure, money_figure
from ukur.store.queries.measurement import measurement
from ukur.store.queries.offices import working_office
from ukur.store.queries.work import is_provisional
from ukur.web.pages.records import may_read_figures
from ukur.web.standing import head_or_404, mistar_of


@require_safe
def line(request: HttpRequest, cycle_id: int, code: str) -> HttpResponse:
    """The figures of one indicator, with every entry behind them.

    Raises:
        Http404: no such indicator in the cycle, or not for the actor to read.
    """
    actor = actor_of(request)
    head = _readable_or_404(cycle_id, actor)
    calendar = working_office(actor.agency_id).calendar
    found = line_figure(cycle_id, code, tools().clock.now(), calendar)
    if found is None:
        raise Http404
    context = {**_context(head, actor), "found": found, "line": found.line}
    return render(request, "web/figures/line.html", context)


@require_safe
def goal(request: HttpRequest, cycle_id: int, code: str) -> HttpResponse:
    """The mean of one goal.

    Raises:
        Http404: no such goal in the cycle, or not for the actor to read.
    """
    actor = actor_of(request)
    head = _readable_or_404(cycle_id, actor)
    found = goal_figure(cycle_id, code)
    if found is None:
        raise Http404
    context = {**_context(head, actor), "goal": found.goal, "taken": found.goal.taken}
    return render(request, "web/figures/mean.html", context)


@require_safe
def agency(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """The mean of the agency.

    Raises:
        Http404: no such cycle, or not for the actor to read.
    """
    actor = actor_of(request)
    head = _readable_or_404(cycle_id, actor)
    figures = measurement(cycle_id)
    context = {
        **_context(head, actor),
        "taken": figures.taken,
        "counts": figures.counts,
        "over_goals": figures.rules.agency_mean is AgencyMean.GOALS,
    }
    return render(request, "web/figures/mean.html", context)


@require_safe
def money(request: HttpRequest, cycle_id: int, code: str = "") -> HttpResponse:
    """The money of one budget line, or of all.

    Raises:
        Http404: no such line in the cycle's plan, or not for the actor to read.
    """
    actor = actor_of(request)
    head = _readable_or_404(cycle_id, actor)
    found = money_figure(cycle_id, code)
    if found is None:
        raise Http404
    context = {**_context(head, actor), "found": found, "line": found.line}
    return render(request, "web/figures/money.html", context)


def _readable_or_404(cycle_id: int, actor: Actor) -> CycleHead:
    head = head_or_404(cycle_id, actor)
    if not may_read_figures(head, actor):
        raise Http404
    return head


def _context(head: CycleHead, actor: Actor) -> dict[str, object]:
    return {
        "head": head,
        "cycle_id": head.id,
        "is_provisional": is_provisional(head),
        "mistar": mistar_of(head.id, actor),
        "sees_units": actor.has(*SOP_ROLES),
        "sees_files": actor.has(*SOP_ROLES) or (head.position.ended and actor.has(Role.EVALUATOR)),
    }
