"""The clock mails what was told: one mail a person, each notice at most once."""

from ukur.domain.chasing import BY_HAND
from ukur.domain.ports import Mailer, Tools
from ukur.domain.sop.worktime import is_open
from ukur.store.models import Account, Agency, Notice
from ukur.store.queries.calendars import calendar_of
from ukur.usecases.clock.posting import Mailed, Post, Writer, post_to


def send_notices(*, agency_id: int, write: Writer, mailer: Mailer, tools: Tools) -> Mailed:
    """Mail the notices that wait, those of one person together.

    Out of office hours only what a person did by hand is mailed: its mail was to go at once, and
    waits because the server did not take it, or because it was too much for once. When the
    server fails, the others wait. What is done by now is not mailed any more.

    Raises:
        CalendarMissing: the holidays of a year are not known.
    """
    now = tools.clock.now()
    agency = Agency.objects.get(pk=agency_id)
    ours = Notice.objects.filter(agency=agency)
    if not is_open(now, calendar_of(agency)):
        ours = ours.filter(kind__in=BY_HAND)
    waiting = ours.filter(mail=Notice.Mail.WAITING)
    people = waiting.order_by("account_id").values_list("account_id", flat=True).distinct()
    post = Post(write, mailer, agency.utc_offset, now)
    total = Mailed()
    for account in Account.objects.filter(pk__in=list(people), is_active=True).order_by("pk"):
        total += post_to(account, ours, post)
        if total.trouble:
            break
    return total
