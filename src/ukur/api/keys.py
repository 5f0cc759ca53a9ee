"""Who a program acts for: the key in its `Authorization` header, and nothing else."""

from django.http import HttpRequest
from ninja.security import HttpBearer

from ukur.edge.who import bearer_of
from ukur.store.queries.tokens import Bearer


class ApiKey(HttpBearer):
    """A key that holds. Sessions of a browser are not taken: a page elsewhere could use them."""

    def authenticate(self, request: HttpRequest, token: str) -> Bearer | None:
        """Whom the key stands for; None is answered with 401."""
        return bearer_of(request, token)
