"""The form of a unit as the values of its workbook."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from ukur.domain.figures.indicator import Target
from ukur.domain.figures.showing import WORDED, Look, allowed_words, cell_text, target_text
from ukur.domain.papers import MARK_TEXTS, PERIOD_NAMES
from ukur.domain.periods import Period
from ukur.domain.unit_form import UnitForm, UnitFormBudget, UnitFormLine
from ukur.store.models import BudgetEntry, Cycle, Entry, UnitTask
from ukur.store.queries.calendars import hours_of
from ukur.store.queries.looks import OwnTargets, look_of, own_targets, target_of


def form_key(task: UnitTask) -> str:
    """The name of a form for good; a workbook with another one is another form."""
    cycle = task.cycle
    return f"{cycle.agency.code}/{cycle.year}/{cycle.period}/{task.unit.code}"


@dataclass(frozen=True)
class FormPlace:
    """Of which unit and cycle a form is."""

    unit_id: int
    cycle_id: int


def form_place(task_id: int, agency_id: int) -> FormPlace | None:
    """Where the form stands; None where there is no such form at the agency. One query."""
    rows = UnitTask.objects.filter(pk=task_id, cycle__agency=agency_id, cycle__is_live=True)
    found = rows.values_list("unit_id", "cycle_id").first()
    return FormPlace(*found) if found else None


def unit_form_values(task_id: int, agency_id: int) -> tuple[UnitForm, int]:
    """The form of one unit, and the unit's id. Four queries.

    Raises:
        UnitTask.DoesNotExist: no such task at the agency.
    """
    task = UnitTask.objects.select_related("cycle__agency", "unit").get(
        pk=task_id, cycle__agency_id=agency_id
    )
    return _form(task, *_rows([task]), own_targets(task.cycle)), task.unit_id


def unit_forms_values(cycle_id: int, agency_id: int) -> list[UnitForm]:
    """The forms of all units of a cycle, in order. Five queries.

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
    own = own_targets(cycle)
    return [_form(task, entries, budget, own) for task in tasks]


def _rows(tasks: Iterable[UnitTask]) -> tuple[list[Entry], list[BudgetEntry]]:
    wanted = list(tasks)
    entries = (
        Entry.objects.filter(task__in=wanted)
        .select_related("line__indicator__goal")
        .order_by("line__order")
    )
    budget = BudgetEntry.objects.filter(task__in=wanted).select_related("budget_line")
    return list(entries), list(budget.order_by("budget_line__order"))


def _form(
    task: UnitTask, entries: list[Entry], budget: list[BudgetEntry], own: OwnTargets
) -> UnitForm:
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
        lines=tuple(_line(entry, task, own) for entry in entries if entry.task_id == task.pk),
        budget=tuple(
            UnitFormBudget(
                row.budget_line.code,
                row.budget_line.name,
                row.budget_line.ceiling,
                row.absorbed,
                row.saves,
            )
            for row in budget
            if row.task_id == task.pk
        ),
        mark=MARK_TEXTS.get(agency.mode, ""),
    )


def _line(entry: Entry, task: UnitTask, own: OwnTargets) -> UnitFormLine:
    line, indicator = entry.line, entry.line.indicator
    look = look_of(indicator, task.cycle.year)
    exact = replace(look, decimals=0)
    own_target = own.get((task.unit_id, indicator.pk, Period(task.cycle.period)))
    own_of_year = own.get((task.unit_id, indicator.pk, Period.YEAR))
    return UnitFormLine(
        code=indicator.code,
        goal=indicator.goal.text,
        indicator=indicator.name,
        unit=indicator.unit_text,
        target=_target(own_target, target_of(line.low, line.high), exact),
        year_target=_target(own_of_year, target_of(line.year_low, line.year_high), exact),
        kind=look.kind,
        factor=indicator.factor,
        decimals=indicator.decimals,
        numerator_text=indicator.numerator_text,
        denominator_text=indicator.denominator_text,
        choices=allowed_words(look),
        numerator=entry.numerator,
        denominator=entry.denominator,
        value=cell_text(entry.value, look) or None if look.kind in WORDED else entry.value,
        note=entry.note,
        saves=entry.saves,
    )


def _target(own: Target | None, of_agency: Target | None, look: Look) -> str:
    """The target as the form shows it; one of the unit's own says so."""
    return f"{target_text(own, look)} (unit)" if own else target_text(of_agency, look)
