"""Step 3: the planner makes the form."""

from datetime import datetime

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from ukur.domain.refusals import Refusal
from ukur.domain.sop.model import Work
from ukur.domain.sop.worktime import Calendar, CalendarMissing, due
from ukur.edge import dates
from ukur.edge.downloads import attachment
from ukur.edge.names import period_of_year, period_short
from ukur.edge.papers import all_units_workbook
from ukur.edge.unit_mail import mail_cycle_at_once
from ukur.edge.who import actor_of
from ukur.edge.wiring import tools
from ukur.store.queries.form_page import FormPage, form_page
from ukur.store.queries.offices import working_office
from ukur.store.queries.work import WorkPlace
from ukur.usecases.form.freeze_form import freeze_form
from ukur.web.form_parts import form_goals, levels_of
from ukur.web.forms.form_rules import TypedForm, rules_typed, typed_form
from ukur.web.refused import by_place
from ukur.web.work import page, place_or_404, seen_on, step_context, tell


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
    """The indicators of the plan with their targets and rules, to be frozen into the form.

    A POST with "pick" or "open" chooses many at once, or opens the rules of a line: it keeps
    nothing and shows the page again as it was filled in, with or without JavaScript.

    Raises:
        Http404: no such cycle at the actor's agency, or nothing of theirs.
    """
    actor = actor_of(request)
    place = place_or_404(cycle_id, Work.FORM, actor)
    office = working_office(actor.agency_id)
    now = tools().clock.now()
    found = form_page(cycle_id, dates.local_date(now, office.office.utc_offset))
    if request.method == "GET":
        due_now = frozenset(one.id for one in found.indicators if one.is_due)
        typed = TypedForm(due_now, {}, _proposed(place, office.calendar, now))
        return _page(request, place, found, typed)
    typed = typed_form(request.POST, found)
    if "pick" in request.POST or "open" in request.POST:
        return _page(request, place, found, typed)
    try:
        rules = rules_typed(typed, found)
        seen = seen_on(request, cycle_id)
        freeze_form(seen=seen, rules=rules, actor=actor, tools=tools())
    except Refusal as refusal:
        return _page(request, place, found, typed, refusal)
    mail_cycle_at_once(cycle_id, actor)
    tell(request, _("The form is frozen and lies on the desks of the units."))
    return redirect("cycle", cycle_id)


def _page(
    request: HttpRequest,
    place: WorkPlace,
    found: FormPage,
    typed: TypedForm,
    refusal: Refusal | None = None,
) -> HttpResponse:
    offset = place.utc_offset
    problems = by_place(refusal) if refusal else {}
    context = step_context(place, actor_of(request)) | {
        "title": period_of_year(place.head.when),
        "period": period_short(place.head.when.period),
        "form": found,
        "goals": form_goals(found, typed, problems, offset),
        "typed": typed,
        "counted": _counted(found, typed.chosen),
        "levels": levels_of(found),
        "last": period_of_year(found.last.when) if found.last else "",
        "fill_by_words": dates.long(found.fill_by, offset) if found.fill_by else "",
        "opens_words": dates.long(found.opens_at, offset) if found.opens_at else "",
        "closes_words": dates.long(found.closes_at, offset) if found.closes_at else "",
        "least_day": dates.local_date(tools().clock.now(), offset).isoformat(),
    }
    return page(request, "web/form/form.html", context, refusal)


def _counted(found: FormPage, chosen: frozenset[int]) -> str:
    due_now = sum(1 for one in found.indicators if one.is_due and one.id in chosen)
    # of a form that is made all lines were chosen, those too whose period this is not
    others = (len(found.indicators) if found.is_frozen else len(chosen)) - due_now
    if not others:
        return ngettext(
            "%(count)d indicator is measured in this period",
            "%(count)d indicators are measured in this period",
            due_now,
        ) % {"count": due_now}
    return ngettext(
        "%(count)d indicator is measured in this period; %(others)d others are not.",
        "%(count)d indicators are measured in this period; %(others)d others are not.",
        due_now,
    ) % {"count": due_now, "others": others}


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
