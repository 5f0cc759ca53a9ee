"""What an event log tells of a run: its steps with their moments, and every event of its journal.

Both forms of export (XES and OCEL) are written from these; names are the office's own words.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from ukur.domain.journal import Plain
from ukur.domain.sop.conformance_facts import CLOCK_VERBS


@dataclass(frozen=True)
class LoggedEvent:
    """An event of the run's own chain, or of a unit's when `unit` is its code."""

    sequence: int
    at: datetime
    by: str
    verb: str
    facts: Mapping[str, Plain]
    unit: str = ""


@dataclass(frozen=True)
class LoggedStep:
    """A step in one round. `lane` leads it by the SOP; `done_by` and `done_as` finished it."""

    number: int
    round: int
    activity: str
    lane: str
    opened_at: datetime
    due_at: datetime
    done_at: datetime | None = None
    done_by: str = ""
    done_as: str = ""
    outcome: str = ""
    reason_code: str = ""
    back_to: int | None = None

    def held(self, at: datetime) -> bool:
        """Whether the step was open at that moment; its end is its own, its beginning not."""
        return self.opened_at < at and (self.done_at is None or at <= self.done_at)


@dataclass(frozen=True)
class LoggedRun:
    """A run. `name` is unique in the log, `subject` is what the run is about, in words."""

    name: str
    subject: str
    agency: str
    procedure: str
    version: str
    opened_at: datetime
    ended_at: datetime | None
    steps: tuple[LoggedStep, ...]
    events: tuple[LoggedEvent, ...]


def first_work(step: LoggedStep, events: Sequence[LoggedEvent]) -> LoggedEvent | None:
    """The first trace of work while the step was open, its end among them; None for none."""
    work = (event for event in events if event.verb not in CLOCK_VERBS and step.held(event.at))
    return min(work, key=_when, default=None)


def step_of(event: LoggedEvent, steps: Sequence[LoggedStep]) -> LoggedStep | None:
    """The step that an event belongs to: the one that it names, or the one that was open then."""
    named = (event.facts.get("step"), event.facts.get("round"))
    for step in steps:
        if (step.number, step.round) == named:
            return step
    return next((step for step in steps if step.held(event.at)), None)


def _when(event: LoggedEvent) -> tuple[datetime, str, int]:
    return (event.at, event.unit, event.sequence)


def in_order(events: Sequence[LoggedEvent]) -> list[LoggedEvent]:
    """The events as they happened, the same order whatever order they came in."""
    return sorted(events, key=_when)
