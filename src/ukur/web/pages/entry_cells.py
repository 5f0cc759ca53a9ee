"""Step 4 at a unit: what the script of the form asks for, cells kept and pieces of the page."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ukur.domain.entering import Came, EntryConflict, Origin, Typed
from ukur.domain.refusals import NotValid, Refusal
from ukur.edge import dates
from ukur.edge.check_words import warning_sentence
from ukur.edge.figure_words import reason_words
from ukur.edge.status import status_of
from ukur.edge.who import actor_of, note_refusal
from ukur.edge.wiring import tools
from ukur.edge.wording import sentence
from ukur.store.queries.entry_now import LineNow
from ukur.usecases.collect.record_cells import CellsRecorded, record_cells
from ukur.web.entry_rows import (
    BUDGET,
    LETTERS,
    Question,
    Row,
    Theirs,
    questions_of,
    state_words,
    theirs_of,
    touched_words,
)
from ukur.web.pages.entry import form_or_404, hand_in_context, panel
from ukur.web.work import whole

BAD_REQUEST = 400
MOST_LINES = 1_000
_ORIGINS = {origin.value: origin for origin in (Origin.PAGE, Origin.PASTE)}


@dataclass(frozen=True)
class Sent:
    """Cells as the script sends them: lines and budget lines by their ids."""

    lines: Mapping[int, Typed]
    budget: Mapping[int, Typed]
    origin: Origin


@require_POST
def cells(request: HttpRequest, task_id: int) -> HttpResponse:
    """Many cells in one request; the answer says of each line what became of it.

    A line that is in order is kept, whatever is asked about the others.
    """
    actor = actor_of(request)
    sent = _sent(request)
    if sent is None:
        return JsonResponse(
            {"refused": _("This was not sent by the form. Reload the page.")}, status=BAD_REQUEST
        )
    try:
        done = record_cells(
            task_id=task_id,
            typed=sent.lines,
            spent=sent.budget,
            actor=actor,
            tools=tools(),
            came=Came(sent.origin),
        )
    except Refusal as refusal:
        note_refusal(request, refusal)
        answer = {"refused": sentence(refusal), "code": refusal.code}
        return JsonResponse(answer, status=status_of(refusal))
    _note(request, done)
    return JsonResponse(_answer(done, sent))


@require_safe
def line(request: HttpRequest, task_id: int, line_id: int) -> HttpResponse:
    """All about one line, as a piece of the page."""
    actor = actor_of(request)
    form = form_or_404(task_id, actor, with_warnings=True)
    for found in form.lines:
        if found.id == line_id:
            return HttpResponse(panel(request, form, Row(found, found.cells)))
    raise Http404


@require_safe
def hand_in(request: HttpRequest, task_id: int) -> HttpResponse:
    """What still holds the handing in: the bar as a piece of the page, and what looks unusual."""
    form = form_or_404(task_id, actor_of(request), with_warnings=True)
    bar = render_to_string("web/entry/_ready.html", hand_in_context(form), request)
    lines = {
        str(line.id): {
            "state": line.state,
            "words": state_words(line.state),
            "warnings": [warning_sentence(warning) for warning in line.warnings],
        }
        for line in form.lines
    }
    asked = {
        f"{BUDGET if one.is_budget else ''}{one.id}": {
            "changed": one.is_changed,
            "words": touched_words(is_changed=one.is_changed),
        }
        for one in form.asked
    }
    return JsonResponse({"bar": bar, "lines": lines, "asked": asked})


def _sent(request: HttpRequest) -> Sent | None:
    """The cells, or None for what is no request of the form's own script."""
    try:
        told = json.loads(request.body)
        lines = {_id(key): _typed(cells) for key, cells in told.get("lines", {}).items()}
        budget = {_id(key): _typed(cells) for key, cells in told.get("budget", {}).items()}
        origin = _ORIGINS[told.get("origin", Origin.PAGE.value)]
    except (ValueError, TypeError, AttributeError, KeyError, RecursionError):
        return None
    return Sent(lines, budget, origin) if len(lines) + len(budget) <= MOST_LINES else None


def _typed(cells: Mapping[str, object]) -> Typed:
    seen = cells.get("seen")
    if seen is not None and type(seen) is not int:
        raise TypeError
    value, numerator, denominator, note = (_text(cells.get(name, "")) for name in LETTERS)
    return Typed(
        value,
        numerator,
        denominator,
        note,
        confirmed=cells.get("confirmed") is True,
        seen=seen,
    )


def _id(key: str) -> int:
    number = whole(key)
    if number is None:
        raise ValueError
    return number


def _text(told: object) -> str:
    if not isinstance(told, str):
        raise TypeError
    return told


def _note(request: HttpRequest, done: CellsRecorded) -> None:
    """What was refused of the batch goes into the log of attempts."""
    if done.problems:
        note_refusal(request, NotValid(problems=done.problems))
    if done.conflicts:
        note_refusal(request, EntryConflict(conflicts=done.conflicts))


def _answer(done: CellsRecorded, sent: Sent) -> dict[str, object]:
    found = done.now
    questions = questions_of(done.problems)
    versions = theirs_of(done.conflicts, found.lines, found.utc_offset)
    kept = {line.line_id for line in done.lines}
    kept_money = {line.line_id for line in done.budget}
    now = tools().clock.now()
    return {
        "lines": {
            str(line.id): {
                "kept": line.id in kept,
                **_told(line, questions.get(str(line.id), ()), versions.get(str(line.id))),
            }
            for line in found.lines
        },
        "budget": {
            str(cell.id): {
                "kept": cell.id in kept_money,
                "saves": cell.saves,
                "cells": {"value": cell.spent},
                "absorption": cell.absorption,
                **_asked(
                    questions.get(f"{BUDGET}{cell.id}", ()), versions.get(f"{BUDGET}{cell.id}")
                ),
            }
            for cell in found.budget
            if cell.id in sent.budget
        },
        "saved": _saved(now, found.utc_offset) if kept or kept_money else None,
    }


def _saved(now: datetime, utc_offset: int) -> dict[str, str]:
    return {
        "at": _("Kept %(at)s") % {"at": dates.clock(now, utc_offset)},
        "long": dates.long(now, utc_offset),
    }


def _told(
    line: LineNow, questions: tuple[Question, ...], theirs: Theirs | None
) -> dict[str, object]:
    """One line in the words of the page."""
    state = "held" if questions or theirs else line.state
    return {
        "saves": line.saves,
        "cells": asdict(line.cells),
        "realization": line.realization,
        "shown": "" if line.is_summed else line.shown,
        "why": _why(line),
        "state": state,
        "words": state_words(state),
        **_asked(questions, theirs),
    }


def _asked(questions: tuple[Question, ...], theirs: Theirs | None) -> dict[str, object]:
    """What the person is asked about a line or budget line."""
    return {
        "questions": [{**asdict(question), "name": question.cell_name} for question in questions],
        "theirs": None if theirs is None else asdict(theirs),
    }


def _why(line: LineNow) -> str:
    """Why there is no achievement, where there is a realization."""
    if line.is_summed:
        return _("counted together for all units")
    return reason_words(line.reason) if line.realization and line.reason else ""
