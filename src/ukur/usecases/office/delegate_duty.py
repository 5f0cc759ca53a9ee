"""The holder of a duty gives it for some days to somebody else of the office, who signs as such."""

from django.db import transaction

from ukur.domain.handing_over import Delegation, check_delegation, check_may_delegate
from ukur.domain.people import Actor, Duty, Role
from ukur.domain.ports import Tools
from ukur.domain.refusals import NotValid, Problem
from ukur.store.models import Account, Agency, DutyRow
from ukur.usecases.office.keeping import office_day


def delegate_duty(*, duty_id: int, wanted: Delegation, actor: Actor, tools: Tools) -> int:
    """Give the duty as Plh or a.n.; the id of the duty that the other then holds.

    The holder keeps theirs: the paper, the seal and the journal say which of the two acted.

    Raises:
        DutyRow.DoesNotExist: no such duty at the actor's agency.
        NotYoursToGive: see `ukur.domain.handing_over.check_may_delegate`.
        NotValid: a day, the letter or the person does not fit; nobody of the office by that id.
    """
    today = office_day(actor, tools)
    with transaction.atomic(durable=True):
        # The agency is the lock, as for every change of its duties.
        Agency.objects.select_for_update(no_key=True).get(pk=actor.agency_id)
        row = DutyRow.objects.get(pk=duty_id, agency_id=actor.agency_id)
        duty = Duty(Role(row.role), row.unit_id, row.starts, row.ends, row.acting)
        check_may_delegate(duty, row.account_id, actor)
        check_delegation(duty, row.account_id, wanted, today)
        if not Account.objects.filter(
            pk=wanted.to, agency_id=actor.agency_id, is_active=True
        ).exists():
            raise NotValid(problems=(Problem("to", "nobody_chosen"),))
        # Whoever holds the role already would act in two ways on one day.
        held = DutyRow.objects.filter(
            account=wanted.to, role=row.role, agency_id=actor.agency_id
        ).exclude(starts__gt=wanted.ends)
        if held.exclude(ends__lt=wanted.starts).exists():
            raise NotValid(problems=(Problem("to", "holds_it_already"),))
        return DutyRow.objects.create(
            account_id=wanted.to,
            agency_id=actor.agency_id,
            role=row.role,
            starts=wanted.starts,
            ends=wanted.ends,
            acting=wanted.acting,
            basis=wanted.basis.strip(),
            given_by_id=actor.account_id,
            given_at=tools.clock.now(),
        ).pk
