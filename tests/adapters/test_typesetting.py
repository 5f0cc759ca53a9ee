"""The papers as PDF: their words, their bytes, their fonts, and what hostile text does to them.

After a wanted change, UKUR_WRITE_GOLDEN=1 writes the golden texts anew: read the difference.
"""

import base64
import hashlib
import io
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from tests.all_papers import PAPERS
from tests.pdf_reading import (
    HOSTILE,
    LONG,
    TYPESETTER,
    assert_nothing_leaves_the_page,
    lines,
    output,
    squeezed,
    text,
    typeset,
)
from tests.sample_papers import (
    ATTACHED,
    DISPOSITION,
    FORM,
    MEASUREMENT,
    ORDER,
    RECORDS,
    ROOT,
    SEED,
    SIGNATURE,
    SOP,
)
from ukur.adapters.typesetting import FONTS, Typst
from ukur.domain.papers import (
    Choice,
    Crest,
    FollowUp,
    Marks,
    MeasuredGoal,
    NotDelivered,
    Paper,
    RecordLine,
    SignatureMode,
    cancelled,
    plain,
)
from ukur.domain.ports import OutsideFailure
from ukur.domain.sop.model import Lane

GOLDEN = ROOT / "tests" / "golden" / "papers"
OURS = {"LiberationSans", "LiberationSans-Bold", "LiberationSans-Italic", "LiberationMono"}


def marked(paper: Paper, **marks: bool) -> Paper:
    return replace(paper, frame=replace(paper.frame, marks=Marks(**marks)))


# --- words ----------------------------------------------------------------------------


@pytest.mark.parametrize("name", PAPERS)
def test_a_paper_says_what_its_golden_text_says(name: str) -> None:
    found = lines(typeset(PAPERS[name], ATTACHED if name == "measurement" else None))
    golden = GOLDEN / f"{name}.txt"
    if os.environ.get("UKUR_WRITE_GOLDEN"):
        golden.write_text(found, "utf-8")
    assert found.split("\f") == golden.read_text("utf-8").split("\f")


def test_every_page_bears_number_code_journal_and_place() -> None:
    pages = text(typeset(MEASUREMENT)).split("\f")[:-1]
    assert len(pages) == 5
    for number, page in enumerate(pages, 1):
        assert "Pengukuran Kinerja Triwulan III 2026 · 000/CONTOH/2026" in page
        assert "Kode dokumen K7QM-2F9X-88AB" in page
        assert "Kepala jurnal 398: db3e08cb bba77575" in page
        assert f"Halaman {number} dari 5" in page
        assert "DATA CONTOH" in page


LATER_FIELDS = {
    "programs": ("achievement", "efficiency", "judged"),
    "explained": ("steps", "year", "rules", "sources"),
    "goal_summaries": ("counted",),
}


def test_a_document_that_was_made_before_its_appendix_grew_can_still_be_typeset() -> None:
    values: Any = plain(MEASUREMENT)
    for name in ("explained_basis", "explained_sums"):
        del values[name]
    rows = [(row, fields) for name, fields in LATER_FIELDS.items() for row in values[name]]
    for row, fields in [*rows, (values["programs_total"], LATER_FIELDS["programs"])]:
        for field in fields:
            del row[field]
    words = text(Typst().typeset("measurement", values, ATTACHED))
    assert "Anggaran menurut program" in words
    assert "Efisiensi" not in words


def test_without_an_address_only_the_code_is_printed() -> None:
    footer = replace(ORDER.frame.footer, verify_url="")
    pdf = typeset(replace(ORDER, frame=replace(ORDER.frame, footer=footer)))
    assert "Periksa keaslian" not in text(pdf)
    assert "Kode dokumen K7QM-2F9X-88AB" in text(pdf)


@pytest.mark.parametrize("paper", PAPERS.values(), ids=PAPERS)
def test_a_trial_says_so_on_every_page_and_nobody_signs_it(paper: Paper) -> None:
    words = text(typeset(marked(paper, trial=True)))
    for page in words.split("\f")[:-1]:
        assert "UJI HITUNG, bukan dokumen resmi" in page
    assert "Nomor 000/CONTOH/2026" not in words
    assert "Cempaka" not in words


SIGN_PLACES = {"agreement": 4, "agreement_revised": 4, "manual": 0, "tree": 0}
"""Where other than once is signed: an agreement by two, and its annex as well."""


