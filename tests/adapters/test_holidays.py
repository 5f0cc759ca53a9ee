"""The holidays of Indonesia as the office keeps them."""

from datetime import date

import pytest

from ukur.adapters.holidays import NationalHolidays
from ukur.domain.ports import Holidays, OutsideFailure

CALENDAR = NationalHolidays()


def test_it_fulfils_the_port() -> None:
    port: Holidays = CALENDAR
    assert port.of(2026)


def test_national_holidays_and_joint_leave_are_both_there_with_indonesian_names() -> None:
    days = CALENDAR.of(2026)
    assert days[date(2026, 8, 17)] == "Hari Kemerdekaan Republik Indonesia"
    assert days[date(2026, 12, 24)] == "Cuti Bersama Hari Raya Natal"


def test_the_days_are_of_the_year_and_in_order() -> None:
    days = list(CALENDAR.of(2026))
    assert days == sorted(days)
    assert {day.year for day in days} == {2026}


def test_days_that_are_not_decreed_yet_are_called_estimates() -> None:
    assert CALENDAR.estimated(2026) == ()
    estimated = CALENDAR.estimated(2030)
    assert estimated
    assert all("(perkiraan)" in CALENDAR.of(2030)[day] for day in estimated)


def test_it_says_whether_the_joint_leave_of_a_year_is_known() -> None:
    assert CALENDAR.knows_joint_leave(2026)
    assert not CALENDAR.knows_joint_leave(2035)


@pytest.mark.parametrize("year", [1900, 2200])
def test_a_year_that_nobody_knows_is_a_failure_and_not_an_empty_year(year: int) -> None:
    with pytest.raises(OutsideFailure):
        CALENDAR.of(year)
