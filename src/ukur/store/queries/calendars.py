"""The office calendar of an agency: its hours, its holidays, the years that are known."""

from collections.abc import Mapping
from datetime import time

from ukur.domain.sop.worktime import USUAL_WEEK, WEEKDAYS, Calendar, OfficeHours, Span, Zone
from ukur.store.models import Agency, CalendarYear, Holiday

_ZONES = {7: Zone.WIB, 8: Zone.WITA, 9: Zone.WIT}


def calendar_of(agency: Agency) -> Calendar:
    """The calendar by which the agency's due dates are counted. Two queries."""
    holidays = dict(Holiday.objects.filter(agency=agency).values_list("day", "name"))
    years = frozenset(CalendarYear.objects.filter(agency=agency).values_list("year", flat=True))
    return Calendar(hours_of(agency.office_hours, agency.utc_offset), holidays, years)


def hours_of(plain: Mapping[str, list[list[str]]], utc_offset: int) -> OfficeHours:
    """The office hours from {"monday": [["07:30", "12:00"], ...], ...}; nothing means the usual."""
    zone = _ZONES[utc_offset]
    if not plain:
        return OfficeHours(USUAL_WEEK, zone)
    week = tuple(
        tuple(
            Span(time.fromisoformat(start), time.fromisoformat(end))
            for start, end in plain.get(day, [])
        )
        for day in WEEKDAYS
    )
    return OfficeHours(week, zone)
