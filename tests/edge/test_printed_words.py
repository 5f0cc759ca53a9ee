"""Every cause, rating and way of reading has its words, and evidence its numbers."""

import pytest

from ukur.domain.figures.indicator import Polarity
from ukur.domain.figures.printed.causes import Cause, Certainty, RatingCause, Verdict
from ukur.domain.figures.printed.cells import CellNote
from ukur.domain.figures.printed.columns import Part
from ukur.domain.figures.printed.report import compared
from ukur.domain.figures.printed.said import Direction
from ukur.domain.figures.public_formulas import NoAnswer
from ukur.domain.figures.referee import Flaw
from ukur.edge.printed_table import PRINTED_ADDED, answered, header_found, report_rows, summary
from ukur.edge.printed_words import (
    CAUSE_NAMES,
    CAUSE_WORDS,
    CELL_WORDS,
    CERTAINTY_WORDS,
    DIRECTION_WORDS,
    RATING_VERDICTS,
    RATING_WORDS,
    VERDICT_WORDS,
    explained,
    reading_words,
)
from ukur.edge.referee_words import FLAW_WORDS, NO_ANSWER_WORDS, WHY_OURS
from ukur.edge.wiring import Table

COLUMNS = (Part.INDICATOR, Part.UNIT, Part.POLARITY, Part.TARGET, Part.REALIZATION, Part.PRINTED)


def test_every_code_has_words() -> None:
    assert set(CAUSE_NAMES) == set(CAUSE_WORDS) == set(Cause)
    assert set(RATING_WORDS) == set(RATING_VERDICTS) == set(RatingCause)
    assert set(CERTAINTY_WORDS) == set(Certainty)
    assert set(VERDICT_WORDS) == set(Verdict)
    assert set(CELL_WORDS) == set(CellNote)
    assert set(DIRECTION_WORDS) == set(Direction) - {Direction.SAID, Direction.UNKNOWN}
    assert set(NO_ANSWER_WORDS) == set(NoAnswer)
    assert set(FLAW_WORDS) == set(Flaw)
    assert set(WHY_OURS) == set(Polarity)


def said(*cells: str) -> str:
    return explained(compared([dict(zip(COLUMNS, cells, strict=True))])[0])


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        (("x", "%", "positif", "15", "100", "666,66"), "666,6667% dipotong menjadi 666,66"),
        (("x", "", "negatif", "162", "186", "87,10"), "T ÷ R × 100, yang memberi 87,10%"),
        (("x", "%", "positif", "100", "200", "200%"), "2 × 100"),
        (("x", "Rp", "", "9.972.206.125", "3,50", "35,10"), "Dikalikan 1.000.000.000"),
        (("x", "%", "positif", "-5", "3", "60"), "target di bawah 0"),
        (("x", "Nilai", "positif", "85", "72,58", "83,59"), "dua angkanya tertukar"),
        (("x", "", "negatif", "0,64", "0,18", "72,52"), "(T − R) ÷ T = 71,88"),
        (("x", "%", "rentang", "80 - 90", "92", "113"), "batas bawah 80: 115,00"),
    ],
)
def test_a_sentence_bears_its_numbers(cells: tuple[str, ...], words: str) -> None:
    assert words in said(*cells)


@pytest.mark.parametrize(
    "cells", [("x", "%", "positif", "15", "100", "66,6"), ("", "", "", "", "", "")]
)
def test_no_sentence_has_a_hole(cells: tuple[str, ...]) -> None:
    assert "{" not in said(*cells)


def test_how_a_cell_was_read_is_said() -> None:
    cells = ("Kepuasan", "skala 5", "", "3,5 dari skala 5", "4", "114%")
    (row,) = compared([dict(zip(COLUMNS, cells, strict=True))])
    assert any("3,5 dari skala 5" in sentence for sentence in reading_words(row))


def test_a_figure_that_the_report_breaks_down_is_said_so() -> None:
    cells = ("AKI", "rasio (0,16 = 162/100.000)", "negatif", "0,16", "0,19", "87,10")
    (row,) = compared([dict(zip(COLUMNS, cells, strict=True))])
    assert any("“0,16” dibaca sebagai 0,162" in sentence for sentence in reading_words(row))


REPORT = Table(
    ("LAPORAN KINERJA 2025", "", "", "", "", ""),
    (
        ("", "", "", "", "", ""),
        ("No", "Indikator Kinerja", "Satuan", "Target", "Realisasi", "% Capaian"),
        ("1", "Dokumen", "Dok", "7", "10", "142,9"),
        ("2", "Laporan", "Lap", "1", "0", "100%"),
        ("3", "Nilai", "Nilai", "96", "93", "99"),
        ("4", "Indeks", "Indeks", "10,83", "-", "-"),
    ),
)


def test_the_header_may_stand_under_the_titles_of_a_report() -> None:
    table, parts = header_found(REPORT)
    assert table.header[1] == "Indikator Kinerja"
    counts = summary(report_rows(table, parts))
    assert (counts.rows, counts.agreeing, counts.unknown) == (4, 1, 2)


def test_every_row_and_column_stays_and_answers_are_added() -> None:
    table = answered(*header_found(REPORT))
    assert [row[:6] for row in table.rows] == list(REPORT.rows[2:])
    assert table.header[-len(PRINTED_ADDED) :] == PRINTED_ADDED
    assert {len(row) for row in table.rows} == {len(table.header)}
