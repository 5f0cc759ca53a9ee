"""The pengelola gives someone a new password."""

from django.db import transaction

from ukur.domain.people import Actor
from ukur.domain.ports import Tools
from ukur.domain.refusals import NotValid
from ukur.store.models import Account
from ukur.usecases.office.keeping import check_is_keeper
from ukur.usecases.office.passwords import password_problems


def set_password(*, account_id: int, password: str, actor: Actor, tools: Tools) -> None:
    """Give the account another password; whoever is signed in with it is signed out.

    Raises:
        NotTheKeeper: the actor is not pengelola.
        Account.DoesNotExist: no such account at the actor's agency.
        NotValid: the password is too weak.
    """
    del tools  # every use case takes the ports, also the one that needs none
    check_is_keeper(actor)
    with transaction.atomic(durable=True):
        account = Account.objects.select_for_update(no_key=True).get(
            pk=account_id, agency_id=actor.agency_id
        )
        if problems := tuple(password_problems(password, account.username, account.name)):
            raise NotValid(problems)
        account.set_password(password)
        account.save(update_fields=["password"])
