"""An SOP from a file becomes a draft, whole or not at all."""

from django.db import transaction

from ukur.domain.people import Actor
from ukur.domain.ports import Tools
from ukur.domain.sop.model import Procedure
from ukur.domain.sop.writing import plain
from ukur.store.models import ProcedureDraft, ProcedureVersion
from ukur.usecases.procedures.drafting import check_may_write, check_no_draft, locked_agency

LONGEST_NAME = 200


def take_in_procedure(*, procedure: Procedure, name: str, actor: Actor, tools: Tools) -> int:
    """Keep a procedure that was read from the file `name` as a draft; its id.

    Nothing of a file that cannot be read gets here: reading refuses it with the row and the
    reason.

    Raises:
        NotTheKeeper: only the pengelola.
        DraftExists: the SOP of that key is being written already.
    """
    check_may_write(actor)
    with transaction.atomic(durable=True):
        agency = locked_agency(actor)
        check_no_draft(agency, procedure.key)
        versions = ProcedureVersion.objects.filter(
            agency=agency, key=procedure.key, withdrawn_at=None
        )
        draft = ProcedureDraft.objects.create(
            agency=agency,
            key=procedure.key,
            content=plain(procedure),
            based_on=versions.order_by("in_force_from", "pk").last(),
            source=name[:LONGEST_NAME],
            edited_by_id=actor.account_id,
            edited_at=tools.clock.now(),
        )
    return draft.pk
