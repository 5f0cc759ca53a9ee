"""Step 2: the order is passed on by a disposition."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Router
from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from ukur.api.answers import answers
from ukur.api.shapes import Id, StepNumber, Text, shown_as
from ukur.api.v1.finding import place_or_404
from ukur.api.v1.run_shapes import PositionOut
from ukur.api.v1.steps import SeenIn
from ukur.domain.cycles import DISPOSED_TO
from ukur.domain.people import Role
from ukur.domain.sop.model import Work
from ukur.edge.who import actor_of
from ukur.edge.wiring import tools
from ukur.usecases.changing import Seen
from ukur.usecases.order.dispose import dispose

router = Router(tags=["Steps"])


def _is_recipient(role: Role) -> Role:
    if role not in DISPOSED_TO:
        raise PydanticCustomError("recipient_unknown", "no role that is disposed to")
    return role


Recipient = Annotated[Role, AfterValidator(_is_recipient)]


class DispositionIn(SeenIn):
    """To whom, with which instruction."""

    model_config = shown_as(
        {"round": 1, "to": ["perencana", "tim_sakip"], "instruction": "Segera."}
    )

    to: list[Recipient] = Field(max_length=len(DISPOSED_TO))
    instruction: Text


@router.post("/cycles/{cycle_id}/steps/{step}/disposition", response=answers(PositionOut))
def dispose_cycle(
    request: HttpRequest, cycle_id: Id, step: StepNumber, body: DispositionIn
) -> PositionOut:
    """Pass the order on: the Sekretaris's step 2. The disposition sheet is written."""
    actor = actor_of(request)
    place_or_404(cycle_id, Work.DISPOSE, actor)
    seen, to = Seen(cycle_id, step, body.round), tuple(dict.fromkeys(body.to))
    after = dispose(seen=seen, instruction=body.instruction, to=to, actor=actor, tools=tools())
    return PositionOut.model_validate(after)
