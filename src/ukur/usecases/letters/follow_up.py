"""An addressee tells what was done with a letter that was passed on to him."""

from django.db import transaction

from ukur.domain.letters import check_follow_up
from ukur.domain.people import Actor, Role
from ukur.domain.ports import Tools
from ukur.store.models import DispositionTo


def follow_up(*, addressee_id: int, note: str, actor: Actor, tools: Tools) -> None:
    """Mark the disposition as done by this addressee, with words about what was done.

    Source: SOP Surat Masuk, row 6.

    Raises:
        DispositionTo.DoesNotExist: no such disposition of a letter at the actor's agency.
        Refusal: see `ukur.domain.letters.check_follow_up`.
    """
    with transaction.atomic(durable=True):
        row = DispositionTo.objects.select_for_update(of=("self",), no_key=True).get(
            pk=addressee_id,
            disposition__agency_id=actor.agency_id,
            disposition__letter__isnull=False,
        )
        check_follow_up(Role(row.role), note, actor, is_done=row.done_at is not None)
        row.done_at, row.done_by_id, row.note = tools.clock.now(), actor.account_id, note.strip()
        row.save(update_fields=["done_at", "done_by", "note"])
