"""A key is revoked: by its owner, or by the pengelola."""

from ukur.domain.api_keys import NotYourKey
from ukur.domain.people import Actor, Role
from ukur.domain.ports import Tools
from ukur.store.models import ApiToken
from ukur.usecases.office_chain import changing_office


def revoke_token(*, token_id: int, actor: Actor, tools: Tools) -> None:
    """Let the key open nothing from now on. One that is revoked already stays as it is.

    Raises:
        NotYourKey: the actor neither owns it nor is pengelola.
        ApiToken.DoesNotExist: no such key at the actor's agency.
    """
    with changing_office(actor, tools) as change:
        rows = ApiToken.objects.select_for_update(no_key=True)
        token = rows.get(pk=token_id, account__agency=actor.agency_id)
        if token.account_id != actor.account_id and not actor.has(Role.KEEPER):
            raise NotYourKey
        if token.revoked_at is not None:
            change.is_idle = True
            return
        token.revoked_at, token.revoked_by_id = change.now, actor.account_id
        token.save(update_fields=["revoked_at", "revoked_by"])
        change.note("key_revoked", key=token.pk, name=token.name, owner=token.account_id)
