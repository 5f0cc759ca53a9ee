"""Who hands in on time, over periods: the league of punctuality."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ukur.domain.people import Actor
from ukur.domain.rights import may_read_punctuality
from ukur.edge.board_tables import league_table
from ukur.edge.table_downloads import table_response
from ukur.edge.who import actor_of
from ukur.edge.wiring import tools
from ukur.store.queries.league import League, punctuality
from ukur.store.queries.offices import working_office
from ukur.web.trend import trend


@require_safe
def league(request: HttpRequest) -> HttpResponse:
    """The units by their share on time, with every period.

    Raises:
        Http404: it is not for the actor's role.
    """
    found = _league(actor_of(request))
    periods = [rate.when for rate in found.periods]
    rows = [(one, list(zip(periods, one.deliveries, strict=True))) for one in found.units]
    context = {"league": found, "rows": rows, "trend": trend(found.periods)}
    return render(request, "web/collect/league.html", context)


@require_safe
def export(request: HttpRequest, form: str) -> HttpResponse:
    """The league to take away.

    Raises:
        Http404: it is not for the actor's role, or the form is neither xlsx nor csv.
    """
    return table_response(
        league_table(_league(actor_of(request))), "ketepatan-waktu", form, "Ketepatan"
    )


def _league(actor: Actor) -> League:
    if not may_read_punctuality(actor):
        raise Http404
    calendar = working_office(actor.agency_id).calendar
    return punctuality(actor.agency_id, tools().clock.now(), calendar)
