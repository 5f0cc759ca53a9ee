"""A letter that comes in: entered in the agenda, disposed, followed up."""

from collections.abc import Sequence
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ukur.domain.letters import (
    ADDRESSEES,
    DISPOSERS,
    REGISTRARS,
    Nature,
    NotYourLetter,
    Received,
    Sheet,
)
from ukur.domain.people import Actor, Role
from ukur.domain.refusals import NotValid, Problem, Refusal
from ukur.edge import dates
from ukur.edge.downloads import attachment
from ukur.edge.letter_words import nature_name
from ukur.edge.names import role_name
from ukur.edge.wiring import tools
from ukur.store.queries.offices import office_of
from ukur.store.queries.registers import IncomingPage, incoming_letter, letter_of_addressee
from ukur.store.queries.runs import may_be_begun
from ukur.usecases.letters.dispose_letter import dispose_letter
from ukur.usecases.letters.follow_up import follow_up
from ukur.usecases.letters.register_incoming_letter import Scan, register_incoming_letter
from ukur.web.pages.letters import incoming_row, reader_of, sheet_row
from ukur.web.work import page, tell, told, uploaded

SOP = "surat-masuk"
"""The SOP by which a letter that came in is handled, where the agency has it."""


@require_http_methods(["GET", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """A letter is entered in the agenda.

    Raises:
        Http404: the actor does not keep the registers.
    """
    actor = reader_of(request)
    if not actor.has(*REGISTRARS):
        raise Http404
    today = dates.local_date(tools().clock.now(), office_of(actor.agency_id).utc_offset)
    typed = request.POST
    chosen = typed.get("nature", Nature.ORDINARY.value)
    context = {
        "typed": typed,
        "today": today.isoformat(),
        "received_on": typed.get("received_on", today.isoformat()),
        "natures": [(one.value, nature_name(one), one.value == chosen) for one in Nature],
    }
    if request.method == "GET":
        return page(request, "web/letters/register.html", context)
    try:
        scan = Scan(*uploaded(request)) if request.FILES else None
        letter_id = register_incoming_letter(
            letter=_received(request), scan=scan, actor=actor, tools=tools()
        )
    except Refusal as refusal:
        return page(request, "web/letters/register.html", context, refusal)
    found = incoming_letter(letter_id, actor)
    number = found.line.agenda if found else 0
    tell(request, _("The letter has agenda number %(number)d.") % {"number": number})
    return redirect("incoming_letter", letter_id)


@require_safe
def letter(request: HttpRequest, letter_id: int) -> HttpResponse:
    """One letter, its dispositions, and what can be done with it now."""
    return _page(request, letter_id, reader_of(request))


@require_safe
def scan(request: HttpRequest, letter_id: int) -> HttpResponse:
    """The scan of the letter, always as an attachment.

    Raises:
        Http404: there is none.
        NotYourLetter: the letter is secret.
    """
    found = _found(letter_id, reader_of(request))
    if not found.line.is_readable:
        raise NotYourLetter
    if not found.sha256:
        raise Http404
    return attachment(tools().vault.read(found.sha256), found.name, found.media_type)


@require_POST
def dispose(request: HttpRequest, letter_id: int) -> HttpResponse:
    """The head or the secretary passes the letter on."""
    actor = reader_of(request)
    _found(letter_id, actor)
    chosen = request.POST.getlist("to")
    try:
        dispose_letter(
            letter_id=letter_id,
            sheet=Sheet(
                tuple(role for role in ADDRESSEES if role.value in chosen),
                request.POST.get("instruction", ""),
                _day_or_none(request.POST.get("due_on", ""), "due_on"),
            ),
            actor=actor,
            tools=tools(),
        )
    except Refusal as refusal:
        return _page(request, letter_id, actor, refusal)
    tell(request, _("The disposition is written."))
    return redirect("incoming_letter", letter_id)


@require_POST
def tell_follow_up(request: HttpRequest, addressee_id: int) -> HttpResponse:
    """An addressee tells what was done."""
    actor = reader_of(request)
    letter_id = letter_of_addressee(addressee_id, actor.agency_id)
    if letter_id is None:
        raise Http404
    try:
        follow_up(
            addressee_id=addressee_id,
            note=request.POST.get("note", ""),
            actor=actor,
            tools=tools(),
        )
    except Refusal as refusal:
        return _page(request, letter_id, actor, refusal)
    tell(request, _("The follow-up is kept."))
    return redirect("incoming_letter", letter_id)


def _received(request: HttpRequest) -> Received:
    typed = request.POST
    nature = typed.get("nature", "")
    if nature not in {*Nature}:
        raise NotValid(problems=(Problem("nature", "needed"),))
    received_on = _day_or_none(typed.get("received_on", ""), "received_on")
    if received_on is None:
        raise NotValid(problems=(Problem("received_on", "needed"),))
    return Received(
        received_on=received_on,
        sender=typed.get("sender", ""),
        subject=typed.get("subject", ""),
        nature=Nature(nature),
        number=typed.get("number", ""),
        dated=_day_or_none(typed.get("dated", ""), "dated"),
    )


def _day_or_none(text: str, where: str) -> date | None:
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NotValid(problems=(Problem(where, "needed"),)) from None


def _found(letter_id: int, actor: Actor) -> IncomingPage:
    found = incoming_letter(letter_id, actor)
    if found is None:
        raise Http404
    return found


def _page(
    request: HttpRequest, letter_id: int, actor: Actor, refusal: Refusal | None = None
) -> HttpResponse:
    found = _found(letter_id, actor)
    offset = office_of(actor.agency_id).utc_offset
    today = dates.local_date(tools().clock.now(), offset)
    begins = {procedure.key for procedure in may_be_begun(actor, today)}
    context = {
        "told": told(request) if refusal is None else "",
        "found": found,
        "row": incoming_row(found.line),
        "registered": dates.short(found.registered_at, offset),
        "sheets": [sheet_row(line, offset) for line in found.sheets],
        "mine": _mine(found, actor),
        "may_dispose": actor.has(*DISPOSERS),
        "recipients": _recipients(request.POST.getlist("to"), actor),
        "typed": request.POST,
        "today": today.isoformat(),
        "begin_url": _begin_url(found) if SOP in begins and found.line.run_id is None else "",
        "utc_offset": offset,
    }
    return page(request, "web/letters/letter.html", context, refusal)


def _mine(found: IncomingPage, actor: Actor) -> list[tuple[int, str, str]]:
    """What was passed on to the actor and waits: the addressee's id, the role, the instruction."""
    return [
        (one.id, role_name(one.role), sheet.instruction)
        for sheet in found.sheets
        for one in sheet.addressees
        if one.done_at is None and actor.has(one.role)
    ]


def _recipients(chosen: Sequence[str], actor: Actor) -> list[tuple[str, str, bool]]:
    """To whom the actor can pass a letter on; not to himself."""
    return [
        (role.value, role_name(role), role.value in chosen)
        for role in ADDRESSEES
        if not (role is Role.SECRETARY and actor.has(role) and not actor.has(Role.HEAD))
    ]


def _begin_url(found: IncomingPage) -> str:
    return f"{reverse('begin_run')}?sop={SOP}&surat={found.line.id}"
