"""Who is at the door: the account's duties that hold today, and what was refused to it."""

from django.http import HttpRequest

from ukur.domain.people import Actor
from ukur.domain.refusals import Refusal
from ukur.edge.wiring import tools
from ukur.store.queries.actors import actor_of_account
from ukur.store.queries.tokens import Bearer, bearer
from ukur.usecases.office.mark_token import ONCE_IN, mark_token
from ukur.usecases.office.record_attempt import record_attempt


def actor_of(request: HttpRequest) -> Actor:
    """The person who asks, with the duties that hold today. One query, kept for the request.

    Raises:
        PermissionError: nobody has signed in. Routes for strangers do not ask.
    """
    known = _known(request)
    if known is None:
        if not request.user.is_authenticated:
            raise PermissionError("no one has signed in")
        known = actor_of_account(request.user, tools().clock.now())
        request.ukur_actor = known  # type: ignore[attr-defined]  # a request carries its own cache
    return known


def bearer_of(request: HttpRequest, key: str) -> Bearer | None:
    """Whom the key of a program stands for, for this request; None if the key opens nothing.

    Two queries, and a third on its first use within a day.
    """
    now = tools().clock.now()
    found = bearer(key, now)
    if found is None:
        return None
    if found.marked_at is None or found.marked_at <= now - ONCE_IN:
        mark_token(token_id=found.token_id, tools=tools())
    request.ukur_actor = found.actor  # type: ignore[attr-defined]  # as above
    request.ukur_bearer = found  # type: ignore[attr-defined]  # as above
    return found


def bearer_on(request: HttpRequest) -> Bearer:
    """The key by which this request came in.

    Raises:
        PermissionError: it came in without one.
    """
    found: Bearer | None = getattr(request, "ukur_bearer", None)
    if found is None:
        raise PermissionError("no key")
    return found


def note_refusal(request: HttpRequest, refusal: Refusal) -> None:
    """Write the refused attempt into its own log, in its own transaction (decision 0040, 9)."""
    known = _known(request)
    account_id = known.account_id if known else request.user.pk
    record_attempt(
        account_id=account_id,
        what=f"{request.method} {request.path}"[:200],
        refusal=refusal,
        tools=tools(),
    )


def _known(request: HttpRequest) -> Actor | None:
    known: Actor | None = getattr(request, "ukur_actor", None)
    return known
