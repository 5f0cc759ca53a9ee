"""A flipped byte, wherever it stands, in a small paper, a detached signature or a small package."""

from pathlib import Path

import pytest

from tests.adapters.signing.rings import AT, HEAD, flipped, key_ring, paper, tiny
from ukur.adapters import bag
from ukur.adapters.signing import strict
from ukur.adapters.signing.keyring import KeyRing
from ukur.domain.signing import Intact

pytestmark = pytest.mark.no_cover
"""What one verdict does is counted where one is asked for; here thousands are, twice as fast."""
LOWEST, CASE, ALL = 0x01, 0x20, 0xFF
"""The lowest bit, the bit that changes the case of a letter, and every bit."""


@pytest.fixture(scope="module")
def ring(tmp_path_factory: pytest.TempPathFactory) -> KeyRing:
    return key_ring(tmp_path_factory.mktemp("ring") / "keys")


@pytest.fixture(scope="module")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> KeyRing:
    """A machine that knows nothing about the signer."""
    return KeyRing(tmp_path_factory.mktemp("stranger") / "keys")


@pytest.fixture(scope="module")
def sealed(ring: KeyRing) -> bytes:
    return ring.seal(tiny(), HEAD, reason="Menandatangani dokumen", at=AT)


def digits_of(sealed: bytes) -> range:
    """The positions of the signature's own digits, without their padding."""
    covered = strict.covering(sealed)
    assert covered is not None
    first = covered.byte_range[1]
    return range(first, first + 1 + 2 * len(strict.contents(covered)))


def test_every_byte_of_a_sealed_paper_counts(ring: KeyRing, sealed: bytes) -> None:
    assert ring.verdict(sealed).intact is Intact.YES
    unnoticed = [
        place
        for place in range(len(sealed))
        if ring.verdict(flipped(sealed, place, LOWEST)).intact is Intact.YES
    ]
    assert unnoticed == []


def test_bytes_all_over_a_typeset_paper_count(ring: KeyRing) -> None:
    sealed = ring.seal(paper(), HEAD, reason="Menandatangani dokumen", at=AT)
    unnoticed = [
        place
        for place in range(0, len(sealed), 13)
        if ring.verdict(flipped(sealed, place, ALL)).intact is Intact.YES
    ]
    assert unnoticed == []


def test_the_case_of_every_digit_and_every_byte_of_the_padding_counts(
    ring: KeyRing, sealed: bytes
) -> None:
    covered = strict.covering(sealed)
    assert covered is not None
    _start, first, second, _rest = covered.byte_range
    unnoticed = [
        (place, bits)
        for place in range(first, second)
        for bits in (CASE, ALL)
        if ring.verdict(flipped(sealed, place, bits)).intact is Intact.YES
    ]
    assert unnoticed == []


def test_a_stranger_notices_every_changed_digit_too(stranger: KeyRing, sealed: bytes) -> None:
    assert stranger.verdict(sealed).intact is Intact.YES
    unnoticed = [
        (place, bits)
        for place in digits_of(sealed)
        for bits in (0x01, 0x02, 0x08)
        if stranger.verdict(flipped(sealed, place, bits)).intact is Intact.YES
    ]
    assert unnoticed == []


@pytest.mark.parametrize("known", [True, False])
def test_every_byte_of_a_detached_signature_counts(
    ring: KeyRing, stranger: KeyRing, *, known: bool
) -> None:
    judge = ring if known else stranger
    signature = ring.sign_bytes(b"kepala jurnal", AT)
    assert judge.verify_bytes(b"kepala jurnal", signature).intact is Intact.YES
    unnoticed = [
        (place, bit)
        for place in range(len(signature))
        for bit in (0, 1, 7)
        if judge.verify_bytes(b"kepala jurnal", flipped(signature, place, 1 << bit)).intact
        is Intact.YES
    ]
    assert unnoticed == []


@pytest.fixture(scope="module")
def package(ring: KeyRing, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("package") / "arsip"
    files = {
        "dataset.csv": b"kode,indikator,realisasi\nI-1,Balita stunting,12\n",
        "bukti/PKM-01/0a1b2c3d-rekap.txt": b"rekap",
    }
    bag.seal_bag(folder, files, {"Source-Organization": "Dinas Kesehatan"}, ring, AT)
    return folder


@pytest.mark.parametrize(
    "name",
    [
        "bagit.txt",
        "bag-info.txt",
        "manifest-sha256.txt",
        "tagmanifest-sha256.txt",
        "tagmanifest-sha256.txt.p7s",
        "data/dataset.csv",
        "data/bukti/PKM-01/0a1b2c3d-rekap.txt",
    ],
)
def test_every_byte_of_a_package_counts_and_its_file_is_named(
    ring: KeyRing, package: Path, name: str
) -> None:
    assert bag.verify_bag(package, ring).intact is Intact.YES
    whole = (package / name).read_bytes()
    try:
        for place in range(len(whole)):
            for bits in (LOWEST, CASE):
                (package / name).write_bytes(flipped(whole, place, bits))
                verdict = bag.verify_bag(package, ring)
                assert verdict.intact is Intact.CHANGED, (place, bits)
                assert [problem.where for problem in verdict.problems] == [name], (place, bits)
    finally:
        (package / name).write_bytes(whole)
