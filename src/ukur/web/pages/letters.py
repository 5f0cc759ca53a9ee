"""The letter register, and the papers themselves."""

from dataclasses import dataclass

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from ukur.domain.people import SOP_ROLES, Role
from ukur.edge import dates
from ukur.edge.paper_names import paper_name
from ukur.edge.papers import paper_file
from ukur.edge.who import actor_of
from ukur.edge.wiring import tools
from ukur.store.queries.letters import LetterLine, register
from ukur.web.downloads import shown_pdf


@dataclass(frozen=True)
class LetterRow:
    """A line of the register in words."""

    sequence: int
    number: str
    dated: str
    kind: str
    subject: str
    url: str


@require_safe
def letters(request: HttpRequest) -> HttpResponse:
    """The register, year by year.

    Raises:
        Http404: it is not for the actor's role.
    """
    actor = actor_of(request)
    if not actor.has(*SOP_ROLES, Role.KEEPER):
        raise Http404
    years = register(actor.agency_id)
    context = {"years": [(year, [_row(line) for line in lines]) for year, lines in years.items()]}
    return render(request, "web/letters/letters.html", context)


@require_safe
def paper(request: HttpRequest, code: str) -> HttpResponse:
    """The paper as a PDF: the signed file if there is one, else a working copy.

    Raises:
        Http404: there is none at the actor's agency.
        NotYoursToRead: it is not for the actor, or not yet.
    """
    try:
        file = paper_file(code, actor_of(request), tools())
    except ObjectDoesNotExist:
        raise Http404 from None
    return shown_pdf(file.content, file.name)


def _row(line: LetterLine) -> LetterRow:
    return LetterRow(
        line.sequence,
        line.number,
        dates.long_date(line.dated),
        paper_name(line.kind),
        line.subject,
        reverse("paper", args=[line.paper]) if line.paper else "",
    )
