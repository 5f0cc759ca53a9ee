"""A key ring with an authority and one duty, and small papers to seal, for the tests."""

import os
import subprocess
import tempfile
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from pathlib import Path

import pikepdf
import typst

from ukur.adapters.signing.keyring import KeyRing
from ukur.domain.ports import Seal

AT = datetime(2026, 10, 14, 7, 2, tzinfo=UTC)
AGENCY = "Dinas Kesehatan Kabupaten Contoh"
HEAD = Seal("kepala-dinas", "sepuluh kata sandi")
_SOURCE = b"""
#set document(title: "Uji segel", date: datetime(year: 2026, month: 10, day: 14))
#set text(lang: "id")
Pengukuran kinerja
"""


def key_ring(folder: Path) -> KeyRing:
    """A ring with its authority and the head's certificate."""
    ring = KeyRing(folder)
    ring.make_authority(AGENCY, AT)
    ring.make_certificate(HEAD.key_name, "Kepala Dinas Kesehatan", HEAD.passphrase, AT)
    return ring


@cache
def paper() -> bytes:
    """A small PDF/A-3b."""
    pdf = typst.compile(_SOURCE, format="pdf", pdf_standards=["a-3b"])
    assert isinstance(pdf, bytes)
    return pdf


@cache
def tiny() -> bytes:
    """The smallest PDF with a page, so that each of its bytes can be tried."""
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(100, 100))
        output = BytesIO()
        pdf.save(output, static_id=True)
        return output.getvalue()


def run(*command: str) -> subprocess.CompletedProcess[str]:
    """A common program, with an empty home of its own and nothing of ours."""
    with tempfile.TemporaryDirectory() as home:
        return subprocess.run(
            command,
            capture_output=True,
            text=True,
            env={"PATH": os.environ["PATH"], "HOME": home},
            check=False,
        )


def flipped(content: bytes, position: int, bits: int = 1) -> bytes:
    return content[:position] + bytes([content[position] ^ bits]) + content[position + 1 :]
