"""The frame of every change: lock, let the rules decide, save, note one event.

fetch and compute what is slow
with changing(...) as change:        lock, one transaction; running(...) for a run without figures
    change.leave(...) or own checks  one call of the domain decides
    assign rows
    change.note(...)                 exactly one event
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from ukur.domain.correcting import check_may_decide
from ukur.domain.cycles import check_lanes
from ukur.domain.people import Actor
from ukur.domain.periods import Period
from ukur.domain.ports import Tools
from ukur.domain.sop.flow import (
    Hold,
    Move,
    Outcome,
    Position,
    beginning,
    check_may_work,
    check_work,
    decide,
)
from ukur.domain.sop.model import Procedure, Work
from ukur.domain.sop.worktime import Calendar, due
from ukur.store.models import (
    Agency,
    Cycle,
    EventRow,
    ProcedureVersion,
    Run,
    StepRun,
    UnitTask,
)
from ukur.store.prepared import Given, Prepared
from ukur.store.queries.calendars import calendar_of
from ukur.store.queries.procedures import procedure_of, same_person_may_approve
from ukur.store.queries.run_heads import noes_of, work_before
from ukur.usecases.chain import Head, Noted, keep_event, next_event, signed_head


@dataclass(frozen=True)
class Seen:
    """The step and round that the person saw, so that two presses advance a cycle once."""

    cycle_id: int
    step: int
    round: int


@dataclass(frozen=True)
class RunSeen:
    """The same of a run without figures."""

    run_id: int
    step: int
    round: int


@dataclass(kw_only=True)
class RunChange(Noted):
    """A run under its lock, and the one event that will tell what was done."""

    run: Run
    procedure: Procedure
    calendar: Calendar
    actor: Actor
    now: datetime
    left_a_step: bool = False
    same_person_may_approve: bool = False
    """Whether the rule set lets someone decide on their own work."""
    wants_signed_head: bool = False
    """True for what is told after the last step: no end of a step will sign it."""

    @property
    def position(self) -> Position:
        return Position(self.run.step, self.run.round, self._noes())

    def _noes(self) -> int | None:
        """How often the open step's diamond said no; asked only where the SOP bounds it."""
        step = None if self.run.step is None else self.procedure.step(self.run.step)
        if step is None or step.decision is None or step.decision.max_rounds is None:
            return None
        return noes_of(self.run.pk, step.number).count()

    def step_of(self, work: Work) -> int:
        """The number of the step that does this work."""
        return next(step.number for step in self.procedure.steps if step.work is work)

    def check_may_work(self, step: int) -> None:
        """Nothing, if the actor may work in the step and it is open.

        Raises:
            StepNotOpen, WrongRole: see `ukur.domain.sop.flow.check_may_work`.
        """
        check_may_work(self.procedure, self.position, step, self.actor)

    def role_in(self, step: int) -> str:
        """The lane by which the actor works in the step: as its lead before as one who joins."""
        held = self.actor.roles
        return next(str(key) for key in self.procedure.step(step).actors if key in held)

    def leave(self, move: Move, holds: Sequence[Hold] = (), *, reason_code: str = "") -> Position:
        """Leave the open step as the rules decide, and open the next one with its due time.

        Raises:
            OwnDraft: it is a decision on the actor's own work, and no rule set allows it.
            Refusal: see `ukur.domain.sop.flow.decide`.
        """
        before = self.position
        after = decide(self.procedure, before, move, self.actor, holds)
        step = self.procedure.step(move.step)
        is_own = check_may_decide(
            step, self.actor, self.run.worked_by_id, same_allowed=self.same_person_may_approve
        )
        lead, duty = step.lead, self.actor.duty_as(step.lead)
        acting = duty.acting if duty else ""
        StepRun.objects.filter(run=self.run, step=move.step, round=before.round).update(
            done_at=self.now,
            done_by=self.actor.account_id,
            done_as=lead,
            done_acting=acting,
            own_work=is_own,
            outcome=move.outcome.value,
            reason_code=reason_code,
            reason=move.reason,
            back_to=after.step if move.outcome is Outcome.NO else None,
        )
        self.run.step, self.run.round = after.step, after.round
        if after.step is None:
            self.run.ended_at = self.now
        else:
            goes_on = move.outcome is not Outcome.NO and after.step > move.step
            self.open(after.step, after_own_work=goes_on)
        self.left_a_step = True
        self.facts = {
            "step": move.step,
            "round": before.round,
            "as": lead,
            "outcome": move.outcome.value,
            "to_step": after.step,
            "to_round": after.round,
        }
        if duty and acting:
            self.facts |= {"acting": acting, "basis": duty.basis}
        if is_own:
            self.facts["same_person"] = True
        return after

    def open(self, step: int, *, after_own_work: bool = False) -> None:
        """A row for the step in the round that runs, due by its standard in office time.

        `after_own_work` says that it was the actor who finished the work before it just now.
        """
        row = self.procedure.step(step)
        if row.decision is None:
            self.run.worked_by_id = None
        elif after_own_work:
            self.run.worked_by_id = self.actor.account_id
        else:
            finished = work_before(self.run.pk, step).values_list("done_by", flat=True)
            self.run.worked_by_id = finished.first()
        StepRun.objects.create(
            agency_id=self.run.agency_id,
            run=self.run,
            step=step,
            round=self.run.round,
            lead=row.lead,
            joined=f" {' '.join(row.joined)} " if row.joined else None,
            opened_at=self.now,
            due_at=due(self.now, row.standard, self.calendar),
        )


