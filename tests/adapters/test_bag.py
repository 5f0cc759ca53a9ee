"""Packages: written whole, read by other programs, and every change told by its file's name."""

import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import bagit
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.adapters.signing.rings import AT, key_ring, run
from ukur.adapters import bag
from ukur.adapters.signing.keyring import KeyRing
from ukur.domain.ports import OutsideFailure
from ukur.domain.refusals import Problem
from ukur.domain.signing import Intact, Signer

FILES = {
    "index.html": b"<!doctype html>",
    "dataset.csv": b"kode,realisasi\nI-1,12\n",
    "bukti/PKM-01/0a1b2c3d-rekap.txt": b"rekap",
}
INFO = {
    "Source-Organization": "Dinas Kesehatan Kabupaten Contoh",
    "External-Identifier": "2026-TW3",
}


@pytest.fixture(scope="module")
def ring(tmp_path_factory: pytest.TempPathFactory) -> KeyRing:
    return key_ring(tmp_path_factory.mktemp("ring") / "keys")


@pytest.fixture
def package(ring: KeyRing, tmp_path: Path) -> Path:
    bag.seal_bag(tmp_path / "arsip", FILES, INFO, ring, AT)
    return tmp_path / "arsip"


def problems(package: Path, ring: KeyRing) -> list[tuple[str, str]]:
    return [(p.where, p.code) for p in bag.verify_bag(package, ring).problems]


def test_a_sealed_package_is_intact_and_its_signer_known(package: Path, ring: KeyRing) -> None:
    verdict = bag.verify_bag(package, ring)
    assert (verdict.intact, verdict.signer, verdict.problems) == (Intact.YES, Signer.KNOWN, ())
    assert verdict.signed_at == AT
    assert verdict.subject.startswith("Segel arsip dan kepala jurnal")


def test_elsewhere_it_is_intact_and_its_signer_unknown(package: Path, tmp_path: Path) -> None:
    verdict = bag.verify_bag(package, KeyRing(tmp_path / "nothing"))
    assert (verdict.intact, verdict.signer) == (Intact.YES, Signer.UNKNOWN)


def test_the_validator_of_the_library_of_congress_accepts_it(package: Path) -> None:
    read = bagit.Bag(str(package))
    assert read.validate() is True
    assert read.version_info == (1, 0)
    assert read.info["Payload-Oxum"] == "42.3"
    assert read.info["Bagging-Date"] == "2026-10-14"
    assert "detached CMS signature" in read.info["Signature"]


def test_sha256sum_and_openssl_accept_it(package: Path, ring: KeyRing, tmp_path: Path) -> None:
    (tmp_path / "root.pem").write_text(ring.root_pem())
    for manifest in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        command = ["sha256sum", "--check", "--strict", manifest]
        assert (
            subprocess.run(command, cwd=package, check=False, capture_output=True).returncode == 0
        )
    signature = str(package / "tagmanifest-sha256.txt.p7s")
    command = ["openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", signature]
    command += ["-content", str(package / "tagmanifest-sha256.txt"), "-no_check_time"]
    assert run(*command, "-CAfile", str(tmp_path / "root.pem"), "-out", "/dev/null").returncode == 0


def test_the_same_content_makes_the_same_bytes_but_for_the_signature(
    package: Path, ring: KeyRing, tmp_path: Path
) -> None:
    bag.seal_bag(tmp_path / "lagi", dict(reversed(FILES.items())), INFO, ring, AT)
    for path in package.rglob("*"):
        if path.is_file() and path.name != bag.SIGNATURE:
            other = tmp_path / "lagi" / path.relative_to(package)
            assert other.read_bytes() == path.read_bytes()


def put_a_link(place: Path) -> None:
    place.unlink()
    place.symlink_to("bagit.txt")


