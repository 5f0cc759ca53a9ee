"""Step 4: a file with figures is handed in; it waits until its changes were looked at."""

from collections.abc import Mapping
from datetime import timedelta

from django.db import transaction

from ukur.domain.collecting import RULES, Act, NotYourUnit
from ukur.domain.people import Actor
from ukur.domain.plan.foreign.mapping import KEPT_HOURS
from ukur.domain.ports import Tools
from ukur.domain.sources import Purpose
from ukur.store.models import StagedTable

MOST_WAITING = 5


def stage_figures(
    *,
    name: str,
    content: bytes,
    purpose: Purpose,
    about: Mapping[str, int],
    actor: Actor,
    tools: Tools,
) -> int:
    """Keep the file for a day; its id. Older files of the actor make room for it (decision 0012).

    `about` says which form or which cycle it is for. Nothing of it counts yet.

    Raises:
        NotYourUnit: none of the roles that may take figures from a file.
    """
    takers = RULES[Act.IMPORT].of
    if not actor.has(*takers):
        raise NotYourUnit(needed=tuple(role.value for role in takers))
    now = tools.clock.now()
    with transaction.atomic(durable=True):
        StagedTable.objects.filter(staged_at__lte=now - timedelta(hours=KEPT_HOURS)).delete()
        own = StagedTable.objects.filter(account_id=actor.account_id).order_by("-staged_at", "-pk")
        too_many = own.values_list("pk", flat=True)[MOST_WAITING - 1 :]
        StagedTable.objects.filter(pk__in=list(too_many)).delete()
        staged = StagedTable.objects.create(
            agency_id=actor.agency_id,
            account_id=actor.account_id,
            purpose=purpose.value,
            name=name[-200:],
            content=content,
            mapping=dict(about),
            staged_at=now,
        )
    return staged.pk
