"""Figures of another system on their way in: read, mapped, looked at, taken whole or not at all."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from ukur.domain.collecting import Act, TaskAct, TaskNotOpen, decide_task
from ukur.domain.figures.indicator import Kind
from ukur.domain.incoming import Choice, Difference, Fate, FileGone, Standing, compared
from ukur.domain.people import Actor
from ukur.domain.ports import Tools
from ukur.domain.refusals import NotNow, NotValid, Problem
from ukur.domain.source_figures import SourceFigures, SourceLine, proposed, source_figures
from ukur.domain.sources import (
    FIGURE_COLUMNS,
    NOT_ASKED,
    Purpose,
    SourceMapping,
    SourceValue,
    System,
)
from ukur.edge import wiring
from ukur.store.queries.incoming import StandingTask, WaitingFile, standing_tasks, waiting_file
from ukur.store.queries.sources import SourcePlace, newest_map
from ukur.usecases.collect.discard_figures import discard_figures
from ukur.usecases.collect.import_figures import SourceFile, UnitFigures, import_figures
from ukur.usecases.collect.keep_source_map import keep_source_map
from ukur.usecases.collect.stage_figures import stage_figures

Key = tuple[int, int]
"""A line of a unit: the ids of its task and of the line."""


@dataclass(frozen=True)
class ReadSource:
    """A file as it was read, with what its names are here."""

    system: System
    values: tuple[SourceValue, ...]
    mapping: SourceMapping
    tasks: tuple[StandingTask, ...]


@dataclass(frozen=True)
class UnitPreview:
    """What a file would change at one unit; `held` says why its form takes nothing now."""

    task: StandingTask
    lines: tuple[Difference, ...]
    made: Mapping[int, SourceLine]
    held: NotNow | None


@dataclass(frozen=True)
class SourcePreview:
    """What a file would change, unit by unit, and what of it is not read."""

    figures: SourceFigures
    units: tuple[UnitPreview, ...]
    names: Mapping[str, str]
    """Whose figure stands at the place of a problem."""

    @property
    def taken(self) -> int:
        """How many lines would be changed, those with a choice among them."""
        fates = (one.fate for unit in self.units if not unit.held for one in unit.lines)
        return sum(fate in (Fate.CHANGED, Fate.CONFLICT) for fate in fates)


@dataclass(frozen=True)
class SourceAnswers:
    """What the person said: which version counts, what was seen, which units are left out."""

    lines: Mapping[Key, Choice]
    seen: Mapping[Key, int]
    without: frozenset[int]


def values_of(name: str, content: bytes) -> tuple[System, tuple[SourceValue, ...]]:
    """The values of a file and the system that wrote it.

    Raises:
        NotValid: it cannot be read; every reason with its place.
    """
    if name.lower().endswith(".json"):
        return System.DHIS2, wiring.read_data_values(name, content)
    return wiring.read_figure_table(name, content)


def stage_source(
    *, place: SourcePlace, name: str, content: bytes, actor: Actor, tools: Tools
) -> int:
    """Let the file wait until its names are mapped and its changes looked at; its id.

    Raises:
        NotValid: it cannot be read, or holds no figure.
        NotYourUnit: see `ukur.usecases.collect.stage_figures`.
    """
    _system, values = values_of(name, content)
    if not values:
        raise NotValid((Problem(name, "no_figures"),))
    return stage_figures(
        name=name,
        content=content,
        purpose=Purpose.SOURCE,
        about={"cycle": place.cycle_id},
        actor=actor,
        tools=tools,
    )


def waiting_source(staged_id: int, cycle_id: int, actor: Actor, tools: Tools) -> WaitingFile:
    """The actor's own file that waits for this cycle.

    Raises:
        FileGone: it was taken, forgotten, or waited longer than a day.
    """
    found = waiting_file(staged_id, actor, tools.clock.now(), Purpose.SOURCE.value)
    if found is None or found.about.get("cycle") != cycle_id:
        raise FileGone
    return found


def read_source(file: WaitingFile, place: SourcePlace, actor: Actor) -> ReadSource:
    """The file with what its names are here, as far as that was said or goes without saying.

    Raises:
        NotValid: it cannot be read.
    """
    system, values = values_of(file.name, file.content)
    tasks = standing_tasks(place.cycle_id, actor.agency_id)
    lines = {code: line for task in tasks for code, line in task.lines.items()}
    names = {task.unit_code: task.unit_name for task in tasks}
    mapping = proposed(newest_map(actor.agency_id, system), values, lines, names)
    return ReadSource(system, values, mapping, tasks)


def kept_source(system: System, place: SourcePlace, actor: Actor) -> ReadSource:
    """All names of a system that are kept, as if a file had them."""
    mapping = newest_map(actor.agency_id, system)
    elements = (SourceValue(name, "", "", "", "") for name in mapping.elements)
    units = (SourceValue("", name, "", "", "") for name in mapping.units)
    tasks = standing_tasks(place.cycle_id, actor.agency_id)
    return ReadSource(system, (*elements, *units), mapping, tasks)


def keep_map(
    *,
    read: ReadSource,
    mapping: SourceMapping,
    actor: Actor,
    tools: Tools,
    seen_version: int | None = None,
) -> int:
    """Keep what the names are; the version.

    Raises:
        NotYourUnit: see `ukur.usecases.collect.keep_source_map`.
    """
    return keep_source_map(
        system=read.system, mapping=mapping, actor=actor, tools=tools, seen_version=seen_version
    )


def preview_source(
    read: ReadSource, place: SourcePlace, actor: Actor, now: datetime
) -> SourcePreview:
    """What the file would change, unit by unit."""
    tasks = {task.unit_code: task for task in read.tasks if _is_within(task, place)}
    figures = source_figures(
        read.values,
        read.mapping,
        {code: task.lines for code, task in tasks.items()},
        place.when,
        read.system,
    )
    by_unit: dict[str, list[SourceLine]] = {}
    for line in figures.lines:
        by_unit.setdefault(line.unit_code, []).append(line)
    units = (
        _unit(task, by_unit[code], held(task, actor, now))
        for code, task in tasks.items()
        if code in by_unit
    )
    return SourcePreview(figures, tuple(units), dict(_names(figures, tasks)))


def _names(figures: SourceFigures, tasks: Mapping[str, StandingTask]) -> Iterator[tuple[str, str]]:
    for problem in figures.problems:
        if problem.where in figures.owners:
            unit, code = figures.owners[problem.where]
            task = tasks[unit]
            yield problem.where, f"{code} {task.lines[code].name}, {task.unit_name}"


def empty_table(place: SourcePlace, actor: Actor, now: datetime) -> wiring.Table:
    """A row for every line of every unit that takes figures now, with our codes and no figure."""
    rows = tuple(
        (task.unit_code, task.unit_name, line.code, line.name, *_not_asked(line), "")
        for task in standing_tasks(place.cycle_id, actor.agency_id)
        if _is_within(task, place) and held(task, actor, now) is None
        for line in task.lines.values()
    )
    return wiring.Table(FIGURE_COLUMNS, rows, delimiter=";")


def _not_asked(line: Standing) -> tuple[str, str, str]:
    """Empty cells for what is asked for, a dash for what is not."""
    is_ratio = line.counting.kind is Kind.RATIO
    return ("", "", NOT_ASKED) if is_ratio else (NOT_ASKED, NOT_ASKED, "")


def _is_within(task: StandingTask, place: SourcePlace) -> bool:
    return place.units is None or task.unit_id in place.units


def held(task: StandingTask, actor: Actor, now: datetime) -> NotNow | None:
    """Why the form of a unit takes no figures now; None where it does."""
    try:
        decide_task(task.form, TaskAct(Act.IMPORT), actor, now)
    except NotNow as refusal:
        return refusal
    return None


def _unit(task: StandingTask, lines: list[SourceLine], why: NotNow | None) -> UnitPreview:
    differences = tuple(compared(task.lines[line.code], line.arrival) for line in lines)
    made = {task.lines[line.code].line_id: line for line in lines}
    return UnitPreview(task, differences, made, why)


def take_source(
    *,
    file: WaitingFile,
    place: SourcePlace,
    answers: SourceAnswers,
    actor: Actor,
    tools: Tools,
) -> int:
    """Keep the figures of all units that are not left out, or nothing; how many were changed.

    Raises:
        NotValid: a name is not mapped, a figure cannot be kept, a unit handed in already, or a
            choice is missing.
        Refusal: see `ukur.usecases.collect.import_figures`.
    """
    read = read_source(file, place, actor)
    preview = preview_source(read, place, actor, tools.clock.now())
    kept = [unit for unit in preview.units if unit.task.task_id not in answers.without]
    problems = [*_unknown(preview, place), *preview.figures.problems]
    problems += [problem for unit in kept for problem in _unit_problems(unit, answers)]
    if problems:
        raise NotValid(tuple(problems))
    figures = {unit.task.task_id: _figures(unit, answers) for unit in kept}
    source = SourceFile(file.name, file.content, read.system, read.mapping.id)
    wanted = {task: found for task, found in figures.items() if found.typed}
    taken = import_figures(file=source, figures=wanted, actor=actor, tools=tools) if wanted else 0
    discard_figures(staged_id=file.id, actor=actor, tools=tools)
    return taken


def _unknown(preview: SourcePreview, place: SourcePlace) -> list[Problem]:
    """Names that nobody mapped stop whoever can map them; others leave those values out."""
    if not place.may_map:
        return []
    names = (*preview.figures.unknown_elements, *preview.figures.unknown_units)
    return [Problem(name, "name_unmapped") for name in names]


def _unit_problems(unit: UnitPreview, answers: SourceAnswers) -> list[Problem]:
    task = unit.task
    if unit.held:
        is_state = isinstance(unit.held, TaskNotOpen)
        return [Problem(task.unit_name, "unit_not_open" if is_state else "unit_window_shut")]
    found: list[Problem] = []
    for one in unit.lines:
        choice = answers.lines.get((task.task_id, one.standing.line_id))
        if one.fate is Fate.WRONG and choice is not Choice.THEIRS:
            found += one.problems
        elif one.fate is Fate.CONFLICT and choice is None:
            facts = {"found": f"{one.standing.code}, {task.unit_name}"}
            found.append(Problem(task.unit_name, "choice_missing", facts))
    return found


def _figures(unit: UnitPreview, answers: SourceAnswers) -> UnitFigures:
    task_id = unit.task.task_id
    taken = [
        one
        for one in unit.lines
        if one.fate is Fate.CHANGED
        or (
            one.fate is Fate.CONFLICT
            and answers.lines.get((task_id, one.standing.line_id)) is Choice.MINE
        )
    ]
    return UnitFigures(
        typed={
            one.standing.line_id: one.typed(answers.seen.get((task_id, one.standing.line_id), -1))
            for one in taken
        },
        places={one.standing.line_id: one.arrival.place for one in taken},
    )
