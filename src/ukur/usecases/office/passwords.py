"""Whether a password will do."""

from collections.abc import Iterator

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from ukur.domain.refusals import Problem
from ukur.store.models import Account


def password_problems(password: str, username: str, name: str) -> Iterator[Problem]:
    """What makes a password too weak for the person, if anything does."""
    try:
        validate_password(password, Account(username=username, name=name))
    except ValidationError as error:
        for one in error.error_list:
            facts = {key: str(value) for key, value in (one.params or {}).items()}
            yield Problem("password", one.code or "password_weak", facts)
