"""The clock tells whose task is at risk or late, and superiors what is late below them."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from ukur.domain.ports import Tools
from ukur.domain.reminding import DigestNotice, NoticeKind, TaskKind, TaskNotice, notices_due
from ukur.domain.sop.worktime import local
from ukur.store.models import Agency, Notice
from ukur.store.queries.calendars import calendar_of
from ukur.store.queries.open_tasks import open_tasks, told_before
from ukur.usecases.telling import reachable_accounts

ROWS_AT_ONCE = 2_000
NAMED = 20
"""So many late tasks stand in a digest by name; of the others it says how many they are."""


@dataclass(frozen=True)
class Reminded:
    """How many were told now, of each kind."""

    at_risk: int = 0
    late: int = 0
    digests: int = 0


def remind(*, agency_id: int, tools: Tools) -> Reminded:
    """Keep a notice for everyone who has to be told now; its mail follows by `send_notices`.

    There is no actor: the clock itself does it. It may be called any number of times, also
    twice at once: a notice that stands already is not made again.

    Raises:
        CalendarMissing: the holidays of a year are not known, so nothing is told by guess.
    """
    now = tools.clock.now()
    agency = Agency.objects.get(pk=agency_id)
    calendar = calendar_of(agency)
    today = local(now, calendar).date()
    found = open_tasks(agency_id, today)
    notices, digests = notices_due(
        found.tasks, told_before(agency_id, today), found.superiors, now, calendar
    )
    rows = (
        *(_of_task(one) for one in notices),
        *(_digest(one) for one in digests),
    )
    if not rows:
        return Reminded()
    reachable = reachable_accounts({row.account_id for row in rows})
    for row in rows:
        row.agency, row.day, row.told_at = agency, today, now
        row.mail = Notice.Mail.WAITING if row.account_id in reachable else Notice.Mail.NONE
    with transaction.atomic(durable=True):
        Notice.objects.bulk_create(rows, batch_size=ROWS_AT_ONCE, ignore_conflicts=True)
        return _counted(agency, now)


def _of_task(notice: TaskNotice) -> Notice:
    is_step = notice.task.kind is TaskKind.STEP
    return Notice(
        account_id=notice.account,
        kind=notice.kind,
        step_run_id=notice.task.id if is_step else None,
        unit_task_id=None if is_step else notice.task.id,
        round=notice.task.round,
    )


def _digest(notice: DigestNotice) -> Notice:
    return Notice(
        account_id=notice.account,
        kind=NoticeKind.DIGEST,
        late=[[task.kind.value, task.id] for task in notice.late[:NAMED]],
        late_count=len(notice.late),
    )


def _counted(agency: Agency, now: datetime) -> Reminded:
    """What stands now that did not before; what another run told in the meantime is not ours."""
    kinds = Notice.objects.filter(agency=agency, told_at=now).values_list("kind", flat=True)
    count = Counter(kinds)
    return Reminded(count[NoticeKind.AT_RISK], count[NoticeKind.LATE], count[NoticeKind.DIGEST])
