"""The plan of five years that a year's plan belongs to, and what it promises for a year."""

from ukur.domain.renstra import Promise
from ukur.store.models import RenstraIndicatorRow, RenstraTargetRow, RenstraVersion
from ukur.store.queries.looks import target_of


def renstra_covering(agency_id: int, year: int) -> RenstraVersion | None:
    """The newest Renstra of the agency that covers the year, or None."""
    return (
        RenstraVersion.objects.filter(
            agency_id=agency_id, first_year__lte=year, last_year__gte=year
        )
        .order_by("-first_year", "-number")
        .first()
    )


def promises_of(renstra_id: int, year: int) -> dict[str, Promise]:
    """What the Renstra says for the year, by indicator code. Two queries."""
    targets = {
        row.indicator_id: target_of(row.low, row.high)
        for row in RenstraTargetRow.objects.filter(indicator__renstra_id=renstra_id, year=year)
    }
    return {
        row.code: Promise(row.name, row.unit_text, row.polarity, targets.get(row.pk))
        for row in RenstraIndicatorRow.objects.filter(renstra_id=renstra_id)
    }
