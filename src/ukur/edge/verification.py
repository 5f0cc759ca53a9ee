"""The answer of the verification page: three verdicts on a file, or what is known of a code."""

import hashlib
from dataclasses import dataclass

from ukur.domain.ports import Tools
from ukur.domain.signing import Intact, PdfVerdict, Registered, Signer
from ukur.store.queries.agreements import agreement_of_file, public_agreement
from ukur.store.queries.papers import PublicPaper, paper_of_file, public_paper


@dataclass(frozen=True)
class Verification:
    """Intact, signer known, registered: each for itself; and the paper (decision 0040, 12)."""

    intact: Intact
    signer: Signer
    registered: Registered
    sha256: str
    verdict: PdfVerdict
    paper: PublicPaper | None


def verify_upload(content: bytes, tools: Tools) -> Verification:
    """What can be said of a visitor's file; the file is looked at and not kept."""
    sha256 = hashlib.sha256(content).hexdigest()
    verdict = tools.sealer.verdict(content)
    paper = paper_of_file(sha256) or agreement_of_file(sha256)
    return Verification(
        verdict.intact, verdict.signer, _registered(paper, sha256), sha256, verdict, paper
    )


def registered_paper(code: str) -> PublicPaper | None:
    """What may be said of the paper or agreement with that code; None if there is none."""
    return public_paper(code) or public_agreement(code)


def verify_code(code: str, tools: Tools) -> Verification | None:
    """What is known under a code, with a look at the file that is kept; None if nothing is."""
    paper = registered_paper(code)
    if paper is None:
        return None
    sha256 = paper.signed_sha256
    if not sha256:
        verdict = PdfVerdict(Intact.UNSIGNED, Signer.NONE)
        return Verification(
            verdict.intact, verdict.signer, _state(paper), paper.pdf_sha256, verdict, paper
        )
    verdict = tools.sealer.verdict(tools.vault.read(sha256))
    return Verification(verdict.intact, verdict.signer, _state(paper), sha256, verdict, paper)


def _registered(paper: PublicPaper | None, sha256: str) -> Registered:
    if paper is None:
        return Registered.UNKNOWN
    if paper.signed_sha256 != sha256 and paper.signed_sha256 and not paper.is_cancelled:
        return Registered.REPLACED
    return _state(paper)


def _state(paper: PublicPaper) -> Registered:
    if paper.is_cancelled:
        return Registered.CANCELLED
    return Registered.NEWEST if paper.is_newest else Registered.REPLACED
