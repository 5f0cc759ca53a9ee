"""Cycles: ordered, their list, one with its steps and decisions, its board and its figures."""

from datetime import date
from typing import Annotated

from django.http import Http404, HttpRequest
from ninja import Router, Status
from pydantic import Field

from ukur.api.answers import answers
from ukur.api.shapes import MOST_STEPS, Id, In, Out, Text, Year, shown_as
from ukur.api.v1.board_shapes import BoardOut, board_out
from ukur.api.v1.figure_shapes import FigureOut, RecapOut, figure_out, recap_out
from ukur.api.v1.finding import figures_or_404, head_or_404, place_or_404
from ukur.api.v1.run_shapes import DoneStepOut, RunHeadOut, done_step, open_step
from ukur.domain.periods import Period
from ukur.domain.sop.model import Work
from ukur.edge.who import actor_of
from ukur.edge.wiring import tools
from ukur.store.queries.board_rows import Asked, Need
from ukur.store.queries.collect import board
from ukur.store.queries.cycles import CycleHead, cycle_years
from ukur.store.queries.journal import RunHeads, run_heads
from ukur.store.queries.measurement import measurement
from ukur.store.queries.offices import working_office
from ukur.store.queries.run_heads import StepInRound, steps_of
from ukur.usecases.order.order_measurement import order_measurement

router = Router(tags=["Cycles"])
Page = Annotated[int, Field(ge=1, le=MOST_STEPS)]


class CycleOut(RunHeadOut):
    """A cycle and its open step."""

    id: int
    year: int
    period: str = Field(examples=["TW1"])


class CyclesOut(Out):
    """Some years of cycles, the newest first; `next` is the `until` of the page before these."""

    cycles: list[CycleOut]
    cancelled: list[CycleOut]
    next: int | None


class SignedHeadOut(Out):
    count: int
    head: str


class JournalHeadOut(Out):
    """The head of the cycle's chain, and the newest one that the office signed."""

    count: int
    head: str
    signed: SignedHeadOut | None


class CycleDetailOut(CycleOut):
    """A cycle with every step of every round, and the head of its journal."""

    steps: list[DoneStepOut]
    journal: JournalHeadOut


class OrderIn(In):
    model_config = shown_as(
        {"year": 2026, "period": "TW3", "finish_by": "2026-10-20", "instruction": "Utamakan IKU."}
    )

    year: Year
    period: Period
    finish_by: date
    instruction: Text = ""


class OrderedOut(Out):
    cycle_id: int


@router.post("/cycles", response=answers(OrderedOut, 201))
def order_cycle(request: HttpRequest, body: OrderIn) -> Status[OrderedOut]:
    """Order the measurement of a period: the head's step 1. Its letter is numbered."""
    found = order_measurement(**dict(body), actor=actor_of(request), tools=tools())
    return Status(201, OrderedOut(cycle_id=found))


@router.get("/cycles", response=answers(CyclesOut))
def list_cycles(request: HttpRequest, until: Year | None = None) -> CyclesOut:
    """The cycles of a few years, up to the year `until` or the newest one."""
    found = cycle_years(actor_of(request).agency_id, until)
    return CyclesOut(
        cycles=[_cycle(head) for head in found.heads],
        cancelled=[_cycle(head) for head in found.cancelled],
        next=found.earlier,
    )


@router.get("/cycles/{cycle_id}", response=answers(CycleDetailOut))
def read_cycle(request: HttpRequest, cycle_id: Id) -> CycleDetailOut:
    """One cycle: its steps with state, dates and who did them, decisions with their reasons."""
    head = head_or_404(cycle_id, actor_of(request))
    return _detail(head, steps_of(head.run_id), run_heads(head.run_id))


@router.get("/cycles/{cycle_id}/board", response=answers(BoardOut))
def read_board(
    request: HttpRequest, cycle_id: Id, need: Need | None = None, page: Page = 1
) -> BoardOut:
    """What every unit has handed in, sorted by need, a page at a time. For the roles of the SOP."""
    actor = actor_of(request)
    place = place_or_404(cycle_id, Work.COLLECT, actor)
    calendar = working_office(actor.agency_id).calendar
    wanted = Asked(need=need, page=page)
    return board_out(board(place.head.id, tools().clock.now(), calendar, wanted))


@router.get("/cycles/{cycle_id}/recap", response=answers(RecapOut))
def read_recap(request: HttpRequest, cycle_id: Id) -> RecapOut:
    """The agency's figures as they stand now: achievement and rating of every indicator."""
    head = figures_or_404(cycle_id, actor_of(request))
    return recap_out(head.id, measurement(head.id))


@router.get("/cycles/{cycle_id}/figures/{path:code}", response=answers(FigureOut))
def read_figure(request: HttpRequest, cycle_id: Id, code: str) -> FigureOut:
    """Why the figure of an indicator is what it is, down to every entry behind it."""
    head = figures_or_404(cycle_id, actor_of(request))
    found = next((line for line in measurement(head.id).lines if line.code == code), None)
    if found is None:
        raise Http404
    return figure_out(found)


def _cycle(head: CycleHead) -> CycleOut:
    return CycleOut.model_validate(_fields(head))


def _detail(head: CycleHead, steps: tuple[StepInRound, ...], told: RunHeads) -> CycleDetailOut:
    return CycleDetailOut.model_validate(
        _fields(head)
        | {
            "steps": [done_step(one, head) for one in steps],
            "journal": JournalHeadOut.model_validate(told),
        }
    )


def _fields(head: CycleHead) -> dict[str, object]:
    return {
        "id": head.id,
        "year": head.when.year,
        "period": head.when.period.value,
        "run_id": head.run_id,
        "procedure": head.procedure.key,
        "opened_at": head.opened_at,
        "finish_by": head.finish_by,
        "ended_at": head.ended_at,
        "is_cancelled": head.is_cancelled,
        "open_step": open_step(head),
    }
