"""Making seals: PAdES inside a PDF, detached CMS beside other files, both by pyHanko."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.fields import InvisSigSettings, MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.cms_embedder import (
    PdfCMSEmbedder,
    SigIOSetup,
    SigMDPSetup,
    SigObjSetup,
)
from pyhanko.sign.signers.pdf_byterange import PreparedByteRangeDigest, SignatureObject
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes, SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from ukur.adapters.signing.certificates import PrivateKey
from ukur.domain.ports import OutsideFailure

FIELD = "UkurSegel"
DIGEST = "sha256"

_ROOM = 8 * 1024  # hex digits kept for the signature: the same in every file, with room to spare

# PDF/A wants the print flag and PDF/UA a place off the page for a field that is not in the text
_INVISIBLE = SigFieldSpec(
    FIELD,
    readable_field_name="Segel elektronik",
    invis_sig_settings=InvisSigSettings(box_out_of_bounds=True),
)


@dataclass(frozen=True)
class SigningKey:
    """An open key with its certificate and the root above it."""

    key: PrivateKey
    certificate: x509.Certificate
    root: x509.Certificate


class _UntouchedMetadata(IncrementalPdfFileWriter):
    """A seal adds nothing but itself.

    pyHanko would stamp the machine's own clock on the paper's metadata, against the clock of the
    run and against the determinism of everything before the seal.
    """

    def _update_meta(self) -> None:
        pass


def sealed_pdf(pdf: bytes, signing: SigningKey, *, reason: str, at: datetime) -> bytes:
    """The PDF with an invisible PAdES B-B certification that permits no further change.

    The signature covers everything but its own digits, which are lower-case hex padded with zeros.

    Raises:
        OutsideFailure: this is not a PDF that can be sealed.
    """
    try:
        prepared, output = _prepared(pdf, signing, reason=reason, at=at)
    except (PdfError, SigningError, ValueError) as error:
        raise OutsideFailure("seal", str(error)) from error
    signer = _signer(signing)
    cms = asyncio.run(signer.async_sign(prepared.document_digest, DIGEST, use_pades=True))
    digits = cms.dump().hex().encode()
    start, end = prepared.reserved_region_start + 1, prepared.reserved_region_end - 1
    if len(digits) > end - start:
        raise OutsideFailure("seal", "the signature does not fit")
    sealed = bytearray(output.getvalue())
    sealed[start : start + len(digits)] = digits
    return bytes(sealed)


def detached_signature(content: bytes, signing: SigningKey, at: datetime) -> bytes:
    """A detached CMS signature (DER) of `content` that carries its time inside."""
    cms = asyncio.run(
        _signer(signing).async_sign_general_data(
            content, DIGEST, signed_attr_settings=PdfCMSSignedAttributes(signing_time=at)
        )
    )
    return bytes(cms.dump())


def as_asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    """The same certificate as pyHanko wants it."""
    return asn1_x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))


def _signer(signing: SigningKey) -> SimpleSigner:
    root = as_asn1(signing.root)
    return SimpleSigner(
        signing_cert=as_asn1(signing.certificate),
        signing_key=asn1_keys.PrivateKeyInfo.load(
            signing.key.private_bytes(
                serialization.Encoding.DER,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        ),
        cert_registry=SimpleCertificateStore.from_certs([root]),  # type: ignore[no-untyped-call]  # pyHanko left it untyped
    )


def _prepared(
    pdf: bytes, signing: SigningKey, *, reason: str, at: datetime
) -> tuple[PreparedByteRangeDigest, BytesIO]:
    """The digest over the file with an empty place for the signature, and that file."""
    # typst ends a file without a line end, and an update that starts on that line confuses readers
    whole = pdf if pdf.endswith(b"\n") else pdf + b"\n"
    writer = _UntouchedMetadata(BytesIO(whole))
    if writer.prev.embedded_signatures:
        raise OutsideFailure("seal", "the PDF is signed already")
    steps = PdfCMSEmbedder(_INVISIBLE).write_cms(FIELD, writer)
    next(steps)
    placeholder = SignatureObject(
        timestamp=at,
        name=_common_name(signing.certificate),
        reason=reason,
        bytes_reserved=_ROOM,
        subfilter=SigSeedSubFilter.PADES,
    )
    permits_nothing = SigMDPSetup(DIGEST, certify=True, docmdp_perms=MDPPerm.NO_CHANGES)
    steps.send(SigObjSetup(placeholder, permits_nothing))
    prepared, output = steps.send(SigIOSetup(DIGEST))
    return prepared, output


def _common_name(certificate: x509.Certificate) -> str:
    return str(certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value)
