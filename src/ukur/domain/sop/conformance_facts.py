"""What is known of a run, and what can be found when it is held against its SOP."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from ukur.domain.journal import Plain
from ukur.domain.sop.flow import Outcome
from ukur.domain.sop.model import Procedure

DEVIATING_VERBS = frozenset({"cancelled", "due_changed", "reopened", "step_paused"})
"""Verbs of the journal that always tell a deviation; any other does by its fact `deviation`."""

CLOCK_VERBS = frozenset({"due_changed", "due_recounted", "step_paused", "step_resumed"})
"""Verbs that move a clock: no trace of work in the step."""

OUTCOMES = frozenset(outcome.value for outcome in Outcome)
"""How a step of the SOP can be left; a cancelled run leaves its open step otherwise."""


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
    """An event of the run's journal that tells an exception; `by` is the name of who did it."""

    verb: str
    at: datetime
    by: str = ""
    facts: Mapping[str, Plain] = field(default_factory=dict)


@dataclass(frozen=True)
class SkippedUnit:
    """A unit that was closed without figures, and why."""

    name: str
    reason: str


@dataclass(frozen=True)
class RunFacts:
    """Everything that is known of a run.

    `touched` are the moments of all its events but those of `CLOCK_VERBS`, in any order;
    `is_cut_short` says that it ended before its last step, as a cancelled one does.
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
    is_done: bool
    """False also for a step that was left because its run was cancelled."""

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


def is_exception(told: Told) -> bool:
    """Whether the event tells a deviation of its own.

    A return is read from the step that was returned, and a closed unit from its task: each is
    told once.
    """
    if told.verb in ("returned", "unit_closed"):
        return False
    return told.verb in DEVIATING_VERBS or told.facts.get("deviation") is True


def was_cut_short(steps: Sequence[StepFact], ended_at: datetime | None) -> bool:
    """Whether a run ended without an outcome of its last step, as a cancelled one does."""
    return ended_at is not None and any(fact.outcome not in OUTCOMES for fact in steps)
