"""The head puts the internal seal of the duty on the agreement, as pihak pertama."""

from ukur.domain.people import Actor, Role
from ukur.domain.plan.agreement import AgreementClosed
from ukur.domain.ports import Tools
from ukur.usecases.agreements import (
    agreement_to_seal,
    agreement_to_sign,
    changing_agreements,
    check_open,
    check_unmoved,
)
from ukur.usecases.signed_files import head_seal, sealed_by_head


def seal_agreement(*, agreement_id: int, passphrase: str, actor: Actor, tools: Tools) -> str:
    """The code of the agreement, which now bears the seal of one of its two parties.

    Pihak kedua signs on paper or elsewhere; what comes back is joined afterwards.

    Raises:
        AgreementRow.DoesNotExist: no such agreement at the actor's agency.
        OnlyHeadSigns: the actor is not the head.
        AgreementClosed: it is sealed or signed already, or was replaced.
        NoCertificate: the actor's own duty has no key.
        NotValid: the passphrase does not open the key.
        JournalMoved: an agreement changed while this one was being sealed.
    """
    row = agreement_to_sign(agreement_id, actor, (Role.HEAD,))
    if row.seal_sha256:
        raise AgreementClosed
    made, head = agreement_to_seal(row, tools)
    by = head_seal(actor, passphrase, f"Perjanjian kinerja {row}")
    signed = sealed_by_head(made.pdf, by, tools.clock.now(), tools)
    shas = tools.vault.put(made.pdf), tools.vault.put(signed)
    with changing_agreements(row.agency_id, row.year, actor, tools) as change:
        row.refresh_from_db()
        check_open(row)
        check_unmoved(change, head)
        row.seal_sha256, row.sealed_at = shas[1], change.now
        row.sealed_by_id = actor.account_id
        row.save(update_fields=["seal_sha256", "sealed_at", "sealed_by"])
        change.note("agreement_sealed", paper=row.code, unsigned=shas[0], signed=shas[1])
    return row.code
