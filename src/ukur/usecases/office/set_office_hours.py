"""The pengelola sets the hours in which the office works."""

from ukur.domain.people import Actor
from ukur.domain.ports import Tools
from ukur.domain.sop.worktime import OfficeHours, Span
from ukur.store.queries.calendars import plain_week
from ukur.usecases.office.recounting import CalendarChange, changing_calendar


def set_office_hours(
    *, week: tuple[tuple[Span, ...], ...], actor: Actor, tools: Tools
) -> CalendarChange:
    """Let the agency work in these spans, Monday first; open steps are due by them from now on.

    Raises:
        NotTheKeeper: the actor is not pengelola.
        NotValid: the spans make no sense; see `ukur.domain.sop.worktime.OfficeHours`.
    """
    with changing_calendar(actor, tools) as change:
        hours = OfficeHours(week)
        change.agency.office_hours = plain_week(hours.week)
        change.agency.save(update_fields=["office_hours"])
    return change
