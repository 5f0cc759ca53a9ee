"""Step 4: the figures of a file are taken into the forms of one unit or of many."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ukur.domain.entering import Came, EntryConflict, Origin, Typed
from ukur.domain.incoming import ImportOvertaken
from ukur.domain.people import Actor
from ukur.domain.ports import Tools
from ukur.domain.refusals import NotValid
from ukur.domain.sources import System
from ukur.store.models import SourceImport, UnitTask
from ukur.usecases.changing import Filling
from ukur.usecases.collect.filling_units import filling_units
from ukur.usecases.collect.recording import Read, keep, kept_in, read_cells

LONGEST_NOTE = 300


@dataclass(frozen=True)
class SourceFile:
    """The file that is taken, and the mapping by which it was read."""

    name: str
    content: bytes
    system: System
    map_id: int | None = None


@dataclass(frozen=True)
class UnitFigures:
    """What the file says of one unit: by line id and by the id of the budget line.

    `places` say where each figure stood.
    """

    typed: Mapping[int, Typed]
    places: Mapping[int, str] = field(default_factory=dict)
    spent: Mapping[int, Typed] = field(default_factory=dict)


def import_figures(
    *, file: SourceFile, figures: Mapping[int, UnitFigures], actor: Actor, tools: Tools
) -> int:
    """Keep the figures of all units (by the ids of their tasks) or none; how many were changed.

    The file itself is kept in the vault, and every figure says that it came from it. Source: SOP
    row 4: Tim SAKIP collects the data and processes it; the unit's head vouches for it later.

    Raises:
        NotYourUnit, TaskNotOpen: see `ukur.domain.collecting.decide_task`.
        NotValid: every cell that cannot be kept, as "line:12:numerator" or "budget:3".
        EntryConflict: every line and budget line that somebody changed since the person saw it.
        ImportOvertaken: a unit is not there any more.
    """
    sha256 = tools.vault.put(file.content)
    with filling_units(figures, actor, tools) as changes:
        if len(changes) != len(figures) or len({change.task.cycle_id for change in changes}) > 1:
            raise ImportOvertaken
        reads = [
            read_cells(change.task, unit.typed, unit.spent)
            for change, unit in ((change, figures[change.task.pk]) for change in changes)
        ]
        _refuse(reads)
        taken = sum(_count(read) for read in reads)
        if not taken:
            for change in changes:
                change.is_idle = True
            return 0
        source = _source(changes[0], file, sha256, taken)
        origin = Origin(file.system.value)
        for change, read in zip(changes, reads, strict=True):
            places = figures[change.task.pk].places
            notes = {line: place[:LONGEST_NOTE] for line, place in places.items()}
            keep(change, read, Came(origin, source.pk, notes))
            change.facts |= {"file": file.name, "sha256": sha256}
    return taken


def _refuse(reads: Sequence[Read]) -> None:
    problems = [problem for read in reads for problem in read.problems]
    if problems:
        raise NotValid(problems=tuple(problems))
    conflicts = [conflict for read in reads for conflict in read.conflicts]
    if conflicts:
        raise EntryConflict(conflicts=tuple(conflicts))


def _count(read: Read) -> int:
    """How many lines and budget lines will be other than they are."""
    lines = ((row, read.lines.get(row.line_id)) for row in read.entries)
    money = ((row, read.budget.get(row.budget_line_id)) for row in read.budget_entries)
    return sum(new is not None and new != kept_in(row) for row, new in lines) + sum(
        new is not None and new != kept_in(row) for row, new in money
    )


def _source(change: Filling, file: SourceFile, sha256: str, taken: int) -> SourceImport:
    task: UnitTask = change.task
    return SourceImport.objects.create(
        cycle_id=task.cycle_id,
        source_map_id=file.map_id,
        system=file.system.value,
        name=file.name[-200:],
        sha256=sha256,
        size=len(file.content),
        taken=taken,
        at=change.now,
        by_id=change.actor.account_id,
    )
