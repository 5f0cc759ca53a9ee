"""The registers of letters that go out and of dispositions, and the papers themselves."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ukur.domain.letters import READERS, REGISTRARS
from ukur.domain.people import Actor
from ukur.domain.refusals import Refusal
from ukur.edge import dates, register_tables
from ukur.edge.downloads import shown_pdf
from ukur.edge.letter_words import nature_name
from ukur.edge.names import period_of_year, role_name
from ukur.edge.paper_names import paper_name
from ukur.edge.papers import disposition_file, paper_file
from ukur.edge.table_downloads import table_response
from ukur.edge.who import actor_of
from ukur.edge.wiring import tools
from ukur.store.queries.offices import office_of
from ukur.store.queries.registers import (
    Book,
    IncomingLine,
    OutgoingLine,
    Search,
    SheetLine,
    dispositions,
    incoming,
    outgoing,
)
from ukur.usecases.letters.number_outgoing_letter import number_outgoing_letter
from ukur.web.work import page, tell, told, whole

OUTGOING, INCOMING, SHEETS = "keluar", "masuk", "disposisi"
LONGEST_WORDS = 100


@dataclass(frozen=True)
class Tab:
    """One of the three registers."""

    name: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class LetterRow:
    """A letter that went out, in words; `about` leads to the cycle or the process it belongs to."""

    sequence: int
    number: str
    dated: str
    kind: str
    recipient: str
    subject: str
    about: str
    url: str
    is_cancelled: bool


@dataclass(frozen=True)
class IncomingRow:
    """A letter that came in, in words."""

    line: IncomingLine
    received: str
    dated: str
    nature: str
    state: str
    is_waiting: bool


@dataclass(frozen=True)
class SheetRow:
    """A disposition in words; `pdf` is the sheet, `about` what it disposes."""

    line: SheetLine
    given: str
    by: str
    subject: str
    about: str
    due: str
    to: tuple[tuple[str, str], ...]
    pdf: str


@require_http_methods(["GET", "POST"])
def letters(request: HttpRequest) -> HttpResponse:
    """The register of letters that go out; a letter can be given its number here.

    Raises:
        Http404: it is not for the actor's role.
    """
    actor = reader_of(request)
    if request.method == "GET":
        return _outgoing_page(request, actor)
    try:
        number = number_outgoing_letter(
            subject=request.POST.get("subject", ""),
            recipient=request.POST.get("recipient", ""),
            actor=actor,
            tools=tools(),
        )
    except Refusal as refusal:
        return _outgoing_page(request, actor, refusal)
    tell(request, _("The letter has number %(number)s.") % {"number": number})
    return redirect("letters")


@require_safe
def incoming_letters(request: HttpRequest) -> HttpResponse:
    """The agenda of letters that come in."""
    actor = reader_of(request)
    search = search_of(request, actor)
    book = incoming(actor, search)
    context = _context(request, INCOMING, book, search) | {
        "rows": [incoming_row(line) for line in book.lines],
        "may_register": actor.has(*REGISTRARS),
    }
    return page(request, "web/letters/incoming.html", context)


@require_safe
def sheets(request: HttpRequest) -> HttpResponse:
    """The register of dispositions, of letters and of measurement cycles."""
    actor = reader_of(request)
    search = search_of(request, actor)
    offset = office_of(actor.agency_id).utc_offset
    book = dispositions(actor, search, offset)
    context = _context(request, SHEETS, book, search) | {
        "rows": [sheet_row(line, offset) for line in book.lines]
    }
    return page(request, "web/letters/sheets.html", context)


@require_safe
def export(request: HttpRequest, book: str, form: str) -> HttpResponse:
    """A register as CSV or as a workbook: all of the year, or what the search finds.

    Raises:
        Http404: it is not for the actor's role, or there is no such register or form.
    """
    actor = reader_of(request)
    shown = search_of(request, actor)
    search = Search(shown.year, shown.words, page=0)
    offset = office_of(actor.agency_id).utc_offset
    if book == OUTGOING:
        table = register_tables.outgoing_table(outgoing(actor.agency_id, search).lines)
    elif book == INCOMING:
        table = register_tables.incoming_table(incoming(actor, search).lines)
    elif book == SHEETS:
        table = register_tables.sheets_table(dispositions(actor, search, offset).lines, offset)
    else:
        raise Http404
    return table_response(table, f"register-surat-{book}-{search.year}", form, "Register")


@require_safe
def sheet_paper(request: HttpRequest, disposition_id: int) -> HttpResponse:
    """The disposition sheet of a letter as a PDF.

    Raises:
        Http404: there is none that the actor may read.
    """
    file = disposition_file(disposition_id, reader_of(request), tools())
    if file is None:
        raise Http404
    return shown_pdf(file.content, file.name)


@require_safe
def paper(request: HttpRequest, code: str) -> HttpResponse:
    """The paper as a PDF: the signed file if there is one, else a working copy.

    Raises:
        Http404: there is none at the actor's agency.
        NotYoursToRead: it is not for the actor, or not yet.
    """
    try:
        file = paper_file(code, actor_of(request), tools())
    except ObjectDoesNotExist:
        raise Http404 from None
    return shown_pdf(file.content, file.name)


def reader_of(request: HttpRequest) -> Actor:
    """The person, if the registers are for them.

    Raises:
        Http404: they are not.
    """
    actor = actor_of(request)
    if not actor.has(*READERS):
        raise Http404
    return actor


def search_of(request: HttpRequest, actor: Actor) -> Search:
    """The year, the words and the page that are asked for; this year without a year."""
    office = office_of(actor.agency_id)
    this_year = dates.local_date(tools().clock.now(), office.utc_offset).year
    asked = whole(request.GET.get("tahun"))
    year = asked if asked is not None and 1990 <= asked <= this_year + 1 else this_year  # noqa: PLR2004
    words = request.GET.get("cari", "").strip()[:LONGEST_WORDS]
    return Search(year, words, whole(request.GET.get("halaman")) or 1)


def incoming_row(line: IncomingLine) -> IncomingRow:
    """The line in words."""
    if not line.passed_on_to:
        state = _("not passed on yet")
    elif line.waiting:
        state = _("with %(who)s") % {"who": ", ".join(role_name(r) for r in line.passed_on_to)}
    else:
        state = _("followed up")
    return IncomingRow(
        line=line,
        received=dates.long_date(line.received_on),
        dated=dates.long_date(line.dated) if line.dated else "–",
        nature=nature_name(line.nature),
        state=state,
        is_waiting=line.waiting > 0 or not line.passed_on_to,
    )


def sheet_row(line: SheetLine, utc_offset: int) -> SheetRow:
    """The disposition in words."""
    if line.when is not None and line.cycle_id is not None:
        subject = _("Performance measurement, %(period)s") % {"period": period_of_year(line.when)}
        about = reverse("cycle", args=[line.cycle_id])
        pdf = reverse("paper", args=[line.paper]) if line.paper else ""
    else:
        subject = line.subject or _("secret letter")
        about = reverse("incoming_letter", args=[line.letter_id]) if line.letter_id else ""
        pdf = reverse("sheet_paper", args=[line.id]) if line.is_readable else ""
    return SheetRow(
        line=line,
        given=dates.short(line.given_at, utc_offset),
        by=role_name(line.given_as),
        subject=subject,
        about=about,
        due=dates.long_date(line.due_on) if line.due_on else "–",
        to=tuple(
            (
                role_name(one.role),
                ""
                if line.cycle_id
                else dates.short(one.done_at, utc_offset)
                if one.done_at
                else _("waiting"),
            )
            for one in line.addressees
        ),
        pdf=pdf,
    )


def _outgoing_page(
    request: HttpRequest, actor: Actor, refusal: Refusal | None = None
) -> HttpResponse:
    search = search_of(request, actor)
    book = outgoing(actor.agency_id, search)
    context = _context(request, OUTGOING, book, search) | {
        "rows": [_row(line) for line in book.lines],
        "may_number": actor.has(*REGISTRARS) and not office_of(actor.agency_id).is_trial,
        "typed": request.POST,
    }
    return page(request, "web/letters/letters.html", context, refusal)


def _context(
    request: HttpRequest, book: str, found: Book[object], search: Search
) -> dict[str, object]:
    names = (
        (OUTGOING, _("Outgoing letters"), reverse("letters")),
        (INCOMING, _("Incoming letters"), reverse("incoming_letters")),
        (SHEETS, _("Dispositions"), reverse("sheets")),
    )
    own = next(url for key, _name, url in names if key == book)
    kept = {"tahun": str(search.year)} | ({"cari": search.words} if search.words else {})
    return {
        "told": told(request),
        "tabs": [Tab(name, url, key == book) for key, name, url in names],
        "own": own,
        "year": search.year,
        "years": sorted({search.year, *found.years}, reverse=True),
        "words": search.words,
        "count": found.count,
        "page": found.page,
        "pages": found.pages,
        "earlier": _page_url(own, kept, found.page - 1) if found.page > 1 else "",
        "later": _page_url(own, kept, found.page + 1) if found.page < found.pages else "",
        "csv": f"{reverse('export_register', args=[book, 'csv'])}?{urlencode(kept)}",
        "xlsx": f"{reverse('export_register', args=[book, 'xlsx'])}?{urlencode(kept)}",
    }


def _page_url(own: str, kept: Mapping[str, str], number: int) -> str:
    return f"{own}?{urlencode({**kept, 'halaman': str(number)})}"


def _row(line: OutgoingLine) -> LetterRow:
    about = ""
    if line.cycle_id is not None:
        about = reverse("cycle", args=[line.cycle_id])
    elif line.run_id is not None:
        about = reverse("run", args=[line.run_id])
    return LetterRow(
        line.sequence,
        line.number,
        dates.long_date(line.dated),
        paper_name(line.kind),
        line.recipient,
        line.subject,
        about,
        reverse("paper", args=[line.paper]) if line.paper else "",
        line.is_cancelled,
    )
