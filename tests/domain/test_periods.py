"""The periods that are measured, and their first and last days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ukur.domain.periods import QUARTERS, Period, YearPeriod, last_finished_quarter


@pytest.mark.parametrize(
    ("period", "starts", "ends"),
    [
        (Period.TW1, (1, 1), (3, 31)),
        (Period.TW2, (4, 1), (6, 30)),
        (Period.TW3, (7, 1), (9, 30)),
        (Period.TW4, (10, 1), (12, 31)),
        (Period.SEM1, (1, 1), (6, 30)),
        (Period.SEM2, (7, 1), (12, 31)),
        (Period.YEAR, (1, 1), (12, 31)),
    ],
)
def test_a_period_has_its_days(
    period: Period, starts: tuple[int, int], ends: tuple[int, int]
) -> None:
    when = YearPeriod(2026, period)
    assert (when.starts, when.ends) == (date(2026, *starts), date(2026, *ends))


def test_a_period_spans_its_quarters() -> None:
    assert Period.YEAR.quarters == QUARTERS
    assert Period.SEM2.quarters == (Period.TW3, Period.TW4)
    assert Period.TW3.quarters == (Period.TW3,)


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_the_last_finished_quarter_ended_before_today(today: date) -> None:
    quarter = last_finished_quarter(today)
    assert quarter.ends < today
    following = quarter.ends + timedelta(days=1)
    number = (following.month - 1) // 3
    assert YearPeriod(following.year, QUARTERS[number]).ends >= today
