"""The cycles of an agency, each with where it stands."""

from dataclasses import dataclass

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.fields.json import KeyTransform

from ukur.domain.correcting import may_correct
from ukur.domain.people import Actor
from ukur.domain.periods import Period, YearPeriod
from ukur.domain.sop.flow import Position, may_work
from ukur.domain.sop.model import Work
from ukur.store.models import Cycle, PaperRow
from ukur.store.queries.procedures import procedure_of
from ukur.store.queries.run_heads import RunHead, cancelled_step, newest_pause, open_step


@dataclass(frozen=True, kw_only=True)
class CycleHead(RunHead):
    """A cycle and its open step."""

    id: int
    when: YearPeriod
    proposed_by: int | None = None
    """The account that proposed the newest draft, who may not correct it."""
    same_person_may_approve: bool = False
    """Whether the cycle's rule set lets them all the same."""


def is_theirs(head: CycleHead, actor: Actor) -> bool:
    """Whether the open step is the actor's to work in: as its lead, or joined in it.

    A draft is corrected by somebody else than its author.
    """
    step = head.step
    if step is None or not may_work(head.procedure, head.position, step.number, actor):
        return False
    return step.work is not Work.REVIEW or may_correct(
        actor, head.proposed_by, same_allowed=head.same_person_may_approve
    )


def cycle_heads(agency_id: int) -> tuple[CycleHead, ...]:
    """The live cycles, the newest order first. One query, however many."""
    rows = _with_open_run(Cycle.objects.filter(agency_id=agency_id, is_live=True))
    return tuple(_head(row) for row in rows.order_by("-run__opened_at", "-id"))


def cancelled_heads(agency_id: int) -> tuple[CycleHead, ...]:
    """The cycles that were cancelled, the newest order first. One query, however many."""
    gone = Cycle.objects.filter(agency_id=agency_id, run__cancelled_at__isnull=False)
    rows = _with_open_run(gone)
    return tuple(_head(row) for row in rows.order_by("-run__opened_at", "-id"))


def cycle_head(cycle_id: int, agency_id: int) -> CycleHead | None:
    """One cycle of the agency, or None. One query."""
    row = _with_open_run(Cycle.objects.filter(pk=cycle_id, agency_id=agency_id)).first()
    return _head(row) if row else None


def live_periods(agency_id: int) -> dict[YearPeriod, int]:
    """The cycle of every period that is or was measured. One query."""
    rows = Cycle.objects.filter(agency_id=agency_id, is_live=True)
    return {
        YearPeriod(year, Period(period)): pk
        for pk, year, period in rows.values_list("pk", "year", "period")
    }


def _with_open_run(cycles: QuerySet[Cycle]) -> QuerySet[Cycle]:
    step = open_step("run")
    drafts = PaperRow.objects.filter(cycle=OuterRef("pk"), kind=PaperRow.Kind.MEASUREMENT)
    return cycles.select_related("run__procedure").annotate(
        proposer=Subquery(drafts.order_by("-version").values("made_by")[:1]),
        same_person=KeyTransform("same_person_may_approve", "rule_set__rules"),
        run_stopped=Subquery(cancelled_step("run").values("step")[:1]),
        run_since=Subquery(step.values("opened_at")[:1]),
        run_due=Subquery(step.values("due_at")[:1]),
        run_paused_until=Subquery(newest_pause("run").values("until")[:1]),
        run_awaited=Subquery(newest_pause("run").values("awaited")[:1]),
    )


def _head(row: Cycle) -> CycleHead:
    return CycleHead(
        id=row.pk,
        run_id=row.run_id,
        version_id=row.run.procedure_id,
        when=YearPeriod(row.year, Period(row.period)),
        position=Position(row.run.step, row.run.round),
        procedure=procedure_of(row.run),
        finish_by=row.run.finish_by,
        opened_at=row.run.opened_at,
        ended_at=row.run.ended_at,
        since=row.run_since,  # type: ignore[attr-defined]  # annotated above
        due_at=row.run_due,  # type: ignore[attr-defined]  # annotated above
        is_cancelled=row.run.cancelled_at is not None,
        paused_until=row.run_paused_until,  # type: ignore[attr-defined]  # annotated above
        awaited=row.run_awaited or "",  # type: ignore[attr-defined]  # annotated above
        stopped_at=row.run_stopped,  # type: ignore[attr-defined]  # annotated above
        proposed_by=row.proposer,  # type: ignore[attr-defined]  # annotated above
        same_person_may_approve=row.same_person is True,  # type: ignore[attr-defined]  # annotated above
    )
