"""Step 6: the paragraphs of the draft, with numbers that are bound to the table."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ukur.domain.narrative import bound
from ukur.domain.people import Actor
from ukur.domain.refusals import Refusal
from ukur.domain.sop.model import Work
from ukur.edge import previews
from ukur.edge.downloads import shown_pdf
from ukur.edge.who import actor_of
from ukur.edge.wiring import tools
from ukur.store.queries.draft import Paragraph, drafting
from ukur.store.queries.work import WorkPlace
from ukur.usecases.draft.propose_draft import propose_draft
from ukur.usecases.draft.write_narrative import write_narrative
from ukur.web.refused import by_place
from ukur.web.unsent import hands_back
from ukur.web.work import page, place_or_404, seen_on, step_context, tell

SPARE = 2
"""How many empty fields stand below the paragraphs."""


@dataclass(frozen=True)
class Field:
    """A field for one paragraph, with what is wrong with it."""

    number: int
    text: str
    problem: str = ""


@hands_back
@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """The paragraphs; a POST keeps them."""
    actor = actor_of(request)
    place = place_or_404(cycle_id, Work.DRAFT, actor)
    if request.method != "POST":
        return _page(request, place, actor)
    try:
        write_narrative(
            cycle_id=cycle_id,
            paragraphs=request.POST.getlist("paragraph"),
            actor=actor,
            tools=tools(),
        )
    except Refusal as refusal:
        return _page(request, place, actor, refusal)
    tell(request, _("The paragraphs are kept."))
    return redirect("draft", cycle_id)


@require_safe
def working_copy(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """The document as it would be now, marked as a working copy on every page."""
    actor = actor_of(request)
    place_or_404(cycle_id, Work.DRAFT, actor)
    return shown_pdf(
        previews.working_copy(cycle_id, actor, tools()), f"salinan-kerja-{cycle_id}.pdf"
    )


@require_POST
def propose(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """The draft goes to the secretary."""
    actor = actor_of(request)
    place = place_or_404(cycle_id, Work.DRAFT, actor)
    try:
        propose_draft(seen=seen_on(request, cycle_id), actor=actor, tools=tools())
    except Refusal as refusal:
        return _page(request, place, actor, refusal)
    tell(request, _("The draft lies with the secretary."))
    return redirect("cycle", cycle_id)


def _page(
    request: HttpRequest, place: WorkPlace, actor: Actor, refusal: Refusal | None = None
) -> HttpResponse:
    found = drafting(place.head.id)
    # A refusal of proposing has no paragraphs in it; what is kept is shown then.
    typed = [text for text in request.POST.getlist("paragraph") if text.strip()]
    paragraphs = [
        *(Paragraph(text, bound(text, found.values)) for text in typed),
        *(found.paragraphs if not typed else ()),
    ]
    problems = by_place(refusal) if refusal else {}
    context = {
        **step_context(place, actor),
        "drafting": found,
        "paragraphs": paragraphs,
        "fields": [
            Field(number, text, problems.get(f"paragraph:{number}", ""))
            for number, text in enumerate([*(p.typed for p in paragraphs), *[""] * SPARE], start=1)
        ],
    }
    return page(request, "web/draft/draft.html", context, refusal)
