"""Evidence: files beside a figure."""

from typing import Annotated

from django.http import Http404, HttpRequest, HttpResponse
from ninja import File, Form, Router, Status
from ninja.files import UploadedFile

from ukur.api.answers import answers
from ukur.api.shapes import Id, In, Out
from ukur.api.v1.finding import own_form_or_404
from ukur.domain.evidence import EvidenceKind, Offered, OfferedLink
from ukur.edge.downloads import attachment
from ukur.edge.who import actor_of
from ukur.edge.wiring import tools
from ukur.store.queries.archive import evidence_file
from ukur.usecases.collect.attach_evidence import attach_evidence
from ukur.usecases.collect.attach_link import attach_link
from ukur.usecases.collect.remove_evidence import remove_evidence

router = Router(tags=["Evidence"])

BINARY = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
THE_FILE = {"responses": {200: {"description": "The file itself.", "content": BINARY}}}


class AboutIn(In):
    """Of what kind the evidence is, and where in it the figure stands: "3-4", "lembar Rekap"."""

    kind: EvidenceKind = EvidenceKind.ANY
    pages: str = ""


class LinkIn(AboutIn):
    """A link, http or https, and what it is called."""

    url: str
    title: str = ""


class AttachedOut(Out):
    """The evidence that was laid beside the figure."""

    id: int


@router.post("/forms/{task_id}/lines/{line_id}/evidence", response=answers(AttachedOut, 201))
def attach_file(
    request: HttpRequest,
    task_id: Id,
    line_id: Id,
    file: Annotated[UploadedFile, File()],
    about: Annotated[AboutIn, Form()],
) -> Status[AttachedOut]:
    """Lay a file beside a line: PDF, JPG, PNG, XLSX or DOCX, at most 10 MB; 20 a figure.

    Names of patients do not belong here.
    """
    actor = actor_of(request)
    own_form_or_404(task_id, actor)
    evidence_id = attach_evidence(
        task_id=task_id,
        line_id=line_id,
        file=Offered(file.name or "", file.read(), about.kind, about.pages),
        actor=actor,
        tools=tools(),
    )
    return Status(201, AttachedOut(id=evidence_id))


@router.post("/forms/{task_id}/lines/{line_id}/links", response=answers(AttachedOut, 201))
def attach_a_link(
    request: HttpRequest, task_id: Id, line_id: Id, link: LinkIn
) -> Status[AttachedOut]:
    """Lay a link beside a line. It is asked once, and the hash of what it gives then is kept."""
    actor = actor_of(request)
    own_form_or_404(task_id, actor)
    evidence_id = attach_link(
        task_id=task_id,
        line_id=line_id,
        link=OfferedLink(link.url, link.title, link.kind, link.pages),
        actor=actor,
        tools=tools(),
    )
    return Status(201, AttachedOut(id=evidence_id))


@router.get("/evidence/{evidence_id}", response=answers(None), openapi_extra=THE_FILE)
def download_evidence(request: HttpRequest, evidence_id: Id) -> HttpResponse:
    """The file itself, as it was handed in."""
    file = evidence_file(evidence_id, actor_of(request))
    if file is None or file.url:
        raise Http404
    return attachment(tools().vault.read(file.sha256), file.name, file.media_type)


@router.delete("/forms/{task_id}/evidence/{evidence_id}", response=answers(None, 204))
def detach_evidence(request: HttpRequest, task_id: Id, evidence_id: Id) -> Status[None]:
    """Take the evidence off the form. The journal keeps its name and hash."""
    actor = actor_of(request)
    own_form_or_404(task_id, actor)
    remove_evidence(task_id=task_id, evidence_id=evidence_id, actor=actor, tools=tools())
    return Status(204, None)
