"""Our columns as others call them: what a foreign table's columns may stand for.

Each has a key that a kept mapping uses; it feeds one column of one sheet of the plan workbook.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from ukur.domain.plan import layout
from ukur.domain.plan.foreign.table import header_names, plain, spans
from ukur.domain.sheets import Sheet

ALIKE = 0.82
"""How alike two names must be before one is proposed for the other."""
SAME = 0.9
"""At this, only the very names that we know are proposed."""
FEWEST_COLUMNS = 2


@dataclass(frozen=True)
class OurColumn:
    """Where the texts of a key go, and under which names it is found in other tables."""

    sheet: str
    column: str
    names: tuple[str, ...]
    """As `foreign_table.plain` writes them; the first one explains it to a person."""
    continues: bool = False
    """A blank cell means the one above: headings of groups are often merged downwards."""
    is_number: bool = False
    is_code: bool = False


def _target(period: str) -> OurColumn:
    return OurColumn("Target", period, (f"target {period}", period), is_number=True)


OURS: Mapping[str, OurColumn] = {
    "kode sasaran": OurColumn(
        "Sasaran", "kode", ("kode sasaran", "no sasaran"), continues=True, is_code=True
    ),
    "sasaran": OurColumn(
        "Sasaran",
        "sasaran",
        (
            "sasaran",
            "sasaran strategis",
            "sasaran perangkat daerah",
            "tujuan sasaran",
            "kinerja utama",
            "sasaran kinerja",
            "sasaran program",
        ),
        continues=True,
    ),
    "kode indikator": OurColumn(
        "Indikator", "kode", ("kode indikator", "kode iku", "id indikator", "kode"), is_code=True
    ),
    "indikator": OurColumn(
        "Indikator",
        "indikator",
        (
            "indikator",
            "indikator kinerja",
            "indikator kinerja utama",
            "indikator kinerja program outcome kegiatan output",
            "indikator kinerja sasaran",
            "indikator sasaran",
            "nama indikator",
            "uraian indikator",
            "iku",
        ),
    ),
    "satuan": OurColumn("Indikator", "satuan", ("satuan", "unit satuan", "satuan ukuran", "sat")),
    "polaritas": OurColumn(
        "Indikator",
        "polaritas",
        ("polaritas", "arah", "tren", "trend", "sifat indikator", "jenis polaritas", "polarisasi"),
    ),
    "jenis nilai": OurColumn(
        "Indikator", "jenis nilai", ("jenis nilai", "tipe indikator", "jenis indikator", "tipe")
    ),
    "dasar isian": OurColumn(
        "Indikator", "dasar isian", ("dasar isian", "kumulatif", "sifat data", "akumulasi")
    ),
    "aturan periode": OurColumn(
        "Indikator",
        "aturan periode",
        ("aturan periode", "metode perhitungan", "cara akumulasi", "konsolidasi periode"),
    ),
    "aturan unit": OurColumn(
        "Indikator", "aturan unit", ("aturan unit", "konsolidasi lokasi", "konsolidasi unit")
    ),
    "diukur pada": OurColumn(
        "Indikator",
        "diukur pada",
        ("diukur pada", "periode pengukuran", "waktu pengukuran", "jadwal pengukuran"),
    ),
    "desimal": OurColumn("Indikator", "desimal", ("desimal", "jumlah desimal")),
    "rumus": OurColumn("Indikator", "rumus", ("rumus capaian", "rumus capaian kinerja")),
    "faktor": OurColumn("Indikator", "faktor", ("faktor", "pengali", "faktor pengali")),
    "pembilang": OurColumn("Indikator", "pembilang", ("pembilang", "numerator")),
    "penyebut": OurColumn("Indikator", "penyebut", ("penyebut", "denominator")),
    "definisi operasional": OurColumn(
        "Indikator",
        "definisi operasional",
        ("definisi operasional", "definisi", "do", "penjelasan", "deskripsi indikator"),
    ),
    "rumus dalam kata": OurColumn(
        "Indikator",
        "rumus dalam kata",
        (
            "rumus dalam kata",
            "formulasi",
            "formula",
            "formulasi pengukuran",
            "cara pengukuran",
            "cara pengukuran indikator sasaran",
            "cara perhitungan",
            "formulasi penghitungan",
            "rumus",
            "rumus perhitungan",
        ),
    ),
    "sumber data": OurColumn("Indikator", "sumber data", ("sumber data", "sumber")),
    "penanggung jawab": OurColumn(
        "Indikator",
        "penanggung jawab",
        (
            "penanggung jawab",
            "pj",
            "pic",
            "perangkat daerah penanggung jawab",
            "bidang penanggung jawab",
        ),
    ),
    "frekuensi": OurColumn("Indikator", "frekuensi", ("frekuensi", "frekuensi pengukuran")),
    "kondisi awal": OurColumn(
        "Indikator", "kondisi awal", ("kondisi awal", "baseline", "data dasar", "kinerja awal")
    ),
    "bukti wajib": OurColumn("Indikator", "bukti wajib", ("bukti wajib", "wajib bukti")),
    "bobot": OurColumn("Indikator", "bobot", ("bobot", "bobot indikator"), is_number=True),
    "tingkat": OurColumn(
        "Indikator", "tingkat", ("tingkat indikator", "level indikator", "tingkat", "level")
    ),
    "induk": OurColumn("Indikator", "induk", ("kode induk", "induk indikator"), is_code=True),
    "tercetak": OurColumn("Indikator", "tercetak", ("tercetak", "capaian tercetak")),
    "skala": OurColumn("Indikator", "skala", ("skala", "skala nilai")),
    **{name.casefold(): _target(name.casefold()) for name in layout.PERIODS},
    "renja": OurColumn("Target", "renja", ("target renja", "renja"), is_number=True),
    "kode unit": OurColumn(
        "Unit", "kode", ("kode unit", "kode puskesmas", "kode bidang"), continues=True, is_code=True
    ),
    "unit": OurColumn(
        "Unit",
        "nama",
        (
            "unit",
            "unit kerja",
            "unit pengisi",
            "nama unit",
            "bidang",
            "puskesmas",
            "unit pelaksana",
            "pengampu",
        ),
        continues=True,
    ),
    "jenis unit": OurColumn("Unit", "jenis", ("jenis unit", "tipe unit"), continues=True),
    "kode anggaran": OurColumn(
        "Anggaran",
        "kode",
        (
            "kode anggaran",
            "kode rekening",
            "kode program",
            "kode kegiatan",
            "kode sub kegiatan",
            "kode program kegiatan",
            "kode program kegiatan sub kegiatan",
        ),
        continues=True,
        is_code=True,
    ),
    "uraian anggaran": OurColumn(
        "Anggaran",
        "uraian",
        (
            "program kegiatan sub kegiatan",
            "program kegiatan",
            "urusan program kegiatan",
            "program",
            "kegiatan",
            "sub kegiatan",
            "uraian",
            "nama program",
            "nama kegiatan",
            "nama sub kegiatan",
        ),
        continues=True,
    ),
    "tingkat anggaran": OurColumn(
        "Anggaran", "tingkat", ("tingkat anggaran", "level anggaran", "jenis program kegiatan")
    ),
    "induk anggaran": OurColumn(
        "Anggaran", "induk", ("induk anggaran", "kode induk anggaran"), is_code=True
    ),
    "pagu": OurColumn(
        "Anggaran",
        "pagu",
        ("pagu", "pagu anggaran", "anggaran", "anggaran rp", "pagu rp", "pagu indikatif", "rp"),
        is_number=True,
    ),
}
"""By key, in the order in which a person looks for them."""

YEAR_NAMES = ("target tahun", "target", "target tahunan", "target kinerja", "target setahun")
_NEVER_TARGETS = ("realisasi", "capaian", "perkiraan", "prognosis")


@dataclass(frozen=True)
class HeaderFound:
    """Where the header stands, rows counted from 1, and what its columns are proposed to be."""

    top: int
    bottom: int
    columns: Mapping[str, int]


def names_of(key: str) -> tuple[str, ...]:
    """Under which names a key is found in other tables."""
    own = OURS[key].names
    return (*YEAR_NAMES, *own) if key == "tahun" else own


def columns_proposed(names: Sequence[str], *, alike: float = ALIKE) -> Mapping[str, int]:
    """For each key at most one column, counted from 0, whose name is the same or much alike.

    >>> columns_proposed(["No", "Indikator Kinerja", "Satuan", "Target 2026", "Realisasi TW I"])
    {'indikator': 1, 'satuan': 2, 'tahun': 3}
    """
    scores = sorted(
        (-score, at, order, key)
        for at, name in enumerate(map(plain, names))
        for order, key in enumerate(OURS)
        if (score := _score(name, key, alike)) >= alike
    )
    found: dict[str, int] = {}
    for _, at, _, key in scores:
        if key not in found and at not in found.values():
            found[key] = at
    return {key: found[key] for key in OURS if key in found}


def _score(name: str, key: str, alike: float) -> float:
    """1 for the same name; a little less for the later names of a key, so that the first wins."""
    is_figure_reached = any(word in name for word in _NEVER_TARGETS)
    if not name or (OURS[key].sheet == "Target" and is_figure_reached):
        return 0
    ours = names_of(key)
    if name in ours:
        return 1 - ours.index(name) / 1000
    return 0 if alike >= SAME else max(_likeness(name, other) for other in ours) - 0.05


@lru_cache(maxsize=4096)
def _likeness(name: str, other: str) -> float:
    matcher = SequenceMatcher(None, name, other, autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() > ALIKE else 0


def header_proposed(sheet: Sheet) -> HeaderFound:
    """The rows that name most of our columns; the fewest rows of those that name as many."""
    best = HeaderFound(1, 1, {})
    for top, bottom in spans(sheet):
        columns = columns_proposed(header_names(sheet, top, bottom), alike=SAME)
        if len(columns) < FEWEST_COLUMNS:
            continue
        more = len(columns) - len(best.columns)
        if more > 0 or (more == 0 and bottom - top < best.bottom - best.top):
            best = HeaderFound(top, bottom, columns)
    names = header_names(sheet, best.top, best.bottom)
    return HeaderFound(best.top, best.bottom, columns_proposed(names))
