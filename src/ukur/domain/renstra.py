"""The plan of five years (Renstra): goals and indicators with a target for every year.

The year's plan is tied to it by the codes of the indicators.
"""

from dataclasses import dataclass, field
from decimal import Decimal

from ukur.domain.figures.indicator import Kind, Polarity, Target
from ukur.domain.plan import PlannedGoal, Row, bounds_of
from ukur.domain.refusals import Problem


@dataclass(frozen=True)
class RenstraIndicator(Row):
    """An indicator of the Renstra. `baseline` is the state at its start, as it is printed.

    `kind` says how its targets are read; `grades` are listed lowest first.
    """

    goal_code: str
    name: str
    unit_text: str
    polarity: Polarity
    baseline: str = ""
    kind: Kind = Kind.INDEX
    grades: tuple[str, ...] = ()


@dataclass(frozen=True)
class RenstraTarget(Row):
    """A target of the indicator `code` for one year."""

    year: int
    target: Target

    @property
    def bounds(self) -> tuple[Decimal, Decimal | None]:
        """The target as a low and a high; no high for a point."""
        return bounds_of(self.target)


@dataclass(frozen=True)
class RenstraDraft:
    """All that a Renstra workbook holds; `notes` are not wrong, but want to be seen."""

    first_year: int
    last_year: int
    goals: tuple[PlannedGoal, ...] = ()
    indicators: tuple[RenstraIndicator, ...] = ()
    targets: tuple[RenstraTarget, ...] = ()
    notes: tuple[Problem, ...] = field(default=())
