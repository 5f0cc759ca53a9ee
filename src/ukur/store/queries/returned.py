"""What was asked for, line by line, when a unit's form went back, and what became of it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from ukur.domain.collecting import SubmissionEnd, TaskState
from ukur.domain.journal import Plain
from ukur.domain.returning import LineKey, ReturnLine, answers_to
from ukur.domain.submissions import Figures, changes_between
from ukur.store.models import BudgetEntry, Entry, ReturnLineRow, Submission, UnitTask
from ukur.store.queries.submissions import asked_in, budget_figures, line_figures

DECIDED = (SubmissionEnd.VERIFIED, SubmissionEnd.RETURNED, SubmissionEnd.CORRECTED)
"""How a version ended on which Tim SAKIP decided; one that its unit took back was not looked at."""


@dataclass(frozen=True)
class OwnLines:
    """The lines and budget lines of one form in its order: what they are called, and their ids."""

    names: Mapping[LineKey, str]
    ids: Mapping[LineKey, int]


def own_lines(task_id: int) -> OwnLines:
    """The lines of a form. Two queries."""
    lines = Entry.objects.filter(task=task_id).order_by("line__order")
    money = BudgetEntry.objects.filter(task=task_id).order_by("budget_line__order")
    rows: list[tuple[LineKey, int, str]] = [
        ((False, code), pk, name)
        for code, pk, name in lines.values_list(
            "line__indicator__code", "line_id", "line__indicator__name"
        )
    ]
    rows += [
        ((True, code), pk, name)
        for code, pk, name in money.values_list(
            "budget_line__code", "budget_line_id", "budget_line__name"
        )
    ]
    return OwnLines({key: name for key, _pk, name in rows}, {key: pk for key, pk, _name in rows})


@dataclass(frozen=True)
class Asked:
    """What is to be done about a line, and whether anything of it was changed since."""

    word: str
    is_changed: bool


@dataclass(frozen=True)
class Wish:
    """The lines that were named when the form went back, and the figures as they stood then.

    `ended_at` is when the version ended on which was decided last.
    """

    lines: tuple[ReturnLine, ...] = ()
    figures: Figures | None = None
    ended_at: datetime | None = None


NO_WISH = Wish()


def wish_for(task: UnitTask) -> Wish:
    """What the unit is still asked to mend: as long as it fills in its form.

    No query for a form that was never handed in, two for one that was.
    """
    if not task.version or task.state not in (TaskState.FILLING, TaskState.RETURNED):
        return NO_WISH
    decided = Submission.objects.filter(task=task.pk, end__in=[end.value for end in DECIDED])
    newest = decided.order_by("-number").values_list("pk", "end", "figures", "ended_at")
    last = newest.first()
    if last is None:
        return NO_WISH
    pk, end, figures, ended_at = last
    if end == SubmissionEnd.VERIFIED:
        return Wish(ended_at=ended_at)
    asked = asked_in(ReturnLineRow.objects.filter(submission=pk))
    return Wish(asked.get(pk, ()), figures, ended_at)


def asked_of_lines(
    wish: Wish, entries: Collection[Entry], evidence: Mapping[int, list[Plain]]
) -> dict[str, Asked]:
    """What is asked about lines, by indicator code; `evidence` is by entry. No query."""
    words = {one.code: one.word for one in wish.lines if not one.is_budget}
    now: dict[str, Plain] = {}
    if words:
        now = {
            entry.line.indicator.code: line_figures(entry, evidence.get(entry.pk, []))
            for entry in entries
            if entry.line.indicator.code in words
        }
    return _asked(words, wish, {"lines": now}, is_budget=False)


def asked_of_budget(wish: Wish, entries: Collection[BudgetEntry]) -> dict[str, Asked]:
    """The same of budget lines, by their codes. No query."""
    words = {one.code: one.word for one in wish.lines if one.is_budget}
    now: dict[str, Plain] = {
        entry.budget_line.code: budget_figures(entry.absorbed)
        for entry in entries
        if entry.budget_line.code in words
    }
    return _asked(words, wish, {"budget": now}, is_budget=True)


def _asked(
    words: Mapping[str, str], wish: Wish, now: Figures, *, is_budget: bool
) -> dict[str, Asked]:
    changes = changes_between(wish.figures or {}, now) if words else ()
    return {
        code: Asked(word, bool(answers_to((is_budget, code), changes)))
        for code, word in words.items()
    }
