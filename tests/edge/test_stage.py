"""A sample agency on its stage: how far its office calendar reaches."""

from datetime import UTC, datetime

import pytest

from ukur.edge import wiring
from ukur.edge.shipped import shipped
from ukur.edge.stage import set_up_stage

YEAR = 2027
AFTER = YEAR + 1

pytestmark = pytest.mark.django_db


def calendar_years(until: int | None) -> frozenset[int]:
    begin = datetime(YEAR, 1, 5, 2, tzinfo=UTC)
    stage = set_up_stage(shipped("samples", "dinkes-contoh"), (YEAR,), begin, until)
    return stage.calendar.years


def test_years_beside_the_story_are_in_the_calendar_once_their_joint_leave_is_decreed() -> None:
    decreed = wiring.national_holidays().knows_joint_leave
    beside = {year for year in (YEAR - 1, AFTER) if decreed(year)}
    assert calendar_years(None) == {YEAR} | beside


def test_the_calendar_reaches_as_far_as_the_story_plays() -> None:
    assert {YEAR, AFTER} <= calendar_years(AFTER)
