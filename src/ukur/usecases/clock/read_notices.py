"""A person puts the notices on their desk away."""

from collections.abc import Collection

from ukur.domain.people import Actor
from ukur.domain.ports import Tools
from ukur.store.models import Notice


def read_notices(*, notices: Collection[int], actor: Actor, tools: Tools) -> int:
    """Mark these notices of the actor as read; how many were not yet. Others stay untouched."""
    unread = Notice.objects.filter(
        pk__in=notices, account_id=actor.account_id, agency_id=actor.agency_id, read_at=None
    )
    return unread.update(read_at=tools.clock.now())
