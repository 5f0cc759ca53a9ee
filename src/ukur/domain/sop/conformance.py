"""A run held against its SOP: what happened beside what the form says should happen.

    held = conformance(facts, calendar, now)
    held.findings      what differs, each thing once
    held.timings       standard, time taken, waiting and working, for each step in each round

Nothing here judges: a return by the diamond is the SOP's own way and is told all the same,
because it costs a round. `Finding.is_foreseen` says which findings the form knows.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from ukur.domain.journal import Plain
from ukur.domain.sop.flow import Outcome
from ukur.domain.sop.model import Procedure, Standard, Unit
from ukur.domain.sop.worktime import Calendar, elapsed

DEVIATING_VERBS = frozenset({"cancelled", "due_changed", "paused", "reopened", "step_skipped"})
"""Verbs of the journal that always tell a deviation; any other does by its fact `deviation`."""


class Kind(StrEnum):
    """In what a run can differ from its SOP."""

    LATE = "late"
    """A step took longer than its standard."""
    SKIPPED = "skipped"
    """A step of the way was never opened."""
    REPEATED = "repeated"
    """A step was done again although nothing led back to it."""
    OUT_OF_ORDER = "out_of_order"
    """A step was done before one that comes before it."""
    WRONG_LANE = "wrong_lane"
    """A step was finished by another lane than its lead."""
    SAME_PERSON = "same_person"
    """One person finished steps that the SOP gives to different lanes."""
    ROUNDS = "rounds"
    """The diamond said no: the run took more than one round."""
    RETURNED_WITHOUT_ARROW = "returned_without_arrow"
    """A step without a diamond was sent back; the form has no arrow for it."""
    UNITS_SKIPPED = "units_skipped"
    """Units did not deliver, and were closed with a reason."""
    EXCEPTION = "exception"
    """The journal tells an exception: a due date changed, a cycle reopened, and the like."""


@dataclass(frozen=True)
class StepFact:
    """One step in one round as it was; what is not yet known is None or empty.

    `done_by` is the account, `done_as` the lane; `back_to` the step that a no led to; `pauses`
    are the rests of its clock, from when to when, which do not overlap.
    """

    step: int
    round: int
    opened_at: datetime
    due_at: datetime
    done_at: datetime | None = None
    done_by: int | None = None
    done_as: str = ""
    outcome: str = ""
    reason_code: str = ""
    reason: str = ""
    back_to: int | None = None
    pauses: tuple[tuple[datetime, datetime], ...] = ()


@dataclass(frozen=True)
class Told:
    """An event of the run's journal that tells an exception."""

    verb: str
    at: datetime
    facts: Mapping[str, Plain] = field(default_factory=dict)


@dataclass(frozen=True)
class SkippedUnit:
    """A unit that was closed without figures, and why."""

    name: str
    reason: str


@dataclass(frozen=True)
class RunFacts:
    """Everything that is known of a run.

    `touched` are the moments of all its events, in any order; `is_cut_short` says that it
    ended before its last step, as a cancelled one does.
    """

    procedure: Procedure
    steps: tuple[StepFact, ...]
    touched: tuple[datetime, ...] = ()
    told: tuple[Told, ...] = ()
    skipped_units: tuple[SkippedUnit, ...] = ()
    ended_at: datetime | None = None
    is_cut_short: bool = False


@dataclass(frozen=True)
class Timing:
    """Office time of a step in one round.

    `taken` is `waiting`, from opening to the first trace of work in the journal, and
    `working`, from there to the end, both without `paused`. `late_by` is zero when it was in
    time. An open step is counted up to now.
    """

    step: int
    round: int
    standard: timedelta
    taken: timedelta
    waiting: timedelta
    working: timedelta
    paused: timedelta
    late_by: timedelta
    is_open: bool

    @property
    def is_late(self) -> bool:
        return self.late_by > timedelta()


