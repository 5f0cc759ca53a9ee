"""Step 3: the planner picks the indicators; the form is frozen and goes to the units."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from decimal import Decimal

from ukur.domain.checking import Check
from ukur.domain.cycles import PlanReplaced
from ukur.domain.evidence import EvidenceKind
from ukur.domain.figures.indicator import EntryBasis, Kind
from ukur.domain.form_rules import (
    FormRules,
    LineAsked,
    LineRules,
    check_form_rules,
    default_checks,
    default_evidence,
)
from ukur.domain.journal import Plain
from ukur.domain.people import Actor
from ukur.domain.periods import Period
from ukur.domain.plan.draft import Stage
from ukur.domain.ports import Tools
from ukur.domain.reminding import NoticeKind
from ukur.domain.sop.flow import Move, Outcome, Position
from ukur.domain.sop.model import Work
from ukur.domain.sop.worktime import closing, local
from ukur.domain.windows import Window
from ukur.store.models import (
    AssignmentRow,
    BudgetEntry,
    BudgetLine,
    Entry,
    FormLine,
    IndicatorRow,
    PaperRow,
    TargetRow,
    UnitTask,
)
from ukur.store.queries.plans import plan_in_force
from ukur.usecases.chain import moment
from ukur.usecases.changing import Change, Seen, changing
from ukur.usecases.papers import form_values, keep_paper
from ukur.usecases.telling import News, tell_unit_people


def freeze_form(*, seen: Seen, rules: FormRules, actor: Actor, tools: Tools) -> Position:
    """Freeze the chosen indicators with the targets in force, and give every unit its form.

    Source: SOP row 3.

    Raises:
        Refusal: see `ukur.domain.sop.flow.decide`.
        PlanReplaced: the indicators belong to a plan that is no longer the newest.
        NotValid: see `ukur.domain.form_rules.check_form_rules`.
    """
    with changing(seen.cycle_id, actor, tools) as change:
        today = local(change.now, change.calendar).date()
        after = change.leave_by(Work.FORM, Move(seen.step, seen.round, Outcome.DONE))
        cycle = change.cycle
        plan = plan_in_force(cycle.agency_id, cycle.year, today)
        cycle.plan = plan or cycle.plan
        cycle.save(update_fields=["plan"])
        chosen = list(
            IndicatorRow.objects.filter(plan=cycle.plan, pk__in=rules.indicator_ids)
            .select_related("goal")
            .order_by("goal__order", "order")
        )
        if len(chosen) != len(set(rules.indicator_ids)):
            raise PlanReplaced(number=cycle.plan.number)
        units = _units_of(chosen)
        asked = [
            LineAsked(one.pk, cycle.period in one.due_periods, units.get(one.pk, frozenset()))
            for one in chosen
        ]
        check_form_rules(rules, asked, today)
        lines = _frozen_lines(change, chosen, rules)
        tasks = _tasks(change, lines, rules)
        tell_unit_people(tasks, News(NoticeKind.OPENED, cycle.agency_id, change.now))
        paper = keep_paper(
            change, PaperRow.Kind.FORM, lambda code: form_values(change, code, tools)
        )
        change.note(
            "form_frozen",
            plan=cycle.plan.source_sha256,
            plan_version=cycle.plan.number,
            indicators=[line.indicator.code for line in lines],
            units=[task.unit.code for task in tasks],
            fill_by=rules.fill_by.isoformat(),
            opens_on=rules.opens_on.isoformat() if rules.opens_on else None,
            closes_on=rules.closes_on.isoformat() if rules.closes_on else None,
            own_rules=_told(rules, lines),
            paper=paper.code,
        )
    return after


@dataclass(frozen=True)
class _Bounds:
    low: Decimal | None = None
    high: Decimal | None = None


def _units_of(chosen: Sequence[IndicatorRow]) -> dict[int, frozenset[int]]:
    found: dict[int, set[int]] = {}
    for indicator_id, unit_id in AssignmentRow.objects.filter(indicator__in=chosen).values_list(
        "indicator_id", "unit_id"
    ):
        found.setdefault(indicator_id, set()).add(unit_id)
    return {indicator_id: frozenset(units) for indicator_id, units in found.items()}


def _told(rules: FormRules, lines: Sequence[FormLine]) -> list[Plain]:
    """The lines whose rules are not the plan's, for the journal."""
    return [
        {
            "line": line.indicator.code,
            "evidence": list(line.evidence_kinds),
            "checks": list(line.checks),
            "due_at": moment(line.due_at) if line.due_at else None,
            "units": None if own.unit_ids is None else len(own.unit_ids),
        }
        for line in lines
        if (own := rules.line(line.indicator_id)) != LineRules()
    ]


