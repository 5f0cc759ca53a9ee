"""Step 7: what changed since the last round, the remarks, and Ya or Tidak."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ukur.domain.discussion import Spot, may_settle
from ukur.domain.people import Actor
from ukur.domain.refusals import Refusal
from ukur.domain.sop.model import Work
from ukur.edge.reason_words import reason_choices
from ukur.edge.unit_mail import mail_cycle_at_once
from ukur.edge.who import actor_of
from ukur.edge.wiring import tools
from ukur.store.queries.remarks import remarks_of
from ukur.store.queries.review import reviewing, units_of
from ukur.store.queries.rounds import rounds_of_run
from ukur.store.queries.work import WorkPlace
from ukur.usecases.review.answer_remark import answer_remark
from ukur.usecases.review.decide_draft import Verdict, decide_draft
from ukur.usecases.review.settle_remark import settle_remark
from ukur.usecases.review.write_remark import write_remark
from ukur.web.pages.rounds import asked, round_line, shown_on
from ukur.web.refused import refusal_page
from ukur.web.work import page, place_or_404, seen_on, step_context, tell, whole


@require_safe
def review(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """The proposed document with its changes and remarks."""
    actor = actor_of(request)
    return _page(request, place_or_404(cycle_id, Work.REVIEW, actor), actor)


@require_POST
def decide(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Ya or Tidak."""
    actor = actor_of(request)
    place = place_or_404(cycle_id, Work.REVIEW, actor)
    seen = seen_on(request, cycle_id)
    try:
        decide_draft(seen=seen, verdict=_verdict(request), actor=actor, tools=tools())
    except Refusal as refusal:
        return _page(request, place, actor, refusal)
    mail_cycle_at_once(cycle_id, actor)
    is_yes = request.POST.get("verdict") == "yes"
    tell(request, _("Ya: the document goes to the head.") if is_yes else _("Tidak: returned."))
    return redirect("cycle", cycle_id)


@require_POST
def write(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """A new remark."""

    def act(actor: Actor) -> str:
        write_remark(
            cycle_id=cycle_id,
            spot=_spot(request),
            text=request.POST.get("text", ""),
            actor=actor,
            tools=tools(),
        )
        return _("The remark is written.")

    return _remarked(request, cycle_id, act)


@require_POST
def answer(request: HttpRequest, cycle_id: int, remark_id: int) -> HttpResponse:
    """An answer to a remark."""
    _remark_or_404(cycle_id, remark_id)

    def act(actor: Actor) -> str:
        answer_remark(
            remark_id=remark_id,
            reply=request.POST.get("reply", ""),
            actor=actor,
            tools=tools(),
        )
        return _("The answer is kept.")

    return _remarked(request, cycle_id, act)


@require_POST
def settle(request: HttpRequest, cycle_id: int, remark_id: int) -> HttpResponse:
    """The duty that wrote a remark is content."""
    _remark_or_404(cycle_id, remark_id)

    def act(actor: Actor) -> str:
        settle_remark(remark_id=remark_id, actor=actor, tools=tools())
        return _("The remark is settled.")

    return _remarked(request, cycle_id, act)


def _remarked(request: HttpRequest, cycle_id: int, act: Callable[[Actor], str]) -> HttpResponse:
    """Do something with a remark, then back to the page that it was done on."""
    actor = actor_of(request)
    place_or_404(cycle_id, Work.REVIEW, actor)
    try:
        sentence = act(actor)
    except Refusal as refusal:
        return refusal_page(request, refusal)
    tell(request, sentence)
    return redirect(_came_from(request, cycle_id))


def _spot(request: HttpRequest) -> Spot:
    """The place that the form names: "line:12:realization", "paragraph:narrative:2", "document"."""
    named = request.POST.get("spot")
    if named is None:
        return Spot(request.POST.get("place", ""), whole(request.POST.get("line")))
    place, _colon, rest = named.partition(":")
    row, _colon, last = rest.rpartition(":")
    if place == "line":
        return Spot(place, whole(row), column=last)
    if place == "paragraph":
        return Spot(place, section=row, number=whole(last))
    return Spot(place, row=row, column=last)


def _came_from(request: HttpRequest, cycle_id: int) -> str:
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    return wanted if is_ours else reverse("review", args=[cycle_id])


def _remark_or_404(cycle_id: int, remark_id: int) -> None:
    if all(row.id != remark_id for row in remarks_of(cycle_id)):
        raise Http404


def _verdict(request: HttpRequest) -> Verdict:
    if request.POST.get("verdict") == "yes":
        return Verdict(yes=True)
    ids = (whole(text) for text in request.POST.getlist("unit"))
    return Verdict(
        yes=False,
        reason_code=request.POST.get("reason_code", ""),
        reason=request.POST.get("reason", ""),
        back_to=whole(request.POST.get("back_to")),
        unit_ids=tuple(id_ for id_ in ids if id_ is not None),
    )


def _page(
    request: HttpRequest, place: WorkPlace, actor: Actor, refusal: Refusal | None = None
) -> HttpResponse:
    found = reviewing(place.head.id, against=asked(request, "dengan"), shown=shown_on(request))
    if found is None and "dengan" in request.GET:
        raise Http404
    steps = place.head.procedure
    run = rounds_of_run(place.head.run_id, actor.agency_id)
    context = {
        **step_context(place, actor),
        "review": found,
        "cycle_id": place.head.id,
        "utc_offset": place.utc_offset,
        "switch": f"dengan={found.compared_with}" if found and found.compared_with else "",
        "writing": request.GET.get("catat", "") if place.may_work else "",
        "may_write": place.may_work,
        "rounds": [round_line(one, run, None) for one in reversed(run.rounds)] if run else [],
        "reasons": reason_choices(),
        "ways_back": [steps.step(number) for number in place.back.back_to] if place.back else [],
        "collecting": next((s.number for s in steps.steps if s.work is Work.COLLECT), None),
        "units": units_of(place.head.id) if place.back else (),
        "may_settle": {
            row.id for row in found.remarks if may_settle(row.state, row.role.value, actor)
        }
        if found
        else set(),
        "typed": request.POST,
        "named": request.POST.getlist("unit"),
    }
    return page(request, "web/review/review.html", context, refusal)
