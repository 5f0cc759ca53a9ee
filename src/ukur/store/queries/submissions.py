"""What stands in a unit's form now, and what it handed in before."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import QuerySet

from ukur.domain.collecting import SubmissionEnd
from ukur.domain.journal import Plain, plain_figure
from ukur.domain.returning import ReturnLine
from ukur.domain.submissions import BUDGET, CellChange, Figures, changes_between
from ukur.store.models import BudgetEntry, Entry, EvidenceRow, ReturnLineRow, Submission
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
    asked: tuple[ReturnLine, ...]
    """Of a version that went back: the lines that were named, in the order of the form."""
    changes: tuple[CellChange, ...]


def figures_now(task_id: int) -> dict[str, dict[str, Plain]]:
    """All entries of the form in plain values, as a submission keeps them. Four queries."""
    evidence: dict[int, list[Plain]] = defaultdict(list)
    files = EvidenceRow.objects.filter(entry__task=task_id, removed_at=None).order_by("id")
    for entry_id, name, sha256, url in files.values_list("entry_id", "name", "sha256", "url"):
        evidence[entry_id].append(plain_evidence(name, sha256, url))
    rows = Entry.objects.filter(task=task_id).select_related("line__indicator", "entered_by")
    notes = note_writings([task_id])
    lines: dict[str, Plain] = {
        row.line.indicator.code: {
            **line_figures(row, evidence[row.pk]),
            **_written(row),
            **_noted(notes.get((task_id, row.line.indicator.code))),
        }
        for row in rows.order_by("line__order")
    }
    money = BudgetEntry.objects.filter(task=task_id).select_related("budget_line", "entered_by")
    budget: dict[str, Plain] = {
        row.budget_line.code: budget_figures(row.absorbed) | _written(row)
        for row in money.order_by("budget_line__order")
    }
    return {"lines": lines, "budget": budget}


def line_figures(row: Entry, evidence: list[Plain]) -> dict[str, Plain]:
    """What stands in a line, without who wrote it."""
    return {
        "value": plain_figure(row.value),
        "numerator": plain_figure(row.numerator),
        "denominator": plain_figure(row.denominator),
        "note": row.note,
        "no_evidence": row.no_evidence,
        "origin": row.origin,
        "evidence": evidence,
    }


def budget_figures(absorbed: Decimal | None) -> dict[str, Plain]:
    """What stands in a budget line, without who wrote it."""
    return {BUDGET: plain_figure(absorbed)}


def plain_evidence(name: str, sha256: str, url: str) -> Plain:
    """A piece of evidence as a version keeps it."""
    return {"name": name, "sha256": sha256, "url": url}


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
    """Every version that the unit handed in, the newest first. Two queries."""
    asked = asked_in(ReturnLineRow.objects.filter(submission__task=task_id))
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
                asked=asked.get(row.pk, ()),
                changes=() if before is None else changes_between(before, row.figures),
            )
        )
        before = row.figures
    return tuple(reversed(found))


def asked_in(rows: QuerySet[ReturnLineRow]) -> Mapping[int, tuple[ReturnLine, ...]]:
    """What was asked line by line, by the id of the version. One query."""
    found: dict[int, list[ReturnLine]] = defaultdict(list)
    told = rows.order_by("submission", "order").values_list(
        "submission_id", "line__indicator__code", "budget_line__code", "word"
    )
    for submission_id, code, budget_code, word in told:
        one = ReturnLine(code or budget_code, word, is_budget=code is None)
        found[submission_id].append(one)
    return {submission_id: tuple(lines) for submission_id, lines in found.items()}
