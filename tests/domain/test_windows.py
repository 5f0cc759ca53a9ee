"""When a unit may fill in its form, and whether it was on time."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.sop.walks import CALENDAR
from ukur.domain.refusals import NotValid, Refusal
from ukur.domain.windows import (
    Window,
    WindowClosed,
    WindowNotOpen,
    WindowState,
    check_bounds,
    check_extension,
    check_window,
    was_on_time,
    window_state,
)

OPENS = datetime(2026, 4, 1, 1, tzinfo=UTC)
DUE = datetime(2026, 4, 8, 9, tzinfo=UTC)
"""Wednesday 16.00 WIB, when the office closes."""
CLOSES = datetime(2026, 4, 10, 9, 30, tzinfo=UTC)
BOUNDED = Window(OPENS, DUE, CLOSES)
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)

moments = st.datetimes(
    datetime(2026, 3, 1),  # noqa: DTZ001
    datetime(2026, 6, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)
windows = st.builds(Window, st.none() | moments, moments, st.none() | moments, st.none() | moments)


@pytest.mark.parametrize(
    ("at", "state"),
    [
        (OPENS - SECOND, WindowState.NOT_OPEN),
        (OPENS, WindowState.ON_TIME),
        (DUE, WindowState.ON_TIME),
        (CLOSES, WindowState.LATE),
        (CLOSES + SECOND, WindowState.CLOSED),
    ],
)
def test_a_window_opens_is_due_and_closes(at: datetime, state: WindowState) -> None:
    assert window_state(BOUNDED, at, CALENDAR) is state


def test_the_evening_of_the_due_day_is_not_late_and_the_next_morning_is() -> None:
    evening, morning = DUE + timedelta(hours=6), DUE + timedelta(hours=16)
    assert window_state(BOUNDED, evening, CALENDAR) is WindowState.ON_TIME
    assert window_state(BOUNDED, morning, CALENDAR) is WindowState.LATE


def test_an_exception_lets_a_unit_in_and_ends_by_itself() -> None:
    given_time = replace(BOUNDED, extended_until=CLOSES + DAY)
    assert window_state(given_time, CLOSES + SECOND, CALENDAR) is WindowState.EXTENDED
    assert window_state(given_time, CLOSES + DAY, CALENDAR) is WindowState.EXTENDED
    assert window_state(given_time, CLOSES + DAY + SECOND, CALENDAR) is WindowState.CLOSED
    with pytest.raises(WindowClosed) as caught:
        check_window(given_time, CLOSES + 2 * DAY, 7)
    assert caught.value.closed_at == CLOSES + DAY


def test_an_exception_excuses_nobodys_lateness() -> None:
    given_time = replace(BOUNDED, extended_until=CLOSES + DAY)
    assert was_on_time(given_time, CLOSES, CALENDAR) is False
    assert was_on_time(given_time, DUE, CALENDAR) is True
    assert was_on_time(given_time, None, CALENDAR) is None


@given(windows, moments)
def test_what_the_state_says_is_what_is_refused(window: Window, now: datetime) -> None:
    said: type[Refusal] | None = None
    try:
        check_window(window, now, 7)
    except Refusal as refusal:
        said = type(refusal)
    expected = {WindowState.NOT_OPEN: WindowNotOpen, WindowState.CLOSED: WindowClosed}
    assert expected.get(window_state(window, now, CALENDAR)) is said


@pytest.mark.parametrize(
    ("until", "code"),
    [(DUE, "moment_passed"), (CLOSES, "extension_gives_nothing")],
)
def test_an_exception_that_gives_no_time_is_refused(until: datetime, code: str) -> None:
    with pytest.raises(NotValid) as caught:
        check_extension(BOUNDED, until, DUE + SECOND)
    assert [(p.where, p.code) for p in caught.value.problems] == [("until", code)]
    check_extension(BOUNDED, CLOSES + SECOND, DUE + SECOND)


def test_a_window_that_turns_back_is_refused_at_the_field_that_has_to_move() -> None:
    assert check_bounds(OPENS, DUE, CLOSES) == ()
    assert check_bounds(None, DUE, None) == ()
    told = check_bounds(DUE, DUE, DUE - SECOND)
    assert [(p.where, p.code) for p in told] == [
        ("opens_on", "opens_after_due"),
        ("closes_on", "closes_before_due"),
    ]
