"""The three ways in which a file comes to be signed, whatever document it is."""

from dataclasses import dataclass
from datetime import datetime

from ukur.domain.evidence import FileRefused, media_type
from ukur.domain.people import Role
from ukur.domain.ports import Seal, Tools, WrongPassphrase
from ukur.domain.refusals import NotValid, Problem
from ukur.domain.signing import Intact, PdfVerdict


def key_name(agency_code: str, role: Role) -> str:
    """The name of the duty's key in the key ring: keys belong to duties, not to people."""
    return f"{agency_code}-{role.value}"


@dataclass(frozen=True)
class HeadSeal:
    """The seal of an agency's head, opened by the passphrase that the holder gives."""

    agency_code: str
    passphrase: str
    reason: str


def sealed_by_head(pdf: bytes, by: HeadSeal, at: datetime, tools: Tools) -> bytes:
    """The document with the internal seal of the duty (DECISIONS 27). Slow: no transaction.

    Raises:
        NotValid: the passphrase does not open the key.
    """
    seal = Seal(key_name(by.agency_code, Role.HEAD), by.passphrase)
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

    Our bytes come first, unchanged, and the signature after them, as PAdES does (DECISIONS 28).

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
