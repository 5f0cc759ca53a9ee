"""Step 4 at Tim SAKIP: the board of all units, from which the collection is led to its end."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from ukur.domain.people import Actor, Role
from ukur.domain.refusals import Refusal
from ukur.domain.sop.model import Work
from ukur.edge.board_tables import board_table
from ukur.edge.downloads import XLSX, attachment
from ukur.edge.names import unit_kind_name
from ukur.edge.recap_tables import recap_sheets
from ukur.edge.table_downloads import table_response
from ukur.edge.unit_mail import mail_at_once
from ukur.edge.who import actor_of
from ukur.edge.wiring import book_bytes, tools
from ukur.store.queries.board_rows import Asked, Board, Need
from ukur.store.queries.collect import board
from ukur.store.queries.league import last_rates
from ukur.store.queries.offices import working_office
from ukur.store.queries.recap import recap
from ukur.store.queries.work import WorkPlace
from ukur.usecases.clock.posting import Mailed
from ukur.usecases.collect.finish_collecting import finish_collecting
from ukur.usecases.collect.remind_units import remind_units
from ukur.usecases.collect.verify_units import verify_units
from ukur.web.trend import trend
from ukur.web.work import page, place_or_404, seen_on, step_context, tell, whole

NEEDS = {
    "tagih": Need.CHASE,
    "periksa": Need.CHECK,
    "isi": Need.FILLING,
    "selesai": Need.DONE,
}
"""What the address calls a group."""
MOST_LISTED = 40
"""So many units of a card have a box of their own; the others share one."""


@dataclass(frozen=True)
class Choice:
    """One way to narrow the board, as an address."""

    name: str
    url: str
    count: int | None
    is_current: bool
    part: str = ""
    """Which of the columns, such as "1–40", where the choice is not of all."""


@require_safe
def collect(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """All units, sorted by need."""
    actor = actor_of(request)
    return _page(request, place_or_404(cycle_id, Work.COLLECT, actor), actor)


@require_POST
def remind(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """The chosen units are reminded, and their mail goes out."""
    actor = actor_of(request)
    place = place_or_404(cycle_id, Work.COLLECT, actor)
    try:
        reminded = remind_units(
            cycle_id=cycle_id,
            task_ids=_ids(request.POST.getlist("unit")),
            actor=actor,
            tools=tools(),
        )
    except Refusal as refusal:
        return _page(request, place, actor, refusal)
    tell(request, _reminded_words(len(reminded.tasks), mail_at_once(reminded.tasks, actor)))
    return redirect("collect", cycle_id)


@require_POST
def verify_many(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """The figures of the chosen units are in order, each as the page showed it."""
    actor = actor_of(request)
    place = place_or_404(cycle_id, Work.COLLECT, actor)
    try:
        verified = verify_units(
            cycle_id=cycle_id,
            seen_versions=_versions(request.POST.getlist("unit")),
            actor=actor,
            tools=tools(),
        )
    except Refusal as refusal:
        return _page(request, place, actor, refusal)
    said = ngettext("%(n)s unit is verified.", "%(n)s units are verified.", len(verified))
    tell(request, said % {"n": len(verified)})
    return redirect("collect", cycle_id)


@require_POST
def finish(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """The collection is complete."""
    actor = actor_of(request)
    place = place_or_404(cycle_id, Work.COLLECT, actor)
    try:
        finish_collecting(seen=seen_on(request, cycle_id), actor=actor, tools=tools())
    except Refusal as refusal:
        return _page(request, place, actor, refusal)
    tell(request, _("The collection is finished. The evaluation is open."))
    return redirect("cycle", cycle_id)


@require_safe
def export(request: HttpRequest, cycle_id: int, form: str) -> HttpResponse:
    """The board to take away, one row a unit.

    Raises:
        Http404: the form is neither xlsx nor csv.
    """
    actor = actor_of(request)
    place = place_or_404(cycle_id, Work.COLLECT, actor)
    found = _board(place, actor, _asked(request))
    name = f"papan-pengumpulan-{place.head.when.period.value.lower()}-{place.head.when.year}"
    return table_response(board_table(found, place.utc_offset), name, form, "Pengumpulan")


@require_safe
def recap_workbook(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """The consolidated recap as the entries stand now: by indicator, and unit by indicator."""
    place = place_or_404(cycle_id, Work.COLLECT, actor_of(request))
    when = place.head.when
    content = book_bytes(recap_sheets(recap(place.head.id)))
    return attachment(content, f"rekap-{when.period.value.lower()}-{when.year}.xlsx", XLSX)


def _page(
    request: HttpRequest, place: WorkPlace, actor: Actor, refusal: Refusal | None = None
) -> HttpResponse:
    found = _board(place, actor, _asked(request))
    is_team = place.may_work and actor.has(Role.TEAM)
    now = tools().clock.now()
    calendar = working_office(actor.agency_id).calendar
    rates = last_rates(actor.agency_id, now, calendar, place.head.when)
    here = found.asked_for.page
    context = {
        **step_context(place, actor),
        "board": found,
        # cells link to the unit's page beside this one; what was refused stands elsewhere
        "root": reverse("collect", args=[place.head.id]) if refusal else "",
        "now": now,
        "needs": _need_choices(found),
        "kinds": _kind_choices(found),
        "parts": _part_choices(found),
        "earlier": _address(found.asked_for, page=here - 1),
        "later": _address(found.asked_for, page=here + 1),
        "query": _address(found.asked_for, page=1),
        "listed": found.to_remind[:MOST_LISTED] if is_team else (),
        "others": found.to_remind[MOST_LISTED:] if is_team else (),
        "stuck": found.beyond_reminding[:MOST_LISTED] if is_team else (),
        "is_team": is_team,
        "to_check": found.to_check[:MOST_LISTED],
        "unlisted": len(found.to_check[MOST_LISTED:]),
        "rates": rates,
        "trend": trend(rates),
    }
    return page(request, "web/collect/collect.html", context, refusal)


def _board(place: WorkPlace, actor: Actor, asked: Asked) -> Board:
    calendar = working_office(actor.agency_id).calendar
    return board(place.head.id, tools().clock.now(), calendar, asked)


def _asked(request: HttpRequest) -> Asked:
    return Asked(
        NEEDS.get(request.GET.get("keadaan", "")),
        request.GET.get("jenis", "")[:40],
        whole(request.GET.get("halaman")) or 1,
        whole(request.GET.get("bagian")) or 1,
    )


def _address(asked: Asked, **changed: object) -> str:
    """The query of the address that shows this, beginning with "?"; "." where nothing is asked."""
    wanted = {
        "keadaan": next((name for name, need in NEEDS.items() if need is asked.need), ""),
        "jenis": asked.kind,
        "halaman": asked.page,
        "bagian": asked.part,
        **{"halaman" if name == "page" else name: value for name, value in changed.items()},
    }
    kept = {name: value for name, value in wanted.items() if value and value != 1}
    return f"?{urlencode(kept)}" if kept else "."


def _need_choices(found: Board) -> tuple[Choice, ...]:
    names = {
        Need.CHASE: _("To be chased"),
        Need.CHECK: _("To be checked"),
        Need.FILLING: _("Being filled in"),
        Need.DONE: _("Settled"),
    }
    now = found.asked_for
    every = Choice(
        _("All"),
        _address(now, keadaan="", page=1),
        found.unit_count,
        is_current=now.need is None,
    )
    return (
        every,
        *(
            Choice(
                names[need],
                _address(now, keadaan=name, page=1),
                found.count_of(need),
                is_current=now.need is need,
            )
            for name, need in NEEDS.items()
        ),
    )


def _kind_choices(found: Board) -> tuple[Choice, ...]:
    """Nothing where all units are of one kind."""
    now = found.asked_for
    if len(found.kinds) < 2:  # noqa: PLR2004 - one kind leaves nothing to choose
        return ()
    return (
        Choice(
            _("Units of all kinds"), _address(now, jenis="", page=1), None, is_current=not now.kind
        ),
        *(
            Choice(
                unit_kind_name(kind),
                _address(now, jenis=kind, page=1),
                None,
                is_current=now.kind == kind,
            )
            for kind in found.kinds
        ),
    )


def _part_choices(found: Board) -> tuple[Choice, ...]:
    """The parts of a wide board's columns; nothing where all of them are shown."""
    now = found.asked_for
    return tuple(
        Choice(
            f"{one.goal_code} {one.goal}",
            _address(now, bagian=number, page=now.page),
            None,
            is_current=number == now.part,
            part="" if one.is_all else f"{one.first}–{one.last}",
        )
        for number, one in enumerate(found.parts, 1)
    )


