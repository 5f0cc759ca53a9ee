"""The pengelola gives an account one more duty, also as Plt or Plh."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from ukur.domain.handing_over import LONGEST_BASIS
from ukur.domain.people import ACTING, UNIT_ROLES, Actor, Role
from ukur.domain.ports import Tools
from ukur.domain.refusals import NotValid, Problem
from ukur.store.models import Account, DutyRow, Unit
from ukur.usecases.office.keeping import check_is_keeper, office_day


@dataclass(frozen=True, kw_only=True)
class NewDuty:
    """Who gets which duty, from when until when; how they sign, on which letter it rests.

    `acting` is "" for a duty in full, or one of `ukur.domain.people.ACTING`.
    """

    account_id: int
    role: Role
    unit_id: int | None = None
    starts: date | None = None
    ends: date | None = None
    acting: str = ""
    basis: str = ""


def grant_duty(*, new: NewDuty, actor: Actor, tools: Tools) -> int:
    """Give the duty; its id. Without `starts` it holds from today.

    Source: decision 0040, 4, the pengelola keeps the accounts.

    Raises:
        NotTheKeeper: the actor is not pengelola.
        Account.DoesNotExist: no such account at the actor's agency.
        NotValid: the unit is missing, or the dates do not follow each other.
    """
    check_is_keeper(actor)
    with transaction.atomic(durable=True):
        account = Account.objects.select_for_update(no_key=True).get(
            pk=new.account_id, agency_id=actor.agency_id
        )
        problems = _problems(new, actor)
        if problems:
            raise NotValid(problems=problems)
        duty = DutyRow.objects.create(
            account=account,
            agency_id=actor.agency_id,
            role=new.role.value,
            unit_id=new.unit_id if new.role in UNIT_ROLES else None,
            starts=new.starts or office_day(actor, tools),
            ends=new.ends,
            acting=new.acting if new.acting in ACTING else "",
            basis=new.basis.strip(),
            given_by_id=actor.account_id,
            given_at=tools.clock.now(),
        )
    return duty.pk


def _problems(new: NewDuty, actor: Actor) -> tuple[Problem, ...]:
    units = Unit.objects.filter(pk=new.unit_id or 0, agency_id=actor.agency_id)
    found = []
    if new.role in UNIT_ROLES and not units.exists():
        found.append(Problem("unit", "needed"))
    if len(new.basis.strip()) > LONGEST_BASIS:
        found.append(Problem("basis", "basis_too_long"))
    if new.starts and new.ends and new.ends < new.starts:
        found.append(Problem("ends", "date_passed"))
    return tuple(found)
