"""What only the pengelola may do."""

import secrets
from datetime import date

from ukur.domain.people import Actor, NotTheKeeper, Role
from ukur.domain.ports import Tools
from ukur.domain.sop.worktime import local
from ukur.store.models import Agency
from ukur.store.queries.calendars import calendar_of


def check_is_keeper(actor: Actor) -> None:
    """Nothing, if the actor is pengelola.

    Raises:
        NotTheKeeper: somebody else.
    """
    if not actor.has(Role.KEEPER):
        raise NotTheKeeper


def fresh_mark() -> str:
    """A mark for the calendar that no calendar has had before."""
    return secrets.token_hex(16)


def office_day(actor: Actor, tools: Tools) -> date:
    """The day that the clock of the actor's agency shows."""
    agency = Agency.objects.get(pk=actor.agency_id)
    return local(tools.clock.now(), calendar_of(agency)).date()