@dataclass(frozen=True)
class Return:
    """A no: from which step and round, where to, why."""

    step: int
    round: int
    back_to: int
    reason_code: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing in which the run differs. Only the fields that its kind needs are filled.

    `steps` and `round` say where; `by` is how late; `person` the account of `SAME_PERSON`.
    """

    kind: Kind
    steps: tuple[int, ...] = ()
    round: int | None = None
    by: timedelta = timedelta()
    is_open: bool = False
    person: int | None = None
    lane: str = ""
    returns: tuple[Return, ...] = ()
    units: tuple[SkippedUnit, ...] = ()
    told: Told | None = None

    @property
    def is_foreseen(self) -> bool:
        """Whether the form itself knows this way: the no of its diamond."""
        return self.kind is Kind.ROUNDS


@dataclass(frozen=True)
class Conformance:
    """A run beside its SOP; `rounds` counts from 1, `returns` are all noes in their order."""

    findings: tuple[Finding, ...]
    timings: tuple[Timing, ...]
    rounds: int
    returns: tuple[Return, ...]
    standard: timedelta
    taken: timedelta
    """Of the whole run, in office time: the standards of all steps, and from opening to end."""

    @property
    def waiting(self) -> timedelta:
        return sum((timing.waiting for timing in self.timings), timedelta())

    @property
    def working(self) -> timedelta:
        return sum((timing.working for timing in self.timings), timedelta())

    @property
    def paused(self) -> timedelta:
        return sum((timing.paused for timing in self.timings), timedelta())


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
        *_return_findings(facts.procedure, returns),
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


def is_exception(told: Told) -> bool:
    """Whether the event tells a deviation of its own.

    A return is read from the step that was returned, and a closed unit from its task: each is
    told once.
    """
    if told.verb in ("returned", "unit_closed"):
        return False
    return told.verb in DEVIATING_VERBS or told.facts.get("deviation") is True


def was_cut_short(steps: Sequence[StepFact], ended_at: datetime | None) -> bool:
    """Whether a run ended while a step was still open, as a cancelled one does."""
    known = {outcome.value for outcome in Outcome}
    return ended_at is not None and any(
        fact.done_at is None or fact.outcome not in known for fact in steps
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
    touched = sorted(facts.touched)
    for fact in sorted(facts.steps, key=lambda fact: (fact.opened_at, fact.round, fact.step)):
        end = fact.done_at or facts.ended_at or max(now, fact.opened_at)
        first = next((at for at in touched if fact.opened_at < at <= end), end)
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
    numbers = sorted({fact.round for fact in facts.steps})
    for number in numbers:
        own = [fact for fact in facts.steps if fact.round == number]
        if begins is None:
            yield from _unexplained(facts, own, number)
            begins = min(own, key=lambda fact: fact.opened_at).step
        back = next((fact for fact in own if fact.outcome == Outcome.NO.value), None)
        is_last = number == numbers[-1]
        yield from _against_way(own, _way(facts, begins, own, back, is_last=is_last), number)
        begins = back.back_to if back else None


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
    is_last: bool,
) -> tuple[int, ...]:
    """The steps of a round, from where it begins to where it went back, stands, or ended."""
    wanted: list[int] = []
    at: int | None = begins
    while at is not None and at not in wanted:
        wanted.append(at)
        at = facts.procedure.onward(at)
    if back is None and is_last and facts.ended_at is not None and not facts.is_cut_short:
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
    finished = [fact for fact in facts.steps if fact.done_at is not None]
    for fact in finished:
        if fact.done_as and fact.done_as != leads[fact.step]:
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


def _return_findings(procedure: Procedure, returns: Sequence[Return]) -> Iterator[Finding]:
    by_diamond = tuple(back for back in returns if procedure.step(back.step).decision is not None)
    if by_diamond:
        yield Finding(kind=Kind.ROUNDS, returns=by_diamond)
    for back in returns:
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
