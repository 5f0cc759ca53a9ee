"""What stands in a unit's form now, and what it handed in before."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from ukur.domain.collecting import SubmissionEnd
from ukur.domain.journal import Plain, plain_figure
from ukur.domain.submissions import CellChange, Figures, changes_between
from ukur.store.models import BudgetEntry, Entry, EvidenceRow, Submission
from ukur.store.queries.writings import Writing, note_writings


@dataclass(frozen=True)
class Version:
    """One version of what a unit handed in; `changes` are against the version before it."""

    number: int
    round: int
    at: datetime
    by: str
    figures: Figures
    end: SubmissionEnd | None
    ended_at: datetime | None
    ended_by: str
    reason: str
    changes: tuple[CellChange, ...]


def figures_now(task_id: int) -> dict[str, dict[str, Plain]]:
    """All entries of the form in plain values, as a submission keeps them. Four queries."""
    evidence: dict[int, list[Plain]] = defaultdict(list)
    files = EvidenceRow.objects.filter(entry__task=task_id, removed_at=None).order_by("id")
    for entry_id, name, sha256, url in files.values_list("entry_id", "name", "sha256", "url"):
        evidence[entry_id].append({"name": name, "sha256": sha256, "url": url})
    rows = Entry.objects.filter(task=task_id).select_related("line__indicator", "entered_by")
    notes = note_writings([task_id])
    lines: dict[str, Plain] = {
        row.line.indicator.code: {
            "value": plain_figure(row.value),
            "numerator": plain_figure(row.numerator),
            "denominator": plain_figure(row.denominator),
            "note": row.note,
            "no_evidence": row.no_evidence,
            "origin": row.origin,
            "evidence": evidence[row.pk],
            **_written(row),
            **_noted(notes.get((task_id, row.line.indicator.code))),
        }
        for row in rows.order_by("line__order")
    }
    money = BudgetEntry.objects.filter(task=task_id).select_related("budget_line", "entered_by")
    budget: dict[str, Plain] = {
        row.budget_line.code: {"absorbed": plain_figure(row.absorbed), **_written(row)}
        for row in money.order_by("budget_line__order")
    }
    return {"lines": lines, "budget": budget}


def _written(row: Entry | BudgetEntry) -> dict[str, Plain]:
    """Who gave the figure as it is, and when."""
    return {
        "by": row.entered_by.name if row.entered_by else "",
        "at": row.entered_at.isoformat() if row.entered_at else "",
    }


def _noted(note: Writing | None) -> dict[str, Plain]:
    """Who wrote the note as it is, and when; nothing where there never was one."""
    return {"note_by": note.by, "note_at": note.at.isoformat()} if note else {}


def versions_of_unit(task_id: int) -> tuple[Version, ...]:
    """Every version that the unit handed in, the newest first. One query."""
    rows = Submission.objects.filter(task=task_id).select_related("by", "ended_by")
    found: list[Version] = []
    before: Figures | None = None
    for row in rows.order_by("number"):
        found.append(
            Version(
                number=row.number,
                round=row.round,
                at=row.at,
                by=row.by.name,
                figures=row.figures,
                end=SubmissionEnd(row.end) if row.end else None,
                ended_at=row.ended_at,
                ended_by=row.ended_by.name if row.ended_by else "",
                reason=row.reason,
                changes=() if before is None else changes_between(before, row.figures),
            )
        )
        before = row.figures
    return tuple(reversed(found))
