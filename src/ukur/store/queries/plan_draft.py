"""A version of the plan as it was brought in: the same rows, without the places of a workbook."""

from decimal import Decimal

from ukur.domain.figures.indicator import (
    Counting,
    EntryBasis,
    Formula,
    Kind,
    PeriodRule,
    Point,
    Polarity,
    Range,
    Target,
    UnitRule,
)
from ukur.domain.periods import Period
from ukur.domain.plan.draft import (
    Assignment,
    PlanDraft,
    PlannedBudget,
    PlannedGoal,
    PlannedIndicator,
    PlannedLink,
    PlannedTarget,
    PlannedUnit,
    PlannedUnitTarget,
    Stage,
)
from ukur.store.models import (
    AssignmentRow,
    BudgetLine,
    Goal,
    IndicatorRow,
    NodeLinkRow,
    PlanVersion,
    TargetRow,
    Unit,
    UnitTargetRow,
)


def plan_draft(plan_id: int) -> PlanDraft:
    """The rows of a version. Its units are the agency's. Nine queries.

    Raises:
        PlanVersion.DoesNotExist: no such version.
    """
    agency_id = PlanVersion.objects.values_list("agency_id", flat=True).get(pk=plan_id)
    return PlanDraft(
        units=_units(agency_id),
        goals=_goals(plan_id),
        indicators=_indicators(plan_id),
        targets=_targets(plan_id),
        assignments=_assignments(plan_id),
        budget=_budget(plan_id),
        unit_targets=_unit_targets(plan_id),
        links=_links(plan_id),
    )


def _units(agency_id: int) -> tuple[PlannedUnit, ...]:
    rows = Unit.objects.filter(agency_id=agency_id).order_by("order", "code")
    return tuple(PlannedUnit(*row) for row in rows.values_list("code", "name", "kind", "order"))


def _goals(plan_id: int) -> tuple[PlannedGoal, ...]:
    rows = Goal.objects.filter(plan_id=plan_id).order_by("order")
    fields = ("code", "text", "level", "parent_code", "weight")
    return tuple(PlannedGoal(*row) for row in rows.values_list(*fields))


def _indicators(plan_id: int) -> tuple[PlannedIndicator, ...]:
    rows = IndicatorRow.objects.filter(plan_id=plan_id).select_related("goal").order_by("order")
    return tuple(_indicator(row) for row in rows)


def _indicator(row: IndicatorRow) -> PlannedIndicator:
    return PlannedIndicator(
        row.code,
        row.goal.code,
        row.name,
        row.unit_text,
        row.decimals,
        Polarity(row.polarity),
        Formula(row.formula) if row.formula else None,
        Counting(
            Kind(row.value_kind),
            EntryBasis(row.entry_basis),
            PeriodRule(row.period_rule),
            UnitRule(row.unit_rule),
            row.factor,
        ),
        tuple(Period(period) for period in row.due_periods),
        numerator_text=row.numerator_text,
        denominator_text=row.denominator_text,
        definition=row.definition,
        data_source=row.data_source,
        in_charge=row.in_charge,
        evidence_needed=row.evidence_needed,
        level=row.level,
        parent_code=row.parent_code,
        printed=row.printed,
        grades=tuple(row.grades),
        weight=row.weight,
        node_code=row.node_code,
        formula_text=row.formula_text,
        baseline=row.baseline,
        frequency=row.frequency,
    )


def _targets(plan_id: int) -> tuple[PlannedTarget, ...]:
    rows = TargetRow.objects.filter(indicator__plan_id=plan_id).order_by("pk")
    fields = ("indicator__code", "period", "stage", "low", "high")
    return tuple(
        PlannedTarget(code, Period(period), _target(low, high), Stage(stage))
        for code, period, stage, low, high in rows.values_list(*fields)
    )


def _unit_targets(plan_id: int) -> tuple[PlannedUnitTarget, ...]:
    rows = UnitTargetRow.objects.filter(indicator__plan_id=plan_id).order_by("pk")
    fields = ("indicator__code", "unit__code", "period", "low", "high")
    return tuple(
        PlannedUnitTarget(code, unit, Period(period), _target(low, high))
        for code, unit, period, low, high in rows.values_list(*fields)
    )


def _target(low: Decimal, high: Decimal | None) -> Target:
    return Point(low) if high is None else Range(low, high)


def _assignments(plan_id: int) -> tuple[Assignment, ...]:
    rows = AssignmentRow.objects.filter(indicator__plan_id=plan_id).order_by("pk")
    return tuple(Assignment(*row) for row in rows.values_list("indicator__code", "unit__code"))


def _budget(plan_id: int) -> tuple[PlannedBudget, ...]:
    rows = BudgetLine.objects.filter(plan_id=plan_id).order_by("order")
    fields = ("code", "name", "level", "parent_code", "goal__code", "ceiling", "unit__code")
    return tuple(
        PlannedBudget(code, name, level, parent, goal or "", ceiling, unit)
        for code, name, level, parent, goal, ceiling, unit in rows.values_list(*fields)
    )


def _links(plan_id: int) -> tuple[PlannedLink, ...]:
    rows = NodeLinkRow.objects.filter(plan_id=plan_id).order_by("order")
    fields = ("from_code", "to_code", "to_agency", "text")
    return tuple(PlannedLink(*row) for row in rows.values_list(*fields))