@pytest.mark.parametrize("name", PAPERS)
def test_a_working_copy_says_so_at_the_top_in_the_footer_and_where_one_signs(name: str) -> None:
    pages = text(typeset(marked(PAPERS[name], working_copy=True))).split("\f")[:-1]
    assert all(page.count("SALINAN KERJA, belum ditandatangani") == 2 for page in pages)
    places = sum(page.count("SALINAN KERJA,") for page in pages) - 2 * len(pages)
    assert places == SIGN_PLACES.get(name, 1)


def test_a_seal_is_named_internal_and_ink_gets_its_room() -> None:
    sealed = text(typeset(MEASUREMENT))
    assert "segel internal" in sealed
    assert MEASUREMENT.signature is not None
    by_hand = replace(MEASUREMENT.signature, mode=SignatureMode.INK)
    signed = text(typeset(replace(MEASUREMENT, signature=by_hand)))
    assert "segel" not in signed


@pytest.mark.parametrize("paper", PAPERS.values(), ids=PAPERS)
def test_no_paper_claims_a_certified_signature(paper: Paper) -> None:
    words = squeezed(typeset(paper))
    assert "Balai" not in words
    assert "tersertifikasi" not in words
    assert "sertifikatelektronik" not in words


def test_what_the_sop_does_not_give_stays_empty_and_the_copy_for_ink_says_nothing_else() -> None:
    words = text(typeset(SOP))
    assert re.search(r"Nomor SOP\s*\n", words)
    assert re.search(r"Tanggal Efektif\s*\n", words)
    assert "belum ditandatangani" not in words
    assert words.count("SOP Pengukuran Kinerja, Dinas Kesehatan") == 2


def test_printed_figures_of_an_earlier_report_get_a_column_of_their_own() -> None:
    goal = MEASUREMENT.goals[0]
    lines = tuple(replace(line, printed="99,97") for line in goal.lines)
    words = text(typeset(replace(MEASUREMENT, goals=(replace(goal, lines=lines),))))
    assert "Tercetak" in words
    assert words.count("99,97") == 3
    assert "Tercetak" not in text(typeset(MEASUREMENT))


# --- the file ---------------------------------------------------------------------------


@pytest.mark.parametrize("paper", PAPERS.values(), ids=PAPERS)
def test_a_paper_is_tagged_pdf_a3b_and_ua1_in_indonesian(paper: Paper) -> None:
    with pikepdf.open(io.BytesIO(typeset(paper))) as pdf:
        about = pdf.open_metadata()
        assert (about["pdfaid:part"], about["pdfaid:conformance"]) == ("3", "B")
        assert about["pdfuaid:part"] == "1"
        assert about["dc:title"] == paper.frame.title
        assert about["dc:creator"] == [paper.frame.letterhead.agency]
        assert str(pdf.Root.Lang) == "id"
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.docinfo.CreationDate) == "D:20261014070200Z"


@pytest.mark.parametrize("paper", PAPERS.values(), ids=PAPERS)
def test_a_paper_holds_only_our_fonts_and_is_sound(paper: Paper, tmp_path: Path) -> None:
    pdf = typeset(paper)
    rows = output("pdffonts", "-", pdf=pdf).splitlines()[2:]
    names = {row.split()[0].partition("+")[2] for row in rows}
    assert "LiberationSans" in names
    assert names <= OURS
    assert all(row.split()[-5:-2] == ["yes", "yes", "yes"] for row in rows)
    (tmp_path / "paper.pdf").write_bytes(pdf)
    checked = subprocess.run(
        ["qpdf", "--check", tmp_path / "paper.pdf"], capture_output=True, check=True, text=True
    )
    assert "No syntax or stream encoding errors" in checked.stdout


def test_attached_files_come_out_as_they_went_in_with_their_descriptions(tmp_path: Path) -> None:
    pdf = typeset(MEASUREMENT, ATTACHED | {"lain.bin": b"\xff\x00"})
    (tmp_path / "paper.pdf").write_bytes(pdf)
    listed = output("pdfdetach", "-list", str(tmp_path / "paper.pdf"), pdf=b"")
    assert listed.splitlines()[0] == "3 embedded files"
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert {n: a.get_file().read_bytes() for n, a in opened.attachments.items()} == {
            **ATTACHED,
            "lain.bin": b"\xff\x00",
        }
        data, other = opened.attachments["pengukuran.json"], opened.attachments["lain.bin"]
        journal = opened.attachments["jurnal.jsonl"]
        assert data.description == "Angka dokumen ini beserta penjelasannya"
        assert data.get_file().mime_type == "application/json"
        assert data.relationship == "/Data"
        assert journal.relationship == "/Source"
        assert (other.description, other.get_file().mime_type) == (
            "lain.bin",
            "application/octet-stream",
        )


