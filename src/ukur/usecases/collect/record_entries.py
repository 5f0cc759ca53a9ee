"""Step 4: a unit's operator writes figures into the form, all of them or none."""

from collections.abc import Mapping

from ukur.domain.entering import Came, EntryConflict, Origin, Typed
from ukur.domain.people import Actor
from ukur.domain.ports import Tools
from ukur.domain.refusals import NotValid
from ukur.usecases.collect.filling_in import filling_in
from ukur.usecases.collect.recording import Kept, keep, read_cells

_TYPED_HERE = Came(Origin.PAGE)


def record_entries(
    *,
    task_id: int,
    typed: Mapping[int, Typed],
    spent: Mapping[int, Typed],
    actor: Actor,
    tools: Tools,
    came: Came = _TYPED_HERE,
) -> Kept:
    """Keep what was typed for lines (by line id) and budget lines (by their id): all or nothing.

    Both as they are kept, in the order of the form. Cells that did not change leave no
    trace. Source: SOP row 4.

    Raises:
        Refusal: see `ukur.usecases.collect.filling_in.filling_in`.
        NotValid: every cell that cannot be kept, as "line:12:numerator" or "budget:3".
        EntryConflict: every line and budget line that somebody else changed since the person
            saw it.
    """
    with filling_in(task_id, actor, tools) as change:
        read = read_cells(change.task, typed, spent)
        if read.problems:
            raise NotValid(problems=tuple(read.problems))
        if read.conflicts:
            raise EntryConflict(conflicts=tuple(read.conflicts))
        return keep(change, read, came)
