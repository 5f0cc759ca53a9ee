"""What a head needs to know before ordering a measurement."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from ukur.domain.periods import Period, YearPeriod
from ukur.domain.sop.model import Procedure
from ukur.store.models import IndicatorRow, PlanVersion, ProcedureVersion, RuleSetVersion, Run
from ukur.store.queries.cycles import live_periods
from ukur.store.queries.procedures import procedure_in_force, procedure_of, rule_set_in_force


@dataclass(frozen=True)
class PlanLine:
    """The plan in force for a year; `due` counts its indicators by the period they are due in."""

    year: int
    number: int
    kind: str
    due: Mapping[Period, int]


@dataclass(frozen=True)
class Ordering:
    """What is pinned with an order, and which periods are taken by which cycle."""

    procedure: Procedure
    rule_set: str
    plans: Mapping[int, PlanLine]
    taken: Mapping[YearPeriod, int]


def ordering(agency_id: int, key: str, today: date) -> Ordering | None:
    """What an order of today would pin; None if the agency has no such SOP or no rule set.

    Five queries, however many plans.
    """
    try:
        version = procedure_in_force(agency_id, key, today)
        rules = rule_set_in_force(agency_id, today)
    except (ProcedureVersion.DoesNotExist, RuleSetVersion.DoesNotExist):
        return None
    return Ordering(
        procedure=procedure_of(Run(procedure=version)),
        rule_set=f"{rules.key} {rules.version}",
        plans=_plans(agency_id, today),
        taken=live_periods(agency_id),
    )


def _plans(agency_id: int, today: date) -> dict[int, PlanLine]:
    versions: dict[int, PlanVersion] = {}
    for version in PlanVersion.objects.filter(
        agency_id=agency_id, in_force_from__lte=today
    ).order_by("number"):
        versions[version.year] = version
    due: dict[int, Counter[Period]] = {}
    rows = IndicatorRow.objects.filter(plan__in=versions.values())
    for plan_id, periods in rows.values_list("plan_id", "due_periods"):
        due.setdefault(plan_id, Counter()).update(Period(period) for period in periods)
    return {
        year: PlanLine(year, version.number, version.kind, due.get(version.pk, Counter()))
        for year, version in versions.items()
    }
