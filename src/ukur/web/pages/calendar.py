"""The office calendar of the pengelola: days without hours, office hours, special hours."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from ukur.domain.holidays import HolidayKind
from ukur.domain.people import Actor
from ukur.domain.sop.hours_notation import week_of, written
from ukur.domain.sop.worktime import (
    RAMADAN_WEEK,
    USUAL_WEEK,
    WEEKDAYS,
    OfficeHours,
    Span,
    SpecialHours,
    local,
)
from ukur.edge import dates, wiring
from ukur.edge.holiday_words import KIND_WORDS, week_lines
from ukur.edge.wiring import tools
from ukur.store.queries.office_pages import CalendarPage, calendar_page
from ukur.store.queries.offices import working_office
from ukur.usecases.office.add_holiday import add_holiday
from ukur.usecases.office.add_special_hours import NewSpecialHours, add_special_hours
from ukur.usecases.office.load_holidays import load_holidays
from ukur.usecases.office.remove_holiday import remove_holiday
from ukur.usecases.office.remove_special_hours import remove_special_hours
from ukur.usecases.office.set_office_hours import set_office_hours
from ukur.web.forms.calendar import AddHoliday, AddSpecialHours, LoadYear, WeekHours
from ukur.web.keeping import Act, done, keeper_or_404, shown, tried
from ukur.web.work import tell, whole

YEARS = range(2000, 2100)
AHEAD = timedelta(days=60)
"""So long before a year begins its calendar is asked for; SOPs rarely run longer."""
ESTIMATED = "(perkiraan)"
"""How the list of holidays marks a day that is not decreed yet."""


@require_http_methods(["GET", "POST"])
def calendar(request: HttpRequest) -> HttpResponse:
    """One year: load the national holidays, add and remove days; the hours beside."""
    actor = keeper_or_404(request)
    office = working_office(actor.agency_id)
    today = local(tools().clock.now(), office.calendar).date()
    asked = whole(request.GET.get("tahun"))
    year = asked if asked is not None and asked in YEARS else today.year
    wanted = request.POST.get("do", "")
    day = AddHoliday(request.POST if wanted == "add" else None)
    load = LoadYear(request.POST if wanted == "load" else None, initial={"year": year})
    removing = forms.Form(request.POST if wanted.startswith("remove") else None)
    acts: dict[str, tuple[forms.Form, Act]] = {
        "add": (day, lambda typed: _add_day(typed, actor)),
        "load": (load, lambda typed: _load(typed, actor)),
        "remove": (removing, lambda _typed: _remove_day(request, actor)),
        "remove_hours": (removing, lambda _typed: _remove_hours(request, actor)),
    }
    form, act = acts.get(wanted, (day, acts["add"][1]))
    refused = tried(request, form, act)
    if isinstance(refused, str):
        tell(request, refused)
        return redirect(request.get_full_path())
    found = calendar_page(actor.agency_id, year)
    context = {
        "year": year,
        "years": sorted({*found.years, today.year, year}),
        "is_known": year in found.years,
        "missing": _missing(found, today),
        "holidays": [
            (line, dates.full_date(line.day), KIND_WORDS[line.kind]) for line in found.holidays
        ],
        "is_estimated": any(ESTIMATED in line.name for line in found.holidays),
        "hours": week_lines(office.calendar.hours.week),
        "week_length": _week_length(office.calendar.hours),
        "special": [
            (line.id, _span_words(line.hours), line.hours, week_lines(line.hours.week))
            for line in found.special
        ],
        "day_form": day,
        "load_form": load,
    }
    return shown(request, "web/calendar/calendar.html", context, refused)


@require_http_methods(["GET", "POST"])
def hours(request: HttpRequest) -> HttpResponse:
    """The usual office hours, weekday by weekday."""
    actor = keeper_or_404(request)
    week = (
        USUAL_WEEK if "baku" in request.GET else working_office(actor.agency_id).calendar.hours.week
    )
    form = WeekHours(request.POST or None, initial=_texts(week))

    def act(typed: Mapping[str, Any]) -> str:
        change = set_office_hours(week=week_of(typed), actor=actor, tools=tools())
        return _and_moved(_("The office hours are changed."), change.moved)

    refused = tried(request, form, act)
    if isinstance(refused, str):
        return done(request, refused, "office_calendar")
    return shown(request, "web/calendar/hours.html", {"form": form}, refused)


@require_http_methods(["GET", "POST"])
def special_hours(request: HttpRequest) -> HttpResponse:
    """Other hours for a span of dates; the page starts from those of Ramadan."""
    actor = keeper_or_404(request)
    form = AddSpecialHours(request.POST or None, initial=_texts(RAMADAN_WEEK))

    def act(typed: Mapping[str, Any]) -> str:
        new = NewSpecialHours(
            name=typed["name"],
            basis=typed["basis"],
            first=typed["first"],
            last=typed["last"],
            week=week_of({day: typed[day] for day in WEEKDAYS}),
        )
        change = add_special_hours(new=new, actor=actor, tools=tools())
        said = _("The hours of “%(name)s” hold from %(first)s to %(last)s.") % {
            "name": new.name,
            "first": dates.long_date(new.first),
            "last": dates.long_date(new.last),
        }
        return _and_moved(said, change.moved)

    refused = tried(request, form, act)
    if isinstance(refused, str):
        return done(request, refused, "office_calendar")
    return shown(request, "web/calendar/special.html", {"form": form}, refused)


def _missing(found: CalendarPage, today: date) -> int | None:
    """The year that has to be loaded: this one, or the next when it is near."""
    wanted = (today.year, (today + AHEAD).year)
    return next((year for year in wanted if year not in found.years), None)


def _texts(week: tuple[tuple[Span, ...], ...]) -> dict[str, str]:
    return {day: written(spans) for day, spans in zip(WEEKDAYS, week, strict=True)}


def _span_words(special: SpecialHours) -> str:
    return f"{dates.long_date(special.first)} – {dates.long_date(special.last)}"


def _week_length(office_hours: OfficeHours) -> str:
    week = sum((office_hours.day_length(day) for day in range(len(WEEKDAYS))), timedelta())
    return dates.span(week, timedelta(days=7))


def _and_moved(said: str, moved: int) -> str:
    """What was done, and what moved with it."""
    if not moved:
        return said
    words = ngettext(
        "%(said)s %(count)d due moment moved with it.",
        "%(said)s %(count)d due moments moved with it.",
        moved,
    )
    return words % {"said": said, "count": moved}


def _add_day(typed: Mapping[str, Any], actor: Actor) -> str:
    change = add_holiday(
        day=typed["day"],
        kind=HolidayKind(typed["kind"]),
        name=typed["name"],
        basis=typed["basis"],
        actor=actor,
        tools=tools(),
    )
    day = dates.full_date(typed["day"])
    return _and_moved(_("%(day)s is a day without office hours.") % {"day": day}, change.moved)


def _load(typed: Mapping[str, Any], actor: Actor) -> str:
    loaded = load_holidays(
        year=typed["year"], holidays=wiring.national_holidays(), actor=actor, tools=tools()
    )
    words = ngettext(
        "%(count)d holiday is added to %(year)d.",
        "%(count)d holidays are added to %(year)d.",
        loaded.added,
    )
    return _and_moved(words % {"count": loaded.added, "year": typed["year"]}, loaded.moved)


def _remove_day(request: HttpRequest, actor: Actor) -> str:
    holiday_id = whole(request.POST.get("holiday")) or 0
    change = remove_holiday(holiday_id=holiday_id, actor=actor, tools=tools())
    return _and_moved(_("The day is an ordinary working day again."), change.moved)


def _remove_hours(request: HttpRequest, actor: Actor) -> str:
    hours_id = whole(request.POST.get("hours")) or 0
    change = remove_special_hours(hours_id=hours_id, actor=actor, tools=tools())
    return _and_moved(_("The usual office hours hold again."), change.moved)
