"""Who holds which duty, now or later, and what is open in it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from ukur.domain.people import Duty, Role
from ukur.store.models import Account, DutyRow, Remark, Run, UnitTask
from ukur.store.queries.procedures import procedure_of

OPEN_FORMS = (UnitTask.State.FILLING.value, UnitTask.State.RETURNED.value)


@dataclass(frozen=True)
class HeldDuty:
    """A duty with its holder; `unit` and `followed` are "" where there is none.

    `followed` is the name of whoever held it before, where it was handed over.
    """

    id: int
    account_id: int
    name: str
    duty: Duty
    unit: str
    key_name: str
    given_by: int | None
    followed: str


@dataclass(frozen=True)
class Person:
    """An account that may be given a duty."""

    id: int
    name: str


@dataclass(frozen=True)
class OpenRun:
    """A run whose open step is the duty's; `remarks` are the duty's that are not settled."""

    run_id: int
    subject: str
    step: int
    activity: str
    round: int
    remarks: int


@dataclass(frozen=True)
class OpenWork:
    """What a successor takes over: runs at a step of the duty, remarks elsewhere, open forms."""

    runs: tuple[OpenRun, ...]
    remarks_elsewhere: int
    forms: int

    @property
    def is_empty(self) -> bool:
        return not (self.runs or self.remarks_elsewhere or self.forms)


def held_duties(
    agency_id: int, day: date, roles: Collection[Role] = tuple(Role)
) -> tuple[HeldDuty, ...]:
    """The duties that hold on the day or begin later, by role, the oldest first. One query."""
    rows = _with_names(DutyRow.objects.filter(agency_id=agency_id, account__is_active=True))
    rows = rows.filter(Q(ends=None) | Q(ends__gte=day), role__in=[role.value for role in roles])
    order = {role: place for place, role in enumerate(Role)}
    found = [_held(row) for row in rows.order_by("unit__order", "starts", "pk")]
    return tuple(sorted(found, key=lambda held: order[held.duty.role]))


def held_duty(duty_id: int, agency_id: int) -> HeldDuty | None:
    """One duty of the agency, or None. One query."""
    row = _with_names(DutyRow.objects.filter(pk=duty_id, agency_id=agency_id)).first()
    return _held(row) if row else None


def delegations_of(account_id: int, day: date) -> tuple[HeldDuty, ...]:
    """What the account gave to others for days that are not over. One query."""
    rows = _with_names(DutyRow.objects.filter(given_by=account_id, acting__in=("plh", "an")))
    return tuple(_held(row) for row in rows.filter(ends__gte=day).order_by("starts", "pk"))


def taken_over(account_id: int, since: date, day: date) -> tuple[HeldDuty, ...]:
    """The duties that were handed over to the account between two days, and hold. One query."""
    rows = _with_names(DutyRow.objects.filter(account=account_id, follows__isnull=False))
    rows = rows.filter(Q(ends=None) | Q(ends__gte=day), starts__gte=since, starts__lte=day)
    return tuple(_held(row) for row in rows.order_by("starts", "pk"))


def people(agency_id: int) -> tuple[Person, ...]:
    """The accounts of the agency that can sign in, by name. One query."""
    rows = Account.objects.filter(agency_id=agency_id, is_active=True).order_by("name", "pk")
    return tuple(Person(pk, name) for pk, name in rows.values_list("pk", "name"))


def open_work(agency_id: int, role: Role, unit_id: int | None) -> OpenWork:
    """What is open in a duty, for whoever takes it over. Three queries."""
    counted = (
        Remark.objects.filter(
            cycle__agency_id=agency_id, cycle__is_live=True, cycle__run__step__isnull=False
        )
        .filter(role=role.value)
        .exclude(state=Remark.State.SETTLED)
        .values("cycle__run")
        .annotate(count=Count("pk"))
    )
    remarks = {row["cycle__run"]: row["count"] for row in counted}
    runs = Run.objects.filter(agency_id=agency_id, step__isnull=False)
    found = []
    for run in runs.select_related("procedure").order_by("pk"):
        step = procedure_of(run).step(run.step or 0)
        if role.value in step.actors:
            found.append(
                OpenRun(
                    run.pk,
                    run.subject,
                    step.number,
                    step.activity,
                    run.round,
                    remarks.pop(run.pk, 0),
                )
            )
    forms = UnitTask.objects.filter(
        unit=unit_id or 0,
        state__in=OPEN_FORMS,
        cycle__is_live=True,
        cycle__run__step__isnull=False,
    ).count()
    return OpenWork(tuple(found), sum(remarks.values()), forms)


def _with_names(rows: QuerySet[DutyRow]) -> QuerySet[DutyRow]:
    return rows.select_related("account", "unit", "follows__account")


def _held(row: DutyRow) -> HeldDuty:
    duty = Duty(Role(row.role), row.unit_id, row.starts, row.ends, row.acting, row.basis, row.pk)
    return HeldDuty(
        id=row.pk,
        account_id=row.account_id,
        name=row.account.name,
        duty=duty,
        unit=row.unit.name if row.unit else "",
        key_name=row.key_name,
        given_by=row.given_by_id,
        followed=row.follows.account.name if row.follows else "",
    )
