"""When a run will end: by the standard first, by past runs once there are enough."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.sop.builders import seed
from tests.domain.sop.walks import BEGINS, CALENDAR, walk
from ukur.domain.sop.conformance import conformance
from ukur.domain.sop.conformance_facts import RunFacts
from ukur.domain.sop.conformance_summary import ReasonCount, summary
from ukur.domain.sop.flow import Position
from ukur.domain.sop.forecast import ENOUGH, Basis, PastRun, Standing, forecast, rest_of
from ukur.domain.sop.percentiles import percentile
from ukur.domain.sop.worktime import elapsed

SOP = seed()
PAST = walk(SOP)
TWICE = walk(SOP, [(7, 6)])
HOUR = timedelta(hours=1)
STANDS_AT_4 = Standing(Position(4), PAST.steps[3].opened_at, PAST.steps[3].due_at)


def test_without_past_runs_each_step_to_come_takes_its_standard() -> None:
    told = forecast(SOP, STANDS_AT_4, [], CALENDAR, STANDS_AT_4.since)
    assert told.basis is Basis.STANDARD
    assert told.finish == PAST.ended_at
    assert (told.early, told.late, told.runs) == (None, None, 0)


def test_a_late_step_moves_the_forecast_along() -> None:
    now = STANDS_AT_4.due_at + timedelta(days=7)
    told = forecast(SOP, STANDS_AT_4, [], CALENDAR, now)
    assert told.finish > now
    assert told.finish.weekday() == PAST.steps[-1].due_at.weekday()


def past_of(run: RunFacts) -> PastRun:
    """The run as the forecast knows it."""
    assert run.ended_at is not None
    return PastRun(tuple((f.step, f.round, f.opened_at) for f in run.steps), run.ended_at)


def test_the_rest_counts_from_the_same_round_or_the_last_one() -> None:
    twice = past_of(TWICE)
    sixth = [opened for step, _, opened in twice.opened if step == 6]
    rests = [rest_of(twice, Position(6, number), CALENDAR) for number in (1, 2, 3)]
    first, second = (elapsed(opened, twice.ended_at, CALENDAR) for opened in sixth)
    assert rests == [first, second, second]


def test_a_run_that_never_got_there_says_nothing() -> None:
    short = replace(PAST, steps=PAST.steps[:3])
    assert rest_of(past_of(short), Position(4), CALENDAR) is None


def test_enough_past_runs_say_when_and_how_surely() -> None:
    rests = [hours * HOUR for hours in (10, 20, 30, 40, 50)]
    told = forecast(SOP, STANDS_AT_4, rests, CALENDAR, STANDS_AT_4.since)
    assert (told.basis, told.runs) == (Basis.PAST, ENOUGH)
    assert told.early is not None
    assert told.late is not None
    spans = [
        elapsed(STANDS_AT_4.since, at, CALENDAR) for at in (told.early, told.finish, told.late)
    ]
    assert spans == [20 * HOUR, 30 * HOUR, 50 * HOUR]


def test_one_past_run_too_few_leaves_it_to_the_standard() -> None:
    rests = [30 * HOUR] * (ENOUGH - 1)
    told = forecast(SOP, STANDS_AT_4, rests, CALENDAR, STANDS_AT_4.since)
    assert told.basis is Basis.STANDARD


def test_past_runs_that_were_faster_than_this_one_already_is_are_not_asked() -> None:
    rests = [hours * HOUR for hours in (1, 2, 3, 40, 50)]
    now = STANDS_AT_4.due_at
    spent = elapsed(STANDS_AT_4.since, now, CALENDAR)
    told = forecast(SOP, STANDS_AT_4, rests, CALENDAR, now)
    assert elapsed(now, told.finish, CALENDAR) == 40 * HOUR - spent
    slow = forecast(SOP, STANDS_AT_4, [HOUR] * ENOUGH, CALENDAR, now)
    assert slow.basis is Basis.STANDARD


@given(st.lists(st.integers(0, 400), max_size=12), st.integers(0, 6000), st.integers(1, 9))
def test_no_run_is_expected_to_have_ended_before_now(
    hours: list[int], minutes: int, step: int
) -> None:
    fact = PAST.steps[step - 1]
    standing = Standing(Position(step), fact.opened_at, fact.due_at)
    now = fact.opened_at + timedelta(minutes=minutes)
    told = forecast(SOP, standing, [hour * HOUR for hour in hours], CALENDAR, now)
    assert told.finish >= now
    if told.early is not None and told.late is not None:
        assert now <= told.early <= told.finish <= told.late
    assert (told.basis is Basis.PAST) <= (len(hours) >= ENOUGH)


def test_a_percentile_is_one_of_the_values() -> None:
    values = [hours * HOUR for hours in (4, 1, 3, 2)]
    assert [percentile(values, p) // HOUR for p in (0, 25, 50, 90, 100)] == [1, 1, 2, 4, 4]
    with pytest.raises(ValueError, match="no value"):
        percentile([], 50)


def test_many_runs_are_summed_up_by_step() -> None:
    held = [conformance(run, CALENDAR, BEGINS) for run in (PAST, TWICE, PAST)]
    told = summary(SOP, held, CALENDAR)
    assert (told.runs, told.clean, told.rounds) == (3, 2, ((1, 2), (2, 1)))
    assert told.reasons == (ReasonCount(7, 6, "A", 1),)
    review = told.steps[6]
    assert (review.step, review.count, review.late, review.returned) == (7, 4, 0, 1)
    assert (
        sum((step.waiting + step.working for step in told.steps), timedelta())
        == sum((timing.taken for one in held for timing in one.timings), timedelta()) / 3
    )


def test_no_runs_are_a_summary_too() -> None:
    told = summary(SOP, [], CALENDAR)
    assert (told.runs, told.reasons, told.kinds) == (0, (), ())
    assert told.steps[0].count == 0
