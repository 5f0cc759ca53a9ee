"""When a measurement may be ordered."""

from dataclasses import replace
from datetime import date

import pytest

from tests.domain.sop.builders import seed
from ukur.domain.cycles import (
    DatePassed,
    LaneWithoutRole,
    PeriodNotBegun,
    check_lanes,
    check_may_be_ordered,
)
from ukur.domain.periods import Period, YearPeriod
from ukur.domain.sop.model import Lane

TW3 = YearPeriod(2026, Period.TW3)


def test_a_period_may_be_ordered_from_its_first_day() -> None:
    first = date(2026, 7, 1)
    check_may_be_ordered(TW3, first, first)
    with pytest.raises(PeriodNotBegun) as caught:
        check_may_be_ordered(TW3, first, date(2026, 6, 30))
    assert caught.value.starts == first


def test_a_measurement_may_be_due_today_and_not_yesterday() -> None:
    today = date(2026, 10, 1)
    check_may_be_ordered(TW3, today, today)
    with pytest.raises(DatePassed) as caught:
        check_may_be_ordered(TW3, date(2026, 9, 30), today)
    assert caught.value.given == date(2026, 9, 30)


def test_every_lane_of_the_shipped_procedure_has_a_role() -> None:
    check_lanes(seed())


def test_a_lane_without_a_role_is_named() -> None:
    procedure = seed()
    odd = replace(procedure, lanes=(*procedure.lanes, Lane("arsiparis", "Arsiparis")))
    with pytest.raises(LaneWithoutRole) as caught:
        check_lanes(odd)
    assert caught.value.lane == "Arsiparis"
