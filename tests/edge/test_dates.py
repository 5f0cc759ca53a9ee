"""Dates and spans as an Indonesian office writes them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ukur.edge import dates

WEDNESDAY = datetime(2026, 10, 14, 7, 2, tzinfo=UTC)


def test_a_moment_is_written_in_the_agencys_own_time() -> None:
    assert dates.long(WEDNESDAY, 7) == "Rabu, 14 Oktober 2026 pukul 14.02 WIB"
    assert dates.long(WEDNESDAY, 8) == "Rabu, 14 Oktober 2026 pukul 15.02 WITA"
    assert dates.short(WEDNESDAY, 9) == "Rab 14 Okt 16.02"
    assert dates.zone_name(10) == "UTC+10"


def test_midnight_belongs_to_the_local_day() -> None:
    assert dates.local_date(datetime(2026, 10, 14, 17, tzinfo=UTC), 7) == date(2026, 10, 15)


def test_days_are_written_out() -> None:
    assert dates.full_date(date(2026, 5, 1)) == "Jumat, 1 Mei 2026"
    assert dates.long_date(date(2026, 8, 17)) == "17 Agustus 2026"
    assert dates.short_date(date(2026, 12, 6)) == "Min 6 Des"


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "0 mnt"),
        (59, "59 mnt"),
        (60, "1 j"),
        (351, "5 j 51 mnt"),
        (450, "1 hr"),
        (1065, "2 hr 2 j 45 mnt"),
        (-5, "0 mnt"),
    ],
)
def test_office_time_is_told_in_days_of_seven_and_a_half_hours(minutes: int, words: str) -> None:
    assert dates.span(timedelta(minutes=minutes)) == words


@given(st.integers(0, 10**6))
def test_no_minute_is_lost_in_words(minutes: int) -> None:
    parts = dates.span(timedelta(minutes=minutes)).split()
    worth = {"hr": 450, "j": 60, "mnt": 1}
    assert (
        sum(int(n) * worth[unit] for n, unit in zip(parts[::2], parts[1::2], strict=True))
        == minutes
    )
