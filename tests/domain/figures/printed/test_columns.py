"""Columns are known by the words that reports head them with."""

import pytest

from ukur.domain.figures.printed.columns import Part, missing_parts, parts_of

P = Part


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (
            "source,agency,year,indicator,unit,polarity,target,realisasi,capaian_printed",
            {P.INDICATOR: 3, P.UNIT: 4, P.TARGET: 6, P.REALIZATION: 7, P.PRINTED: 8},
        ),
        (
            "No,Sasaran Strategis,Indikator Kinerja,Satuan,Target 2023,Realisasi 2023,% Capaian",
            {P.INDICATOR: 2, P.UNIT: 3, P.TARGET: 4, P.REALIZATION: 5, P.PRINTED: 6},
        ),
        (
            "Uraian,Pagu (Rp),Realisasi Anggaran (Rp),%",
            {P.INDICATOR: 0, P.TARGET: 1, P.REALIZATION: 2, P.PRINTED: 3},
        ),
        (
            "Indikator IKU,Target Kinerja,Realisasi s.d. TW IV,% Capaian Kinerja (5=4/3),Kriteria",
            {P.INDICATOR: 0, P.TARGET: 1, P.REALIZATION: 2, P.PRINTED: 3, P.RATING: 4},
        ),
        (
            "Indikator,Target,TW I,TW II,Triwulan III,TW 4,Realisasi,Capaian",
            {P.QUARTER_1: 2, P.QUARTER_2: 3, P.QUARTER_3: 4, P.QUARTER_4: 5, P.REALIZATION: 6},
        ),
        ("Indikator,Target,Realisasi,Serapan Anggaran", {P.PRINTED: 3}),
    ],
)
def test_a_header_is_understood(header: str, expected: dict[Part, int]) -> None:
    found = parts_of(header.split(","))
    assert {part: found.get(part) for part in expected} == expected
    assert missing_parts(found) == ()


def test_what_is_missing_is_named() -> None:
    assert missing_parts(parts_of(["Indikator", "Target"])) == (P.REALIZATION, P.PRINTED)


def test_an_answer_of_our_own_is_no_printed_figure() -> None:
    header = ["indikator", "satuan", "polaritas", "target", "realisasi", "capaian", "predikat"]
    assert P.PRINTED not in parts_of(header, plain_only=True)
    assert parts_of([*header, "tercetak"], plain_only=True)[P.PRINTED] == 7
    answered = [*header, "rumus_dipakai", "tercetak"]
    assert P.RATING not in parts_of(answered, plain_only=True)
