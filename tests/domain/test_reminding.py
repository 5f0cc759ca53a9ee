"""Who is reminded of what, and when."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.sop.test_worktime import CALENDAR, at
from ukur.domain.people import Role
from ukur.domain.reminding import (
    DigestNotice,
    NoticeKind,
    OpenTask,
    TaskKey,
    TaskKind,
    TaskNotice,
    Told,
    notices_due,
)
from ukur.domain.sop.timing import Pause
from ukur.domain.sop.worktime import CalendarMissing

HEAD, SECRETARY, PLANNER, TEAM = 1, 2, 3, 4
NOTHING = Told()
SUPERIORS = {Role.HEAD: (HEAD,), Role.SECRETARY: (SECRETARY,)}
DRAFT = OpenTask(
    TaskKey(TaskKind.STEP, 7, 1), Role.PLANNER, (PLANNER,), at(5, "8.00"), at(6, "8.00")
)
REVIEW = replace(DRAFT, key=TaskKey(TaskKind.STEP, 8, 1), lead=Role.SECRETARY, holders=(SECRETARY,))
ORDER = replace(DRAFT, key=TaskKey(TaskKind.STEP, 9, 1), lead=Role.HEAD, holders=(HEAD,))


def told_after(told: Told, notices: Iterable[TaskNotice], digests: Iterable[DigestNotice]) -> Told:
    return Told(
        told.notices | frozenset(notices),
        told.digests | frozenset((one.account, one.day) for one in digests),
    )


def kinds(tasks: list[OpenTask], now: datetime, told: Told = NOTHING) -> list[tuple[int, str]]:
    notices, _ = notices_due(tasks, told, SUPERIORS, now, CALENDAR)
    return [(one.account, one.kind.value) for one in notices]


def digest_readers(tasks: list[OpenTask], now: datetime, told: Told = NOTHING) -> list[int]:
    return [one.account for one in notices_due(tasks, told, SUPERIORS, now, CALENDAR)[1]]


def test_a_task_that_is_on_time_says_nothing() -> None:
    assert notices_due([DRAFT], Told(), SUPERIORS, at(5, "9.00"), CALENDAR) == ((), ())


def test_a_task_is_told_once_when_it_is_at_risk_and_once_when_it_is_late() -> None:
    at_risk = TaskNotice(PLANNER, DRAFT.key, NoticeKind.AT_RISK)
    late = TaskNotice(PLANNER, DRAFT.key, NoticeKind.LATE)
    assert kinds([DRAFT], at(5, "15.00")) == [(PLANNER, "at_risk")]
    told = Told(frozenset({at_risk}))
    assert kinds([DRAFT], at(5, "15.30"), told) == []
    assert kinds([DRAFT], at(6, "8.01"), told) == [(PLANNER, "late")]
    assert kinds([DRAFT], at(6, "8.02"), Told(frozenset({at_risk, late}))) == []


def test_who_was_told_late_is_not_told_at_risk_after_a_calendar_changed() -> None:
    late = TaskNotice(PLANNER, DRAFT.key, NoticeKind.LATE)
    assert kinds([DRAFT], at(5, "15.00"), Told(frozenset({late}))) == []


def test_all_who_hold_the_duty_are_told_each_for_themselves() -> None:
    shared = replace(DRAFT, holders=(PLANNER, TEAM))
    told = Told(frozenset({TaskNotice(PLANNER, DRAFT.key, NoticeKind.LATE)}))
    assert kinds([shared], at(6, "9.00"), told) == [(TEAM, "late")]


def test_a_new_round_is_a_new_task() -> None:
    told = Told(frozenset({TaskNotice(PLANNER, DRAFT.key, NoticeKind.LATE)}))
    again = replace(DRAFT, key=replace(DRAFT.key, round=2))
    assert kinds([again], at(6, "9.00"), told) == [(PLANNER, "late")]


def test_a_short_task_is_told_only_when_it_is_late() -> None:
    ten_minutes = replace(DRAFT, due_at=at(5, "8.10"))
    assert kinds([ten_minutes], at(5, "8.09")) == []
    assert kinds([ten_minutes], at(5, "8.11")) == [(PLANNER, "late")]


@pytest.mark.parametrize("now", [at(6, "7.00"), at(6, "12.15"), at(6, "17.00"), at(10, "9.00")])
def test_nothing_is_told_while_the_office_is_closed(now: datetime) -> None:
    early = replace(DRAFT, due_at=at(5, "10.00"))
    assert notices_due([early], Told(), SUPERIORS, now, CALENDAR) == ((), ())


def test_a_part_that_is_due_earlier_is_told_at_its_time_and_the_whole_at_its_own() -> None:
    early = replace(DRAFT, early_at=at(5, "9.00"))
    assert kinds([early], at(5, "9.00")) == []
    assert kinds([early], at(5, "9.01")) == [(PLANNER, "at_risk")]
    told = Told(frozenset({TaskNotice(PLANNER, DRAFT.key, NoticeKind.AT_RISK)}))
    assert kinds([early], at(5, "15.30"), told) == []
    assert kinds([early], at(6, "8.01"), told) == [(PLANNER, "late")]


def test_nothing_is_told_of_a_task_whose_clock_is_paused() -> None:
    waiting = Pause(at(5, "9.00"), at(8, "9.00"), "BPS", "menunggu")
    paused = replace(DRAFT, pauses=(waiting,))
    assert notices_due([paused], Told(), SUPERIORS, at(6, "9.00"), CALENDAR) == ((), ())


def test_the_secretary_hears_of_what_is_late_below_once_a_day() -> None:
    told = Told(digests=frozenset({(SECRETARY, date(2026, 10, 6))}))
    assert digest_readers([DRAFT], at(6, "9.00")) == [SECRETARY]
    assert digest_readers([DRAFT], at(6, "15.00"), told) == []
    assert digest_readers([DRAFT], at(7, "9.00"), told) == [SECRETARY]


def test_a_digest_names_the_longest_late_first() -> None:
    older = replace(DRAFT, key=TaskKey(TaskKind.UNIT_FORM, 3, 1), due_at=at(5, "12.00"))
    _, digests = notices_due([DRAFT, older], Told(), SUPERIORS, at(6, "9.00"), CALENDAR)
    assert digests == (DigestNotice(SECRETARY, date(2026, 10, 6), (older.key, DRAFT.key)),)


def test_what_the_secretary_holds_is_told_to_the_head() -> None:
    assert digest_readers([REVIEW], at(6, "9.00")) == [HEAD]


def test_nobody_stands_above_the_head() -> None:
    assert digest_readers([ORDER], at(6, "9.00")) == []
    assert kinds([ORDER], at(6, "9.00")) == [(HEAD, "late")]


def test_what_stays_late_for_more_than_two_working_days_reaches_the_head_too() -> None:
    assert digest_readers([DRAFT], at(8, "9.00")) == [SECRETARY]
    assert digest_readers([DRAFT], at(9, "9.00")) == [SECRETARY, HEAD]


def test_without_a_secretary_the_head_hears_at_once() -> None:
    _, digests = notices_due([DRAFT], Told(), {Role.HEAD: (HEAD,)}, at(6, "9.00"), CALENDAR)
    assert [one.account for one in digests] == [HEAD]


def test_who_holds_two_duties_has_no_digest_of_their_own_tasks() -> None:
    own = replace(DRAFT, holders=(PLANNER, SECRETARY))
    assert digest_readers([own], at(6, "9.00")) == []


def test_without_holidays_nothing_is_told_by_guess() -> None:
    with pytest.raises(CalendarMissing):
        notices_due(
            [DRAFT],
            Told(),
            SUPERIORS,
            datetime(2027, 1, 4, 9, tzinfo=DRAFT.due_at.tzinfo),
            CALENDAR,
        )


@given(st.lists(st.integers(0, 12 * 24 * 6), min_size=1, max_size=40).map(sorted))
def test_however_often_one_asks_a_task_is_told_twice_and_a_digest_once_a_day(
    asked: list[int],
) -> None:
    told = NOTHING
    notices: list[TaskNotice] = []
    digests: list[DigestNotice] = []
    for ten_minutes in asked:
        now = at(5, "0.00") + ten_minutes * (at(5, "0.10") - at(5, "0.00"))
        new, books = notices_due([DRAFT, REVIEW, ORDER], told, SUPERIORS, now, CALENDAR)
        told = told_after(told, new, books)
        notices += new
        digests += books
    for task in (DRAFT, REVIEW, ORDER):
        assert sum(one.task == task.key for one in notices) <= 2
    per_day = [(one.account, one.day) for one in digests]
    assert len(per_day) == len(set(per_day))
