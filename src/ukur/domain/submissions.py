"""What a unit handed in, version by version, and what changed from one version to the next.

The figures of a version are plain values, so that they stay as they were whatever becomes of the
form: {"lines": {code: {value, numerator, denominator, note, no_evidence, origin, evidence, by,
at, note_by, note_at}}, "budget": {code: {absorbed, by, at}}}. Figures are text in plain notation,
or None for "not measured". Versions of before November 2026 have the amount alone for a budget
line, and do not tell who wrote a note.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ukur.domain.journal import Plain, canonical

Figures = Mapping[str, Mapping[str, Plain]]

CELLS = ("value", "numerator", "denominator", "note", "no_evidence", "origin", "evidence")
"""What stands in one line of a version, in the order in which it is shown."""
BUDGET = "absorbed"
WRITER = {"value": "by", "numerator": "by", "denominator": "by", BUDGET: "by", "note": "note_by"}
WRITTEN = {"value": "at", "numerator": "at", "denominator": "at", BUDGET: "at", "note": "note_at"}
"""Where a version says who wrote a cell, and when; of the others the journal tells."""


@dataclass(frozen=True)
class CellChange:
    """One cell that differs between two versions. `line` is the code of a line or budget line."""

    line: str
    cell: str
    was: Plain
    now: Plain
    is_budget: bool = False
    by: str = ""
    """Who gave the figure or wrote the note as it is now, and when: UTC in ISO 8601."""
    at: str = ""


def fingerprint(figures: Figures) -> str:
    """SHA-256 of the figures of a version: a fact of the journal, by which they can be held."""
    return hashlib.sha256(canonical(figures).encode()).hexdigest()


def changes_between(old: Figures, new: Figures) -> tuple[CellChange, ...]:
    """Every cell that differs, in the order of the newer version; lines only in one come as None.

    >>> a = {"lines": {"I1": {"value": "4", "note": ""}}, "budget": {}}
    >>> b = {"lines": {"I1": {"value": "5", "note": ""}}, "budget": {}}
    >>> [(c.line, c.cell, c.was, c.now) for c in changes_between(a, b)]
    [('I1', 'value', '4', '5')]
    """
    return (
        *_changes(old.get("lines", {}), new.get("lines", {}), CELLS, is_budget=False),
        *_changes(old.get("budget", {}), new.get("budget", {}), (BUDGET,), is_budget=True),
    )


def _changes(
    old: Mapping[str, Plain], new: Mapping[str, Plain], cells: Sequence[str], *, is_budget: bool
) -> Sequence[CellChange]:
    found = []
    for code in dict.fromkeys((*new, *old)):
        was, now = _cells(old.get(code)), _cells(new.get(code))
        found += [
            CellChange(
                code,
                cell,
                was.get(cell),
                now.get(cell),
                is_budget=is_budget,
                by=str(now.get(WRITER.get(cell, "")) or ""),
                at=str(now.get(WRITTEN.get(cell, "")) or ""),
            )
            for cell in cells
            if was.get(cell) != now.get(cell)
        ]
    return found


def _cells(line: Plain) -> Mapping[str, Plain]:
    return line if isinstance(line, Mapping) else {BUDGET: line}
