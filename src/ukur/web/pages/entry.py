"""Step 4 at a unit: its form, cell by cell, with what the figures come to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ukur.domain.collecting import Act
from ukur.domain.entering import Typed
from ukur.domain.people import Actor
from ukur.domain.refusals import NotValid, Problem, Refusal
from ukur.edge.status import status_of
from ukur.edge.who import actor_of, note_refusal
from ukur.edge.wiring import tools
from ukur.edge.wording import problem_sentence
from ukur.store.queries.entry import EntryForm, entry_form
from ukur.store.queries.entry_lines import Cells, EntryLine
from ukur.store.queries.entry_money import BudgetCell
from ukur.store.queries.own_tasks import own_tasks
from ukur.usecases.collect.record_entries import record_entries
from ukur.web.refused import by_place, in_words
from ukur.web.standing import mistar_of
from ukur.web.work import page, tell, whole

CELLS = ("value", "numerator", "denominator", "note")
MOST_NAMED = 4
"""How many things that hold the handing in are named; the others are counted."""


@dataclass(frozen=True)
class Question:
    """What is asked about a cell: a sentence, and answers to choose from where there are some."""

    cell: str
    sentence: str
    fills: tuple[str, ...] = ()
    confirms: str = ""


@dataclass(frozen=True)
class Row:
    """A line as the page shows it: with what was typed, else with what is kept."""

    line: EntryLine
    cells: Cells
    questions: tuple[Question, ...] = ()

    @property
    def wrong(self) -> frozenset[str]:
        return frozenset(question.cell for question in self.questions)

    @property
    def state(self) -> str:
        return "held" if self.questions else self.line.state

    @property
    def state_words(self) -> str:
        """The state in a word or two."""
        words = {
            "ready": _("Ready"),
            "nil": _("Ready, no figure"),
            "no_evidence": _("No evidence yet"),
            "held": _("Look again"),
            "blank": _("Blank"),
        }
        return words[self.state]


@dataclass(frozen=True)
class Money:
    """A budget line as the page shows it."""

    cell: BudgetCell
    typed: str
    question: str = ""


def tasks(request: HttpRequest) -> HttpResponse:
    """The forms of the person's units; a single one opens at once."""
    own = own_tasks(actor_of(request))
    if len(own) == 1:
        return redirect("entry", own[0].id)
    return page(request, "web/entry/tasks.html", {"tasks": own})


@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: HttpRequest, task_id: int) -> HttpResponse:
    """The whole form; a POST keeps all cells that were changed, or none."""
    actor = actor_of(request)
    form = _form_or_404(task_id, actor)
    if request.method != "POST":
        return _page(request, form, actor)
    typed = _typed_lines(request, form)
    try:
        _record(request, form, typed, actor)
    except Refusal as refusal:
        return _page(request, form, actor, refusal)
    going = whole(request.POST.get("go"))
    if going is None:
        tell(request, _("All figures are kept."))
        return redirect("entry", task_id)
    return redirect(f"{reverse('entry', args=[task_id])}?baris={going}")


@require_POST
def one_line(request: HttpRequest, task_id: int, line_id: int) -> HttpResponse:
    """One line as it was typed: kept if it can be, and what it comes to, as pieces of the page."""
    actor = actor_of(request)
    form = _form_or_404(task_id, actor)
    line = next((line for line in form.lines if line.id == line_id), None)
    if line is None:
        raise Http404
    refusal = _kept(request, form, _typed_lines(request, form, only=line_id), actor)
    form = form if refusal else _form_or_404(task_id, actor)
    rows = _rows(request, form, refusal, only=line_id)
    row = next(row for row in rows if row.line.id == line_id)
    return _pieces(request, form, rows, refusal, {"row": row, "filled": "fill" in request.POST})


