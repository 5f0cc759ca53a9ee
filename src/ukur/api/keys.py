"""Who a program acts for: the key in its `Authorization` header, and nothing else."""

from django.http import HttpRequest
from ninja.security import HttpBearer

from ukur.edge.knocks import knocked
from ukur.edge.who import bearer_of
from ukur.store.queries.tokens import Bearer


class TooManyKnocks(Exception):
    """Too many keys that open nothing came from the address; `seconds` is how long to wait."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class ApiKey(HttpBearer):
    """A key that holds. Sessions of a browser are not taken: a page elsewhere could use them."""

    def authenticate(self, request: HttpRequest, token: str) -> Bearer | None:
        """Whom the key stands for; None is answered with 401.

        A key that holds is taken even while others from its address are not: behind a proxy all
        of an office has one address.

        Raises:
            TooManyKnocks: it opens nothing, as too many before it did.
        """
        found = bearer_of(request, token)
        if found is None and (seconds := knocked(request)):
            raise TooManyKnocks(seconds)
        return found
