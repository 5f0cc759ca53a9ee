"""The pengelola has a certificate made for a duty; its holder chooses the passphrase."""

from ukur.domain.people import Actor, Role
from ukur.domain.ports import Tools
from ukur.domain.refusals import NotValid, Problem
from ukur.store.models import Agency
from ukur.usecases.office.keeping import check_is_keeper
from ukur.usecases.signed_files import key_name

SHORTEST = 8


def make_certificate(*, role: Role, passphrase: str, actor: Actor, tools: Tools) -> str:
    """Make key and certificate of the duty; the serial of the certificate in hex.

    A new one replaces the old; what the old one sealed stays valid. Source: DECISIONS 27.

    Raises:
        NotTheKeeper: the actor is not pengelola.
        NotValid: the passphrase is too short.
    """
    check_is_keeper(actor)
    if len(passphrase) < SHORTEST:
        facts = {"least": SHORTEST}
        raise NotValid(problems=(Problem("passphrase", "passphrase_too_short", facts),))
    agency = Agency.objects.get(pk=actor.agency_id)
    subject = f"{agency.head_title if role is Role.HEAD else role.value} {agency.region}"
    return tools.sealer.make_certificate(
        key_name(agency.code, role), subject, passphrase, tools.clock.now()
    )
