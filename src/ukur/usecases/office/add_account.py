"""The pengelola adds an account with its first duty."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from ukur.domain.people import UNIT_ROLES, Actor, Role
from ukur.domain.ports import Tools
from ukur.domain.refusals import NotValid, Problem
from ukur.store.models import Account, Agency, DutyRow, Unit
from ukur.usecases.office.keeping import check_is_keeper
from ukur.usecases.office.passwords import password_problems


@dataclass(frozen=True, kw_only=True)
class NewAccount:
    """Who is added, in which duty. A duty of a unit needs the unit."""

    username: str
    name: str
    role: Role
    password: str = ""
    email: str = ""
    nip: str = ""
    rank: str = ""
    unit_id: int | None = None
    starts: date | None = None


def add_account(*, new: NewAccount, actor: Actor, tools: Tools) -> int:
    """Add the account at the actor's agency; its id. In a sample no password is needed.

    Source: decision 0040, 4, the pengelola keeps the accounts.

    Raises:
        NotTheKeeper: the actor is not pengelola.
        NotValid: something is missing or taken, or the password is too weak.
    """
    check_is_keeper(actor)
    today = tools.clock.now().date()
    with transaction.atomic(durable=True):
        agency = Agency.objects.select_for_update(no_key=True).get(pk=actor.agency_id)
        problems = _problems(new, agency)
        if problems:
            raise NotValid(problems=problems)
        account = Account(
            username=new.username.strip(),
            name=new.name.strip(),
            email=new.email.strip(),
            nip=new.nip.strip(),
            rank=new.rank.strip(),
            agency=agency,
            is_sample=agency.mode != Agency.Mode.REAL,
        )
        account.set_password(new.password or None)
        account.save()
        DutyRow.objects.create(
            account=account,
            agency=agency,
            role=new.role.value,
            unit_id=new.unit_id,
            starts=new.starts or today,
        )
    return account.pk


def _problems(new: NewAccount, agency: Agency) -> tuple[Problem, ...]:
    found = [
        Problem(where, code)
        for where, code, is_wrong in (
            ("username", "needed", not new.username.strip()),
            ("name", "needed", not new.name.strip()),
            ("unit", "needed", new.role in UNIT_ROLES and new.unit_id is None),
        )
        if is_wrong
    ]
    if Account.objects.filter(username=new.username.strip()).exists():
        found.append(Problem("username", "taken", {"found": new.username.strip()}))
    if new.unit_id and not Unit.objects.filter(pk=new.unit_id, agency=agency).exists():
        found.append(Problem("unit", "needed"))
    if agency.mode == Agency.Mode.REAL or new.password:
        found += password_problems(new.password, new.username, new.name)
    return tuple(found)
