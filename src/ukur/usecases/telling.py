"""What the people of a unit are told about its form, kept in the transaction that caused it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from ukur.domain.chasing import TOLD_EVERY_TIME, TOLD_ROLES
from ukur.domain.reminding import NoticeKind
from ukur.store.models import Account, Agency, Notice, UnitTask
from ukur.store.queries.open_tasks import Holders, holders_of

LONGEST_WORDS = 300


@dataclass(frozen=True)
class News:
    """What happened to forms of units, at one agency, and the words of whoever caused it."""

    kind: NoticeKind
    agency_id: int
    at: datetime
    words: str = ""


def tell_unit_people(tasks: Sequence[UnitTask], news: News) -> None:
    """Keep a notice for everyone who holds the duty at those units; the mail follows.

    The same news of the same form is told once a person, round and version; that a form is open
    again, or longer, is told every time, in the place of what was told of it before. Three queries,
    and one or two that write, however many units. The caller holds the transaction.
    """
    agency = Agency.objects.get(pk=news.agency_id)
    today = (news.at + timedelta(hours=agency.utc_offset)).date()
    holders = holders_of(news.agency_id, today, [task.unit_id for task in tasks])
    rows = [
        Notice(
            agency=agency,
            account_id=account,
            kind=news.kind,
            unit_task=task,
            round=task.round,
            version=task.version,
            words=_short(news.words),
            day=today,
            told_at=news.at,
        )
        for task in tasks
        for account in _people(task, news.kind, holders)
    ]
    reachable = reachable_accounts({row.account_id for row in rows})
    for row in rows:
        row.mail = Notice.Mail.WAITING if row.account_id in reachable else Notice.Mail.NONE
    if news.kind in TOLD_EVERY_TIME:
        Notice.objects.filter(unit_task__in=tasks, kind=news.kind).delete()
    Notice.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1_000)


def reachable_accounts(accounts: set[int]) -> frozenset[int]:
    """The accounts that have an address for mail."""
    found = Account.objects.filter(pk__in=accounts).exclude(email="")
    return frozenset(found.values_list("pk", flat=True))


def _people(task: UnitTask, kind: NoticeKind, holders: Holders) -> Sequence[int]:
    told = (
        account for role in TOLD_ROLES[kind] for account in holders.get((role, task.unit_id), ())
    )
    return tuple(dict.fromkeys(told))


def _short(words: str) -> str:
    said = " ".join(words.split())
    return said if len(said) <= LONGEST_WORDS else f"{said[: LONGEST_WORDS - 1]}…"
