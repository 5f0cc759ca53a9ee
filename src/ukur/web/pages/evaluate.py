"""Step 5: the figures are discussed; what fell short gets a cause and a follow-up."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ukur.domain.people import Actor
from ukur.domain.refusals import NotValid, Problem, Refusal
from ukur.domain.sop.model import Work
from ukur.edge.who import actor_of
from ukur.edge.wiring import tools
from ukur.store.queries.evaluation import evaluated_line, evaluating
from ukur.store.queries.work import WorkPlace
from ukur.usecases.evaluate.evaluate_line import Words, evaluate_line
from ukur.usecases.evaluate.finish_evaluating import finish_evaluating
from ukur.web.unsent import hands_back
from ukur.web.work import page, place_or_404, seen_on, step_context, tell

FIELDS = ("cause", "obstacle", "follow_up", "owner")


@require_safe
def evaluate(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """All lines, those that fell short first in the rail."""
    actor = actor_of(request)
    return _list(request, place_or_404(cycle_id, Work.EVALUATE, actor), actor)


@hands_back
@require_http_methods(["GET", "HEAD", "POST"])
def one_line(request: HttpRequest, cycle_id: int, line_id: int) -> HttpResponse:
    """One line: where it fell short, and the words about it."""
    actor = actor_of(request)
    place = place_or_404(cycle_id, Work.EVALUATE, actor)
    evaluated = evaluated_line(cycle_id, line_id)
    if evaluated is None:
        raise Http404
    refusal = None
    if request.method == "POST":
        try:
            evaluate_line(line_id=line_id, words=_words(request), actor=actor, tools=tools())
        except Refusal as caught:
            refusal = caught
        else:
            tell(request, _("The words about this indicator are kept."))
            return redirect("evaluate_line", cycle_id, line_id)
    words = evaluated.line.words
    kept = {**{name: getattr(words, name) for name in FIELDS}, "due_on": words.due_on}
    context = {
        **step_context(place, actor),
        "evaluated": evaluated,
        "line": evaluated.line,
        "typed": request.POST if refusal else kept,
    }
    return page(request, "web/evaluate/line.html", context, refusal)


@require_POST
def finish(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """The evaluation is complete."""
    actor = actor_of(request)
    place = place_or_404(cycle_id, Work.EVALUATE, actor)
    try:
        finish_evaluating(seen=seen_on(request, cycle_id), actor=actor, tools=tools())
    except Refusal as refusal:
        return _list(request, place, actor, refusal)
    tell(request, _("The evaluation is finished. The draft is open."))
    return redirect("cycle", cycle_id)


def _list(
    request: HttpRequest, place: WorkPlace, actor: Actor, refusal: Refusal | None = None
) -> HttpResponse:
    context = {**step_context(place, actor), "evaluating": evaluating(place.head.id)}
    return page(request, "web/evaluate/evaluate.html", context, refusal)


def _words(request: HttpRequest) -> Words:
    """What was typed about a line.

    Raises:
        NotValid: the date is none.
    """
    typed = {name: request.POST.get(name, "") for name in FIELDS}
    due_on = request.POST.get("due_on", "").strip()
    try:
        return Words(**typed, due_on=date.fromisoformat(due_on) if due_on else None)
    except ValueError as error:
        raise NotValid(problems=(Problem("due_on", "needed"),)) from error
