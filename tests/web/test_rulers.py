"""Rulers and the week band never leave their picture."""

import re
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from ukur.domain.sop.worktime import USUAL_WEEK, Calendar, OfficeHours
from ukur.web.rulers import ruler
from ukur.web.week import WIDTH, Due, week

YEARS = frozenset(range(2020, 2031))
USUAL = Calendar(OfficeHours(USUAL_WEEK), {}, YEARS)
spans = st.timedeltas(timedelta(), timedelta(days=400))
moments = st.datetimes(datetime(2021, 1, 1), datetime(2029, 12, 1), timezones=st.just(UTC))  # noqa: DTZ001  the strategy adds the zone


@given(spans, spans, st.integers(40, 400))
def test_a_ruler_stays_inside_its_width(spent: timedelta, standard: timedelta, width: int) -> None:
    drawn = ruler(spent, standard, width=width)
    assert float(drawn.used or 0) + float(drawn.over or 0) <= drawn.inner + 0.2
    ends = [float(x) for x in re.findall(r"M([\d.]+) ", drawn.minor + drawn.major)]
    assert all(0 <= x <= width for x in ends)
    assert len(ends) <= 45


def test_what_is_over_the_standard_is_drawn_apart() -> None:
    drawn = ruler(timedelta(hours=2), timedelta(hours=1), width=102)
    assert (drawn.used, drawn.mark, drawn.over) == ("50.0", "51.0", "50.0")
    assert ruler(timedelta(), timedelta(hours=1)).used == ""


NEAR = st.timedeltas(timedelta(days=-4), timedelta(days=4))


@given(moments, st.lists(NEAR, max_size=6))
def test_no_words_below_the_week_stand_on_others(now: datetime, dues: list[timedelta]) -> None:
    drawn = week(USUAL, now, 7, [Due(now + gap, "Isi format Puskesmas 01") for gap in dues])
    assert drawn is not None
    said = [(flag.y, flag.x, flag.words, flag.anchor) for flag in drawn.flags]
    if drawn.now_x is not None:
        said.append((74, drawn.now_text_x, drawn.now_words, drawn.now_anchor))
    placed = sorted((y, *reach(x, words, anchor)) for y, x, words, anchor in said)
    for (row, _left, right), (next_row, left, _right) in pairwise(placed):
        assert row != next_row or right < left


def reach(x: float, words: str, anchor: str) -> tuple[float, float]:
    """From where to where words of 12 px reach, seven pixels a letter."""
    width = 7.0 * len(words)
    begin = x - width * {"start": 0, "middle": 0.5, "end": 1}[anchor]
    return begin, begin + width


@given(moments, st.lists(moments, max_size=5))
def test_the_week_shows_five_days_and_flags_inside_them(
    now: datetime, dues: list[datetime]
) -> None:
    drawn = week(USUAL, now, 7, [Due(at, "koreksi") for at in dues])
    assert drawn is not None
    assert len(drawn.days) == 5
    assert all(0 <= flag.x <= WIDTH for flag in drawn.flags)
    assert all(day.past <= day.width for day in drawn.days)
    assert drawn.now_x is None or 0 <= drawn.now_x <= WIDTH


def test_a_week_in_an_unknown_year_is_not_drawn() -> None:
    assert week(USUAL, datetime(2035, 1, 3, tzinfo=UTC), 7, []) is None


def test_a_holiday_is_named_and_has_no_past() -> None:
    now = datetime(2026, 4, 3, 6, tzinfo=UTC)
    calendar = Calendar(OfficeHours(USUAL_WEEK), {now.date(): "Wafat Yesus Kristus"}, YEARS)
    drawn = week(calendar, now, 7, [])
    assert drawn is not None
    assert (drawn.days[4].holiday, drawn.days[4].past) == ("Wafat Yesus Kristus", 0.0)
