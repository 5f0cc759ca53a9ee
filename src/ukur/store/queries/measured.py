"""The figures of a cycle as values: exact where they are computed on, text where they are read."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from ukur.domain.figures.achievement import Outcome
from ukur.domain.figures.explain import Explanation, shown
from ukur.domain.figures.indicator import Kind, Polarity
from ukur.domain.figures.notation import written
from ukur.domain.figures.policy import RuleSet
from ukur.domain.figures.reasons import Reason
from ukur.domain.figures.rollup import Mean, RolledUp
from ukur.domain.periods import Period


@dataclass(frozen=True)
class NotDeliveredUnit:
    """A unit that was closed without figures, or left one line blank with its reason."""

    unit: str
    reason: str


@dataclass(frozen=True)
class Words:
    """What was written about a line when it was evaluated."""

    cause: str = ""
    obstacle: str = ""
    follow_up: str = ""
    owner: str = ""
    due_on: str = ""


@dataclass(frozen=True)
class MeasuredBefore:
    """What an earlier period of the year brings into the value since January.

    `version` counts from 1, the figure as it was first recorded; `source` names the old report
    of an opening balance (saldo awal), and is "" for what was measured here.
    """

    period: Period
    value: str
    version: int
    source: str


@dataclass(frozen=True)
class LaterVersion:
    """A version of a period's figure that came after the figures of the cycle were approved."""

    period: Period
    version: int


@dataclass(frozen=True)
class MeasuredLine:
    """One indicator of a cycle. Texts are in Indonesian notation, "–" where there is none.

    `period` and `year` are exact and raw; the texts are within the bounds for show. Each has its
    explanation. `rating` is "" where there is no achievement.
    """

    line_id: int
    code: str
    name: str
    goal_code: str
    goal: str
    level: str
    parent_code: str
    unit: str
    decimals: int
    kind: Kind
    polarity: Polarity
    is_due: bool
    target: str
    year_target: str
    realization: str
    achievement: str
    year_achievement: str
    rating: str
    printed: str
    rolled: RolledUp
    period: Outcome
    year: Outcome
    explanation: Explanation
    year_explanation: Explanation
    not_delivered: tuple[NotDeliveredUnit, ...]
    words: Words
    shortfall: bool
    """Due, and below the second class of the scale: it wants a cause and a follow-up."""
    since_january: str = "–"
    """The value that stands against the year's target."""
    history: tuple[MeasuredBefore, ...] = ()
    """The earlier periods of which that value is made, beside the line's own."""
    from_periods: str = ""
    """What these periods alone give for the year, where the year is measured as a whole."""
    version: int = 1
    """Of the line's own figure: 1 as first recorded, one more for every late correction."""
    later: tuple[LaterVersion, ...] = ()
    weight: Decimal = Decimal(1)
    """How much it counts in means, where the rule set weighs (bobot)."""
    node_code: str = ""
    """The budget line whose performance it measures; "" where it measures its goal."""

    @property
    def openings(self) -> tuple[MeasuredBefore, ...]:
        """The earlier periods that are known from opening balances."""
        return tuple(part for part in self.history if part.source)

    @property
    def lower_is_better(self) -> bool:
        return self.polarity is Polarity.NEGATIVE


@dataclass(frozen=True)
class RatingCount:
    """How many of `rated` figures have a rating."""

    name: str
    count: int
    rated: int

    @property
    def share_text(self) -> str:
        """The count in percent of what is rated, with two decimals: "60,00"."""
        return shown(Fraction(self.count, self.rated)) if self.rated else "–"


@dataclass(frozen=True)
class TakenMean:
    """A mean or the reason why there is none, as text, and how it came to be."""

    found: Mean | Reason
    text: str
    rating: str
    explanation: Explanation


class _WithMean:
    """What has a mean of its own: a goal, and the agency."""

    taken: TakenMean

    @property
    def mean(self) -> Mean | Reason:
        return self.taken.found

    @property
    def mean_text(self) -> str:
        return self.taken.text

    @property
    def rating(self) -> str:
        return self.taken.rating

    @property
    def explanation(self) -> Explanation:
        """How the mean came to be."""
        return self.taken.explanation


@dataclass(frozen=True)
class MeasuredGoal(_WithMean):
    """A goal (tujuan or sasaran) and its indicators; `taken` is the mean of what is due."""

    code: str
    text: str
    taken: TakenMean
    due: int
    measured: int
    lines: tuple[MeasuredLine, ...]
    weight: Decimal = Decimal(1)
    counts: tuple[RatingCount, ...] = ()

    @property
    def counted(self) -> str:
        """How many lines have each rating that occurs: "2 Tinggi, 1 Sangat Rendah"."""
        return ", ".join(f"{one.count} {one.name}" for one in self.counts if one.count)


@dataclass(frozen=True)
class BudgetFigures:
    """A budget line with what was spent; a level above the lowest is the sum of its parts.

    `achieved` is the mean of what the money was for, None where nothing measures it; with it
    come `efficiency`, judged by the rule set, and `effectiveness`, a light.
    """

    code: str
    name: str
    level: str
    parent_code: str
    ceiling: Decimal
    absorbed: Decimal | None
    share: Fraction | Reason
    explanation: Explanation
    achieved: Fraction | Reason | None = None
    efficiency: Explanation | None = None
    effectiveness: str = ""

    @property
    def ceiling_text(self) -> str:
        return written(self.ceiling, 0)

    @property
    def absorbed_text(self) -> str:
        return "–" if self.absorbed is None else written(self.absorbed, 0)

    @property
    def share_text(self) -> str:
        return self.explanation.shown or "–"

    @property
    def achieved_text(self) -> str:
        return shown(self.achieved) if isinstance(self.achieved, Fraction) else "–"

    @property
    def efficiency_text(self) -> str:
        return (self.efficiency.shown if self.efficiency else "") or "–"

    @property
    def efficiency_class(self) -> str:
        """The class that the method of the rule set gives, such as "efisien"; "" for none."""
        return self.efficiency.rating if self.efficiency else ""


@dataclass(frozen=True)
class Measurement(_WithMean):
    """All figures of a cycle. `taken` is the mean of the agency."""

    goals: tuple[MeasuredGoal, ...]
    taken: TakenMean
    budget: tuple[BudgetFigures, ...]
    budget_total: BudgetFigures | None
    rules: RuleSet
    counts: tuple[RatingCount, ...] = ()

    @property
    def lines(self) -> tuple[MeasuredLine, ...]:
        return tuple(line for goal in self.goals for line in goal.lines)
