"""Keys and certificates of the internal authority: how they are made and how a key is locked."""

import os
from datetime import datetime, timedelta

from asn1crypto import algos, keys, pem
from cryptography import x509
from cryptography.hazmat.primitives import hashes, padding, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.ciphers.modes import CBC
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC
from cryptography.x509.oid import NameOID

from ukur.domain.ports import WrongPassphrase

PrivateKey = ec.EllipticCurvePrivateKey

AUTHORITY_NAME = "Otoritas Segel Internal (bukan BSrE)"
SEAL_NAME = "Segel internal (bukan BSrE)"
OFFICE_SUBJECT = "Segel arsip dan kepala jurnal"

AUTHORITY_YEARS = 20
DUTY_YEARS = 10

_NAME_LIMIT = 64  # X.520 holds names in certificates to 64; `cryptography` counts bytes
_PBKDF2_ROUNDS = 600_000  # OWASP's figure for HMAC-SHA-256; about 0,1 s for an honest passphrase


def fresh_key() -> PrivateKey:
    """A new key on the curve P-256, which NSS, OpenSSL and Adobe all verify."""
    return ec.generate_private_key(ec.SECP256R1())


def root_certificate(key: PrivateKey, agency_name: str, at: datetime) -> x509.Certificate:
    """The installation's own root, plainly named as internal."""
    name = _name(AUTHORITY_NAME, agency_name)
    return (
        _unsigned(name, name, key.public_key())
        .not_valid_before(at - timedelta(days=1))
        .not_valid_after(_years_after(at, AUTHORITY_YEARS))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(for_authority=True), critical=True)
        .sign(key, hashes.SHA256())
    )


def duty_certificate(
    public_key: ec.EllipticCurvePublicKey,
    subject: str,
    at: datetime,
    *,
    root: x509.Certificate,
    root_key: PrivateKey,
) -> x509.Certificate:
    """A certificate that may sign documents and nothing else, for at most ten years."""
    agency = root.subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)[0].value
    return (
        _unsigned(_name(subject, str(agency), SEAL_NAME), root.subject, public_key)
        .not_valid_before(at - timedelta(days=1))
        .not_valid_after(min(_years_after(at, DUTY_YEARS), root.not_valid_after_utc))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(for_authority=False), critical=True)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(
                root.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
            ),
            critical=False,
        )
        .sign(root_key, hashes.SHA256())
    )


def serial(certificate: x509.Certificate) -> str:
    """The serial number in lower-case hex."""
    return format(certificate.serial_number, "x")


def as_pem(certificate: x509.Certificate) -> bytes:
    """The certificate as a file that other programs take."""
    return certificate.public_bytes(serialization.Encoding.PEM)


def unlocked_pem(key: PrivateKey) -> bytes:
    """The key as PKCS#8 without a passphrase, for keys that work unattended."""
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def locked_pem(key: PrivateKey, passphrase: str) -> bytes:
    """The key as encrypted PKCS#8 (PBES2, RFC 8018), opened by `passphrase` and by OpenSSL.

    Built here because `cryptography` writes PKCS#8 with 2048 rounds only, and its PKCS#12 files
    carry a checksum of one round, which is as good as no rounds at all for who guesses.

    Raises:
        ValueError: the passphrase is empty.
    """
    if not passphrase:
        raise ValueError("a key needs a passphrase")
    salt, vector = os.urandom(16), os.urandom(16)
    stretched = PBKDF2HMAC(hashes.SHA256(), 32, salt, _PBKDF2_ROUNDS).derive(passphrase.encode())
    padder, cipher = padding.PKCS7(128).padder(), Cipher(AES256(stretched), CBC(vector)).encryptor()
    plain = key.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    locked = cipher.update(padder.update(plain) + padder.finalize()) + cipher.finalize()
    derivation = {
        "algorithm": "pbkdf2",
        "parameters": algos.Pbkdf2Params(
            {
                "salt": algos.Pbkdf2Salt(name="specified", value=salt),
                "iteration_count": _PBKDF2_ROUNDS,
                "prf": {"algorithm": "sha256"},
            }
        ),
    }
    scheme = {"algorithm": "aes256_cbc", "parameters": vector}
    info = keys.EncryptedPrivateKeyInfo(
        {
            "encryption_algorithm": {
                "algorithm": "pbes2",
                "parameters": {"key_derivation_func": derivation, "encryption_scheme": scheme},
            },
            "encrypted_data": locked,
        }
    )
    return bytes(pem.armor("ENCRYPTED PRIVATE KEY", info.dump()))


def opened(key_pem: bytes, passphrase: str | None = None) -> PrivateKey:
    """The key in the file.

    Raises:
        WrongPassphrase: it does not open with `passphrase`.
    """
    try:
        key = serialization.load_pem_private_key(
            key_pem, passphrase.encode() if passphrase is not None else None
        )
    except (ValueError, TypeError) as error:
        raise WrongPassphrase from error
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise WrongPassphrase
    return key


def _unsigned(
    subject: x509.Name, issuer: x509.Name, public_key: ec.EllipticCurvePublicKey
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public_key)
        .serial_number(x509.random_serial_number())
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public_key), critical=False)
    )


def _name(common: str, organization: str, unit: str = "") -> x509.Name:
    parts = [(NameOID.COUNTRY_NAME, "ID"), (NameOID.ORGANIZATION_NAME, organization)]
    if unit:
        parts.append((NameOID.ORGANIZATIONAL_UNIT_NAME, unit))
    parts.append((NameOID.COMMON_NAME, common))
    return x509.Name([x509.NameAttribute(oid, _fitting(text)) for oid, text in parts])


def _fitting(text: str) -> str:
    whole = text.encode()
    if len(whole) <= _NAME_LIMIT:
        return text
    return whole[: _NAME_LIMIT - 3].decode(errors="ignore").rstrip() + "…"


def _years_after(at: datetime, years: int) -> datetime:
    return at + timedelta(days=365 * years)


def _usage(*, for_authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not for_authority,
        content_commitment=not for_authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=for_authority,
        crl_sign=for_authority,
        encipher_only=False,
        decipher_only=False,
    )
