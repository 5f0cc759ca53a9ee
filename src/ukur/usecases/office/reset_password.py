"""A new password for someone who cannot sign in, given by who runs the installation."""

from dataclasses import dataclass
from typing import ClassVar

from django.db import transaction

from ukur.domain.refusals import NotNow, NotValid
from ukur.store.models import Account
from ukur.usecases.office.passwords import password_problems


@dataclass(eq=False)
class AccountUnknown(NotNow):
    """There is no account of that name that may sign in."""

    code: ClassVar[str] = "account_unknown"
    username: str


def reset_password(*, username: str, password: str) -> None:
    """Give the account another password; whoever is signed in with it is signed out.

    There is no actor: only who can run commands on the machine gets here, and that
    person could read the database anyway.

    Raises:
        AccountUnknown: there is no such account, or it was closed.
        NotValid: the password is too weak.
    """
    with transaction.atomic(durable=True):
        account = (
            Account.objects.select_for_update(no_key=True)
            .filter(username=username, is_active=True)
            .first()
        )
        if account is None:
            raise AccountUnknown(username=username)
        if problems := tuple(password_problems(password, account.username, account.name)):
            raise NotValid(problems)
        account.set_password(password)
        account.save(update_fields=["password"])
