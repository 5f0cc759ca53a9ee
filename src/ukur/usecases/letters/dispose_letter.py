"""The head or the secretary says what is to be done with a letter that came in, and by whom."""

from django.db import transaction

from ukur.domain.letters import Sheet, check_sheet, disposes_as
from ukur.domain.people import Actor
from ukur.domain.ports import Tools
from ukur.domain.sop.worktime import local
from ukur.store.models import Disposition, IncomingLetter
from ukur.store.queries.calendars import calendar_of
from ukur.usecases.letters.sheets import kept_sheet


def dispose_letter(*, letter_id: int, sheet: Sheet, actor: Actor, tools: Tools) -> int:
    """Keep the disposition sheet of the letter; its id.

    A letter can be disposed more than once: the head to the secretary, who passes it on.

    Source: SOP Surat Masuk, rows 4 and 5.

    Raises:
        IncomingLetter.DoesNotExist: no such letter at the actor's agency.
        Refusal: see `ukur.domain.letters.check_sheet`.
    """
    now = tools.clock.now()
    with transaction.atomic(durable=True):
        letter = IncomingLetter.objects.select_related("agency").get(
            pk=letter_id, agency_id=actor.agency_id
        )
        check_sheet(sheet, local(now, calendar_of(letter.agency)).date(), actor)
        row = Disposition(letter=letter, given_as=disposes_as(actor).value)
        return kept_sheet(row, sheet, actor, now).pk
