"""A unit's form on its way back: read, held against what is kept, and taken whole or not at all."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from ukur.domain.incoming import (
    Choice,
    Difference,
    Fate,
    FileGone,
    MoneyDifference,
    arrival_of,
    compared,
    compared_money,
)
from ukur.domain.people import Actor
from ukur.domain.ports import Tools
from ukur.domain.refusals import NotValid, Problem
from ukur.domain.sources import Purpose, System
from ukur.domain.unit_form import FilledForm, UnitForm
from ukur.edge import wiring
from ukur.store.queries.incoming import StandingTask, WaitingFile, standing_task, waiting_file
from ukur.store.queries.unit_forms import unit_form_values
from ukur.usecases.collect.discard_figures import discard_figures
from ukur.usecases.collect.import_figures import SourceFile, UnitFigures, import_figures
from ukur.usecases.collect.stage_figures import stage_figures

TABLES = (".csv", ".txt")


@dataclass(frozen=True)
class FormPreview:
    """What a form that came back would change, and what keeps it from being taken.

    `problems` stop it, each at its cell; `notices` stop nothing. `names` say whose cells they are.
    """

    task: StandingTask
    lines: tuple[Difference, ...]
    money: tuple[MoneyDifference, ...]
    problems: tuple[Problem, ...]
    notices: tuple[Problem, ...]
    names: Mapping[str, str]

    @property
    def taken(self) -> int:
        """How many rows would be changed, those with a choice among them."""
        fates = [*(one.fate for one in self.lines), *(one.fate for one in self.money)]
        return sum(fate in (Fate.CHANGED, Fate.CONFLICT) for fate in fates)


@dataclass(frozen=True)
class Answers:
    """What the person said on the preview.

    `lines` and `money` choose between two versions, by line id and by the budget line's id;
    `seen` and `money_seen` are how often each had been saved on the page that was looked at.
    """

    lines: Mapping[int, Choice]
    money: Mapping[int, Choice]
    seen: Mapping[int, int]
    money_seen: Mapping[int, int]


def read_form(name: str, content: bytes, form: UnitForm) -> FilledForm:
    """What was filled in on the form, whether it came back as a workbook or as a CSV.

    Raises:
        NotValid: it is none, or another one; every reason with its place, the file's name where
            it is wrong as a whole.
    """
    try:
        if name.lower().endswith(TABLES):
            return wiring.read_unit_form_csv(name, content, form)
        return wiring.read_unit_form(content, form)
    except NotValid as refused:
        problems = tuple(replace(one, where=one.where or name) for one in refused.problems)
        raise NotValid(problems) from None


def stage_form(*, task_id: int, name: str, content: bytes, actor: Actor, tools: Tools) -> int:
    """Let the file wait until somebody has looked at what it changes; its id.

    Raises:
        NotValid: it is no form, or another one.
        NotYourUnit: see `ukur.usecases.collect.stage_figures`.
    """
    form, _unit_id = unit_form_values(task_id, actor.agency_id)
    read_form(name, content, form)
    about = {"task": task_id}
    return stage_figures(
        name=name, content=content, purpose=Purpose.FORM, about=about, actor=actor, tools=tools
    )


def waiting_form(staged_id: int, task_id: int, actor: Actor, tools: Tools) -> WaitingFile:
    """The actor's own file that waits for this form.

    Raises:
        FileGone: it was taken, forgotten, or waited longer than a day.
    """
    found = waiting_file(staged_id, actor, tools.clock.now(), Purpose.FORM.value)
    if found is None or found.about.get("task") != task_id:
        raise FileGone
    return found


def preview_form(file: WaitingFile, task_id: int, actor: Actor) -> FormPreview:
    """What the file would change, line by line.

    Raises:
        NotValid: it cannot be read any more, because the form is another one by now.
    """
    form, _unit_id = unit_form_values(task_id, actor.agency_id)
    filled = read_form(file.name, file.content, form)
    return previewed(filled, standing_task(task_id))


def previewed(filled: FilledForm, task: StandingTask) -> FormPreview:
    """The rows of a form held against what is kept of its unit."""
    lines = tuple(
        compared(task.lines[row.code], arrival_of(row))
        for row in filled.rows
        if row.code in task.lines
    )
    money = tuple(
        compared_money(task.budget[row.code], row)
        for row in filled.budget
        if row.code in task.budget
    )
    found = [problem for one in lines for problem in one.problems]
    found += [problem for one in money for problem in one.problems]
    told = {problem.where for problem in filled.problems}
    # A cell that cannot be read at all is told once, by what is wrong with it.
    problems = (*filled.problems, *(problem for problem in found if problem.where not in told))
    return FormPreview(task, lines, money, problems, filled.notices, dict(_names(lines, money)))


def _names(
    lines: tuple[Difference, ...], money: tuple[MoneyDifference, ...]
) -> Iterator[tuple[str, str]]:
    """Every cell and row with the indicator or budget line that it belongs to."""
    for one in lines:
        name = f"{one.standing.code} {one.standing.name}"
        yield one.standing.code, name
        for cell in (one.arrival.place, *one.arrival.cells.values()):
            yield cell, name
    for other in money:
        yield other.arrival.place, f"{other.standing.code} {other.standing.name}"


def take_form(
    *, file: WaitingFile, task_id: int, answers: Answers, actor: Actor, tools: Tools
) -> int:
    """Keep all that the file says, or nothing; how many rows were changed.

    Raises:
        NotValid: something in the file cannot be kept, or a choice is missing.
        EntryConflict: something was changed since the preview was looked at.
        Refusal: see `ukur.usecases.collect.import_figures`.
    """
    preview = preview_form(file, task_id, actor)
    missing = _missing(preview, answers)
    if preview.problems or missing:
        raise NotValid((*preview.problems, *missing))
    lines = [one for one in preview.lines if _is_taken(one.fate, answers.lines, _line(one))]
    money = [one for one in preview.money if _is_taken(one.fate, answers.money, _money(one))]
    figures = UnitFigures(
        typed={_line(one): one.typed(answers.seen.get(_line(one), -1)) for one in lines},
        places={_line(one): one.arrival.place for one in lines},
        spent={_money(one): one.typed(answers.money_seen.get(_money(one), -1)) for one in money},
    )
    system = System.CSV if file.name.lower().endswith(TABLES) else System.WORKBOOK
    taken = import_figures(
        file=SourceFile(file.name, file.content, system),
        figures={task_id: figures},
        actor=actor,
        tools=tools,
    )
    discard_figures(staged_id=file.id, actor=actor, tools=tools)
    return taken


def _line(one: Difference) -> int:
    return one.standing.line_id


def _money(one: MoneyDifference) -> int:
    return one.standing.budget_id


def _missing(preview: FormPreview, answers: Answers) -> tuple[Problem, ...]:
    """The lines whose two versions nobody chose between."""
    lines = (
        Problem(f"row-{_line(one)}", "choice_missing", {"found": one.standing.code})
        for one in preview.lines
        if one.fate is Fate.CONFLICT and _line(one) not in answers.lines
    )
    money = (
        Problem(f"money-{_money(one)}", "choice_missing", {"found": one.standing.code})
        for one in preview.money
        if one.fate is Fate.CONFLICT and _money(one) not in answers.money
    )
    return (*lines, *money)


def _is_taken(fate: Fate, choices: Mapping[int, Choice], key: int) -> bool:
    if fate is Fate.CONFLICT:
        return choices.get(key) is Choice.MINE
    return fate is Fate.CHANGED
