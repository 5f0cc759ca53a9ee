"""The sample accounts that the sign-in page offers, with the steps of each role."""

from collections.abc import Mapping
from dataclasses import dataclass

from ukur.domain.people import Role
from ukur.store.models import Account, DutyRow, UnitTask
from ukur.store.queries.cycles import CycleHead, newest_heads
from ukur.store.queries.desk import OPEN_TASKS


@dataclass(frozen=True)
class SampleAccount:
    """An account of the sample; `steps` are those in which its role acts."""

    id: int
    role: Role
    unit: str
    steps: tuple[int, ...]
    step_now: int | None


@dataclass(frozen=True)
class SampleAccounts:
    """One account a role, the other units' accounts apart; `step_count` rules the segments."""

    accounts: tuple[SampleAccount, ...]
    other_units: tuple[SampleAccount, ...]
    step_count: int


_ORDER = list(Role)
LOOKED_AT = 14
"""Among so many cycles, two years of them, the running one is looked for."""


def sample_accounts(agency_id: int) -> SampleAccounts:
    """The active sample accounts of the agency, units with an open form first. Three queries."""
    running = next((c for c in newest_heads(agency_id, LOOKED_AT) if not c.position.ended), None)
    rows = (
        DutyRow.objects.filter(
            agency_id=agency_id, account__is_sample=True, account__is_active=True
        )
        .select_related("unit")
        .order_by("unit__order", "account_id")
    )
    busy = _units_at_work(running)
    ordered = sorted(rows, key=lambda row: (_ORDER.index(Role(row.role)), row.unit_id not in busy))
    found = [_account(row, running) for row in ordered]
    first: dict[Role, SampleAccount] = {}
    for account in found:
        first.setdefault(account.role, account)
    return SampleAccounts(
        tuple(first.values()),
        tuple(account for account in found if first[account.role] is not account),
        len(running.procedure.steps) if running else 9,
    )


def _units_at_work(running: CycleHead | None) -> frozenset[int]:
    if running is None:
        return frozenset()
    tasks = UnitTask.objects.filter(cycle_id=running.id, state__in=OPEN_TASKS)
    return frozenset(tasks.values_list("unit_id", flat=True))


def is_sample_account(account_id: int) -> bool:
    """Whether the account is one of the sample, and active."""
    return Account.objects.filter(pk=account_id, is_sample=True, is_active=True).exists()


def _account(row: DutyRow, running: CycleHead | None) -> SampleAccount:
    role = Role(row.role)
    steps = _steps_by_role(running).get(role, ())
    now = running.position.step if running and running.position.step in steps else None
    return SampleAccount(row.account_id, role, row.unit.name if row.unit else "", steps, now)


_SEED_STEPS: Mapping[Role, tuple[int, ...]] = {
    Role.HEAD: (1, 8),
    Role.SECRETARY: (2, 7),
    Role.PLANNER: (3, 5, 6),
    Role.TEAM: (4, 5),
    Role.STAFF: (9,),
}
"""What the seed's procedure says, for the time before the first cycle."""


def _steps_by_role(running: CycleHead | None) -> dict[Role, tuple[int, ...]]:
    if running is None:
        found = dict(_SEED_STEPS)
    else:
        steps = running.procedure.steps
        found = {
            role: tuple(step.number for step in steps if role.value in step.actors) for role in Role
        }
    collecting = found[Role.TEAM][:1]
    return {**found, Role.OPERATOR: collecting, Role.UNIT_HEAD: collecting}
