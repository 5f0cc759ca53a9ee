"""One row of a report: its cells, and its achievement computed again."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from ukur.domain.figures.achievement import Achieved, Outcome, achievement
from ukur.domain.figures.indicator import Formula, Point, Polarity, Range, Target
from ukur.domain.figures.notation import half_up
from ukur.domain.figures.policy import DEFAULT, RuleSet
from ukur.domain.figures.printed.cells import (
    Cell,
    CellKind,
    CellNote,
)
from ukur.domain.figures.printed.columns import Part
from ukur.domain.figures.printed.formulas import OWN, FormulaOf
from ukur.domain.figures.printed.said import Direction, Kind, kind_of
from ukur.domain.figures.reasons import Reason, ReasonCode

ABSORPTION = "serapan"
"""Realized amount over ceiling, in rows of money without a direction."""
_SHARE_NAME = re.compile(r"persentase|prosentase|proporsi|cakupan", re.IGNORECASE)


_NEAR_ONE = 10**9
"""One over what a spreadsheet's own arithmetic may be off by."""


@dataclass(frozen=True)
class Line:
    """The texts of one row, by part; `number` counts the rows of the table from 1.

    `realized` is the realization without rounding, where it is known.
    """

    number: int
    texts: Mapping[Part, str]
    realized: Fraction | None = None

    def text(self, part: Part) -> str:
        """What stands in that column, or nothing."""
        return self.texts.get(part, "").strip()


