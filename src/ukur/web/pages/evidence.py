"""Step 4 at a unit: what backs one figure, piece by piece."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ukur.domain.evidence import (
    MOST_PIECES,
    EvidenceKind,
    Offered,
    OfferedLink,
)
from ukur.domain.people import Actor
from ukur.domain.refusals import NotValid, Refusal
from ukur.edge.check_words import warning_sentence
from ukur.edge.downloads import attachment, shown_picture
from ukur.edge.evidence_doubts import doubts_about
from ukur.edge.evidence_words import kind_name, missing_name
from ukur.edge.who import actor_of
from ukur.edge.wiring import tools
from ukur.store.queries.archive import EvidenceFile, evidence_file, line_of_evidence
from ukur.store.queries.evidence import FigureEvidence, figure_evidence
from ukur.usecases.collect.attach_evidence import attach_evidence
from ukur.usecases.collect.attach_link import attach_link
from ukur.usecases.collect.describe_evidence import describe_evidence
from ukur.usecases.collect.excuse_evidence import excuse_evidence
from ukur.usecases.collect.remove_evidence import remove_evidence
from ukur.web.pages.entry import cells_first, held_page
from ukur.web.refused import by_place
from ukur.web.standing import mistar_of
from ukur.web.unsent import hands_back
from ukur.web.work import page, tell, uploaded


@hands_back
@require_http_methods(["GET", "HEAD", "POST"])
def figure(request: HttpRequest, task_id: int, line_id: int) -> HttpResponse:
    """What backs a figure; a POST lays a file beside it."""
    actor = actor_of(request)
    found = _found_or_404(task_id, line_id, actor)
    if request.method != "POST":
        return _page(request, found, actor)
    held = cells_first(request, task_id, actor)
    try:
        name, content = uploaded(request)
        kind, pages = _described(request)
        offered = Offered(name, content, kind, pages)
        attach_evidence(task_id=task_id, line_id=line_id, file=offered, actor=actor, tools=tools())
    except NotValid as refusal:
        if held is not None:
            return held_page(request, task_id, actor, held, _first_word(refusal))
        return _page(request, found, actor, refusal)
    if held is not None:
        return held_page(request, task_id, actor, held, _told_of_file(name, content))
    tell(request, _told_of_file(name, content))
    return _back(request, task_id, line_id)


@hands_back
@require_POST
def link(request: HttpRequest, task_id: int, line_id: int) -> HttpResponse:
    """A link is laid beside a figure, asked once."""
    actor = actor_of(request)
    found = _found_or_404(task_id, line_id, actor)
    kind, pages = _described(request)
    offered = OfferedLink(request.POST.get("url", ""), request.POST.get("title", ""), kind, pages)
    try:
        attach_link(task_id=task_id, line_id=line_id, link=offered, actor=actor, tools=tools())
    except NotValid as refusal:
        return _page(request, found, actor, refusal)
    tell(request, _("The link is kept."))
    return _back(request, task_id, line_id)


@hands_back
@require_POST
def excuse(request: HttpRequest, task_id: int, line_id: int) -> HttpResponse:
    """Why evidence cannot be provided, or that it can again."""
    actor = actor_of(request)
    found = _found_or_404(task_id, line_id, actor)
    why = request.POST.get("why", "")
    try:
        excuse_evidence(task_id=task_id, line_id=line_id, why=why, actor=actor, tools=tools())
    except NotValid as refusal:
        return _page(request, found, actor, refusal)
    tell(request, _("The reason is kept.") if why.strip() else _("The reason is taken back."))
    return _back(request, task_id, line_id)


@hands_back
@require_POST
def describe(request: HttpRequest, task_id: int, evidence_id: int) -> HttpResponse:
    """Of what kind a piece is, and where in it to look."""
    actor = actor_of(request)
    piece = _piece_or_404(task_id, evidence_id, actor)
    kind, pages = _described(request)
    try:
        describe_evidence(
            evidence_id=evidence_id, kind=kind, pages=pages, actor=actor, tools=tools()
        )
    except NotValid as refusal:
        found = _found_or_404(task_id, piece.line_id, actor)
        return _page(request, found, actor, refusal)
    tell(request, _("The description is kept."))
    return _back(request, task_id, piece.line_id)


@hands_back
@require_POST
def remove(request: HttpRequest, task_id: int, evidence_id: int) -> HttpResponse:
    """A piece of evidence is taken off a figure; one that is off already is no error."""
    actor = actor_of(request)
    line_id = line_of_evidence(evidence_id, task_id, actor)
    if line_id is None:
        raise Http404
    held = cells_first(request, task_id, actor)
    remove_evidence(task_id=task_id, evidence_id=evidence_id, actor=actor, tools=tools())
    if held is not None:
        return held_page(request, task_id, actor, held, _("The evidence was taken off."))
    return _back(request, task_id, line_id)


@require_safe
def file(request: HttpRequest, evidence_id: int) -> HttpResponse:
    """A file of evidence, always as an attachment; a link is shown beside its figure."""
    found = _file_or_404(request, evidence_id)
    if found.url:
        return redirect("entry_attach", found.task_id, found.line_id)
    if request.headers.get("If-None-Match") == f'"{found.sha256}"':
        return HttpResponseNotModified()
    response = attachment(tools().vault.read(found.sha256), found.name, found.media_type)
    response["ETag"] = f'"{found.sha256}"'
    return response


@require_safe
def picture(request: HttpRequest, evidence_id: int) -> HttpResponse:
    """A picture of evidence, to be shown by a page of ours.

    Raises:
        Http404: it is none, or not for the actor to see.
    """
    found = _file_or_404(request, evidence_id)
    if not found.is_shown:
        raise Http404
    return shown_picture(tools().vault.read(found.sha256), found.name, found.media_type)


def _found_or_404(task_id: int, line_id: int, actor: Actor) -> FigureEvidence:
    found = figure_evidence(task_id, line_id, actor, tools().clock.now())
    if found is None:
        raise Http404
    return found


def _file_or_404(request: HttpRequest, evidence_id: int) -> EvidenceFile:
    found = evidence_file(evidence_id, actor_of(request))
    if found is None:
        raise Http404
    return found


def _piece_or_404(task_id: int, evidence_id: int, actor: Actor) -> EvidenceFile:
    found = evidence_file(evidence_id, actor)
    if found is None or found.task_id != task_id:
        raise Http404
    return found


def _described(request: HttpRequest) -> tuple[EvidenceKind, str]:
    """Kind and page pointer as they were chosen; an unknown kind is none in particular."""
    kind = request.POST.get("kind", "")
    known = EvidenceKind(kind) if kind in tuple(EvidenceKind) else EvidenceKind.ANY
    return known, request.POST.get("pages", "")


def _first_word(refusal: NotValid) -> str:
    return next(iter(by_place(refusal).values()), "")


def _told_of_file(name: str, content: bytes) -> str:
    """What was done, and what speaks against the file."""
    doubts = (doubt.words for doubt in doubts_about(name, content))
    return " ".join([_("The file is kept."), *doubts])


def _back(request: HttpRequest, task_id: int, line_id: int) -> HttpResponse:
    """To the page the form was sent from: the one figure's, or the whole form."""
    if request.POST.get("back") == "figure":
        return redirect("entry_attach", task_id, line_id)
    return redirect(f"{reverse('entry', args=[task_id])}?baris={line_id}#baris-{line_id}")


def _page(
    request: HttpRequest, found: FigureEvidence, actor: Actor, refusal: Refusal | None = None
) -> HttpResponse:
    context = {
        "found": found,
        "mistar": mistar_of(found.cycle_id, actor),
        "kinds": [(kind.value, kind_name(kind)) for kind in EvidenceKind],
        "proposed": next((kind.value for kind in found.missing), EvidenceKind.ANY.value),
        "missing": [missing_name(kind) for kind in found.missing],
        "warned": [warning_sentence(one) for one in found.warnings],
        "pieces": [(piece, kind_name(piece.kind)) for piece in found.pieces],
        "most": MOST_PIECES,
        "typed": request.POST,
    }
    return page(request, "web/entry/evidence.html", context, refusal)
