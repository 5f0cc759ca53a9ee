"""Step 3: the planner makes the form."""

from datetime import date, datetime

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from ukur.domain.refusals import NotValid, Problem, Refusal
from ukur.domain.sop.model import Work
from ukur.domain.sop.worktime import Calendar, CalendarMissing, due
from ukur.edge import dates
from ukur.edge.names import period_of_year, period_short
from ukur.edge.papers import all_units_workbook
from ukur.edge.who import actor_of
from ukur.edge.wiring import tools
from ukur.store.queries.form_page import FormPage, form_page
from ukur.store.queries.offices import working_office
from ukur.store.queries.work import WorkPlace
from ukur.usecases.form.freeze_form import freeze_form
from ukur.web.downloads import attachment
from ukur.web.work import page, place_or_404, seen_on, step_context, tell, whole


@require_safe
def workbook(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """The forms of all units in one workbook.

    Raises:
        Http404: no such cycle at the actor's agency.
        NotYoursToRead: the actor is not of the office.
    """
    try:
        file = all_units_workbook(cycle_id, actor_of(request))
    except ObjectDoesNotExist:
        raise Http404 from None
    return attachment(file.content, file.name, file.media_type)


@require_http_methods(["GET", "POST"])
def form(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """The indicators of the plan with their targets, to be frozen into the form.

    Raises:
        Http404: no such cycle at the actor's agency, or nothing of theirs.
    """
    actor = actor_of(request)
    place = place_or_404(cycle_id, Work.FORM, actor)
    office = working_office(actor.agency_id)
    now = tools().clock.now()
    today = dates.local_date(now, office.office.utc_offset)
    found = form_page(cycle_id, today)
    chosen = frozenset(one.id for one in found.indicators if one.is_due)
    fill_by = _proposed(place, office.calendar, now)
    if request.method == "POST":
        typed = (whole(text) for text in request.POST.getlist("indicator"))
        chosen = frozenset(number for number in typed if number is not None)
        fill_by = request.POST.get("fill_by", "")
    context = step_context(place, actor) | {
        "title": period_of_year(place.head.when),
        "period": period_short(place.head.when.period),
        "form": found,
        "chosen": chosen,
        "counted": _counted(found, chosen),
        "fill_by": fill_by,
        "fill_by_words": dates.long(found.fill_by, place.utc_offset) if found.fill_by else "",
        "least_day": today.isoformat(),
    }
    if request.method == "GET":
        return page(request, "web/form/form.html", context)
    try:
        freeze_form(
            seen=seen_on(request, cycle_id),
            indicator_ids=sorted(chosen),
            fill_by=_day(fill_by),
            actor=actor,
            tools=tools(),
        )
    except Refusal as refusal:
        return page(request, "web/form/form.html", context, refusal)
    tell(request, _("The form is frozen and lies on the desks of the units."))
    return redirect("cycle", cycle_id)


def _counted(found: FormPage, chosen: frozenset[int]) -> str:
    due_now = sum(1 for one in found.indicators if one.is_due and one.id in chosen)
    words = ngettext(
        "%(count)d indicator is measured in this period; %(others)d others are not.",
        "%(count)d indicators are measured in this period; %(others)d others are not.",
        due_now,
    )
    return words % {"count": due_now, "others": len(chosen) - due_now}


def _proposed(place: WorkPlace, calendar: Calendar, now: datetime) -> str:
    """The day on which the collection is due by its standard, if the form went out now."""
    after = place.head.procedure.onward(place.step.number)
    if after is None:
        return ""
    try:
        ends = due(now, place.head.procedure.step(after).standard, calendar)
    except CalendarMissing:
        return ""
    return dates.local_date(ends, place.utc_offset).isoformat()


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NotValid(problems=(Problem("fill_by", "needed"),)) from None
