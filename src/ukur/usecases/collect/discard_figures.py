"""Step 4: a file with figures is not needed any more: it was taken, or will not be."""

from django.db import transaction

from ukur.domain.people import Actor
from ukur.domain.ports import Tools
from ukur.domain.sources import Purpose
from ukur.store.models import StagedTable


def discard_figures(*, staged_id: int, actor: Actor, tools: Tools) -> None:
    """Forget the actor's own file; one that is gone already is no error."""
    del tools  # every use case takes the ports, also the one that needs none
    with transaction.atomic(durable=True):
        StagedTable.objects.filter(
            pk=staged_id,
            account_id=actor.account_id,
            purpose__in=[purpose.value for purpose in Purpose],
        ).delete()
