"""Late corrections: what was corrected in a cycle, and a new version of one unit's figure."""

import hashlib
from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ukur.domain.entering import Typed
from ukur.domain.figure_correction import NewVersion, is_collected, may_correct_figures
from ukur.domain.people import Actor
from ukur.domain.refusals import NotValid, Refusal
from ukur.edge.names import period_of_year
from ukur.edge.who import actor_of
from ukur.edge.wiring import tools
from ukur.store.queries.correction_effects import Effects
from ukur.store.queries.corrections import (
    FigureToCorrect,
    correctable_figures,
    correctable_lines,
    corrections_of,
    figure_to_correct,
)
from ukur.store.queries.cycles import CycleHead
from ukur.store.queries.offices import working_office
from ukur.usecases.collect.correct_earlier_figure import correct_earlier_figure
from ukur.usecases.collect.preview_correction import preview_correction
from ukur.web.pages.records import may_read_figures
from ukur.web.standing import head_or_404, mistar
from ukur.web.unsent import hands_back
from ukur.web.work import page, tell, whole

CELLS = ("value", "numerator", "denominator")


@dataclass(frozen=True)
class Shown:
    """What the form of a correction holds: as typed, or the figure in force."""

    value: str
    numerator: str
    denominator: str
    reason: str = ""
    reported_on: str = ""


@require_safe
def corrections(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """All corrections of a cycle, and the lines that can be corrected."""
    head, actor = _readable(request, cycle_id)
    may_correct = may_correct_figures(actor) and is_collected(head.position, head.procedure)
    context = {
        **_around(head, actor),
        "corrections": corrections_of(cycle_id),
        "lines": correctable_lines(cycle_id) if is_collected(head.position, head.procedure) else (),
        "may_correct": may_correct,
    }
    return page(request, "web/correct/corrections.html", context)


@require_safe
def line(request: HttpRequest, cycle_id: int, line_id: int) -> HttpResponse:
    """The units' figures of one line, each with the way to correct it."""
    head, actor = _correctable(request, cycle_id)
    found = next((one for one in correctable_lines(cycle_id) if one.line_id == line_id), None)
    if found is None:
        raise Http404
    context = {
        **_around(head, actor),
        "line": found,
        "figures": correctable_figures(cycle_id, line_id),
    }
    return page(request, "web/correct/line.html", context)


@hands_back
@require_http_methods(["GET", "HEAD", "POST"])
def figure(request: HttpRequest, cycle_id: int, entry_id: int) -> HttpResponse:
    """One unit's figure: first what a correction would change, then the correction."""
    head, actor = _correctable(request, cycle_id)
    found = figure_to_correct(cycle_id, entry_id, actor.agency_id)
    if found is None:
        raise Http404
    effects, refusal = None, None
    if request.method == "POST":
        try:
            effects = _previewed_or_kept(request, found, actor)
        except Refusal as caught:
            refusal = caught
        else:
            if effects is None:
                tell(request, _("The correction is kept. What was signed stays as it was."))
                return redirect("figure_corrections", cycle_id)
    context = {
        **_around(head, actor),
        "figure": found,
        "shown": _shown(request, found),
        "effects": effects,
        "mark": _mark(request),
        "asks": _asks(refusal),
    }
    return page(request, "web/correct/figure.html", context, refusal)


def _previewed_or_kept(
    request: HttpRequest, found: FigureToCorrect, actor: Actor
) -> Effects | None:
    """What the correction would change; None once it is kept.

    It is kept only if what would follow from these very figures was on the page before.
    """
    wanted = _wanted(request)
    is_seen = request.POST.get("mark") == _mark(request)
    if request.POST.get("do") != "keep" or not is_seen:
        return preview_correction(
            cycle_id=found.cycle_id,
            entry_id=found.entry_id,
            wanted=wanted,
            actor=actor,
            tools=tools(),
        )
    correct_earlier_figure(
        cycle_id=found.cycle_id,
        entry_id=found.entry_id,
        wanted=wanted,
        actor=actor,
        tools=tools(),
    )
    return None


def _wanted(request: HttpRequest) -> NewVersion:
    cells = {name: request.POST.get(name, "") for name in CELLS}
    try:
        reported_on = date.fromisoformat(request.POST.get("reported_on", "").strip())
    except ValueError:
        reported_on = None
    return NewVersion(
        Typed(
            cells["value"],
            cells["numerator"],
            cells["denominator"],
            confirmed="confirm" in request.POST,
        ),
        request.POST.get("reason", ""),
        reported_on,
        whole(request.POST.get("seen")) or 0,
    )


def _mark(request: HttpRequest) -> str:
    """What stands for the figures that were typed, so that a changed one is looked at again."""
    typed = [request.POST.get(name, "").strip() for name in (*CELLS, "seen")]
    return hashlib.sha256("\x1f".join(typed).encode()).hexdigest()[:16]


def _shown(request: HttpRequest, found: FigureToCorrect) -> Shown:
    if request.method == "POST":
        names = (*CELLS, "reason", "reported_on")
        return Shown(**{name: request.POST.get(name, "") for name in names})
    return Shown(found.value, found.numerator, found.denominator)


def _asks(refusal: Refusal | None) -> bool:
    """Whether a number was read in one of two ways and wants to be confirmed."""
    problems = refusal.problems if isinstance(refusal, NotValid) else ()
    return any(problem.code == "figure_assumed" for problem in problems)


def _readable(request: HttpRequest, cycle_id: int) -> tuple[CycleHead, Actor]:
    actor = actor_of(request)
    head = head_or_404(cycle_id, actor)
    if not may_read_figures(head, actor):
        raise Http404
    return head, actor


def _correctable(request: HttpRequest, cycle_id: int) -> tuple[CycleHead, Actor]:
    head, actor = _readable(request, cycle_id)
    if not (may_correct_figures(actor) and is_collected(head.position, head.procedure)):
        raise Http404
    return head, actor


def _around(head: CycleHead, actor: Actor) -> dict[str, object]:
    office = working_office(actor.agency_id)
    return {
        "cycle_id": head.id,
        "title": period_of_year(head.when),
        "utc_offset": office.office.utc_offset,
        "mistar": mistar(head, office.calendar, tools().clock.now()),
    }
