"""The figures of a cycle as values: exact where they are computed on, text where they are read."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from ukur.domain.figures.achievement import Outcome
from ukur.domain.figures.explain import Explanation
from ukur.domain.figures.indicator import Polarity
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

    `period` and `year` are exact; `explanation` belongs to the period's figure. `rating` is ""
    where there is no achievement.
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

    @property
    def openings(self) -> tuple[MeasuredBefore, ...]:
        """The earlier periods that are known from opening balances."""
        return tuple(part for part in self.history if part.source)

    @property
    def lower_is_better(self) -> bool:
        return self.polarity is Polarity.NEGATIVE


@dataclass(frozen=True)
class MeasuredGoal:
    """A sasaran: the simple mean of what is due, or the reason why there is none."""

    code: str
    text: str
    mean: Mean | Reason
    mean_text: str
    rating: str
    due: int
    measured: int
    lines: tuple[MeasuredLine, ...]


@dataclass(frozen=True)
class BudgetFigures:
    """A budget line with what was spent; a level above the lowest is the sum of its parts."""

    code: str
    name: str
    level: str
    parent_code: str
    ceiling: Decimal
    absorbed: Decimal | None
    share: Fraction | Reason
    ceiling_text: str
    absorbed_text: str
    share_text: str


@dataclass(frozen=True)
class Measurement:
    """All figures of a cycle. `mean` is over all lines that are due."""

    goals: tuple[MeasuredGoal, ...]
    mean: Mean | Reason
    mean_text: str
    rating: str
    budget: tuple[BudgetFigures, ...]
    budget_total: BudgetFigures | None
    rules: RuleSet

    @property
    def lines(self) -> tuple[MeasuredLine, ...]:
        return tuple(line for goal in self.goals for line in goal.lines)
