"""Remarks on the draft: they hold a Ya until the duty that wrote them has settled them."""

from django.http import Http404, HttpRequest
from ninja import Router, Status
from pydantic import Field

from ukur.api.answers import answers
from ukur.api.shapes import MOST_STEPS, Id, In, Moment, Out, Text, shown_as
from ukur.api.v1.finding import place_or_404
from ukur.domain.discussion import Place, RemarkState, Spot
from ukur.domain.people import Actor
from ukur.domain.sop.model import Work
from ukur.edge.who import actor_of
from ukur.edge.wiring import tools
from ukur.store.queries.remarks import remarks_of
from ukur.usecases.review.answer_remark import answer_remark
from ukur.usecases.review.settle_remark import settle_remark
from ukur.usecases.review.write_remark import write_remark

router = Router(tags=["Remarks"])
LONGEST_NAME = 80


class RemarkOut(Out):
    """A remark with its answer; `quote` is what its cell or paragraph said when it was written."""

    id: int
    number: int
    round: int
    place: Place
    line_id: int | None
    line: str
    row: str
    column: str
    section: str
    paragraph: int | None
    quote: str
    text: str
    role: str = Field(description="The duty that wrote it, and alone can settle it.")
    written_by: str
    written_at: Moment
    state: RemarkState
    reply: str
    replied_by: str
    replied_at: Moment | None
    settled_at: Moment | None


class RemarkIn(In):
    """A remark on a line or a cell of it, on the budget, on a paragraph, or on the document."""

    model_config = shown_as({"place": "line", "line_id": 12, "text": "Sebutkan sebabnya."})

    place: Place
    line_id: Id | None = None
    row: str = Field("", max_length=LONGEST_NAME, description="Of the budget: code of a program.")
    column: str = Field("", max_length=LONGEST_NAME)
    section: str = Field("", max_length=LONGEST_NAME)
    paragraph: int | None = Field(None, ge=1, le=MOST_STEPS)
    text: Text


class ReplyIn(In):
    reply: Text


class WrittenOut(Out):
    id: int


@router.get("/cycles/{cycle_id}/remarks", response=answers(list[RemarkOut]))
def list_remarks(request: HttpRequest, cycle_id: Id) -> list[RemarkOut]:
    """All remarks of a cycle, by number."""
    place_or_404(cycle_id, Work.REVIEW, actor_of(request))
    return [RemarkOut.model_validate(one) for one in remarks_of(cycle_id)]


@router.post("/cycles/{cycle_id}/remarks", response=answers(WrittenOut, 201))
def write_a_remark(request: HttpRequest, cycle_id: Id, body: RemarkIn) -> Status[WrittenOut]:
    """Write a remark, by the duty that works in the open step."""
    actor = actor_of(request)
    place_or_404(cycle_id, Work.REVIEW, actor)
    spot = Spot(body.place.value, body.line_id, body.row, body.column, body.section, body.paragraph)
    found = write_remark(cycle_id=cycle_id, spot=spot, text=body.text, actor=actor, tools=tools())
    return Status(201, WrittenOut(id=found))


@router.post("/cycles/{cycle_id}/remarks/{remark_id}/answer", response=answers(None, 204))
def answer_a_remark(
    request: HttpRequest, cycle_id: Id, remark_id: Id, body: ReplyIn
) -> Status[None]:
    """Answer a remark; it waits to be settled by the duty that wrote it."""
    actor = actor_of(request)
    _check_is_there(cycle_id, remark_id, actor)
    answer_remark(remark_id=remark_id, reply=body.reply, actor=actor, tools=tools())
    return Status(204, None)


@router.post("/cycles/{cycle_id}/remarks/{remark_id}/settle", response=answers(None, 204))
def settle_a_remark(request: HttpRequest, cycle_id: Id, remark_id: Id) -> Status[None]:
    """The duty that wrote the remark is content; a Ya is no longer held by it."""
    actor = actor_of(request)
    _check_is_there(cycle_id, remark_id, actor)
    settle_remark(remark_id=remark_id, actor=actor, tools=tools())
    return Status(204, None)


def _check_is_there(cycle_id: int, remark_id: int, actor: Actor) -> None:
    """Nothing, if the cycle has the remark.

    Raises:
        Http404: it has not, or is not for the actor to see.
    """
    place_or_404(cycle_id, Work.REVIEW, actor)
    if all(one.id != remark_id for one in remarks_of(cycle_id)):
        raise Http404
