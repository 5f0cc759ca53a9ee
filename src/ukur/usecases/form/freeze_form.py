"""Step 3: the planner picks the indicators; the form is frozen and goes to the units."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ukur.domain.checking import ALL
from ukur.domain.cycles import DatePassed, PlanReplaced
from ukur.domain.evidence import EvidenceKind
from ukur.domain.people import Actor
from ukur.domain.periods import Period
from ukur.domain.plan.draft import Stage
from ukur.domain.ports import Tools
from ukur.domain.refusals import NotValid, Problem
from ukur.domain.reminding import NoticeKind
from ukur.domain.sop.flow import Move, Outcome, Position
from ukur.domain.sop.worktime import closing, local
from ukur.store.models import (
    AssignmentRow,
    BudgetEntry,
    BudgetLine,
    Cycle,
    Entry,
    FormLine,
    IndicatorRow,
    PaperRow,
    TargetRow,
    UnitTask,
)
from ukur.store.queries.plans import plan_in_force
from ukur.usecases.changing import Change, Seen, changing
from ukur.usecases.papers import form_values, keep_paper
from ukur.usecases.telling import News, tell_unit_people


def freeze_form(
    *, seen: Seen, indicator_ids: Sequence[int], fill_by: date, actor: Actor, tools: Tools
) -> Position:
    """Freeze the chosen indicators with the targets in force, and give every unit its form.

    Source: SOP row 3.

    Raises:
        Refusal: see `ukur.domain.sop.flow.decide`.
        PlanReplaced: the indicators belong to a plan that is no longer the newest.
        NotValid: no indicator that is due was chosen.
        DatePassed: the units would be late from the start.
    """
    with changing(seen.cycle_id, actor, tools) as change:
        today = local(change.now, change.calendar).date()
        if fill_by < today:
            raise DatePassed(given=fill_by)
        after = change.leave(Move(seen.step, seen.round, Outcome.DONE))
        cycle = change.cycle
        plan = plan_in_force(cycle.agency_id, cycle.year, today)
        cycle.plan = plan or cycle.plan
        cycle.save(update_fields=["plan"])
        chosen = list(
            IndicatorRow.objects.filter(plan=cycle.plan, pk__in=indicator_ids)
            .select_related("goal")
            .order_by("goal__order", "order")
        )
        if len(chosen) != len(set(indicator_ids)):
            raise PlanReplaced(number=cycle.plan.number)
        if not any(cycle.period in indicator.due_periods for indicator in chosen):
            raise NotValid(problems=(Problem("indicators", "nothing_due_chosen"),))
        lines = _frozen_lines(cycle, chosen)
        tasks = _tasks(change, lines, fill_by)
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
            fill_by=fill_by.isoformat(),
            paper=paper.code,
        )
    return after


@dataclass(frozen=True)
class _Bounds:
    low: Decimal | None = None
    high: Decimal | None = None


def _frozen_lines(cycle: Cycle, chosen: Sequence[IndicatorRow]) -> list[FormLine]:
    """One line an indicator, with the targets of the period and of the year."""
    targets = {
        (target.indicator_id, target.period): _Bounds(target.low, target.high)
        for target in TargetRow.objects.filter(
            indicator__in=chosen, period__in=(cycle.period, Period.YEAR), stage=Stage.AGREED
        )
    }
    lines = []
    for order, indicator in enumerate(chosen, start=1):
        own = targets.get((indicator.pk, cycle.period), _Bounds())
        year = targets.get((indicator.pk, Period.YEAR), _Bounds())
        lines.append(
            FormLine(
                cycle=cycle,
                indicator=indicator,
                order=order,
                is_due=cycle.period in indicator.due_periods,
                low=own.low,
                high=own.high,
                year_low=year.low,
                year_high=year.high,
                evidence_kinds=[EvidenceKind.ANY] if indicator.evidence_needed else [],
                checks=list(ALL),
            )
        )
    return FormLine.objects.bulk_create(lines)


def _tasks(change: Change, lines: Sequence[FormLine], fill_by: date) -> list[UnitTask]:
    """One task for every unit that has a line or a budget line to fill in, with its empty cells."""
    cycle = change.cycle
    due_lines = {line.indicator_id: line for line in lines if line.is_due}
    assigned = list(
        AssignmentRow.objects.filter(indicator__in=due_lines.keys()).select_related("unit")
    )
    budget = list(BudgetLine.objects.filter(plan=cycle.plan).select_related("unit"))
    units = {row.unit_id: row.unit for row in assigned}
    units |= {line.unit_id: line.unit for line in budget}
    due_at = closing(fill_by, change.calendar)
    tasks = UnitTask.objects.bulk_create(
        UnitTask(cycle=cycle, unit=unit, due_at=due_at, round=change.run.round)
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


def _has_children(line: BudgetLine, budget: Sequence[BudgetLine]) -> bool:
    # Only the lowest level is reported; the levels above it are sums.
    return any(other.parent_code == line.code for other in budget)
