"""The plan to be taken away: as its own workbook, and its year as Form E.81."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from ukur.domain.people import SOP_ROLES, Actor, Role
from ukur.edge import plan_exports
from ukur.edge.downloads import XLSX, attachment
from ukur.edge.plan_exports import TakenFile
from ukur.edge.who import actor_of


@require_GET
def workbook(request: HttpRequest, plan_id: int) -> HttpResponse:
    """A version of the plan, in the shape in which it can be brought in again."""
    return _taken(plan_exports.plan_file(plan_id, _reader(request).agency_id))


@require_GET
def form_e81(request: HttpRequest, year: int) -> HttpResponse:
    """The year as Form E.81."""
    return _taken(plan_exports.e81_file(_reader(request).agency_id, year))


def _taken(file: TakenFile | None) -> HttpResponse:
    if file is None:
        raise Http404
    return attachment(file.content, file.name, XLSX)


def _reader(request: HttpRequest) -> Actor:
    actor = actor_of(request)
    if not actor.has(*SOP_ROLES, Role.KEEPER):
        raise Http404
    return actor
