"""What is late: who holds it since when, by how much, and when they were last told."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ukur.domain.people import SOP_ROLES, Actor, Role
from ukur.domain.sop.model import Procedure, Step, Work
from ukur.domain.sop.timing import late_when_due_by
from ukur.domain.sop.worktime import CalendarMissing, elapsed
from ukur.edge import dates
from ukur.edge.names import period_of_year, procedure_name, role_name, work_name
from ukur.edge.who import actor_of
from ukur.edge.wiring import tools
from ukur.store.queries.late import (
    LateForm,
    LateStep,
    LateWhat,
    late_forms,
    late_steps,
    sops_of,
)
from ukur.store.queries.offices import WorkingOffice, working_office
from ukur.web.standing import words_of
from ukur.web.work import counted, whole

STEPS, FORMS = "langkah", "unit"


@dataclass(frozen=True)
class LateRow:
    """Something late in words; `by` is "" where the calendar cannot count it."""

    url: str
    matter: str
    sop: str
    what: str
    hands: str
    since: str
    due: str
    by: str
    told: str
    is_paused: bool = False
    is_returned: bool = False


@dataclass(frozen=True)
class Tab:
    """One of the two lists, and how much is in it: "99+" where it is more than is counted."""

    name: str
    url: str
    count: str
    is_current: bool


def reads_late_list(actor: Actor) -> bool:
    """Whether the list is for the person: the roles of the SOP, and the keeper."""
    return actor.has(*SOP_ROLES, Role.KEEPER)


@require_safe
def late(request: HttpRequest) -> HttpResponse:
    """The late steps or the late forms of units, the longest overdue first, page by page.

    Raises:
        Http404: it is not for the actor's role.
    """
    actor = actor_of(request)
    if not reads_late_list(actor):
        raise Http404
    office = working_office(actor.agency_id)
    now = tools().clock.now()
    shows = FORMS if request.GET.get("lihat") == FORMS else STEPS
    asked = request.GET.get("peran", "")
    role = Role(asked) if asked in {*Role} else None
    sops = sops_of(actor.agency_id)
    key = request.GET.get("sop", "") if request.GET.get("sop", "") in sops else ""
    after = whole(request.GET.get("setelah"))
    due_by = late_when_due_by(now, office.calendar)
    steps = late_steps(
        actor.agency_id, LateWhat(due_by, role, key, after if shows == STEPS else None)
    )
    forms = late_forms(actor.agency_id, LateWhat(due_by, after=after if shows == FORMS else None))
    found = steps if shows == STEPS else forms
    rows = (
        [_step_row(one, office, now) for one in steps.rows]
        if shows == STEPS
        else [_form_row(one, office, now) for one in forms.rows]
    )
    context = {
        "tabs": _tabs(shows, steps.count, forms.count, role, key),
        "shows": shows,
        "rows": rows,
        "roles": [(one.value, role_name(one), one is role) for one in _leads(sops.values())],
        "sops": sorted((procedure_name(one), name) for name, one in sops.items()),
        "key": key,
        "is_filtered": bool(role or key),
        "is_further": after is not None,
        "first": _address(shows, role, key),
        "next": _address(shows, role, key, found.rows[-1].id) if found.has_more else "",
    }
    return render(request, "web/late/late.html", context)


def _tabs(shows: str, steps: int, forms: int, role: Role | None, key: str) -> tuple[Tab, ...]:
    return (
        Tab(_("SOP steps"), _address(STEPS, role, key), counted(steps), shows == STEPS),
        Tab(_("Forms of units"), _address(FORMS, None, ""), counted(forms), shows == FORMS),
    )


def _leads(procedures: Iterable[Procedure]) -> list[Role]:
    """The roles that lead a step of an SOP, as the SOP of the measurement names them first."""
    leads = {step.lead for procedure in procedures for step in procedure.steps}
    return [role for role in Role if role.value in leads]


def _address(shows: str, role: Role | None, key: str, after: int | None = None) -> str:
    asked = {
        "lihat": shows if shows != STEPS else "",
        "peran": role.value if role else "",
        "sop": key,
        "setelah": str(after) if after else "",
    }
    words = urlencode({name: value for name, value in asked.items() if value})
    return f"{reverse('late')}?{words}" if words else reverse("late")


def _step_row(one: LateStep, office: WorkingOffice, now: datetime) -> LateRow:
    offset = office.office.utc_offset
    step = one.procedure.step(one.step)
    names = {lane.key: lane.name for lane in one.procedure.lanes}
    if one.cycle_id is None:
        url = reverse("run", args=[one.run_id])
    else:
        url = reverse("cycle", args=[one.cycle_id])
    return LateRow(
        url=url,
        matter=period_of_year(one.when) if one.when else one.subject,
        sop=procedure_name(one.procedure),
        what=_step_words(step, one.round),
        hands=_(" and ").join(names[key] for key in step.actors),
        since=dates.short(one.opened_at, offset),
        due=dates.short(one.due_at, offset),
        by=_by(one.due_at, office, now),
        told=dates.short(one.told_at, offset) if one.told_at else "",
        is_paused=one.paused_until is not None and now < one.paused_until,
        is_returned=one.round > 1,
    )


def _step_words(step: Step, round_: int) -> str:
    name = step.activity if step.work is Work.TASK else work_name(step.work)
    return _("Step %(step)d, %(name)s, round %(round)d") % {
        "step": step.number,
        "name": name,
        "round": round_,
    }


def _form_row(one: LateForm, office: WorkingOffice, now: datetime) -> LateRow:
    offset = office.office.utc_offset
    return LateRow(
        url=reverse("cycle", args=[one.cycle_id]),
        matter=one.unit,
        sop=period_of_year(one.when),
        what=_("Correct the form") if one.is_returned else _("Fill in the form"),
        hands=one.unit,
        since="",
        due=dates.short(one.due_at, offset),
        by=_by(one.due_at, office, now),
        told=dates.short(one.told_at, offset) if one.told_at else "",
        is_returned=one.is_returned,
    )


def _by(due_at: datetime, office: WorkingOffice, now: datetime) -> str:
    try:
        return words_of(elapsed(due_at, now, office.calendar), office.calendar)
    except CalendarMissing:
        return ""
