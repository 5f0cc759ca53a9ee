"""What a person just did about forms of units is mailed at once, whatever the hour."""

from collections.abc import Collection
from datetime import timedelta

from ukur.domain.chasing import BY_HAND
from ukur.domain.ports import Mailer, Tools
from ukur.store.models import Account, Agency, Notice
from ukur.usecases.clock.posting import Mailed, Post, Writer, post_to

MOST_AT_ONCE = 100
PATIENCE = timedelta(seconds=8)
"""Whoever pressed the button waits so long; what is not sent by then waits for the clock."""


def mail_units(
    *, task_ids: Collection[int], agency_id: int, write: Writer, mailer: Mailer, tools: Tools
) -> Mailed:
    """Mail what waits of reminders, returns and requests about these forms, person by person.

    Called after the change is kept, never inside its transaction: a server that is dead, or
    slow, takes nothing back. What is left waits for `ukur tick`.
    """
    began = tools.clock.now()
    agency = Agency.objects.get(pk=agency_id)
    ours = Notice.objects.filter(agency=agency, unit_task__in=task_ids, kind__in=BY_HAND)
    people = ours.filter(mail=Notice.Mail.WAITING).values("account_id")
    accounts = Account.objects.filter(pk__in=people, is_active=True).order_by("pk")
    post = Post(write, mailer, agency.utc_offset, began)
    total = Mailed()
    for account in accounts[:MOST_AT_ONCE]:
        total += post_to(account, ours, post)
        if total.trouble or tools.clock.now() - began > PATIENCE:
            break
    return total
