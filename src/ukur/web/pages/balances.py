"""Opening balances of a year: the list, the template, and bringing in a workbook."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ukur.domain.people import SOP_ROLES, Actor, Role
from ukur.domain.periods import Period
from ukur.domain.plan.balances import BalancePreview, BalanceUpload, Change, RecordedBalances
from ukur.domain.refusals import Problem, Refusal
from ukur.edge import balance_files
from ukur.edge.dates import local_date
from ukur.edge.downloads import XLSX, attachment
from ukur.edge.plan_words import place_words
from ukur.edge.who import actor_of
from ukur.edge.wiring import tools
from ukur.edge.wording import problem_sentence
from ukur.store.queries.balances import amount_text, balance_page
from ukur.store.queries.offices import office_of
from ukur.web.work import page, tell, uploaded, whole

EARLIEST, LATEST = 2000, 2099


@dataclass(frozen=True)
class PreviewedRow:
    """A row of the workbook beside what is kept."""

    where: str
    code: str
    period: Period
    unit: str
    was: str
    to: str
    source: str
    change: Change
    number: int


@dataclass(frozen=True)
class PlacedSentence:
    """A problem or a note of the workbook in words, at its sheet and cell."""

    where: str
    sentence: str


@require_safe
def balances(request: HttpRequest) -> HttpResponse:
    """The balances of a year, by default of this one."""
    actor = _reader(request)
    return _page(request, actor, _year(request.GET.get("tahun"), actor))


@require_safe
def template(request: HttpRequest) -> HttpResponse:
    """A workbook with a row for every balance that is wanted."""
    actor = _reader(request)
    year = _year(request.GET.get("tahun"), actor)
    content = balance_files.balance_template(actor.agency_id, year, _today(actor))
    return attachment(content, f"saldo-awal-{year}.xlsx", XLSX)


@require_POST
def upload(request: HttpRequest) -> HttpResponse:
    """Look at a workbook, or keep its balances: the button says which."""
    actor = _reader(request)
    year = _year(request.POST.get("year"), actor)
    try:
        name, content = uploaded(request)
        sent = BalanceUpload(name, content, year, request.POST.get("reason", ""))
        if request.POST.get("do") != "record":
            preview = balance_files.preview_balances(upload=sent, actor=actor, tools=tools())
            return _page(request, actor, year, preview=preview)
        recorded = balance_files.record_balances(upload=sent, actor=actor, tools=tools())
    except Refusal as refusal:
        return _page(request, actor, year, refusal=refusal)
    tell(request, _told(recorded))
    return redirect(f"{reverse('balances')}?tahun={year}")


def _told(recorded: RecordedBalances) -> str:
    if recorded.is_idle:
        return _("All of this is kept already; nothing was changed.")
    return _("%(new)d balances are new, %(changed)d changed, %(taken)d taken back.") % {
        "new": recorded.new,
        "changed": recorded.changed,
        "taken": recorded.taken_back,
    }


def _reader(request: HttpRequest) -> Actor:
    actor = actor_of(request)
    if not actor.has(*SOP_ROLES, Role.KEEPER):
        raise Http404
    return actor


def _today(actor: Actor) -> date:
    return local_date(tools().clock.now(), office_of(actor.agency_id).utc_offset)


def _year(text: str | None, actor: Actor) -> int:
    year = whole(text) or 0
    return year if EARLIEST <= year <= LATEST else _today(actor).year


def _page(
    request: HttpRequest,
    actor: Actor,
    year: int,
    *,
    preview: BalancePreview | None = None,
    refusal: Refusal | None = None,
) -> HttpResponse:
    office = office_of(actor.agency_id)
    context = {
        "found": balance_page(actor.agency_id, year, _today(actor)),
        "year": year,
        "utc_offset": office.utc_offset,
        "may_record": actor.has(Role.PLANNER),
        "reason": request.POST.get("reason", ""),
        "preview": preview,
        "rows": _rows(preview),
        "placed": _placed(preview.problems if preview else ()),
        "notes": _placed(preview.notes if preview else ()),
    }
    return page(request, "web/plan/balances.html", context, refusal)


def _rows(preview: BalancePreview | None) -> list[PreviewedRow]:
    """The rows that would change something, as they would be kept."""
    return [
        PreviewedRow(
            where=one.balance.at.of("kode indikator"),
            code=one.balance.key.code,
            period=one.balance.key.period,
            unit=one.balance.key.unit_code,
            was=amount_text(one.was.figure, None) if one.was else "",
            to=amount_text(one.balance.figure, None),
            source=one.balance.source,
            change=one.change,
            number=one.number,
        )
        for one in (preview.changes if preview else ())
        if one.change is not Change.SAME
    ]


def _placed(problems: Iterable[Problem]) -> list[PlacedSentence]:
    return [PlacedSentence(place_words(p.where), problem_sentence(p)) for p in problems]
