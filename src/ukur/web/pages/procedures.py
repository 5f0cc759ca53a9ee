"""The SOPs of the agency: the list, one version, two compared, and where a draft begins."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ukur.domain.people import Actor, Role
from ukur.domain.refusals import NotValid, Refusal
from ukur.domain.sop.comparison import compared
from ukur.domain.sop.issuing import DraftExists, Standing, may_withdraw
from ukur.domain.sop.soundness import findings
from ukur.edge.dates import local_date
from ukur.edge.downloads import attachment, shown_pdf
from ukur.edge.names import role_name
from ukur.edge.procedure_files import ProcedureFormat, procedure_as, procedure_from
from ukur.edge.procedure_papers import procedure_pdf
from ukur.edge.sop_svg import sop_svg
from ukur.edge.sop_words import finding_sentence, problem_place, problem_sentence
from ukur.edge.status import status_of
from ukur.edge.who import actor_of, note_refusal
from ukur.edge.wiring import tools
from ukur.store.queries.offices import office_of
from ukur.store.queries.procedure_pages import VersionLine, in_force, sops_of, versions_of
from ukur.usecases.procedures.begin_draft import begin_draft
from ukur.usecases.procedures.take_in_procedure import take_in_procedure
from ukur.usecases.procedures.withdraw_procedure import withdraw_procedure
from ukur.web.procedure_changes import changes_of
from ukur.web.procedure_table import official_table
from ukur.web.refused import Refused
from ukur.web.work import page, tell, told, uploaded, whole

SVG = "image/svg+xml"
MOST_PROBLEMS = 50
"""Problems of a file that a page lists."""
FIRST_LANES = (Role.HEAD, Role.SECRETARY, Role.STAFF)
NOTHING: Mapping[str, object] = {}


@dataclass(frozen=True)
class LegalLine:
    """A regulation of the cover, and what took its place: stated, or only understood to have."""

    text: str
    replaced_by: str
    note: str


@require_safe
def procedures(request: HttpRequest) -> HttpResponse:
    """All SOPs of the agency."""
    return _list(request, actor_of(request))


@require_safe
def one(request: HttpRequest, version_id: int) -> HttpResponse:
    """One version as the official form, with its cover, its findings and its history.

    Raises:
        Http404: no such version at the actor's agency.
    """
    return _one(request, version_id)


def _one(request: HttpRequest, version_id: int, refusal: Refusal | None = None) -> HttpResponse:
    actor = actor_of(request)
    version, versions = _version(version_id, actor)
    office = office_of(actor.agency_id)
    today = local_date(tools().clock.now(), office.utc_offset)
    standing = Standing(version.in_force_from, version.begun, version.withdrawn_at is not None)
    draft = next((d for d in sops_of(actor.agency_id, today) if d.key == version.key), None)
    procedure = version.procedure
    at = [line.id for line in versions].index(version.id)
    context = {
        "version": version,
        "procedure": procedure,
        "table": official_table(procedure),
        "legal": [
            LegalLine(basis.text, basis.replaced_by, basis.note)
            for basis in procedure.cover.legal_basis
        ],
        "findings": [finding_sentence(finding) for finding in findings(procedure)],
        "versions": versions,
        "before": versions[at + 1] if at + 1 < len(versions) else None,
        "now": in_force(versions, today),
        "today": today,
        "draft": draft.draft if draft else None,
        "may_write": actor.has(Role.KEEPER),
        "may_withdraw": actor.has(Role.KEEPER) and may_withdraw(standing, today),
        "typed": request.POST,
        "told": told(request) if refusal is None else "",
        "utc_offset": office.utc_offset,
    }
    return page(request, "web/procedures/one.html", context, refusal)


@require_safe
def paper(request: HttpRequest, version_id: int) -> HttpResponse:
    """The version as the paper that an office signs.

    Raises:
        Http404: no such version at the actor's agency.
    """
    actor = actor_of(request)
    version, _versions = _version(version_id, actor)
    office = office_of(actor.agency_id)
    made = version.issued_at or datetime.combine(
        version.in_force_from, datetime.min.time(), tzinfo=tools().clock.now().tzinfo
    )
    pdf = procedure_pdf(version.procedure, office, made, tools())
    return shown_pdf(pdf, f"sop-{version.key}-{version.procedure.version}.pdf")


@require_safe
def file(request: HttpRequest, version_id: int) -> HttpResponse:
    """The version as the text it is kept as.

    Raises:
        Http404: no such version at the actor's agency.
    """
    version, _versions = _version(version_id, actor_of(request))
    name = f"{version.key}-{version.procedure.version}.toml"
    return attachment(version.text.encode(), name, ProcedureFormat.TOML.media_type)


@require_safe
def bpmn(request: HttpRequest, version_id: int) -> HttpResponse:
    """The version as BPMN 2.0, for programs that draw or run processes.

    Raises:
        Http404: no such version at the actor's agency.
    """
    version, _versions = _version(version_id, actor_of(request))
    form = ProcedureFormat.BPMN
    name = f"{version.key}-{version.procedure.version}.{form.value}"
    return attachment(procedure_as(version.procedure, form), name, form.media_type)


@require_safe
def drawing(request: HttpRequest, version_id: int) -> HttpResponse:
    """The table of the version as a drawing, SVG.

    Raises:
        Http404: no such version at the actor's agency.
    """
    version, _versions = _version(version_id, actor_of(request))
    name = f"sop-{version.key}-{version.procedure.version}.svg"
    return attachment(sop_svg(version.procedure).encode(), name, SVG)


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Two versions of one SOP side by side.

    Raises:
        Http404: one of them is not there, or they are of different SOPs.
    """
    actor = actor_of(request)
    was, versions = _version(whole(request.GET.get("lama")) or 0, actor)
    now = next((v for v in versions if v.id == whole(request.GET.get("baru"))), None)
    if now is None:
        raise Http404
    found = compared(was.procedure, now.procedure)
    context = {
        "was": was,
        "now": now,
        "title": now.procedure.cover.title,
        "was_name": _("Version %(v)s") % {"v": was.procedure.version},
        "now_name": _("Version %(v)s") % {"v": now.procedure.version},
        "found": found,
        "changes": changes_of(found),
        "versions": versions,
    }
    return page(request, "web/procedures/compare.html", context)


