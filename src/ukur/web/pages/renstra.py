"""The plan of five years: its versions, the template, a preview, and one version as it is read."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from ukur.domain.people import Actor, Role
from ukur.domain.plan.renstra import RenstraPreview, RenstraUpload
from ukur.domain.refusals import Refusal
from ukur.edge import plan_files
from ukur.edge.dates import local_date
from ukur.edge.downloads import XLSX, attachment
from ukur.edge.wiring import tools
from ukur.store.queries.offices import office_of
from ukur.store.queries.plan import renstra_heads
from ukur.store.queries.renstra import renstra_page
from ukur.web.pages.plan import placed, reader
from ukur.web.work import page, tell, uploaded, whole


@require_http_methods(["GET", "HEAD", "POST"])
def renstras(request: HttpRequest) -> HttpResponse:
    """All versions; a POST looks at a workbook or brings it in: the button says which."""
    actor = reader(request)
    if request.method != "POST":
        return _page(request, actor)
    try:
        handed = _upload(request)
        if request.POST.get("do") != "import":
            preview = plan_files.preview_renstra(upload=handed, actor=actor)
            return _page(request, actor, preview=preview, name=handed.name)
        imported = plan_files.import_renstra(upload=handed, actor=actor, tools=tools())
    except Refusal as refusal:
        return _page(request, actor, refusal=refusal)
    tell(
        request,
        _("The Renstra was brought in as version %(number)d.") % {"number": imported.number}
        if imported.is_new
        else _("This workbook is version %(number)d already; nothing was changed.")
        % {"number": imported.number},
    )
    return redirect("renstra_version", imported.plan_id)


@require_GET
def template(request: HttpRequest) -> HttpResponse:
    """An empty workbook to fill in."""
    reader(request)
    return attachment(plan_files.renstra_template(), "templat-renstra.xlsx", XLSX)


@require_safe
def version(request: HttpRequest, renstra_id: int) -> HttpResponse:
    """The goals and indicators with a target for every year."""
    actor = reader(request)
    found = renstra_page(renstra_id, actor.agency_id)
    if found is None:
        raise Http404
    context = {"renstra": found, "utc_offset": office_of(actor.agency_id).utc_offset}
    return page(request, "web/plan/renstra_version.html", context)


def _upload(request: HttpRequest) -> RenstraUpload:
    """The workbook and what was said of it.

    Raises:
        NotValid: no file.
    """
    name, content = uploaded(request)
    first_year = whole(request.POST.get("first_year")) or 0
    return RenstraUpload(name, content, first_year, request.POST.get("change_reason", ""))


def _page(
    request: HttpRequest,
    actor: Actor,
    *,
    preview: RenstraPreview | None = None,
    name: str = "",
    refusal: Refusal | None = None,
) -> HttpResponse:
    office = office_of(actor.agency_id)
    heads = renstra_heads(actor.agency_id)
    today = local_date(tools().clock.now(), office.utc_offset)
    usual = heads[0].first_year if heads else today.year
    context = {
        "renstras": heads,
        "utc_offset": office.utc_offset,
        "may_import": actor.has(Role.PLANNER),
        "first_year": request.POST.get("first_year") or usual,
        "change_reason": request.POST.get("change_reason", ""),
        "preview": preview,
        "name": name,
        "found": placed(preview.problems if preview else ()),
        "assumed": placed(preview.draft.notes if preview else ()),
    }
    return page(request, "web/plan/renstra.html", context, refusal)
