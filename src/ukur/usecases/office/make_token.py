"""A person makes a key by which a program may act for them."""

import secrets
from datetime import datetime, time, timedelta

from ukur.domain.api_keys import MOST_KEYS, PREFIX, NewKey, TooManyKeys, check_new_key, digest_of
from ukur.domain.people import Actor
from ukur.domain.ports import Tools
from ukur.domain.sop.worktime import local
from ukur.store.models import Account, ApiToken
from ukur.store.queries.calendars import calendar_of
from ukur.usecases.office_chain import changing_office

RANDOM_BYTES = 32


def make_token(*, wanted: NewKey, actor: Actor, tools: Tools) -> str:
    """Keep the hash of a new key of the actor's own account; the key, which nobody sees again.

    It holds until the end of its last day on the clock of the agency.

    Raises:
        NotValid: see `ukur.domain.api_keys.check_new_key`.
        TooManyKeys: the account has as many as it may have.
    """
    key = PREFIX + secrets.token_urlsafe(RANDOM_BYTES)
    with changing_office(actor, tools) as change:
        account, now = Account.objects.get(pk=actor.account_id), change.now
        here = local(now, calendar_of(change.agency))
        check_new_key(wanted, here.date(), actor)
        held = ApiToken.objects.filter(account=account, revoked_at=None, ends_at__gt=now)
        if held.count() >= MOST_KEYS:
            raise TooManyKeys(most=MOST_KEYS)
        row = ApiToken.objects.create(
            account=account,
            unit_id=wanted.unit_id,
            name=wanted.name.strip(),
            digest=digest_of(key),
            made_at=now,
            ends_at=datetime.combine(wanted.ends_on + timedelta(days=1), time.min, here.tzinfo),
        )
        change.note(
            "key_made",
            key=row.pk,
            name=row.name,
            unit=row.unit.code if row.unit else "",
            ends_on=wanted.ends_on.isoformat(),
        )
    return key
