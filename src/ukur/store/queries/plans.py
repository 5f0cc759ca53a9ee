"""The plan version that is in force on a day."""

from datetime import date

from ukur.store.models import PlanVersion


def plan_in_force(agency_id: int, year: int, day: date) -> PlanVersion | None:
    """The newest version of the year's plan that is in force on `day`, or None.

    A plan brought in late still counts for its own year: after the year ends, the last one holds.
    """
    return (
        PlanVersion.objects.filter(agency_id=agency_id, year=year, in_force_from__lte=day)
        .order_by("-number")
        .first()
    )
