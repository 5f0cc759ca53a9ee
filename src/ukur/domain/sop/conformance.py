"""A run held against its SOP: what happened beside what the form says should happen.

    held = conformance(facts, calendar, now)
    held.findings      what differs, each thing once
    held.timings       standard, time taken, waiting and working, for each step in each round

Nothing here judges: a return by the diamond is the SOP's own way and is told all the same,
because it costs a round. `Finding.is_foreseen` says which findings the form knows.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from ukur.domain.sop.conformance_facts import (
    OUTCOMES,
    Conformance,
    Finding,
    Kind,
    Return,
    RunFacts,
    SkippedUnit,
    StepFact,
    Timing,
    Told,
    is_exception,
)
from ukur.domain.sop.flow import Outcome
from ukur.domain.sop.model import Standard, Unit
from ukur.domain.sop.worktime import Calendar, elapsed


def conformance(facts: RunFacts, calendar: Calendar, now: datetime) -> Conformance:
    """The run beside its SOP, findings in the order in which a reader asks for them.

    Source: SOP, the columns "Pelaksana" and "Waktu" and the arrows between the rows.

    Raises:
        CalendarMissing: the holidays of a year of the run are not known.
    """
    timings = tuple(_timings(facts, calendar, now))
    returns = tuple(_returns(facts.steps))
    findings = (
        *_late(timings),
        *_way_findings(facts),
        *_lane_findings(facts),
        *_return_findings(facts, returns),
        *_unit_findings(facts.skipped_units),
        *(Finding(kind=Kind.EXCEPTION, told=told) for told in facts.told if is_exception(told)),
    )
    opened = min((fact.opened_at for fact in facts.steps), default=now)
    return Conformance(
        findings=findings,
        timings=timings,
        rounds=max((fact.round for fact in facts.steps), default=1),
        returns=returns,
        standard=sum(
            (office_time(step.standard, calendar) for step in facts.procedure.steps), timedelta()
        ),
        taken=elapsed(opened, facts.ended_at or now, calendar),
    )


def office_time(standard: Standard, calendar: Calendar) -> timedelta:
    """A standard of the SOP as a span of office time.

    Source: SOP, the column "Waktu"; a day is the office's longest day.
    """
    of_unit = {
        Unit.MINUTES: timedelta(minutes=1),
        Unit.HOURS: timedelta(hours=1),
        Unit.DAYS: calendar.hours.day,
    }
    return standard.amount * of_unit[standard.unit]


# --- time ----------------------------------------------------------------------------------


def _timings(facts: RunFacts, calendar: Calendar, now: datetime) -> Iterator[Timing]:
    touched, place = sorted(facts.touched), 0
    for fact in sorted(facts.steps, key=lambda fact: (fact.opened_at, fact.round, fact.step)):
        end = fact.done_at or facts.ended_at or max(now, fact.opened_at)
        while place < len(touched) and touched[place] <= fact.opened_at:
            place += 1
        first = min(touched[place], end) if place < len(touched) else end
        waiting, waited = _counted(fact.opened_at, first, fact, calendar)
        working, rested = _counted(first, end, fact, calendar)
        yield Timing(
            step=fact.step,
            round=fact.round,
            standard=office_time(facts.procedure.step(fact.step).standard, calendar),
            taken=waiting + working,
            waiting=waiting,
            working=working,
            paused=waited + rested,
            late_by=elapsed(fact.due_at, end, calendar),
            is_open=fact.done_at is None and facts.ended_at is None,
            is_done=fact.outcome in OUTCOMES,
        )


def _counted(
    start: datetime, end: datetime, fact: StepFact, calendar: Calendar
) -> tuple[timedelta, timedelta]:
    """The office time between two moments of a step: what counts, and what was paused."""
    rests = (elapsed(max(start, a), min(end, b), calendar) for a, b in fact.pauses)
    paused = sum(rests, timedelta())
    return elapsed(start, end, calendar) - paused, paused


def _late(timings: Sequence[Timing]) -> Iterator[Finding]:
    for timing in timings:
        if timing.is_late:
            yield Finding(
                kind=Kind.LATE,
                steps=(timing.step,),
                round=timing.round,
                by=timing.late_by,
                is_open=timing.is_open,
            )


# --- the way through the steps -------------------------------------------------------------


def _way_findings(facts: RunFacts) -> Iterator[Finding]:
    """Each round beside the way that the form draws for it."""
    begins: int | None = facts.procedure.steps[0].number
    reopened = _reopened(facts.told)
    numbers = sorted({fact.round for fact in facts.steps})
    for number in numbers:
        own = [fact for fact in facts.steps if fact.round == number]
        if begins is None:
            yield from _unexplained(facts, own, number)
            begins = min(own, key=lambda fact: fact.opened_at).step
        back = next((fact for fact in own if fact.outcome == Outcome.NO.value), None)
        again = reopened.get(number + 1)
        has_ended = _ended_after(facts, is_last=number == numbers[-1], again=again)
        yield from _against_way(own, _way(facts, begins, own, back, has_ended=has_ended), number)
        begins = back.back_to if back else _whole(again, "to_step")


def _reopened(told: Sequence[Told]) -> dict[int, Told]:
    """The events that opened a run again, by the round that they began."""
    found = ((_whole(event, "to_round"), event) for event in told if is_exception(event))
    return {number: event for number, event in found if number is not None}


def _whole(told: Told | None, name: str) -> int | None:
    fact = told.facts.get(name) if told else None
    return fact if isinstance(fact, int) else None


def _ended_after(facts: RunFacts, *, is_last: bool, again: Told | None) -> bool:
    """Whether the run reached its end in a round: the last one, or one before it was reopened."""
    if is_last:
        return facts.ended_at is not None and not facts.is_cut_short
    return again is not None and again.facts.get("step") is None


def _unexplained(facts: RunFacts, own: Sequence[StepFact], number: int) -> Iterator[Finding]:
    """Steps that were done again in a round to which no no had led."""
    before = {fact.step for fact in facts.steps if fact.round < number}
    again = tuple(sorted({fact.step for fact in own} & before))
    if again:
        yield Finding(kind=Kind.REPEATED, steps=again, round=number)


def _way(
    facts: RunFacts,
    begins: int,
    own: Sequence[StepFact],
    back: StepFact | None,
    *,
    has_ended: bool,
) -> tuple[int, ...]:
    """The steps of a round, from where it begins to where it went back, stands, or ended."""
    wanted: list[int] = []
    at: int | None = begins
    while at is not None and at not in wanted:
        wanted.append(at)
        at = facts.procedure.onward(at)
    if back is None and has_ended:
        return tuple(wanted)
    reached = [back.step] if back else [fact.step for fact in own]
    last = max((wanted.index(step) for step in reached if step in wanted), default=-1)
    return tuple(wanted[: last + 1])


def _against_way(own: Sequence[StepFact], way: tuple[int, ...], number: int) -> Iterator[Finding]:
    places = {step: place for place, step in enumerate(way)}
    walked = [fact.step for fact in sorted(own, key=lambda fact: _walked_at(fact, places))]
    for step in way:
        if step not in walked:
            yield Finding(kind=Kind.SKIPPED, steps=(step,), round=number)
    once = list(dict.fromkeys(walked))
    for step in once:
        if walked.count(step) > 1:
            yield Finding(kind=Kind.REPEATED, steps=(step,), round=number)
    kept = _longest_ordered([places[step] for step in once if step in places])
    for step in once:
        if places.get(step) not in kept:
            yield Finding(kind=Kind.OUT_OF_ORDER, steps=(step,), round=number)


def _walked_at(fact: StepFact, places: Mapping[int, int]) -> tuple[datetime, datetime, int]:
    # Two steps may open in one moment, as the order and the disposition do: then the way decides.
    return (
        fact.opened_at,
        fact.done_at or datetime.max.replace(tzinfo=fact.opened_at.tzinfo),
        places.get(fact.step, len(places)),
    )


def _longest_ordered(places: Sequence[int]) -> frozenset[int]:
    """The most places that stand in order, so that one step out of its place is one finding."""
    best: list[tuple[int, ...]] = [()]
    for place in places:
        before = [way for way in best if not way or way[-1] < place]
        best.append((*_longest(before), place))
    return frozenset(_longest(best))


def _longest(ways: Sequence[tuple[int, ...]]) -> tuple[int, ...]:
    return max(ways, key=len)


# --- people --------------------------------------------------------------------------------


def _lane_findings(facts: RunFacts) -> Iterator[Finding]:
    leads = {step.number: step.lead for step in facts.procedure.steps}
    # Who cancels or reopens a run leaves its open step without finishing it in any lane.
    finished = [fact for fact in facts.steps if fact.done_as]
    for fact in finished:
        if fact.done_as != leads[fact.step]:
            yield Finding(
                kind=Kind.WRONG_LANE, steps=(fact.step,), round=fact.round, lane=fact.done_as
            )
    people = dict.fromkeys(fact.done_by for fact in finished if fact.done_by is not None)
    for person in people:
        own = sorted({fact.step for fact in finished if fact.done_by == person})
        if len({leads[step] for step in own}) > 1:
            yield Finding(kind=Kind.SAME_PERSON, steps=tuple(own), person=person)


# --- rounds and units ----------------------------------------------------------------------


def _returns(steps: Sequence[StepFact]) -> Iterator[Return]:
    for fact in sorted(steps, key=lambda fact: fact.round):
        if fact.outcome == Outcome.NO.value and fact.back_to is not None:
            yield Return(fact.step, fact.round, fact.back_to, fact.reason_code, fact.reason)


def _return_findings(facts: RunFacts, returns: Sequence[Return]) -> Iterator[Finding]:
    # What the journal tells as an exception of its own, as a reopening, is told there.
    told = {
        (event.facts.get("step"), event.facts.get("round"))
        for event in _reopened(facts.told).values()
    }
    own = [back for back in returns if (back.step, back.round) not in told]
    by_diamond = tuple(back for back in own if facts.procedure.step(back.step).decision is not None)
    if by_diamond:
        yield Finding(kind=Kind.ROUNDS, returns=by_diamond)
    for back in own:
        if back not in by_diamond:
            yield Finding(
                kind=Kind.RETURNED_WITHOUT_ARROW,
                steps=(back.step,),
                round=back.round,
                returns=(back,),
            )


def _unit_findings(units: tuple[SkippedUnit, ...]) -> Iterator[Finding]:
    if units:
        yield Finding(kind=Kind.UNITS_SKIPPED, units=units)
