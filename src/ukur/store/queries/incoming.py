"""What the units of a cycle have in their forms, for holding a file against it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from ukur.domain.collecting import Form, TaskState
from ukur.domain.entering import Entered
from ukur.domain.figures.indicator import Counting, EntryBasis, Kind, PeriodRule, UnitRule
from ukur.domain.incoming import Standing, StandingMoney
from ukur.domain.people import Actor
from ukur.domain.plan.foreign.mapping import KEPT_HOURS
from ukur.store.models import BudgetEntry, Entry, IndicatorRow, StagedTable, UnitTask
from ukur.store.queries.looks import look_of
from ukur.store.queries.windows import stand_of_form


@dataclass(frozen=True)
class StandingTask:
    """The form of one unit as it is kept; lines by the codes of their indicators."""

    task_id: int
    unit_id: int
    unit_code: str
    unit_name: str
    form: Form
    lines: dict[str, Standing]
    budget: dict[str, StandingMoney]

    @property
    def state(self) -> TaskState:
        return self.form.state


@dataclass(frozen=True)
class WaitingFile:
    """A file of figures between being handed in and being taken."""

    id: int
    name: str
    content: bytes
    about: dict[str, object]
    staged_at: datetime


def standing_task(task_id: int) -> StandingTask:
    """The form of one unit. Three queries.

    Raises:
        UnitTask.DoesNotExist: there is no such task.
    """
    return _standing(UnitTask.objects.filter(pk=task_id).select_related("unit", "cycle__agency"))[0]


def standing_tasks(cycle_id: int, agency_id: int) -> tuple[StandingTask, ...]:
    """The forms of all units of a cycle, in their order. Three queries, however many there are."""
    tasks = UnitTask.objects.filter(cycle=cycle_id, cycle__agency=agency_id)
    return _standing(
        tasks.select_related("unit", "cycle__agency").order_by("unit__order", "unit__code")
    )


def _standing(found: Iterable[UnitTask]) -> tuple[StandingTask, ...]:
    tasks = list(found)
    lines: dict[int, dict[str, Standing]] = {task.pk: {} for task in tasks}
    budget: dict[int, dict[str, StandingMoney]] = {task.pk: {} for task in tasks}
    years = {task.pk: task.cycle.year for task in tasks}
    entries = Entry.objects.filter(task__in=tasks).select_related("line__indicator", "entered_by")
    for entry in entries.order_by("line__order"):
        lines[entry.task_id][entry.line.indicator.code] = _line(entry, years[entry.task_id])
    money = BudgetEntry.objects.filter(task__in=tasks).select_related("budget_line", "entered_by")
    for row in money.order_by("budget_line__order"):
        budget[row.task_id][row.budget_line.code] = _money(row)
    return tuple(
        StandingTask(
            task.pk,
            task.unit_id,
            task.unit.code,
            task.unit.name,
            stand_of_form(task),
            lines[task.pk],
            budget[task.pk],
        )
        for task in tasks
    )


def _line(entry: Entry, year: int) -> Standing:
    indicator = entry.line.indicator
    return Standing(
        line_id=entry.line_id,
        code=indicator.code,
        name=indicator.name,
        look=look_of(indicator, year),
        counting=_counting(indicator),
        figure=Entered(
            entry.value, entry.numerator, entry.denominator, entry.note, entry.no_evidence
        ),
        saves=entry.saves,
        origin=entry.origin,
        by=entry.entered_by.name if entry.entered_by else "",
        at=entry.entered_at,
    )


def _money(row: BudgetEntry) -> StandingMoney:
    line = row.budget_line
    return StandingMoney(
        budget_id=line.pk,
        code=line.code,
        name=line.name,
        figure=Entered(value=row.absorbed),
        saves=row.saves,
        by=row.entered_by.name if row.entered_by else "",
        at=row.entered_at,
    )


def _counting(indicator: IndicatorRow) -> Counting:
    return Counting(
        Kind(indicator.value_kind),
        EntryBasis(indicator.entry_basis),
        PeriodRule(indicator.period_rule),
        UnitRule(indicator.unit_rule),
        indicator.factor,
    )


def waiting_file(staged_id: int, actor: Actor, now: datetime, purpose: str) -> WaitingFile | None:
    """The actor's own file, if it still waits for that. One query."""
    row = StagedTable.objects.filter(
        pk=staged_id,
        agency_id=actor.agency_id,
        account_id=actor.account_id,
        purpose=purpose,
        staged_at__gt=now - timedelta(hours=KEPT_HOURS),
    ).first()
    if row is None:
        return None
    return WaitingFile(row.pk, row.name, bytes(row.content), dict(row.mapping), row.staged_at)
