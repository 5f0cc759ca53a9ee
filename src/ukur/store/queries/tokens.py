"""Keys of programs: who holds the one that was shown, and the lists of a person and an agency."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from ukur.domain.api_keys import digest_of
from ukur.domain.people import Actor
from ukur.store.models import ApiToken
from ukur.store.queries.actors import actor_of_account

MOST_LISTED = 200


@dataclass(frozen=True)
class Bearer:
    """Whoever a key stands for now; `marked_at` is when its use was last written down."""

    token_id: int
    name: str
    unit_id: int | None
    ends_at: datetime
    marked_at: datetime | None
    actor: Actor


@dataclass(frozen=True)
class KeyLine:
    """A key in a list; `unit` is "" for one that carries all duties of its account."""

    id: int
    name: str
    owner: str
    unit: str
    made_at: datetime
    ends_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None
    revoked_by: str

    def holds(self, now: datetime) -> bool:
        return self.revoked_at is None and now < self.ends_at


def bearer(key: str, now: datetime) -> Bearer | None:
    """Whom the key stands for; None for one that is unknown, revoked, or over. Two queries.

    The account's duties are those of this moment: what was taken away is gone for its keys too.
    """
    rows = ApiToken.objects.select_related("account__agency")
    row = rows.filter(
        digest=digest_of(key), revoked_at=None, ends_at__gt=now, account__is_active=True
    ).first()
    if row is None:
        return None
    whole = actor_of_account(row.account, now)
    acts = whole if row.unit_id is None else whole.only_at(row.unit_id)
    return Bearer(row.pk, row.name, row.unit_id, row.ends_at, row.used_at, acts)


def keys_of(account_id: int) -> tuple[KeyLine, ...]:
    """The keys of an account, the newest first. One query."""
    return _lines(ApiToken.objects.filter(account=account_id))


def keys_at(agency_id: int, now: datetime) -> tuple[KeyLine, ...]:
    """The keys that hold at an agency, the newest first. One query."""
    return _lines(
        ApiToken.objects.filter(account__agency=agency_id, revoked_at=None, ends_at__gt=now)
    )


def _lines(rows: QuerySet[ApiToken]) -> tuple[KeyLine, ...]:
    named = rows.select_related("account", "unit", "revoked_by").order_by("-pk")
    return tuple(
        KeyLine(
            id=row.pk,
            name=row.name,
            owner=row.account.name,
            unit=row.unit.name if row.unit else "",
            made_at=row.made_at,
            ends_at=row.ends_at,
            used_at=row.used_at,
            revoked_at=row.revoked_at,
            revoked_by=row.revoked_by.name if row.revoked_by else "",
        )
        for row in named[:MOST_LISTED]
    )
