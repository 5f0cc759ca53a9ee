"""What each formula in public use gives for the same target and realization, beside ours.

What is wrong with a formula is never an opinion: `flaws` puts numbers in and looks at what comes
out.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from ukur.domain.figures.achievement import Outcome, achievement
from ukur.domain.figures.indicator import Exact, Polarity, Range, Target
from ukur.domain.figures.policy import DEFAULT, RuleSet
from ukur.domain.figures.public_formulas import (
    Answer,
    NoAnswer,
    PublicFormula,
    formulas_for,
)
from ukur.domain.figures.reasons import Reason

_HUNDRED = Fraction(100)


class Flaw(StrEnum):
    """What is wrong with a formula, shown by numbers put in: a closed list."""

    TARGET_MET_IS_NOT_HUNDRED = "target_met_is_not_hundred"
    """10 of 10 does not give 100."""
    BEST_SCORES_ZERO = "best_scores_zero"
    """Lower is better, a realization of 0 on a target of 10, and the answer is 0."""
    BEST_HAS_NO_ANSWER = "best_has_no_answer"
    """The same, and there is no answer."""
    EXPLODES = "explodes"
    """Lower is better, 0,01 on a target of 10: more than a thousand per cent."""
    BETTER_IS_WORSE = "better_is_worse"
    """A better realization gives a smaller number."""
    BETTER_IS_HIDDEN = "better_is_hidden"
    """Of two better realizations both give the same: a cap."""
    WORSE_IS_HIDDEN = "worse_is_hidden"
    """Of two worse realizations both give the same: a floor."""
    ZERO_TARGET_STOPS = "zero_target_stops"
    """A target of 0 ends in a division by zero."""
    ZERO_TARGET_MISJUDGED = "zero_target_misjudged"
    """A target of 0: met scores below 100, or missed scores 100."""


_TEN = Range(Decimal(10), Decimal(10))


def flaws(formula: PublicFormula) -> tuple[Flaw, ...]:
    """What is wrong with `formula`, by what it answers to a handful of probes.

    >>> from ukur.domain.figures.public_formulas import by_key
    >>> [flaw.value for flaw in flaws(by_key("kk"))][:2]
    ['target_met_is_not_hundred', 'best_scores_zero']
    """
    is_lower = formula.polarity is Polarity.NEGATIVE
    ladder = ("40", "25", "12", "8", "5", "0.01") if is_lower else ("2", "8", "12", "25", "40")
    steps = [_probe(formula, text) for text in ladder]
    best = _probe(formula, "0")
    zero_target = Range(Decimal(0), Decimal(0))
    met, missed = (formula.answer(zero_target, Decimal(n)) for n in (0, 3))
    found = {
        Flaw.TARGET_MET_IS_NOT_HUNDRED: _probe(formula, "10") != _HUNDRED,
        Flaw.BEST_SCORES_ZERO: is_lower and best == 0,
        Flaw.BEST_HAS_NO_ANSWER: is_lower and isinstance(best, NoAnswer),
        Flaw.EXPLODES: is_lower and _above(steps[-1], 1000),
        Flaw.BETTER_IS_WORSE: _falls(steps),
        Flaw.BETTER_IS_HIDDEN: steps[-1] == steps[-2],
        Flaw.WORSE_IS_HIDDEN: steps[0] == steps[1],
        Flaw.ZERO_TARGET_STOPS: NoAnswer.DIVISION_BY_ZERO in (met, missed),
        Flaw.ZERO_TARGET_MISJUDGED: is_lower and (met in (0, 1) or missed == _HUNDRED),
    }
    return tuple(flaw for flaw, holds in found.items() if holds)


def _probe(formula: PublicFormula, realization: str) -> Answer:
    return formula.answer(_TEN, Decimal(realization))


def _above(answer: Answer, bound: int) -> bool:
    return isinstance(answer, Fraction) and answer > bound


def _falls(steps: list[Answer]) -> bool:
    """Whether the answers go down although each step is better than the one before."""
    numbers = [step for step in steps if isinstance(step, Fraction)]
    return any(later < earlier for earlier, later in pairwise(numbers))


@dataclass(frozen=True)
class Judged:
    """One formula on the bench: what it gives, and whether that differs from ours."""

    formula: PublicFormula
    answer: Answer
    deviates: bool
    flaws: tuple[Flaw, ...]


@dataclass(frozen=True)
class Bench:
    """All formulas for one target and realization; `ours` is a share or the reason for none."""

    ours: Outcome
    judged: tuple[Judged, ...]

    @property
    def deviating(self) -> int:
        """How many formulas give something else than ours."""
        return sum(one.deviates for one in self.judged)


def compared(
    target: Target, realization: Exact, polarity: Polarity, rules: RuleSet = DEFAULT
) -> Bench:
    """What each formula in public use gives, beside ours under `rules`.

    Units: percentages, exact.
    Source: `docs/arithmetic.md` §13.

    >>> from ukur.domain.figures.indicator import Point
    >>> bench = compared(Point(Decimal(10)), Decimal(8), Polarity.NEGATIVE)
    >>> {one.formula.key: str(one.answer) for one in bench.judged if one.deviates}["kk"]
    '21'
    """
    ours = achievement(target, realization, polarity, rules=rules)
    number = None if isinstance(ours, Reason) else ours.ratio * 100
    judged = (
        Judged(formula, answer, answer != number, flaws(formula))
        for formula in formulas_for(target, polarity)
        for answer in [formula.answer(target, realization)]
    )
    return Bench(ours, tuple(judged))
