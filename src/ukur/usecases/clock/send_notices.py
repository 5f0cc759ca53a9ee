"""The clock mails what was told: one mail a person, each notice at most once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.db import transaction
from django.db.models import F

from ukur.domain.ports import Mail, Mailer, MailRefused, OutsideFailure, Tools
from ukur.domain.sop.worktime import is_open
from ukur.store.models import Account, Agency, Notice
from ukur.store.queries.calendars import calendar_of
from ukur.store.queries.notices import Addressee, NoticeLine, lines_of

MOST_TRIES = 5
"""So often a mail is tried; the inbox has told the person meanwhile."""


class Writer(Protocol):
    def __call__(self, to: Addressee, notices: Sequence[NoticeLine]) -> Mail:
        """The mail that tells the person of these."""
        ...


@dataclass(frozen=True)
class Mailed:
    """How many mails went out, how many failed, and whether the server failed altogether."""

    sent: int = 0
    failed: int = 0
    trouble: str = ""


def send_notices(*, agency_id: int, write: Writer, mailer: Mailer, tools: Tools) -> Mailed:
    """Mail the notices that wait, those of one person together; only in office hours.

    A notice is marked as handed over before it is, so a run that is killed in between never
    sends it again: the inbox tells the person all the same. What the server refuses is tried
    again by a later run, and given up after `MOST_TRIES`. When the server fails, the others
    wait. What is done by now is not mailed any more.

    Raises:
        CalendarMissing: the holidays of a year are not known.
    """
    now = tools.clock.now()
    agency = Agency.objects.get(pk=agency_id)
    waiting = Notice.objects.filter(agency=agency, mail=Notice.Mail.WAITING)
    people = list(waiting.values_list("account_id", flat=True).distinct().order_by("account_id"))
    if not people or not is_open(now, calendar_of(agency)):
        return Mailed()
    sent = failed = 0
    for account in Account.objects.filter(pk__in=people, is_active=True).order_by("pk"):
        claimed = _claimed(account)
        worth = [line for line in lines_of(claimed) if line.task is None or line.task.is_open]
        if not worth:
            _settled(claimed, Notice.Mail.NONE, None)
            continue
        to = Addressee(account.pk, account.name, account.email, agency.utc_offset)
        try:
            mailer.send(write(to, worth))
        except MailRefused:
            failed += 1
            _put_back(claimed)
        except OutsideFailure as failure:
            _put_back(claimed)
            return Mailed(sent, failed + 1, failure.detail or failure.service)
        else:
            sent += 1
            _settled(claimed, Notice.Mail.SENT, now)
    return Mailed(sent, failed)


def _claimed(account: Account) -> list[int]:
    """The person's waiting notices, taken by this run alone."""
    with transaction.atomic(durable=True):
        rows = Notice.objects.filter(account=account, mail=Notice.Mail.WAITING)
        taken = list(rows.select_for_update(no_key=True).values_list("pk", flat=True))
        Notice.objects.filter(pk__in=taken).update(
            mail=Notice.Mail.SENDING, mail_tries=F("mail_tries") + 1
        )
    return taken


def _settled(notices: list[int], how: Notice.Mail, at: datetime | None) -> None:
    with transaction.atomic(durable=True):
        Notice.objects.filter(pk__in=notices).update(mail=how, mailed_at=at)


def _put_back(notices: list[int]) -> None:
    """The notices wait for the next run, those that were tried often enough no more."""
    with transaction.atomic(durable=True):
        rows = Notice.objects.filter(pk__in=notices)
        rows.filter(mail_tries__gte=MOST_TRIES).update(mail=Notice.Mail.GIVEN_UP)
        rows.filter(mail_tries__lt=MOST_TRIES).update(mail=Notice.Mail.WAITING)
