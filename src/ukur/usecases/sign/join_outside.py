"""Step 8: the document was signed elsewhere and comes back with its signature."""

from ukur.domain.people import Actor
from ukur.domain.ports import Tools
from ukur.domain.sop.flow import Position
from ukur.domain.sop.model import Work
from ukur.store.models import PaperRow
from ukur.usecases.changing import Seen, changing
from ukur.usecases.measurement_paper import loaded_cycle
from ukur.usecases.sign.ready import check_may_sign, keep_signed, printed_document, signed_facts
from ukur.usecases.signed_files import check_scan, verdict_on_ours


def join_outside(*, seen: Seen, pdf: bytes, actor: Actor, tools: Tools) -> Position:
    """Verify the signed file, join it as the record, and open the next step.

    The file must be our document with a signature added to it: our bytes first, unchanged,
    the signature after them, as PAdES does. Source: SOP row 8; decision 0040, 14.

    Raises:
        FileRefused: no PDF; not our document ("not_ours"); unsigned, or changed after signing.
        Refusal: see `ukur.domain.sop.flow.decide`.
    """
    check_scan("dokumen.pdf", pdf)
    cycle = loaded_cycle(seen.cycle_id, actor.agency_id)
    move = check_may_sign(cycle, seen, actor)
    made = printed_document(cycle, actor, tools)
    verdict = verdict_on_ours(pdf, (made.pdf,), tools)
    shas = tools.vault.put(made.pdf), tools.vault.put(pdf)
    with changing(seen.cycle_id, actor, tools) as change:
        after = change.leave_by(Work.SIGN, move)
        row = keep_signed(change, made, shas, PaperRow.SignedBy.OUTSIDE)
        change.note("signed", **signed_facts(row), subject=verdict.subject, issuer=verdict.issuer)
    return after