@dataclass(frozen=True)
class Beginning:
    """What a new run is about, how its journal is called, and by when it should have ended."""

    subject: str
    chain: str
    finish_by: date


def begun_run(
    agency: Agency, version: ProcedureVersion, wanted: Beginning, actor: Actor, now: datetime
) -> Run:
    """A run of the version that stands at its first step, which the caller opens.

    Raises:
        LaneWithoutRole: see `ukur.domain.cycles.check_lanes`.
    """
    run = Run(
        agency=agency,
        procedure=version,
        subject=wanted.subject,
        chain=wanted.chain,
        finish_by=wanted.finish_by,
        opened_at=now,
        opened_by_id=actor.account_id,
    )
    procedure = procedure_of(run)
    check_lanes(procedure)
    start = beginning(procedure)
    run.step, run.round = start.step, start.round
    run.save()
    return run


@dataclass(kw_only=True)
class Change(RunChange):
    """A measurement cycle under the lock of its run."""

    cycle: Cycle

    def leave_by(
        self, work: Work, move: Move, holds: Sequence[Hold] = (), *, reason_code: str = ""
    ) -> Position:
        """Leave the open step by the verb of its work: no verb of another one leads past its holds.

        Raises:
            StepNotOpen: another work is done in the open step.
            Refusal: see `leave`.
        """
        check_work(self.procedure, Position(self.run.step, self.run.round), work)
        return self.leave(move, holds, reason_code=reason_code)


@contextmanager
def running(run_id: int, actor: Actor, tools: Tools) -> Iterator[RunChange]:
    """Lock the run, let the caller change it, then save it with one event.

    A signed head of the journal is kept whenever a step was left (decision 0040, 10), and for what
    is still told of a run that has ended.

    Raises:
        Run.DoesNotExist: no such run at the actor's agency.
        RuntimeError: the caller changed the run without a note. That is a bug.
    """
    with transaction.atomic(durable=True):
        run = (
            Run.objects.select_for_update(of=("self",), no_key=True)
            .select_related("agency", "procedure")
            .get(pk=run_id, agency_id=actor.agency_id)
        )
        change = RunChange(
            run=run,
            procedure=procedure_of(run),
            calendar=calendar_of(run.agency),
            actor=actor,
            now=tools.clock.now(),
        )
        yield change
        finish(change, tools)


@contextmanager
def changing(cycle_id: int, actor: Actor, tools: Tools) -> Iterator[Change]:
    """Lock the run of a measurement cycle, as `running` does, with the cycle at hand.

    Raises:
        Cycle.DoesNotExist: no such cycle at the actor's agency.
        RuntimeError: the caller changed the cycle without a note. That is a bug.
    """
    with transaction.atomic(durable=True):
        # no_key: an event of a unit's own chain refers to the run while the unit is locked, and
        # must not wait for whoever holds the run and wants the unit.
        cycle = (
            Cycle.objects.select_for_update(of=("run",), no_key=True)
            .select_related("agency", "run__procedure", "rule_set", "plan")
            .get(pk=cycle_id, agency_id=actor.agency_id)
        )
        change = Change(
            cycle=cycle,
            run=cycle.run,
            procedure=procedure_of(cycle.run),
            calendar=calendar_of(cycle.agency),
            actor=actor,
            now=tools.clock.now(),
            same_person_may_approve=same_person_may_approve(cycle),
        )
        yield change
        finish(change, tools)


