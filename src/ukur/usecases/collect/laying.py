"""The frame of everything that is laid beside a figure, or taken away from it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from ukur.domain.evidence import MOST_PIECES
from ukur.domain.people import Actor
from ukur.domain.ports import Tools
from ukur.domain.refusals import NotValid, Problem
from ukur.store.models import Entry, EvidenceRow
from ukur.usecases.changing import Filling
from ukur.usecases.collect.filling_in import filling_in


@dataclass(frozen=True)
class Beside:
    """The figure that something is laid beside, and the change of its form."""

    change: Filling
    entry: Entry
    code: str


@contextmanager
def beside(task_id: int, line_id: int, actor: Actor, tools: Tools) -> Iterator[Beside]:
    """Lock the form, see that it can be filled in, and find the figure.

    Raises:
        Refusal: see `ukur.usecases.collect.filling_in.filling_in`.
        Entry.DoesNotExist: the unit does not fill in that line.
    """
    with filling_in(task_id, actor, tools) as change:
        entries = Entry.objects.select_related("line__indicator")
        entry = entries.get(task=change.task, line_id=line_id)
        yield Beside(change, entry, entry.line.indicator.code)


def check_new(entry: Entry, where: str, **same: str) -> None:
    """Nothing, if there is room beside the figure and what is the `same` is not there yet.

    Raises:
        NotValid: too many pieces, or the same file or link twice.
    """
    pieces = EvidenceRow.objects.filter(entry=entry, removed_at__isnull=True)
    if pieces.filter(**same).exists():
        raise NotValid(problems=(Problem(where, f"{where}_twice"),))
    if pieces.count() >= MOST_PIECES:
        raise NotValid(problems=(Problem(where, "evidence_full", {"most": MOST_PIECES}),))
