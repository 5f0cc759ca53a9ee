"""Step 4 at a unit: its form, cell by cell, with what the figures come to."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TypedDict

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ukur.domain.collecting import Act
from ukur.domain.people import Actor
from ukur.domain.refusals import Refusal
from ukur.edge.who import actor_of
from ukur.edge.wiring import tools
from ukur.store.queries.entry import EntryForm, entry_form
from ukur.store.queries.offices import working_office
from ukur.store.queries.own_tasks import own_tasks
from ukur.usecases.collect.record_entries import record_entries
from ukur.web.context import knows_office, leaves_desk_uncounted
from ukur.web.entry_grid import COLUMNS, Grid, heads_of, panel_row
from ukur.web.entry_rows import (
    SEEN,
    Row,
    begin_at,
    money_of,
    rows_of,
    saves_of,
    seen_saves,
    seen_text,
    typed_lines,
    typed_money,
)
from ukur.web.entry_script import drafts_key, script_data
from ukur.web.refused import in_words
from ukur.web.standing import mistar
from ukur.web.unit_parts import LONG, MOST_NAMED, untouched_context
from ukur.web.unsent import hands_back
from ukur.web.work import page, tell, whole

CHECKED = "periksa"
"""In the address: what looks unusual is asked for with the page, for browsers without a script."""


def tasks(request: HttpRequest) -> HttpResponse:
    """The forms of the person's units; a single one opens at once."""
    actor = actor_of(request)
    calendar = working_office(actor.agency_id).calendar
    own = own_tasks(actor, tools().clock.now(), calendar)
    if len(own) == 1:
        return redirect("entry", own[0].id)
    return page(request, "web/entry/tasks.html", {"tasks": own})


@hands_back
@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: HttpRequest, task_id: int) -> HttpResponse:
    """The whole form; a POST keeps all cells that were changed, or none."""
    actor = actor_of(request)
    form = form_or_404(
        task_id,
        actor,
        whole_year="semua" in request.GET,
        with_warnings=CHECKED in request.GET,
    )
    if request.method != "POST":
        return _page(request, form, actor)
    try:
        _record(request, form, actor)
    except Refusal as refusal:
        return _page(request, form, actor, refusal)
    going = whole(request.POST.get("go"))
    if going is None:
        tell(request, _("All figures are kept."))
        return redirect("entry", task_id)
    return redirect(f"{reverse('entry', args=[task_id])}?baris={going}")


def cells_first(request: HttpRequest, task_id: int, actor: Actor) -> Refusal | None:
    """Keep what was typed into the form when a button about evidence sent it along.

    Gives why it cannot be kept; `held_page` shows it.
    """
    if SEEN not in request.POST:
        return None
    try:
        _record(request, form_or_404(task_id, actor), actor)
    except Refusal as refusal:
        return refusal
    return None


def held_page(
    request: HttpRequest, task_id: int, actor: Actor, refusal: Refusal, done: str
) -> HttpResponse:
    """The form with what was typed and cannot be kept, after something else was `done`."""
    words = in_words(refusal)
    told = {"refused": replace(words, sentence=f"{done} {words.sentence}".strip())}
    return _page(request, form_or_404(task_id, actor), actor, refusal, told)


def form_or_404(
    task_id: int, actor: Actor, *, whole_year: bool = False, with_warnings: bool = False
) -> EntryForm:
    """The form of a unit in which the actor has a duty.

    Raises:
        Http404: there is none.
    """
    now = tools().clock.now()
    form = entry_form(task_id, actor, now, whole_year=whole_year, with_warnings=with_warnings)
    if form is None:
        raise Http404
    return form


def hand_in_context(form: EntryForm, rows: Sequence[Row] | None = None) -> dict[str, object]:
    """What the bar of handing in says: the lines that still hold it, asked-about ones first."""
    shown = [Row(line, line.cells) for line in form.lines] if rows is None else rows
    held = [row for row in shown if row.state == "held"]
    to_settle = [*held, *(row for row in shown if row.state != "held" and row.line.lacks)]
    return {
        "form": form,
        "to_settle": to_settle[:MOST_NAMED],
        "settle_count": len(to_settle),
        "more_to_settle": max(len(to_settle) - MOST_NAMED, 0),
        "budget_open": any(not cell.spent for cell in form.budget),
        **untouched_context(form),
        "may_submit": Act.SUBMIT in form.acts,
    }


def panel(request: HttpRequest, form: EntryForm, row: Row) -> SafeString:
    """All about one line, as a piece of the page."""
    context = {"form": form, "row": row}
    return render_to_string("web/entry/_panel.html", context, request)


def _page(
    request: HttpRequest,
    form: EntryForm,
    actor: Actor,
    refusal: Refusal | None = None,
    told: Mapping[str, object] | None = None,
) -> HttpResponse:
    """The whole form; `told` is said in place of the refusal's own words."""
    knows_office(request, form.office.office)
    leaves_desk_uncounted(request)
    now = tools().clock.now()
    rows = rows_of(request, form, refusal)
    chosen = _chosen(request, rows)
    heads = heads_of(form)
    lines = Grid(form, heads, chosen["chosen"], _panel_row(request, form, chosen["chosen"]))
    context = {
        **hand_in_context(form, rows),
        "body": lines.written(form, rows),
        "heads": heads,
        "segments": lines.segments(rows),
        "columns": COLUMNS + len(form.beside),
        **chosen,
        "rows": rows,
        "ready": sum(row.state in ("ready", "nil") for row in rows),
        "total": len(rows),
        "is_long": len(rows) > LONG,
        "whole_year": "semua" in request.GET,
        "is_checked": CHECKED in request.GET,
        "unusual": sum(bool(line.warnings) for line in form.lines),
        "seen": _seen(request, form),
        "mistar": mistar(form.head, form.office.calendar, now),
        "money_rows": money_of(request, form, refusal),
        "drafts_key": drafts_key(form.task_id, actor.account_id),
        "data": script_data(form, actor.account_id) if form.can_fill else {},
        **(told or {}),
    }
    return page(request, "web/entry/entry.html", context, refusal)


def _panel_row(request: HttpRequest, form: EntryForm, chosen: Row | None) -> SafeString:
    """The panel of the chosen line, if somebody chose it."""
    if chosen is None or "baris" not in request.GET:
        return SafeString("")
    return panel_row(panel(request, form, chosen))


def _seen(request: HttpRequest, form: EntryForm) -> str:
    """What the next save says was seen: after a refusal what this one said, else what is kept."""
    told = seen_saves(request) if request.method == "POST" else None
    return seen_text(saves_of(form) if told is None else told)


class Chosen(TypedDict):
    """The line that a phone shows, with its neighbours."""

    chosen: Row | None
    before: Row | None
    after: Row | None


def _chosen(request: HttpRequest, rows: Sequence[Row]) -> Chosen:
    """The line that is held, else the one asked for, else where work begins."""
    asked = whole(request.POST.get("go") or request.GET.get("baris"))
    ids = [row.line.id for row in rows]
    wrong = next((at for at, row in enumerate(rows) if row.state == "held"), None)
    at = ids.index(asked) if asked in ids else begin_at(rows)
    if wrong is not None:
        at = wrong
    return {
        "chosen": rows[at] if rows else None,
        "before": rows[at - 1] if at else None,
        "after": rows[at + 1] if at + 1 < len(rows) else None,
    }


def _record(request: HttpRequest, form: EntryForm, actor: Actor) -> None:
    typed, spent = typed_lines(request, form), typed_money(request, form)
    if typed or spent:
        record_entries(task_id=form.task_id, typed=typed, spent=spent, actor=actor, tools=tools())