def lock_cycles(agency_id: int, year: int, periods: Sequence[Period]) -> None:
    """Keep the live cycles of these periods where they stand until the transaction ends.

    They are locked in the order given. Give them in the order of `ukur.domain.periods.IN_ORDER`,
    after a cycle that is locked already: then nobody waits in a circle.
    """
    rows = Cycle.objects.filter(
        agency_id=agency_id, year=year, period__in=periods, is_live=True
    ).values_list("period", "run")
    found = {Period(period): pk for period, pk in rows}
    for period in periods:
        if period in found:
            Run.objects.select_for_update(no_key=True).only("pk").get(pk=found[period])


SAVED = (
    "step",
    "round",
    "finish_by",
    "ended_at",
    "cancelled_at",
    "reopened_at",
    "worked_by",
    "events_told",
    "chain_head",
)
"""What of a run a change may have changed."""


def finish(change: RunChange, tools: Tools) -> None:
    """Save the run with its event, and the signed head if a step was left or one is wanted."""
    change.check_noted()
    run = change.run
    event = next_event(Head(run.events_told, run.chain_head), change)
    signs = change.left_a_step or change.wants_signed_head
    signature = signed_head(run.chain, event, change.now, tools) if signs else ""
    keep_event(EventRow, event, signature, run_id=run.pk)
    run.events_told, run.chain_head = event.sequence, event.hash
    run.save(update_fields=SAVED)


@dataclass
class Filling(Noted):
    """A unit's task under its own lock: saving a cell touches this unit's rows only."""

    task: UnitTask
    actor: Actor
    now: datetime
    is_idle: bool = False
    """True when nothing turned out to be different: nothing to tell."""


_NOT_ASKED_OF_A_CELL = (
    *(
        f"cycle__agency__{column}"
        for column in (
            "code",
            "name",
            "government",
            "region",
            "city",
            "address",
            "contact",
            "head_title",
            "letter_format",
            "letter_code",
            "mode",
            "office_hours",
            "calendar_mark",
        )
    ),
    "reason",
    "extension_reason",
)
"""Columns that no change of a form reads, though a cell is kept every few seconds."""


@contextmanager
def filling(task_id: int, actor: Actor, tools: Tools) -> Iterator[Filling]:
    """Lock one unit's task, let the caller change its rows, then note one event in its chain.

    Raises:
        UnitTask.DoesNotExist: no such task at the actor's agency, or its cycle was cancelled.
        RuntimeError: the caller changed rows without a note. That is a bug.
    """
    with transaction.atomic(durable=True):
        task = _locked_task(task_id, actor.agency_id)
        change = Filling(task, actor, tools.clock.now())
        yield change
        if change.is_idle:
            return
        change.check_noted()
        tell_unit(change)


_LOCKED_TASK = Prepared(
    lambda: (
        UnitTask.objects.select_for_update(of=("self",), no_key=True)
        .select_related("cycle__agency", "cycle__rule_set", "unit")
        .defer(*_NOT_ASKED_OF_A_CELL)
        .filter(pk=Given("task"), cycle__agency_id=Given("agency"), cycle__is_live=True)
    )
)


def _locked_task(task_id: int, agency_id: int) -> UnitTask:
    for task in _LOCKED_TASK.all(task=task_id, agency=agency_id):
        return task
    raise UnitTask.DoesNotExist


def tell_unit(change: Filling) -> None:
    """The event of the change, as the next one of the unit's own chain; the task is locked."""
    task = change.task
    event = next_event(Head(task.events_told, task.chain_head), change)
    keep_event(EventRow, event, run_id=task.cycle.run_id, task=task)
    task.events_told, task.chain_head = event.sequence, event.hash
    task.save(update_fields=["events_told", "chain_head"])
