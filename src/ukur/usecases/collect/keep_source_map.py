"""Step 4: what the names of another system are here is kept, so that it is said only once."""

from collections.abc import Mapping
from typing import Any

from ukur.domain.collecting import NotYourUnit
from ukur.domain.journal import Plain
from ukur.domain.people import Actor
from ukur.domain.ports import Tools
from ukur.domain.sources import MAPPERS, NamesMoved, SourceMapping, System, mapping_values
from ukur.store.models import SourceMap
from ukur.usecases.office_chain import changing_office


def keep_source_map(
    *,
    system: System,
    mapping: SourceMapping,
    actor: Actor,
    tools: Tools,
    seen_version: int | None = None,
) -> int:
    """The version under which the mapping is kept; an unchanged one keeps its version.

    A changed mapping is the next version, and what was imported by the old one keeps saying so.

    Raises:
        NotYourUnit: only Tim SAKIP and the planner say what the names of others are.
        NamesMoved: the newest version is not the one that was seen.
    """
    if not actor.has(*MAPPERS):
        raise NotYourUnit(needed=tuple(role.value for role in MAPPERS))
    values = mapping_values(mapping)
    with changing_office(actor, tools) as change:
        agency = change.agency
        rows = SourceMap.objects.filter(agency=agency, system=system.value, name=system.value)
        newest = rows.order_by("-version").first()
        if newest and seen_version not in (None, newest.version):
            raise NamesMoved(version=newest.version)
        if newest and newest.mapping == values:
            change.is_idle = True
            return newest.version
        row = SourceMap.objects.create(
            agency=agency,
            system=system.value,
            name=system.value,
            version=newest.version + 1 if newest else 1,
            mapping=values,
            kept_at=change.now,
            kept_by_id=actor.account_id,
        )
        change.note(
            "source_map_kept",
            system=system.value,
            version=row.version,
            **_changes(newest.mapping if newest else mapping_values(SourceMapping()), values),
        )
    return row.version


def _changes(was: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, Plain]:
    """The names that are said anew and those that are no longer, of elements and of units."""
    found: dict[str, Plain] = {}
    for kind in ("elements", "units"):
        before, after = dict(was[kind]), dict(now[kind])
        found[f"{kind}_said"] = {
            name: said for name, said in after.items() if before.get(name) != said
        }
        found[f"{kind}_forgotten"] = sorted(set(before) - set(after))
    return found
