"""Moments as text in the agency's own time, for the accounts of figures."""

from datetime import datetime, timedelta, timezone


def local_text(at: datetime | None, utc_offset: int) -> str:
    """The moment in ISO form to the minute, with the agency's offset; "" for none.

    >>> from datetime import UTC
    >>> local_text(datetime(2026, 10, 14, 1, 45, tzinfo=UTC), 7)
    '2026-10-14T08:45+07:00'
    """
    if at is None:
        return ""
    zone = timezone(timedelta(hours=utc_offset))
    return at.astimezone(zone).isoformat(timespec="minutes")
