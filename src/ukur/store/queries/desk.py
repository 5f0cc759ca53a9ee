"""The desk of one person: what waits for them, and what they wait for."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import Count, Min, Q, QuerySet

from ukur.domain.people import SOP_ROLES, UNIT_ROLES, Actor, Role
from ukur.domain.running import may_see_run
from ukur.domain.sop.model import Work
from ukur.store.models import PaperRow, Remark, UnitTask
from ukur.store.queries.cycles import CycleHead, heads_in, is_theirs, newest_heads
from ukur.store.queries.inbox import (
    MOST_COUNTED,
    PAGE,
    bounded,
    waiting_for,
    waiting_for_others,
)
from ukur.store.queries.procedures import versions_of
from ukur.store.queries.registers import PendingSheet, pending_count, pending_sheets
from ukur.store.queries.runs import PlainRun, plain_versions, runs_in
from ukur.store.queries.windows import window_of

MOST_OF_OTHERS = 10
MOST_CYCLES = 5
"""So many things with others, and so many cycles, stand on a desk; their lists have them all."""
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
    """A page of what waits; `next` is the open step behind which the next one begins.

    `cycles` are the newest ones, however they stand.
    """

    mine: tuple[Waiting, ...]
    others: tuple[Elsewhere, ...]
    cycles: tuple[CycleHead, ...]
    my_runs: tuple[PlainRun, ...]
    other_runs: tuple[PlainRun, ...]
    sheets: tuple[PendingSheet, ...]
    next: int | None
    has_more_others: bool


def desk(actor: Actor, after: int | None = None) -> Desk:
    """What waits for the actor and for others. A score of queries at most, however many rows.

    The first page also has unit forms, remarks and dispositions; one behind the open step
    `after` goes on with steps alone.
    """
    steps = waiting_for(actor, after=after)
    others = waiting_for_others(actor, MOST_OF_OTHERS, _sops_seen_running(actor))
    forms = _own_forms(actor) if after is None else []
    remarks = _remarks(actor) if after is None else []
    of_things = (*(form.cycle_id for form in forms), *(one.cycle_id for one in remarks))
    cycles = heads_in({*steps.cycles, *others.cycles, *of_things}, actor.agency_id)
    runs = runs_in({*steps.runs, *others.runs}, actor.agency_id)
    own = [cycles[pk] for pk in steps.cycles]
    tasks = _tasks_by_cycle(own)
    mine = (
        *_steps(own, tasks, actor),
        *(_form(form, cycles[form.cycle_id]) for form in forms),
        *(_remark(one, cycles[one.cycle_id]) for one in remarks),
    )
    return Desk(
        mine,
        tuple(_elsewhere([*own, *(cycles[pk] for pk in others.cycles)], tasks, actor)),
        newest_heads(actor.agency_id, MOST_CYCLES),
        tuple(runs[pk] for pk in steps.runs),
        tuple(runs[pk] for pk in others.runs),
        pending_sheets(actor) if after is None else (),
        steps.next,
        others.has_more,
    )


def waiting_count(actor: Actor) -> int:
    """How many things wait for the actor, counted up to one more than `inbox.MOST_COUNTED`.

    For the mark beside the desk. A query a role, and seven more at most.
    """
    steps = waiting_for(actor, MOST_COUNTED)
    found = (
        steps.count
        - _not_theirs(steps.cycles, actor)
        + bounded(_open_forms(actor))
        + len(_remarks(actor))
        + pending_count(actor)
    )
    return min(found, MOST_COUNTED + 1)


def _not_theirs(cycles: Collection[int], actor: Actor) -> int:
    """How many of these cycles wait to be corrected by somebody else than their author."""
    if not cycles:
        return 0
    drafts = PaperRow.objects.filter(
        cycle__in=cycles, kind=PaperRow.Kind.MEASUREMENT, made_by=actor.account_id
    )
    heads = heads_in(set(drafts.values_list("cycle", flat=True)), actor.agency_id)
    return sum(not is_theirs(head, actor) for head in heads.values())


def _sops_seen_running(actor: Actor) -> Collection[int] | None:
    """The versions of SOPs of which the actor may see what is running; None for all."""
    if actor.has(*SOP_ROLES, Role.KEEPER):
        return None
    plain = plain_versions(actor.agency_id)
    seen = {pk for pk, one in plain.items() if may_see_run(actor, one, has_ended=False)}
    every = versions_of(actor.agency_id) if actor.roles - {Role.EVALUATOR} else {}
    return {*seen, *(every.keys() - plain.keys())}


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


def _steps(
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


def _open_forms(actor: Actor) -> QuerySet[UnitTask]:
    units = frozenset[int]().union(*(actor.units(role) for role in UNIT_ROLES))
    if not units:
        return UnitTask.objects.none()
    return UnitTask.objects.filter(
        unit__in=units,
        state__in=OPEN_TASKS,
        cycle__agency_id=actor.agency_id,
        cycle__run__step__isnull=False,
    )


def _own_forms(actor: Actor) -> list[UnitTask]:
    rows = _open_forms(actor).select_related("unit")
    return list(rows.order_by("due_at", "unit__order", "unit_id")[:PAGE])


def _form(row: UnitTask, cycle: CycleHead) -> Waiting:
    return Waiting(
        Matter.UNIT_FORM,
        cycle,
        since=max(filter(None, (row.decided_at, cycle.since or cycle.opened_at))),
        due_at=window_of(row).until,
        unit=row.unit.name,
        task_id=row.pk,
        is_returned=row.state == UnitTask.State.RETURNED,
        reason=row.reason,
    )


@dataclass(frozen=True)
class _Remarks:
    """The remarks of one state in one cycle."""

    cycle_id: int
    state: str
    count: int
    since: datetime


def _remarks(actor: Actor) -> list[_Remarks]:
    """Open remarks wait for the planner, answered ones for the duty that wrote them."""
    wanted = Q(state=Remark.State.ANSWERED, role__in=[role.value for role in actor.roles])
    if actor.has(Role.PLANNER):
        wanted |= Q(state=Remark.State.OPEN)
    rows = (
        Remark.objects.filter(
            wanted, cycle__agency_id=actor.agency_id, cycle__run__step__isnull=False
        )
        .values_list("cycle_id", "state")
        .annotate(count=Count("id"), since=Min("written_at"))
        .order_by("cycle_id", "state")
    )
    return [_Remarks(*row) for row in rows[:PAGE]]


def _remark(one: _Remarks, cycle: CycleHead) -> Waiting:
    is_open = one.state == Remark.State.OPEN
    return Waiting(
        Matter.REMARKS_TO_ANSWER if is_open else Matter.REMARKS_TO_SETTLE,
        cycle,
        since=one.since,
        due_at=cycle.due_at,
        count=one.count,
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
