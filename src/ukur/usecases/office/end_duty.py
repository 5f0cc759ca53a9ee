"""A duty is ended: by the pengelola, or by whoever gave it away for some days."""

from datetime import date

from django.db import transaction

from ukur.domain.handing_over import DELEGATED
from ukur.domain.people import Actor, Role
from ukur.domain.ports import Tools
from ukur.domain.refusals import NotValid, Problem
from ukur.store.models import Agency, DutyRow
from ukur.usecases.office.keeping import check_is_keeper, office_day


def end_duty(*, duty_id: int, ends: date | None, actor: Actor, tools: Tools) -> None:
    """Let the duty hold until the end of `ends`; without it, until yesterday: it is over now.

    Raises:
        NotTheKeeper: the actor is neither pengelola nor the one who gave the duty.
        DutyRow.DoesNotExist: no such duty at the actor's agency.
        NotValid: nobody would be pengelola any more.
    """
    today = office_day(actor, tools)
    with transaction.atomic(durable=True):
        # The agency is the lock: two keepers must not end each other.
        Agency.objects.select_for_update(no_key=True).get(pk=actor.agency_id)
        duty = DutyRow.objects.get(pk=duty_id, agency_id=actor.agency_id)
        if not (duty.acting in DELEGATED and duty.given_by_id == actor.account_id):
            check_is_keeper(actor)
        if duty.role == Role.KEEPER and not _another_keeper(duty):
            raise NotValid(problems=(Problem("ends", "last_keeper"),))
        duty.ends = ends or date.fromordinal(today.toordinal() - 1)
        duty.save(update_fields=["ends"])


def _another_keeper(duty: DutyRow) -> bool:
    others = DutyRow.objects.filter(
        agency_id=duty.agency_id, role=Role.KEEPER, ends=None, account__is_active=True
    )
    return others.exclude(pk=duty.pk).exists()
