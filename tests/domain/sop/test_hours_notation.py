"""Office hours as people write them."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ukur.domain.refusals import NotValid
from ukur.domain.sop.hours_notation import week_of, written
from ukur.domain.sop.worktime import RAMADAN_WEEK, USUAL_WEEK, WEEKDAYS, OfficeHours, Span

MORNING = (Span(time(7, 30), time(12)),)


@pytest.mark.parametrize(
    "text",
    ["07.30–12.00", "7.30-12.00", "07:30 - 12:00", " 7.30 s.d. 12.00 ", "07.30 sampai 12.00"],
)
def test_a_span_can_be_written_in_several_ways(text: str) -> None:
    assert week_of({"monday": text})[0] == MORNING


@pytest.mark.parametrize("text", ["", " ", "-", "libur", "Tutup"])
def test_a_closed_day_is_empty_or_says_so(text: str) -> None:
    assert week_of({"monday": "8.00-12.00", "tuesday": text})[1] == ()


@pytest.mark.parametrize(
    "text", ["8-12", "24.00-25.00", "8.60-9.00", "pagi", "8.00-12.00,", "8.00", "8.00-9.00, " * 9]
)
def test_what_is_no_span_is_named_by_its_day(text: str) -> None:
    with pytest.raises(NotValid) as refused:
        week_of({"monday": "8.00-12.00", "friday": text})
    assert [(p.where, p.code) for p in refused.value.problems] == [("friday", "hours_unclear")]


def test_a_week_without_any_hours_is_refused() -> None:
    with pytest.raises(NotValid) as refused:
        week_of({})
    assert [p.code for p in refused.value.problems] == ["hours_all_closed"]


@pytest.mark.parametrize("week", [USUAL_WEEK, RAMADAN_WEEK])
def test_what_is_written_is_read_again(week: tuple[tuple[Span, ...], ...]) -> None:
    texts = dict(zip(WEEKDAYS, map(written, week), strict=True))
    assert week_of(texts) == week


def test_hours_are_written_as_an_office_writes_them() -> None:
    assert written(USUAL_WEEK[4]) == "07.30–11.30, 13.00–16.30"


@given(st.text(max_size=60))
def test_anything_typed_is_read_or_refused(text: str) -> None:
    try:
        spans = week_of({"monday": text, "tuesday": "8.00-9.00"})[0]
    except NotValid:
        return
    assert all(isinstance(span, Span) for span in spans)


def test_the_usual_and_the_ramadan_week_add_up_to_what_is_decreed() -> None:
    for week, minutes in ((USUAL_WEEK, 37 * 60 + 30), (RAMADAN_WEEK, 32 * 60 + 30)):
        hours = OfficeHours(week)
        total = sum(hours.day_length(day).total_seconds() for day in range(7))
        assert total == minutes * 60
