"""Step 8: the printed document was signed in ink and comes back as a scan."""

from ukur.domain.people import Actor
from ukur.domain.ports import Tools
from ukur.domain.sop.flow import Position
from ukur.domain.sop.model import Work
from ukur.store.models import PaperRow
from ukur.usecases.changing import Seen, changing
from ukur.usecases.measurement_paper import loaded_cycle
from ukur.usecases.sign.ready import check_may_sign, keep_signed, printed_document, signed_facts
from ukur.usecases.signed_files import check_scan


def join_scan(*, seen: Seen, name: str, scan: bytes, actor: Actor, tools: Tools) -> Position:
    """Keep the scan as the record beside the document that was printed, and open the next step.

    Source: SOP row 8; decision 0040, 14.

    Raises:
        FileRefused: the scan is empty, too large, or no PDF.
        Refusal: see `ukur.domain.sop.flow.decide`.
    """
    check_scan(name, scan)
    cycle = loaded_cycle(seen.cycle_id, actor.agency_id)
    move = check_may_sign(cycle, seen, actor)
    made = printed_document(cycle, actor, tools)
    shas = tools.vault.put(made.pdf), tools.vault.put(scan)
    with changing(seen.cycle_id, actor, tools) as change:
        after = change.leave_by(Work.SIGN, move)
        row = keep_signed(change, made, shas, PaperRow.SignedBy.INK)
        change.note("signed", **signed_facts(row))
    return after
