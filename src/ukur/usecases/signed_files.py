"""The three ways in which a file comes to be signed, whatever document it is."""

from dataclasses import dataclass
from datetime import datetime

from ukur.domain.evidence import FileRefused, media_type
from ukur.domain.people import Actor, Role, held_title
from ukur.domain.ports import Seal, Tools, WrongPassphrase
from ukur.domain.refusals import NotValid, Problem
from ukur.domain.signing import Intact, NoCertificate, PdfVerdict
from ukur.store.models import DutyRow


@dataclass(frozen=True)
class HeadSeal:
    """The seal of whoever signs as the head, opened by the passphrase that they give.

    `reason` stands in the signature, with how the duty is held where it is not held in full.
    """

    key_name: str
    passphrase: str
    reason: str


def head_seal(actor: Actor, passphrase: str, about: str) -> HeadSeal:
    """The seal of the actor's own duty as head: never that of whoever held it before.

    Raises:
        NoCertificate: no certificate was made for that duty.
    """
    duty = actor.duty_as(Role.HEAD)
    row = DutyRow.objects.select_related("agency").get(pk=duty.id) if duty else None
    if row is None or not row.key_name:
        raise NoCertificate
    title = held_title(row.agency.head_title, row.acting)
    reason = f"{about}, sebagai {title}" if row.acting else about
    return HeadSeal(row.key_name, passphrase, reason)


def sealed_by_head(pdf: bytes, by: HeadSeal, at: datetime, tools: Tools) -> bytes:
    """The document with the internal seal of the duty (decision 0040, 13). Slow: no transaction.

    Raises:
        NotValid: the passphrase does not open the key.
    """
    seal = Seal(by.key_name, by.passphrase)
    try:
        return tools.sealer.seal(pdf, seal, reason=by.reason, at=at)
    except WrongPassphrase as error:
        raise NotValid(problems=(Problem("passphrase", "wrong_passphrase"),)) from error


def check_scan(name: str, scan: bytes) -> None:
    """Nothing, if the scan is a PDF that can be kept.

    Raises:
        FileRefused: it is empty, too large, or no PDF.
    """
    if media_type(name, scan) != "application/pdf":
        raise FileRefused(why="not_pdf")


def verdict_on_ours(pdf: bytes, ours: tuple[bytes, ...], tools: Tools) -> PdfVerdict:
    """What a file signed elsewhere says, if it is one of ours with a signature added to it.

    Our bytes come first, unchanged, and the signature after them, as PAdES does (decision 0040,
    14).

    Raises:
        FileRefused: no PDF; not our document ("not_ours"); unsigned, or changed after signing.
    """
    check_scan("dokumen.pdf", pdf)
    if not any(pdf.startswith(made) for made in ours):
        raise FileRefused(why="not_ours")
    if pdf in ours:
        raise FileRefused(why=f"signature_{Intact.UNSIGNED.value}")
    verdict = tools.sealer.verdict(pdf)
    if verdict.intact is not Intact.YES:
        raise FileRefused(why=f"signature_{verdict.intact.value}")
    return verdict
