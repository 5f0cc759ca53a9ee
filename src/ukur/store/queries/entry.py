"""The form of one unit, with what is entered so far and what it comes to."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from ukur.domain.collecting import Act, Lack, TaskState, offers_task
from ukur.domain.people import Actor
from ukur.domain.periods import Period, YearPeriod
from ukur.store.models import UnitTask
from ukur.store.queries.entry_history import figures_beside, period_before, periods_beside
from ukur.store.queries.entry_lines import (
    Around,
    EntryLine,
    chips_of,
    entries_of,
    lines_of,
    saved_at,
)
from ukur.store.queries.entry_money import BudgetCell, budget_of
from ukur.store.queries.lacks import lacks_of
from ukur.store.queries.line_accounts import origin_of
from ukur.store.queries.own_tasks import own_units
from ukur.store.queries.procedures import rules_of
from ukur.store.queries.unit_flow import FLOW_PEOPLE, UnitFlow, flow_of
from ukur.store.queries.windows import stand_of_form, window_of


@dataclass(frozen=True)
class EntryGoal:
    """A goal (sasaran) and the unit's lines below it."""

    text: str
    lines: tuple[EntryLine, ...]


@dataclass(frozen=True)
class EntryForm:
    """The whole form of a unit in a cycle."""

    task_id: int
    cycle_id: int
    unit_id: int
    unit: str
    year: int
    period: Period
    beside: tuple[YearPeriod, ...]
    """The periods whose figures stand beside the open one."""
    state: TaskState
    round: int
    due_at: datetime
    utc_offset: int
    submitted_at: datetime | None
    submitted_by: str
    reason_code: str
    reason: str
    saved_at: datetime | None
    acts: Mapping[Act, tuple[Lack, ...]]
    flow: UnitFlow
    goals: tuple[EntryGoal, ...]
    budget: tuple[BudgetCell, ...]

    @property
    def previous_period(self) -> Period:
        return period_before(YearPeriod(self.year, self.period)).period

    @property
    def lines(self) -> tuple[EntryLine, ...]:
        return tuple(line for goal in self.goals for line in goal.lines)

    @property
    def ready_count(self) -> int:
        return sum(line.state in ("ready", "nil") for line in self.lines)

    @property
    def can_fill(self) -> bool:
        return Act.FILL in self.acts

    @property
    def lacking(self) -> tuple[EntryLine, ...]:
        return tuple(line for line in self.lines if line.lacks)


def entry_form(
    task_id: int, actor: Actor, now: datetime, *, whole_year: bool = False
) -> EntryForm | None:
    """The form of a unit in which the actor has a duty, or None. Seven queries.

    Beside each line stands the period before; `whole_year` adds the other quarters of the year.
    """
    task = _task(Q(pk=task_id, unit_id__in=own_units(actor)), actor)
    return None if task is None else _form(task, actor, now, whole_year=whole_year)


def form_for_team(task_id: int, cycle_id: int, actor: Actor, now: datetime) -> EntryForm | None:
    """The form of any unit of a cycle, for those who collect."""
    task = _task(Q(pk=task_id, cycle_id=cycle_id), actor)
    return None if task is None else _form(task, actor, now, whole_year=False)


def some_lines(task_id: int, only: Collection[int], actor: Actor) -> tuple[EntryLine, ...]:
    """A few lines of a form in which the actor has a duty, as they stand now; none if it is not.

    Their numbers count from 1. Five queries.
    """
    task = _task(Q(pk=task_id, unit_id__in=own_units(actor)), actor)
    if task is None:
        return ()
    return lines_of(entries_of(task, only), _around(task, (), lacks_of(task_id)))


def _task(which: Q, actor: Actor) -> UnitTask | None:
    return (
        UnitTask.objects.filter(which, cycle__agency_id=actor.agency_id, cycle__is_live=True)
        .select_related(
            "unit",
            "submitted_by",
            *FLOW_PEOPLE,
            "cycle__agency",
            "cycle__rule_set",
            "cycle__plan__agreement__letter",
        )
        .first()
    )


def _form(task: UnitTask, actor: Actor, now: datetime, *, whole_year: bool) -> EntryForm:
    cycle = task.cycle
    when = YearPeriod(cycle.year, Period(cycle.period))
    beside = periods_beside(when, whole_year=whole_year)
    entries = entries_of(task)
    lacks = lacks_of(task.pk)
    around = _around(task, beside, lacks)
    return EntryForm(
        task_id=task.pk,
        cycle_id=cycle.pk,
        unit_id=task.unit_id,
        unit=task.unit.name,
        year=cycle.year,
        period=when.period,
        beside=beside,
        state=TaskState(task.state),
        round=task.round,
        due_at=window_of(task).until,
        utc_offset=cycle.agency.utc_offset,
        submitted_at=task.submitted_at,
        submitted_by=task.submitted_by.name if task.submitted_by else "",
        reason_code=task.reason_code,
        reason=task.reason,
        saved_at=saved_at(entries),
        acts=offers_task(stand_of_form(task), actor, now, lacks),
        flow=flow_of(task),
        goals=_by_goal(lines_of(entries, around)),
        budget=budget_of(task, around.rules, period_before(when)),
    )


def _around(task: UnitTask, beside: tuple[YearPeriod, ...], lacks: Sequence[Lack]) -> Around:
    """What the lines of the form share. Two queries at most."""
    cycle = task.cycle
    when = YearPeriod(cycle.year, Period(cycle.period))
    return Around(
        _lacking(lacks),
        chips_of(task.pk),
        figures_beside(task, beside) if beside else {},
        period_before(when),
        beside,
        rules_of(cycle),
        when,
        task.unit.name,
        cycle.agency.utc_offset,
        origin_of(cycle),
    )


def _lacking(lacks: Sequence[Lack]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for lack in lacks:
        found[lack.line].append(lack.code)
    return {line: tuple(codes) for line, codes in found.items()}


def _by_goal(lines: Sequence[EntryLine]) -> tuple[EntryGoal, ...]:
    groups: dict[str, list[EntryLine]] = defaultdict(list)
    for line in lines:
        groups[line.goal].append(line)
    return tuple(EntryGoal(text, tuple(group)) for text, group in groups.items())
