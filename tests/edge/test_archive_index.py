"""The index of a package stands alone, and its instructions work as they are written."""

import re
import subprocess
import textwrap
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.adapters.signing.rings import AT, HEAD, key_ring, paper
from ukur.adapters import bag
from ukur.domain import archive
from ukur.domain.journal import GENESIS, sealed
from ukur.domain.journal_file import head_of, head_text, journal_lines
from ukur.domain.package import EvidenceLink, MeasuredRow, PackageFile, PackageSummary, StepTime
from ukur.edge.archive_criteria import CRITERIA
from ukur.edge.archive_index import answers, how_to_verify, index_html

GOAL = "Meningkatnya kesehatan ibu dan anak"
SUMMARY = PackageSummary(
    agency="Dinas Kesehatan Kabupaten Contoh",
    government="Pemerintah Kabupaten Contoh",
    title="Pengukuran Kinerja Triwulan III Tahun 2026",
    period="Triwulan III 2026",
    number="000/CONTOH/2026",
    signed_by="Kepala Dinas Kesehatan (segel internal)",
    signed_at="Rabu, 14 Oktober 2026 pukul 14.02 WIB",
    sealed_at="Kamis, 15 Oktober 2026 pukul 09.10 WIB",
    journal_count=412,
    journal_head="a7aa92c6b97da0a160c6575437d89c5f2bcb19dd1e7b0056a119bfaa8ed35c8c",
    rows=(
        MeasuredRow(
            GOAL,
            "Angka kematian ibu",
            "per 100.000 KH",
            "85,00",
            "78,40",
            "107,76",
            "Sangat Tinggi",
            "Makin rendah makin baik",
        ),
        MeasuredRow(
            GOAL, "Prevalensi balita stunting", "%", "12,50", "11,80", "105,60", "Sangat Tinggi"
        ),
        MeasuredRow(
            "Meningkatnya akuntabilitas",
            "Nilai AKIP",
            "nilai",
            "74,75",
            "",
            "",
            "",
            "Diukur Triwulan IV",
        ),
    ),
    steps=(
        StepTime(1, "Memerintahkan Sekretaris", "Kepala Dinas", "5 Okt 08.09", "7 mnt", "10 mnt"),
        StepTime(
            4,
            "Mengumpulkan dan mengolah data",
            "Tim SAKIP",
            "8 Okt 11.05",
            "2 hr 2 j 45 mnt",
            "1 hr",
        ),
    ),
    files=tuple(
        PackageFile(name, 1234 * (number + 1), f"{number:02x}" * 32)
        for number, name in enumerate(
            (*archive.REQUIRED[1:], "bukti/PKM-01/0a1b2c3d-rekap.pdf", "jurnal-unit/PKM-01.jsonl")
        )
    ),
    evidence=(
        EvidenceLink(
            "Puskesmas Contoh",
            "Prevalensi balita stunting",
            "bukti/PKM-01/0a1b2c3d-rekap.pdf",
            "Rekap e-PPGBM.pdf",
        ),
    ),
    mark="DATA CONTOH",
)


