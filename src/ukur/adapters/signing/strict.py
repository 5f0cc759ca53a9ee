"""What validators let pass and a seal does not: every byte of a signature accounted for.

A PDF signature covers the file except the digits of `/Contents`, and a CMS signature covers its
content and its signed attributes except the shell around them. Common validators accept a changed
case in the digits, anything in the padding, and changed fields in the shell. Here each is looked
at, so that no single byte can differ unnoticed.
"""

import hashlib
import re
from dataclasses import dataclass

from asn1crypto import algos, cms, core
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from pyhanko.sign.general import SignedDataCerts, SigningError
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import (
    extract_certs_for_validation,
    validate_sig_integrity,
)

from ukur.adapters.signing import der


@dataclass(eq=False)
class NotAsSigned(Exception):
    """The first thing found that is not as it was when it was signed, as a code."""

    code: str


@dataclass(frozen=True)
class Shell:
    """A CMS signature that was taken apart and found in order, as far as it can say itself."""

    der: bytes
    signed: cms.SignedData
    info: cms.SignerInfo
    certificates: SignedDataCerts

    @property
    def is_timestamp(self) -> bool:
        return bool(self.signed["encap_content_info"]["content_type"].native == "tst_info")

    @property
    def signer(self) -> asn1_x509.Certificate:
        return self.certificates.signer_cert


@dataclass(frozen=True)
class Covered:
    """What one signature in a PDF covers, and the gap that it leaves for its own digits."""

    byte_range: tuple[int, int, int, int]
    gap: bytes

    @property
    def digits(self) -> bytes:
        return self.gap[1:-1]

    def pieces(self, pdf: bytes) -> tuple[bytes, bytes]:
        _start, first, second, rest = self.byte_range
        return pdf[:first], pdf[second : second + rest]


_BYTE_RANGE = re.compile(
    rb"/ByteRange\s*\[\s*(\d{1,12})\s+(\d{1,12})\s+(\d{1,12})\s+(\d{1,12})\s*\]"
)
_ONE_CASE = re.compile(rb"(?:[0-9a-f]{2})+|(?:[0-9A-F]{2})+")
_LOWER_CASE = re.compile(rb"(?:[0-9a-f]{2})+")


def covering(pdf: bytes) -> Covered | None:
    """The signature that covers the whole of `pdf`, if one claims to."""
    found = None
    for match in _BYTE_RANGE.finditer(pdf):
        start, first, second, rest = (int(number) for number in match.groups())
        if start == 0 and first + 2 < second and second + rest == len(pdf):
            found = Covered((start, first, second, rest), pdf[first:second])
    return found


def claims_a_signature(pdf: bytes) -> bool:
    """Does anything in the bytes look as if the file had been signed?"""
    return b"/ByteRange" in pdf or b"/SubFilter" in pdf


def contents(covered: Covered) -> bytes:
    """The DER between the digits and their padding.

    Raises:
        NotAsSigned: the digits mix cases or are none, or the padding is not all zeros.
    """
    if covered.gap[:1] != b"<" or covered.gap[-1:] != b">":
        raise NotAsSigned("contents_digits")
    if not _ONE_CASE.fullmatch(covered.digits):
        raise NotAsSigned("contents_digits")
    value = bytes.fromhex(covered.digits.decode())
    try:
        length = der.length_of_first(value)
    except ValueError as error:
        raise NotAsSigned("signature_unreadable") from error
    if value[length:].strip(b"\0"):
        raise NotAsSigned("contents_padding")
    return value[:length]


def shell(content: bytes) -> Shell:
    """The CMS taken apart.

    Raises:
        NotAsSigned: it cannot be read, or a field that no signature protects is not what it
            has to be.
    """
    if not (der.is_indefinite(content) or der.is_tight(content)):
        raise NotAsSigned("signature_encoding")
    try:
        message = cms.ContentInfo.load(content, strict=True)
        signed = message["content"]
        (info,) = signed["signer_infos"]
        certificates = extract_certs_for_validation(signed)
    except (ValueError, TypeError, KeyError, SigningError, SignatureValidationError) as error:
        raise NotAsSigned("signature_unreadable") from error
    taken = Shell(content, signed, info, certificates)
    if not (_fields_hold(message, signed, info) and _names_its_signer(taken)):
        raise NotAsSigned("signature_fields")
    return taken


def check_signature(shell: Shell, content: tuple[bytes, ...]) -> None:
    """Hold the signature against the content, given in pieces.

    Raises:
        NotAsSigned: the content or the signature is not what was signed.
    """
    digest = hashlib.new(shell.info["digest_algorithm"]["algorithm"].native)
    for piece in content:
        digest.update(piece)
    if digest.digest() not in shell.der:  # told at once, before the costly look at the signature
        raise NotAsSigned("content")
    try:
        intact, valid = validate_sig_integrity(
            shell.info,
            shell.signer,
            shell.signed["encap_content_info"]["content_type"].native,
            digest.digest(),
        )
    except (ValueError, SignatureValidationError) as error:
        raise NotAsSigned("signature") from error
    if not intact:
        raise NotAsSigned("content")
    if not valid:
        raise NotAsSigned("signature")


