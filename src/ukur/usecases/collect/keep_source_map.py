"""Step 4: what the names of another system are here is kept, so that it is said only once."""

from django.db import transaction

from ukur.domain.collecting import NotYourUnit
from ukur.domain.people import Actor
from ukur.domain.ports import Tools
from ukur.domain.sources import MAPPERS, SourceMapping, System, mapping_values
from ukur.store.models import Agency, SourceMap


def keep_source_map(*, system: System, mapping: SourceMapping, actor: Actor, tools: Tools) -> int:
    """The version under which the mapping is kept; an unchanged one keeps its version.

    A changed mapping is the next version, and what was imported by the old one keeps saying so.

    Raises:
        NotYourUnit: only Tim SAKIP and the planner say what the names of others are.
    """
    if not actor.has(*MAPPERS):
        raise NotYourUnit(needed=tuple(role.value for role in MAPPERS))
    values = mapping_values(mapping)
    with transaction.atomic(durable=True):
        agency = Agency.objects.select_for_update(no_key=True).get(pk=actor.agency_id)
        rows = SourceMap.objects.filter(agency=agency, system=system.value, name=system.value)
        newest = rows.order_by("-version").first()
        if newest and newest.mapping == values:
            return newest.version
        return SourceMap.objects.create(
            agency=agency,
            system=system.value,
            name=system.value,
            version=newest.version + 1 if newest else 1,
            mapping=values,
            kept_at=tools.clock.now(),
            kept_by_id=actor.account_id,
        ).version
