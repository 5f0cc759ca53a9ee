"""What a demonstration asks: accounts, units, and where a cycle stands."""

from dataclasses import dataclass

from django.db.models import Count, Q

from ukur.domain.sop.worktime import Calendar
from ukur.store.models import (
    Account,
    Agency,
    Cycle,
    Entry,
    FormLine,
    IndicatorRow,
    Remark,
    Unit,
    UnitTask,
)
from ukur.store.queries.calendars import calendar_of
from ukur.store.queries.plans import plan_in_force


@dataclass(frozen=True)
class StandLine:
    """A line that a unit fills in: id, its indicator's code, whether it still asks for evidence."""

    line_id: int
    code: str
    wants_evidence: bool


@dataclass(frozen=True)
class StandTask:
    """A unit's task with its lines and the ids of its budget lines by code."""

    task_id: int
    unit: str
    unit_id: int
    state: str
    lines: tuple[StandLine, ...]
    budget: dict[str, int]


@dataclass(frozen=True)
class Stand:
    """Where a cycle stands, with its tasks, its lines by code and its remarks."""

    cycle_id: int
    step: int | None
    round: int
    tasks: tuple[StandTask, ...]
    line_ids: dict[str, int]
    open_remarks: tuple[int, ...]
    unsettled_remarks: tuple[int, ...]


def has_agency() -> bool:
    """Whether anything was set up here."""
    return Agency.objects.exists()


def account_id(agency_id: int, username: str) -> int:
    """The id of an account by its name."""
    return Account.objects.values_list("pk", flat=True).get(agency_id=agency_id, username=username)


def unit_ids(agency_id: int) -> dict[str, tuple[int, str]]:
    """Id and name of every unit, by code, in order."""
    return {u.code: (u.pk, u.name) for u in Unit.objects.filter(agency_id=agency_id)}


def stage_calendar(agency_id: int) -> Calendar:
    """The agency's office calendar."""
    return calendar_of(Agency.objects.get(pk=agency_id))


def plan_indicator_ids(cycle_id: int) -> tuple[int, ...]:
    """The ids of all indicators of the plan that the form would be made from."""
    cycle = Cycle.objects.select_related("run").get(pk=cycle_id)
    plan = plan_in_force(cycle.agency_id, cycle.year, cycle.run.finish_by)
    chosen = IndicatorRow.objects.filter(plan=plan or cycle.plan_id)
    return tuple(chosen.values_list("pk", flat=True))


def cycle_stand(cycle_id: int) -> Stand:
    """Where the cycle stands. Six queries, however many units."""
    cycle = Cycle.objects.select_related("run").get(pk=cycle_id)
    lines: dict[int, list[StandLine]] = {}
    entries = Entry.objects.filter(task__cycle=cycle).order_by("line__order")
    pieces = Count("evidence", filter=Q(evidence__removed_at=None))
    for task_id, line_id, code, kinds, there in entries.annotate(pieces=pieces).values_list(
        "task_id", "line_id", "line__indicator__code", "line__evidence_kinds", "pieces"
    ):
        wants_evidence = bool(kinds) and not there
        lines.setdefault(task_id, []).append(StandLine(line_id, code, wants_evidence))
    tasks = (
        UnitTask.objects.filter(cycle=cycle)
        .select_related("unit")
        .prefetch_related("budget_entries__budget_line")
        .order_by("unit__order", "unit__code")
    )
    remarks = Remark.objects.filter(cycle=cycle).exclude(state=Remark.State.SETTLED)
    return Stand(
        cycle_id,
        cycle.run.step,
        cycle.run.round,
        tuple(
            StandTask(
                task.pk,
                task.unit.code,
                task.unit_id,
                task.state,
                tuple(lines.get(task.pk, ())),
                {b.budget_line.code: b.budget_line_id for b in task.budget_entries.all()},
            )
            for task in tasks
        ),
        dict(FormLine.objects.filter(cycle=cycle).values_list("indicator__code", "pk")),
        tuple(remarks.filter(state=Remark.State.OPEN).values_list("pk", flat=True)),
        tuple(remarks.values_list("pk", flat=True)),
    )
