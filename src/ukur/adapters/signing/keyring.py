"""The keys of an installation in one folder, and what is done with them."""

import base64
import fcntl
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from ukur.adapters.signing import certificates
from ukur.adapters.signing.certificates import PrivateKey
from ukur.adapters.signing.sealing import SigningKey, detached_signature, sealed_pdf
from ukur.adapters.signing.verdict import Trust, detached_verdict, pdf_verdict
from ukur.domain.ports import OutsideFailure, Seal, WrongPassphrase
from ukur.domain.signing import Intact, PdfVerdict

SERVICE = "keys"

_KEY_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
_SERIAL = re.compile(r"[0-9a-f]{1,40}")
_HEAD = ec.ECDSA(hashes.SHA256())


@dataclass(frozen=True)
class KeyRing:
    """Fulfils `ports.Sealer` with files of mode 0600 in a folder of mode 0700.

    root.pem  root-key.pem      the internal authority
    office.pem  office-key.pem  signs heads and packages unattended, so without a passphrase
    duties/NAME.pem             key of a duty, locked by its holder's passphrase, and certificate
    issued/SERIAL.pem           every certificate ever issued
    trusted/*.pem               roots of others that are trusted here, put there by hand
    """

    folder: Path

    def make_authority(self, agency_name: str, at: datetime) -> None:
        """Make the installation's root certificate and its office key, once."""
        with self._alone():
            if self._root_path.is_file():
                return
            root_key, office_key = certificates.fresh_key(), certificates.fresh_key()
            root = certificates.root_certificate(root_key, agency_name, at)
            office = certificates.duty_certificate(
                office_key.public_key(),
                certificates.OFFICE_SUBJECT,
                at,
                root=root,
                root_key=root_key,
            )
            self._write("root-key.pem", certificates.unlocked_pem(root_key))
            self._write("office-key.pem", certificates.unlocked_pem(office_key))
            self._issue("office.pem", office)
            # last: whoever finds a root finds everything else
            self._write(self._root_path.name, certificates.as_pem(root))

    def make_certificate(self, key_name: str, subject: str, passphrase: str, at: datetime) -> str:
        """Make a certificate for a duty, locked by `passphrase`; returns its serial in hex.

        A name that has one gets a new key and a new certificate; what the old one sealed stays
        sealed.

        Raises:
            OutsideFailure: there is no authority yet.
            ValueError: the passphrase is empty, or the name is not one for a file.
        """
        root = self._root()
        key = certificates.fresh_key()
        locked = certificates.locked_pem(key, passphrase)
        made = certificates.duty_certificate(
            key.public_key(), subject, at, root=root, root_key=self._unlocked("root-key.pem")
        )
        with self._alone():
            self._issue(self._duty(key_name), made, locked)
        return certificates.serial(made)

    def change_passphrase(self, key_name: str, old: str, new: str) -> None:
        """Lock a duty's key by another passphrase.

        Raises:
            WrongPassphrase: the key does not open with `old`.
            OutsideFailure: there is no such key.
        """
        opened = self._opened(Seal(key_name, old))
        locked = certificates.locked_pem(opened.key, new)
        with self._alone():
            self._write(self._duty(key_name), locked + certificates.as_pem(opened.certificate))

    def has_key(self, key_name: str) -> bool:
        return (self.folder / self._duty(key_name)).is_file()

    def root_pem(self) -> str:
        """The root certificate, for people and programs that want to trust it.

        Raises:
            OutsideFailure: there is no authority yet.
        """
        return certificates.as_pem(self._root()).decode()

    def seal(self, pdf: bytes, seal: Seal, *, reason: str, at: datetime) -> bytes:
        """The PDF with a PAdES signature that covers the whole file.

        Raises:
            WrongPassphrase: the key does not open with it.
            OutsideFailure: there is no such key, its certificate does not hold at that time, or
                the PDF cannot be sealed.
        """
        return sealed_pdf(pdf, _holding(self._opened(seal), at), reason=reason, at=at)

    def verdict(self, pdf: bytes) -> PdfVerdict:
        """What the bytes alone say."""
        return pdf_verdict(pdf, self._trust())

    def sign_bytes(self, content: bytes, at: datetime) -> bytes:
        """A detached CMS signature (DER) with the office's own key, for what leaves the house.

        Raises:
            OutsideFailure: there is no authority yet, or its certificate does not hold.
        """
        signing = SigningKey(
            self._unlocked("office-key.pem"), self._certificate("office.pem"), self._root()
        )
        return detached_signature(content, _holding(signing, at), at)

    def sign_head(self, statement: bytes, at: datetime) -> str:
        """The office's own signature of a journal's head: "SERIAL:BASE64", ECDSA over SHA-256.

        Raises:
            OutsideFailure: there is no authority yet, or its certificate does not hold.
        """
        office, key = _office_of(self._read("office.pem"), self._read("office-key.pem"))
        _check_holds(office, at)
        signature = key.sign(statement, _HEAD)
        return f"{certificates.serial(office)}:{base64.b64encode(signature).decode('ascii')}"

    def head_holds(self, statement: bytes, signature: str) -> bool:
        """Whether the office's own key signed the statement.

        What was signed before heads had a form of their own is a detached CMS in base64.
        """
        serial, colon, digits = signature.rpartition(":")
        try:
            signed = base64.b64decode(digits, validate=True)
            if not colon:
                return self.verify_bytes(statement, signed).intact is Intact.YES
            office = self._office(serial)
            office.verify(signed, statement, _HEAD)
        except (ValueError, InvalidSignature, OutsideFailure):
            return False
        return True

    def _office(self, serial: str) -> ec.EllipticCurvePublicKey:
        """The key in a certificate that this authority issued to the office itself.

        Raises:
            OutsideFailure: there is no such certificate.
            InvalidSignature, ValueError: it is not the office's, or not of this authority.
        """
        if not _SERIAL.fullmatch(serial):
            raise ValueError("this cannot be a serial", serial)
        certificate = self._certificate(f"issued/{serial}.pem")
        certificate.verify_directly_issued_by(self._root())
        key = certificate.public_key()
        if certificate.subject != self._certificate("office.pem").subject or not isinstance(
            key, ec.EllipticCurvePublicKey
        ):
            raise ValueError("not the office's certificate", serial)
        return key

    def verify_bytes(self, content: bytes, signature: bytes) -> PdfVerdict:
        """What a detached signature says about `content`."""
        return detached_verdict(content, signature, self._trust())

    @property
    def _root_path(self) -> Path:
        return self.folder / "root.pem"

    def _duty(self, key_name: str) -> str:
        if not _KEY_NAME.fullmatch(key_name):
            raise ValueError("this cannot name a key", key_name)
        return f"duties/{key_name}.pem"

    def _root(self) -> x509.Certificate:
        return self._certificate(self._root_path.name)

    def _trust(self) -> Trust:
        own = self._root() if self._root_path.is_file() else None
        others = [
            certificate
            for path in sorted((self.folder / "trusted").glob("*.pem"))
            for certificate in self._certificates(f"trusted/{path.name}")
        ]
        return Trust(own, tuple(others))

    def _opened(self, seal: Seal) -> SigningKey:
        name = self._duty(seal.key_name)
        content = self._read(name)
        (certificate,) = self._certificates(name)
        return SigningKey(certificates.opened(content, seal.passphrase), certificate, self._root())

    def _unlocked(self, name: str) -> certificates.PrivateKey:
        try:
            return certificates.opened(self._read(name))
        except WrongPassphrase as error:
            raise OutsideFailure(SERVICE, f"{name} cannot be read") from error

    def _certificate(self, name: str) -> x509.Certificate:
        return self._certificates(name)[0]

    def _certificates(self, name: str) -> list[x509.Certificate]:
        try:
            return x509.load_pem_x509_certificates(self._read(name))
        except ValueError as error:
            raise OutsideFailure(SERVICE, f"{name} holds no certificate") from error

    def _read(self, name: str) -> bytes:
        try:
            return (self.folder / name).read_bytes()
        except OSError as error:
            raise OutsideFailure(SERVICE, f"{name}: {error.strerror}") from error

    def _issue(self, name: str, certificate: x509.Certificate, key: bytes = b"") -> None:
        public = certificates.as_pem(certificate)
        self._write(f"issued/{certificates.serial(certificate)}.pem", public)
        self._write(name, key + public)

    def _write(self, name: str, content: bytes) -> None:
        place = self.folder / name
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, aside = tempfile.mkstemp(prefix=".", dir=place.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(aside).replace(place)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One writer at a time, also among processes."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (self.folder / ".lock").open("ab") as lock:
            os.fchmod(lock.fileno(), 0o600)
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


@lru_cache(maxsize=4)
def _office_of(certificate: bytes, key: bytes) -> tuple[x509.Certificate, PrivateKey]:
    """The office's certificate and its open key, by what their files hold.

    Raises:
        OutsideFailure: the files do not hold them.
    """
    try:
        return x509.load_pem_x509_certificate(certificate), certificates.opened(key)
    except (ValueError, WrongPassphrase) as error:
        raise OutsideFailure(SERVICE, "the office's key cannot be read") from error


def _holding(signing: SigningKey, at: datetime) -> SigningKey:
    """The key, if its certificate holds at that time.

    Raises:
        OutsideFailure: it does not, so a seal made with it would have no known signer.
    """
    _check_holds(signing.certificate, at)
    return signing


def _check_holds(certificate: x509.Certificate, at: datetime) -> None:
    if not certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc:
        raise OutsideFailure(SERVICE, f"the certificate does not hold at {at.isoformat()}")
