"""What the names of other systems are here, as it is kept: looked at, changed, and forgotten."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ukur.domain.refusals import Refusal
from ukur.domain.sources import System
from ukur.edge import source_files
from ukur.edge.wiring import tools
from ukur.store.queries.sources import MapVersion, map_versions
from ukur.web.pages.sources import NamedRow, element_rows, place_or_404, said, unit_rows
from ukur.web.standing import mistar_of
from ukur.web.work import page, tell, whole


@dataclass(frozen=True)
class KeptNames:
    """The names of one system, with the versions in which they were said, the newest first."""

    system: str
    version: int
    elements: tuple[NamedRow, ...]
    units: tuple[NamedRow, ...]
    versions: tuple[MapVersion, ...]


@require_http_methods(["GET", "HEAD", "POST"])
def kept_names(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """All kept names by system; a POST keeps those of one system as its next version."""
    actor, place = place_or_404(request, cycle_id)
    refusal: Refusal | None = None
    if request.method == "POST" and request.POST.get("system") in tuple(System):
        read = source_files.kept_source(System(request.POST["system"]), place, actor)
        try:
            source_files.keep_map(
                read=read,
                mapping=said(request.POST, read),
                actor=actor,
                tools=tools(),
                seen_version=whole(request.POST.get("version")),
            )
        except Refusal as caught:
            refusal = caught
        else:
            tell(request, _("The names are kept. The next file is read by them."))
            return redirect("kept_names", cycle_id)
    systems = (source_files.kept_source(system, place, actor) for system in System)
    context = {
        "place": place,
        "kept": [
            KeptNames(
                read.system.value,
                read.mapping.version,
                tuple(element_rows(read)),
                tuple(unit_rows(read)),
                map_versions(actor.agency_id, read.system),
            )
            for read in systems
            if read.mapping.version
        ],
        "mistar": mistar_of(cycle_id, actor),
    }
    return page(request, "web/sources/names.html", context, refusal)