@require_POST
def change(request: HttpRequest, version_id: int) -> HttpResponse:
    """Begin the next version from this one, or go on with the draft that is there.

    Raises:
        Http404: no such version at the actor's agency.
    """
    actor = actor_of(request)
    _version(version_id, actor)
    try:
        draft_id = begin_draft(
            version_id=version_id, title="", lanes={}, actor=actor, tools=tools()
        )
    except DraftExists as there:
        return redirect("procedure_draft", there.draft_id)
    except Refusal as refusal:
        return _list(request, actor, refusal)
    return redirect("procedure_draft", draft_id)


@require_POST
def withdraw(request: HttpRequest, version_id: int) -> HttpResponse:
    """Take a version back before its day.

    Raises:
        Http404: no such version at the actor's agency.
    """
    actor = actor_of(request)
    _version(version_id, actor)
    reason = request.POST.get("reason", "")
    try:
        withdraw_procedure(version_id=version_id, reason=reason, actor=actor, tools=tools())
    except Refusal as refusal:
        return _one(request, version_id, refusal)
    tell(request, _("The version is withdrawn. Its text stays here, and nothing will run by it."))
    return redirect("procedure", version_id)


@require_POST
def new(request: HttpRequest) -> HttpResponse:
    """Begin an SOP that the agency does not have yet."""
    actor = actor_of(request)
    title = request.POST.get("title", "")
    lanes = {role.value: role_name(role) for role in FIRST_LANES}
    try:
        draft_id = begin_draft(
            version_id=None, title=title, lanes=lanes, actor=actor, tools=tools()
        )
    except Refusal as refusal:
        return _list(request, actor, refusal, {"typed_title": title})
    return redirect("procedure_draft", draft_id)


@require_POST
def take_in(request: HttpRequest) -> HttpResponse:
    """A file becomes a draft; of a file with anything wrong nothing is kept."""
    actor = actor_of(request)
    try:
        name, content = uploaded(request)
        procedure = procedure_from(content, name or "SOP")
        draft_id = take_in_procedure(procedure=procedure, name=name, actor=actor, tools=tools())
    except Refusal as refusal:
        return _list(request, actor, refusal)
    tell(request, _("The file was read without a problem and waits here as a draft."))
    return redirect("procedure_draft", draft_id)


def _list(
    request: HttpRequest,
    actor: Actor,
    refusal: Refusal | None = None,
    more: Mapping[str, object] = NOTHING,
) -> HttpResponse:
    office = office_of(actor.agency_id)
    today = local_date(tools().clock.now(), office.utc_offset)
    context = {
        "sops": sops_of(actor.agency_id, today),
        "utc_offset": office.utc_offset,
        "may_write": actor.has(Role.KEEPER),
        "existing_draft": refusal.draft_id if isinstance(refusal, DraftExists) else None,
        **more,
    }
    if isinstance(refusal, NotValid) and any("line" in p.facts for p in refusal.problems):
        return _refused_file(request, context, refusal)
    return page(request, "web/procedures/list.html", context, refusal)


def _refused_file(
    request: HttpRequest, context: Mapping[str, object], refusal: NotValid
) -> HttpResponse:
    """The list with every line of the file that is wrong, and why."""
    note_refusal(request, refusal)
    lines = tuple(
        f"{problem_place(problem)}: {problem_sentence(problem)}" for problem in refusal.problems
    )
    left = len(lines) - MOST_PROBLEMS
    more = (_("And %(n)d more.") % {"n": left},) if left > 0 else ()
    said = _("The file was not taken in, and nothing of it was kept. Mend these lines:")
    refused = Refused(said, (*lines[:MOST_PROBLEMS], *more))
    response = page(request, "web/procedures/list.html", {**context, "refused": refused})
    response.status_code = status_of(refusal)
    return response


def _version(version_id: int, actor: Actor) -> tuple[VersionLine, Sequence[VersionLine]]:
    """The version, and all versions of its SOP, the latest first.

    Raises:
        Http404: no such version at the actor's agency.
    """
    every = versions_of(actor.agency_id)
    found = next((line for line in every if line.id == version_id), None)
    if found is None:
        raise Http404
    return found, [line for line in every if line.key == found.key]