@pytest.mark.parametrize("name", ["../luar.txt", "a/b.txt", ".tersembunyi", "", "x" * 200])
def test_an_attachment_with_more_than_a_plain_name_is_refused(name: str) -> None:
    with pytest.raises(OutsideFailure, match="attachment"):
        typeset(ORDER, {name: b""})


_IN_A_PROCESS = """
import hashlib
from tests.all_papers import PAPERS
from tests.sample_papers import ATTACHED
from ukur.adapters.typesetting import Typst
from ukur.domain.papers import plain
for paper in PAPERS.values():
    print(hashlib.sha256(Typst().typeset(paper.template, plain(paper), ATTACHED)).hexdigest())
"""


def test_equal_values_give_equal_bytes_in_any_process() -> None:
    here = [hashlib.sha256(typeset(paper, ATTACHED)).hexdigest() for paper in PAPERS.values()]
    for zone in ("UTC", "Asia/Jakarta"):
        there = subprocess.run(
            [sys.executable, "-c", _IN_A_PROCESS],
            cwd=ROOT,
            env={"PYTHONPATH": f"{ROOT}/src:{ROOT}", "TZ": zone},
            capture_output=True,
            check=True,
            text=True,
        )
        assert there.stdout.split() == here


def test_the_crest_is_printed() -> None:
    square = (
        b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">'
        b'<rect width="9" height="9"/></svg>'
    )
    pixel = base64.b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="
    )
    for crest in (Crest("svg", square), Crest("png", pixel)):
        letterhead = replace(ORDER.frame.letterhead, crest=crest)
        words = text(typeset(replace(ORDER, frame=replace(ORDER.frame, letterhead=letterhead))))
        assert "tempat" not in words


def test_a_template_that_does_not_typeset_is_a_failure_outside() -> None:
    with pytest.raises(OutsideFailure, match="records"):
        TYPESETTER.typeset("records", {**plain(ORDER)}, {})


def test_a_warning_is_a_failure_as_when_a_font_would_fall_back(tmp_path: Path) -> None:
    template = '#set document(title: "x")\n#set text(font: ("Tidak Ada", "Liberation Sans"))\nisi\n'
    (tmp_path / "order.typ").write_text(template)
    with pytest.raises(OutsideFailure, match="unknown font family"):
        Typst(tmp_path).typeset("order", plain(ORDER), {})


# --- fonts ------------------------------------------------------------------------------


def test_the_fonts_are_the_ones_that_were_taken_in() -> None:
    listed = (FONTS / "SHA256SUMS").read_text().splitlines()
    sums = {name: digest for digest, _, name in (line.partition("  ") for line in listed)}
    fonts = {path.name: path for path in FONTS.glob("*.ttf")}
    assert sums == {
        name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in fonts.items()
    }
    assert "SIL OPEN FONT LICENSE Version 1.1" in (FONTS / "OFL.txt").read_text()


def test_every_character_that_the_fonts_are_said_to_draw_is_drawn() -> None:
    spans = [line.split("-") for line in (FONTS / "coverage.txt").read_text().split()]
    points = [p for low, high in spans for p in range(int(low, 16), int(high, 16) + 1)]
    groups = ["".join(map(chr, points[n : n + 60])) for n in range(0, len(points), 60)]
    paper = replace(ORDER, subject=" ".join(groups), body=tuple(groups))
    assert "[U+" not in squeezed(typeset(paper))


# --- hostile text -----------------------------------------------------------------------

_RECORD = RecordLine(HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE)
_GOAL = MEASUREMENT.goals[0]
_CROWD = tuple(
    MeasuredGoal(
        str(number),
        LONG if number % 2 else HOSTILE,
        tuple(
            replace(
                _GOAL.lines[0],
                indicator=f"IND-{number:02d}-{line:02d} " + (HOSTILE if line % 9 == 0 else ""),
                target="1.234.567.890,12",
                realization="98.765.432.109,00",
                printed="",
            )
            for line in range(30)
        ),
    )
    for number in range(10)
)
ATTACKED: dict[str, Paper] = {
    "measurement": replace(
        MEASUREMENT,
        agency=HOSTILE[:80],
        goals=_CROWD,
        narrative=(HOSTILE, LONG * 3),
        follow_ups=(FollowUp(HOSTILE, LONG * 9, HOSTILE * 3, HOSTILE, HOSTILE),) * 3,
        not_delivered=(NotDelivered(HOSTILE, LONG, HOSTILE),) * 9,
        explained=(replace(MEASUREMENT.explained[0], worked=HOSTILE, notes=(HOSTILE,)),) * 9,
    ),
    "form": replace(
        FORM, lines=(replace(FORM.lines[0], goal=LONG, indicator=HOSTILE, hint=HOSTILE),) * 9
    ),
    "records": replace(RECORDS, lines=(_RECORD,) * 9),
    "order": replace(ORDER, subject=HOSTILE, body=(HOSTILE,), recipients=(HOSTILE, HOSTILE)),
    "disposition": replace(
        DISPOSITION, note=HOSTILE * 5, forwarded_to=(Choice(HOSTILE, ticked=True),) * 20
    ),
    "sop": replace(
        SOP,
        procedure=replace(
            SEED,
            steps=tuple(
                replace(
                    s, activity=(HOSTILE + LONG * 3)[:2000], completeness="x" * 2000, note=HOSTILE
                )
                for s in SEED.steps
            ),
        ),
    ),
}


