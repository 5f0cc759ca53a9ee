"""Keys: who may open them, where they lie, and what their certificates say."""

import stat
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509

from tests.adapters.signing.rings import AGENCY, AT, HEAD, key_ring, paper, run
from ukur.adapters.signing.keyring import KeyRing
from ukur.domain.ports import OutsideFailure, Seal, Sealer, WrongPassphrase
from ukur.domain.signing import Intact, Signer


@pytest.fixture
def ring(tmp_path: Path) -> KeyRing:
    return key_ring(tmp_path / "keys")


def test_the_ring_fulfils_the_port(ring: KeyRing) -> None:
    port: Sealer = ring
    assert port.verdict(paper()).intact is Intact.UNSIGNED


def test_the_authority_says_plainly_that_it_is_internal(ring: KeyRing) -> None:
    root = x509.load_pem_x509_certificate(ring.root_pem().encode())
    assert "Otoritas Segel Internal (bukan BSrE)" in root.subject.rfc4514_string()
    assert AGENCY in root.subject.rfc4514_string()


def test_certificates_cover_the_clock_they_were_made_with_for_ten_years(ring: KeyRing) -> None:
    duty = x509.load_pem_x509_certificate((ring.folder / "duties/kepala-dinas.pem").read_bytes())
    assert duty.not_valid_before_utc == AT - timedelta(days=1)
    assert duty.not_valid_after_utc == AT + timedelta(days=3650)


def test_a_duty_never_outlives_its_authority(ring: KeyRing) -> None:
    late = AT + timedelta(days=365 * 15)
    serial = ring.make_certificate("sekretaris", "Sekretaris", "rahasia", late)
    root = x509.load_pem_x509_certificate(ring.root_pem().encode())
    duty = x509.load_pem_x509_certificate((ring.folder / f"issued/{serial}.pem").read_bytes())
    assert duty.not_valid_after_utc == root.not_valid_after_utc


def test_a_second_authority_is_not_made(ring: KeyRing) -> None:
    before = ring.root_pem()
    ring.make_authority("Dinas lain", AT)
    assert ring.root_pem() == before


def test_names_longer_than_a_certificate_takes_are_shortened(tmp_path: Path) -> None:
    ring = KeyRing(tmp_path)
    ring.make_authority("Dinas " + "Pengendalian " * 10, AT)
    serial = ring.make_certificate("kepala", "Kepala " + "Bidang " * 20, "rahasia", AT)
    assert (tmp_path / f"issued/{serial}.pem").is_file()


def test_every_file_is_for_the_owner_alone(ring: KeyRing) -> None:
    files = {stat.S_IMODE(p.stat().st_mode) for p in ring.folder.rglob("*") if p.is_file()}
    folders = {stat.S_IMODE(p.stat().st_mode) for p in ring.folder.rglob("*") if p.is_dir()}
    assert (files, folders) == ({0o600}, {0o700})
    assert stat.S_IMODE(ring.folder.stat().st_mode) == 0o700


@pytest.mark.parametrize("passphrase", ["", "salah", "sepuluh kata sandi "])
def test_a_wrong_passphrase_opens_nothing(ring: KeyRing, passphrase: str) -> None:
    with pytest.raises(WrongPassphrase):
        ring.seal(paper(), Seal(HEAD.key_name, passphrase), reason="uji", at=AT)


def test_a_key_without_a_passphrase_is_not_made(ring: KeyRing) -> None:
    with pytest.raises(ValueError, match="passphrase"):
        ring.make_certificate("sekretaris", "Sekretaris", "", AT)
    assert not ring.has_key("sekretaris")


@pytest.mark.parametrize("name", ["../root", "A", "", "a/b", "x" * 65])
def test_a_key_name_cannot_leave_its_folder(ring: KeyRing, name: str) -> None:
    with pytest.raises(ValueError, match="name"):
        ring.make_certificate(name, "Siapa", "rahasia", AT)


def test_a_changed_passphrase_opens_and_the_old_one_does_not(ring: KeyRing) -> None:
    ring.change_passphrase(HEAD.key_name, HEAD.passphrase, "yang baru")
    sealed = ring.seal(paper(), Seal(HEAD.key_name, "yang baru"), reason="uji", at=AT)
    assert ring.verdict(sealed).signer is Signer.KNOWN
    with pytest.raises(WrongPassphrase):
        ring.seal(paper(), HEAD, reason="uji", at=AT)


def test_a_wrong_old_passphrase_changes_nothing(ring: KeyRing) -> None:
    before = (ring.folder / "duties/kepala-dinas.pem").read_bytes()
    with pytest.raises(WrongPassphrase):
        ring.change_passphrase(HEAD.key_name, "salah", "yang baru")
    assert (ring.folder / "duties/kepala-dinas.pem").read_bytes() == before


def test_a_renewed_certificate_leaves_old_seals_known(ring: KeyRing) -> None:
    sealed = ring.seal(paper(), HEAD, reason="uji", at=AT)
    ring.make_certificate(HEAD.key_name, "Kepala Dinas Kesehatan", "pejabat baru", AT)
    assert ring.verdict(sealed).signer is Signer.KNOWN
    assert len(list((ring.folder / "issued").iterdir())) == 3


def test_a_locked_key_opens_in_openssl_with_its_passphrase_only(ring: KeyRing) -> None:
    key = str(ring.folder / "duties/kepala-dinas.pem")
    right = run("openssl", "pkey", "-in", key, "-passin", f"pass:{HEAD.passphrase}", "-noout")
    wrong = run("openssl", "pkey", "-in", key, "-passin", "pass:salah", "-noout")
    assert (right.returncode, wrong.returncode) == (0, 1)


def test_without_an_authority_nothing_is_sealed(tmp_path: Path) -> None:
    empty = KeyRing(tmp_path / "keys")
    with pytest.raises(OutsideFailure):
        empty.make_certificate("kepala", "Kepala", "rahasia", AT)
    with pytest.raises(OutsideFailure):
        empty.sign_bytes(b"isi", AT)
    with pytest.raises(OutsideFailure):
        empty.root_pem()


def test_an_unknown_duty_seals_nothing(ring: KeyRing) -> None:
    with pytest.raises(OutsideFailure, match="sekretaris"):
        ring.seal(paper(), Seal("sekretaris", "x"), reason="uji", at=AT)


@pytest.mark.parametrize("days", [-2, 3651])
def test_a_certificate_does_not_seal_outside_its_time(ring: KeyRing, days: int) -> None:
    with pytest.raises(OutsideFailure, match="does not hold"):
        ring.seal(paper(), HEAD, reason="uji", at=AT + timedelta(days=days))
