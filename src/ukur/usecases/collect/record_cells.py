"""Step 4: the cells that a page sends by itself, each line kept for its own sake."""

from collections.abc import Mapping
from dataclasses import dataclass

from ukur.domain.entering import Came, Conflict, KeptLine, Origin, Typed
from ukur.domain.people import Actor
from ukur.domain.ports import Tools
from ukur.domain.refusals import Problem
from ukur.store.queries.entry_now import FormNow, form_now
from ukur.usecases.collect.filling_in import filling_in
from ukur.usecases.collect.recording import keep, read_cells

_TYPED_HERE = Came(Origin.PAGE)


@dataclass(frozen=True)
class CellsRecorded:
    """What became of each line: kept, asked about ("line:12:numerator"), or overtaken.

    `budget` are the budget lines that are kept; `now` is how all that was asked for
    stands after the save.
    """

    lines: tuple[KeptLine, ...]
    budget: tuple[KeptLine, ...]
    problems: tuple[Problem, ...]
    conflicts: tuple[Conflict, ...]
    now: FormNow


def record_cells(
    *,
    task_id: int,
    typed: Mapping[int, Typed],
    spent: Mapping[int, Typed],
    actor: Actor,
    tools: Tools,
    came: Came = _TYPED_HERE,
) -> CellsRecorded:
    """Keep every line (by its id) and budget line that is in order, whatever is said of the others.

    One transaction and one event for all that is kept; nothing kept leaves no event.

    Raises:
        Refusal: see `ukur.usecases.collect.filling_in.filling_in`; nothing is kept.
    """
    with filling_in(task_id, actor, tools) as change:
        read = read_cells(change.task, typed, spent)
        kept = keep(change, read, came)
    return CellsRecorded(
        kept.lines,
        kept.budget,
        tuple(read.problems),
        tuple(read.conflicts),
        form_now(change.task, read.entries, with_budget=bool(spent)),
    )
