"""Step 8: the head signs with the internal seal of the duty."""

from ukur.domain.people import Actor
from ukur.domain.ports import Tools
from ukur.domain.sop.flow import Position
from ukur.domain.sop.model import Work
from ukur.store.models import PaperRow
from ukur.usecases.changing import Seen, changing
from ukur.usecases.measurement_paper import loaded_cycle
from ukur.usecases.paper_frame import period_text
from ukur.usecases.sign.ready import (
    check_head,
    check_may_sign,
    document_to_seal,
    keep_signed,
    signed_facts,
)
from ukur.usecases.signed_files import head_seal, sealed_by_head


def seal_document(*, seen: Seen, passphrase: str, actor: Actor, tools: Tools) -> Position:
    """Typeset the final document, seal it with the duty's key, and open the next step.

    Source: SOP row 8; decision 0040, 13: the seal is internal, and the paper says so.

    Raises:
        NoCertificate: the actor's own duty has no key.
        NotValid: the passphrase does not open the key.
        JournalMoved: something was changed while the document was being sealed.
        Refusal: see `ukur.domain.sop.flow.decide`.
    """
    cycle = loaded_cycle(seen.cycle_id, actor.agency_id)
    move = check_may_sign(cycle, seen, actor)
    made, head = document_to_seal(cycle, actor, tools)
    by = head_seal(actor, passphrase, f"Pengukuran kinerja {period_text(cycle)}")
    signed = sealed_by_head(made.pdf, by, tools.clock.now(), tools)
    shas = tools.vault.put(made.pdf), tools.vault.put(signed)
    with changing(seen.cycle_id, actor, tools) as change:
        after = change.leave_by(Work.SIGN, move)
        check_head(change, head)
        row = keep_signed(change, made, shas, PaperRow.SignedBy.SEAL)
        change.note("signed", **signed_facts(row))
    return after
