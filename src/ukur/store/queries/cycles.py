"""The cycles of an agency, each with where it stands."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, Min, QuerySet, Subquery
from django.db.models.fields.json import KeyTransform

from ukur.domain.people import Actor
from ukur.domain.periods import Period, YearPeriod
from ukur.domain.sop.flow import Position, may_work
from ukur.domain.sop.model import Procedure
from ukur.store.models import Cycle
from ukur.store.queries.procedures import known_procedure
from ukur.store.queries.run_heads import (
    RunHead,
    cancelled_step,
    count_of_noes,
    newest_pause,
    open_step,
)


@dataclass(frozen=True, kw_only=True)
class CycleHead(RunHead):
    """A cycle and its open step."""

    id: int
    when: YearPeriod


YEARS = 3
"""So many years stand on one page of the list."""
MOST_CANCELLED = 30


@dataclass(frozen=True)
class CycleYears:
    """A few years of cycles, with those that were cancelled; the years beyond, None for none.

    `earlier` is the next year before these that has cycles, `later` the next one after.
    """

    heads: tuple[CycleHead, ...] = ()
    cancelled: tuple[CycleHead, ...] = ()
    earlier: int | None = None
    later: int | None = None


def is_theirs(head: CycleHead, actor: Actor) -> bool:
    """Whether the open step is the actor's to work in: as its lead, or joined in it.

    Nobody decides on what they did themselves, unless the cycle's rule set lets them.
    """
    step = head.step
    if step is None or not may_work(head.procedure, head.position, step.number, actor):
        return False
    return head.may_decide(actor)


def newest_heads(agency_id: int, most: int) -> tuple[CycleHead, ...]:
    """So many live cycles, the newest year and in it the newest order first. One query."""
    rows = Cycle.objects.filter(agency_id=agency_id, is_live=True)
    return _heads(rows.order_by("-year", "-run__opened_at", "-id")[:most])


def heads_in(cycles: Collection[int], agency_id: int) -> dict[int, CycleHead]:
    """These cycles of the agency by their ids. One query, none for none."""
    if not cycles:
        return {}
    return {
        head.id: head for head in _heads(Cycle.objects.filter(agency_id=agency_id, pk__in=cycles))
    }


def cycle_years(agency_id: int, until: int | None = None) -> CycleYears:
    """A few years of cycles: those up to `until`, or up to the newest. Seven queries at most."""
    live = Cycle.objects.filter(agency_id=agency_id, is_live=True)
    every = Cycle.objects.filter(agency_id=agency_id)
    at_most = {"year__lte": until} if until else {}
    newest = every.filter(**at_most).aggregate(year=Max("year"))["year"]
    if newest is None:
        return CycleYears()
    first = newest - YEARS + 1
    shown = {"year__lte": newest, "year__gte": first}
    gone = every.filter(**shown, is_live=False)
    return CycleYears(
        heads=_heads(live.filter(**shown).order_by("-year", "-run__opened_at", "-id")),
        cancelled=_heads(gone.order_by("-year", "-run__opened_at", "-id")[:MOST_CANCELLED]),
        earlier=every.filter(year__lt=first).aggregate(year=Max("year"))["year"],
        later=every.filter(year__gt=newest).aggregate(year=Min("year"))["year"],
    )


def cycle_head(cycle_id: int, agency_id: int) -> CycleHead | None:
    """One cycle of the agency, or None. One query."""
    return heads_in([cycle_id], agency_id).get(cycle_id)


def is_measured(agency_id: int, when: YearPeriod) -> bool:
    """Whether the period is or was measured in a cycle that was not cancelled. One query."""
    live = Cycle.objects.filter(agency_id=agency_id, is_live=True)
    return live.filter(year=when.year, period=when.period.value).exists()


def live_periods(agency_id: int) -> dict[YearPeriod, int]:
    """The cycle of every period that is or was measured. One query."""
    rows = Cycle.objects.filter(agency_id=agency_id, is_live=True)
    return {
        YearPeriod(year, Period(period)): pk
        for pk, year, period in rows.values_list("pk", "year", "period")
    }


def ruler_head(cycle: Cycle, due_at: datetime | None, paused_until: datetime | None) -> CycleHead:
    """As much of a cycle's head as the ruler shows, of a cycle that is loaded with its run.

    `due_at` and `paused_until` are those of the open step. Nobody's rights follow from it: who
    worked before and how often a diamond said no are left out.
    """
    run = cycle.run
    return CycleHead(
        id=cycle.pk,
        run_id=run.pk,
        version_id=run.procedure_id,
        when=YearPeriod(cycle.year, Period(cycle.period)),
        position=Position(run.step, run.round),
        procedure=known_procedure(run.procedure),
        finish_by=run.finish_by,
        opened_at=run.opened_at,
        ended_at=run.ended_at,
        since=None,
        due_at=due_at,
        is_cancelled=run.cancelled_at is not None,
        paused_until=paused_until,
    )


def _heads(cycles: QuerySet[Cycle]) -> tuple[CycleHead, ...]:
    return tuple(_head(row, known_procedure(row.run.procedure)) for row in _with_open_run(cycles))


def _with_open_run(cycles: QuerySet[Cycle]) -> QuerySet[Cycle]:
    step = open_step("run")
    of_run = cycles.select_related("run__procedure").defer("run__procedure__text")
    return of_run.annotate(
        run_noes=count_of_noes("run"),
        same_person=KeyTransform("same_person_may_approve", "rule_set__rules"),
        run_stopped=Subquery(cancelled_step("run").values("step")[:1]),
        run_since=Subquery(step.values("opened_at")[:1]),
        run_due=Subquery(step.values("due_at")[:1]),
        run_paused_until=Subquery(newest_pause("run").values("until")[:1]),
        run_awaited=Subquery(newest_pause("run").values("awaited")[:1]),
    )


def _head(row: Cycle, procedure: Procedure) -> CycleHead:
    return CycleHead(
        id=row.pk,
        run_id=row.run_id,
        version_id=row.run.procedure_id,
        when=YearPeriod(row.year, Period(row.period)),
        position=Position(
            row.run.step,
            row.run.round,
            row.run_noes,  # type: ignore[attr-defined]  # annotated above
        ),
        procedure=procedure,
        finish_by=row.run.finish_by,
        opened_at=row.run.opened_at,
        ended_at=row.run.ended_at,
        since=row.run_since,  # type: ignore[attr-defined]  # annotated above
        due_at=row.run_due,  # type: ignore[attr-defined]  # annotated above
        is_cancelled=row.run.cancelled_at is not None,
        paused_until=row.run_paused_until,  # type: ignore[attr-defined]  # annotated above
        awaited=row.run_awaited or "",  # type: ignore[attr-defined]  # annotated above
        stopped_at=row.run_stopped,  # type: ignore[attr-defined]  # annotated above
        worked_by=row.run.worked_by_id,
        same_person_may_approve=row.same_person is True,  # type: ignore[attr-defined]  # annotated above
    )
