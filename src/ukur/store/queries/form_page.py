"""The page of step 3: the indicators of the plan, or the lines once they are frozen."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Count, Min

from ukur.domain.figures.showing import target_text
from ukur.domain.periods import Period
from ukur.domain.plan.draft import Stage
from ukur.store.models import Cycle, FormLine, IndicatorRow, PaperRow, TargetRow, UnitTask
from ukur.store.queries.looks import look_of, target_of
from ukur.store.queries.plans import plan_in_force


@dataclass(frozen=True)
class FormIndicator:
    """An indicator as the form shows it; targets in Indonesian notation, "–" where there is none.

    `is_due` is False for "belum diukur"; `units` counts the units that fill it in.
    """

    id: int
    code: str
    name: str
    unit_text: str
    target: str
    year_target: str
    is_due: bool
    units: int
    evidence_needed: bool


@dataclass(frozen=True)
class FormGoal:
    code: str
    text: str
    indicators: tuple[FormIndicator, ...]


@dataclass(frozen=True)
class FormPage:
    """`is_frozen` once step 3 is done; then `fill_by` and the code of the paper are known."""

    plan_number: int
    plan_kind: str
    goals: tuple[FormGoal, ...]
    is_frozen: bool
    fill_by: datetime | None
    paper: str
    units: int

    @property
    def indicators(self) -> tuple[FormIndicator, ...]:
        return tuple(one for goal in self.goals for one in goal.indicators)


def form_page(cycle_id: int, today: date) -> FormPage:
    """The form of a cycle. At most seven queries, however many indicators."""
    cycle = Cycle.objects.select_related("plan").get(pk=cycle_id)
    lines = list(
        FormLine.objects.filter(cycle=cycle).select_related("indicator__goal").order_by("order")
    )
    if lines:
        return _frozen(cycle, lines)
    plan = plan_in_force(cycle.agency_id, cycle.year, today) or cycle.plan
    indicators = list(
        IndicatorRow.objects.filter(plan=plan).select_related("goal").order_by("order")
    )
    targets = {
        (row.indicator_id, row.period): (row.low, row.high)
        for row in TargetRow.objects.filter(
            indicator__plan=plan, period__in=(cycle.period, Period.YEAR), stage=Stage.AGREED
        )
    }
    none = (None, None)
    rows = [
        _Row(
            indicator,
            cycle.period in indicator.due_periods,
            targets.get((indicator.pk, cycle.period), none),
            targets.get((indicator.pk, Period.YEAR), none),
        )
        for indicator in indicators
    ]
    return FormPage(
        plan_number=plan.number,
        plan_kind=plan.kind,
        goals=_goals(rows, _unit_counts(indicators), cycle.year),
        is_frozen=False,
        fill_by=None,
        paper="",
        units=0,
    )


Bounds = tuple[Decimal | None, Decimal | None]


@dataclass(frozen=True)
class _Row:
    indicator: IndicatorRow
    is_due: bool
    own: Bounds
    year: Bounds


def _frozen(cycle: Cycle, lines: Iterable[FormLine]) -> FormPage:
    rows = [
        _Row(line.indicator, line.is_due, (line.low, line.high), (line.year_low, line.year_high))
        for line in lines
    ]
    paper = PaperRow.objects.filter(cycle=cycle, kind=PaperRow.Kind.FORM).order_by("-version")
    tasks = UnitTask.objects.filter(cycle=cycle).aggregate(units=Count("id"), fill_by=Min("due_at"))
    return FormPage(
        plan_number=cycle.plan.number,
        plan_kind=cycle.plan.kind,
        goals=_goals(rows, _unit_counts([row.indicator for row in rows]), cycle.year),
        is_frozen=True,
        fill_by=tasks["fill_by"],
        paper=paper.values_list("code", flat=True).first() or "",
        units=tasks["units"],
    )


def _unit_counts(indicators: Iterable[IndicatorRow]) -> dict[int, int]:
    rows = IndicatorRow.objects.filter(pk__in=[one.pk for one in indicators])
    return dict(rows.annotate(units=Count("assignments")).values_list("pk", "units"))


def _goals(rows: Iterable[_Row], units: dict[int, int], year: int) -> tuple[FormGoal, ...]:
    found: dict[tuple[str, str], list[FormIndicator]] = {}
    for row in rows:
        one = row.indicator
        found.setdefault((one.goal.code, one.goal.text), []).append(
            FormIndicator(
                id=one.pk,
                code=one.code,
                name=one.name,
                unit_text=one.unit_text,
                target=_target(one, row.own, year) if row.is_due else "–",
                year_target=_target(one, row.year, year),
                is_due=row.is_due,
                units=units.get(one.pk, 0),
                evidence_needed=one.evidence_needed,
            )
        )
    return tuple(FormGoal(code, text, tuple(ones)) for (code, text), ones in found.items())


def _target(indicator: IndicatorRow, bounds: Bounds, year: int) -> str:
    look = replace(look_of(indicator, year), decimals=0)
    return target_text(target_of(*bounds), look) or "–"
