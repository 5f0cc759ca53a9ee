"""A person chooses another password for the own account."""

from django.db import transaction

from ukur.domain.people import Actor
from ukur.domain.ports import Tools
from ukur.domain.refusals import NotValid
from ukur.store.models import Account
from ukur.usecases.office.passwords import password_problems


def change_password(*, password: str, actor: Actor, tools: Tools) -> None:
    """Give the actor's own account another password; other sessions of it end.

    Whoever calls has asked for the present password; a page knows the session, we do not.

    Raises:
        NotValid: the password is too weak.
    """
    del tools  # every use case takes the ports, also the one that needs none
    with transaction.atomic(durable=True):
        account = Account.objects.select_for_update(no_key=True).get(pk=actor.account_id)
        if problems := tuple(password_problems(password, account.username, account.name)):
            raise NotValid(problems)
        account.set_password(password)
        account.save(update_fields=["password"])
