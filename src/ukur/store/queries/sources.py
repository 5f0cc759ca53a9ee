"""Where imported figures came from: the mappings that are kept, and what was brought in."""

from dataclasses import dataclass
from datetime import datetime

from ukur.domain.collecting import RULES, Act
from ukur.domain.people import Actor, Role
from ukur.domain.periods import Period, YearPeriod
from ukur.domain.sources import MAPPERS, SourceMapping, System, mapping_from
from ukur.store.models import Cycle, SourceImport, SourceMap

MOST_LISTED = 50


@dataclass(frozen=True)
class SourcePlace:
    """The cycle into which figures are imported, as its page shows it."""

    cycle_id: int
    when: YearPeriod
    utc_offset: int
    may_take: bool
    may_map: bool
    units: frozenset[int] | None
    """The ids of the units for which the actor may take figures; None for all of them."""


@dataclass(frozen=True)
class Brought:
    """A file that was brought in."""

    id: int
    name: str
    system: str
    sha256: str
    taken: int
    at: datetime
    by: str
    map_version: int | None


def source_place(cycle_id: int, actor: Actor) -> SourcePlace | None:
    """Where figures are imported; None for whoever has no part in it. One query."""
    own = actor.units(Role.OPERATOR) | actor.units(Role.UNIT_HEAD)
    is_office = actor.has(*MAPPERS)
    if not own and not is_office:
        return None
    cycles = Cycle.objects.select_related("agency").filter(
        pk=cycle_id, agency_id=actor.agency_id, tasks__isnull=False
    )
    if not is_office:
        cycles = cycles.filter(tasks__unit__in=own)
    cycle = cycles.first()
    if cycle is None:
        return None
    return SourcePlace(
        cycle.pk,
        YearPeriod(cycle.year, Period(cycle.period)),
        cycle.agency.utc_offset,
        may_take=actor.has(*RULES[Act.IMPORT].of),
        may_map=is_office,
        units=None if actor.has(Role.TEAM) else frozenset(own),
    )


def newest_map(agency_id: int, system: System) -> SourceMapping:
    """The newest mapping of the system; empty before one was kept. One query."""
    row = (
        SourceMap.objects.filter(agency=agency_id, system=system.value, name=system.value)
        .order_by("-version")
        .first()
    )
    if row is None:
        return SourceMapping()
    kept = row.mapping
    return mapping_from(kept["elements"], kept["units"], row.version, row.pk)


@dataclass(frozen=True)
class MapVersion:
    """One version of the kept names of a system; `names` counts them."""

    number: int
    names: int
    at: datetime
    by: str


def map_versions(agency_id: int, system: System) -> tuple[MapVersion, ...]:
    """The versions of a system's names, the newest first. One query."""
    rows = SourceMap.objects.filter(agency=agency_id, system=system.value, name=system.value)
    return tuple(
        MapVersion(
            row.version,
            len(row.mapping["elements"]) + len(row.mapping["units"]),
            row.kept_at,
            row.kept_by.name,
        )
        for row in rows.select_related("kept_by").order_by("-version")[:MOST_LISTED]
    )


def brought_in(cycle_id: int) -> tuple[Brought, ...]:
    """The files that were brought into a cycle, the newest first. One query."""
    rows = (
        SourceImport.objects.filter(cycle=cycle_id)
        .order_by("-pk")
        .values_list(
            "id", "name", "system", "sha256", "taken", "at", "by__name", "source_map__version"
        )
    )
    return tuple(Brought(*row) for row in rows[:MOST_LISTED])
