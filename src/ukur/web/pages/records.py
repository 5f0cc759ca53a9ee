"""The records of the SOP: indicator, target, realization, percentage."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ukur.domain import rights
from ukur.domain.figure_correction import is_collected, may_correct_figures
from ukur.domain.people import Actor
from ukur.edge import dates
from ukur.edge.downloads import shown_pdf
from ukur.edge.names import period_of_year
from ukur.edge.papers import records_file
from ukur.edge.who import actor_of
from ukur.edge.wiring import tools
from ukur.store.queries.corrections import corrections_of
from ukur.store.queries.cycles import CycleHead, newest_heads
from ukur.store.queries.measurement import measurement
from ukur.store.queries.offices import working_office
from ukur.store.queries.printed import compared_printed
from ukur.web.pages.printed import printed_line
from ukur.web.standing import head_or_404, mistar

CHOICES = 21
"""So many cycles can be chosen above the register, about three years; the list has them all."""


@dataclass(frozen=True)
class CycleChoice:
    """A cycle to choose above the register."""

    id: int
    name: str
    is_shown: bool


@require_safe
def records(request: HttpRequest) -> HttpResponse:
    """The register of the newest cycle that the actor may read."""
    actor = actor_of(request)
    readable = _readable(actor)
    if readable:
        return redirect("records_of", readable[0].id)
    return render(request, "web/records/empty.html")


@require_safe
def records_of(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """The register of one cycle.

    Raises:
        Http404: no such cycle, or not for the actor to read yet.
    """
    actor = actor_of(request)
    head = head_or_404(cycle_id, actor)
    if not may_read_figures(head, actor):
        raise Http404
    office = working_office(actor.agency_id)
    now = tools().clock.now()
    found = measurement(cycle_id)
    ended = head.position.ended
    context = {
        "title": period_of_year(head.when),
        "cycle_id": cycle_id,
        "state": ""
        if ended
        else _("Provisional figures, state of %(at)s.")
        % {"at": dates.long(now, office.office.utc_offset)},
        "found": found,
        "printed": [printed_line(one) for one in compared_printed(found).values()],
        "corrections": corrections_of(cycle_id),
        "may_correct": may_correct_figures(actor) and is_collected(head.position, head.procedure),
        "choices": [
            CycleChoice(one.id, period_of_year(one.when), one.id == cycle_id)
            for one in _readable(actor)
        ],
        "mistar": mistar(head, office.calendar, now),
    }
    return render(request, "web/records/records.html", context)


@require_safe
def records_paper(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """The register of one cycle as a PDF.

    Raises:
        Http404: no such cycle at the actor's agency.
        NotYoursToRead: not for the actor, or not yet.
    """
    actor = actor_of(request)
    head_or_404(cycle_id, actor)
    file = records_file(cycle_id, actor, tools())
    return shown_pdf(file.content, file.name)


def _readable(actor: Actor) -> list[CycleHead]:
    heads = newest_heads(actor.agency_id, CHOICES)
    return [head for head in heads if may_read_figures(head, actor)]


def may_read_figures(head: CycleHead, actor: Actor) -> bool:
    """Whether the actor may read the figures of the cycle, as it stands."""
    return rights.may_read_figures(actor, has_ended=head.position.ended)
