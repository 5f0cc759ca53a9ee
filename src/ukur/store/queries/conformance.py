"""Runs as facts, to be held against their SOP: one of them, or all that have ended."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from ukur.domain.periods import Period, YearPeriod
from ukur.domain.sop.conformance_facts import (
    CLOCK_VERBS,
    DEVIATING_VERBS,
    OUTCOMES,
    RunFacts,
    SkippedUnit,
    StepFact,
    Told,
    was_cut_short,
)
from ukur.domain.sop.flow import Position
from ukur.domain.sop.forecast import PastRun
from ukur.domain.sop.model import Procedure
from ukur.store.models import Account, EventRow, ProcedureVersion, Run, StepRun, UnitTask
from ukur.store.queries.pauses import pauses_of
from ukur.store.queries.procedures import parsed_version, procedure_of
from ukur.store.queries.run_heads import RunHead

RECENT = 60
"""So many ended runs of an SOP are asked, the newest first: older ones say little of today."""


@dataclass(frozen=True)
class KnownRun:
    """A run with its facts and where it stands.

    `when` is the period that it measured, None for a run without figures.
    """

    head: RunHead
    cycle_id: int | None
    when: YearPeriod | None
    subject: str
    facts: RunFacts


@dataclass(frozen=True)
class RunVersion:
    """A version of an SOP that runs have followed, and how many of them."""

    id: int
    procedure: Procedure
    ended: int
    running: int


def known_run(run_id: int, agency_id: int) -> KnownRun | None:
    """One run of the agency with all its facts, or None. Six queries, however much happened."""
    found = _known(Run.objects.filter(pk=run_id, agency_id=agency_id))
    return found[0] if found else None


def run_of_cycle(cycle_id: int, agency_id: int) -> int | None:
    """The run behind a cycle of the agency, or None. One query."""
    found = Run.objects.filter(cycle=cycle_id, agency_id=agency_id)
    return found.values_list("pk", flat=True).first()


def ended_runs(version_id: int, agency_id: int) -> tuple[KnownRun, ...]:
    """The newest ended runs of a version of an SOP, at most `RECENT`. Six queries."""
    return _known(_ended(agency_id, [version_id]))


def versions_run(agency_id: int) -> tuple[RunVersion, ...]:
    """The versions of SOPs that any run of the agency follows, the newest first. One query."""
    rows = ProcedureVersion.objects.filter(agency_id=agency_id, runs__isnull=False).annotate(
        ended=Count("runs", filter=Q(runs__ended_at__isnull=False)),
        running=Count("runs", filter=Q(runs__ended_at__isnull=True)),
    )
    return tuple(
        RunVersion(row.pk, parsed_version(row), row.ended, row.running)
        for row in rows.order_by("key", "-in_force_from", "-id")
    )


def names_of(accounts: Collection[int]) -> dict[int, str]:
    """The names of accounts. One query."""
    return dict(Account.objects.filter(pk__in=accounts).values_list("pk", "name"))


def past_runs(agency_id: int, versions: Collection[int]) -> Mapping[int, Sequence[PastRun]]:
    """The newest runs of each version that reached their end. Two queries.

    At most `RECENT` of all versions together, without those that were cancelled. A desk asks
    this: it takes no more than it needs.
    """
    runs = {
        run_id: (version_id, ended_at)
        for run_id, version_id, ended_at in _ended(agency_id, versions).values_list(
            "pk", "procedure_id", "ended_at"
        )
    }
    opened: dict[int, list[tuple[int, int, datetime]]] = defaultdict(list)
    rows = StepRun.objects.filter(run__in=runs)
    cut_short: set[int] = set()
    for run_id, step, round_, opened_at, outcome in rows.values_list(
        "run_id", "step", "round", "opened_at", "outcome"
    ):
        opened[run_id].append((step, round_, opened_at))
        if outcome not in OUTCOMES:
            cut_short.add(run_id)
    found: dict[int, list[PastRun]] = defaultdict(list)
    for run_id, (version_id, ended_at) in runs.items():
        if run_id not in cut_short and ended_at is not None:
            found[version_id].append(PastRun(tuple(opened[run_id]), ended_at))
    return found


def _ended(agency_id: int, versions: Collection[int]) -> QuerySet[Run]:
    ended = Run.objects.filter(agency_id=agency_id, procedure__in=versions, ended_at__isnull=False)
    # In the order of the index `run_newest`: a desk must not read all runs of the agency.
    return ended.order_by("-opened_at", "-id")[:RECENT]


def _known(runs: QuerySet[Run]) -> tuple[KnownRun, ...]:
    rows = list(runs.select_related("procedure", "cycle"))
    ids = [row.pk for row in rows]
    steps, touched, told, units = _steps_of(ids), _touched(ids), _told(ids), _skipped_units(ids)
    return tuple(
        KnownRun(
            head=_head(row, steps.get(row.pk, ())),
            cycle_id=row.cycle.pk if hasattr(row, "cycle") else None,
            when=_when(row),
            subject=row.subject,
            facts=RunFacts(
                procedure=procedure_of(row),
                steps=steps.get(row.pk, ()),
                touched=touched.get(row.pk, ()),
                told=told.get(row.pk, ()),
                skipped_units=units.get(row.pk, ()),
                ended_at=row.ended_at,
                is_cut_short=was_cut_short(steps.get(row.pk, ()), row.ended_at),
            ),
        )
        for row in rows
    )


def _when(row: Run) -> YearPeriod | None:
    cycle = getattr(row, "cycle", None)
    return None if cycle is None else YearPeriod(cycle.year, Period(cycle.period))


def _head(row: Run, steps: Sequence[StepFact]) -> RunHead:
    is_open = (fact for fact in steps if (fact.step, fact.round) == (row.step, row.round))
    now = next(is_open, None)
    return RunHead(
        run_id=row.pk,
        position=Position(row.step, row.round),
        procedure=procedure_of(row),
        version_id=row.procedure_id,
        finish_by=row.finish_by,
        opened_at=row.opened_at,
        ended_at=row.ended_at,
        since=now.opened_at if now else None,
        due_at=now.due_at if now else None,
    )


def _steps_of(runs: Collection[int]) -> dict[int, tuple[StepFact, ...]]:
    found: dict[int, list[StepFact]] = defaultdict(list)
    rows = list(StepRun.objects.filter(run__in=runs).order_by("round", "opened_at", "step"))
    rests = pauses_of([row.pk for row in rows])
    for row in rows:
        found[row.run_id].append(
            StepFact(
                step=row.step,
                round=row.round,
                opened_at=row.opened_at,
                due_at=row.due_at,
                done_at=row.done_at,
                done_by=row.done_by_id,
                done_as=row.done_as,
                outcome=row.outcome,
                reason_code=row.reason_code,
                reason=row.reason,
                back_to=row.back_to,
                pauses=tuple((p.since, p.ends_at) for p in rests.get(row.pk, ())),
            )
        )
    return {run: tuple(facts) for run, facts in found.items()}


def _touched(runs: Collection[int]) -> dict[int, tuple[datetime, ...]]:
    """The moments of all traces of work, those of the units' own chains among them."""
    found: dict[int, list[datetime]] = defaultdict(list)
    rows = EventRow.objects.filter(run__in=runs).exclude(verb__in=CLOCK_VERBS).order_by("at")
    for run, at in rows.values_list("run_id", "at"):
        found[run].append(datetime.fromisoformat(at))
    return {run: tuple(moments) for run, moments in found.items()}


def _told(runs: Collection[int]) -> dict[int, tuple[Told, ...]]:
    """The events that may tell a deviation."""
    found: dict[int, list[Told]] = defaultdict(list)
    rows = EventRow.objects.filter(
        Q(verb__in=DEVIATING_VERBS) | Q(facts__deviation=True), run__in=runs
    )
    for row in rows.order_by("at", "sequence"):
        found[row.run_id].append(Told(row.verb, datetime.fromisoformat(row.at), row.by, row.facts))
    return {run: tuple(events) for run, events in found.items()}


def _skipped_units(runs: Collection[int]) -> dict[int, tuple[SkippedUnit, ...]]:
    found: dict[int, list[SkippedUnit]] = defaultdict(list)
    rows = UnitTask.objects.filter(cycle__run__in=runs, state=UnitTask.State.CLOSED)
    rows = rows.order_by("unit__order", "unit__code")
    for run, name, reason in rows.values_list("cycle__run", "unit__name", "reason"):
        found[run].append(SkippedUnit(name, reason))
    return {run: tuple(units) for run, units in found.items()}
