"""Figures that come in from a file, held against those that are kept: what would become of each.

the file says the same                                   SAME
the line is as the file saw it                           CHANGED
the line was changed since, the file was not             OVERTAKEN   what is kept stays
both were changed, or what is kept was typed by hand     CONFLICT    a person chooses
the figure cannot be kept                                WRONG
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

from ukur.domain.entering import Entered, Typed, amount_of_money, entered
from ukur.domain.figures.indicator import Counting
from ukur.domain.figures.notation import written_exact
from ukur.domain.figures.showing import WORDED, Look, cell_text
from ukur.domain.form_marks import flat, short_hash
from ukur.domain.journal import plain_figure
from ukur.domain.refusals import NotNow, Problem
from ukur.domain.unit_form import FilledBudget, FilledRow, RowMark


class Fate(StrEnum):
    """What would become of a line, in the order in which a person wants to see them."""

    WRONG = "wrong"
    CONFLICT = "conflict"
    CHANGED = "changed"
    OVERTAKEN = "overtaken"
    SAME = "same"


class Choice(StrEnum):
    """Which of two versions is kept."""

    MINE = "mine"
    """What the file says."""
    THEIRS = "theirs"
    """What is kept already."""


@dataclass(frozen=True)
class Standing:
    """A line of a unit as it is kept."""

    line_id: int
    code: str
    name: str
    look: Look
    counting: Counting
    figure: Entered
    saves: int
    origin: str = ""
    by: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class StandingMoney:
    """A budget line of a unit as it is kept, in rupiah."""

    budget_id: int
    code: str
    name: str
    spent: Decimal | None


@dataclass(frozen=True)
class Arrival:
    """What a file says of a line, and where.

    `base` is what the file knew of the line when it was made, if it says so. `asks` says that a
    figure which is kept already has to be decided on even where nobody changed it since.
    """

    typed: Typed
    place: str
    cells: Mapping[str, str] = field(default_factory=dict)
    base: RowMark | None = None
    asks: bool = False


@dataclass(frozen=True)
class Difference:
    """A line with what is kept, what the file says, and what would become of it."""

    standing: Standing
    arrival: Arrival
    new: Entered
    fate: Fate
    problems: tuple[Problem, ...] = ()

    def typed(self, seen: int) -> Typed:
        """What the file says, as typed by somebody who saw the line after `seen` saves."""
        return replace(self.arrival.typed, note=self.new.note, confirmed=True, seen=seen)


@dataclass(frozen=True)
class MoneyDifference:
    """The same of a budget line; `base` is what was kept when the file was made."""

    standing: StandingMoney
    new: Decimal | None
    fate: Fate
    place: str
    base: str = ""
    problems: tuple[Problem, ...] = ()


@dataclass(eq=False)
class FileGone(NotNow):
    """The file does not wait any more: it was taken, forgotten, or waited longer than a day."""

    code: ClassVar[str] = "file_gone"


@dataclass(eq=False)
class ImportOvertaken(NotNow):
    """Something was changed since the person looked at what the file would change."""

    code: ClassVar[str] = "import_overtaken"


def arrival_of(row: FilledRow) -> Arrival:
    """What a row of a form that came back says of its line."""
    typed = Typed(row.value, row.numerator, row.denominator, row.note, confirmed=True)
    name = "numerator" if row.numerator or row.denominator else "value"
    return Arrival(typed, row.cells.get(name, ""), row.cells, row.mark)


def compared(standing: Standing, arrival: Arrival) -> Difference:
    """What would become of the line."""
    new, found = entered(replace(arrival.typed, confirmed=True), standing.look)
    kept = standing.figure
    new = replace(new, no_evidence=kept.no_evidence)
    if flat(new.note) == flat(kept.note):
        # A cell loses line ends and double spaces; that is no change.
        new = replace(new, note=kept.note)
    problems = tuple(
        Problem(arrival.cells.get(p.where, arrival.place), p.code, p.facts) for p in found
    )
    fate = Fate.WRONG if problems else _fate(standing, arrival, new)
    return Difference(standing, arrival, new, fate, problems)


def _fate(standing: Standing, arrival: Arrival, new: Entered) -> Fate:
    base, kept = arrival.base, standing.figure
    if new == kept:
        return Fate.SAME
    if arrival.asks and not kept.is_blank:
        return Fate.CONFLICT
    if base is None or base.saves == standing.saves:
        return Fate.CHANGED
    if _texts(new, standing.look) == (base.numerator, base.denominator, base.value, base.note):
        return Fate.OVERTAKEN
    return Fate.CONFLICT


def _texts(figure: Entered, look: Look) -> tuple[str, str, str, str]:
    is_word = look.kind in WORDED
    value = cell_text(figure.value, look) if is_word else plain_figure(figure.value)
    return (
        plain_figure(figure.numerator) or "",
        plain_figure(figure.denominator) or "",
        value or "",
        short_hash(figure.note),
    )


def compared_money(standing: StandingMoney, row: FilledBudget) -> MoneyDifference:
    """What would become of the budget line."""
    new, found = amount_of_money(row.spent, confirmed=True)
    problems = tuple(Problem(row.cell, p.code, p.facts) for p in found)
    base, kept = row.mark.value if row.mark else "", plain_figure(standing.spent) or ""
    if problems:
        fate = Fate.WRONG
    elif new == standing.spent:
        fate = Fate.SAME
    elif row.mark is None or base == kept:
        fate = Fate.CHANGED
    elif (plain_figure(new) or "") == base:
        fate = Fate.OVERTAKEN
    else:
        fate = Fate.CONFLICT
    return MoneyDifference(standing, new, fate, row.cell, base, problems)


def figure_words(figure: Entered, look: Look) -> str:
    """A figure in a few characters: "18 / 25", "12,5", "" for none.

    Not measured is no text, never 0.
    """
    if figure.numerator is not None and figure.denominator is not None:
        return f"{written_exact(figure.numerator)} / {written_exact(figure.denominator)}"
    if figure.value is None:
        return ""
    return cell_text(figure.value, look)


def base_words(base: RowMark) -> str:
    """What a mark knew of the figure, in the same form."""
    if base.numerator or base.denominator:
        return f"{_shown(base.numerator)} / {_shown(base.denominator)}"
    return _shown(base.value)


def _shown(plain: str) -> str:
    is_number = plain.replace(".", "", 1).isdecimal() and plain.isascii()
    return written_exact(Decimal(plain)) if is_number else plain
