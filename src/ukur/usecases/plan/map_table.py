"""A planner says how the waiting table is to be read, as far as it is clear by now."""

from dataclasses import asdict

from django.db import transaction

from ukur.domain.people import Actor, Role
from ukur.domain.plan.foreign.mapping import TableGone, TableMapping
from ukur.domain.ports import Tools
from ukur.domain.sop.flow import WrongRole
from ukur.store.models import StagedTable

FORM_STEP = 3


def map_table(*, staged_id: int, mapping: TableMapping, actor: Actor, tools: Tools) -> None:
    """Write down the mapping beside the file that waits; nothing is brought in.

    Raises:
        WrongRole: only the planner brings in a plan.
        TableGone: the file does not wait any more.
    """
    del tools  # every use case takes the ports, also the one that needs none
    if not actor.has(Role.PLANNER):
        raise WrongRole(step=FORM_STEP, needed=(Role.PLANNER.value,))
    with transaction.atomic(durable=True):
        own = StagedTable.objects.filter(pk=staged_id, account_id=actor.account_id)
        if not own.update(mapping=asdict(mapping)):
            raise TableGone