def _ids(typed: Iterable[str]) -> tuple[int, ...]:
    """The ids in boxes of one unit each, and in the box that stands for many, by commas."""
    found = (whole(part) for text in typed for part in text.split(","))
    return tuple(dict.fromkeys(one for one in found if one is not None))


def _versions(typed: Iterable[str]) -> dict[int, int]:
    """The version of each form that the page showed, from boxes such as "12:1"."""
    pairs = ([whole(part) for part in text.split(":")] for text in typed)
    known = (pair for pair in pairs if len(pair) == 2)  # noqa: PLR2004 - a form and its version
    return {task: version for task, version in known if task is not None and version is not None}


def _reminded_words(units: int, mailed: Mailed) -> str:
    said = ngettext("%(n)s unit is reminded.", "%(n)s units are reminded.", units) % {"n": units}
    if mailed.trouble:
        return f"{said} " + _(
            "The mail server does not answer: the mails wait and go out by themselves later."
        )
    if mailed.failed:
        return f"{said} " + _("The mail server refused some addresses; the board shows whose.")
    if not mailed.sent:
        return f"{said} " + _("No mail went out: it stands in their inbox here.")
    mails = ngettext("%(n)s mail went out.", "%(n)s mails went out.", mailed.sent)
    return f"{said} " + mails % {"n": mailed.sent}
