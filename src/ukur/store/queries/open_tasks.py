"""What is open at an agency, with its time and whose turn it is, for reminding."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import F, OuterRef, Q, Subquery

from ukur.domain.people import UNIT_ROLES, Duty, Role
from ukur.domain.reminding import (
    URGED,
    NoticeKind,
    OpenTask,
    TaskKey,
    TaskKind,
    TaskNotice,
    Told,
)
from ukur.domain.sop.timing import Pause
from ukur.store.models import (
    DutyRow,
    Entry,
    Notice,
    ProcedureVersion,
    StepPause,
    StepRun,
    UnitTask,
)
from ukur.store.queries.collect import IS_FILLED
from ukur.store.queries.pauses import pause_of
from ukur.store.queries.procedures import procedure_in

OPEN_FORMS = (UnitTask.State.FILLING.value, UnitTask.State.RETURNED.value)
Holders = Mapping[tuple[Role, int | None], tuple[int, ...]]
"""Accounts by the role and, for a role of units, the unit."""


@dataclass(frozen=True)
class OpenTasks:
    """The open steps and unit forms, and the superiors who hear of what is late."""

    tasks: tuple[OpenTask, ...]
    superiors: Mapping[Role, tuple[int, ...]]


def open_tasks(agency_id: int, today: date) -> OpenTasks:
    """All that is open at the agency, held by the duties of that day. Five queries."""
    holders = holders_of(agency_id, today)
    superiors = {role: holders.get((role, None), ()) for role in (Role.SECRETARY, Role.HEAD)}
    return OpenTasks((*_steps(agency_id, holders), *_forms(agency_id, holders)), superiors)


def told_before(agency_id: int, today: date) -> Told:
    """What was told of the tasks that are open, and who had a digest that day. Four queries."""
    rows = Notice.objects.filter(agency_id=agency_id)
    of_steps = rows.filter(step_run__isnull=False, step_run__done_at=None)
    of_forms = rows.filter(unit_task__isnull=False, unit_task__state__in=OPEN_FORMS)
    kinds = (
        (TaskKind.STEP, of_steps.values_list("account_id", "kind", "step_run_id", "round")),
        (TaskKind.UNIT_FORM, of_forms.values_list("account_id", "kind", "unit_task_id", "round")),
    )
    notices = frozenset(
        TaskNotice(account, TaskKey(task_kind, task or 0, round_), NoticeKind(kind))
        for task_kind, found in kinds
        for account, kind, task, round_ in found
    )
    digests = rows.filter(kind=NoticeKind.DIGEST.value, day=today)
    of_today = of_forms.filter(day=today, kind__in=URGED).values_list(
        "account_id", "unit_task_id", "round"
    )
    return Told(
        notices,
        frozenset(digests.values_list("account_id", "day")),
        frozenset(
            (account, TaskKey(TaskKind.UNIT_FORM, task or 0, round_))
            for account, task, round_ in of_today
        ),
    )


def holders_of(agency_id: int, today: date, units: Collection[int] | None = None) -> Holders:
    """Who holds which role that day; `units` leaves all but those of these units out. One query."""
    found: dict[tuple[Role, int | None], list[int]] = defaultdict(list)
    rows = DutyRow.objects.filter(agency_id=agency_id, account__is_active=True)
    if units is not None:
        rows = rows.filter(unit__in=units, role__in=UNIT_ROLES)
    for row in rows.order_by("id"):
        role = Role(row.role)
        if Duty(role, row.unit_id, row.starts, row.ends).holds_on(today):
            found[role, row.unit_id if role in UNIT_ROLES else None].append(row.account_id)
    return {place: tuple(dict.fromkeys(accounts)) for place, accounts in found.items()}


def _steps(agency_id: int, holders: Holders) -> list[OpenTask]:
    rows = list(
        StepRun.objects.filter(
            run__agency_id=agency_id, done_at=None, step=F("run__step"), round=F("run__round")
        )
        .order_by("due_at", "pk")
        .values_list("pk", "round", "step", "opened_at", "due_at", "run__procedure_id")
    )
    versions = ProcedureVersion.objects.in_bulk({row[-1] for row in rows})
    leads = {
        (pk, step.number): Role(step.lead)
        for pk, version in versions.items()
        for step in procedure_in(version).steps
    }
    pauses = _pauses(agency_id)
    return [
        OpenTask(
            TaskKey(TaskKind.STEP, pk, round_),
            leads[version, step],
            holders.get((leads[version, step], None), ()),
            opened_at,
            due_at,
            pauses.get(pk, ()),
        )
        for pk, round_, step, opened_at, due_at, version in rows
    ]


def _pauses(agency_id: int) -> dict[int, tuple[Pause, ...]]:
    found: dict[int, tuple[Pause, ...]] = {}
    rows = StepPause.objects.filter(step_run__run__agency_id=agency_id, step_run__done_at=None)
    for row in rows.order_by("since"):
        found[row.step_run_id] = (*found.get(row.step_run_id, ()), pause_of(row))
    return found


def _forms(agency_id: int, holders: Holders) -> list[OpenTask]:
    collecting = StepRun.objects.filter(
        run=OuterRef("cycle__run"),
        step=OuterRef("cycle__run__step"),
        round=OuterRef("cycle__run__round"),
    )
    blank = Entry.objects.filter(~IS_FILLED, task=OuterRef("pk"), line__due_at__isnull=False)
    early = blank.order_by("line__due_at").values("line__due_at")
    is_open = Q(state__in=OPEN_FORMS, cycle__run__step__isnull=False)
    rows = UnitTask.objects.filter(is_open, cycle__agency_id=agency_id).annotate(
        since=Subquery(collecting.values("opened_at")[:1]), early_at=Subquery(early[:1])
    )
    return [
        OpenTask(
            TaskKey(TaskKind.UNIT_FORM, pk, round_),
            Role.OPERATOR,
            tuple(
                dict.fromkeys(
                    account for role in UNIT_ROLES for account in holders.get((role, unit), ())
                )
            ),
            # in a new round the unit begins with its step, whatever was decided before
            max(filter(None, (decided_at, since))),
            # a unit that was given time is not late before that
            max(due_at, extended or due_at),
            early_at=None if extended else early_at,
        )
        for pk, round_, unit, due_at, extended, decided_at, since, early_at in rows.order_by(
            "due_at", "pk"
        ).values_list(
            "pk", "round", "unit_id", "due_at", "extended_until", "decided_at", "since", "early_at"
        )
    ]
