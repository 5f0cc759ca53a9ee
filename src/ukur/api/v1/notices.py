"""What the person was told about their tasks, and that they have seen it."""

from collections.abc import Iterable
from typing import Annotated

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from ukur.api.answers import answers
from ukur.api.shapes import Id, In, Moment, Out
from ukur.edge.notice_words import notice_words
from ukur.edge.who import actor_of, bearer_on
from ukur.edge.wiring import tools
from ukur.store.queries.notices import NoticeLine, TaskLine, unread
from ukur.store.queries.offices import office_of
from ukur.usecases.clock.read_notices import read_notices

router = Router(tags=["My work"])
MOST_NOTICES = 1_000


class ToldTaskOut(Out):
    """The task that a notice is about: an open step, or a unit's form."""

    kind: str = Field(description="step or unit_form.")
    subject: str
    step: int | None = Field(description="The step's number in its SOP; null for a form.")
    round: int
    unit: str
    due_at: Moment
    cycle_id: int | None
    run_id: int
    task_id: int | None = Field(description="Of a unit form: its id at /forms/.")
    is_open: bool = Field(description="Whether it still waits.")


class ToldLineOut(Out):
    """A line that was named when the form went back, and what is to be done about it."""

    name: str
    word: str


class NoticeOut(Out):
    """One thing that the person was told; a digest has `late` in place of a task."""

    id: int
    kind: str = Field(
        description="at_risk, late, digest, opened, ready, returned, reopened, reminded or again."
    )
    told_at: Moment
    message: str = Field(description="What happened, in the language of `Accept-Language`.")
    words: str = Field(description="Those of whoever caused it, such as the reason of a return.")
    task: ToldTaskOut | None
    asked: list[ToldLineOut]
    late: list[ToldTaskOut] = Field(description="Of a digest: the first of `late_count`.")
    late_count: int


class ReadIn(In):
    ids: Annotated[list[Id], Field(max_length=MOST_NOTICES)]


class ReadOut(Out):
    """How many of the notices are read now and were not before."""

    read: int


@router.get("/notices", response=answers(list[NoticeOut]))
def list_notices(request: HttpRequest) -> list[NoticeOut]:
    """The newest notices that the person has not put away, twenty at most, the newest first.

    A key that is bound to a unit has those about the forms of that unit alone.
    """
    actor = actor_of(request)
    offset = office_of(actor.agency_id).utc_offset
    return [_notice(one, offset) for one in unread(actor, bearer_on(request).unit_id)]


@router.post("/notices/read", response=answers(ReadOut))
def mark_notices(request: HttpRequest, body: ReadIn) -> ReadOut:
    """Put notices away, as the desk does; those of other people stay as they are."""
    read = read_notices(
        notices=body.ids,
        actor=actor_of(request),
        tools=tools(),
        unit_id=bearer_on(request).unit_id,
    )
    return ReadOut(read=read)


def _notice(one: NoticeLine, utc_offset: int) -> NoticeOut:
    return NoticeOut(
        id=one.id,
        kind=one.kind.value,
        told_at=one.told_at,
        message=notice_words(one, utc_offset),
        words=one.words,
        task=_task(one.task) if one.task else None,
        asked=[ToldLineOut.model_validate(line) for line in one.asked],
        late=_tasks(one.late),
        late_count=one.late_count,
    )


def _tasks(many: Iterable[TaskLine]) -> list[ToldTaskOut]:
    return [_task(one) for one in many]


def _task(one: TaskLine) -> ToldTaskOut:
    return ToldTaskOut(
        kind=one.kind.value,
        subject=one.subject,
        step=one.step.number if one.step else None,
        round=one.round,
        unit=one.unit,
        due_at=one.due_at,
        cycle_id=one.cycle_id,
        run_id=one.run_id,
        task_id=one.task_id,
        is_open=one.is_open,
    )
