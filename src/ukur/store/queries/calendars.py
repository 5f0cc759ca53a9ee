"""The office calendar of an agency: its hours, its holidays, the years that are known."""

from collections.abc import Mapping
from datetime import time
from functools import lru_cache

from ukur.domain.sop.worktime import (
    USUAL_WEEK,
    WEEKDAYS,
    Calendar,
    OfficeHours,
    Span,
    SpecialHours,
    Zone,
)
from ukur.store.models import Agency, CalendarYear, Holiday, SpecialHoursRow

PlainWeek = Mapping[str, list[list[str]]]
Week = tuple[tuple[Span, ...], ...]

_ZONES = {7: Zone.WIB, 8: Zone.WITA, 9: Zone.WIT}


def calendar_of(agency: Agency) -> Calendar:
    """The calendar by which the agency's due dates are counted.

    Three queries when it is asked for first after a change, none from then on.
    """
    hours = hours_of(agency.office_hours, agency.utc_offset)
    if agency.calendar_mark:
        return _marked(agency.pk, agency.calendar_mark, hours)
    return _read(agency.pk, hours)


@lru_cache(maxsize=64)
def _marked(agency_id: int, mark: str, hours: OfficeHours) -> Calendar:
    # The mark is another one after every change, so what was read for it stays true.
    del mark
    return _read(agency_id, hours)


def _read(agency_id: int, hours: OfficeHours) -> Calendar:
    holidays = dict(Holiday.objects.filter(agency=agency_id).values_list("day", "name"))
    years = frozenset(CalendarYear.objects.filter(agency=agency_id).values_list("year", flat=True))
    special = SpecialHoursRow.objects.filter(agency=agency_id)
    return Calendar(hours, holidays, years, tuple(special_of(row) for row in special))


def special_of(row: SpecialHoursRow) -> SpecialHours:
    """The special hours of a row."""
    return SpecialHours(row.name, row.first, row.last, week_of(row.week), row.basis)


def hours_of(plain: PlainWeek, utc_offset: int) -> OfficeHours:
    """The office hours from {"monday": [["07:30", "12:00"], ...], ...}; nothing means the usual."""
    return OfficeHours(week_of(plain) if plain else USUAL_WEEK, _ZONES[utc_offset])


def week_of(plain: PlainWeek) -> Week:
    """The spans of each weekday; a day that is not named is closed."""
    return tuple(
        tuple(
            Span(time.fromisoformat(start), time.fromisoformat(end))
            for start, end in plain.get(day, [])
        )
        for day in WEEKDAYS
    )


def plain_week(week: Week) -> dict[str, list[list[str]]]:
    """The week as it is kept: the inverse of `week_of`."""
    return {
        day: [[f"{span.start:%H:%M}", f"{span.end:%H:%M}"] for span in spans]
        for day, spans in zip(WEEKDAYS, week, strict=True)
    }
