"""Perjanjian Kinerja: issued from the plan in force, revised, and signed in one of three ways."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ukur.domain.people import Actor, Role
from ukur.domain.plan.agreement import Order, Superior
from ukur.domain.refusals import NotValid, Problem, Refusal
from ukur.edge.agreement_words import event_words, kind_words, state_pill
from ukur.edge.dates import local_date
from ukur.edge.downloads import attachment, shown_pdf
from ukur.edge.plan_papers import READERS, agreement_for_pen, agreement_preview
from ukur.edge.stage import PASSPHRASE
from ukur.edge.who import actor_of
from ukur.edge.wiring import tools
from ukur.store.queries.agreements import (
    AgreementLine,
    AgreementsPage,
    agreement_by_id,
    agreements_page,
)
from ukur.store.queries.offices import office_of
from ukur.usecases.plan.issue_agreement import issue_agreement
from ukur.usecases.plan.join_agreement_scan import join_agreement_scan
from ukur.usecases.plan.join_signed_agreement import join_signed_agreement
from ukur.usecases.plan.seal_agreement import seal_agreement
from ukur.web.work import page, tell, uploaded


@dataclass(frozen=True)
class Pill:
    """A state as symbol and word."""

    icon: str
    colour: str
    words: str


@dataclass(frozen=True)
class Row:
    """An agreement of the list in words."""

    line: AgreementLine
    kind: str
    pill: Pill


@require_http_methods(["GET", "HEAD", "POST"])
def agreement(request: HttpRequest, plan_id: int) -> HttpResponse:
    """The agreements of the year, and the form for the next one; the button says which.

    Raises:
        Http404: no such version at the actor's agency, or it is not for the actor.
    """
    actor = _reader(request)
    found = _found(plan_id, actor)
    if request.method != "POST":
        return _page(request, actor, found)
    try:
        order = _order(request, found)
        if request.POST.get("do") != "issue":
            file = agreement_preview(order, actor, tools())
            return shown_pdf(file.content, file.name)
        issue_agreement(order=order, actor=actor, tools=tools())
    except Refusal as refusal:
        return _page(request, actor, _found(plan_id, actor), refusal)
    tell(request, _("The agreement is issued. It waits for the signatures of both parties."))
    return redirect("agreement", plan_id)


@require_safe
def for_pen(request: HttpRequest, agreement_id: int) -> HttpResponse:
    """The file to be printed, or to be signed elsewhere: the same bytes every time."""
    actor = _reader(request)
    try:
        file = agreement_for_pen(agreement_id, actor, tools())
    except ObjectDoesNotExist:
        raise Http404 from None
    return attachment(file.content, file.name, file.media_type)


@sensitive_post_parameters("passphrase")
@require_POST
def seal(request: HttpRequest, agreement_id: int) -> HttpResponse:
    """With the internal seal of the head."""
    passphrase = request.POST.get("passphrase", "")

    def act(actor: Actor) -> None:
        seal_agreement(agreement_id=agreement_id, passphrase=passphrase, actor=actor, tools=tools())

    said = _("The agreement bears the seal of the first party. The second party signs next.")
    return _signed(request, agreement_id, act, said)


@require_POST
def scan(request: HttpRequest, agreement_id: int) -> HttpResponse:
    """Signed in ink by both, scanned back."""

    def act(actor: Actor) -> None:
        name, content = uploaded(request)
        join_agreement_scan(
            agreement_id=agreement_id, name=name, scan=content, actor=actor, tools=tools()
        )

    return _signed(request, agreement_id, act, _("The signed agreement is joined."))


@require_POST
def outside(request: HttpRequest, agreement_id: int) -> HttpResponse:
    """Signed elsewhere, verified and joined."""

    def act(actor: Actor) -> None:
        _name, content = uploaded(request)
        join_signed_agreement(agreement_id=agreement_id, pdf=content, actor=actor, tools=tools())

    return _signed(request, agreement_id, act, _("The signed agreement is joined."))


def _signed(
    request: HttpRequest, agreement_id: int, act: Callable[[Actor], None], said: str
) -> HttpResponse:
    actor = _reader(request)
    try:
        plan_id = agreement_by_id(agreement_id, actor.agency_id).plan_id
    except ObjectDoesNotExist:
        raise Http404 from None
    try:
        act(actor)
    except Refusal as refusal:
        return _page(request, actor, _found(plan_id, actor), refusal)
    tell(request, said)
    return redirect("agreement", plan_id)


def _reader(request: HttpRequest) -> Actor:
    actor = actor_of(request)
    if not actor.has(*READERS):
        raise Http404
    return actor


def _found(plan_id: int, actor: Actor) -> AgreementsPage:
    today = local_date(tools().clock.now(), office_of(actor.agency_id).utc_offset)
    found = agreements_page(plan_id, actor.agency_id, today)
    if found is None:
        raise Http404
    return found


def _order(request: HttpRequest, found: AgreementsPage) -> Order:
    """What was typed.

    Raises:
        NotValid: the date is none.
    """
    typed = request.POST
    try:
        dated = date.fromisoformat(typed.get("dated", ""))
    except ValueError:
        raise NotValid((Problem("dated", "needed"),)) from None
    superior = Superior(
        typed.get("superior_title", "").strip(),
        typed.get("superior_name", "").strip(),
        typed.get("superior_nip", "").strip(),
    )
    return Order(
        found.plan_id,
        typed.get("kind", ""),
        superior,
        typed.get("place", "").strip(),
        dated,
        typed.get("reason", ""),
    )


def _page(
    request: HttpRequest, actor: Actor, found: AgreementsPage, refusal: Refusal | None = None
) -> HttpResponse:
    newest = found.open_line
    typed = request.POST if "superior_title" in request.POST else None
    today = local_date(tools().clock.now(), found.utc_offset)
    context = {
        "found": found,
        "rows": [_row(line) for line in found.lines],
        "events": [(event, event_words(event.verb)) for event in found.events],
        "next_kind": kind_words(found.next_kind),
        "is_revision": bool(found.lines),
        "may_issue": actor.has(Role.PLANNER),
        "can_issue": not found.is_issued and found.in_force == found.number,
        "waiting": newest,
        "may_seal": actor.has(Role.HEAD) and newest is not None and newest.sealed_at is None,
        "may_join": actor.has(Role.HEAD, Role.PLANNER),
        "typed": {
            "superior_title": found.superior_title,
            "superior_name": found.superior_name,
            "superior_nip": found.superior_nip,
            "place": found.city,
            "dated": today.isoformat(),
            "reason": found.change_reason,
        }
        | ({name: value for name, value in typed.items() if value} if typed else {}),
        "sample_passphrase": PASSPHRASE,
        "way_tried": request.resolver_match.url_name if request.resolver_match else "",
    }
    return page(request, "web/agreement/agreement.html", context, refusal)


def _row(line: AgreementLine) -> Row:
    return Row(line, kind_words(line.kind), Pill(*state_pill(line.state)))
