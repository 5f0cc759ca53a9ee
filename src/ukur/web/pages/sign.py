"""Step 8: three minutes of reading, then the signature in one of three ways."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from ukur.domain.people import Actor
from ukur.domain.refusals import Refusal
from ukur.domain.sop.model import Step, Work
from ukur.edge.downloads import attachment
from ukur.edge.papers import printed_file
from ukur.edge.reason_words import reason_choices
from ukur.edge.stage import PASSPHRASE
from ukur.edge.who import actor_of
from ukur.edge.wiring import tools
from ukur.store.queries.signing import brief
from ukur.store.queries.work import WorkPlace
from ukur.usecases.changing import Seen
from ukur.usecases.sign.join_outside import join_outside
from ukur.usecases.sign.join_scan import join_scan
from ukur.usecases.sign.return_document import Return, return_document
from ukur.usecases.sign.seal_document import seal_document
from ukur.web.work import page, place_or_404, seen_on, step_context, tell, uploaded, whole

MOST_CHANGES = 4
BAR = 1000
"""The width of the bar of ratings, in units of its drawing."""


@require_safe
def sign(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """The brief, and the three ways."""
    actor = actor_of(request)
    return _page(request, place_or_404(cycle_id, Work.SIGN, actor), actor)


@require_safe
def printable(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """The document to be printed, or to be signed elsewhere: the same bytes every time."""
    actor = actor_of(request)
    if not place_or_404(cycle_id, Work.SIGN, actor).is_open:
        raise Http404
    file = printed_file(cycle_id, actor, tools())
    return attachment(file.content, file.name, file.media_type)


@sensitive_post_parameters("passphrase")
@require_POST
def seal(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """With the internal seal of the duty."""
    passphrase = request.POST.get("passphrase", "")

    def act(actor: Actor, seen: Seen) -> None:
        seal_document(seen=seen, passphrase=passphrase, actor=actor, tools=tools())

    return _signed(request, cycle_id, act)


@require_POST
def scan(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Signed in ink, scanned back."""

    def act(actor: Actor, seen: Seen) -> None:
        name, content = uploaded(request)
        join_scan(seen=seen, name=name, scan=content, actor=actor, tools=tools())

    return _signed(request, cycle_id, act)


@require_POST
def outside(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Signed elsewhere, verified and joined."""

    def act(actor: Actor, seen: Seen) -> None:
        _name, content = uploaded(request)
        join_outside(seen=seen, pdf=content, actor=actor, tools=tools())

    return _signed(request, cycle_id, act)


@require_POST
def send_back(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Not signed: back, with a reason."""
    actor = actor_of(request)
    place = place_or_404(cycle_id, Work.SIGN, actor)
    back = Return(
        request.POST.get("reason_code", ""),
        request.POST.get("reason", ""),
        whole(request.POST.get("back_to")),
    )
    try:
        return_document(seen=seen_on(request, cycle_id), back=back, actor=actor, tools=tools())
    except Refusal as refusal:
        return _page(request, place, actor, refusal)
    tell(request, _("The document is sent back; another round is open."))
    return redirect("cycle", cycle_id)


def _signed(
    request: HttpRequest, cycle_id: int, act: Callable[[Actor, Seen], None]
) -> HttpResponse:
    actor = actor_of(request)
    place = place_or_404(cycle_id, Work.SIGN, actor)
    try:
        act(actor, seen_on(request, cycle_id))
    except Refusal as refusal:
        return _page(request, place, actor, refusal)
    tell(request, _("The document is signed. Staff archive it next."))
    return redirect("cycle", cycle_id)


def _page(
    request: HttpRequest, place: WorkPlace, actor: Actor, refusal: Refusal | None = None
) -> HttpResponse:
    found = brief(place.head.id)
    context = {
        **step_context(place, actor),
        "brief": found,
        "counts": [count for count in found.counts if count.count],
        "bars": _bars([count.count for count in found.counts]),
        "sample_passphrase": PASSPHRASE,
        "changes": found.changes[:MOST_CHANGES],
        "ways_back": _ways_back(place),
        "reasons": reason_choices(),
        "typed": request.POST,
        "way_tried": request.resolver_match.url_name if request.resolver_match else "",
    }
    return page(request, "web/sign/sign.html", context, refusal)


def _ways_back(place: WorkPlace) -> list[Step]:
    numbers = place.back.back_to if place.back else ()
    return [place.head.procedure.step(number) for number in numbers]


def _bars(counts: list[int]) -> list[tuple[int, int, int]]:
    """Place in the scale, beginning and length of each stretch of the bar."""
    total = sum(counts)
    bars, at = [], 0
    for place, count in enumerate(counts):
        length = round(BAR * count / total) if total else 0
        if length:
            bars.append((place, at, max(length - 4, 2)))
        at += length
    return bars
