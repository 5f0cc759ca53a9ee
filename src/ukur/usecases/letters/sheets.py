"""How a disposition becomes rows of its register, whether of a letter or of a cycle's order."""

from datetime import datetime

from ukur.domain.letters import Sheet
from ukur.domain.people import Actor
from ukur.store.models import Disposition, DispositionTo


def kept_sheet(row: Disposition, sheet: Sheet, actor: Actor, now: datetime) -> Disposition:
    """The row with its words and its addressees; the caller has said what it disposes."""
    row.agency_id = actor.agency_id
    row.instruction = sheet.instruction.strip()
    row.due_on = sheet.due_on
    row.given_at, row.given_by_id = now, actor.account_id
    row.save()
    DispositionTo.objects.bulk_create(
        DispositionTo(disposition=row, role=role.value) for role in sheet.to
    )
    return row
