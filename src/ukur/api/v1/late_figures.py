"""Late corrections: figures that turned out wrong once their collection was over."""

from datetime import date

from django.http import Http404, HttpRequest
from ninja import Router
from pydantic import Field

from ukur.api.answers import answers
from ukur.api.shapes import Count, Figure, Id, In, Moment, Out, Text, plain_cell, shown_as
from ukur.api.v1.finding import figures_or_404
from ukur.api.v1.saving import plain_read, unmistakable
from ukur.domain.entering import Typed
from ukur.domain.figure_correction import NewVersion, is_collected, may_correct_figures
from ukur.domain.figures.showing import WORDED
from ukur.domain.refusals import NotValid, Problem
from ukur.edge.who import actor_of
from ukur.edge.wiring import tools
from ukur.store.queries.correction_effects import Effects, LineEffect
from ukur.store.queries.corrections import (
    FigureToCorrect,
    correctable_figures,
    correctable_lines,
    corrections_of,
    figure_to_correct,
    has_line,
)
from ukur.usecases.collect.correct_earlier_figure import correct_earlier_figure
from ukur.usecases.collect.preview_correction import preview_correction

router = Router(tags=["Late corrections"])


class LateVersionOut(Out):
    """One late correction with what stood before it, as people read it."""

    number: int
    indicator: str
    code: str
    unit: str
    was: str
    to: str
    reason: str
    reported_on: date
    at: Moment
    by: str


class LateLineOut(Out):
    """A line as its document says it, and with all corrections, as people read it."""

    line_id: int
    code: str
    name: str
    unit_text: str
    approved: str
    newest: str
    versions: int = Field(description="1 as first recorded, one more for every correction.")


class LateCorrectionsOut(Out):
    """What was corrected in a cycle, the newest first, and the lines that can be.

    `lines` are empty while the data is still collected.
    """

    cycle_id: int
    may_correct: bool
    corrections: list[LateVersionOut]
    lines: list[LateLineOut]


class LateUnitOut(Out):
    """One unit's figure of a line: as it was handed in, and as it counts now."""

    entry_id: int
    unit: str
    first: str
    newest: str
    corrections: int


class LateFigureOut(Out):
    """One unit's figure as it counts now, in plain decimals, with all its corrections."""

    entry_id: int
    cycle_id: int
    line_id: int
    code: str
    indicator: str
    unit: str
    kind: str
    choices: list[str]
    value: str
    numerator: str
    denominator: str
    seen: int = Field(description="How many corrections there are; send it with the next one.")
    versions: list[LateVersionOut]


class LateFigureIn(In):
    """What shall stand in place of the figure; a cell that is left out stays as it counts now.

    With `""` for its figure (for both parts of a ratio) it says that the old one does not hold.
    """

    model_config = shown_as(
        {
            "numerator": "413",
            "reason": "Satu kematian di RS luar daerah baru dilaporkan.",
            "reported_on": "2026-11-12",
            "seen": 0,
        }
    )

    value: Figure | None = None
    numerator: Figure | None = None
    denominator: Figure | None = None
    reason: Text
    reported_on: date = Field(description="The day on which whoever knew told the agency.")
    seen: Count = Field(
        description="The corrections that were seen; 409 `correction_passed` if somebody made "
        "another one since."
    )


class LineTextsOut(Out):
    """What a line shows, as people read it."""

    realization: str
    achievement: str
    rating: str
    since_january: str
    year_achievement: str


class LateEffectOut(Out):
    """The line in one cycle; `approved` is what its document says and goes on saying."""

    cycle_id: int
    line_id: int
    year: int
    period: str
    is_own: bool
    is_entered_again: bool = Field(
        description="Its own entry holds the same figure, counted since January: look at it too."
    )
    before: LineTextsOut
    after: LineTextsOut
    approved: LineTextsOut | None


class LateMeanOut(Out):
    """A mean that changes; `goal` is empty for the agency's own."""

    goal: str
    before: str
    after: str


class LateEffectsOut(Out):
    """All that the correction would change. Nothing is kept."""

    lines: list[LateEffectOut]
    means: list[LateMeanOut]


@router.get("/cycles/{cycle_id}/corrections", response=answers(LateCorrectionsOut))
def list_late_corrections(request: HttpRequest, cycle_id: Id) -> LateCorrectionsOut:
    """What was corrected in a cycle once its collection was over, and what can be."""
    actor = actor_of(request)
    head = figures_or_404(cycle_id, actor)
    is_over = is_collected(head.position, head.procedure)
    lines = correctable_lines(cycle_id) if is_over else ()
    return LateCorrectionsOut(
        cycle_id=cycle_id,
        may_correct=is_over and may_correct_figures(actor),
        corrections=[LateVersionOut.model_validate(one) for one in corrections_of(cycle_id)],
        lines=[LateLineOut.model_validate(line) for line in lines],
    )


