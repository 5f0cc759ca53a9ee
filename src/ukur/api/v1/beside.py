"""What lies beside the plain steps of a run: files, notes, and the letters that it numbered."""

from datetime import date
from typing import Annotated

from django.http import Http404, HttpRequest, HttpResponse
from ninja import File, Form, Query, Router, Status
from ninja.files import UploadedFile
from pydantic import Field

from ukur.api.answers import answers
from ukur.api.shapes import MOST_STEPS, Id, In, Moment, Out, StepNumber, Text, shown_as
from ukur.api.v1.evidence import THE_FILE
from ukur.api.v1.finding import run_or_404
from ukur.api.v1.steps import SeenIn
from ukur.domain.people import Actor
from ukur.edge.downloads import attachment
from ukur.edge.who import actor_of
from ukur.edge.wiring import tools
from ukur.store.queries.runs import Beside, StoredFile, beside_steps, file_of, letters_of
from ukur.usecases.changing import RunSeen
from ukur.usecases.run.attach_to_step import attach_to_step
from ukur.usecases.run.note_on_step import note_on_step
from ukur.usecases.run.number_letter import number_letter
from ukur.usecases.run.remove_attachment import remove_attachment

router = Router(tags=["Runs of plain SOPs"])


class RoundIn(In):
    """The round that the program saw, where it stands beside a file or in the address."""

    round: int = Field(ge=1, le=MOST_STEPS)


class NoteIn(SeenIn):
    text: Text


class LetterIn(SeenIn):
    """A letter that goes out: what it is about, and to whom."""

    model_config = shown_as(
        {"round": 1, "subject": "Undangan rapat Renja", "recipient": "Kepala Bidang"}
    )

    subject: Text
    recipient: Text


class FileOut(Out):
    id: int
    name: str
    size: int = Field(description="Bytes.")
    by: str
    at: Moment


class NoteOut(Out):
    text: str
    by: str
    at: Moment


class BesideStepOut(Out):
    """What lies beside one step in one round."""

    step: int
    round: int
    files: list[FileOut]
    notes: list[NoteOut]


class LetterOut(Out):
    number: str
    dated: date
    subject: str
    recipient: str


class BesideOut(Out):
    """Everything beside the steps of a run; steps with nothing beside them are left out."""

    steps: list[BesideStepOut]
    letters: list[LetterOut]


class LaidOut(Out):
    """The note or file that was laid beside the step."""

    id: int


class NumberedOut(Out):
    number: str


@router.get("/runs/{run_id}/beside", response=answers(BesideOut))
def read_beside(request: HttpRequest, run_id: Id) -> BesideOut:
    """Files, notes and letters of a run, by step and round."""
    run_or_404(run_id, actor_of(request))
    found = sorted(beside_steps(run_id).items())
    return BesideOut(
        steps=[_step(at, beside) for at, beside in found],
        letters=[LetterOut.model_validate(one) for one in letters_of(run_id)],
    )


@router.post("/runs/{run_id}/steps/{step}/notes", response=answers(LaidOut, 201))
def note_run_step(
    request: HttpRequest, run_id: Id, step: StepNumber, body: NoteIn
) -> Status[LaidOut]:
    """Write a note beside the open step, under the name of whoever the key stands for."""
    actor = actor_of(request)
    run_or_404(run_id, actor)
    seen = RunSeen(run_id, step, body.round)
    found = note_on_step(seen=seen, text=body.text, actor=actor, tools=tools())
    return Status(201, LaidOut(id=found))


@router.post("/runs/{run_id}/steps/{step}/files", response=answers(LaidOut, 201))
def attach_run_file(
    request: HttpRequest,
    run_id: Id,
    step: StepNumber,
    file: Annotated[UploadedFile, File()],
    seen: Annotated[RoundIn, Form()],
) -> Status[LaidOut]:
    """Lay a file beside the open step: PDF, JPG, PNG, XLSX or DOCX, at most 10 MB."""
    actor = actor_of(request)
    run_or_404(run_id, actor)
    found = attach_to_step(
        seen=RunSeen(run_id, step, seen.round),
        name=file.name or "",
        content=file.read(),
        actor=actor,
        tools=tools(),
    )
    return Status(201, LaidOut(id=found))


@router.delete("/runs/{run_id}/steps/{step}/files/{attachment_id}", response=answers(None, 204))
def detach_run_file(
    request: HttpRequest,
    run_id: Id,
    step: StepNumber,
    attachment_id: Id,
    seen: Annotated[RoundIn, Query()],
) -> Status[None]:
    """Take a file off the open step. The journal keeps its name and hash."""
    actor = actor_of(request)
    run_or_404(run_id, actor)
    _file_or_404(attachment_id, actor)
    remove_attachment(
        seen=RunSeen(run_id, step, seen.round),
        attachment_id=attachment_id,
        actor=actor,
        tools=tools(),
    )
    return Status(204, None)


@router.get("/runs/files/{attachment_id}", response=answers(None), openapi_extra=THE_FILE)
def download_run_file(request: HttpRequest, attachment_id: Id) -> HttpResponse:
    """A file beside a step of a run that the key may see."""
    found = _file_or_404(attachment_id, actor_of(request))
    return attachment(tools().vault.read(found.sha256), found.name, found.media_type)


@router.post("/runs/{run_id}/steps/{step}/letters", response=answers(NumberedOut, 201))
def number_run_letter(
    request: HttpRequest, run_id: Id, step: StepNumber, body: LetterIn
) -> Status[NumberedOut]:
    """Give the next number of the year to a letter that the run sends out."""
    actor = actor_of(request)
    run_or_404(run_id, actor)
    found = number_letter(
        seen=RunSeen(run_id, step, body.round),
        subject=body.subject,
        recipient=body.recipient,
        actor=actor,
        tools=tools(),
    )
    return Status(201, NumberedOut(number=found))


def _file_or_404(attachment_id: int, actor: Actor) -> StoredFile:
    found = file_of(attachment_id, actor)
    if found is None:
        raise Http404
    return found


def _step(at: tuple[int, int], beside: Beside) -> BesideStepOut:
    step, round_ = at
    return BesideStepOut(
        step=step,
        round=round_,
        files=[FileOut.model_validate(one) for one in beside.files],
        notes=[NoteOut.model_validate(one) for one in beside.notes],
    )
