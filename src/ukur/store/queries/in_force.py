"""Which version of an entry's figure counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Protocol

from ukur.domain.entering import Entered
from ukur.domain.figures.indicator import Amount, Parts
from ukur.store.models import Entry, EntryCorrectionRow, UnitTask


class Cells(Protocol):
    """Whatever holds a figure in three columns."""

    @property
    def value(self) -> Decimal | None: ...
    @property
    def numerator(self) -> Decimal | None: ...
    @property
    def denominator(self) -> Decimal | None: ...


def amount_in(row: Cells) -> Amount | None:
    """What the columns hold, or None while there is no figure."""
    if row.numerator is not None and row.denominator is not None:
        return Parts(row.numerator, row.denominator)
    return row.value


@dataclass(frozen=True)
class InForce:
    """The newest version of an entry's figure; `number` counts the corrections behind it."""

    figure: Entered
    number: int


def figure_in_force(entry: Entry) -> InForce:
    """What counts for the entry now, its `task` loaded. One query."""
    versions = list(EntryCorrectionRow.objects.filter(entry=entry).order_by("number"))
    return in_force(as_handed_in(entry), entry.entered_at, versions)


def in_force(
    own: Entered, entered_at: datetime | None, versions: Sequence[EntryCorrectionRow]
) -> InForce:
    """The newest of the corrections, unless the unit filled in its form again after it.

    `own` is what the unit handed in, `entered_at` when it entered that.
    """
    if not versions:
        return InForce(own, 0)
    newest = versions[-1]
    if entered_at is not None and entered_at > newest.at:
        return InForce(own, newest.number)
    figure = Entered(newest.value, newest.numerator, newest.denominator, newest.reason)
    return InForce(figure, newest.number)


def as_handed_in(entry: Entry) -> Entered:
    """The figure that the unit itself entered; its `task` is loaded.

    None of a unit that was closed: nobody vouched for what still stands in its cells.
    """
    if entry.task.state == UnitTask.State.CLOSED:
        return Entered()
    return Entered(entry.value, entry.numerator, entry.denominator, entry.note)
