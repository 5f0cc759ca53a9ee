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

from ukur.domain.entering import Entered, Typed, entered, entered_money
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
    """A budget line of a unit as it is kept; the value of `figure` is in rupiah."""

    budget_id: int
    code: str
    name: str
    figure: Entered
    saves: int
    by: str = ""
    at: datetime | None = None


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
    """The same of a budget line."""

    standing: StandingMoney
    arrival: Arrival
    new: Entered
    fate: Fate
    problems: tuple[Problem, ...] = ()

    def typed(self, seen: int) -> Typed:
        """What the file says, as typed by somebody who saw the line after `seen` saves."""
        return replace(self.arrival.typed, seen=seen)


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
    texts = _texts(new, standing.look)
    fate = Fate.WRONG if problems else _fate(standing, arrival, new, texts)
    return Difference(standing, arrival, new, fate, problems)


Texts = tuple[str, str, str, str]
"""Numerator, denominator, value and the hash of the note, as a mark has them."""


def _fate(standing: Standing | StandingMoney, arrival: Arrival, new: Entered, texts: Texts) -> Fate:
    """What becomes of a line or budget line that can be kept; `texts` are those of `new`."""
    base, kept = arrival.base, standing.figure
    if new == kept:
        return Fate.SAME
    if arrival.asks and not kept.is_blank:
        return Fate.CONFLICT
    if base is None or base.saves == standing.saves:
        return Fate.CHANGED
    if texts == (base.numerator, base.denominator, base.value, base.note):
        return Fate.OVERTAKEN
    return Fate.CONFLICT


def _texts(figure: Entered, look: Look) -> Texts:
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
    arrival = Arrival(Typed(row.spent), row.cell, base=row.mark)
    new, found = entered_money(arrival.typed)
    problems = tuple(Problem(row.cell, p.code, p.facts) for p in found)
    texts = ("", "", plain_figure(new.value) or "", "")
    fate = Fate.WRONG if problems else _fate(standing, arrival, new, texts)
    return MoneyDifference(standing, arrival, new, fate, problems)


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
