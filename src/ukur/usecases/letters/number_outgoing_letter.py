"""A letter that goes out gets the next number of the register."""

from django.db import transaction

from ukur.domain.letters import NumbersOnTrial, check_is_registrar, check_outgoing
from ukur.domain.people import Actor
from ukur.domain.ports import Tools
from ukur.domain.sop.worktime import local
from ukur.store.models import Agency
from ukur.store.queries.calendars import calendar_of
from ukur.usecases.letters.numbering import LETTER, numbered_letter


def number_outgoing_letter(*, subject: str, recipient: str, actor: Actor, tools: Tools) -> str:
    """Give the next number of the year, dated today; the number.

    Raises:
        NotARegistrar: the actor does not keep the registers.
        NotValid: no subject or no recipient.
        NumbersOnTrial: a trial gives no numbers.
    """
    check_is_registrar(actor)
    check_outgoing(subject, recipient)
    with transaction.atomic(durable=True):
        agency = Agency.objects.select_for_update(no_key=True).get(pk=actor.agency_id)
        today = local(tools.clock.now(), calendar_of(agency)).date()
        letter = numbered_letter(agency, None, kind=LETTER, subject=subject.strip(), day=today)
        if letter is None:
            raise NumbersOnTrial
        letter.recipient = recipient.strip()
        letter.save(update_fields=["recipient"])
    return letter.number
