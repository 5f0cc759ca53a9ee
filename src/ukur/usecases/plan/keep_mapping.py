"""The mapping of the waiting table is kept, so that its columns are mapped only once."""

from dataclasses import asdict

from ukur.domain.people import Actor, Role
from ukur.domain.plan.foreign.mapping import LONGEST_NAME, TableGone, mapping_of
from ukur.domain.ports import Tools
from ukur.domain.refusals import NotValid, Problem
from ukur.domain.sop.flow import WrongRole
from ukur.store.models import MappingRow, StagedTable
from ukur.usecases.office_chain import changing_office

FORM_STEP = 3


def keep_mapping(*, staged_id: int, name: str, actor: Actor, tools: Tools) -> int:
    """The version under which the mapping of the waiting table is kept.

    An unchanged mapping keeps its version; a changed one becomes the next, and the old one
    stays.

    Raises:
        WrongRole: only the planner brings in a plan.
        NotValid: the name is missing, too long, or another mapping's.
        TableGone: the file does not wait any more, or was not mapped.
    """
    if not actor.has(Role.PLANNER):
        raise WrongRole(step=FORM_STEP, needed=(Role.PLANNER.value,))
    wanted = " ".join(name.split())
    if not wanted:
        raise NotValid((Problem("name", "needed"),))
    if len(wanted) > LONGEST_NAME:
        raise NotValid((Problem("name", "too_long_for_field", {"limit": LONGEST_NAME}),))
    with changing_office(actor, tools) as change:
        agency = change.agency
        staged = StagedTable.objects.filter(pk=staged_id, account_id=actor.account_id).first()
        if staged is None or not staged.mapping:
            raise TableGone
        mapping = mapping_of(staged.mapping)
        rows = MappingRow.objects.filter(agency=agency)
        if rows.filter(name__iexact=wanted).exclude(fingerprint=mapping.fingerprint).exists():
            raise NotValid((Problem("name", "taken", {"found": wanted}),))
        newest = rows.filter(fingerprint=mapping.fingerprint).order_by("-version").first()
        if newest and newest.name == wanted and mapping_of(newest.mapping) == mapping:
            change.is_idle = True
            return newest.version
        row = MappingRow.objects.create(
            agency=agency,
            fingerprint=mapping.fingerprint,
            version=newest.version + 1 if newest else 1,
            name=wanted,
            mapping=asdict(mapping),
            kept_at=change.now,
            kept_by_id=actor.account_id,
        )
        change.note("table_mapping_kept", mapping=row.pk, name=wanted, version=row.version)
    return row.version
