"""Mail over TLS, to a real server on loopback whose certificate is trusted for the test."""

import ipaddress
import os
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.test import override_settings

from ukur.adapters.clock import MachineClock
from ukur.adapters.mail import InstallationMailer
from ukur.domain.ports import Mail, OutsideFailure

SMTP = "django.core.mail.backends.smtp.EmailBackend"
LOOPBACK = "127.0.0.1"
LETTER = Mail("operator@contoh.go.id", "Pengingat", "Isian belum dikirim.\n")


class Box:
    """Keeps what comes in."""

    def __init__(self) -> None:
        self.mails: list[bytes] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.mails.append(envelope.content)
        return "250 OK"


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A key and a certificate for loopback in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, LOOPBACK)])
    address = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(LOOPBACK))])
    now = MachineClock().now()
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(address, critical=False)
        .sign(key, hashes.SHA256())
    )
    place = tmp_path / "loopback.pem"
    place.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return place


@pytest.fixture(params=["smtps", "starttls"])
def box(request: pytest.FixtureRequest, certificate: Path) -> Iterator[Box]:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    found = Box()
    with socket.create_server((LOOPBACK, 0)) as free:
        port = free.getsockname()[1]
    is_ssl = request.param == "smtps"
    how: dict[str, Any] = (
        {"ssl_context": context} if is_ssl else {"tls_context": context, "require_starttls": True}
    )
    controller = Controller(found, hostname=LOOPBACK, port=port, **how)
    controller.start()
    with override_settings(
        EMAIL_BACKEND=SMTP,
        EMAIL_HOST=LOOPBACK,
        EMAIL_PORT=port,
        EMAIL_USE_SSL=is_ssl,
        EMAIL_USE_TLS=not is_ssl,
        EMAIL_TIMEOUT=5,
    ):
        yield found
    controller.stop()


def test_mail_goes_over_tls_to_a_server_that_proves_who_it_is(
    box: Box, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    InstallationMailer().send(LETTER)
    (content,) = box.mails
    assert b"Subject: Pengingat" in content


def test_a_server_that_cannot_prove_it_gets_nothing(box: Box) -> None:
    with pytest.raises(OutsideFailure):
        InstallationMailer(5).send(LETTER)
    assert box.mails == []


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("smtp://surel.contoh.go.id", "25 False False"),
        ("smtps://a:b@surel.contoh.go.id", "465 True False"),
        ("smtp+starttls://surel.contoh.go.id", "587 False True"),
        ("smtp+starttls://surel.contoh.go.id:2525", "2525 False True"),
    ],
)
def test_the_address_of_the_server_says_how_it_is_spoken_to(
    address: str, said: str, tmp_path: Path
) -> None:
    code = (
        "from django.conf import settings as s;"
        "print(s.EMAIL_PORT, s.EMAIL_USE_SSL, s.EMAIL_USE_TLS)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code],
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "ukur.settings",
            "EMAIL_URL": address,
            "UKUR_DATA": str(tmp_path),
        },
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout.strip() == said
