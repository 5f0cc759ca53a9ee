"""The clock mails what was told: one mail a person, each notice at most once."""

from ukur.domain.ports import Mailer, Tools
from ukur.domain.sop.worktime import is_open
from ukur.store.models import Account, Agency, Notice
from ukur.store.queries.calendars import calendar_of
from ukur.usecases.clock.posting import Mailed, Post, Writer, post_to


def send_notices(*, agency_id: int, write: Writer, mailer: Mailer, tools: Tools) -> Mailed:
    """Mail the notices that wait, those of one person together; only in office hours.

    When the server fails, the others wait. What is done by now is not mailed any more.

    Raises:
        CalendarMissing: the holidays of a year are not known.
    """
    now = tools.clock.now()
    agency = Agency.objects.get(pk=agency_id)
    waiting = Notice.objects.filter(agency=agency, mail=Notice.Mail.WAITING)
    people = list(waiting.values_list("account_id", flat=True).distinct().order_by("account_id"))
    if not people or not is_open(now, calendar_of(agency)):
        return Mailed()
    post = Post(write, mailer, agency.utc_offset, now)
    total = Mailed()
    for account in Account.objects.filter(pk__in=people, is_active=True).order_by("pk"):
        total += post_to(account, Notice.objects.filter(agency=agency), post)
        if total.trouble:
            break
    return total
