"""A draft of an SOP is thrown away; versions stay."""

from django.db import transaction

from ukur.domain.people import Actor
from ukur.usecases.procedures.drafting import check_may_write, locked_draft


def discard_draft(*, draft_id: int, actor: Actor) -> None:
    """Throw the draft away.

    Raises:
        NotTheKeeper: only the pengelola.
        ProcedureDraft.DoesNotExist: no such draft at the actor's agency.
    """
    check_may_write(actor)
    with transaction.atomic(durable=True):
        locked_draft(draft_id, actor).delete()
