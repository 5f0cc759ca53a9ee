"""The frame of what an office says outside of any run, told in a chain of the agency's own.

Keys of programs and the names of other systems belong to no cycle: they hold for all of them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from ukur.domain.people import Actor
from ukur.domain.ports import Tools
from ukur.store.models import Agency, OfficeEventRow
from ukur.usecases.chain import Noted, append_signed


@dataclass
class OfficeChange(Noted):
    """An agency under its lock, and the one event to tell."""

    agency: Agency
    actor: Actor
    now: datetime
    is_idle: bool = False
    """True when nothing turned out to be different: nothing to tell."""


@contextmanager
def changing_office(actor: Actor, tools: Tools) -> Iterator[OfficeChange]:
    """Lock the actor's agency, let the caller change its rows, then note one event.

    Raises:
        RuntimeError: the caller changed something without a note. That is a bug.
    """
    with transaction.atomic(durable=True):
        agency = Agency.objects.select_for_update(no_key=True).get(pk=actor.agency_id)
        change = OfficeChange(agency, actor, tools.clock.now())
        yield change
        if change.is_idle:
            return
        change.check_noted()
        append_signed(OfficeEventRow, f"{agency.code}/kantor", change, tools, agency=agency)
