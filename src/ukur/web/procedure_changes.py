"""What differs between two versions of an SOP, as rows of a page."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ukur.domain.sop.comparison import Changed, Comparison, StepPair
from ukur.domain.sop.model import Work
from ukur.edge.names import work_name
from ukur.edge.procedure_words import FIELDS


@dataclass(frozen=True)
class Cell:
    """A field under both versions."""

    name: str
    was: str
    now: str


@dataclass(frozen=True)
class Row:
    """A row of the SOP that came, went or changed; `kind` is "baru", "hilang" or "ubah"."""

    kind: str
    title: str
    place: str
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True)
class Changes:
    rows: tuple[Row, ...]
    cover: tuple[Cell, ...]
    lanes: tuple[str, ...]
    unchanged: int
    """How many rows are the same."""


def changes_of(found: Comparison) -> Changes:
    """The differences in words; rows that stayed are only counted."""
    return Changes(
        rows=tuple(_row(pair) for pair in found.steps if not pair.is_same),
        cover=tuple(_cell(change) for change in found.cover),
        lanes=tuple(_lanes(found)),
        unchanged=sum(pair.is_same for pair in found.steps),
    )


def _row(pair: StepPair) -> Row:
    if pair.was is None and pair.now is not None:
        return Row("baru", pair.now.activity, _("Row %(number)s") % {"number": pair.now.number})
    if pair.now is None and pair.was is not None:
        place = _("Row %(number)s before") % {"number": pair.was.number}
        return Row("hilang", pair.was.activity, place)
    if pair.was is None or pair.now is None:
        raise ValueError(pair)
    place = _("Row %(number)s") % {"number": pair.now.number}
    if pair.was.number != pair.now.number:
        place = _("Row %(now)s, before it was %(was)s") % {
            "now": pair.now.number,
            "was": pair.was.number,
        }
    return Row("ubah", pair.now.activity, place, tuple(_cell(one) for one in pair.changes))


def _cell(change: Changed) -> Cell:
    was, now = change.was, change.now
    if change.field == "work":
        was, now = (work_name(Work(value)) for value in (was, now))
    return Cell(str(FIELDS[change.field]), was, now)


def _lanes(found: Comparison) -> Sequence[str]:
    told = []
    for pair in found.lanes:
        if pair.was is None and pair.now is not None:
            told.append(_("New column: %(name)s") % {"name": pair.now.name})
        elif pair.now is None and pair.was is not None:
            told.append(_("Column taken out: %(name)s") % {"name": pair.was.name})
        elif pair.was and pair.now and not pair.is_same:
            names = {"was": pair.was.name, "now": pair.now.name}
            told.append(_("Column “%(was)s” is called “%(now)s” now") % names)
    if found.is_reordered:
        told.append(_("The columns stand in another order"))
    return told
