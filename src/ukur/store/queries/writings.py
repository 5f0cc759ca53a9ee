"""Who wrote what in a unit's form last, as the unit's own chain tells it.

An entry keeps who gave its figure; a word about it can be somebody else's.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Subquery

from ukur.domain.plain_values import Values, rows_of, text_of
from ukur.store.models import EventRow

RECORDED, EXCUSED = "entries_recorded", "evidence_excused"
FIGURE = ("value", "numerator", "denominator")


@dataclass(frozen=True)
class Writing:
    """Who wrote it, under the name of that day, and when."""

    by: str
    at: datetime


def note_writings(tasks: Collection[int], code: str = "") -> dict[tuple[int, str], Writing]:
    """Who wrote the note of a line last, by the form and the line's code. One query, none for none.

    `code` asks about one line of many forms.
    """
    if not tasks:
        return {}
    events = EventRow.objects.filter(task__in=tasks, verb=RECORDED)
    if code and code.isascii():
        # few of a form's events are about one line; text beyond ASCII is kept in two ways
        events = events.filter(facts__icontains=code)
    found = {}
    rows = events.order_by("task", "sequence").values_list("task_id", "by", "at", "facts")
    for task_id, by, at, facts in rows:
        for line in rows_of(facts, "lines"):
            if _differs(line, ("note",)):
                found[task_id or 0, text_of(line, "line")] = Writing(by, datetime.fromisoformat(at))
    return found


def last_writings(task_id: int, codes: Collection[str]) -> dict[str, Writing]:
    """Who changed anything in these lines of a form last, by their codes. One query."""
    found = {}
    events = EventRow.objects.filter(task=task_id, verb__in=(RECORDED, EXCUSED))
    for by, at, facts in events.order_by("sequence").values_list("by", "at", "facts"):
        for code in _lines_in(facts):
            if code in codes:
                found[code] = Writing(by, datetime.fromisoformat(at))
    return found


def last_recorded(task: str) -> Subquery:
    """When anything was last kept in a form, as the chain writes moments; `task` names its id."""
    events = EventRow.objects.filter(task=OuterRef(task), verb=RECORDED)
    return Subquery(events.order_by("-sequence").values("at")[:1])


def figures_in(facts: Values) -> list[str]:
    """The codes of the lines whose figure a save changed, not only a word about it."""
    changed = (line for line in rows_of(facts, "lines") if _differs(line, FIGURE))
    return list(dict.fromkeys(text_of(line, "line") for line in changed))


def _lines_in(facts: Values) -> Iterator[str]:
    yield text_of(facts, "line")
    yield from (text_of(line, "line") for line in rows_of(facts, "lines"))


def _differs(line: Values, cells: Collection[str]) -> bool:
    was, now = line.get("was"), line.get("is")
    if not isinstance(was, Mapping) or not isinstance(now, Mapping):
        return False
    return any(was.get(cell) != now.get(cell) for cell in cells)
