"""A waiting table is not needed any more: it was brought in, or will not be."""

from django.db import transaction

from ukur.domain.people import Actor, Role
from ukur.domain.ports import Tools
from ukur.domain.sop.flow import WrongRole
from ukur.store.models import StagedTable

FORM_STEP = 3


def discard_table(*, staged_id: int, actor: Actor, tools: Tools) -> None:
    """Forget the actor's own file; one that is gone already is no error.

    Raises:
        WrongRole: only the planner brings in a plan.
    """
    del tools  # every use case takes the ports, also the one that needs none
    if not actor.has(Role.PLANNER):
        raise WrongRole(step=FORM_STEP, needed=(Role.PLANNER.value,))
    with transaction.atomic(durable=True):
        StagedTable.objects.filter(pk=staged_id, account_id=actor.account_id).delete()
