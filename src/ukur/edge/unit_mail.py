"""Mail about forms of units that goes out at once, for pages and the API alike."""

from collections.abc import Collection

from ukur.domain.people import Actor
from ukur.edge.notice_words import notice_mail
from ukur.edge.wiring import prompt_mailer, tools
from ukur.store.queries.unit_flow import form_ids
from ukur.usecases.clock.mail_units import mail_units
from ukur.usecases.clock.posting import Mailed


def mail_at_once(task_ids: Collection[int], actor: Actor) -> Mailed:
    """Mail what was just told about these forms; call it when the change is kept.

    It never fails: what the server does not take waits for `ukur tick`, and the board says so.
    """
    return mail_units(
        task_ids=task_ids,
        agency_id=actor.agency_id,
        write=notice_mail,
        mailer=prompt_mailer(),
        tools=tools(),
    )


def mail_cycle_at_once(cycle_id: int, actor: Actor) -> Mailed:
    """The same for all forms of a cycle: they were opened together, or some were given back."""
    return mail_at_once(form_ids(cycle_id), actor)
