"""A planner hands in a table of any shape; it waits until it is mapped and brought in."""

from datetime import timedelta

from django.db import transaction

from ukur.domain.people import Actor, Role
from ukur.domain.plan.foreign.mapping import KEPT_HOURS
from ukur.domain.ports import Tools
from ukur.domain.refusals import NotValid, Problem
from ukur.domain.sheets import ReadWorkbook
from ukur.domain.sop.flow import WrongRole
from ukur.store.models import StagedTable

FORM_STEP = 3
MOST_WAITING = 5
TABLE, PLAN = "table", "plan"


def stage_table(
    *,
    name: str,
    content: bytes,
    read: ReadWorkbook,
    actor: Actor,
    tools: Tools,
    purpose: str = TABLE,
) -> int:
    """Keep the file for a day; its id. Older files of the actor make room for it.

    `purpose` says what it waits for: its columns to be mapped, or its unclear cells.

    Raises:
        WrongRole: only the planner brings in a plan.
        NotValid: the file cannot be read, or holds nothing.
    """
    if not actor.has(Role.PLANNER):
        raise WrongRole(step=FORM_STEP, needed=(Role.PLANNER.value,))
    if not any(any(row) for sheet in read(content) for row in sheet.rows):
        raise NotValid((Problem(name, "table_empty"),))
    now = tools.clock.now()
    with transaction.atomic(durable=True):
        StagedTable.objects.filter(staged_at__lte=now - timedelta(hours=KEPT_HOURS)).delete()
        own = StagedTable.objects.filter(account_id=actor.account_id).order_by("-staged_at")
        too_many = own.values_list("pk", flat=True)[MOST_WAITING - 1 :]
        StagedTable.objects.filter(pk__in=list(too_many)).delete()
        staged = StagedTable.objects.create(
            agency_id=actor.agency_id,
            account_id=actor.account_id,
            purpose=purpose,
            name=name[-200:],
            content=content,
            staged_at=now,
        )
    return staged.pk
