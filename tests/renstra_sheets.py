"""A small Renstra as sheets of texts, which tests spoil cell by cell."""

from collections.abc import Mapping

from ukur.domain.plan import layout
from ukur.domain.sheets import Sheet

Rows = list[dict[str, str]]

RENSTRA: Mapping[str, Rows] = {
    "Sasaran": [
        {"kode": "T1", "sasaran": "Masyarakat yang sehat", "tingkat": "tujuan"},
        {"kode": "S1", "sasaran": "Meningkatnya derajat kesehatan", "induk": "T1"},
    ],
    "Indikator": [
        {
            "kode": "I-1",
            "kode sasaran": "S1",
            "indikator": "Pelayanan ibu hamil",
            "satuan": "%",
            "polaritas": "positif",
            "kondisi awal": "91,2",
        },
        {
            "kode": "I-3",
            "kode sasaran": "S1",
            "indikator": "Nilai SAKIP",
            "satuan": "predikat",
            "polaritas": "positif",
            "jenis nilai": "peringkat",
            "skala": "A > B > C",
        },
    ],
    "Target": [
        {"kode indikator": "I-1", "tahun 1": "92", "tahun 2": "95 - 100", "tahun 3": "98,5"},
        {"kode indikator": "I-3", "tahun 2": "B", "tahun 3": "a"},
    ],
}


Changes = Mapping[tuple[str, int, str], str]


def renstra_sheets(
    changes: Changes | None = None, years: Mapping[str, str] | None = None
) -> tuple[Sheet, ...]:
    """The Renstra with cells changed; `years` renames columns of the targets."""
    named = years or {}
    rows = {name: [dict(row) for row in of_sheet] for name, of_sheet in RENSTRA.items()}
    for (name, number, column), text in (changes or {}).items():
        while len(rows[name]) <= number:
            rows[name].append(dict(rows[name][-1]))
        rows[name][number][column] = text
    return tuple(
        Sheet(
            wanted.sheet,
            (
                tuple(named.get(column, column) for column in wanted.columns),
                *(
                    tuple(row.get(column, "") for column in wanted.columns)
                    for row in rows[wanted.sheet]
                ),
            ),
        )
        for wanted in layout.RENSTRA_LAYOUTS
    )
