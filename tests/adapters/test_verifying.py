"""One look at a path says what lies there and, where it can, which cell or event differs."""

import json
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.adapters.signing.rings import AT, HEAD, flipped, key_ring, paper
from ukur.adapters import bag
from ukur.adapters.signing.keyring import KeyRing
from ukur.adapters.verifying import Finding, Kind, verify_path
from ukur.domain import archive
from ukur.domain.archive import Table
from ukur.domain.journal import GENESIS, Event, sealed
from ukur.domain.journal_file import head_of, head_text, journal_lines
from ukur.domain.signing import Signer

TABLE = Table(
    ("kode", "indikator", "realisasi"),
    (("I-1", "Balita stunting, persen", "12,5"), ("I-2", 'Disebut "AKI"', None)),
)
CSV = 'kode,indikator,realisasi\nI-1,"Balita stunting, persen","12,5"\nI-2,"Disebut ""AKI""",\n'
AT_TEXT = "2026-10-14T07:02:00.000000Z"


def chain(length: int) -> tuple[Event, ...]:
    events: list[Event] = []
    for number in range(1, length + 1):
        previous = events[-1].hash if events else GENESIS
        events.append(
            sealed(
                sequence=number,
                at=AT_TEXT,
                by="Tim SAKIP",
                verb="value_recorded",
                facts={"indicator": f"I-{number}", "value": "12,5"},
                previous=previous,
            )
        )
    return tuple(events)


@pytest.fixture(scope="module")
def ring(tmp_path_factory: pytest.TempPathFactory) -> KeyRing:
    return key_ring(tmp_path_factory.mktemp("ring") / "keys")