@pytest.mark.parametrize("paper", ATTACKED.values(), ids=ATTACKED)
def test_hostile_text_is_shown_as_it_is_and_nothing_is_cut(paper: Paper) -> None:
    pdf = typeset(paper)
    assert_nothing_leaves_the_page(pdf)
    words = squeezed(pdf)
    assert "#letx=1$a$\\<script>alert('x')</script>*b*_c_@ref`r`[k]//c[U+202E][U+1F600]" in words


@pytest.mark.parametrize("paper", PAPERS.values(), ids=PAPERS)
def test_ordinary_papers_keep_inside_their_pages(paper: Paper) -> None:
    assert_nothing_leaves_the_page(typeset(paper))


def test_three_hundred_indicators_all_arrive_and_a_goal_is_numbered_on_each_new_page() -> None:
    pdf = typeset(ATTACKED["measurement"])
    words = squeezed(pdf)
    expected = {f"IND-{number:02d}-{line:02d}" for number in range(10) for line in range(30)}
    assert {name for name in expected if name in words} == expected
    assert text(pdf).count("(lanjutan)") >= 10


def test_long_text_in_the_sop_shrinks_and_breaks_over_pages_with_letters() -> None:
    pages = text(typeset(ATTACKED["sop"])).split("\f")[:-1]
    assert len(pages) > 3
    assert all("Kegiatan" in page for page in pages[1:])
    for letter, page, following in zip("ABC", pages[1:], pages[2:], strict=False):
        assert re.search(rf"\b{letter}\b", page)
        assert re.search(rf"\b{letter}\b", following)


def test_a_row_taller_than_a_page_is_refused_rather_than_cut() -> None:
    steps = (replace(SEED.steps[0], activity=LONG * 40), *SEED.steps[1:])
    with pytest.raises(OutsideFailure, match="taller"):
        typeset(replace(SOP, procedure=replace(SEED, steps=steps)))


def test_twenty_lanes_still_fit() -> None:
    lanes = (*SEED.lanes, *(Lane(f"lain{n}", f"Pelaksana lain {n}") for n in range(15)))
    pdf = typeset(replace(SOP, procedure=replace(SEED, lanes=lanes)))
    assert_nothing_leaves_the_page(pdf)


@pytest.mark.parametrize("paper", [ORDER, DISPOSITION, FORM], ids=lambda paper: paper.template)
def test_a_paper_of_a_cancelled_run_says_so_on_every_page(paper: Paper) -> None:
    pdf = TYPESETTER.typeset(paper.template, cancelled(plain(paper)), {})
    pages = lines(pdf).split("\f")
    assert all("DIBATALKAN, tidak berlaku" in page for page in pages if page.strip())
    assert "DIBATALKAN" not in lines(typeset(paper))


@pytest.mark.parametrize(
    "position",
    [
        ("Plt. KEPALA DINAS KESEHATAN",),
        ("Plh. KEPALA DINAS KESEHATAN",),
        ("a.n. KEPALA DINAS KESEHATAN", "SEKRETARIS"),
    ],
)
def test_who_signs_for_another_is_named_so_on_the_paper(position: tuple[str, ...]) -> None:
    signed = replace(SIGNATURE, position=position)
    for paper in (MEASUREMENT, ORDER):
        said = lines(typeset(replace(paper, signature=signed)))
        assert all(line in said for line in position)


def test_a_heading_of_the_cover_never_stands_on_another_page_than_its_words() -> None:
    cover = SEED.cover
    for count in (11, 12, 13, 30):
        long = replace(cover, legal_basis=cover.legal_basis[1:2] * count)
        pages = text(typeset(replace(SOP, procedure=replace(SEED, cover=long)))).split("\f")
        for heading, words in (("PERINGATAN", "Bila SOP ini"), ("KETERKAITAN", "SOP Penyusunan")):
            assert [heading in page for page in pages] == [words in page for page in pages]
