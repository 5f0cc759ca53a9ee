"""An account as someone who acts."""

from collections.abc import Iterator
from datetime import datetime

from ukur.domain.people import Actor, Duty, Role
from ukur.domain.sop.worktime import Zone
from ukur.store.models import Account, DutyRow
from ukur.store.prepared import Given, Prepared
from ukur.store.queries.calendars import hours_of


def actor(account_id: int, now: datetime) -> Actor:
    """The account with the duties that hold at `now`, on its agency's own clock. Two queries.

    Raises:
        Account.DoesNotExist: no such account, or it is no longer active.
    """
    return actor_of_account(Account.objects.get(pk=account_id, is_active=True), now)


def actor_of_account(account: Account, now: datetime) -> Actor:
    """The same of an account that is loaded. One query."""
    return Actor(
        account.pk,
        account.name,
        account.agency_id,
        tuple(
            duty for duty, zone in _duties(account) if duty.holds_on(now.astimezone(zone.tz).date())
        ),
    )


def _duties(account: Account) -> Iterator[tuple[Duty, Zone]]:
    """Every duty that the account was ever given, with the zone of its agency."""
    for role, unit_id, starts, ends, acting, basis, pk, utc_offset in _DUTIES.all(
        account=account.pk
    ):
        duty = Duty(Role(role), unit_id, starts, ends, acting, basis, pk)
        yield duty, hours_of({}, utc_offset).zone


# every request asks this: few columns, and no rows made of them
_DUTIES = Prepared(
    lambda: DutyRow.objects.filter(account=Given("account")).values_list(
        "role", "unit_id", "starts", "ends", "acting", "basis", "pk", "agency__utc_offset"
    )
)