def _frozen_lines(
    change: Change, chosen: Sequence[IndicatorRow], rules: FormRules
) -> list[FormLine]:
    """One line an indicator, with its rules and the targets of the period and of the year."""
    cycle = change.cycle
    targets = {
        (target.indicator_id, target.period): _Bounds(target.low, target.high)
        for target in TargetRow.objects.filter(
            indicator__in=chosen, period__in=(cycle.period, Period.YEAR), stage=Stage.AGREED
        )
    }
    lines = []
    for order, indicator in enumerate(chosen, start=1):
        target = targets.get((indicator.pk, cycle.period), _Bounds())
        year = targets.get((indicator.pk, Period.YEAR), _Bounds())
        lines.append(
            FormLine(
                cycle=cycle,
                indicator=indicator,
                order=order,
                is_due=cycle.period in indicator.due_periods,
                low=target.low,
                high=target.high,
                year_low=year.low,
                year_high=year.high,
                **_line_rules(change, indicator, rules.line(indicator.pk)),
            )
        )
    return FormLine.objects.bulk_create(lines)


def _line_rules(change: Change, indicator: IndicatorRow, own: LineRules) -> dict[str, object]:
    """The columns of a line that its rules fill, the defaults where nothing differs."""
    kinds, checks = own.evidence_kinds, own.checks
    if kinds is None:
        kinds = default_evidence(is_needed=indicator.evidence_needed)
    if checks is None:
        checks = default_checks(Kind(indicator.value_kind), EntryBasis(indicator.entry_basis))
    return {
        "evidence_kinds": [kind.value for kind in EvidenceKind if kind in kinds],
        "checks": [check.value for check in Check if check in checks],
        "due_at": closing(own.due_on, change.calendar) if own.due_on else None,
    }


def _tasks(change: Change, lines: Sequence[FormLine], rules: FormRules) -> list[UnitTask]:
    """One task for every unit that has a line or a budget line to fill in, with its empty cells."""
    cycle = change.cycle
    due_lines = {line.indicator_id: line for line in lines if line.is_due}
    assigned = [
        row
        for row in AssignmentRow.objects.filter(indicator__in=due_lines.keys()).select_related(
            "unit"
        )
        if (only := rules.line(row.indicator_id).unit_ids) is None or row.unit_id in only
    ]
    budget = list(BudgetLine.objects.filter(plan=cycle.plan).select_related("unit"))
    units = {row.unit_id: row.unit for row in assigned}
    units |= {line.unit_id: line.unit for line in budget}
    window = _window(change, rules)
    tasks = UnitTask.objects.bulk_create(
        UnitTask(
            cycle=cycle,
            unit=unit,
            opens_at=window.opens_at,
            due_at=window.due_at,
            closes_at=window.closes_at,
            round=change.run.round,
        )
        for unit in sorted(units.values(), key=lambda unit: (unit.order, unit.code))
    )
    of_unit = {task.unit_id: task for task in tasks}
    Entry.objects.bulk_create(
        Entry(task=of_unit[row.unit_id], line=due_lines[row.indicator_id]) for row in assigned
    )
    BudgetEntry.objects.bulk_create(
        BudgetEntry(task=of_unit[line.unit_id], budget_line=line)
        for line in budget
        if not _has_children(line, budget)
    )
    return tasks


def _window(change: Change, rules: FormRules) -> Window:
    """From the first hour of the day on which it opens until the office closes."""
    opens_at = None
    if rules.opens_on is not None:
        zone = change.calendar.hours.zone.tz
        opens_at = datetime.combine(rules.opens_on, time(), zone).astimezone(UTC)
    closes_at = closing(rules.closes_on, change.calendar) if rules.closes_on else None
    return Window(opens_at, closing(rules.fill_by, change.calendar), closes_at)


def _has_children(line: BudgetLine, budget: Sequence[BudgetLine]) -> bool:
    # Only the lowest level is reported; the levels above it are sums.
    return any(other.parent_code == line.code for other in budget)
