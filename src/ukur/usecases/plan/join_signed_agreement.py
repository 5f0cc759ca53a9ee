"""The agreement was signed electronically elsewhere and comes back with its signatures."""

from ukur.domain.people import Actor
from ukur.domain.plan.agreement import Way
from ukur.domain.ports import Tools
from ukur.usecases.agreements import JOINERS, agreement_to_sign, changing_agreements, keep_both
from ukur.usecases.signed_files import verdict_on_ours


def join_signed_agreement(*, agreement_id: int, pdf: bytes, actor: Actor, tools: Tools) -> str:
    """The code of the agreement, whose record is now the file with the signatures.

    It must be the file for a pen, or the sealed one, with signatures added to it.

    Raises:
        AgreementRow.DoesNotExist: no such agreement at the actor's agency.
        OnlyHeadSigns: the actor is neither the head nor the planner.
        AgreementClosed: it bears both signatures, or was replaced.
        FileRefused: no PDF; not our document; unsigned, or changed after signing.
    """
    row = agreement_to_sign(agreement_id, actor, JOINERS)
    ours = tuple(tools.vault.read(sha) for sha in (row.pdf_sha256, row.seal_sha256) if sha)
    verdict = verdict_on_ours(pdf, ours, tools)
    sha256 = tools.vault.put(pdf)
    with changing_agreements(row.agency_id, row.year, actor, tools) as change:
        keep_both(change, row, sha256, Way.OUTSIDE)
        change.note(
            "agreement_signed",
            paper=row.code,
            way=Way.OUTSIDE.value,
            signed=sha256,
            subject=verdict.subject,
            issuer=verdict.issuer,
        )
    return row.code
