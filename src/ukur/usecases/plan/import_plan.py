"""Before step 3: the planner brings in the year's plan, whole or not at all."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta

from django.db import transaction

from ukur.domain.people import Actor, Role
from ukur.domain.plan.draft import (
    Imported,
    InitialPlanExists,
    InitialPlanMissing,
    PlanDraft,
    PlanKind,
    Upload,
)
from ukur.domain.plan.reading import read_plan
from ukur.domain.ports import Tools
from ukur.domain.refusals import NotValid, Problem
from ukur.domain.sheets import ReadWorkbook
from ukur.domain.sop.flow import WrongRole
from ukur.store.bulk import insert_rows
from ukur.store.models import (
    Agency,
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
from ukur.store.queries.renstra import renstra_covering

FORM_STEP = 3
YEARS = range(2000, 2100)
LONGEST_REASON = 2_000


def import_plan(*, upload: Upload, read: ReadWorkbook, actor: Actor, tools: Tools) -> Imported:
    """The plan version that the workbook became, or already is.

    The same file for the same year changes nothing. Units are made or renamed by their
    code, never deleted; goals, indicators and the rest belong to the new version alone.

    Source: SOP row 3, Kelengkapan (Renstra, Renja, Perjanjian Kinerja).

    Raises:
        WrongRole: only the planner brings in a plan.
        NotValid: the workbook has problems, all of them listed.
        InitialPlanExists: there is an initial plan, so this can only be a change.
        InitialPlanMissing: a change without a plan that it changes.
    """
    if not actor.has(Role.PLANNER):
        raise WrongRole(step=FORM_STEP, needed=(Role.PLANNER.value,))
    _check_request(upload)
    with _without_collections():
        draft = read_plan(read(upload.content), upload.year, upload.answers)
    is_change = upload.kind == PlanKind.CHANGE
    now = tools.clock.now()
    with transaction.atomic(durable=True):
        agency = Agency.objects.select_for_update(no_key=True).get(pk=actor.agency_id)
        versions = list(PlanVersion.objects.filter(agency=agency, year=upload.year))
        for version in versions:
            if version.source_sha256 == upload.sha256:
                return Imported(version.pk, version.number, is_new=False)
        _check_kind(upload, has_initial=bool(versions))
        plan = PlanVersion.objects.create(
            agency=agency,
            year=upload.year,
            number=max((version.number for version in versions), default=0) + 1,
            kind=upload.kind,
            in_force_from=_in_force_from(upload, now, agency),
            change_reason=upload.change_reason.strip() if is_change else "",
            source_name=upload.name[-200:],
            source_sha256=upload.sha256,
            source_note=_answered(draft),
            imported_at=now,
            renstra=renstra_covering(agency.pk, upload.year),
        )
        with _without_collections():
            _write(plan, draft)
    return Imported(plan.pk, plan.number, is_new=True)


@contextmanager
def _without_collections() -> Iterator[None]:
    """Let the garbage collector rest: rows hold no cycles, and it would go through all of them
    again and again while a plan of half a million targets grows.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _answered(draft: PlanDraft) -> str:
    """The cells that could be read in several ways, and how they were: a line each."""
    return "\n".join(
        f"{one.where}: {one.typed} = {one.chosen}" for one in draft.questions if one.chosen
    )


def _check_request(upload: Upload) -> None:
    problems = []
    if upload.year not in YEARS:
        limits = {"low": YEARS.start, "high": YEARS.stop - 1}
        problems.append(Problem("year", "year_out_of_range", limits))
    if upload.kind not in [kind.value for kind in PlanKind]:
        allowed = ", ".join(kind.value for kind in PlanKind)
        facts = {"found": upload.kind[:40], "allowed": allowed}
        problems.append(Problem("kind", "choice_unknown", facts))
    if upload.in_force_from is not None and upload.in_force_from.year != upload.year:
        problems.append(Problem("in_force_from", "in_force_in_other_year", {"year": upload.year}))
    if upload.kind == PlanKind.CHANGE and not upload.change_reason.strip():
        problems.append(Problem("change_reason", "change_reason_missing"))
    if len(upload.change_reason) > LONGEST_REASON:
        problems.append(Problem("change_reason", "text_too_long", {"most": LONGEST_REASON}))
    if problems:
        raise NotValid(tuple(problems))


def _check_kind(upload: Upload, *, has_initial: bool) -> None:
    if upload.kind == PlanKind.INITIAL and has_initial:
        raise InitialPlanExists(year=upload.year)
    if upload.kind == PlanKind.CHANGE and not has_initial:
        raise InitialPlanMissing(year=upload.year)


