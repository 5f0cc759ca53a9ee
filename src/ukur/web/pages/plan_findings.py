"""What wants a look in a version of the plan: read, answer, pass on."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ukur.domain.people import SOP_ROLES, Actor, Role
from ukur.domain.refusals import Refusal
from ukur.edge.downloads import XLSX, attachment
from ukur.edge.plan_findings import finding_groups, findings_workbook
from ukur.edge.who import actor_of
from ukur.edge.wiring import tools
from ukur.store.queries.offices import office_of
from ukur.store.queries.plan_findings import FindingsPage, findings_page
from ukur.usecases.plan.answer_finding import answer_finding
from ukur.web.work import page, tell

OPEN, ANSWERED = "terbuka", "dijawab"


@require_safe
def findings(request: HttpRequest, plan_id: int) -> HttpResponse:
    """All findings of a version, or one group of them, or what is not answered yet."""
    actor = _reader(request)
    return _page(request, actor, _version(actor, plan_id))


@require_safe
def workbook(request: HttpRequest, plan_id: int) -> HttpResponse:
    """The findings as a workbook to pass on."""
    actor = _reader(request)
    version = _version(actor, plan_id)
    office = office_of(actor.agency_id)
    content = findings_workbook(version, office)
    return attachment(content, f"temuan-rencana-{version.year}-v{version.number}.xlsx", XLSX)


@require_POST
def answer(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Keep a word on one finding."""
    actor = _reader(request)
    version = _version(actor, plan_id)
    key = request.POST.get("key", "")
    try:
        answer_finding(
            plan_id=plan_id,
            key=key,
            text=request.POST.get("text", ""),
            actor=actor,
            tools=tools(),
        )
    except Refusal as refusal:
        return _page(request, actor, version, refusal)
    tell(request, _("The answer was kept."))
    asked = request.GET.urlencode()
    return redirect(f"{reverse('plan_findings', args=[plan_id])}{'?' if asked else ''}{asked}")


def _reader(request: HttpRequest) -> Actor:
    actor = actor_of(request)
    if not actor.has(*SOP_ROLES, Role.KEEPER):
        raise Http404
    return actor


def _version(actor: Actor, plan_id: int) -> FindingsPage:
    version = findings_page(actor.agency_id, plan_id)
    if version is None:
        raise Http404
    return version


def _page(
    request: HttpRequest, actor: Actor, version: FindingsPage, refusal: Refusal | None = None
) -> HttpResponse:
    groups = finding_groups(version.findings, version.draft, version.answers)
    which, state = request.GET.get("golongan", ""), request.GET.get("keadaan", "")
    count = sum(len(group.lines) for group in groups)
    unanswered = sum(group.open for group in groups)
    context = {
        "version": version,
        "groups": groups,
        "shown": [
            group.only(is_answered={OPEN: False, ANSWERED: True}.get(state))
            for group in groups
            if which in ("", group.key)
        ],
        "which": which,
        "state": state,
        "states": (
            ("", _("All"), count),
            (OPEN, _("Not answered"), unanswered),
            (ANSWERED, _("Answered"), count - unanswered),
        ),
        "count": count,
        "unanswered": unanswered,
        "asked": request.GET.urlencode(),
        "may_answer": actor.has(Role.PLANNER),
        "utc_offset": office_of(actor.agency_id).utc_offset,
        "typed_key": request.POST.get("key", ""),
        "typed_text": request.POST.get("text", ""),
    }
    return page(request, "web/plan/findings.html", context, refusal)
