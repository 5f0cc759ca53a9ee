"""Many runs of one SOP together: how long each step takes, how often late, what comes back."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from ukur.domain.sop.conformance import office_time
from ukur.domain.sop.conformance_facts import Conformance, Kind
from ukur.domain.sop.model import Procedure
from ukur.domain.sop.percentiles import percentile
from ukur.domain.sop.worktime import Calendar


@dataclass(frozen=True)
class StepSummary:
    """A step over all runs: only what was finished counts.

    `count` is how often it was finished, each round once; `late` how many of these were late.
    `waiting`, `working` and `paused` are means for a run, all its rounds together, so that the
    steps add up to the run. `returned` is how often it sent a run back.
    """

    step: int
    standard: timedelta
    count: int
    median: timedelta
    p90: timedelta
    late: int
    waiting: timedelta
    working: timedelta
    paused: timedelta
    returned: int


@dataclass(frozen=True)
class ReasonCount:
    """How often runs went back from one step to another for one reason."""

    step: int
    back_to: int
    reason_code: str
    count: int


@dataclass(frozen=True)
class Summary:
    """Runs of one version of an SOP; `kinds` counts the runs in which a kind was found.

    `rounds` says how many runs took so many rounds.
    """

    runs: int
    clean: int
    steps: tuple[StepSummary, ...]
    rounds: tuple[tuple[int, int], ...]
    reasons: tuple[ReasonCount, ...]
    kinds: tuple[tuple[Kind, int], ...]


def summary(procedure: Procedure, held: Sequence[Conformance], calendar: Calendar) -> Summary:
    """What the runs have in common; all of them ran by this version of the SOP."""
    reasons = Counter(
        (back.step, back.back_to, back.reason_code) for one in held for back in one.returns
    )
    kinds = Counter(kind for one in held for kind in {finding.kind for finding in one.findings})
    return Summary(
        runs=len(held),
        clean=sum(not one.findings for one in held),
        steps=tuple(
            _step(step.number, office_time(step.standard, calendar), held)
            for step in procedure.steps
        ),
        rounds=tuple(sorted(Counter(one.rounds for one in held).items())),
        reasons=tuple(
            ReasonCount(*key, count)
            for key, count in sorted(reasons.items(), key=lambda item: (-item[1], item[0]))
        ),
        kinds=tuple((kind, kinds[kind]) for kind in Kind if kinds[kind]),
    )


def _step(number: int, standard: timedelta, held: Sequence[Conformance]) -> StepSummary:
    done = [
        timing for one in held for timing in one.timings if timing.step == number and timing.is_done
    ]
    taken = [timing.taken for timing in done]
    nothing = timedelta()
    runs = max(len(held), 1)
    return StepSummary(
        step=number,
        standard=standard,
        count=len(done),
        median=percentile(taken, 50) if taken else nothing,
        p90=percentile(taken, 90) if taken else nothing,
        late=sum(timing.is_late for timing in done),
        waiting=sum((timing.waiting for timing in done), nothing) / runs,
        working=sum((timing.working for timing in done), nothing) / runs,
        paused=sum((timing.paused for timing in done), nothing) / runs,
        returned=sum(back.step == number for one in held for back in one.returns),
    )
