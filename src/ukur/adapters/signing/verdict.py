"""The verdict on a sealed PDF and on a detached signature, from their bytes alone, offline.

The order is from cheap to dear, so that most changed files are told apart at the first look:

    covers the file -> digits and padding -> shell -> digest and signature -> certificates
    -> pyHanko: is this the document's last signature, do the earlier ones hold -> whose root
"""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO

from asn1crypto import x509 as asn1_x509
from cryptography import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import validate_pdf_timestamp
from pyhanko.sign.validation.generic_cms import extract_self_reported_ts
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import ModificationInfo
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import PathError, ValidationError

from ukur.adapters.signing import strict
from ukur.adapters.signing.sealing import as_asn1
from ukur.adapters.signing.strict import Covered, NotAsSigned, Shell
from ukur.domain.signing import Intact, PdfVerdict, Signer


@dataclass(frozen=True)
class Trust:
    """The roots that this machine trusts: its own, and those that were put beside it."""

    own: x509.Certificate | None
    others: tuple[x509.Certificate, ...] = ()

    @property
    def roots(self) -> tuple[x509.Certificate, ...]:
        return self.others if self.own is None else (self.own, *self.others)


def pdf_verdict(pdf: bytes, trust: Trust) -> PdfVerdict:
    """What the bytes of one PDF say; any bytes at all have a verdict.

    Where the file is not intact nobody vouches for it: the signer is then not known, and subject
    and issuer only repeat what the file claims.
    """
    if b"%PDF-" not in pdf[:1024]:
        return PdfVerdict(Intact.UNREADABLE, Signer.NONE, changes=("not_a_pdf",))
    try:
        covered = strict.covering(pdf)
        return _uncovered(pdf) if covered is None else _covered(pdf, covered, trust)
    except NotAsSigned as broken:
        return _changed(broken.code)
    except Exception:  # noqa: BLE001  parsers of foreign bytes stumble in ways that nobody lists
        if strict.claims_a_signature(pdf):
            return _changed("damaged")
        return PdfVerdict(Intact.UNREADABLE, Signer.NONE, changes=("damaged",))


def detached_verdict(content: bytes, signature: bytes, trust: Trust) -> PdfVerdict:
    """What a detached signature says about `content`; only the form that we write is intact."""
    try:
        return _detached(content, signature, trust)
    except NotAsSigned as broken:
        return _changed(broken.code)
    except Exception:  # noqa: BLE001  parsers of foreign bytes stumble in ways that nobody lists
        return _changed("damaged")


def _detached(content: bytes, signature: bytes, trust: Trust) -> PdfVerdict:
    shell = strict.shell(signature)
    try:
        strict.check_signature(shell, (content,))
        strict.check_certificates(shell, trust.roots)
        strict.check_encoding(shell)
        return _held(shell, extract_self_reported_ts(shell.info), trust, covered=None)
    except NotAsSigned as broken:
        return _changed(broken.code, shell)


def _covered(pdf: bytes, covered: Covered, trust: Trust) -> PdfVerdict:
    """The verdict on a file that a signature claims to cover from end to end."""
    shell = strict.shell(strict.contents(covered))
    try:
        if not shell.is_timestamp:
            strict.check_signature(shell, covered.pieces(pdf))
        strict.check_certificates(shell, trust.roots)
        signatures = PdfFileReader(BytesIO(pdf), strict=False).embedded_signatures
        _check_last(signatures, covered)
        for earlier in signatures if shell.is_timestamp else signatures[:-1]:
            _check_earlier(earlier, pdf, trust)
        speaking = [s for s in signatures if s.sig_object_type != "/DocTimeStamp"]
        if not speaking:
            return PdfVerdict(Intact.UNSIGNED, Signer.NONE)
        if not shell.is_timestamp:
            return _held(shell, speaking[-1].self_reported_timestamp, trust, covered)
        spoken = _range(speaking[-1], pdf)
        signer = strict.shell(strict.contents(spoken))
        return _held(signer, speaking[-1].self_reported_timestamp, trust, spoken)
    except NotAsSigned as broken:
        return _changed(broken.code, shell)


