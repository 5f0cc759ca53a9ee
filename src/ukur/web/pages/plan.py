"""The plan: its versions, the template, and bringing in a workbook after a preview."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from ukur.domain.figures.showing import read_day
from ukur.domain.people import SOP_ROLES, Actor, Role
from ukur.domain.plan.comparison import compared
from ukur.domain.plan.draft import PlanKind, Preview, Upload
from ukur.domain.plan.findings.finding import FindingCode
from ukur.domain.refusals import NotValid, Problem, Refusal
from ukur.edge import plan_files
from ukur.edge.dates import local_date
from ukur.edge.downloads import XLSX, attachment
from ukur.edge.plan_findings import finding_groups
from ukur.edge.who import actor_of
from ukur.edge.wiring import tools
from ukur.edge.wording import problem_sentence
from ukur.store.queries.offices import office_of
from ukur.store.queries.plan import VersionHead, renstra_heads, version_heads
from ukur.store.queries.plan_draft import plan_draft
from ukur.web.plan_changes import parts_of
from ukur.web.work import page, tell, uploaded, whole

MOST_ANSWERS = 1_000
"""Unclear cells that one page asks about; what is left is asked by the next look."""
NOTHING: Mapping[str, object] = {}


@dataclass(frozen=True)
class PlacedProblem:
    """A problem of the workbook in words, at its sheet and cell."""

    where: str
    sentence: str


@require_safe
def plans(request: HttpRequest) -> HttpResponse:
    """All versions."""
    return _page(request, reader(request))


@require_GET
def template(request: HttpRequest) -> HttpResponse:
    """An empty workbook to fill in."""
    reader(request)
    return attachment(plan_files.plan_template(), "templat-rencana.xlsx", XLSX)


@require_POST
def upload(request: HttpRequest) -> HttpResponse:
    """Look at a workbook, or bring it in: the button says which."""
    actor = reader(request)
    try:
        handed, staged_id = _handed(request, actor)
        if request.POST.get("do") != "import":
            return _preview(request, actor, handed, staged_id)
        imported = plan_files.import_plan(upload=handed, actor=actor, tools=tools())
    except Refusal as refusal:
        return _page(request, actor, refusal=refusal)
    if staged_id:
        plan_files.let_go(staged_id, actor, tools())
    tell(
        request,
        _("The plan was brought in as version %(number)d.") % {"number": imported.number}
        if imported.is_new
        else _("This workbook is version %(number)d already; nothing was changed.")
        % {"number": imported.number},
    )
    return redirect("plan_version", imported.plan_id)


def _handed(request: HttpRequest, actor: Actor) -> tuple[Upload, int]:
    """The workbook and what was said of it; beside it the id under which it waits, or 0.

    Raises:
        NotValid: no file, or a day that is none.
        TableGone: the workbook does not wait any more.
    """
    staged_id = whole(request.POST.get("staged")) or 0
    if staged_id and not request.FILES:
        waiting = plan_files.held(staged_id, actor, tools())
        name, content = waiting.name, waiting.content
    else:
        staged_id = 0
        name, content = uploaded(request)
    typed = request.POST.get("in_force_from", "").strip()
    year = whole(request.POST.get("year")) or 0
    day = read_day(typed, year) if typed else None
    if typed and day is None:
        raise NotValid((Problem("in_force_from", "date_unreadable", {"typed": typed[:40]}),))
    upload = Upload(
        name=name,
        content=content,
        year=year,
        kind=request.POST.get("kind", ""),
        in_force_from=day,
        change_reason=request.POST.get("change_reason", ""),
        answers=_answers(request),
    )
    return upload, staged_id


def _answers(request: HttpRequest) -> dict[str, str]:
    """What unclear cells were said to mean, where that is not what they are taken for anyway."""
    cells = request.POST.getlist("sel")[:MOST_ANSWERS]
    found = {}
    for number, cell in enumerate(cells, start=1):
        chosen = request.POST.get(f"baca-{number}", "")
        if chosen and chosen != request.POST.get(f"asal-{number}", ""):
            found[cell] = chosen
    return found


def _preview(request: HttpRequest, actor: Actor, upload: Upload, staged_id: int) -> HttpResponse:
    preview = plan_files.preview_plan(upload=upload, actor=actor)
    staged_id = staged_id or plan_files.hold(upload=upload, actor=actor, tools=tools())
    asked = preview.draft.questions
    unclear = {question.where for question in asked if question.is_open}
    found = plan_files.findings_of(preview, upload.year, actor)
    groups = finding_groups(found, preview.draft)
    context = {
        **_changes(preview, str(upload.year), version_heads(actor.agency_id)),
        "preview": preview,
        "name": upload.name,
        "staged": staged_id,
        "questions": asked[:MOST_ANSWERS],
        "unclear": len(unclear),
        "found": placed([p for p in preview.problems if p.where not in unclear]),
        "noted": placed([n for n in preview.notes if n.code != FindingCode.RENJA_DIFFERS]),
        "groups": [group.only() for group in groups],
        "finding_count": len(found),
    }
    return _page(request, actor, context)


def reader(request: HttpRequest) -> Actor:
    """Who asks, if the plan is theirs to read.

    Raises:
        Http404: it is not.
    """
    actor = actor_of(request)
    if not actor.has(*SOP_ROLES, Role.KEEPER):
        raise Http404
    return actor


def placed(problems: Sequence[Problem]) -> list[PlacedProblem]:
    """Problems or notes in words, each at its place."""
    return [PlacedProblem(p.where, problem_sentence(p)) for p in problems]


def _changes(preview: Preview, year: str | None, heads: Sequence[VersionHead]) -> dict[str, object]:
    """What a workbook without problems would change in the newest version of its year."""
    newest = next((head for head in heads if str(head.year) == year), None)
    if newest is None or preview.problems or preview.known_as:
        return {}
    found = compared(plan_draft(newest.id), preview.draft, newest.year)
    return {"newest": newest, "changes": parts_of(found)}


def _by_year(heads: Sequence[VersionHead]) -> dict[int, list[VersionHead]]:
    found: dict[int, list[VersionHead]] = {}
    for head in heads:
        found.setdefault(head.year, []).append(head)
    return found


def _page(
    request: HttpRequest,
    actor: Actor,
    more: Mapping[str, object] = NOTHING,
    refusal: Refusal | None = None,
) -> HttpResponse:
    office = office_of(actor.agency_id)
    context = {
        "years": _by_year(version_heads(actor.agency_id)),
        "renstras": renstra_heads(actor.agency_id),
        "utc_offset": office.utc_offset,
        "may_import": actor.has(Role.PLANNER),
        "kinds": tuple(kind.value for kind in PlanKind),
        "year": request.POST.get("year") or local_date(tools().clock.now(), office.utc_offset).year,
        "kind": request.POST.get("kind", PlanKind.INITIAL.value),
        "in_force_from": request.POST.get("in_force_from", ""),
        "change_reason": request.POST.get("change_reason", ""),
        **more,
    }
    return page(request, "web/plan/plan.html", context, refusal)
