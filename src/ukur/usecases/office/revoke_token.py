"""A key is revoked: by its owner, or by the pengelola."""

from django.db import transaction

from ukur.domain.api_keys import NotYourKey
from ukur.domain.people import Actor, Role
from ukur.domain.ports import Tools
from ukur.store.models import ApiToken


def revoke_token(*, token_id: int, actor: Actor, tools: Tools) -> None:
    """Let the key open nothing from now on. One that is revoked already stays as it is.

    Raises:
        NotYourKey: the actor neither owns it nor is pengelola.
        ApiToken.DoesNotExist: no such key at the actor's agency.
    """
    with transaction.atomic(durable=True):
        rows = ApiToken.objects.select_for_update(no_key=True)
        token = rows.get(pk=token_id, account__agency=actor.agency_id)
        if token.account_id != actor.account_id and not actor.has(Role.KEEPER):
            raise NotYourKey
        if token.revoked_at is None:
            token.revoked_at, token.revoked_by_id = tools.clock.now(), actor.account_id
            token.save(update_fields=["revoked_at", "revoked_by"])
