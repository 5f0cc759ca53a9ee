"""A file of another system before it is taken, unit by unit, and what was said of it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import accumulate

from django.http import QueryDict

from ukur.domain.collecting import TaskState
from ukur.domain.incoming import Choice, Fate
from ukur.edge.source_files import SourceAnswers, SourcePreview, UnitPreview
from ukur.edge.source_words import left_out_words
from ukur.edge.wording import sentence
from ukur.store.queries.sources import SourcePlace
from ukur.web.entry_rows import counted
from ukur.web.file_rows import (
    MOST_OPEN,
    MOST_PROBLEMS,
    ShownRow,
    one_by_one,
    placed,
    shown_lines,
    tally,
)
from ukur.web.work import whole

SEEN = "seen-"
"""The field of a unit that says what of it was seen, by its task."""


@dataclass(frozen=True)
class ShownLine:
    """A row of the preview with how its figure was made."""

    row: ShownRow
    made: tuple[str, ...]
    source: str


@dataclass(frozen=True)
class ShownUnit:
    """A unit of the preview; `rest` is what was chosen for all its conflicts."""

    task_id: int
    name: str
    state: TaskState
    held: str
    is_left_out: bool
    wrong: tuple[ShownLine, ...]
    conflicts: tuple[ShownLine, ...]
    changes: tuple[ShownLine, ...]
    same: tuple[ShownLine, ...]
    rest: str = ""
    is_open: bool = True

    @property
    def rest_name(self) -> str:
        return f"rest-{self.task_id}"

    @property
    def seen_name(self) -> str:
        return f"{SEEN}{self.task_id}"

    @property
    def seen(self) -> str:
        """How often each row that may be written had been saved, by its line."""
        rows = (line.row for line in (*self.changes, *self.conflicts))
        return " ".join(f"{row.key.rpartition('-')[2]}:{row.seen}" for row in rows)

    @property
    def asks(self) -> int:
        """How many of its rows want a person to decide."""
        return 0 if self.held else len(self.conflicts) + len(self.wrong)

    @property
    def rows(self) -> tuple[ShownLine, ...]:
        return (*self.wrong, *self.conflicts, *self.changes, *self.same)


def shown(
    looked: SourcePreview, typed: QueryDict, place: SourcePlace, *, is_new: bool
) -> dict[str, object]:
    """What the preview shows; a unit that takes nothing now is left out unless that was undone."""
    figures, answers = looked.figures, _said(typed)
    unknown = (*figures.unknown_elements, *figures.unknown_units)
    blocks = bool(figures.problems) or (bool(unknown) and place.may_map)
    if is_new:
        shut = frozenset(unit.task.task_id for unit in looked.units if unit.held)
        answers = replace(answers, without=shut)
    units = _opened([_shown_unit(unit, answers, typed) for unit in looked.units])
    held = sum(len(unit.rows) for unit in units if unit.held)
    rows = (line.row for unit in units if not unit.held for line in unit.rows)
    return {
        "units": units,
        "tally": tally(rows, refused=held + len(figures.problems)),
        "rest": typed.get("rest", ""),
        "conflicts": sum(len(unit.conflicts) for unit in units if not unit.held),
        "held": [unit.task.unit_name for unit in looked.units if unit.held],
        "unknown": unknown[:MOST_PROBLEMS],
        "unknown_count": len(unknown),
        "placed": placed(figures.problems, looked.names)[:MOST_PROBLEMS],
        "more": max(len(figures.problems) - MOST_PROBLEMS, 0),
        "left_out": [left_out_words(why, count) for why, count in figures.left_out.items()],
        "taken": looked.taken,
        "may_take": place.may_take and not blocks and looked.taken > 0,
    }


def _opened(units: list[ShownUnit]) -> list[ShownUnit]:
    """Units that ask something first; they lie open until `MOST_OPEN` rows do."""
    units.sort(key=lambda unit: -unit.asks)
    rows = accumulate(0 if unit.held else unit.asks + len(unit.changes) for unit in units)
    return [
        replace(unit, is_open=so_far <= MOST_OPEN) for unit, so_far in zip(units, rows, strict=True)
    ]


def _shown_unit(unit: UnitPreview, answers: SourceAnswers, typed: QueryDict) -> ShownUnit:
    task_id = unit.task.task_id
    choices = {line: choice for (task, line), choice in answers.lines.items() if task == task_id}
    rows = [
        ShownLine(row, _made(unit, one.standing.line_id), one.arrival.place)
        for one, row in zip(
            unit.lines, shown_lines(unit.lines, choices, f"row-{task_id}-"), strict=True
        )
    ]

    def of(fate: Fate) -> tuple[ShownLine, ...]:
        return tuple(line for line in rows if line.row.fate is fate)

    return ShownUnit(
        task_id,
        unit.task.unit_name,
        unit.task.state,
        sentence(unit.held) if unit.held else "",
        task_id in answers.without,
        of(Fate.WRONG),
        of(Fate.CONFLICT),
        of(Fate.CHANGED),
        of(Fate.SAME),
        typed.get(f"rest-{task_id}", ""),
    )


def _made(unit: UnitPreview, line_id: int) -> tuple[str, ...]:
    """How each part was made, where it was more than taken over."""
    return tuple(
        f"{made.text} = {made.words}"
        for _part, made in unit.made[line_id].made
        if len(made.made_of) > 1
    )


def answers_of(typed: QueryDict) -> SourceAnswers:
    """What the page said, with one choice for many made a choice for each."""
    return replace(_said(typed), lines=_choices(one_by_one(typed)))


def _choices(fields: Mapping[str, str]) -> dict[tuple[int, int], Choice]:
    rows = _keyed(fields, "row-").items()
    return {key: Choice(value) for key, value in rows if value in tuple(Choice)}


def _said(typed: QueryDict) -> SourceAnswers:
    seen = {
        (task, line): count
        for name, text in typed.items()
        if name.startswith(SEEN) and (task := whole(name.removeprefix(SEEN))) is not None
        for key, count in counted(str(text)).items()
        if (line := whole(key)) is not None
    }
    without = (whole(text) for text in typed.getlist("without"))
    return SourceAnswers(
        _choices(typed), seen, frozenset(task for task in without if task is not None)
    )


def _keyed(typed: Mapping[str, str], prefix: str) -> dict[tuple[int, int], str]:
    """The fields called prefix, task, line."""
    found = {}
    for name, value in typed.items():
        if name.startswith(prefix):
            task, _dash, line = name.removeprefix(prefix).partition("-")
            one, two = whole(task), whole(line)
            if one is not None and two is not None:
                found[one, two] = value
    return found
