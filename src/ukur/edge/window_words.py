"""When a unit may fill in its form, in one or two sentences."""

from datetime import datetime

from django.utils.translation import gettext as _

from ukur.domain.windows import Window
from ukur.edge import dates


def window_words(window: Window, now: datetime, utc_offset: int) -> str:
    """From when and until when the form is taken, and from when on it is late."""

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
    if window.extended_until is not None and window.is_extended(now):
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
