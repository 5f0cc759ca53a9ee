"""The shipped procedure holds the scanned SOP word for word.

`seed.txt` is the text layer of the scan, untouched. Its columns run into one another, so
the words are compared row by row: the same words equally often, and each cell's in order.
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.domain.sop.builders import seed
from ukur.domain.sop.model import Step

SCAN = (Path(__file__).parent / "seed.txt").read_text(encoding="utf-8")
SOP = seed()

MENDS = {
    # The head of the table: two lines of narrow, upright cells.
    "No. Kegiatan Kepal sekretari Fungsional | Tim SAKIP Staf": (
        "No. Kegiatan Kepala Sekretaris Fungsional Tim SAKIP Staf"
    ),
    "e.pa 2 € fe ans S Kelengkapan Waktu Output": "Kelengkapan Waktu Output",
    # Symbols of the flow chart that were read as letters.
    "s keluar": "keluar",
    "3. Membuat format pengukuran kinerja A Format penyusunan 1 hari Draft pengukuran": (
        "3. Membuat format pengukuran kinerja Format penyusunan 1 hari Draft pengukuran"
    ),
    "il 1": "",
    "5. Membahas dan mengevaluasi data < < Draft pengukuran kinerja 1 hari Draft laporan kinerja": (
        "5. Membahas dan mengevaluasi data Draft pengukuran kinerja 1 hari Draft laporan kinerja"
    ),
    "7. Mengoreksi draft laporan kinerja dan ) Dokumen pengukuran 1 hari Dokumen": (
        "7. Mengoreksi draft laporan kinerja dan Dokumen pengukuran 1 hari Dokumen"
    ),
    "¢ Ya": "Ya",
    # A letter cut off at the edge of its cell.
    "8. Menandatangani dokumen pengukuran Dokumen pengukura 1 hari Dokumen SOP": (
        "8. Menandatangani dokumen pengukuran Dokumen pengukuran 1 hari Dokumen SOP"
    ),
}
"""Lines that the scan damaged, and what they say; every other line stands as it is."""

COVER_LABELS = (
    "Nama SOP",
    "NIP.",
    "DASAR HUKUM",
    "1. 2. 3. 4.",
    "KUALIFIKASI PELAKSANA",
    "1. 2. 3.",
    "KETERKAITAN",
    "PERALATAN/PERLENGKAPAN",
    "PERINGATAN",
    "PENCATATAN DAN PENDATAAN",
)
TABLE_LABELS = ("Pelaksana", "Mutu Baku", "KET", "No.", "Kegiatan", "Kelengkapan Waktu Output")
NOT_IN_THE_SCAN = (
    "PEMERINTAH KABUPATEN",  # of the left box only "MOJOKERTO" and "SEKRETARIAT" were read
    "DINAS KESEHATAN",
    "KEPALA DINAS KESEHATAN KABUPATEN MOJOKERTO",
)
"""What the cover supplies where the scan shows nothing."""


def mended() -> Iterator[str]:
    for raw in SCAN.splitlines():
        line = " ".join(raw.split())
        yield MENDS.get(line, line)


def words(*texts: str) -> list[str]:
    return " ".join(texts).replace("NIP.", "NIP. ").split()


LINES = list(mended())
TABLE_BEGINS = LINES.index(SOP.title)
FIRST_ROW = next(n for n, line in enumerate(LINES) if n > TABLE_BEGINS and line.startswith("1. "))


def row(number: int) -> list[str]:
    """The words of one row, all columns mixed as the scan mixes them."""
    begins = [
        next(i for i in range(FIRST_ROW, len(LINES)) if LINES[i].startswith(f"{n}. "))
        for n in range(1, 10)
    ]
    return words(*LINES[begins[number - 1] : [*begins, len(LINES)][number]])


def cells(step: Step) -> list[str]:
    labels = [step.decision.no, step.decision.yes] if step.decision else []
    printed = [step.activity, step.completeness, step.standard.text, step.output, step.note]
    return [f"{step.number}.", *printed, *labels]


def in_order(wanted: list[str], among: list[str]) -> bool:
    rest = iter(among)
    return all(word in rest for word in wanted)


def test_every_mend_is_of_a_line_that_the_scan_has() -> None:
    scanned = {" ".join(line.split()) for line in SCAN.splitlines()}
    assert set(MENDS) <= scanned


@pytest.mark.parametrize("step", SOP.steps, ids=lambda step: f"row {step.number}")
def test_a_row_has_the_words_of_the_scan_equally_often(step: Step) -> None:
    assert Counter(words(*cells(step))) == Counter(row(step.number))


@pytest.mark.parametrize("step", SOP.steps, ids=lambda step: f"row {step.number}")
def test_each_cell_of_a_row_has_its_words_in_the_order_of_the_scan(step: Step) -> None:
    assert all(in_order(words(cell), row(step.number)) for cell in cells(step))


def test_the_lanes_are_those_of_the_head_of_the_table() -> None:
    head = words(*LINES[TABLE_BEGINS + 1 : FIRST_ROW])
    lanes = [lane.name for lane in SOP.lanes]
    assert Counter(head) == Counter(words(*TABLE_LABELS, *lanes))


def cover_cells() -> list[str]:
    cover = SOP.cover
    return [
        cover.signatory_name,
        cover.signatory_nip,
        cover.title,
        cover.unit,
        *(basis.text for basis in cover.legal_basis),
        *cover.qualifications,
        *cover.related,
        *cover.equipment,
        cover.warning,
        cover.records,
    ]


def test_each_box_of_the_cover_stands_in_the_scan_in_one_piece() -> None:
    scanned = " ".join(words(*LINES[:TABLE_BEGINS]))
    without_numbers = " ".join(word for word in scanned.split() if word not in words("1. 2. 3. 4."))
    assert [cell for cell in cover_cells() if " ".join(words(cell)) not in without_numbers] == []


def test_the_cover_has_the_words_of_the_scan_equally_often() -> None:
    scanned = Counter(words(*LINES[:TABLE_BEGINS]))
    cover = SOP.cover
    shipped = Counter(
        words(*cover_cells(), *COVER_LABELS, cover.government, cover.agency, cover.signatory_title)
    )
    assert shipped - scanned == Counter(words(*NOT_IN_THE_SCAN))
    assert scanned - shipped == Counter()


def test_what_the_scan_leaves_empty_is_empty() -> None:
    cover = SOP.cover
    assert (cover.number, cover.created, cover.revised, cover.effective) == ("", "", "", "")


def test_every_step_says_that_its_lane_was_inferred() -> None:
    assert all("lead" in step.inferred for step in SOP.steps)
    assert "decision" in SOP.step(7).inferred
    assert "joined" in SOP.step(5).inferred
