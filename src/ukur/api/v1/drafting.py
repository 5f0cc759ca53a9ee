"""Step 6: the paragraphs of the draft, the names that their sentences hold, its working copy."""

from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import Field

from ukur.api.answers import answers
from ukur.api.shapes import Id, In, Moment, Out, Text, shown_as
from ukur.api.v1.finding import place_or_404
from ukur.domain.narrative import MOST_PARAGRAPHS
from ukur.domain.sop.model import Work
from ukur.edge import previews
from ukur.edge.downloads import PDF, attachment
from ukur.edge.who import actor_of
from ukur.edge.wiring import tools
from ukur.store.queries.draft import Drafting, drafting
from ukur.usecases.draft.write_narrative import write_narrative

router = Router(tags=["Evaluation and draft"])
_FILE = {"schema": {"type": "string", "format": "binary"}}
A_PDF = {"responses": {200: {"description": "The document.", "content": {PDF: _FILE}}}}


class ParagraphOut(Out):
    """A paragraph as it was typed, and as it reads with its numbers."""

    typed: str
    read: str


class DraftVersionOut(Out):
    """A version that was handed to the Sekretaris; `code` verifies it at `/verifikasi/`."""

    code: str
    version: int
    round: int
    made_at: Moment


class DraftOut(Out):
    """The words of the draft, and what every name in braces stands for now."""

    cycle_id: int
    paragraphs: list[ParagraphOut]
    written_at: Moment | None
    written_by: str
    names: dict[str, str] = Field(
        description="What may stand in braces, `{IKU-01.capaian}`, and its present value."
    )
    to_answer: list[int] = Field(description="Remarks without an answer: they hold the draft.")
    versions: list[DraftVersionOut]


class DraftIn(In):
    """All paragraphs in order; blank ones are dropped."""

    model_config = shown_as({"paragraphs": ["Capaian rata-rata {rata}% pada periode ini."]})

    paragraphs: list[Text] = Field(max_length=2 * MOST_PARAGRAPHS)


@router.get("/cycles/{cycle_id}/draft", response=answers(DraftOut))
def read_draft(request: HttpRequest, cycle_id: Id) -> DraftOut:
    """The paragraphs as they stand; `steps/6/done` hands the draft to the Sekretaris."""
    place_or_404(cycle_id, Work.DRAFT, actor_of(request))
    return _out(cycle_id, drafting(cycle_id))


@router.put("/cycles/{cycle_id}/draft", response=answers(DraftOut))
def write_draft(request: HttpRequest, cycle_id: Id, body: DraftIn) -> DraftOut:
    """Keep the paragraphs. A name in braces that is bound to nothing is refused at its place."""
    actor = actor_of(request)
    place_or_404(cycle_id, Work.DRAFT, actor)
    write_narrative(cycle_id=cycle_id, paragraphs=body.paragraphs, actor=actor, tools=tools())
    return _out(cycle_id, drafting(cycle_id))


@router.get("/cycles/{cycle_id}/draft/pdf", response=answers(None), openapi_extra=A_PDF)
def download_draft(request: HttpRequest, cycle_id: Id) -> HttpResponse:
    """The document as it would be now, marked as a working copy on every page."""
    actor = actor_of(request)
    place_or_404(cycle_id, Work.DRAFT, actor)
    copy = previews.working_copy(cycle_id, actor, tools())
    return attachment(copy, f"salinan-kerja-{cycle_id}.pdf", PDF)


def _out(cycle_id: int, found: Drafting) -> DraftOut:
    return DraftOut(
        cycle_id=cycle_id,
        paragraphs=[ParagraphOut.model_validate(one) for one in found.paragraphs],
        written_at=found.written_at,
        written_by=found.written_by,
        names=found.values,
        to_answer=[row.number for row in found.to_answer],
        versions=[DraftVersionOut.model_validate(one) for one in found.versions],
    )
