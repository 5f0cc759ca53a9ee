"""A letter that a run sends out takes its number while the step is open."""

from ukur.domain.letters import NumbersOnTrial, check_outgoing
from ukur.domain.people import Actor
from ukur.domain.ports import Tools
from ukur.store.models import Agency
from ukur.usecases.changing import RunSeen
from ukur.usecases.letters.numbering import LETTER, numbered_letter
from ukur.usecases.paper_frame import local_date
from ukur.usecases.run.working import working


def number_letter(
    *, seen: RunSeen, subject: str, recipient: str, actor: Actor, tools: Tools
) -> str:
    """Give the next number of the year to a letter of this run; the number.

    Raises:
        NotValid: no subject or no recipient.
        NumbersOnTrial: a trial gives no numbers.
        Refusal: see `ukur.usecases.run.working.working`.
    """
    check_outgoing(subject, recipient)
    with working(seen, actor, tools) as (change, _step):
        # The run before the agency, as every change that numbers a letter takes them.
        agency = Agency.objects.select_for_update(no_key=True).get(pk=actor.agency_id)
        letter = numbered_letter(
            agency,
            change.run,
            kind=LETTER,
            subject=subject.strip(),
            day=local_date(change.now, change.calendar),
        )
        if letter is None:
            raise NumbersOnTrial
        letter.recipient = recipient.strip()
        letter.save(update_fields=["recipient"])
        change.note(
            "letter_numbered", number=letter.number, subject=letter.subject, to=letter.recipient
        )
    return letter.number
