"""The form of a unit away from the page: given out as a workbook, looked at and taken back."""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import File, Router, Status
from ninja.files import UploadedFile
from pydantic import Field

from ukur.api.answers import answers
from ukur.api.shapes import Id, In, Out
from ukur.api.v1.file_shapes import (
    MOST_ROWS,
    ChosenIn,
    DifferenceOut,
    MoneyOut,
    PlaceOut,
    TakenOut,
    differences_out,
    money_out,
    placed_out,
)
from ukur.api.v1.finding import check_own_form
from ukur.edge import form_files
from ukur.edge.downloads import attachment
from ukur.edge.form_files import Answers
from ukur.edge.papers import XLSX, unit_workbook
from ukur.edge.who import actor_of
from ukur.edge.wiring import tools
from ukur.usecases.collect.discard_figures import discard_figures

router = Router(tags=["Files"])

BINARY = {XLSX: {"schema": {"type": "string", "format": "binary"}}}
THE_FILE = {"responses": {200: {"description": "The workbook.", "content": BINARY}}}


class WorkbookOut(Out):
    """What a form that came back would change. Nothing of it counts yet; it waits for a day.

    `problems` stop it, each at its cell; `notices` stop nothing.
    """

    file_id: int
    name: str
    taken: int = Field(description="How many rows would change, those with a choice among them.")
    lines: list[DifferenceOut]
    budget: list[MoneyOut]
    problems: list[PlaceOut]
    notices: list[PlaceOut]


class TakeWorkbookIn(In):
    """Every line and budget line that changes, with what was seen of it, and a choice for each
    `conflict`.
    """

    lines: list[ChosenIn] = Field([], max_length=MOST_ROWS)
    budget: list[ChosenIn] = Field([], max_length=MOST_ROWS)


@router.get("/forms/{task_id}/workbook", response=answers(None), openapi_extra=THE_FILE)
def download_workbook(request: HttpRequest, task_id: Id) -> HttpResponse:
    """The form as a protected workbook, with what was entered so far."""
    actor = actor_of(request)
    check_own_form(task_id, actor)
    file = unit_workbook(task_id, actor)
    return attachment(file.content, file.name, file.media_type)


@router.post("/forms/{task_id}/workbook", response=answers(WorkbookOut, 201))
def look_at_workbook(
    request: HttpRequest, task_id: Id, file: Annotated[UploadedFile, File()]
) -> Status[WorkbookOut]:
    """Hand in the form that was filled in elsewhere, XLSX or CSV, and see what it would change."""
    actor = actor_of(request)
    check_own_form(task_id, actor)
    staged_id = form_files.stage_form(
        task_id=task_id, name=file.name or "", content=file.read(), actor=actor, tools=tools()
    )
    waiting = form_files.waiting_form(staged_id, task_id, actor, tools())
    looked = form_files.preview_form(waiting, task_id, actor)
    return Status(
        201,
        WorkbookOut(
            file_id=staged_id,
            name=waiting.name,
            taken=looked.taken,
            lines=differences_out(looked.lines),
            budget=[money_out(one) for one in looked.money],
            problems=placed_out(looked.problems, looked.names),
            notices=placed_out(looked.notices, looked.names),
        ),
    )


@router.post("/forms/{task_id}/workbook/{file_id}", response=answers(TakenOut))
def take_workbook(request: HttpRequest, task_id: Id, file_id: Id, body: TakeWorkbookIn) -> TakenOut:
    """Take all that the file says, or nothing."""
    actor = actor_of(request)
    check_own_form(task_id, actor)
    chosen = Answers(
        lines={one.id: one.choice for one in body.lines if one.choice},
        money={one.id: one.choice for one in body.budget if one.choice},
        seen={one.id: one.seen for one in body.lines},
        money_seen={one.id: one.seen for one in body.budget},
    )
    waiting = form_files.waiting_form(file_id, task_id, actor, tools())
    taken = form_files.take_form(
        file=waiting, task_id=task_id, answers=chosen, actor=actor, tools=tools()
    )
    return TakenOut(taken=taken)


@router.delete("/forms/{task_id}/workbook/{file_id}", response=answers(None, 204))
def forget_workbook(request: HttpRequest, task_id: Id, file_id: Id) -> Status[None]:
    """Forget a file that waits. One that is gone already is no error."""
    actor = actor_of(request)
    check_own_form(task_id, actor)
    discard_figures(staged_id=file_id, actor=actor, tools=tools())
    return Status(204, None)
