"""What all that touches a draft of an SOP shares: the right, and the row, locked."""

from ukur.domain.people import Actor, NotTheKeeper, Role
from ukur.domain.sop.issuing import DraftExists
from ukur.store.models import Agency, ProcedureDraft


def check_may_write(actor: Actor) -> None:
    """Nothing, if the actor may write SOPs.

    Source: decision 0040, 4.

    Raises:
        NotTheKeeper: only the pengelola.
    """
    if not actor.has(Role.KEEPER):
        raise NotTheKeeper


def locked_agency(actor: Actor) -> Agency:
    """The actor's agency, locked: two drafts of one SOP cannot begin at once."""
    return Agency.objects.select_for_update(no_key=True).get(pk=actor.agency_id)


def locked_draft(draft_id: int, actor: Actor) -> ProcedureDraft:
    """The draft, locked.

    Raises:
        ProcedureDraft.DoesNotExist: no such draft at the actor's agency.
    """
    rows = ProcedureDraft.objects.select_for_update(of=("self",), no_key=True)
    return rows.get(pk=draft_id, agency_id=actor.agency_id)


def check_no_draft(agency: Agency, key: str) -> None:
    """Nothing, if nobody writes the SOP now.

    Raises:
        DraftExists: somebody does.
    """
    if draft := ProcedureDraft.objects.filter(agency=agency, key=key).first():
        raise DraftExists(draft_id=draft.pk, key=key)