@require_POST
def one_budget_line(request: HttpRequest, task_id: int, budget_id: int) -> HttpResponse:
    """One budget line as it was typed, and what it comes to."""
    actor = actor_of(request)
    form = _form_or_404(task_id, actor)
    if all(cell.id != budget_id for cell in form.budget):
        raise Http404
    refusal = _kept(request, form, {}, actor)
    form = form if refusal else _form_or_404(task_id, actor)
    money = next(m for m in _money(request, form, refusal) if m.cell.id == budget_id)
    return _pieces(request, form, _rows(request, form, None), refusal, {"money": money})


def _form_or_404(task_id: int, actor: Actor) -> EntryForm:
    form = entry_form(task_id, actor, tools().clock.now())
    if form is None:
        raise Http404
    return form


def _page(
    request: HttpRequest, form: EntryForm, actor: Actor, refusal: Refusal | None = None
) -> HttpResponse:
    rows = _rows(request, form, refusal)
    context = {
        **_context(form, rows),
        "mistar": mistar_of(form.cycle_id, actor),
        "money_rows": _money(request, form, refusal),
    }
    return page(request, "web/entry/entry.html", {**context, **_chosen(request, rows)}, refusal)


def _pieces(
    request: HttpRequest,
    form: EntryForm,
    rows: Sequence[Row],
    refusal: Refusal | None,
    changed: Mapping[str, object],
) -> HttpResponse:
    """What changed on the page, each piece to be put in its place."""
    asked = any(row.questions for row in rows) or refusal is None or "money" in changed
    context = {
        **_context(form, rows),
        "money_rows": (),
        "refused": None if asked or refusal is None else in_words(refusal),
        "is_kept": refusal is None,
        "oob": True,
        **changed,
    }
    status = 200 if refusal is None else status_of(refusal)
    return render(request, "web/entry/_pieces.html", context, status=status)


def _kept(
    request: HttpRequest, form: EntryForm, typed: Mapping[int, Typed], actor: Actor
) -> Refusal | None:
    """Keep what was typed; what was refused about it, noted."""
    try:
        _record(request, form, typed, actor)
    except Refusal as refusal:
        note_refusal(request, refusal)
        return refusal
    return None


def _context(form: EntryForm, rows: Sequence[Row]) -> dict[str, object]:
    held = [row for row in rows if row.questions]
    to_settle = [*held, *(row for row in rows if not row.questions and row.line.lacks)]
    return {
        "form": form,
        "rows": rows,
        "goals": _by_goal(form, rows),
        "ready": sum(row.state in ("ready", "nil") for row in rows),
        "to_settle": to_settle[:MOST_NAMED],
        "settle_count": len(to_settle),
        "more_to_settle": max(len(to_settle) - MOST_NAMED, 0),
        "budget_open": any(not cell.spent for cell in form.budget),
        "may_submit": Act.SUBMIT in form.acts,
        "now": tools().clock.now(),
    }


def _chosen(request: HttpRequest, rows: Sequence[Row]) -> dict[str, object]:
    """The line that a phone shows, with its neighbours: the one asked for, or what is open."""
    asked = whole(request.POST.get("go") or request.GET.get("baris"))
    ids = [row.line.id for row in rows]
    wrong = next((at for at, row in enumerate(rows) if row.questions), None)
    open_ = next((at for at, row in enumerate(rows) if row.line.lacks), 0)
    at = ids.index(asked) if asked in ids else open_
    if wrong is not None:
        at = wrong
    return {
        "chosen": rows[at] if rows else None,
        "before": rows[at - 1] if at else None,
        "after": rows[at + 1] if at + 1 < len(rows) else None,
    }


def _by_goal(form: EntryForm, rows: Sequence[Row]) -> list[tuple[str, list[Row]]]:
    by_id = {row.line.id: row for row in rows}
    return [(goal.text, [by_id[line.id] for line in goal.lines]) for goal in form.goals]


