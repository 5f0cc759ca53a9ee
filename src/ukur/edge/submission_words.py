"""The versions that a unit handed in, and what changed between them, as a page says it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from ukur.domain.collecting import SubmissionEnd
from ukur.domain.figures.notation import written_exact
from ukur.domain.journal import Plain
from ukur.domain.returning import LineKey
from ukur.domain.submissions import CellChange
from ukur.edge import dates
from ukur.store.queries.submissions import Version

FIGURES = ("value", "numerator", "denominator", "absorbed")

CELL_NAMES = {
    "value": _lazy("Realization"),
    "numerator": _lazy("Numerator"),
    "denominator": _lazy("Denominator"),
    "note": _lazy("Note"),
    "no_evidence": _lazy("Why there is no evidence"),
    "evidence": _lazy("Evidence"),
    "absorbed": _lazy("Budget realization"),
}
"""The cells whose change is shown; how a figure came into the form is for the journal."""

ENDS = {
    SubmissionEnd.VERIFIED: _lazy("verified"),
    SubmissionEnd.RETURNED: _lazy("returned"),
    SubmissionEnd.WITHDRAWN: _lazy("withdrawn by the unit"),
    SubmissionEnd.CORRECTED: _lazy("verified, then corrected"),
}


@dataclass(frozen=True)
class ChangeRow:
    """One cell that changed. "–" stands for what was not there."""

    line: str
    cell: str
    was: str
    now: str
    by: str
    at: str


@dataclass(frozen=True)
class AskedRow:
    """A line that was named when the version went back, and the word about it."""

    line: str
    word: str


@dataclass(frozen=True)
class VersionCard:
    """One version in words; `changes` is None for the first one."""

    number: int
    at: datetime
    by: str
    end: str
    ended_at: datetime | None
    ended_by: str
    reason: str
    asked: tuple[AskedRow, ...]
    changes: tuple[ChangeRow, ...] | None


def version_cards(
    versions: Sequence[Version], names: Mapping[LineKey, str], utc_offset: int
) -> tuple[VersionCard, ...]:
    """The versions, the newest first; `names` are those of the form's lines and budget lines."""
    return tuple(
        VersionCard(
            number=version.number,
            at=version.at,
            by=version.by,
            end=str(ENDS[version.end]) if version.end else _("waits to be checked"),
            ended_at=version.ended_at,
            ended_by=version.ended_by,
            reason=version.reason,
            asked=tuple(AskedRow(names.get(one.key, one.code), one.word) for one in version.asked),
            changes=None
            if version.number == 1
            else change_rows(version.changes, names, utc_offset),
        )
        for version in versions
    )


def change_rows(
    changes: Sequence[CellChange], names: Mapping[LineKey, str], utc_offset: int
) -> tuple[ChangeRow, ...]:
    """The cells that changed; how a figure came into the form is left out."""
    shown = (change for change in changes if change.cell in CELL_NAMES)
    return tuple(_row(change, names, utc_offset) for change in shown)


def _row(change: CellChange, names: Mapping[LineKey, str], utc_offset: int) -> ChangeRow:
    at = dates.short(datetime.fromisoformat(change.at), utc_offset) if change.at else ""
    return ChangeRow(
        line=names.get((change.is_budget, change.line), change.line),
        cell=str(CELL_NAMES[change.cell]),
        was=_text(change.cell, change.was),
        now=_text(change.cell, change.now),
        by=change.by,
        at=at,
    )


def _text(cell: str, value: Plain) -> str:
    """The figure in Indonesian notation and in full, the words, or the names of the files."""
    if not value:
        return "–"
    if cell in FIGURES:
        return written_exact(Decimal(str(value)))
    if cell == "evidence" and isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(str(one["name"]) for one in value if isinstance(one, Mapping))
    return str(value)
