"""The journal of the office: what it said outside of any run, event by event."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from ukur.domain.people import SOP_ROLES, Role
from ukur.edge.who import actor_of
from ukur.store.queries.journal import office_journal_page
from ukur.store.queries.offices import office_of
from ukur.web.run_parts import event_line
from ukur.web.work import page

READERS = (*SOP_ROLES, Role.KEEPER, Role.EVALUATOR)
"""Who reads the journals of cycles, and the pengelola, who ends keys."""


@require_safe
def office_journal(request: HttpRequest) -> HttpResponse:
    """The events of the office's own chain, and whether it holds.

    Raises:
        Http404: somebody of a unit; the page does not exist for them.
    """
    actor = actor_of(request)
    if not actor.has(*READERS):
        raise Http404
    found = office_journal_page(actor.agency_id)
    offset = office_of(actor.agency_id).utc_offset
    context = {
        "events": [event_line(line, {}, offset) for line in found.lines],
        "broken": found.broken,
        "is_keeper": actor.has(Role.KEEPER),
    }
    return page(request, "web/office/journal.html", context)
