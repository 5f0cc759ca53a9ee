"""The versions of the plan and of the Renstra that were brought in."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, F, Func, IntegerField, Model, OuterRef, QuerySet, Subquery

from ukur.domain.periods import Period
from ukur.store.models import (
    BudgetLine,
    Cycle,
    Goal,
    IndicatorRow,
    PlanVersion,
    RenstraIndicatorRow,
    RenstraVersion,
)


@dataclass(frozen=True)
class UsingCycle:
    """A cycle that is measured against a version."""

    id: int
    period: Period
    has_ended: bool


@dataclass(frozen=True)
class VersionHead:
    """A version of a year's plan: which it is, since when, why, and what is measured by it."""

    id: int
    year: int
    number: int
    kind: str
    in_force_from: date
    change_reason: str
    source_name: str
    source_sha256: str
    imported_at: datetime
    renstra_id: int | None
    renstra: str
    goals: int
    indicators: int
    budget_lines: int
    cycles: tuple[UsingCycle, ...]
    previous_id: int | None = None
    previous_number: int = 0


@dataclass(frozen=True)
class RenstraHead:
    """A version of a Renstra, with how much it holds."""

    id: int
    first_year: int
    last_year: int
    number: int
    kind: str
    change_reason: str
    source_name: str
    source_sha256: str
    imported_at: datetime
    indicators: int


def version_heads(agency_id: int, year: int | None = None) -> tuple[VersionHead, ...]:
    """The versions of the agency's plans, the newest year and number first. Two queries."""
    rows = PlanVersion.objects.filter(agency_id=agency_id).select_related("renstra")
    using = Cycle.objects.filter(agency_id=agency_id, is_live=True)
    if year is not None:
        rows, using = rows.filter(year=year), using.filter(year=year)
    cycles: dict[int, list[UsingCycle]] = defaultdict(list)
    for cycle in using.select_related("run").order_by("run__opened_at"):
        cycles[cycle.plan_id].append(
            UsingCycle(cycle.pk, Period(cycle.period), cycle.run.ended_at is not None)
        )
    counted = rows.annotate(
        goal_count=_counted(Goal.objects.filter(plan=OuterRef("pk"))),
        indicator_count=_counted(IndicatorRow.objects.filter(plan=OuterRef("pk"))),
        budget_count=_counted(BudgetLine.objects.filter(plan=OuterRef("pk"))),
    )
    found: list[VersionHead] = []
    for row in counted.order_by("year", "number"):
        before = found[-1] if found and found[-1].year == row.year else None
        renstra = row.renstra
        found.append(
            VersionHead(
                id=row.pk,
                year=row.year,
                number=row.number,
                kind=row.kind,
                in_force_from=row.in_force_from,
                change_reason=row.change_reason,
                source_name=row.source_name,
                source_sha256=row.source_sha256,
                imported_at=row.imported_at,
                renstra_id=row.renstra_id,
                renstra=f"{renstra.first_year}–{renstra.last_year}" if renstra else "",
                goals=row.goal_count,
                indicators=row.indicator_count,
                budget_lines=row.budget_count,
                cycles=tuple(cycles[row.pk]),
                previous_id=before.id if before else None,
                previous_number=before.number if before else 0,
            )
        )
    return tuple(sorted(found, key=lambda head: (-head.year, -head.number)))


def _counted(rows: "QuerySet[Model]") -> Subquery:
    """How many rows there are, counted apart: joined counts would multiply."""
    counted = rows.order_by().annotate(n=Func(F("pk"), function="COUNT")).values("n")
    return Subquery(counted, output_field=IntegerField())


def renstra_heads(agency_id: int) -> tuple[RenstraHead, ...]:
    """The versions of the agency's Renstra, the newest first. One query."""
    rows = (
        RenstraVersion.objects.filter(agency_id=agency_id)
        .annotate(n=Count("indicators"))
        .order_by("-first_year", "-number")
    )
    return tuple(_renstra_head(row, row.n) for row in rows)


def renstra_head(renstra_id: int, agency_id: int) -> RenstraHead | None:
    """One version of the agency's Renstra, or None. At most two queries."""
    row = RenstraVersion.objects.filter(pk=renstra_id, agency_id=agency_id).first()
    if row is None:
        return None
    return _renstra_head(row, RenstraIndicatorRow.objects.filter(renstra=row).count())


def _renstra_head(row: RenstraVersion, indicators: int) -> RenstraHead:
    return RenstraHead(
        row.pk,
        row.first_year,
        row.last_year,
        row.number,
        row.kind,
        row.change_reason,
        row.source_name,
        row.source_sha256,
        row.imported_at,
        indicators,
    )