@pytest.fixture(scope="module")
def original(ring: KeyRing, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("package") / "arsip"
    events = chain(9)
    head = head_text(head_of("siklus-1", events, AT_TEXT)).encode()
    files = {
        archive.DATASET_CSV: CSV.encode(),
        archive.DATASET_JSON: archive.dataset_json(TABLE).encode(),
        archive.JOURNAL: journal_lines(events).encode(),
        archive.JOURNAL_HEAD: head,
        archive.JOURNAL_SIGNATURE: ring.sign_bytes(head, AT),
        archive.unit_journal_name("PKM-01"): journal_lines(chain(3)).encode(),
        archive.PAPER: ring.seal(paper(), HEAD, reason="uji", at=AT),
    }
    bag.seal_bag(folder, files, {}, ring, AT)
    return folder


@pytest.fixture
def package(original: Path, tmp_path: Path) -> Path:
    shutil.copytree(original, tmp_path / "arsip")
    return tmp_path / "arsip"


def test_a_package_as_it_was_sealed_is_untouched(package: Path, ring: KeyRing) -> None:
    verified = verify_path(package, ring)
    assert (verified.kind, verified.finding) == (Kind.BAG, Finding.UNTOUCHED)
    assert (verified.signer, verified.problems) == (Signer.KNOWN, ())


def test_a_zipped_package_is_untouched(package: Path, ring: KeyRing, tmp_path: Path) -> None:
    (tmp_path / "kiriman.dat").write_bytes(bag.zipped(package))
    assert verify_path(tmp_path / "kiriman.dat", ring).finding is Finding.UNTOUCHED


def test_a_damaged_zip_names_the_file_inside(package: Path, ring: KeyRing, tmp_path: Path) -> None:
    content = bag.zipped(package)
    (tmp_path / "arsip.zip").write_bytes(flipped(content, content.index(b"Balita stunting")))
    verified = verify_path(tmp_path / "arsip.zip", ring)
    assert verified.finding is Finding.CHANGED
    assert [p.where for p in verified.problems] == ["arsip/data/dataset.csv"]


def test_a_changed_cell_of_the_csv_is_named_with_both_values(package: Path, ring: KeyRing) -> None:
    path = package / "data/dataset.csv"
    path.write_text(path.read_text().replace("12,5", "21,5"))
    told = verify_path(package, ring).problems
    assert [(p.where, p.code) for p in told] == [
        ("data/dataset.csv", "changed"),
        ("data/dataset.csv, I-1, realisasi", "cell_changed"),
    ]
    assert told[1].facts == {"was": "12,5", "now": "21,5"}


def test_a_changed_cell_of_the_json_is_named_against_the_csv(package: Path, ring: KeyRing) -> None:
    path = package / "data/dataset.json"
    records = json.loads(path.read_text())
    records[1]["realisasi"] = "3"
    path.write_text(json.dumps(records))
    last = verify_path(package, ring).problems[-1]
    assert last.where == "data/dataset.json, I-2, realisasi"
    assert last.facts == {"was": None, "now": "3"}


def test_when_both_twins_are_changed_only_the_files_are_named(package: Path, ring: KeyRing) -> None:
    for name in ("dataset.csv", "dataset.json"):
        path = package / "data" / name
        path.write_text(path.read_text().replace("12,5", "21,5"))
    assert [p.code for p in verify_path(package, ring).problems] == ["changed", "changed"]


def test_a_dataset_that_is_no_table_any_more_is_named_as_a_file(
    package: Path, ring: KeyRing
) -> None:
    (package / "data/dataset.csv").write_bytes(b'\xff\xfe"')
    assert [p.code for p in verify_path(package, ring).problems] == ["changed"]


@pytest.mark.parametrize("name", ["jurnal.jsonl", "jurnal-unit/PKM-01.jsonl"])
def test_a_changed_event_is_named_by_its_number(package: Path, ring: KeyRing, name: str) -> None:
    path = package / "data" / name
    path.write_text(path.read_text().replace('"indicator":"I-2"', '"indicator":"I-9"'))
    told = verify_path(package, ring).problems
    assert [(p.where, p.code) for p in told] == [
        (f"data/{name}", "changed"),
        (f"data/{name}, event 2", "event_changed"),
    ]


def test_a_package_sealed_with_a_broken_journal_is_not_untouched(
    ring: KeyRing, tmp_path: Path
) -> None:
    broken = journal_lines(chain(4)).replace('"I-3"', '"I-8"').encode()
    bag.seal_bag(tmp_path / "arsip", {archive.JOURNAL: broken}, {}, ring, AT)
    verified = verify_path(tmp_path / "arsip", ring)
    assert verified.finding is Finding.CHANGED
    assert verified.problems[0].where == "data/jurnal.jsonl, event 3"


def test_a_sealed_paper_is_untouched_and_a_flipped_one_changed(
    ring: KeyRing, tmp_path: Path, package: Path
) -> None:
    content = (package / "data/pengukuran-kinerja.pdf").read_bytes()
    (tmp_path / "tanpa-akhiran").write_bytes(content)
    assert verify_path(tmp_path / "tanpa-akhiran", ring).finding is Finding.UNTOUCHED
    (tmp_path / "tanpa-akhiran").write_bytes(flipped(content, 4000))
    verified = verify_path(tmp_path / "tanpa-akhiran", ring)
    assert (verified.kind, verified.finding) == (Kind.PDF, Finding.CHANGED)
    assert verified.problems[0].code == "content"


def test_an_unsigned_paper_is_unsigned(ring: KeyRing, tmp_path: Path) -> None:
    (tmp_path / "konsep.pdf").write_bytes(paper())
    assert verify_path(tmp_path / "konsep.pdf", ring).finding is Finding.UNSIGNED


def test_a_bare_journal_is_consistent_and_never_untouched(ring: KeyRing, tmp_path: Path) -> None:
    (tmp_path / "jurnal.jsonl").write_text(journal_lines(chain(5)))
    verified = verify_path(tmp_path / "jurnal.jsonl", ring)
    assert (verified.kind, verified.finding) == (Kind.JOURNAL, Finding.CONSISTENT)


def test_a_journal_beside_its_signed_head_is_untouched(package: Path, ring: KeyRing) -> None:
    verified = verify_path(package / "data/jurnal.jsonl", ring)
    assert (verified.finding, verified.signer) == (Finding.UNTOUCHED, Signer.KNOWN)


@pytest.mark.parametrize(
    ("length", "code"), [(8, "events_missing"), (10, "event_after_head"), (0, "events_missing")]
)
def test_a_journal_of_another_length_than_its_head_is_changed(
    package: Path, ring: KeyRing, length: int, code: str
) -> None:
    (package / "data/jurnal.jsonl").write_text(journal_lines(chain(length)))
    verified = verify_path(package / "data/jurnal.jsonl", ring)
    assert (verified.finding, verified.problems[0].code) == (Finding.CHANGED, code)


def test_a_forged_head_is_told(package: Path, ring: KeyRing) -> None:
    shorter = chain(5)
    (package / "data/jurnal.jsonl").write_text(journal_lines(shorter))
    forged = head_text(head_of("siklus-1", shorter, AT_TEXT))
    (package / "data/kepala-jurnal.json").write_text(forged)
    verified = verify_path(package / "data/jurnal.jsonl", ring)
    assert (verified.finding, verified.problems[0].code) == (Finding.CHANGED, "head_signature")


def test_a_head_without_its_signature_leaves_the_journal_consistent(
    package: Path, ring: KeyRing
) -> None:
    (package / "data/kepala-jurnal.p7s").unlink()
    verified = verify_path(package / "data/jurnal.jsonl", ring)
    assert (verified.finding, verified.problems[0].code) == (Finding.CONSISTENT, "missing")


def test_every_flipped_byte_of_a_bare_journal_breaks_it(ring: KeyRing, tmp_path: Path) -> None:
    whole = journal_lines(chain(2)).encode()
    path = tmp_path / "jurnal.jsonl"
    for place in range(len(whole)):
        path.write_bytes(flipped(whole, place))
        assert verify_path(path, ring).finding is Finding.CHANGED, place


@pytest.mark.parametrize("content", [b"", b"halo", b"{}", b'{"a": 1}\n', b"\x89PNG\r\n\x1a\n"])
def test_other_files_are_not_ours(ring: KeyRing, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "berkas").write_bytes(content)
    verified = verify_path(tmp_path / "berkas", ring)
    assert (verified.kind, verified.finding) == (Kind.UNKNOWN, Finding.NOT_OURS)


def test_a_folder_of_others_is_not_ours(ring: KeyRing, tmp_path: Path) -> None:
    (tmp_path / "isi.txt").write_text("isi")
    assert verify_path(tmp_path, ring).finding is Finding.NOT_OURS


def test_a_path_to_nothing_cannot_be_read(ring: KeyRing, tmp_path: Path) -> None:
    assert verify_path(tmp_path / "tidak-ada.pdf", ring).finding is Finding.UNREADABLE


STARTS = st.sampled_from([b"", b"%PDF-1.7\n", b"PK\x03\x04", b"{", b'{"sequence":1}\n'])


@given(
    start=STARTS, content=st.binary(max_size=300), suffix=st.sampled_from(["", ".pdf", ".jsonl"])
)
def test_any_file_has_a_verdict_and_noise_is_never_untouched(
    ring: KeyRing,
    tmp_path_factory: pytest.TempPathFactory,
    start: bytes,
    content: bytes,
    suffix: str,
) -> None:
    path = tmp_path_factory.mktemp("noise") / f"berkas{suffix}"
    path.write_bytes(start + content)
    assert verify_path(path, ring).finding is not Finding.UNTOUCHED
