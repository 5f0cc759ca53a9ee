"""Accounts by their names."""

from ukur.store.models import Account


def account_id(username: str) -> int | None:
    """The id of the account that may sign in under that name, None if there is none. One query."""
    found = Account.objects.filter(username=username, is_active=True).values_list("pk", flat=True)
    return found.first()
