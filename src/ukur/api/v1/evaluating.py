"""Step 5: what fell short in the joint evaluation, and the words about it."""

from datetime import date

from django.http import Http404, HttpRequest
from ninja import Router
from pydantic import Field

from ukur.api.answers import answers
from ukur.api.shapes import Id, In, Out, Text, shown_as
from ukur.api.v1.figure_shapes import FigureLineOut, figure_line_out
from ukur.api.v1.finding import place_or_404
from ukur.domain.sop.model import Work
from ukur.edge.who import actor_of
from ukur.edge.wiring import tools
from ukur.store.queries.evaluation import Evaluating, evaluating, is_explained
from ukur.store.queries.measured import MeasuredLine
from ukur.usecases.evaluate.evaluate_line import Words, evaluate_line

router = Router(tags=["Evaluation and draft"])


class WordsOut(Out):
    """What the meeting says about a line; texts are empty where nothing was said."""

    cause: str
    obstacle: str
    follow_up: str
    owner: str
    due_on: date | None


class EvaluatedLineOut(FigureLineOut):
    """One line with its words; one that fell short holds the step until it is explained."""

    shortfall: bool = Field(description="Due, and below the second class of the scale.")
    is_explained: bool = Field(description="A cause and a follow-up are written.")
    words: WordsOut


class EvaluationOut(Out):
    """All lines of a cycle, and how many of those that fell short are explained."""

    cycle_id: int
    short: int
    explained: int
    lines: list[EvaluatedLineOut]


class WordsIn(In):
    """Everything that is said about the line; what is left out is said no more."""

    model_config = shown_as(
        {
            "cause": "Kader berganti pada Februari.",
            "follow_up": "Pelatihan kader baru.",
            "owner": "Bidang Kesehatan Masyarakat",
            "due_on": "2026-11-30",
        }
    )

    cause: Text = ""
    obstacle: Text = ""
    follow_up: Text = ""
    owner: Text = ""
    due_on: date | None = None


@router.get("/cycles/{cycle_id}/evaluation", response=answers(EvaluationOut))
def read_evaluation(request: HttpRequest, cycle_id: Id) -> EvaluationOut:
    """Every line with its figure and what was said about it; who discusses reads it."""
    place_or_404(cycle_id, Work.EVALUATE, actor_of(request))
    return _out(cycle_id, evaluating(cycle_id))


@router.put("/cycles/{cycle_id}/lines/{line_id}/words", response=answers(EvaluatedLineOut))
def write_words(request: HttpRequest, cycle_id: Id, line_id: Id, body: WordsIn) -> EvaluatedLineOut:
    """Keep cause, obstacle and follow-up of a line, with who does it until when."""
    actor = actor_of(request)
    place_or_404(cycle_id, Work.EVALUATE, actor)
    _line_or_404(cycle_id, line_id)
    evaluate_line(line_id=line_id, words=Words(**dict(body)), actor=actor, tools=tools())
    return _line(_line_or_404(cycle_id, line_id))


def _line_or_404(cycle_id: int, line_id: int) -> MeasuredLine:
    lines = evaluating(cycle_id).figures.lines
    found = next((line for line in lines if line.line_id == line_id), None)
    if found is None:
        raise Http404
    return found


def _out(cycle_id: int, found: Evaluating) -> EvaluationOut:
    return EvaluationOut(
        cycle_id=cycle_id,
        short=len(found.short),
        explained=found.written_count,
        lines=[_line(line) for line in found.figures.lines],
    )


def _line(line: MeasuredLine) -> EvaluatedLineOut:
    words = line.words
    return EvaluatedLineOut(
        **dict(figure_line_out(line)),
        shortfall=line.shortfall,
        is_explained=is_explained(line),
        words=WordsOut(
            cause=words.cause,
            obstacle=words.obstacle,
            follow_up=words.follow_up,
            owner=words.owner,
            due_on=date.fromisoformat(words.due_on) if words.due_on else None,
        ),
    )
