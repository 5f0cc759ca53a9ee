"""The use of a key is written down, once a day."""

from datetime import timedelta

from django.db import transaction

from ukur.domain.ports import Tools
from ukur.store.models import ApiToken

ONCE_IN = timedelta(days=1)


def mark_token(*, token_id: int, tools: Tools) -> None:
    """Keep that the key was used now, unless that was written within the last day.

    Two requests at once mark it once: the condition stands in the statement.
    """
    now = tools.clock.now()
    with transaction.atomic(durable=True):
        rows = ApiToken.objects.filter(pk=token_id)
        fresh = rows.exclude(used_at__gt=now - ONCE_IN)
        fresh.update(used_at=now)
