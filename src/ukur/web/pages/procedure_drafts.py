"""Writing an SOP: one page for all of it, checked and drawn as it stands, always kept."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ukur.domain.people import Actor, Role
from ukur.domain.refusals import Problem, Refusal
from ukur.domain.sop import editing
from ukur.domain.sop.comparison import compared
from ukur.domain.sop.issuing import DraftMoved, hindrances
from ukur.domain.sop.model import Decision, Procedure
from ukur.domain.sop.reading import from_values
from ukur.domain.sop.soundness import findings
from ukur.domain.sop.writing import plain
from ukur.edge.dates import local_date
from ukur.edge.downloads import shown_pdf
from ukur.edge.procedure_papers import procedure_pdf
from ukur.edge.sop_words import finding_sentence
from ukur.edge.who import actor_of
from ukur.edge.wiring import tools
from ukur.store.queries.offices import office_of
from ukur.store.queries.procedure_pages import DraftLine, draft_of, versions_of
from ukur.usecases.procedures.discard_draft import discard_draft
from ukur.usecases.procedures.issue_procedure import issue_procedure
from ukur.usecases.procedures.save_draft import save_draft
from ukur.web.forms.procedure import typed_procedure
from ukur.web.procedure_changes import changes_of
from ukur.web.procedure_form import procedure_form, told
from ukur.web.procedure_table import official_table
from ukur.web.work import page, tell, whole

NOTHING: Mapping[str, object] = {}
_ACT = re.compile(r"(?P<what>[a-z_]+)(?:-(?P<place>[0-9]{1,3}))?")


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, draft_id: int) -> HttpResponse:
    """The whole SOP as one form; every button keeps what was typed, and does its own on top.

    Raises:
        Http404: not the pengelola, or no such draft at the agency.
    """
    actor, draft = _writer(request, draft_id)
    if request.method == "GET":
        return _form(request, draft, editing.restored(draft.content))
    typed = typed_procedure(request.POST, editing.restored(draft.content))
    wanted = request.POST.get("do", "save")
    procedure, field = _done(typed, wanted)
    try:
        save_draft(
            draft_id=draft_id,
            revision=whole(request.POST.get("revision")) or 0,
            procedure=procedure,
            actor=actor,
            tools=tools(),
        )
    except DraftMoved as refusal:
        return _form(request, draft, procedure, refusal)
    if wanted == "issue":
        return redirect("issue_procedure", draft_id)
    if wanted == "save":
        tell(request, _("The draft is kept. Nothing runs by it before it is put in force."))
    anchor = f"#{field}" if field else ""
    return redirect(reverse("procedure_draft", args=[draft_id]) + anchor)


@require_POST
def check(request: HttpRequest, draft_id: int) -> HttpResponse:
    """What was typed so far, checked and drawn; nothing is kept.

    Raises:
        Http404: not the pengelola, or no such draft at the agency.
    """
    _actor, draft = _writer(request, draft_id)
    typed = typed_procedure(request.POST, editing.restored(draft.content))
    return render(request, "web/procedures/_check.html", _checked(typed))


@require_safe
def paper(request: HttpRequest, draft_id: int) -> HttpResponse:
    """The draft as a paper, marked as a working copy.

    Raises:
        Http404: not the pengelola, no such draft, or one that cannot be drawn yet.
    """
    actor, draft = _writer(request, draft_id)
    procedure, problems = from_values(draft.content)
    if problems:
        raise Http404
    office = office_of(actor.agency_id)
    pdf = procedure_pdf(procedure, office, draft.edited_at, tools(), is_draft=True)
    return shown_pdf(pdf, f"sop-{draft.key}-rancangan.pdf")


@require_safe
def compare(request: HttpRequest, draft_id: int) -> HttpResponse:
    """What the draft changes in the version that it began from.

    Raises:
        Http404: not the pengelola, no such draft, or one that began from nothing.
    """
    actor, draft = _writer(request, draft_id)
    versions = versions_of(actor.agency_id, draft.key)
    was = next((line for line in versions if line.id == draft.based_on_id), None)
    if was is None:
        raise Http404
    procedure = editing.restored(draft.content)
    found = compared(was.procedure, procedure)
    context = {
        "was": was,
        "draft": draft,
        "title": procedure.cover.title,
        "was_name": _("Version %(v)s") % {"v": was.procedure.version},
        "now_name": _("Draft of the SOP"),
        "found": found,
        "changes": changes_of(found),
        "versions": (),
    }
    return page(request, "web/procedures/compare.html", context)


@require_http_methods(["GET", "POST"])
def issue(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Put the draft in force from a day on.

    Raises:
        Http404: not the pengelola, or no such draft at the agency.
    """
    actor, draft = _writer(request, draft_id)
    if request.method == "GET":
        return _issue(request, actor, draft)
    try:
        version_id = issue_procedure(
            draft_id=draft_id,
            revision=whole(request.POST.get("revision")) or 0,
            in_force_from=_day(request.POST.get("in_force_from", "")),
            reason=request.POST.get("reason", ""),
            actor=actor,
            tools=tools(),
        )
    except Refusal as refusal:
        return _issue(request, actor, draft, refusal)
    tell(request, _("The version is kept. What runs already keeps the version it began with."))
    return redirect("procedure", version_id)


