"""The printed agreement was signed in ink by both parties and comes back as a scan."""

from ukur.domain.people import Actor
from ukur.domain.plan.agreement import Way
from ukur.domain.ports import Tools
from ukur.usecases.agreements import JOINERS, agreement_to_sign, changing_agreements, keep_both
from ukur.usecases.signed_files import check_scan


def join_agreement_scan(
    *, agreement_id: int, name: str, scan: bytes, actor: Actor, tools: Tools
) -> str:
    """The code of the agreement, whose record is now the scan.

    Raises:
        AgreementRow.DoesNotExist: no such agreement at the actor's agency.
        OnlyHeadSigns: the actor is neither the head nor the planner.
        AgreementClosed: it bears both signatures, or was replaced.
        FileRefused: the scan is empty, too large, or no PDF.
    """
    row = agreement_to_sign(agreement_id, actor, JOINERS)
    check_scan(name, scan)
    sha256 = tools.vault.put(scan)
    with changing_agreements(row.agency_id, row.year, actor, tools) as change:
        keep_both(change, row, sha256, Way.INK)
        change.note("agreement_signed", paper=row.code, way=Way.INK.value, signed=sha256)
    return row.code
