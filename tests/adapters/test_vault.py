"""The vault on disk keeps what it was given, or says that it cannot."""

import hashlib
import stat
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ukur.adapters.vault import DiskVault
from ukur.domain.ports import OutsideFailure, Vault


@pytest.fixture
def vault(tmp_path: Path) -> DiskVault:
    return DiskVault(tmp_path / "vault")


@given(content=st.binary(max_size=2000))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_what_is_put_is_read_again(vault: DiskVault, content: bytes) -> None:
    port: Vault = vault
    assert port.read(port.put(content)) == content


def test_a_file_is_named_by_its_sha256_and_lies_two_folders_deep(vault: DiskVault) -> None:
    sha256 = vault.put(b"bukti")
    assert sha256 == hashlib.sha256(b"bukti").hexdigest()
    assert (vault.root / sha256[:2] / sha256[2:4] / sha256).read_bytes() == b"bukti"


def test_putting_twice_is_putting_once(vault: DiskVault) -> None:
    assert vault.put(b"sama") == vault.put(b"sama")
    assert len([p for p in vault.root.rglob("*") if p.is_file()]) == 1


def test_only_the_owner_may_read(vault: DiskVault) -> None:
    vault.put(b"rahasia")
    modes = {stat.S_IMODE(p.stat().st_mode) for p in vault.root.rglob("*") if p.is_file()}
    folders = {stat.S_IMODE(p.stat().st_mode) for p in vault.root.rglob("*") if p.is_dir()}
    assert (modes, folders) == ({0o600}, {0o700})
    assert stat.S_IMODE(vault.root.stat().st_mode) == 0o700


def test_a_changed_file_is_not_handed_out(vault: DiskVault) -> None:
    sha256 = vault.put(b"asli")
    place = vault.root / sha256[:2] / sha256[2:4] / sha256
    place.write_bytes(b"palsu")
    with pytest.raises(OutsideFailure, match="changed"):
        vault.read(sha256)


def test_putting_again_mends_a_changed_file(vault: DiskVault) -> None:
    sha256 = vault.put(b"asli")
    (vault.root / sha256[:2] / sha256[2:4] / sha256).write_bytes(b"palsu")
    vault.put(b"asli")
    assert vault.read(sha256) == b"asli"


@pytest.mark.parametrize("name", ["0" * 64, "../../etc/passwd", "", "A" * 64])
def test_what_was_never_put_is_refused(vault: DiskVault, name: str) -> None:
    vault.put(b"sesuatu")
    with pytest.raises(OutsideFailure):
        vault.read(name)


def test_a_place_that_takes_no_files_is_an_outside_failure(tmp_path: Path) -> None:
    (tmp_path / "vault").write_text("a file where the folder should be")
    with pytest.raises(OutsideFailure):
        DiskVault(tmp_path / "vault").put(b"isi")


def test_all_lists_what_is_kept_and_nothing_half_written(vault: DiskVault) -> None:
    assert list(vault.all()) == []
    kept = sorted(vault.put(text.encode()) for text in ("a", "b", "c"))
    (vault.root / kept[0][:2] / kept[0][2:4] / ".half").write_bytes(b"x")
    assert list(vault.all()) == kept
