"""The page about the SOP is made from the procedure and up to date."""

from dataclasses import replace
from pathlib import Path

from tests.domain.sop.builders import procedure, seed, step
from ukur.edge.sop_document import sop_markdown

PAGE = Path(__file__).parent.parent / "docs" / "sop.md"


def test_the_page_in_the_docs_is_the_one_the_procedure_gives() -> None:
    assert PAGE.read_text(encoding="utf-8") == sop_markdown(seed())


def test_every_word_of_every_step_is_on_the_page() -> None:
    page = sop_markdown(seed())
    for row in seed().steps:
        for cell in (row.activity, row.completeness, row.standard.text, row.output, row.note):
            assert cell in page


def test_the_signatory_is_named_by_title_only() -> None:
    page = sop_markdown(seed())
    assert seed().cover.signatory_title in page
    assert seed().cover.signatory_name not in page
    assert seed().cover.signatory_nip not in page


def test_the_ways_back_are_told() -> None:
    page = sop_markdown(seed())
    assert "Tidak leads back to step 6, or 5 or 4 when the fault lies there" in page
    assert "Step 8 may be sent back to step 6, or 7" in page
    single = sop_markdown(procedure(step(1), step(2, returns=(1,))))
    assert "Step 2 may be sent back to step 1, with a reason." in single


def test_a_cell_cannot_break_the_table() -> None:
    hostile = "a|b\\c\n<script>d"
    page = sop_markdown(procedure(replace(step(1), activity=hostile)))
    assert "a\\|b\\\\c<br>&lt;script>d" in page
    assert "<script>" not in page


def test_an_empty_cell_shows_a_dash() -> None:
    assert "| Nomor SOP | – |" in sop_markdown(procedure(step(1)))
