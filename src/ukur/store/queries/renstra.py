"""The plan of five years that a year's plan belongs to, and what it promises for a year."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from ukur.domain.figures.indicator import Kind, Target
from ukur.domain.figures.showing import Look, target_text
from ukur.domain.plan.renstra import Promise
from ukur.store.models import (
    PlanVersion,
    RenstraGoalRow,
    RenstraIndicatorRow,
    RenstraTargetRow,
    RenstraVersion,
)
from ukur.store.queries.looks import target_of
from ukur.store.queries.plan import RenstraHead, renstra_head


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
    targets: dict[int, dict[int, Target | None]] = defaultdict(dict)
    for row in RenstraTargetRow.objects.filter(indicator__renstra_id=renstra_id):
        targets[row.indicator_id][row.year] = target_of(row.low, row.high)
    found = {}
    for indicator in RenstraIndicatorRow.objects.filter(renstra_id=renstra_id):
        own = targets[indicator.pk]
        last = max(own, default=year)
        found[indicator.code] = Promise(
            indicator.name,
            indicator.unit_text,
            indicator.polarity,
            own.get(year),
            baseline=indicator.baseline,
            end_year=last,
            end=own.get(last),
        )
    return found


@dataclass(frozen=True)
class RenstraLine:
    """An indicator of a Renstra with its targets by year; "" where there is none."""

    code: str
    name: str
    unit_text: str
    polarity: str
    baseline: str
    texts: tuple[str, ...]


@dataclass(frozen=True)
class RenstraGoal:
    """A tujuan or sasaran with its indicators."""

    code: str
    level: str
    text: str
    lines: tuple[RenstraLine, ...]


@dataclass(frozen=True)
class RenstraPage:
    """A version of a Renstra as it is read. `plans` are the year and number of those tied to it."""

    head: RenstraHead
    years: tuple[int, ...]
    goals: tuple[RenstraGoal, ...]
    plans: tuple[tuple[int, int, int], ...]
    """Id, year and number."""


def renstra_page(renstra_id: int, agency_id: int) -> RenstraPage | None:
    """A version of the agency's Renstra, or None. At most six queries."""
    head = renstra_head(renstra_id, agency_id)
    if head is None:
        return None
    years = tuple(range(head.first_year, head.last_year + 1))
    targets: dict[int, dict[int, RenstraTargetRow]] = defaultdict(dict)
    for row in RenstraTargetRow.objects.filter(indicator__renstra_id=renstra_id):
        targets[row.indicator_id][row.year] = row
    lines: dict[int, list[RenstraLine]] = defaultdict(list)
    for indicator in RenstraIndicatorRow.objects.filter(renstra_id=renstra_id).order_by("order"):
        own = targets[indicator.pk]
        lines[indicator.goal_id].append(
            RenstraLine(
                indicator.code,
                indicator.name,
                indicator.unit_text,
                indicator.polarity,
                indicator.baseline,
                tuple(_year_text(indicator, own.get(year), year) for year in years),
            )
        )
    goals = _in_tree(RenstraGoalRow.objects.filter(renstra_id=renstra_id).order_by("order"))
    plans = PlanVersion.objects.filter(renstra_id=renstra_id).order_by("year", "number")
    return RenstraPage(
        head,
        years,
        tuple(RenstraGoal(g.code, g.level, g.text, tuple(lines[g.pk])) for g in goals),
        tuple(plans.values_list("pk", "year", "number")),
    )


def _in_tree(rows: Iterable[RenstraGoalRow]) -> list[RenstraGoalRow]:
    """Every tujuan before its sasaran; a sasaran that hangs on none comes last."""
    goals = list(rows)
    aims = [goal for goal in goals if goal.level == "tujuan"]
    codes = {aim.code for aim in aims}
    found: list[RenstraGoalRow] = []
    for aim in aims:
        found += [aim, *(goal for goal in goals if goal.parent_code == aim.code)]
    return [*found, *(g for g in goals if g.level != "tujuan" and g.parent_code not in codes)]


def _year_text(row: RenstraIndicatorRow, target: RenstraTargetRow | None, year: int) -> str:
    if target is None:
        return ""
    look = Look(Kind(row.value_kind), year, 0, tuple(row.grades))
    return target_text(target_of(target.low, target.high), look)