def check_certificates(shell: Shell, roots: tuple[x509.Certificate, ...]) -> None:
    """Hold every certificate that came along against the one that issued it.

    One whose issuer is not at hand passes only as the signer's own or as an intermediate that
    issued another one here.

    Raises:
        NotAsSigned: one was altered or does not belong here.
    """
    signer = _read(shell.signer)
    others = [_read(other) for other in shell.certificates.other_certs]
    for certificate in (signer, *others):
        near = [c for c in others if c.subject == certificate.issuer]
        issuers = near + [root for root in roots if _may_have_issued(certificate, root)]
        if any(_issued(certificate, issuer) for issuer in issuers):
            continue
        below = [c for c in (signer, *others) if c is not certificate and _issued(c, certificate)]
        vouches = certificate is signer or (below and _names_its_issuer(certificate))
        if issuers or not vouches:
            raise NotAsSigned("certificates")


def check_encoding(shell: Shell) -> None:
    """Hold the signature to DER, in which each value has one encoding only.

    Raises:
        NotAsSigned: one of its values could be written otherwise.
    """
    certificates = [certificate.dump() for certificate in shell.signed["certificates"]]
    if not der.is_canonical(shell.der) or certificates != sorted(certificates):
        raise NotAsSigned("signature_encoding")


def check_own(shell: Shell, root: x509.Certificate, covered: Covered | None) -> None:
    """Hold a signature under the installation's own root to the exact form that it writes.

    Signatures from elsewhere may be written in upper case or in BER; ours never are.

    Raises:
        NotAsSigned: it is not in that form.
    """
    if covered is not None and not _LOWER_CASE.fullmatch(covered.digits):
        raise NotAsSigned("contents_digits")
    check_encoding(shell)
    if [_read(other) for other in shell.certificates.other_certs] != [root]:
        raise NotAsSigned("certificates")
    if shell.info["unsigned_attrs"].native or shell.signed["crls"].native:
        raise NotAsSigned("signature_fields")


def _fields_hold(message: cms.ContentInfo, signed: cms.SignedData, info: cms.SignerInfo) -> bool:
    """Are the fields that no signature protects the only ones they can be?

    Source: RFC 5652, 5.1 and 5.3 (versions), 5.4 (signed attributes), 10.1 (algorithms).
    """
    wrapped = signed["encap_content_info"]
    is_data = wrapped["content_type"].native == "data"
    by_serial = info["sid"].name == "issuer_and_serial_number"
    plain = is_data and by_serial
    (announced,) = signed["digest_algorithms"]
    used = info["digest_algorithm"]
    return (
        message["content_type"].native == "signed_data"
        and signed["version"].native == ("v1" if plain else "v3")
        and info["version"].native == ("v1" if by_serial else "v3")
        and announced["algorithm"].native == used["algorithm"].native
        and _no_parameters(announced)
        and _no_parameters(used)
        and (not is_data or wrapped["content"].native is None)
        and info["signed_attrs"].native is not None
        and _algorithm_is_plain(info["signature_algorithm"])
    )


def _no_parameters(algorithm: algos.DigestAlgorithm) -> bool:
    return algorithm["parameters"].native is None


def _algorithm_is_plain(algorithm: algos.SignedDigestAlgorithm) -> bool:
    """ECDSA takes no parameters, not even none (RFC 5754, 3.3); RSA takes none."""
    parameters = algorithm["parameters"]
    if algorithm.signature_algo == "ecdsa":
        return parameters is core.VOID or isinstance(parameters, core.Void)
    return algorithm.signature_algo == "rsassa_pss" or parameters.native is None


def _names_its_signer(shell: Shell) -> bool:
    """Does the signer's certificate bear the very bytes by which the signature names it?"""
    sid = shell.info["sid"]
    if sid.name != "issuer_and_serial_number":
        return bool(sid.native == shell.signer.key_identifier)
    named = sid.chosen
    return bool(
        named["issuer"].dump() == shell.signer.issuer.dump()
        and named["serial_number"].native == shell.signer.serial_number
    )


def _read(certificate: asn1_x509.Certificate) -> x509.Certificate:
    if certificate["signature_value"].contents[:1] != b"\0":
        raise NotAsSigned("certificates")  # readers pass over the count of unused bits
    try:
        return x509.load_der_x509_certificate(certificate.dump())
    except ValueError as error:
        raise NotAsSigned("certificates") from error


def _issued(certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def _may_have_issued(certificate: x509.Certificate, root: x509.Certificate) -> bool:
    """Is it the authority that the certificate names, with that key and not an older or newer?"""
    named, own = _issuer_key(certificate), _own_key(root)
    return root.subject == certificate.issuer and (named is None or named == own)


def _names_its_issuer(certificate: x509.Certificate) -> bool:
    """Certificates below a root name their issuer's key (RFC 5280, 4.2.1.1); roots need not."""
    return _issuer_key(certificate) is not None


def _issuer_key(certificate: x509.Certificate) -> bytes | None:
    try:
        found = certificate.extensions.get_extension_for_class(x509.AuthorityKeyIdentifier)
    except (x509.ExtensionNotFound, ValueError):
        return None
    return found.value.key_identifier


def _own_key(certificate: x509.Certificate) -> bytes | None:
    try:
        found = certificate.extensions.get_extension_for_class(x509.SubjectKeyIdentifier)
    except (x509.ExtensionNotFound, ValueError):
        return None
    return found.value.digest
