"""Step 9: what is sealed, the sealing, and the archive that evaluators read."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ukur.domain.people import Actor
from ukur.domain.refusals import Refusal
from ukur.domain.sop.model import Work
from ukur.edge.downloads import ZIP, attachment
from ukur.edge.who import actor_of
from ukur.edge.wiring import tools
from ukur.store.queries.archive import may_read_archive, packages, packages_of, to_pack
from ukur.store.queries.offices import office_of
from ukur.store.queries.work import WorkPlace, work_place
from ukur.usecases.archive.archive_cycle import archive_cycle
from ukur.web.standing import mistar_of
from ukur.web.work import page, place_or_404, seen_on, step_context, tell, whole


@require_safe
def archives(request: HttpRequest) -> HttpResponse:
    """All sealed packages."""
    actor = actor_of(request)
    if not may_read_archive(actor):
        raise Http404
    context = {
        "packages": packages(actor),
        "utc_offset": office_of(actor.agency_id).utc_offset,
    }
    return page(request, "web/archive/archives.html", context)


@require_safe
def archive(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """What will be in the package, or what is."""
    actor = actor_of(request)
    return _page(request, cycle_id, work_place(cycle_id, Work.ARCHIVE, actor), actor)


@require_POST
def seal(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Seal the package; the cycle has ended."""
    actor = actor_of(request)
    place = place_or_404(cycle_id, Work.ARCHIVE, actor)
    try:
        archive_cycle(seen=seen_on(request, cycle_id), actor=actor, tools=tools())
    except Refusal as refusal:
        return _page(request, cycle_id, place, actor, refusal)
    tell(request, _("The package is sealed. The cycle has ended."))
    return redirect("archive", cycle_id)


@require_safe
def package(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """The package as one file: the newest version, or the one that is asked for."""
    found = packages_of(cycle_id, actor_of(request))
    asked = whole(request.GET.get("versi"))
    if asked is not None:
        found = tuple(package for package in found if package.version == asked)
    if not found:
        raise Http404
    newest = found[0]
    return attachment(tools().vault.read(newest.sha256), newest.name, ZIP)


def _page(
    request: HttpRequest,
    cycle_id: int,
    place: WorkPlace | None,
    actor: Actor,
    refusal: Refusal | None = None,
) -> HttpResponse:
    """The page of the step; evaluators see a sealed package only.

    While a cycle that was opened again waits for its next package, the step shows what that will
    hold, and the sealed ones stay below.
    """
    kept = packages_of(cycle_id, actor)
    if place is None and not kept:
        raise Http404
    is_running = place is not None and not place.head.position.ended
    sealed = kept[0] if kept and not is_running else None
    context = {
        "package": sealed,
        "earlier": kept if sealed is None else kept[1:],
        "reads_archives": may_read_archive(actor),
        "utc_offset": place.utc_offset if place else office_of(actor.agency_id).utc_offset,
        "cycle_id": cycle_id,
        **(step_context(place, actor) if place else {"mistar": mistar_of(cycle_id, actor)}),
        "to_pack": None if sealed else to_pack(cycle_id),
    }
    return page(request, "web/archive/archive.html", context, refusal)