@require_POST
def discard(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Throw the draft away.

    Raises:
        Http404: not the pengelola, or no such draft at the agency.
    """
    actor, _draft = _writer(request, draft_id)
    discard_draft(draft_id=draft_id, actor=actor)
    tell(request, _("The draft was thrown away. The versions stay as they are."))
    return redirect("procedures")


def _writer(request: HttpRequest, draft_id: int) -> tuple[Actor, DraftLine]:
    actor = actor_of(request)
    draft = draft_of(draft_id, actor.agency_id) if actor.has(Role.KEEPER) else None
    if draft is None:
        raise Http404
    return actor, draft


def _done(procedure: Procedure, wanted: str) -> tuple[Procedure, str]:
    """The procedure after what a button says, and the field to show then.

    A button says what it does and to which row or column: "insert-3", "up-3", "save".
    """
    found = _ACT.fullmatch(wanted)
    what, place = (found["what"], int(found["place"] or 0)) if found else ("save", 0)
    if what in _ROW_ACTS:
        after = _ROW_ACTS[what](procedure, place)
        shown = place + _THEN.get(what, 0)
        return after, f"id_step-{min(max(shown, 1), len(after.steps))}"
    if what in _LANE_ACTS:
        return _LANE_ACTS[what](procedure, place), "kolom"
    return procedure, "dasar" if what == "basis_add" else ""


def _deciding(procedure: Procedure, place: int) -> Procedure:
    """The row at `place` with a diamond: yes to the next row, no to the one before."""
    steps = tuple(
        replace(
            step,
            returns=(),
            decision=Decision(
                "Ya",
                "Tidak",
                yes_to=step.number + 1 if step.number < len(procedure.steps) else editing.NOWHERE,
                no_to=(usual := (*step.returns, step.number - 1)[0]),
                no_allowed=step.returns or (usual,),
            ),
        )
        if step.number == place and step.decision is None
        else step
        for step in procedure.steps
    )
    return replace(procedure, steps=steps)


def _undecided(procedure: Procedure, place: int) -> Procedure:
    steps = tuple(
        replace(step, decision=None) if step.number == place else step for step in procedure.steps
    )
    return replace(procedure, steps=steps)


_ROW_ACTS: Mapping[str, Callable[[Procedure, int], Procedure]] = {
    "insert": editing.insert_step,
    "remove": editing.remove_step,
    "up": lambda procedure, place: editing.move_step(procedure, place, place - 1),
    "down": lambda procedure, place: editing.move_step(procedure, place, place + 1),
    "decide": _deciding,
    "undecide": _undecided,
}
_THEN = {"up": -1, "down": 1}
"""How far the row moved that is shown next."""
_LANE_ACTS: Mapping[str, Callable[[Procedure, int], Procedure]] = {
    "lane_add": lambda procedure, _place: editing.add_lane(procedure),
    "lane_remove": editing.remove_lane,
    "lane_left": lambda procedure, place: editing.move_lane(procedure, place, place - 1),
    "lane_right": lambda procedure, place: editing.move_lane(procedure, place, place + 1),
}


def _problems(procedure: Procedure) -> tuple[Problem, ...]:
    _procedure, problems = from_values(plain(procedure))
    return tuple(problems) or hindrances(procedure)


def _checked(procedure: Procedure) -> dict[str, object]:
    problems = _problems(procedure)
    return {
        "problems": told(problems),
        "findings": [finding_sentence(one) for one in findings(procedure)] if not problems else [],
        "table": official_table(procedure),
    }


def _form(
    request: HttpRequest,
    draft: DraftLine,
    procedure: Procedure,
    refusal: Refusal | None = None,
) -> HttpResponse:
    office = office_of(actor_of(request).agency_id)
    context = {
        **_checked(procedure),
        "draft": draft,
        "procedure": procedure,
        "form": procedure_form(procedure, _problems(procedure)),
        "utc_offset": office.utc_offset,
    }
    # Problems stand at their fields; `page` would put those of the refusal in their place.
    shown = context["problems"]
    return page(request, "web/procedures/edit.html", {**context, "problems": shown}, refusal)


def _issue(
    request: HttpRequest, actor: Actor, draft: DraftLine, refusal: Refusal | None = None
) -> HttpResponse:
    office = office_of(actor.agency_id)
    today = local_date(tools().clock.now(), office.utc_offset)
    procedure = editing.restored(draft.content)
    versions = versions_of(actor.agency_id, draft.key)
    context: dict[str, object] = {
        "draft": draft,
        "procedure": procedure,
        "wrong": told(_problems(procedure)),
        "findings": [finding_sentence(one) for one in findings(procedure)],
        "typed_day": request.POST.get("in_force_from", today.isoformat()),
        "typed_reason": request.POST.get("reason", ""),
        "today": today.isoformat(),
        "running": sum(line.running for line in versions),
        "is_first": not versions,
    }
    return page(request, "web/procedures/issue.html", context, refusal)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
