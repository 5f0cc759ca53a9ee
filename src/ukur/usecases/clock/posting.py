"""One person's mail with what they were told: claimed, handed over, and told how that went."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.db import transaction
from django.db.models import F, QuerySet

from ukur.domain.ports import Mail, Mailer, MailRefused, OutsideFailure
from ukur.store.models import Account, Notice
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

    def __add__(self, other: "Mailed") -> "Mailed":
        return Mailed(
            self.sent + other.sent, self.failed + other.failed, self.trouble or other.trouble
        )


@dataclass(frozen=True)
class Post:
    """How mails are written and sent now, and the zone in which they tell times."""

    write: Writer
    mailer: Mailer
    utc_offset: int
    now: datetime


def post_to(account: Account, waiting: QuerySet[Notice], post: Post) -> Mailed:
    """Mail the person those of the notices that wait and are not done with by now.

    A notice is marked as handed over before it is, so a run that is killed in between never
    sends it again: the inbox tells the person all the same. What the server refuses is tried
    again later, and given up after `MOST_TRIES`; `trouble` says that the server itself failed.
    """
    claimed = _claimed(account, waiting)
    worth = [line for line in lines_of(claimed) if line.task is None or line.task.is_open]
    if not worth:
        _settled(claimed, Notice.Mail.NONE, None)
        return Mailed()
    to = Addressee(account.pk, account.name, account.email, post.utc_offset)
    try:
        post.mailer.send(post.write(to, worth))
    except MailRefused:
        _put_back(claimed)
        return Mailed(failed=1)
    except OutsideFailure as failure:
        _put_back(claimed)
        return Mailed(failed=1, trouble=failure.detail or failure.service)
    _settled(claimed, Notice.Mail.SENT, post.now)
    return Mailed(sent=1)


def _claimed(account: Account, waiting: QuerySet[Notice]) -> list[int]:
    """The person's waiting notices, taken by this run alone."""
    with transaction.atomic(durable=True):
        rows = waiting.filter(account=account, mail=Notice.Mail.WAITING)
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