class Links(HTMLParser):
    """Every address on a page, and every tag."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.tags: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.addresses += [value or "" for name, value in attrs if name in ("href", "src")]


def test_the_index_links_inside_the_package_only_and_to_files_that_are_there() -> None:
    links = Links(index_html(SUMMARY))
    names = {file.name for file in SUMMARY.files}
    assert links.addresses
    for address in links.addresses:
        assert address.startswith("./")
        target = address.removeprefix("./")
        assert target in names or any(n.startswith(target) and target[-1] == "/" for n in names)


def test_the_index_fetches_and_runs_nothing() -> None:
    page = index_html(SUMMARY)
    assert not Links(page).tags & {"script", "link", "img", "iframe", "object", "form"}
    assert "http" not in page
    assert "url(" not in page
    assert "@import" not in page


def test_the_index_shows_figures_steps_and_whole_hashes() -> None:
    page = index_html(SUMMARY)
    for text in ("78,40", "107,76", "Sangat Tinggi", "2 hr 2 j 45 mnt", "Rekap e-PPGBM.pdf"):
        assert text in page
    assert "DATA CONTOH" in page
    assert SUMMARY.files[3].sha256 in re.sub(r"</?span>", "", page)


def test_what_was_not_measured_is_a_dash_and_never_a_zero() -> None:
    row = index_html(SUMMARY).split("Nilai AKIP")[1].split("</tr>")[0]
    assert row.count("–") == 3
    assert ">0<" not in row


def test_text_is_text_and_never_markup() -> None:
    evil = '<script>alert(1)</script>"onload="x'
    rows = (replace(SUMMARY.rows[0], indicator=evil, goal=evil),)
    files = (PackageFile(evil, 1, "0" * 64),)
    page = index_html(replace(SUMMARY, title=evil, rows=rows, files=files, agency=evil))
    assert "<script" not in page
    assert '"onload' not in page


def test_the_index_of_a_real_agency_is_not_marked_as_sample() -> None:
    assert "DATA CONTOH" not in index_html(replace(SUMMARY, mark=""))


def test_an_empty_package_says_what_is_not_there() -> None:
    page = index_html(replace(SUMMARY, rows=(), evidence=(), files=()))
    assert "Tidak ada indikator yang diukur" in page
    assert "Tidak ada data dukung" in page
    assert "Tidak ada berkas yang menjawab" in page


def test_every_criterion_of_the_sheet_is_there_once_in_its_order() -> None:
    codes = [
        f"2.{part}.{n}"
        for part, last in (("a", 3), ("b", 7), ("c", 10))
        for n in range(1, last + 1)
    ]
    assert [criterion.code for criterion in CRITERIA] == codes


def test_a_criterion_names_only_files_that_are_there() -> None:
    told = {a.criterion.code: a.names for a in answers([archive.PAPER, "bukti/PKM-01/x.pdf"])}
    assert told["2.a.3"] == ("bukti/",)
    assert told["2.b.1"] == (archive.PAPER,)
    assert told["2.c.10"] == ()


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package with the files that the instructions name."""
    ring = key_ring(tmp_path_factory.mktemp("ring") / "keys")
    first = sealed(sequence=1, at="", by="é", verb="a", facts={"x": ["1", None]}, previous=GENESIS)
    second = sealed(sequence=2, at="", by="b", verb="b", facts={}, previous=first.hash)
    events = (first, second)
    head = head_text(head_of("siklus-1", events, "2026-10-14T07:02:00.000000Z")).encode()
    folder = tmp_path_factory.mktemp("package") / "arsip"
    files = {
        archive.PAPER: ring.seal(paper(), HEAD, reason="uji", at=AT),
        archive.JOURNAL: journal_lines(events).encode(),
        archive.JOURNAL_HEAD: head,
        archive.JOURNAL_SIGNATURE: ring.sign_bytes(head, AT),
        archive.AUTHORITY: ring.root_pem().encode(),
        archive.HOW_TO_VERIFY: how_to_verify(SUMMARY.agency).encode(),
    }
    bag.seal_bag(folder, files, {}, ring, AT)
    return folder


def commands(package: Path) -> list[str]:
    """The indented blocks of the instructions."""
    text = (package / "data/verifikasi.txt").read_text()
    return [textwrap.dedent(block) for block in re.findall(r"(?:^    .*\n)+", text, re.MULTILINE)]


def ran(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-e", "-c", command], cwd=folder, capture_output=True, text=True, check=False
    )


def test_every_written_command_succeeds_on_an_untouched_package(package: Path) -> None:
    blocks = commands(package)
    assert len(blocks) == 6
    outputs = [ran(block, package) for block in blocks]
    assert [(o.returncode, o.stderr) for o in outputs if o.returncode] == []
    said = "".join(o.stdout + o.stderr for o in outputs)
    assert said.count("CMS Verification successful") == 2
    assert "Jurnal utuh: 2 catatan" in said
    assert "Signature is Valid" in said
    assert "bukan BSrE" in said


@pytest.mark.parametrize(
    ("name", "block"),
    [
        ("data/pengukuran-kinerja.pdf", 0),
        ("tagmanifest-sha256.txt", 1),
        ("data/kepala-jurnal.json", 3),
        ("data/jurnal.jsonl", 4),
    ],
)
def test_the_written_commands_find_a_change(package: Path, name: str, block: int) -> None:
    whole = (package / name).read_bytes()
    try:
        (package / name).write_bytes(whole.replace(b"1", b"2", 1))
        assert ran(commands(package)[block], package).returncode != 0
    finally:
        (package / name).write_bytes(whole)
