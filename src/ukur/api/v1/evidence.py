"""Evidence: files and links beside a figure, what they are, and why there is none."""

from typing import Annotated

from django.http import Http404, HttpRequest, HttpResponse
from ninja import File, Form, Router, Status
from ninja.files import UploadedFile
from pydantic import Field

from ukur.api.answers import answers
from ukur.api.shapes import Id, In, Moment, Out, Text, shown_as
from ukur.api.v1.finding import check_holds_evidence, check_own_form
from ukur.api.v1.form_shapes import WarningOut, warnings_out
from ukur.domain.evidence import EvidenceKind, Offered, OfferedLink
from ukur.edge.downloads import attachment
from ukur.edge.evidence_doubts import Doubt, doubts_about
from ukur.edge.who import actor_of
from ukur.edge.wiring import tools
from ukur.store.queries.archive import evidence_file
from ukur.store.queries.evidence import FigureEvidence, figure_evidence
from ukur.usecases.collect.attach_evidence import attach_evidence
from ukur.usecases.collect.attach_link import attach_link
from ukur.usecases.collect.describe_evidence import describe_evidence
from ukur.usecases.collect.excuse_evidence import excuse_evidence
from ukur.usecases.collect.remove_evidence import remove_evidence

router = Router(tags=["Evidence"])

BINARY = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
THE_FILE = {"responses": {200: {"description": "The file itself.", "content": BINARY}}}


class AboutIn(In):
    """Of what kind the evidence is, and where in it the figure stands: "3-4", "lembar Rekap"."""

    kind: EvidenceKind = EvidenceKind.ANY
    pages: Text = ""


class LinkIn(AboutIn):
    """A link, http or https, and what it is called."""

    model_config = shown_as(
        {"url": "https://contoh.go.id/rekap", "title": "Rekap daring", "pages": "tabel 2"}
    )

    url: Text
    title: Text = ""


class ExcuseIn(In):
    """Why evidence cannot be provided; blank takes the reason back."""

    model_config = shown_as({"why": "Register terendam banjir pada Februari."})

    why: Text


class PieceOut(Out):
    """A file or a link beside a figure; `sha256` is empty for a link that was not reached."""

    id: int
    kind: EvidenceKind
    name: str
    pages: str
    url: str
    link_state: str | None
    media_type: str
    size: int = Field(description="Bytes.")
    sha256: str
    added_at: Moment
    added_by: str


class FigureEvidenceOut(Out):
    """Everything that backs a figure, what is asked for, and what looks wrong about the figure."""

    task_id: int
    line_id: int
    code: str
    figure: str
    note: str
    note_by: str = Field(description="Who wrote the note last; empty where there is none.")
    note_at: Moment | None
    entered_by: str = Field(description="Who gave the figure last.")
    entered_at: Moment | None
    no_evidence: str
    needed: list[EvidenceKind]
    missing: list[EvidenceKind]
    warnings: list[WarningOut]
    pieces: list[PieceOut]


class DoubtOut(Out):
    """What speaks against a file; it is kept all the same, and can be taken off."""

    code: Doubt
    message: str


class AttachedOut(Out):
    """The evidence that was laid beside the figure."""

    id: int


class AttachedFileOut(AttachedOut):
    """A file that was laid beside the figure, and what a look into it found."""

    doubts: list[DoubtOut]


@router.get("/forms/{task_id}/lines/{line_id}/evidence", response=answers(FigureEvidenceOut))
def read_evidence(request: HttpRequest, task_id: Id, line_id: Id) -> FigureEvidenceOut:
    """What backs a figure, piece by piece, and the warnings of its checks."""
    found = figure_evidence(task_id, line_id, actor_of(request), tools().clock.now())
    if found is None:
        raise Http404
    return _out(found)


@router.post("/forms/{task_id}/lines/{line_id}/evidence", response=answers(AttachedFileOut, 201))
def attach_file(
    request: HttpRequest,
    task_id: Id,
    line_id: Id,
    file: Annotated[UploadedFile, File()],
    about: Annotated[AboutIn, Form()],
) -> Status[AttachedFileOut]:
    """Lay a file beside a line: PDF, JPG, PNG, XLSX or DOCX, at most 10 MB; 20 a figure.

    Names of patients do not belong here: `doubts` tells what seems to be one, a picture that tells
    where it was taken, and a PDF that asks for a password.
    """
    actor = actor_of(request)
    check_own_form(task_id, actor)
    offered = Offered(file.name or "", file.read(), about.kind, about.pages)
    evidence_id = attach_evidence(
        task_id=task_id, line_id=line_id, file=offered, actor=actor, tools=tools()
    )
    return Status(201, AttachedFileOut(id=evidence_id, doubts=_doubts(offered)))


@router.post("/forms/{task_id}/lines/{line_id}/links", response=answers(AttachedOut, 201))
def attach_a_link(
    request: HttpRequest, task_id: Id, line_id: Id, link: LinkIn
) -> Status[AttachedOut]:
    """Lay a link beside a line. It is asked once, and the hash of what it gives then is kept."""
    actor = actor_of(request)
    check_own_form(task_id, actor)
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


@router.put("/forms/{task_id}/evidence/{evidence_id}", response=answers(None, 204))
def describe_a_piece(
    request: HttpRequest, task_id: Id, evidence_id: Id, body: AboutIn
) -> Status[None]:
    """Say of what kind a piece is, and where in it the figure stands; the piece itself stays."""
    actor = actor_of(request)
    check_holds_evidence(task_id, evidence_id, actor)
    describe_evidence(evidence_id=evidence_id, **body.model_dump(), actor=actor, tools=tools())
    return Status(204, None)


@router.put("/forms/{task_id}/lines/{line_id}/excuse", response=answers(FigureEvidenceOut))
def excuse_a_line(
    request: HttpRequest, task_id: Id, line_id: Id, body: ExcuseIn
) -> FigureEvidenceOut:
    """Say why the evidence that is asked for cannot be provided. It does not hold the form."""
    actor = actor_of(request)
    check_own_form(task_id, actor)
    excuse_evidence(task_id=task_id, line_id=line_id, why=body.why, actor=actor, tools=tools())
    return read_evidence(request, task_id, line_id)


@router.delete("/forms/{task_id}/evidence/{evidence_id}", response=answers(None, 204))
def detach_evidence(request: HttpRequest, task_id: Id, evidence_id: Id) -> Status[None]:
    """Take the evidence off the form. The journal keeps its name and hash."""
    actor = actor_of(request)
    check_own_form(task_id, actor)
    remove_evidence(task_id=task_id, evidence_id=evidence_id, actor=actor, tools=tools())
    return Status(204, None)


def _doubts(offered: Offered) -> list[DoubtOut]:
    found = doubts_about(offered.name, offered.content)
    return [DoubtOut(code=one.code, message=one.words) for one in found]


def _out(found: FigureEvidence) -> FigureEvidenceOut:
    return FigureEvidenceOut(
        task_id=found.task_id,
        line_id=found.line_id,
        code=found.code,
        figure=found.figure,
        note=found.note,
        note_by=found.written.by if found.written else "",
        note_at=found.written.at if found.written else None,
        entered_by=found.entered_by,
        entered_at=found.entered_at,
        no_evidence=found.no_evidence,
        needed=list(found.needed),
        missing=list(found.missing),
        warnings=warnings_out(found.warnings),
        pieces=[PieceOut.model_validate(piece) for piece in found.pieces],
    )
