"""An account as someone who acts."""

from datetime import datetime

from ukur.domain.people import Actor, Duty, Role
from ukur.store.models import Account, DutyRow
from ukur.store.queries.calendars import hours_of


def actor(account_id: int, now: datetime) -> Actor:
    """The account with the duties that hold at `now`, on its agency's own clock. Two queries.

    Raises:
        Account.DoesNotExist: no such account, or it is no longer active.
    """
    account = Account.objects.select_related("agency").get(pk=account_id, is_active=True)
    return actor_of_account(account, now)


def actor_of_account(account: Account, now: datetime) -> Actor:
    """The same of an account that is loaded with its agency. One query."""
    zone = hours_of({}, account.agency.utc_offset).zone
    today = now.astimezone(zone.tz).date()
    duties = tuple(
        Duty(Role(row.role), row.unit_id, row.starts, row.ends, row.acting, row.basis, row.pk)
        for row in DutyRow.objects.filter(account=account)
    )
    return Actor(
        account.pk,
        account.name,
        account.agency_id,
        tuple(duty for duty in duties if duty.holds_on(today)),
    )
