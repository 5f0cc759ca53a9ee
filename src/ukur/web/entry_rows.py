"""The lines of a unit's form as a page shows and reads them: cells, questions, versions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass

from django.http import HttpRequest
from django.utils.translation import gettext as _

from ukur.domain.entering import Conflict, EntryConflict, Typed
from ukur.domain.refusals import NotValid, Problem, Refusal
from ukur.edge import dates
from ukur.edge.wording import problem_sentence
from ukur.store.queries.entry import EntryForm
from ukur.store.queries.entry_lines import Cells, EntryLine, cells_of
from ukur.store.queries.entry_money import BudgetCell, spent_text
from ukur.store.queries.entry_now import LineNow
from ukur.web.work import whole

LETTERS = {"value": "v", "numerator": "n", "denominator": "d", "note": "c"}
"""How the fields of a line are called, before its id: a page has hundreds of them."""
BUDGET = "b"
"""How the field of a budget line is called, and how its key begins: "b4" beside "12" of a line."""
SEEN = "seen"
"""One field for the whole form: what was changed, each with how often ("12:3 15:1 b4:2")."""
AnyLine = EntryLine | LineNow
STATES = ("ready", "nil", "comment", "no_evidence", "blank", "held")


@dataclass(frozen=True)
class Question:
    """What is asked about a cell: a sentence, and answers to choose from where there are some."""

    cell: str
    sentence: str
    fills: tuple[str, ...] = ()
    confirms: str = ""

    @property
    def cell_name(self) -> str:
        """The cell in a word."""
        words = {
            "numerator": _("Numerator"),
            "denominator": _("Denominator"),
            "note": _("Note"),
        }
        return words.get(self.cell, _("Realization"))


@dataclass(frozen=True)
class Theirs:
    """The other version of a line or budget line: its cells, who kept it, when, its number."""

    cells: Cells
    told: str
    saves: int
    by: str
    at: str


@dataclass(frozen=True)
class Row:
    """A line as the page shows it: with what was typed, else with what is kept."""

    line: EntryLine
    cells: Cells
    questions: tuple[Question, ...] = ()
    theirs: Theirs | None = None

    @property
    def key(self) -> str:
        """By which the fields of a page name the line."""
        return str(self.line.id)

    @property
    def wrong(self) -> frozenset[str]:
        return frozenset(question.cell for question in self.questions)

    @property
    def state(self) -> str:
        return "held" if self.questions or self.theirs else self.line.state

    @property
    def state_words(self) -> str:
        """The state in a word or two."""
        return state_words(self.state)


@dataclass(frozen=True)
class Money:
    """A budget line as the page shows it: with what was typed, else with what is kept."""

    cell: BudgetCell
    typed: str
    questions: tuple[Question, ...] = ()
    theirs: Theirs | None = None

    @property
    def key(self) -> str:
        """By which the fields of a page name the budget line."""
        return f"{BUDGET}{self.cell.id}"


def state_words(state: str) -> str:
    """The state of a line in a word or two."""
    words = {
        "ready": _("Ready"),
        "nil": _("Ready, no figure"),
        "comment": _("Unusual"),
        "no_evidence": _("No evidence yet"),
        "held": _("Look again"),
        "blank": _("Blank"),
    }
    return words[state]


def touched_words(*, is_changed: bool) -> str:
    """Whether a line that was asked about has been changed since, in two words."""
    return _("changed since") if is_changed else _("not changed yet")


def begin_at(rows: Sequence[Row]) -> int:
    """The place of the line where work begins, 0 where there is no better one.

    It is the first that was asked about and that nobody has touched since; else the first that
    holds the handing in.
    """
    untouched = (at for at, row in enumerate(rows) if row.line.is_untouched)
    lacking = (at for at, row in enumerate(rows) if row.line.lacks)
    return next(untouched, next(lacking, 0))


# --- what was sent ---------------------------------------------------------------------------


def typed_cells(request: HttpRequest, lines: Iterable[EntryLine]) -> dict[int, Cells]:
    """What stands in the cells of the page; a cell that was not sent keeps what is stored."""
    fills = _fills(request)
    theirs = request.POST.get("theirs")
    found = {}
    for line in lines:
        stored = {cell: getattr(line.cells, cell) for cell in LETTERS}
        sent = {
            cell: request.POST.get(f"{letter}{line.id}", stored[cell]).strip()
            for cell, letter in LETTERS.items()
        }
        found[line.id] = (
            line.cells if str(line.id) == theirs else Cells(**(sent | fills.get(str(line.id), {})))
        )
    return found


def typed_lines(request: HttpRequest, form: EntryForm) -> dict[int, Typed]:
    """The lines that differ from what is kept, ready for the use case."""
    sure = {request.POST.get("confirm"), *_fills(request)}
    seen = seen_saves(request)
    shown = typed_cells(request, form.lines)
    return {
        line.id: Typed(
            **asdict(shown[line.id]),
            confirmed=str(line.id) in sure,
            seen=None if seen is None else seen.get(str(line.id), 0),
        )
        for line in form.lines
        if shown[line.id] != line.cells
    }


def seen_saves(request: HttpRequest) -> dict[str, int] | None:
    """How often each line (by its key) had been changed when the page was made.

    None if the page does not say. "mine" stands for a version that the person was shown and
    decided against: "12:4", "b4:2".
    """
    told = request.POST.get(SEEN)
    if told is None:
        return None
    return counted(f"{told} {request.POST.get('mine', '')}")


def counted(text: str) -> dict[str, int]:
    """Keys and their numbers as one field carries them: "12:3 b4:2"; what is no such pair is not.

    One field for all rows: a form may not have as many fields as a file has rows.
    """
    pairs = (pair.partition(":") for pair in text.split())
    numbers = ((key, whole(number)) for key, _colon, number in pairs)
    return {key: number for key, number in numbers if number is not None}


def saves_of(form: EntryForm) -> dict[str, int]:
    """The same, as it is kept now."""
    lines = {str(line.id): line.saves for line in form.lines}
    return lines | {f"{BUDGET}{cell.id}": cell.saves for cell in form.budget}


def seen_text(saves: Mapping[str, int]) -> str:
    """The same as the hidden field of the page; a line that nobody changed needs no mention."""
    return " ".join(f"{key}:{count}" for key, count in saves.items() if count)


def typed_money(request: HttpRequest, form: EntryForm) -> dict[int, Typed]:
    """The budget lines that differ from what is kept, ready for the use case."""
    seen = seen_saves(request)
    shown = _spent_in(request, form)
    return {
        cell.id: Typed(
            shown[cell.id], seen=None if seen is None else seen.get(f"{BUDGET}{cell.id}", 0)
        )
        for cell in form.budget
        if shown[cell.id] != cell.spent
    }


def _spent_in(request: HttpRequest, form: EntryForm) -> dict[int, str]:
    """What stands in the fields of the budget; one that was not sent keeps what is stored."""
    fills = _fills(request)
    theirs = request.POST.get("theirs")
    found = {}
    for cell in form.budget:
        key = f"{BUDGET}{cell.id}"
        sent = fills.get(key, {}).get("value", request.POST.get(key, cell.spent))
        found[cell.id] = cell.spent if key == theirs else sent.strip()
    return found


def _fills(request: HttpRequest) -> dict[str, dict[str, str]]:
    """The answer that was chosen for a cell: "12:numerator:4,25", "b4:value:425"."""
    key, _colon, rest = request.POST.get("fill", "").partition(":")
    cell, _colon, text = rest.partition(":")
    return {key: {cell: text}} if cell in LETTERS else {}


# --- what is shown ---------------------------------------------------------------------------


def rows_of(request: HttpRequest, form: EntryForm, refusal: Refusal | None) -> list[Row]:
    """The lines; after a refusal with what was typed, so that nothing has to be typed again."""
    if refusal is None:
        return [Row(line, line.cells) for line in form.lines]
    questions = questions_of(refusal.problems if isinstance(refusal, NotValid) else ())
    versions = theirs_of(_conflicts(refusal), form.lines, form.utc_offset)
    shown = typed_cells(request, form.lines)
    return [
        Row(line, shown[line.id], questions.get(str(line.id), ()), versions.get(str(line.id)))
        for line in form.lines
    ]


def money_of(request: HttpRequest, form: EntryForm, refusal: Refusal | None) -> list[Money]:
    """The budget lines, after a refusal with what was typed."""
    if refusal is None:
        return [Money(cell, cell.spent) for cell in form.budget]
    questions = questions_of(refusal.problems if isinstance(refusal, NotValid) else ())
    versions = theirs_of(_conflicts(refusal), (), form.utc_offset)
    shown = _spent_in(request, form)
    rows = ((f"{BUDGET}{cell.id}", cell) for cell in form.budget)
    return [
        Money(cell, shown[cell.id], questions.get(key, ()), versions.get(key)) for key, cell in rows
    ]


def _conflicts(refusal: Refusal) -> tuple[Conflict, ...]:
    return refusal.conflicts if isinstance(refusal, EntryConflict) else ()


_KEYS = {"line": "", "budget": BUDGET}
"""What a place begins with, and with what the key of such a line."""


def questions_of(problems: Iterable[Problem]) -> dict[str, tuple[Question, ...]]:
    """The questions about cells, by the key of the line: "line:12:numerator", "budget:4"."""
    found: dict[str, list[Question]] = {}
    for problem in problems:
        sort, _colon, rest = problem.where.partition(":")
        line, _colon, cell = rest.partition(":")
        if sort in _KEYS:
            question = _question(problem, cell or "value")
            found.setdefault(f"{_KEYS[sort]}{line}", []).append(question)
    return {key: tuple(questions) for key, questions in found.items()}


def theirs_of(
    conflicts: Iterable[Conflict], lines: Sequence[AnyLine], utc_offset: int
) -> dict[str, Theirs]:
    """The other version of each line and budget line that was overtaken, by its key."""
    by_id = {line.id: line for line in lines}
    found = {}
    for conflict in conflicts:
        line = None if conflict.is_budget else by_id.get(conflict.line_id)
        if conflict.is_budget:
            cells = Cells(spent_text(conflict.theirs.value), "", "", "")
            found[f"{BUDGET}{conflict.line_id}"] = _theirs(conflict, cells, cells.value, utc_offset)
        elif line is not None:
            cells = cells_of(conflict.theirs, line.look)
            told = cells_told(cells, line)
            found[str(line.id)] = _theirs(conflict, cells, told, utc_offset)
    return found


def _theirs(conflict: Conflict, cells: Cells, told: str, utc_offset: int) -> Theirs:
    at = dates.short(conflict.at, utc_offset) if conflict.at else ""
    return Theirs(cells, told or "–", conflict.saves, conflict.by, at)


def cells_told(cells: Cells, line: AnyLine) -> str:
    """A version of a line in one row of words: "1.102 / 1.385 · Catatan"."""
    parts = (cells.numerator, cells.denominator) if line.in_parts else (cells.value,)
    figure = " / ".join(part or "–" for part in parts)
    return f"{figure} · {cells.note}" if cells.note else figure


def _question(problem: Problem, cell: str) -> Question:
    facts = problem.facts
    fills = (facts.get("a"), facts.get("b")) if problem.code == "figure_ambiguous" else ()
    confirms = facts.get("read") if problem.code == "figure_assumed" else ""
    return Question(
        cell,
        problem_sentence(problem),
        tuple(str(fill) for fill in fills if fill),
        str(confirms or ""),
    )