def _rows(
    request: HttpRequest, form: EntryForm, refusal: Refusal | None, only: int | None = None
) -> list[Row]:
    """The lines; after a refusal with what was typed, so that nothing has to be typed again."""
    if refusal is None:
        return [Row(line, line.cells) for line in form.lines]
    questions = _questions(refusal)
    shown = _typed_cells(request, form)
    return [
        Row(
            line,
            shown[line.id] if only in (None, line.id) else line.cells,
            questions.get(line.id, ()),
        )
        for line in form.lines
    ]


def _typed_cells(request: HttpRequest, form: EntryForm) -> dict[int, Cells]:
    """What stands in the cells of the page; a cell that was not sent keeps what is stored."""
    fills = _fills(request)
    found = {}
    for line in form.lines:
        stored = {cell: getattr(line.cells, cell) for cell in CELLS}
        sent = {
            cell: request.POST.get(f"line-{line.id}-{cell}", stored[cell]).strip() for cell in CELLS
        }
        found[line.id] = Cells(**(sent | fills.get(line.id, {})))
    return found


def _money(request: HttpRequest, form: EntryForm, refusal: Refusal | None) -> list[Money]:
    """The budget lines, after a refusal with what was typed."""
    if refusal is None:
        return [Money(cell, cell.spent) for cell in form.budget]
    questions = by_place(refusal)
    return [
        Money(
            cell,
            request.POST.get(f"budget-{cell.id}", cell.spent),
            questions.get(f"budget:{cell.id}", ""),
        )
        for cell in form.budget
    ]


def _fills(request: HttpRequest) -> dict[int, dict[str, str]]:
    """The answer that was chosen for a cell: "12:numerator:4,25"."""
    line, _colon, rest = request.POST.get("fill", "").partition(":")
    cell, _colon, text = rest.partition(":")
    line_id = whole(line)
    return {line_id: {cell: text}} if line_id is not None and cell in CELLS else {}


def _typed_lines(
    request: HttpRequest, form: EntryForm, only: int | None = None
) -> dict[int, Typed]:
    """The lines that differ from what is kept, ready for the use case."""
    sure = {whole(request.POST.get("confirm")), *_fills(request)}
    shown = _typed_cells(request, form)
    return {
        line.id: _typed(shown[line.id], line.cells, confirmed=line.id in sure)
        for line in form.lines
        if only in (None, line.id) and shown[line.id] != line.cells
    }


def _typed(cells: Cells, stored: Cells, *, confirmed: bool) -> Typed:
    def plain(cell: str) -> str:
        # A kept 1.234 that nobody touched is no question any more: it goes back without its dot.
        text: str = getattr(cells, cell)
        return text.replace(".", "") if text == getattr(stored, cell) else text

    return Typed(
        plain("value"), plain("numerator"), plain("denominator"), cells.note, confirmed=confirmed
    )


def _record(
    request: HttpRequest, form: EntryForm, typed: Mapping[int, Typed], actor: Actor
) -> None:
    spent = _spent(request, form)
    if typed or spent:
        record_entries(task_id=form.task_id, typed=typed, spent=spent, actor=actor, tools=tools())


def _spent(request: HttpRequest, form: EntryForm) -> dict[int, str]:
    """The budget lines that differ from what is kept."""
    sent = {line.id: request.POST.get(f"budget-{line.id}", line.spent) for line in form.budget}
    return {
        line.id: sent[line.id].strip()
        for line in form.budget
        if sent[line.id].strip() != line.spent
    }


def _questions(refusal: Refusal) -> dict[int, tuple[Question, ...]]:
    """The questions about cells, by line: "line:12:numerator"."""
    found: dict[int, list[Question]] = {}
    for problem in refusal.problems if isinstance(refusal, NotValid) else ():
        sort, _colon, rest = problem.where.partition(":")
        line, _colon, cell = rest.partition(":")
        line_id = whole(line)
        if sort == "line" and line_id is not None:
            found.setdefault(line_id, []).append(_question(problem, cell))
    return {line_id: tuple(questions) for line_id, questions in found.items()}


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
