"""What a page says about a unit's time is one thing, and by office time."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.utils.translation import override

from tests.domain.sop.walks import CALENDAR
from ukur.domain.windows import Window
from ukur.edge.window_words import window_words

DUE = datetime(2026, 4, 8, 9, tzinfo=UTC)
"""Wednesday 16.00 WIB, when the office closes."""
EVENING, NEXT_DAY = DUE + timedelta(hours=4), DUE + timedelta(days=1)
OPEN_ENDED = Window(None, DUE)
CLOSING = replace(OPEN_ENDED, closes_at=DUE + timedelta(days=2))
GIVEN = replace(OPEN_ENDED, extended_until=NEXT_DAY)


@pytest.mark.parametrize(
    ("window", "at", "said"),
    [
        (OPEN_ENDED, EVENING, "Tepat waktu sampai Rab 8 Apr 16.00, sesudahnya terlambat."),
        (OPEN_ENDED, NEXT_DAY, "Batas Rab 8 Apr 16.00 sudah lewat. Isian masih diterima"),
        (CLOSING, NEXT_DAY, "Isian diterima sampai Jum 10 Apr 16.00."),
        (GIVEN, EVENING, "Dibuka sampai Kam 9 Apr 16.00 karena tambahan waktu"),
        (GIVEN, NEXT_DAY + timedelta(days=1), "Batas Kam 9 Apr 16.00 sudah lewat."),
    ],
)
def test_what_is_over_is_not_called_on_time(window: Window, at: datetime, said: str) -> None:
    with override("id"):
        words = window_words(window, at, CALENDAR, 7)
    assert said in words
    assert ("sudah lewat" in words) is not (words.startswith(("Tepat", "Dibuka")))
