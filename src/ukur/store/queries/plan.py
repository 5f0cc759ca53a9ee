"""The versions of the plan that were brought in."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count

from ukur.store.models import PlanVersion


@dataclass(frozen=True)
class PlanRow:
    """A version of a year's plan, with how much it holds."""

    id: int
    year: int
    number: int
    kind: str
    in_force_from: date
    source_name: str
    source_sha256: str
    imported_at: datetime
    goals: int
    indicators: int
    budget_lines: int


def plan_versions(agency_id: int) -> tuple[PlanRow, ...]:
    """All versions, the newest year and number first. One query."""
    rows = (
        PlanVersion.objects.filter(agency_id=agency_id)
        .annotate(
            goal_count=Count("goals", distinct=True),
            indicator_count=Count("indicators", distinct=True),
            budget_count=Count("budget_lines", distinct=True),
        )
        .order_by("-year", "-number")
    )
    return tuple(
        PlanRow(
            id=row.pk,
            year=row.year,
            number=row.number,
            kind=row.kind,
            in_force_from=row.in_force_from,
            source_name=row.source_name,
            source_sha256=row.source_sha256,
            imported_at=row.imported_at,
            goals=row.goal_count,
            indicators=row.indicator_count,
            budget_lines=row.budget_count,
        )
        for row in rows
    )
