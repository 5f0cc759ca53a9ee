"""When a unit may fill in its form, in one or two sentences."""

from datetime import datetime

from django.utils.translation import gettext as _

from ukur.domain.sop.timing import is_late
from ukur.domain.sop.worktime import Calendar
from ukur.domain.windows import Window
from ukur.edge import dates


def window_words(window: Window, now: datetime, calendar: Calendar, utc_offset: int) -> str:
    """From when and until when the form is taken, and from when on it is late, or that it is."""

    def at(moment: datetime) -> str:
        return dates.short(moment, utc_offset)

    if window.opens_at is not None and not window.has_opened(now):
        return _("Opens %(opens)s; to be handed in by %(due)s.") % {
            "opens": at(window.opens_at),
            "due": at(window.due_at),
        }
    if window.closes_at is not None and window.has_closed(now):
        return _("Closed %(closes)s. Ask the SAKIP team for time, with your reason.") % {
            "closes": at(max(window.closes_at, window.extended_until or window.closes_at))
        }
    words = _late_words if is_late(window.until, now, calendar) else _time_words
    return words(window, utc_offset)


def _time_words(window: Window, utc_offset: int) -> str:
    """Until when the form is on time, or has more time."""

    def at(moment: datetime) -> str:
        return dates.short(moment, utc_offset)

    if window.extended_until is not None and window.until > window.due_at:
        return _("Open until %(until)s by an exception; it was due %(due)s.") % {
            "until": at(window.extended_until),
            "due": at(window.due_at),
        }
    if window.closes_at is None:
        return _("On time until %(due)s, late after that.") % {"due": at(window.due_at)}
    return _("On time until %(due)s, late after that; closes %(closes)s.") % {
        "due": at(window.due_at),
        "closes": at(window.closes_at),
    }


def _late_words(window: Window, utc_offset: int) -> str:
    """By when the form was due, and that it is taken all the same; no time is left to promise."""
    facts = {"until": dates.short(window.until, utc_offset)}
    if window.closes_at is None:
        return _("It was due %(until)s. It is still taken.") % facts
    closes = dates.short(window.closes_at, utc_offset)
    return _("It was due %(until)s. It is taken until %(closes)s.") % {
        **facts,
        "closes": closes,
    }
