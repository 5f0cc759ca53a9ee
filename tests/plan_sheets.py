"""A small plan as sheets of texts, which tests spoil cell by cell."""

from collections.abc import Mapping

from ukur.domain.plan import layout
from ukur.domain.sheets import Layout, Sheet

Rows = list[dict[str, str]]

PLAN: Mapping[str, Rows] = {
    "Unit": [
        {"kode": "SEKRET", "nama": "Sekretariat", "jenis": "sekretariat", "urutan": "1"},
        {"kode": "PKM-01", "nama": "Puskesmas Melati", "jenis": "Puskesmas"},
        {"kode": "PKM-02", "nama": "Puskesmas Seroja", "jenis": "puskesmas"},
    ],
    "Sasaran": [
        {"kode": "S1", "sasaran": "Meningkatnya derajat kesehatan", "induk": "T1", "bobot": "2,5"},
        {"kode": "T1", "sasaran": "Masyarakat yang sehat", "tingkat": "Tujuan"},
    ],
    "Indikator": [
        {
            "kode": "I-1",
            "kode sasaran": "S1",
            "indikator": "Pelayanan ibu hamil",
            "satuan": "%",
            "polaritas": "positif",
            "jenis nilai": "rasio",
            "faktor": "100",
            "pembilang": "ibu hamil yang dilayani",
            "penyebut": "ibu hamil",
            "dasar isian": "sejak Januari",
            "aturan periode": "terakhir",
            "aturan unit": "jumlah pembilang dan penyebut",
            "diukur pada": "TW I, TW II, Tahun",
            "bukti wajib": "ya",
        },
        {
            "kode": "I-2",
            "kode sasaran": "S1",
            "indikator": "Nilai SAKIP",
            "satuan": "predikat",
            "polaritas": "positif",
            "jenis nilai": "peringkat",
            "dasar isian": "sejak Januari",
            "aturan periode": "terakhir",
            "aturan unit": "satu unit",
            "diukur pada": "Tahun",
            "skala": "A > B > C",
            "tingkat": "program",
            "induk": "I-1",
            "bobot": "0,5",
            "kode anggaran": "1.02.02",
            "rumus dalam kata": "nilai dari evaluasi",
            "kondisi awal": "B (2025)",
            "frekuensi": "tahunan",
        },
    ],
    "Target": [
        {"kode indikator": "I-1", "tw i": "25", "tw ii": "45 - 50", "tahun": "100%", "renja": "95"},
        {"kode indikator": "I-2", "tahun": "b"},
    ],
    "Penugasan": [
        {"kode indikator": "I-1", "kode unit": "semua puskesmas"},
        {"kode indikator": "I-2", "kode unit": "SEKRET"},
    ],
    "Anggaran": [
        {
            "kode": "1.02.02",
            "uraian": "Program",
            "tingkat": "program",
            "pagu": "Rp 1.500.000",
            "kode unit": "SEKRET",
            "kode sasaran": "S1",
        },
        {
            "kode": "1.02.02.2.01",
            "uraian": "Kegiatan",
            "tingkat": "kegiatan",
            "induk": "1.02.02",
            "pagu": "1500000",
            "kode unit": "PKM-01",
        },
    ],
    "Target Unit": [
        {"kode indikator": "I-1", "kode unit": "PKM-01", "tw i": "20", "tahun": "90 - 100"},
    ],
    "Lintas": [
        {"dari": "1.02.02", "ke": "S1", "uraian": "menyediakan tenaga"},
        {"dari": "S1", "perangkat daerah lain": "Dinas Sosial", "uraian": "data keluarga"},
    ],
}


def sheets(changes: Mapping[tuple[str, int, str], str] | None = None) -> tuple[Sheet, ...]:
    """The plan with cells changed, by sheet, row (from 0, one further adds a row) and column."""
    rows = {name: [dict(row) for row in of_sheet] for name, of_sheet in PLAN.items()}
    for (name, number, column), text in (changes or {}).items():
        while len(rows[name]) <= number:
            rows[name].append(dict(rows[name][-1]))
        rows[name][number][column] = text
    return tuple(_sheet(wanted, rows[wanted.sheet]) for wanted in layout.LAYOUTS)


def _sheet(wanted: Layout, rows: Rows) -> Sheet:
    texts = (tuple(row.get(column, "") for column in wanted.columns) for row in rows)
    return Sheet(wanted.sheet, (("Judul",), wanted.columns, *texts))