def _uncovered(pdf: bytes) -> PdfVerdict:
    """The verdict on a file that no signature covers from end to end.

    Some services add certificates and revocation lists behind the signature; that alone has a code
    of its own, because whoever takes in a paper signed elsewhere may accept it.
    """
    signatures = PdfFileReader(BytesIO(pdf), strict=False).embedded_signatures
    if not signatures:
        if strict.claims_a_signature(pdf):
            return _changed("not_whole_file")
        return PdfVerdict(Intact.UNSIGNED, Signer.NONE)
    last = signatures[-1]
    place = _range(last, pdf)
    shell = strict.shell(strict.contents(place))
    if _later(last).modification_level is not ModificationLevel.LTA_UPDATES:
        return _changed("not_whole_file", shell)
    strict.check_signature(shell, place.pieces(pdf))
    return _changed("validation_data_added", shell)


def _check_last(signatures: list[EmbeddedPdfSignature], covered: Covered) -> None:
    """Is the signature that covers the file the one that a reader of the PDF sees last?"""
    if not signatures:
        raise NotAsSigned("not_whole_file")
    last = signatures[-1]
    same_place = tuple(int(number) for number in last.byte_range) == covered.byte_range
    if not same_place or last.pkcs7_content != bytes.fromhex(covered.digits.decode()):
        raise NotAsSigned("not_whole_file")


def _check_earlier(signature: EmbeddedPdfSignature, pdf: bytes, trust: Trust) -> None:
    """Does a signature hold for its own revision, and permit what came after?"""
    place = _range(signature, pdf)
    shell = strict.shell(strict.contents(place))
    if shell.is_timestamp:
        context = ValidationContext(trust_roots=[signature.signer_cert], allow_fetching=False)
        status = validate_pdf_timestamp(signature, context)
        if not (status.intact and status.valid):
            raise NotAsSigned("timestamp")
        return
    strict.check_signature(shell, place.pieces(pdf))
    strict.check_certificates(shell, trust.roots)
    if not _later(signature).docmdp_ok:
        raise NotAsSigned("later_change")


def _later(signature: EmbeddedPdfSignature) -> ModificationInfo:
    """What pyHanko says about the updates that came after a signature."""
    signature.compute_integrity_info()  # type: ignore[no-untyped-call]  # pyHanko left it untyped
    return ModificationInfo(**signature.summarise_integrity_info())


def _range(signature: EmbeddedPdfSignature, pdf: bytes) -> Covered:
    start, first, second, rest = (int(number) for number in signature.byte_range)
    if start != 0 or not 0 < first < second <= second + rest <= len(pdf):
        raise NotAsSigned("not_whole_file")
    return Covered((start, first, second, rest), pdf[first:second])


def _held(shell: Shell, at: datetime | None, trust: Trust, covered: Covered | None) -> PdfVerdict:
    """The verdict on a signature that holds: intact, and now whose it is.

    Certificates are judged at the time that the signature claims, so that a paper does not lose
    its signer when a certificate ends; without such a time nobody is known.
    """
    signed_at = at if at is None or at.tzinfo else at.replace(tzinfo=UTC)
    root = _root_above(shell, signed_at, trust) if signed_at is not None else None
    if root is not None and root == trust.own:
        strict.check_own(shell, root, covered)
    signer = shell.signer
    return PdfVerdict(
        intact=Intact.YES,
        signer=Signer.KNOWN if root is not None else Signer.UNKNOWN,
        subject=_shown(signer.subject),
        issuer=_shown(signer.issuer),
        signed_at=signed_at.astimezone(UTC) if signed_at is not None else None,
    )


def _root_above(shell: Shell, at: datetime, trust: Trust) -> x509.Certificate | None:
    """The trusted root to which the signer's certificate leads, at that time."""
    usage = shell.signer.key_usage_value
    if usage is not None and usage.native.isdisjoint({"digital_signature", "non_repudiation"}):
        return None
    for root in trust.roots:
        context = ValidationContext(
            trust_roots=[as_asn1(root)], moment=at, best_signature_time=at, allow_fetching=False
        )
        chain = CertificateValidator(shell.signer, shell.certificates.other_certs, context)
        try:
            asyncio.run(chain.async_validate_path())
        except (PathError, ValidationError):
            continue
        return root
    return None


def _changed(code: str, shell: Shell | None = None) -> PdfVerdict:
    if shell is None:
        return PdfVerdict(Intact.CHANGED, Signer.UNKNOWN, changes=(code,))
    return PdfVerdict(
        intact=Intact.CHANGED,
        signer=Signer.UNKNOWN,
        subject=_shown(shell.signer.subject),
        issuer=_shown(shell.signer.issuer),
        changes=(code,),
    )


def _shown(name: asn1_x509.Name) -> str:
    """The common name and the organization, as far as they are given."""
    given = name.native
    parts = (given.get("common_name"), given.get("organization_name"))
    return ", ".join(str(part) for part in parts if part)
