"""The pengelola has a certificate made for a duty; its holder chooses the passphrase."""

from datetime import date

from django.db import transaction
from django.db.models import Q

from ukur.domain.people import Actor, NobodyHoldsDuty, Role, held_title
from ukur.domain.ports import Tools
from ukur.domain.refusals import NotValid, Problem
from ukur.store.models import Agency, DutyRow
from ukur.usecases.office.keeping import check_is_keeper, office_day

SHORTEST = 8


def make_certificate(
    *, role: Role, passphrase: str, actor: Actor, tools: Tools, duty_id: int | None = None
) -> str:
    """Make key and certificate of a duty; the serial of the certificate in hex.

    A duty of its own has a key of its own: whoever takes the office over, for good or as Plt or
    Plh, gets another one, and cannot use that of the holder before. Without `duty_id` it is
    for whoever holds the role in full today. For a duty that has one, a new key replaces the
    old; what the old one sealed stays valid. Source: decisions 0040, 13, and 0022.

    Raises:
        NotTheKeeper: the actor is not pengelola.
        NotValid: the passphrase is too short.
        NobodyHoldsDuty: there is no such duty, or it has ended.
    """
    check_is_keeper(actor)
    if len(passphrase) < SHORTEST:
        facts = {"least": SHORTEST}
        raise NotValid(problems=(Problem("passphrase", "passphrase_too_short", facts),))
    today = office_day(actor, tools)
    with transaction.atomic(durable=True):
        # The agency is the lock: two duties never come to one name.
        agency = Agency.objects.select_for_update(no_key=True).get(pk=actor.agency_id)
        duty = _duty(agency, role, duty_id, today)
        number = _number(agency, role, duty)
        base = f"{agency.code}-{role.value}"
        duty.key_name = duty.key_name or (base if number == 1 else f"{base}-{number}")
        title = agency.head_title if role is Role.HEAD else role.value
        subject = held_title(f"{title} {agency.region}", duty.acting)
        subject = subject if number == 1 else f"{subject} ({number})"
        duty.save(update_fields=["key_name"])
        return tools.sealer.make_certificate(duty.key_name, subject, passphrase, tools.clock.now())


def _duty(agency: Agency, role: Role, duty_id: int | None, today: date) -> DutyRow:
    held = DutyRow.objects.filter(Q(ends=None) | Q(ends__gte=today), agency=agency, role=role)
    if duty_id is None:
        held = held.filter(Q(starts=None) | Q(starts__lte=today), acting="")
    else:
        held = held.filter(pk=duty_id)
    found = held.order_by("-starts", "-pk").first()
    if found is None:
        raise NobodyHoldsDuty
    return found


def _number(agency: Agency, role: Role, duty: DutyRow) -> int:
    """Which key of the role it is: the duties that had one before it, and one."""
    known = DutyRow.objects.filter(agency=agency, role=role).exclude(key_name="")
    if not duty.key_name:
        return known.count() + 1
    tail = duty.key_name.rpartition("-")[2]
    return int(tail) if tail.isdecimal() else 1
