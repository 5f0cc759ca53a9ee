"""Who is at the door: the account's duties that hold today, and what was refused to it."""

from django.http import HttpRequest

from ukur.domain.people import Actor
from ukur.domain.refusals import Refusal
from ukur.edge.wiring import tools
from ukur.store.queries.actors import actor
from ukur.usecases.office.record_attempt import record_attempt


def actor_of(request: HttpRequest) -> Actor:
    """The person who asks, with the duties that hold today. One query, kept for the request.

    Raises:
        PermissionError: nobody has signed in. Routes for strangers do not ask.
    """
    if not request.user.is_authenticated:
        raise PermissionError("no one has signed in")
    known: Actor | None = getattr(request, "ukur_actor", None)
    if known is None:
        known = actor(request.user.pk, tools().clock.now())
        request.ukur_actor = known  # type: ignore[attr-defined]  # a request carries its own cache
    return known


def note_refusal(request: HttpRequest, refusal: Refusal) -> None:
    """Write the refused attempt into its own log, in its own transaction (DECISIONS 21)."""
    account_id = request.user.pk if request.user.is_authenticated else None
    record_attempt(
        account_id=account_id,
        what=f"{request.method} {request.path}"[:200],
        refusal=refusal,
        tools=tools(),
    )
