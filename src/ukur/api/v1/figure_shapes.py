"""The figures of a cycle in JSON."""

from pydantic import Field

from ukur.api.shapes import Out
from ukur.api.v1.explaining import ExplanationOut, explained
from ukur.domain.figures.achievement import Achieved
from ukur.domain.figures.explain import percent_plain
from ukur.store.queries.measured import MeasuredGoal, MeasuredLine, Measurement, TakenMean


class FigureLineOut(Out):
    """One indicator of a cycle. Texts are in Indonesian notation, `–` where there is none."""

    line_id: int
    code: str
    name: str
    is_due: bool
    unit_of_measure: str
    target: str
    realization: str
    achievement: str
    achievement_percent: str | None = Field(
        description="Plain decimal, raw: without cap or floor; null where there is a reason."
    )
    year_target: str
    year_achievement: str
    rating: str
    reason: str = Field(description="Why there is no achievement: a code, or empty.")
    version: int = Field(description="1 as first recorded, one more for every late correction.")


class MeanOut(Out):
    """A mean as it is read, or why there is none."""

    text: str
    rating: str
    explanation: ExplanationOut


class GoalOut(Out):
    """A goal, its mean, and its indicators."""

    code: str
    text: str
    due: int
    measured: int
    mean: MeanOut
    lines: list[FigureLineOut]


class RecapOut(Out):
    """The agency's figures of a cycle."""

    cycle_id: int
    mean: MeanOut
    goals: list[GoalOut]


class FigureOut(FigureLineOut):
    """One indicator with the whole account of both of its figures."""

    explanation: ExplanationOut
    year_explanation: ExplanationOut


def recap_out(cycle_id: int, found: Measurement) -> RecapOut:
    """The recap as it is sent."""
    return RecapOut(
        cycle_id=cycle_id, mean=_mean(found.taken), goals=[_goal(goal) for goal in found.goals]
    )


def figure_out(line: MeasuredLine) -> FigureOut:
    """One figure as it is sent, with its account."""
    return FigureOut.model_validate(
        _fields(line)
        | {
            "explanation": explained(line.explanation),
            "year_explanation": explained(line.year_explanation),
        }
    )


def figure_line_out(line: MeasuredLine) -> FigureLineOut:
    """One figure as it is sent, without its account."""
    return FigureLineOut.model_validate(_fields(line))


def _goal(goal: MeasuredGoal) -> GoalOut:
    return GoalOut(
        code=goal.code,
        text=goal.text,
        due=goal.due,
        measured=goal.measured,
        mean=_mean(goal.taken),
        lines=[figure_line_out(line) for line in goal.lines],
    )


def _mean(taken: TakenMean) -> MeanOut:
    return MeanOut(text=taken.text, rating=taken.rating, explanation=explained(taken.explanation))


def _fields(line: MeasuredLine) -> dict[str, object]:
    outcome = line.period
    return {
        "line_id": line.line_id,
        "code": line.code,
        "name": line.name,
        "is_due": line.is_due,
        "unit_of_measure": line.unit,
        "target": line.target,
        "realization": line.realization,
        "achievement": line.achievement,
        "achievement_percent": percent_plain(outcome.ratio)
        if isinstance(outcome, Achieved)
        else None,
        "year_target": line.year_target,
        "year_achievement": line.year_achievement,
        "rating": line.rating,
        "reason": line.explanation.reason,
        "version": line.version,
    }
