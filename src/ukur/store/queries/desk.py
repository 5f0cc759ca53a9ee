"""The desk of one person: what waits for them, and what they wait for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import Count, Min, Q

from ukur.domain.people import UNIT_ROLES, Actor, Role
from ukur.domain.sop.model import Work
from ukur.store.models import Remark, UnitTask
from ukur.store.queries.cycles import CycleHead, cycle_heads, is_theirs
from ukur.store.queries.registers import PendingSheet, pending_count, pending_sheets
from ukur.store.queries.runs import PlainRun, runs_on_desk, waiting_runs

OPEN_TASKS = (UnitTask.State.FILLING.value, UnitTask.State.RETURNED.value)


class Matter(StrEnum):
    """What kind of thing waits."""

    STEP = "step"
    UNIT_FORM = "unit_form"
    REMARKS_TO_ANSWER = "remarks_to_answer"
    REMARKS_TO_SETTLE = "remarks_to_settle"


@dataclass(frozen=True)
class Waiting:
    """One thing that waits for the person.

    `count` is a number of units to check or of remarks; `unit` and `task_id` belong to a form.
    """

    matter: Matter
    cycle: CycleHead
    since: datetime
    due_at: datetime | None
    count: int = 0
    unit: str = ""
    task_id: int | None = None
    is_returned: bool = False
    reason: str = ""


@dataclass(frozen=True)
class Elsewhere:
    """Something that waits for others: lanes of the SOP, or units that still fill in."""

    cycle: CycleHead
    lanes: tuple[str, ...]
    since: datetime
    units: int = 0


@dataclass(frozen=True)
class Desk:
    mine: tuple[Waiting, ...]
    others: tuple[Elsewhere, ...]
    cycles: tuple[CycleHead, ...]
    my_runs: tuple[PlainRun, ...]
    other_runs: tuple[PlainRun, ...]
    sheets: tuple[PendingSheet, ...]


def desk(actor: Actor) -> Desk:
    """What waits for the actor and for others. Eight queries, however many rows."""
    cycles = cycle_heads(actor.agency_id)
    tasks = _tasks_by_cycle(cycles)
    mine = (*_own_steps(cycles, tasks, actor), *_own_forms(cycles, actor), *_remarks(cycles, actor))
    others = tuple(_elsewhere(cycles, tasks, actor))
    return Desk(mine, others, cycles, *runs_on_desk(actor), pending_sheets(actor))


def waiting_count(actor: Actor) -> int:
    """How many things wait for the actor, for the mark beside the desk. Six queries."""
    cycles = cycle_heads(actor.agency_id)
    return (
        sum(1 for cycle in cycles if is_theirs(cycle, actor))
        + len(_own_forms(cycles, actor))
        + len(_remarks(cycles, actor))
        + waiting_runs(actor)
        + pending_count(actor)
    )


@dataclass(frozen=True)
class _Units:
    to_check: int = 0
    filling: int = 0


def _tasks_by_cycle(cycles: Sequence[CycleHead]) -> dict[int, _Units]:
    collecting = [c.id for c in cycles if c.step is not None and c.step.work is Work.COLLECT]
    rows = (
        UnitTask.objects.filter(cycle__in=collecting)
        .values("cycle_id")
        .annotate(
            to_check=Count("id", filter=Q(state=UnitTask.State.SUBMITTED)),
            filling=Count("id", filter=Q(state__in=OPEN_TASKS)),
        )
    )
    return {row["cycle_id"]: _Units(row["to_check"], row["filling"]) for row in rows}


def _own_steps(
    cycles: Sequence[CycleHead], tasks: dict[int, _Units], actor: Actor
) -> tuple[Waiting, ...]:
    return tuple(
        Waiting(
            Matter.STEP,
            cycle,
            since=cycle.since or cycle.opened_at,
            due_at=cycle.due_at,
            count=tasks.get(cycle.id, _Units()).to_check,
        )
        for cycle in cycles
        if is_theirs(cycle, actor)
    )


def _own_forms(cycles: Sequence[CycleHead], actor: Actor) -> tuple[Waiting, ...]:
    units = frozenset[int]().union(*(actor.units(role) for role in UNIT_ROLES))
    if not units:
        return ()
    by_id = {cycle.id: cycle for cycle in cycles if not cycle.position.ended}
    rows = UnitTask.objects.filter(
        unit__in=units, cycle__in=by_id.keys(), state__in=OPEN_TASKS
    ).select_related("unit")
    return tuple(
        Waiting(
            Matter.UNIT_FORM,
            by_id[row.cycle_id],
            since=row.decided_at or by_id[row.cycle_id].since or by_id[row.cycle_id].opened_at,
            due_at=row.due_at,
            unit=row.unit.name,
            task_id=row.pk,
            is_returned=row.state == UnitTask.State.RETURNED,
            reason=row.reason,
        )
        for row in rows.order_by("due_at", "unit__order", "unit_id")
    )


def _remarks(cycles: Sequence[CycleHead], actor: Actor) -> tuple[Waiting, ...]:
    """Open remarks wait for the planner, answered ones for the duty that wrote them."""
    by_id = {cycle.id: cycle for cycle in cycles if not cycle.position.ended}
    wanted = Q(state=Remark.State.ANSWERED, role__in=[role.value for role in actor.roles])
    if actor.has(Role.PLANNER):
        wanted |= Q(state=Remark.State.OPEN)
    rows = (
        Remark.objects.filter(wanted, cycle__in=by_id.keys())
        .values("cycle_id", "state")
        .annotate(count=Count("id"), since=Min("written_at"))
        .order_by("cycle_id", "state")
    )
    return tuple(
        Waiting(
            Matter.REMARKS_TO_ANSWER
            if row["state"] == Remark.State.OPEN
            else Matter.REMARKS_TO_SETTLE,
            by_id[row["cycle_id"]],
            since=row["since"],
            due_at=by_id[row["cycle_id"]].due_at,
            count=row["count"],
        )
        for row in rows
    )


def _elsewhere(
    cycles: Sequence[CycleHead], tasks: dict[int, _Units], actor: Actor
) -> list[Elsewhere]:
    found = []
    for cycle in cycles:
        step = cycle.step
        if step is None or cycle.since is None:
            continue
        if not is_theirs(cycle, actor):
            found.append(Elsewhere(cycle, step.actors, cycle.since))
        elif filling := tasks.get(cycle.id, _Units()).filling:
            found.append(Elsewhere(cycle, (), cycle.since, filling))
    return found
