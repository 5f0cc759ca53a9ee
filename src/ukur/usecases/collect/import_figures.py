"""Step 4: the figures of a file are taken into the forms of one unit or of many."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ukur.domain.entering import Came, EntryConflict, Origin, Typed
from ukur.domain.incoming import ImportOvertaken
from ukur.domain.journal import plain_figure
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

    `places` say where each figure stood. `spent_seen` is what the person saw of the budget, in
    plain figures, "" for none.
    """

    typed: Mapping[int, Typed]
    places: Mapping[int, str] = field(default_factory=dict)
    spent: Mapping[int, str] = field(default_factory=dict)
    spent_seen: Mapping[int, str] = field(default_factory=dict)


def import_figures(
    *, file: SourceFile, figures: Mapping[int, UnitFigures], actor: Actor, tools: Tools
) -> int:
    """Keep the figures of all units (by the ids of their tasks) or none; how many were changed.

    The file itself is kept in the vault, and every figure says that it came from it. Source: SOP
    row 4: Tim SAKIP collects the data and processes it; the unit's head vouches for it later.

    Raises:
        NotYourUnit, TaskNotOpen: see `ukur.domain.collecting.decide_task`.
        NotValid: every cell that cannot be kept, as "line:12:numerator" or "budget:3".
        EntryConflict: every line that somebody changed since the person saw it.
        ImportOvertaken: the budget was changed since then, or a unit is not there any more.
    """
    sha256 = tools.vault.put(file.content)
    with filling_units(figures, actor, tools) as changes:
        if len(changes) != len(figures) or len({change.task.cycle_id for change in changes}) > 1:
            raise ImportOvertaken
        reads = [_read(change, figures[change.task.pk]) for change in changes]
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


def _read(change: Filling, figures: UnitFigures) -> Read:
    read = read_cells(change.task, figures.typed, figures.spent)
    for row in read.budget_entries:
        seen = figures.spent_seen.get(row.budget_line_id)
        if seen is not None and seen != (plain_figure(row.absorbed) or ""):
            raise ImportOvertaken
    return read


def _refuse(reads: Sequence[Read]) -> None:
    problems = [problem for read in reads for problem in read.problems]
    if problems:
        raise NotValid(problems=tuple(problems))
    conflicts = [conflict for read in reads for conflict in read.conflicts]
    if conflicts:
        raise EntryConflict(conflicts=tuple(conflicts))


def _count(read: Read) -> int:
    """How many lines and budget lines will be other than they are."""
    lines = sum(
        entry.line_id in read.lines and read.lines[entry.line_id] != kept_in(entry)
        for entry in read.entries
    )
    return lines + sum(
        row.budget_line_id in read.budget and read.budget[row.budget_line_id] != row.absorbed
        for row in read.budget_entries
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