@dataclass(frozen=True)
class Case:
    """One row, read. The achievement computed again is `outcome`; percentages are exact."""

    line: Line
    target: Cell
    realization: Cell
    printed: Cell
    polarity: Polarity | None
    direction: Direction
    rules: RuleSet = DEFAULT
    habit: str = ""
    """Key of the formula that other rows of the same report leave no doubt about."""

    @cached_property
    def indicator(self) -> str:
        return self.line.text(Part.INDICATOR)

    @cached_property
    def unit(self) -> str:
        return self.line.text(Part.UNIT)

    @cached_property
    def kind(self) -> Kind:
        """What unit, cells or name say, in this order."""
        kind = kind_of(self.unit)
        if kind is not Kind.OTHER:
            return kind
        cells = (self.target.text.lower(), self.realization.text.lower())
        if all("rp" in text for text in cells):
            return Kind.MONEY
        is_named = not self.unit and _SHARE_NAME.match(self.indicator) is not None
        return Kind.PERCENT if is_named or any("%" in text for text in cells) else Kind.OTHER

    @property
    def group(self) -> tuple[str, str, str]:
        """The report that the row stands in."""
        return (
            self.line.text(Part.SOURCE),
            self.line.text(Part.AGENCY),
            self.line.text(Part.YEAR),
        )

    @property
    def is_absorption(self) -> bool:
        return self.direction is Direction.MONEY

    @cached_property
    def outcome(self) -> Outcome:
        """The share that target and realization give, or the reason for none."""
        reason = self._reason()
        if reason is not None:
            return reason
        if self.is_absorption:
            return _absorbed(self.target.exact, self.realization.exact)
        formula = _formula_named(self.line.text(Part.FORMULA)) or self._formula_of_words()
        if isinstance(formula, Reason):
            return formula
        return achievement(
            self._aim(),
            self.realization.exact,
            self.polarity or Polarity.POSITIVE,
            formula,
            rules=self.rules,
        )

    def _formula_of_words(self) -> Formula | None:
        if CellNote.YES_NO in self.target.notes:
            return Formula.YES_NO
        return Formula.ON_TIME if CellNote.DAY in self.target.notes else None

    def _aim(self) -> Target | None:
        """The target, the finer one where it is known; a tenth of a thousandth is no loss here."""
        finer = self.target.finer
        return self.target.target if finer is None else Point(half_up(finer, 12))

    def _reason(self) -> Reason | None:
        unread = _unread(
            self.target, ReasonCode.TARGET_AMBIGUOUS, ReasonCode.TARGET_UNREADABLE
        ) or _unread(
            self.realization,
            ReasonCode.REALIZATION_AMBIGUOUS,
            ReasonCode.REALIZATION_UNREADABLE,
        )
        if unread is not None:
            return unread
        if self.target.is_missing:
            return Reason(ReasonCode.TARGET_MISSING)
        if self.realization.is_missing:
            return Reason(ReasonCode.REALIZATION_MISSING)
        if self.polarity is None and not self.is_absorption:
            return Reason(ReasonCode.POLARITY_UNKNOWN, (self.line.text(Part.POLARITY),))
        return None

    @cached_property
    def exact(self) -> Fraction | None:
        """The achievement in percent, exact."""
        return self.outcome.ratio * 100 if isinstance(self.outcome, Achieved) else None

    @property
    def formula(self) -> str:
        """The name of the formula that gave it."""
        if not isinstance(self.outcome, Achieved):
            return ""
        return ABSORPTION if self.is_absorption else self.outcome.formula.value

    @cached_property
    def own(self) -> FormulaOf | None:
        """Our formula over numbers; None where it is none over one target."""
        if isinstance(self.outcome, Achieved) and not self.is_range:
            return OWN.get(self.outcome.formula)
        return None

    @cached_property
    def t(self) -> Fraction:
        """The target; 0 where it is no single number."""
        return self.target.exact or Fraction(0)

    @cached_property
    def r(self) -> Fraction:
        """The realization; 0 where there is none."""
        return self.realization.exact or Fraction(0)

    @cached_property
    def is_range(self) -> bool:
        return isinstance(self.target.target, Range)

    @cached_property
    def p(self) -> Decimal:
        """The printed number; 0 where there is none."""
        value = self.printed.value
        return Decimal(0) if value is None else value

    @cached_property
    def d(self) -> int:
        """The printed decimals."""
        return max(self.printed.decimals, 0)

    @cached_property
    def _power(self) -> int:
        """Ten to the printed decimals."""
        return int(10**self.d)

    @cached_property
    def _steps(self) -> int:
        """The printed number in steps of its last decimal."""
        return int(self.p.scaleb(self.d))

    def meets(self, value: Fraction) -> bool:
        """Whether `value` prints as what is printed, rounded half up.

        In whole numbers, since a row that nothing explains asks this a hundred times.
        """
        above, below = value.numerator, value.denominator
        off = 2 * (above * self._power - self._steps * below)
        is_rounded = -below <= off < below if above >= 0 else -below < off <= below
        return is_rounded or abs(off) * _NEAR_ONE <= below * self._power

    def is_cut(self, value: Fraction) -> bool:
        """Whether `value` cut off after the printed decimals is what is printed."""
        steps = abs(value.numerator) * self._power // value.denominator
        return (steps if value >= 0 else -steps) == self._steps

    def fits(self, value: Fraction) -> bool:
        """Rounded, or cut off where decimals are printed: how figures get onto paper."""
        return self.meets(value) or (self.d > 0 and self.is_cut(value))


def _unread(cell: Cell, ambiguous: ReasonCode, unreadable: ReasonCode) -> Reason | None:
    if cell.kind is CellKind.AMBIGUOUS:
        return Reason(ambiguous, (cell.text.strip(), *map(_comma, cell.choices)))
    if cell.kind is CellKind.UNREADABLE:
        return Reason(unreadable, (cell.text.strip(), *([cell.code.value] if cell.code else [])))
    return None


def _comma(value: Decimal) -> str:
    return format(value, "f").replace(".", ",")


def _absorbed(ceiling: Fraction | None, realized: Fraction | None) -> Outcome:
    if ceiling is None or realized is None:
        return Reason(ReasonCode.CEILING_MISSING)
    if ceiling <= 0:
        return Reason(ReasonCode.CEILING_NOT_POSITIVE)
    return Achieved(realized / ceiling, Formula.POSITIVE)


def _formula_named(text: str) -> Formula | Reason | None:
    word = text.strip().lower()
    if word in {"", "-"}:
        return None
    found = next((formula for formula in Formula if formula.value == word), None)
    return found or Reason(ReasonCode.FORMULA_UNKNOWN, (text.strip(),))
