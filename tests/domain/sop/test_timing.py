"""How a task stands against its time, and the rests of its clock."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.domain.sop.test_worktime import CALENDAR, at, moments
from ukur.domain.people import Actor, Duty, Role
from ukur.domain.refusals import NotValid
from ukur.domain.sop.flow import Position, StepNotOpen, WrongRole
from ukur.domain.sop.reading import read
from ukur.domain.sop.timing import (
    LONGEST_PAUSE,
    Pause,
    StepNotPaused,
    StepPaused,
    TimeState,
    check_may_pause,
    is_late,
    late_when_due_by,
    pause,
    resume,
    time_given,
    time_state,
)
from ukur.domain.sop.worktime import CalendarMissing, elapsed
from ukur.edge.shipped import procedure_text

OPENED, DUE = at(5, "8.00"), at(6, "8.00")
"""Seven and a half hours of office time; a quarter of it is 1 h 52 min 30 s."""
WAITING = Pause(at(5, "10.00"), at(7, "10.00"), "BPS", "Angka penduduk belum terbit")


@pytest.mark.parametrize(
    ("now", "state"),
    [
        (at(5, "8.00"), TimeState.ON_TIME),
        (at(5, "14.37"), TimeState.ON_TIME),
        (at(5, "14.38"), TimeState.AT_RISK),
        (at(5, "22.00"), TimeState.AT_RISK),
        (at(6, "8.00"), TimeState.AT_RISK),
        (at(6, "8.01"), TimeState.LATE),
    ],
)
def test_a_task_is_at_risk_in_its_last_quarter_and_late_after_it(
    now: datetime, state: TimeState
) -> None:
    assert time_state(OPENED, DUE, now, CALENDAR) is state


def test_a_paused_task_is_neither_at_risk_nor_late() -> None:
    assert time_state(OPENED, DUE, at(6, "14.00"), CALENDAR, (WAITING,)) is TimeState.PAUSED


def test_a_pause_ends_by_itself() -> None:
    moved = pause(WAITING, DUE, (), CALENDAR)
    assert moved == at(8, "8.00")
    assert time_state(OPENED, moved, at(7, "10.00"), CALENDAR, (WAITING,)) is TimeState.ON_TIME
    assert time_given(OPENED, moved, CALENDAR, (WAITING,)) == timedelta(hours=7, minutes=30)


def test_the_quarter_of_a_task_that_was_paused_is_of_its_own_time() -> None:
    assert time_state(OPENED, at(8, "8.00"), at(7, "14.37"), CALENDAR, (WAITING,)) is (
        TimeState.ON_TIME
    )
    assert time_state(OPENED, at(8, "8.00"), at(7, "14.38"), CALENDAR, (WAITING,)) is (
        TimeState.AT_RISK
    )


def test_going_on_sooner_takes_the_rest_of_the_pause_back() -> None:
    moved = pause(WAITING, DUE, (), CALENDAR)
    ended, due_at = resume(at(5, "12.00"), moved, (WAITING,), CALENDAR)
    assert ended == WAITING
    assert due_at == at(6, "10.00")


def test_a_clock_rests_once_at_a_time() -> None:
    with pytest.raises(StepPaused) as refused:
        pause(replace(WAITING, since=at(6, "8.00")), DUE, (WAITING,), CALENDAR)
    assert refused.value.awaited == "BPS"
    after = replace(WAITING, resumed_at=at(5, "11.00"))
    assert pause(replace(WAITING, since=at(5, "11.00")), DUE, (after,), CALENDAR) > DUE


def test_a_clock_that_runs_cannot_go_on() -> None:
    for pauses in ((), (replace(WAITING, resumed_at=at(5, "11.00")),)):
        with pytest.raises(StepNotPaused):
            resume(at(5, "12.00"), DUE, pauses, CALENDAR)


def test_a_pause_says_for_whom_why_and_until_when() -> None:
    bare = Pause(at(5, "10.00"), at(5, "10.00"), " ", "x" * 301)
    with pytest.raises(NotValid) as refused:
        pause(bare, DUE, (), CALENDAR)
    assert [(p.where, p.code) for p in refused.value.problems] == [
        ("awaited", "needed"),
        ("reason", "too_long_for_field"),
        ("until", "pause_ends_in_the_past"),
    ]
    endless = replace(WAITING, until=WAITING.since + LONGEST_PAUSE + timedelta(seconds=1))
    with pytest.raises(NotValid) as refused:
        pause(endless, DUE, (), CALENDAR)
    assert [p.code for p in refused.value.problems] == ["pause_too_long"]


def test_late_and_paused_are_told_without_a_calendar_at_risk_is_not() -> None:
    unknown = replace(CALENDAR, years=frozenset())
    assert time_state(OPENED, DUE, at(6, "9.00"), unknown) is TimeState.LATE
    assert time_state(OPENED, DUE, at(6, "9.00"), unknown, (WAITING,)) is TimeState.PAUSED
    with pytest.raises(CalendarMissing):
        time_state(OPENED, DUE, at(5, "9.00"), unknown)


def test_only_who_leads_the_open_step_pauses_it() -> None:
    sop = read(procedure_text("pengukuran-kinerja"), "SOP")
    planner = Actor(1, "Perencana", 1, (Duty(Role.PLANNER),))
    team = Actor(2, "Tim", 1, (Duty(Role.TEAM),))
    check_may_pause(sop, Position(5), 5, planner)
    with pytest.raises(WrongRole):
        check_may_pause(sop, Position(5), 5, team)  # takes part in step 5, does not lead it
    with pytest.raises(StepNotOpen):
        check_may_pause(sop, Position(6), 5, planner)


@given(moments, st.integers(1, 3000), st.integers(1, 20_000), st.integers(1, 20_000))
def test_a_pause_moves_the_due_moment_by_the_office_time_paused(
    opened: datetime, given_minutes: int, rest: int, until: int
) -> None:
    due_at = opened + timedelta(minutes=given_minutes)
    wanted = Pause(opened, opened + timedelta(minutes=until), "BPS", "menunggu")
    moved = pause(wanted, due_at, (), CALENDAR)
    paused = elapsed(opened, wanted.until, CALENDAR)
    assert elapsed(due_at, moved, CALENDAR) == paused
    again = opened + timedelta(minutes=min(rest, until - 1))
    _, back = resume(again, moved, (wanted,), CALENDAR)
    assert elapsed(due_at, max(back, due_at), CALENDAR) == elapsed(opened, again, CALENDAR)


def test_what_is_due_at_closing_time_may_be_done_that_evening() -> None:
    due_at = at(5, "16.00")
    assert not is_late(due_at, at(5, "16.00"), CALENDAR)
    assert not is_late(due_at, at(5, "22.00"), CALENDAR)
    assert not is_late(due_at, at(6, "7.30"), CALENDAR)
    assert is_late(due_at, at(6, "7.31"), CALENDAR)


def test_without_the_holidays_of_a_year_what_is_past_its_moment_is_late() -> None:
    unknown = replace(CALENDAR, years=frozenset())
    assert is_late(at(5, "16.00"), at(5, "22.00"), unknown)
    assert late_when_due_by(at(5, "22.00"), unknown) < at(5, "22.00")


@given(due_at=moments, now=moments)
def test_the_bound_of_a_late_list_is_the_rule_for_one_task(due_at: datetime, now: datetime) -> None:
    new_year = at(1, "0.00", month=1)  # before its first opening the year before would be asked
    assume(elapsed(new_year, now, CALENDAR) > timedelta())
    assert (due_at <= late_when_due_by(now, CALENDAR)) == is_late(due_at, now, CALENDAR)
