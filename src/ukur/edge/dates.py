"""Dates, times and spans as an office writes them, in the agency's own time."""

from datetime import date, datetime, timedelta, timezone

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, pgettext

_DAYS = (
    gettext_noop("Monday"),
    gettext_noop("Tuesday"),
    gettext_noop("Wednesday"),
    gettext_noop("Thursday"),
    gettext_noop("Friday"),
    gettext_noop("Saturday"),
    gettext_noop("Sunday"),
)
_MONTHS = (
    gettext_noop("January"),
    gettext_noop("February"),
    gettext_noop("March"),
    gettext_noop("April"),
    gettext_noop("May"),
    gettext_noop("June"),
    gettext_noop("July"),
    gettext_noop("August"),
    gettext_noop("September"),
    gettext_noop("October"),
    gettext_noop("November"),
    gettext_noop("December"),
)
_ZONES = {7: "WIB", 8: "WITA", 9: "WIT"}
OFFICE_DAY = timedelta(hours=7, minutes=30)
"""The length of a full office day, for writing long spans; 1 hr = 7 j 30 mnt."""


def zone(utc_offset: int) -> timezone:
    """The agency's zone, fixed; Indonesia knows no summer time."""
    return timezone(timedelta(hours=utc_offset))


def zone_name(utc_offset: int) -> str:
    """WIB, WITA or WIT; another offset by its number."""
    return _ZONES.get(utc_offset, f"UTC{utc_offset:+d}")


def day_name(day: date) -> str:
    """The weekday in full: "Rabu"."""
    return weekday_name(day.weekday())


def weekday_name(number: int) -> str:
    """The weekday in full; Monday is 0."""
    return _(_DAYS[number])


def long_date(day: date) -> str:
    """The day as on a paper: "14 Oktober 2026"."""
    return f"{day.day} {_(_MONTHS[day.month - 1])} {day.year}"


def full_date(day: date) -> str:
    """The day with its weekday: "Rabu, 14 Oktober 2026"."""
    return f"{day_name(day)}, {long_date(day)}"


def short_date(day: date) -> str:
    """The day in little room: "Rab 14 Okt"."""
    return f"{_abbreviated(day_name(day))} {day.day} {_abbreviated(_(_MONTHS[day.month - 1]))}"


def clock(at: datetime, utc_offset: int) -> str:
    """The time of day in the agency's zone, with a dot: "08.45"."""
    return at.astimezone(zone(utc_offset)).strftime("%H.%M")


def short(at: datetime, utc_offset: int) -> str:
    """The moment in little room: "Rab 14 Okt 08.45"."""
    return f"{short_date(local_date(at, utc_offset))} {clock(at, utc_offset)}"


def long(at: datetime, utc_offset: int) -> str:
    """The moment in full: "Rabu, 14 Oktober 2026 pukul 14.02 WIB"."""
    day = full_date(local_date(at, utc_offset))
    time = clock(at, utc_offset)
    return _("%(day)s at %(time)s %(zone)s") % {
        "day": day,
        "time": time,
        "zone": zone_name(utc_offset),
    }


def local_date(at: datetime, utc_offset: int) -> date:
    """The day that the agency's calendar shows at that moment."""
    return at.astimezone(zone(utc_offset)).date()


def span(time: timedelta, day: timedelta = OFFICE_DAY) -> str:
    """A span of office time: "2 hr 2 j 45 mnt"; days of `day` hours, minutes rounded down.

    Units: `time` counts office time only, so a day of it is shorter than 24 hours.
    """
    minutes = int(max(time, timedelta()).total_seconds()) // 60
    of_day = int(day.total_seconds()) // 60
    days, rest = divmod(minutes, of_day)
    hours, left = divmod(rest, 60)
    day_word = pgettext("short for days of office time", "d")
    hour_word = pgettext("short for hours", "h")
    minute_word = pgettext("short for minutes", "min")
    parts = [
        f"{amount} {word}"
        for amount, word in ((days, day_word), (hours, hour_word), (left, minute_word))
        if amount
    ]
    return " ".join(parts) or f"0 {minute_word}"


def _abbreviated(name: str) -> str:
    return name[:3]