def _in_force_from(upload: Upload, now: datetime, agency: Agency) -> date:
    if upload.in_force_from is not None:
        return upload.in_force_from
    if upload.kind == PlanKind.INITIAL:
        return date(upload.year, 1, 1)
    return (now + timedelta(hours=agency.utc_offset)).date()


def _write(plan: PlanVersion, draft: PlanDraft) -> None:
    """The rows of a plan, a statement a table."""
    units = _units(plan, draft)
    goals = {
        row.code: row
        for row in Goal.objects.bulk_create(
            Goal(
                plan=plan,
                code=goal.code,
                text=goal.text,
                level=goal.level,
                parent_code=goal.parent_code,
                weight=goal.weight,
                order=order,
            )
            for order, goal in enumerate(draft.goals, start=1)
        )
    }
    indicators = _indicators(plan, draft, goals)
    _targets(draft, indicators, units)
    BudgetLine.objects.bulk_create(
        BudgetLine(
            plan=plan,
            goal=goals.get(line.goal_code),
            code=line.code,
            order=order,
            name=line.name,
            level=line.level,
            parent_code=line.parent_code,
            ceiling=line.ceiling,
            unit=units[line.unit_code],
        )
        for order, line in enumerate(draft.budget, start=1)
    )
    NodeLinkRow.objects.bulk_create(
        NodeLinkRow(
            plan=plan,
            order=order,
            from_code=link.from_code,
            to_code=link.to_code,
            to_agency=link.to_agency,
            text=link.text,
        )
        for order, link in enumerate(draft.links, start=1)
    )


def _targets(draft: PlanDraft, indicators: dict[str, IndicatorRow], units: dict[str, Unit]) -> None:
    indicator_keys = {code: row.pk for code, row in indicators.items()}
    unit_keys = {code: row.pk for code, row in units.items()}
    insert_rows(
        TargetRow,
        ("indicator", "period", "stage", "low", "high"),
        (
            (indicator_keys[row.code], row.period.value, row.stage.value, *row.bounds)
            for row in draft.targets
        ),
    )
    insert_rows(
        UnitTargetRow,
        ("indicator", "unit", "period", "low", "high"),
        (
            (indicator_keys[row.code], unit_keys[row.unit_code], row.period.value, *row.bounds)
            for row in draft.unit_targets
        ),
    )
    insert_rows(
        AssignmentRow,
        ("indicator", "unit"),
        ((indicator_keys[row.code], unit_keys[row.unit_code]) for row in draft.assignments),
    )


def _units(plan: PlanVersion, draft: PlanDraft) -> dict[str, Unit]:
    Unit.objects.bulk_create(
        (
            Unit(
                agency_id=plan.agency_id,
                code=unit.code,
                name=unit.name,
                kind=unit.kind,
                order=unit.order,
            )
            for unit in draft.units
        ),
        update_conflicts=True,
        unique_fields=["agency", "code"],
        update_fields=["name", "kind", "order"],
    )
    # Rows that existed before get no key from bulk_create.
    return {unit.code: unit for unit in Unit.objects.filter(agency_id=plan.agency_id)}


def _indicators(
    plan: PlanVersion, draft: PlanDraft, goals: dict[str, Goal]
) -> dict[str, IndicatorRow]:
    rows = IndicatorRow.objects.bulk_create(
        IndicatorRow(
            plan=plan,
            goal=goals[row.goal_code],
            code=row.code,
            order=order,
            name=row.name,
            level=row.level,
            parent_code=row.parent_code,
            unit_text=row.unit_text,
            decimals=row.decimals,
            polarity=row.polarity,
            formula=row.formula or "",
            value_kind=row.counting.kind,
            factor=row.counting.factor,
            grades=list(row.grades),
            numerator_text=row.numerator_text,
            denominator_text=row.denominator_text,
            entry_basis=row.counting.basis,
            period_rule=row.counting.periods,
            unit_rule=row.counting.units,
            due_periods=[period.value for period in row.due],
            definition=row.definition,
            data_source=row.data_source,
            in_charge=row.in_charge,
            evidence_needed=row.evidence_needed,
            printed=row.printed,
            weight=row.weight,
            node_code=row.node_code,
            formula_text=row.formula_text,
            baseline=row.baseline,
            frequency=row.frequency,
        )
        for order, row in enumerate(draft.indicators, start=1)
    )
    return {row.code: row for row in rows}
