"""A letter that came in gets the next number of the agenda."""

from dataclasses import dataclass

from django.db import transaction

from ukur.domain.letters import Received, check_is_registrar, check_received
from ukur.domain.people import Actor
from ukur.domain.ports import Tools
from ukur.domain.sop.worktime import local
from ukur.store.models import Agency, IncomingLetter
from ukur.store.queries.calendars import calendar_of
from ukur.usecases.kept_files import KeptFile, kept_file
from ukur.usecases.letters.numbering import next_agenda


@dataclass(frozen=True)
class Scan:
    """The letter as it was scanned."""

    name: str
    content: bytes


def register_incoming_letter(
    *, letter: Received, scan: Scan | None, actor: Actor, tools: Tools
) -> int:
    """Enter the letter under the next number of the year in which it was received; its id.

    Source: SOP Surat Masuk, row 1.

    Raises:
        NotARegistrar: the actor does not keep the registers.
        NotValid: a field is empty or too long, or a date lies in the future.
        FileRefused: the scan is empty, too large, or not what its name says.
    """
    check_is_registrar(actor)
    file = kept_file(scan.name, scan.content, tools) if scan else KeptFile("", "", 0, "")
    now = tools.clock.now()
    with transaction.atomic(durable=True):
        # The agency is the lock: two letters with one number.
        agency = Agency.objects.select_for_update(no_key=True).get(pk=actor.agency_id)
        check_received(letter, local(now, calendar_of(agency)).date())
        row = IncomingLetter.objects.create(
            agency=agency,
            year=letter.received_on.year,
            agenda=next_agenda(agency, letter.received_on.year),
            received_on=letter.received_on,
            sender=letter.sender.strip(),
            number=letter.number.strip(),
            dated=letter.dated,
            subject=letter.subject.strip(),
            nature=letter.nature.value,
            **vars(file),
            registered_at=now,
            registered_by_id=actor.account_id,
        )
    return row.pk