CHANGES: dict[str, tuple[Callable[[Path], object], list[tuple[str, str]]]] = {
    "a payload file is changed": (
        lambda p: (p / "data/dataset.csv").write_bytes(b"kode,realisasi\nI-1,13\n"),
        [("data/dataset.csv", "changed")],
    ),
    "a payload file is gone": (
        lambda p: (p / "data/index.html").unlink(),
        [("data/index.html", "missing")],
    ),
    "a payload file has another name": (
        lambda p: (p / "data/index.html").rename(p / "data/indeks.html"),
        [("data/index.html", "renamed")],
    ),
    "a payload file was added": (
        lambda p: (p / "data/baru.txt").write_bytes(b"baru"),
        [("data/baru.txt", "added")],
    ),
    "a file was added beside the payload": (
        lambda p: (p / "catatan.txt").write_bytes(b"baru"),
        [("catatan.txt", "added")],
    ),
    "an empty folder was added": (lambda p: (p / "data/baru").mkdir(), [("data/baru", "added")]),
    "a link stands for a file": (
        lambda p: put_a_link(p / "data/index.html"),
        [("data/index.html", "not_a_file"), ("data/index.html", "missing")],
    ),
    "bagit.txt is gone": (lambda p: (p / "bagit.txt").unlink(), [("bagit.txt", "missing")]),
    "bag-info.txt is gone": (
        lambda p: (p / "bag-info.txt").unlink(),
        [("bag-info.txt", "missing")],
    ),
    "the manifest is gone": (
        lambda p: (p / "manifest-sha256.txt").unlink(),
        [("manifest-sha256.txt", "missing")],
    ),
    "the tag manifest is gone": (
        lambda p: (p / "tagmanifest-sha256.txt").unlink(),
        [("tagmanifest-sha256.txt", "missing")],
    ),
    "the signature is gone": (
        lambda p: (p / "tagmanifest-sha256.txt.p7s").unlink(),
        [("tagmanifest-sha256.txt.p7s", "missing")],
    ),
    "the declaration is written again with other line ends": (
        lambda p: (p / "bagit.txt").write_bytes(
            (p / "bagit.txt").read_bytes().replace(b"\n", b"\r\n")
        ),
        [("bagit.txt", "changed")],
    ),
    "the manifest is written in upper case": (
        lambda p: (p / "manifest-sha256.txt").write_bytes(
            (p / "manifest-sha256.txt").read_bytes().upper()
        ),
        [("manifest-sha256.txt", "changed")],
    ),
    "two files are changed": (
        lambda p: [(p / "data" / n).write_bytes(b"x") for n in ("index.html", "dataset.csv")],
        [("data/dataset.csv", "changed"), ("data/index.html", "changed")],
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_told_by_the_name_of_its_file(
    package: Path, ring: KeyRing, change: str
) -> None:
    act, expected = CHANGES[change]
    act(package)
    assert bag.verify_bag(package, ring).intact is Intact.CHANGED
    assert problems(package, ring) == expected


def test_manifests_made_anew_after_a_change_do_not_carry_the_signature(
    package: Path, ring: KeyRing
) -> None:
    (package / "data/dataset.csv").write_bytes(b"palsu")
    bagit.Bag(str(package)).save(manifests=True)
    assert bagit.Bag(str(package)).is_valid()
    assert bag.verify_bag(package, ring).intact is Intact.CHANGED


def test_a_bag_of_others_is_unsigned_and_a_folder_is_no_bag(ring: KeyRing, tmp_path: Path) -> None:
    (tmp_path / "lain").mkdir()
    (tmp_path / "lain" / "isi.txt").write_bytes(b"isi")
    assert bag.verify_bag(tmp_path / "lain", ring).intact is Intact.UNREADABLE
    bagit.make_bag(str(tmp_path / "lain"), checksums=["sha256"])
    assert bag.verify_bag(tmp_path / "lain", ring).intact is Intact.UNSIGNED


def test_a_package_is_not_written_over_another(package: Path, ring: KeyRing) -> None:
    with pytest.raises(OutsideFailure, match="exists"):
        bag.seal_bag(package, FILES, INFO, ring, AT)
    assert bag.verify_bag(package, ring).intact is Intact.YES


@pytest.mark.parametrize(
    "name", ["../luar", "/akar", "a//b", "a/./b", "a\nb", "a\\b", "", "a/", "b:c"]
)
def test_an_unsafe_name_leaves_nothing_behind(ring: KeyRing, tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="name"):
        bag.seal_bag(tmp_path / "arsip", {name: b""}, INFO, ring, AT)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("label", "value"), [("Dua baris", "x"), ("A", "x\ny"), ("A", " x"), ("", "x")]
)
def test_a_line_that_bag_info_cannot_hold_is_refused(label: str, value: str) -> None:
    with pytest.raises(ValueError, match="bag-info"):
        bag.info_text({label: value})


@given(
    st.dictionaries(
        st.from_regex(r"[a-z]{1,8}(/[a-z.]{1,8}x){0,2}", fullmatch=True), st.just("ab" * 32)
    )
)
def test_a_manifest_read_is_a_manifest_written(hashes: dict[str, str]) -> None:
    assert bag.read_manifest(bag.manifest_text(hashes)) == hashes


@given(st.binary(max_size=200))
def test_bytes_are_a_manifest_in_one_form_or_not_at_all(content: bytes) -> None:
    read = bag.read_manifest(content)
    assert read is None or bag.manifest_text(read) == content


def test_a_zip_is_the_same_for_the_same_folder_and_verifies(
    package: Path, ring: KeyRing, tmp_path: Path
) -> None:
    first = bag.zipped(package)
    (package / "bagit.txt").touch()
    assert bag.zipped(package) == first
    (tmp_path / "arsip.zip").write_bytes(first)
    with bag.unzipped(tmp_path / "arsip.zip") as folder:
        assert isinstance(folder, Path)
        assert bag.verify_bag(folder, ring).intact is Intact.YES
    assert not folder.exists()


@pytest.mark.parametrize("name", ["../luar.txt", "/akar.txt", "a/../../luar.txt", "C:\\luar.txt"])
def test_a_zip_cannot_write_outside(tmp_path: Path, name: str) -> None:
    with zipfile.ZipFile(tmp_path / "jahat.zip", "w") as archive:
        archive.writestr(zipfile.ZipInfo(name), b"x")
    with bag.unzipped(tmp_path / "jahat.zip") as found:
        assert isinstance(found, Problem)
        assert found.code == "entry_unsafe"


def test_a_zip_that_swells_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bag, "BYTES_LIMIT", 1_000_000)
    with zipfile.ZipFile(tmp_path / "bom.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bagit.txt", b"\0" * 2_000_000)
    with bag.unzipped(tmp_path / "bom.zip") as found:
        assert found == Problem("zip", "too_large")


def test_a_zip_with_a_link_is_not_unpacked(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("bagit.txt")
    link.create_system, link.external_attr = 3, 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "taut.zip", "w") as archive:
        archive.writestr(link, "/etc/passwd")
    with bag.unzipped(tmp_path / "taut.zip") as found:
        assert found == Problem("bagit.txt", "entry_unsafe")


def test_two_names_that_some_systems_take_for_one_are_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "dua.zip", "w") as archive:
        archive.writestr("bagit.txt", b"x")
        archive.writestr("BagIt.txt", b"y")
    with bag.unzipped(tmp_path / "dua.zip") as found:
        assert found == Problem("zip", "names_repeat")


@given(st.binary(max_size=300))
def test_any_bytes_as_a_zip_are_told_apart(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    path = tmp_path_factory.mktemp("zip") / "x.zip"
    path.write_bytes(b"PK\x03\x04" + content)
    with bag.unzipped(path) as found:
        assert isinstance(found, Problem)
