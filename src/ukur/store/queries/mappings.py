"""Tables on their way in, and the mappings that are kept."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from ukur.domain.people import Actor
from ukur.domain.plan.foreign.mapping import KEPT_HOURS, TableMapping, mapping_of
from ukur.domain.plan.foreign.sheets import KnownUnit
from ukur.store.models import MappingRow, StagedTable, Unit


@dataclass(frozen=True)
class Staged:
    """A file that waits, with how it is to be read as far as that was said."""

    id: int
    name: str
    content: bytes
    mapping: TableMapping | None
    staged_at: datetime


@dataclass(frozen=True)
class Waiting:
    """A file that waits, without its content."""

    id: int
    name: str
    staged_at: datetime


@dataclass(frozen=True)
class KeptMapping:
    """The newest version of a mapping."""

    name: str
    version: int
    kept_at: datetime
    mapping: TableMapping


def staged_table(
    staged_id: int, actor: Actor, now: datetime, purpose: str = "table"
) -> Staged | None:
    """The actor's own file, if it still waits for that. One query."""
    row = _waiting(actor, now).filter(pk=staged_id, purpose=purpose).first()
    if row is None:
        return None
    mapping = mapping_of(row.mapping) if row.mapping else None
    return Staged(row.pk, row.name, bytes(row.content), mapping, row.staged_at)


def waiting_tables(actor: Actor, now: datetime) -> tuple[Waiting, ...]:
    """The actor's own files that wait, the newest first. One query."""
    rows = (
        _waiting(actor, now)
        .filter(purpose="table")
        .order_by("-staged_at", "-id")
        .values_list("id", "name", "staged_at")
    )
    return tuple(Waiting(*row) for row in rows)


def _waiting(actor: Actor, now: datetime) -> QuerySet[StagedTable]:
    oldest = now - timedelta(hours=KEPT_HOURS)
    return StagedTable.objects.filter(
        agency_id=actor.agency_id, account_id=actor.account_id, staged_at__gt=oldest
    )


def kept_mappings(agency_id: int) -> tuple[KeptMapping, ...]:
    """The newest version of each mapping, by name. One query."""
    newest: dict[str, KeptMapping] = {}
    for row in MappingRow.objects.filter(agency_id=agency_id).order_by("version"):
        newest[row.fingerprint] = KeptMapping(
            row.name, row.version, row.kept_at, mapping_of(row.mapping)
        )
    return tuple(sorted(newest.values(), key=lambda kept: kept.name.casefold()))


def known_units(agency_id: int) -> tuple[KnownUnit, ...]:
    """The agency's units in their order. One query."""
    rows = Unit.objects.filter(agency_id=agency_id).order_by("order", "code")
    return tuple(KnownUnit(*row) for row in rows.values_list("code", "name", "kind", "order"))