@router.get("/cycles/{cycle_id}/corrections/lines/{line_id}", response=answers(list[LateUnitOut]))
def list_late_figures(request: HttpRequest, cycle_id: Id, line_id: Id) -> list[LateUnitOut]:
    """The figures of a line that units handed over, or that were brought in late for them."""
    figures_or_404(cycle_id, actor_of(request))
    if not has_line(cycle_id, line_id):
        raise Http404
    return [LateUnitOut.model_validate(one) for one in correctable_figures(cycle_id, line_id)]


@router.get("/cycles/{cycle_id}/corrections/{entry_id}", response=answers(LateFigureOut))
def read_late_figure(request: HttpRequest, cycle_id: Id, entry_id: Id) -> LateFigureOut:
    """One unit's figure as it counts now, with every correction, the newest first."""
    return _figure(_figure_or_404(request, cycle_id, entry_id))


@router.post("/cycles/{cycle_id}/corrections/{entry_id}/preview", response=answers(LateEffectsOut))
def preview_late_figure(
    request: HttpRequest, cycle_id: Id, entry_id: Id, body: LateFigureIn
) -> LateEffectsOut:
    """What a correction would change; it is refused as the correction itself would be."""
    found = _figure_or_404(request, cycle_id, entry_id)
    effects = preview_correction(
        cycle_id=cycle_id,
        entry_id=entry_id,
        wanted=_wanted(found, body),
        actor=actor_of(request),
        tools=tools(),
    )
    return _effects(effects)


@router.post("/cycles/{cycle_id}/corrections/{entry_id}", response=answers(LateFigureOut))
def correct_late_figure(
    request: HttpRequest, cycle_id: Id, entry_id: Id, body: LateFigureIn
) -> LateFigureOut:
    """Keep a new version of the figure; what was handed in and what was signed stay as they are."""
    found = _figure_or_404(request, cycle_id, entry_id)
    correct_earlier_figure(
        cycle_id=cycle_id,
        entry_id=entry_id,
        wanted=_wanted(found, body),
        actor=actor_of(request),
        tools=tools(),
    )
    return _figure(_figure_or_404(request, cycle_id, entry_id))


def _figure_or_404(request: HttpRequest, cycle_id: int, entry_id: int) -> FigureToCorrect:
    actor = actor_of(request)
    figures_or_404(cycle_id, actor)
    found = figure_to_correct(cycle_id, entry_id, actor.agency_id)
    if found is None:
        raise Http404
    return found


def _wanted(found: FigureToCorrect, sent: LateFigureIn) -> NewVersion:
    """What was sent, in the notation that the page's own rules read.

    Raises:
        NotValid: a figure is no plain decimal.
    """
    problems: list[Problem] = []

    def cell(name: str, text: str | None, stored: str) -> str:
        if text is None:
            return unmistakable(stored, found.kind)
        return text if found.kind in WORDED else plain_read(name, text, problems)

    typed = Typed(
        value=cell("value", sent.value, found.value),
        numerator=cell("numerator", sent.numerator, found.numerator),
        denominator=cell("denominator", sent.denominator, found.denominator),
        confirmed=True,
    )
    if problems:
        raise NotValid(problems=tuple(problems))
    return NewVersion(typed, sent.reason, sent.reported_on, sent.seen)


def _figure(found: FigureToCorrect) -> LateFigureOut:
    return LateFigureOut(
        entry_id=found.entry_id,
        cycle_id=found.cycle_id,
        line_id=found.line_id,
        code=found.code,
        indicator=found.indicator,
        unit=found.unit,
        kind=found.kind.value,
        choices=list(found.choices),
        value=plain_cell(found.value, found.kind),
        numerator=plain_cell(found.numerator, found.kind),
        denominator=plain_cell(found.denominator, found.kind),
        seen=found.number,
        versions=[LateVersionOut.model_validate(one) for one in found.versions],
    )


def _effects(effects: Effects) -> LateEffectsOut:
    again = {one.cycle_id for one in effects.entered_again}
    return LateEffectsOut(
        lines=[_effect(one, is_again=one.cycle_id in again) for one in effects.changed],
        means=[LateMeanOut.model_validate(mean) for mean in effects.means],
    )


def _effect(one: LineEffect, *, is_again: bool) -> LateEffectOut:
    return LateEffectOut(
        cycle_id=one.cycle_id,
        line_id=one.line_id,
        year=one.when.year,
        period=one.when.period.value,
        is_own=one.is_own,
        is_entered_again=is_again,
        before=LineTextsOut.model_validate(one.before),
        after=LineTextsOut.model_validate(one.after),
        approved=LineTextsOut.model_validate(one.approved) if one.approved else None,
    )
