"""A run beside its SOP: what differs is told once, and nothing else."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.domain.sop.builders import seed
from tests.domain.sop.walks import BEGINS, CALENDAR, changed, late, walk, walks, without
from ukur.domain.sop.conformance import conformance
from ukur.domain.sop.conformance_facts import (
    Finding,
    Kind,
    Return,
    RunFacts,
    SkippedUnit,
    Told,
    was_cut_short,
)
from ukur.domain.sop.timing import is_late
from ukur.domain.sop.worktime import closing, local

SOP = seed()
HOUR = timedelta(hours=1)
A_WEEK = timedelta(days=7)


def found(run: RunFacts) -> tuple[Finding, ...]:
    now = run.ended_at or BEGINS
    return conformance(run, CALENDAR, now).findings


def at(run: RunFacts, step: int, round_: int = 1) -> int:
    """The place of a step of a round in the run."""
    return next(n for n, f in enumerate(run.steps) if (f.step, f.round) == (step, round_))


def at_closing(moment: datetime) -> datetime:
    """When the office closes on that day."""
    return closing(local(moment, CALENDAR).date(), CALENDAR)


def test_a_late_step_a_skipped_unit_and_two_rounds_are_told_and_nothing_else() -> None:
    run = walk(SOP, [(7, 6)])
    run = late(run, at(run, 3), 2 * HOUR)
    run = replace(run, skipped_units=(SkippedUnit("Puskesmas Melati", "Banjir"),))
    assert found(run) == (
        Finding(kind=Kind.LATE, steps=(3,), round=1, by=2 * HOUR),
        Finding(kind=Kind.ROUNDS, returns=(Return(7, 1, 6, "A", "Angka keliru"),)),
        Finding(kind=Kind.UNITS_SKIPPED, units=(SkippedUnit("Puskesmas Melati", "Banjir"),)),
    )


def test_rounds_and_noes_are_counted() -> None:
    held = conformance(walk(SOP, [(7, 6), (7, 4)]), CALENDAR, BEGINS)
    assert held.rounds == 3
    assert [(back.step, back.back_to) for back in held.returns] == [(7, 6), (7, 4)]
    assert [finding.kind for finding in held.findings] == [Kind.ROUNDS]
    assert held.findings[0].is_foreseen


def test_a_return_without_an_arrow_is_no_round_of_the_diamond() -> None:
    run = walk(SOP, [(8, 6)])
    assert found(run) == (
        Finding(
            kind=Kind.RETURNED_WITHOUT_ARROW,
            steps=(8,),
            round=1,
            returns=(Return(8, 1, 6, "A", "Angka keliru"),),
        ),
    )


def test_time_is_waiting_until_the_first_trace_and_working_after_it() -> None:
    run = walk(SOP)
    place = at(run, 3)
    fact = run.steps[place]
    run = replace(run, touched=(fact.opened_at, fact.opened_at + 2 * HOUR, *run.touched))
    timing = conformance(run, CALENDAR, BEGINS).timings[place]
    assert (timing.step, timing.waiting) == (3, 2 * HOUR)
    assert timing.taken == timing.waiting + timing.working == timedelta(hours=7, minutes=30)
    assert timing.standard == timedelta(hours=7, minutes=30)
    assert not timing.is_late


def test_a_pause_is_neither_waiting_nor_working() -> None:
    run = walk(SOP)
    place = at(run, 3)
    opened = run.steps[place].opened_at
    run = changed(run, place, pauses=((opened + HOUR, opened + 3 * HOUR),))
    run = replace(run, touched=(opened + 2 * HOUR, *run.touched))
    timing = conformance(run, CALENDAR, BEGINS).timings[place]
    assert (timing.waiting, timing.paused) == (HOUR, 2 * HOUR)
    assert timing.waiting + timing.working + timing.paused == timedelta(hours=7, minutes=30)
    assert timing.taken == timing.waiting + timing.working


def test_an_open_step_is_counted_up_to_now() -> None:
    whole = walk(SOP)
    place = at(whole, 4)
    fact = replace(whole.steps[place], done_at=None, done_by=None, done_as="", outcome="")
    run = replace(whole, steps=(*whole.steps[:place], fact), ended_at=None)
    assert conformance(run, CALENDAR, fact.due_at).findings == ()
    late_now = conformance(run, CALENDAR, fact.due_at + HOUR)
    assert late_now.findings == (
        Finding(kind=Kind.LATE, steps=(4,), round=1, by=HOUR, is_open=True),
    )


@given(st.integers(0, 6 * 24 * 60))
def test_a_step_is_late_to_the_report_when_it_is_late_to_the_lists(minutes: int) -> None:
    whole = walk(SOP)
    place = at(whole, 4)
    fact = replace(whole.steps[place], due_at=at_closing(whole.steps[place].due_at))
    done = fact.due_at + timedelta(minutes=minutes)
    run = replace(whole, steps=(*whole.steps[:place], replace(fact, done_at=done)), ended_at=None)
    told = [one.kind for one in conformance(run, CALENDAR, done).findings]
    assert (Kind.LATE in told) is is_late(fact.due_at, done, CALENDAR)


def test_what_is_due_at_closing_and_finished_that_evening_is_in_time() -> None:
    due_at = at_closing(BEGINS)
    assert not is_late(due_at, due_at + timedelta(hours=5), CALENDAR)
    assert is_late(due_at, due_at + A_WEEK, CALENDAR)


def test_a_run_cut_short_is_not_said_to_have_skipped_the_rest() -> None:
    whole = walk(SOP)
    cancelled = Told("cancelled", BEGINS)
    run = replace(whole, steps=whole.steps[:4], told=(cancelled,), is_cut_short=True)
    assert found(run) == (Finding(kind=Kind.EXCEPTION, told=cancelled),)
    assert len(found(replace(run, is_cut_short=False))) == 6


@pytest.mark.parametrize(
    ("told", "is_exception"),
    [
        (Told("due_changed", BEGINS), True),
        (Told("step_paused", BEGINS), True),
        (Told("due_recounted", BEGINS), False),
        (Told("unit_closed", BEGINS, "Sari", {"deviation": True}), False),
        (Told("something_new", BEGINS, "Sari", {"deviation": True}), True),
        (Told("something_new", BEGINS, "Sari", {"deviation": False}), False),
        (Told("something_new", BEGINS), False),
        (Told("returned", BEGINS, "Sari", {"deviation": True}), False),
    ],
)
def test_the_journal_tells_exceptions_by_verb_or_by_fact(told: Told, *, is_exception: bool) -> None:
    kinds = [finding.kind for finding in found(replace(walk(SOP), told=(told,)))]
    assert kinds == ([Kind.EXCEPTION] if is_exception else [])


def test_who_cancels_a_run_has_not_finished_its_open_step() -> None:
    whole = walk(SOP)
    open_step = replace(whole.steps[3], done_by=whole.steps[0].done_by, done_as="", outcome="batal")
    cancelled = Told("cancelled", BEGINS, "Sari", {"step": 4, "round": 1, "deviation": True})
    run = replace(whole, steps=(*whole.steps[:3], open_step), told=(cancelled,))
    assert was_cut_short(run.steps, run.ended_at)
    run = replace(run, is_cut_short=True)
    assert found(run) == (Finding(kind=Kind.EXCEPTION, told=cancelled),)
    assert [t.is_done for t in conformance(run, CALENDAR, BEGINS).timings] == [True] * 3 + [False]


@pytest.mark.parametrize("from_step", [8, None])
def test_a_run_that_was_opened_again_is_told_once(from_step: int | None) -> None:
    run = walk(SOP, [(8, 6)])
    before = [fact for fact in run.steps if fact.round == 1]
    if from_step is None:
        # It had ended: nothing was left, and its last steps were done.
        last = replace(before[-1], outcome="selesai", back_to=None)
        ninth = replace(last, step=9, opened_at=last.due_at, done_as="staf", done_by=5)
        before = [*before[:-1], last, replace(ninth, due_at=last.due_at, done_at=last.due_at)]
    else:
        before[-1] = replace(before[-1], done_by=2, done_as="")
    after = [fact for fact in run.steps if fact.round == 2]
    facts = {"step": from_step, "round": 1, "to_step": 6, "to_round": 2, "deviation": True}
    told = Told("reopened", BEGINS, "Sari", facts)
    run = replace(run, steps=(*before, *after), told=(told,))
    assert found(run) == (Finding(kind=Kind.EXCEPTION, told=told),)
    assert [f.kind for f in found(replace(run, told=()))] != []


def test_a_round_that_nothing_led_to_repeats_its_steps() -> None:
    run = walk(SOP, [(7, 6)])
    run = changed(run, at(run, 7), outcome="ya", back_to=None)
    assert found(run) == (Finding(kind=Kind.REPEATED, steps=(6, 7), round=2),)


# --- random runs ---------------------------------------------------------------------------


@given(walks())
def test_a_run_in_time_by_its_own_lanes_has_only_the_rounds_of_its_diamonds(run: RunFacts) -> None:
    held = conformance(run, CALENDAR, BEGINS)
    assert held.rounds == len(held.returns) + 1
    assert [finding.kind for finding in held.findings] == [Kind.ROUNDS] * bool(held.returns)
    assert held.waiting + held.working == sum((t.taken for t in held.timings), timedelta())


def others(run: RunFacts, changed_run: RunFacts) -> list[Finding]:
    """What is found in the changed run beside what was found before."""
    return [finding for finding in found(changed_run) if finding not in found(run)]


@given(walks(), st.data())
def test_a_late_step_is_told_with_how_much(run: RunFacts, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(run.steps) - 1))
    fact = run.steps[place]
    assert others(run, late(run, place, A_WEEK)) == [
        Finding(
            kind=Kind.LATE,
            steps=(fact.step,),
            round=fact.round,
            by=timedelta(hours=37, minutes=30),
        )
    ]


@given(walks(), st.data())
def test_a_step_that_is_not_there_was_skipped(run: RunFacts, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(run.steps) - 1))
    fact = run.steps[place]
    assume(fact.outcome != "tidak")
    assume(sum(other.round == fact.round for other in run.steps) > 1)
    assert others(run, without(run, place)) == [
        Finding(kind=Kind.SKIPPED, steps=(fact.step,), round=fact.round)
    ]


@given(walks(), st.data())
def test_two_steps_in_the_wrong_order_are_one_finding(run: RunFacts, data: st.DataObject) -> None:
    pairs = [n for n, _ in enumerate(run.steps[1:]) if run.steps[n].round == run.steps[n + 1].round]
    assume(pairs)
    place = data.draw(st.sampled_from(pairs))
    first, second = run.steps[place], run.steps[place + 1]
    swapped = changed(
        run, place, opened_at=second.opened_at, done_at=second.done_at, due_at=second.done_at
    )
    swapped = changed(
        swapped, place + 1, opened_at=first.opened_at, done_at=first.done_at, due_at=first.done_at
    )
    told = others(run, swapped)
    assert [finding.kind for finding in told] == [Kind.OUT_OF_ORDER]
    assert told[0].steps[0] in (first.step, second.step)


@given(walks(), st.data())
def test_a_step_done_twice_in_a_round_was_repeated(run: RunFacts, data: st.DataObject) -> None:
    fact = data.draw(st.sampled_from([f for f in run.steps if f.outcome != "tidak"]))
    again = replace(fact, opened_at=fact.opened_at + timedelta(minutes=1))
    assert others(run, replace(run, steps=(*run.steps, again))) == [
        Finding(kind=Kind.REPEATED, steps=(fact.step,), round=fact.round)
    ]


@given(walks(), st.data())
def test_one_person_in_two_lanes_is_told(run: RunFacts, data: st.DataObject) -> None:
    people = {fact.done_by for fact in run.steps}
    assume(len(people) > 1)
    place = data.draw(st.integers(0, len(run.steps) - 1))
    fact = run.steps[place]
    other = data.draw(st.sampled_from(sorted(p for p in people if p and p != fact.done_by)))
    told = others(run, changed(run, place, done_by=other))
    assert [(finding.kind, finding.person) for finding in told] == [(Kind.SAME_PERSON, other)]
    assert fact.step in told[0].steps


@given(walks(), st.data())
def test_a_step_finished_by_another_lane_is_told(run: RunFacts, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(run.steps) - 1))
    fact = run.steps[place]
    assert others(run, changed(run, place, done_as="operator")) == [
        Finding(kind=Kind.WRONG_LANE, steps=(fact.step,), round=fact.round, lane="operator")
    ]
