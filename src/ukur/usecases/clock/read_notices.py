"""A person puts the notices on their desk away."""

from collections.abc import Collection

from ukur.domain.people import Actor
from ukur.domain.ports import Tools
from ukur.store.queries.notices import unread_rows


def read_notices(
    *, notices: Collection[int], actor: Actor, tools: Tools, unit_id: int | None = None
) -> int:
    """Mark these notices of the actor as read; how many were not yet. Others stay untouched.

    A key that is bound to a unit reaches what is about the forms of that unit alone.
    """
    own = unread_rows(actor, unit_id).filter(pk__in=notices)
    return own.update(read_at=tools.clock.now())
