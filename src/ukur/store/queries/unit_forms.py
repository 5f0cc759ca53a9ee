"""The form of a unit as the values of its workbook."""

from collections.abc import Iterable
from decimal import Decimal

from ukur.domain.figures.indicator import Kind, Range
from ukur.domain.figures.notation import written_exact, written_target
from ukur.domain.papers import MARK_TEXTS, PERIOD_NAMES
from ukur.domain.periods import Period
from ukur.domain.unit_form import UnitForm, UnitFormBudget, UnitFormLine
from ukur.store.models import BudgetEntry, Cycle, Entry, IndicatorRow, UnitTask
from ukur.store.queries.calendars import hours_of


def form_key(task: UnitTask) -> str:
    """The name of a form for good; a workbook with another one is another form."""
    cycle = task.cycle
    return f"{cycle.agency.code}/{cycle.year}/{cycle.period}/{task.unit.code}"


def unit_form_values(task_id: int, agency_id: int) -> tuple[UnitForm, int]:
    """The form of one unit, and the unit's id. Three queries.

    Raises:
        UnitTask.DoesNotExist: no such task at the agency.
    """
    task = UnitTask.objects.select_related("cycle__agency", "unit").get(
        pk=task_id, cycle__agency_id=agency_id
    )
    return _form(task, *_rows([task])), task.unit_id


def unit_forms_values(cycle_id: int, agency_id: int) -> list[UnitForm]:
    """The forms of all units of a cycle, in order. Four queries.

    Raises:
        Cycle.DoesNotExist: no such cycle at the agency.
    """
    cycle = Cycle.objects.get(pk=cycle_id, agency_id=agency_id)
    tasks = list(
        UnitTask.objects.filter(cycle=cycle)
        .select_related("cycle__agency", "unit")
        .order_by("unit__order", "unit__code")
    )
    entries, budget = _rows(tasks)
    return [_form(task, entries, budget) for task in tasks]


def _rows(tasks: Iterable[UnitTask]) -> tuple[list[Entry], list[BudgetEntry]]:
    wanted = list(tasks)
    entries = (
        Entry.objects.filter(task__in=wanted)
        .select_related("line__indicator__goal")
        .order_by("line__order")
    )
    budget = BudgetEntry.objects.filter(task__in=wanted).select_related("budget_line")
    return list(entries), list(budget.order_by("budget_line__order"))


def _form(task: UnitTask, entries: list[Entry], budget: list[BudgetEntry]) -> UnitForm:
    cycle, agency = task.cycle, task.cycle.agency
    zone = hours_of(agency.office_hours, agency.utc_offset).zone
    due = task.due_at.astimezone(zone.tz)
    return UnitForm(
        key=form_key(task),
        title=f"Isian {PERIOD_NAMES[Period(cycle.period)]} {cycle.year}",
        agency=f"{agency.name} {agency.region}",
        unit_code=task.unit.code,
        unit_name=task.unit.name,
        period=f"{PERIOD_NAMES[Period(cycle.period)]} {cycle.year}",
        due=f"{due:%d-%m-%Y} pukul {due:%H.%M} {zone.value}",
        lines=tuple(_line(entry) for entry in entries if entry.task_id == task.pk),
        budget=tuple(
            UnitFormBudget(
                row.budget_line.code, row.budget_line.name, row.budget_line.ceiling, row.absorbed
            )
            for row in budget
            if row.task_id == task.pk
        ),
        mark=MARK_TEXTS.get(agency.mode, ""),
    )


def _line(entry: Entry) -> UnitFormLine:
    line, indicator = entry.line, entry.line.indicator
    kind = Kind(indicator.value_kind)
    return UnitFormLine(
        code=indicator.code,
        goal=indicator.goal.text,
        indicator=indicator.name,
        unit=indicator.unit_text,
        target=_bounds(indicator, line.low, line.high),
        year_target=_bounds(indicator, line.year_low, line.year_high),
        kind=kind,
        factor=indicator.factor,
        decimals=indicator.decimals,
        numerator_text=indicator.numerator_text,
        denominator_text=indicator.denominator_text,
        grades=tuple(indicator.grades),
        numerator=entry.numerator,
        denominator=entry.denominator,
        value=_value(indicator, entry.value),
        note=entry.note,
    )


def _value(indicator: IndicatorRow, value: Decimal | None) -> Decimal | str | None:
    if value is None or indicator.value_kind != Kind.GRADE:
        return value
    return str(indicator.grades[int(value) - 1])


def _bounds(indicator: IndicatorRow, low: Decimal | None, high: Decimal | None) -> str:
    if low is None:
        return ""
    if indicator.value_kind == Kind.GRADE and 1 <= low <= len(indicator.grades):
        return str(indicator.grades[int(low) - 1])
    return written_exact(low) if high is None else written_target(Range(low, high))
