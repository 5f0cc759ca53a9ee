"""Which column of a foreign table is what, by the words that reports head their columns with."""

import re
from collections.abc import Sequence
from enum import StrEnum


class Part(StrEnum):
    """What a column of a report can hold."""

    INDICATOR = "indicator"
    UNIT = "unit"
    POLARITY = "polarity"
    TARGET = "target"
    REALIZATION = "realization"
    PRINTED = "printed"
    RATING = "rating"
    NOTES = "notes"
    FORMULA = "formula"
    NUMERATOR = "numerator"
    DENOMINATOR = "denominator"
    AGENCY = "agency"
    YEAR = "year"
    SOURCE = "source"
    QUARTER_1 = "quarter_1"
    QUARTER_2 = "quarter_2"
    QUARTER_3 = "quarter_3"
    QUARTER_4 = "quarter_4"


QUARTERS = (Part.QUARTER_1, Part.QUARTER_2, Part.QUARTER_3, Part.QUARTER_4)

PLAIN_PRINTED = ("tercetak", "capaian_tercetak", "capaian_printed", "printed")
"""Names that say for themselves that an old figure stands there."""
PLAIN_RATING = ("predikat_tercetak", "predikat_printed")

_WORDS: dict[Part, tuple[str, ...]] = {
    Part.INDICATOR: (
        "indikator",
        "indicator",
        "indikator kinerja",
        "indikator kinerja utama",
        "indikator sasaran",
        "nama indikator",
        "uraian",
        "uraian indikator",
        "kinerja",
        "kinerja utama",
        "sasaran",
        "sasaran strategis",
        "program",
        "kegiatan",
        "program kegiatan",
    ),
    Part.UNIT: ("satuan", "unit", "sat", "satuan ukuran"),
    Part.POLARITY: ("polaritas", "polarity", "polarisasi", "arah", "sifat", "tren", "jenis"),
    Part.TARGET: (
        "target",
        "target kinerja",
        "target tahun",
        "target tahunan",
        "target pk",
        "rencana",
        "pagu",
        "anggaran",
        "pagu anggaran",
        "t",
    ),
    Part.REALIZATION: (
        "realisasi",
        "realisation",
        "realization",
        "realisasi kinerja",
        "realisasi anggaran",
        "realisasi tahun",
        "actual",
        "r",
    ),
    Part.PRINTED: (
        *PLAIN_PRINTED,
        "capaian tercetak",
        "angka tercetak",
        "capaian",
        "capaian kinerja",
        "persentase capaian",
        "persen capaian",
        "tingkat capaian",
        "capaian persen",
        "persen",
        "persentase",
        "achievement",
        "serapan",
    ),
    Part.RATING: (
        *PLAIN_RATING,
        "predikat tercetak",
        "predikat",
        "kategori",
        "kriteria",
        "peringkat",
        "rating",
    ),
    Part.NOTES: ("notes", "catatan", "keterangan", "ket", "narasi", "note"),
    Part.FORMULA: ("rumus",),
    Part.NUMERATOR: ("pembilang",),
    Part.DENOMINATOR: ("penyebut",),
    Part.AGENCY: (
        "agency",
        "instansi",
        "opd",
        "skpd",
        "perangkat daerah",
        "nama opd",
        "unit kerja",
    ),
    Part.YEAR: ("year", "tahun", "periode", "tahun anggaran"),
    Part.SOURCE: ("source", "sumber", "sumber data"),
}
_HINTS: dict[Part, re.Pattern[str]] = {
    Part.INDICATOR: re.compile(r"\bindikator\b"),
    Part.UNIT: re.compile(r"\bsatuan\b"),
    Part.RATING: re.compile(r"\b(?:predikat|kategori|kriteria)\b"),
    Part.PRINTED: re.compile(r"\bcapaian\b|^persen\b|\bpersentase\b|\bprosentase\b|\bserapan\b"),
    Part.TARGET: re.compile(r"^(?:target|pagu|anggaran)\b"),
    Part.REALIZATION: re.compile(r"^realisasi\b"),
}
"""Words by which a column is known when no name fits exactly, in the order they are asked."""
_ANSWERED = "rumus dipakai"
"""A column that only `ukur calc` writes."""
_QUARTER = re.compile(r"(?:realisasi )?(?:tw|triwulan|q) ?(iv|i{1,3}|[1-4])")
_ROMAN = {"i": 0, "ii": 1, "iii": 2, "iv": 3}

NEEDED = (Part.TARGET, Part.REALIZATION, Part.PRINTED)


def parts_of(header: Sequence[str], *, plain_only: bool = False) -> dict[Part, int]:
    """Where each part stands in a table with this header; of two columns the likelier.

    `plain_only` takes a printed figure only from a column that says so itself: in a table of
    `ukur calc` a column `capaian` is an answer, not a printed figure. Its `predikat` is an
    answer too if `ukur calc` has been there.

    >>> parts_of(["Indikator Kinerja", "Target", "Realisasi", "% Capaian"])[Part.PRINTED]
    3
    """
    names = [_plain(name) for name in header]
    plain: dict[Part, tuple[str, ...]] = {Part.PRINTED: PLAIN_PRINTED} if plain_only else {}
    if plain_only and _ANSWERED in names:
        plain[Part.RATING] = PLAIN_RATING
    found = {
        part: names.index(word)
        for part, words in _WORDS.items()
        for word in reversed(_folded(plain.get(part, words)))
        if word in names
    }
    for at, name in enumerate(names):
        match = _QUARTER.fullmatch(name)
        if match:
            found.setdefault(QUARTERS[_quarter(match[1])], at)
    return _by_hint(names, found, set(plain))


def _by_hint(names: list[str], found: dict[Part, int], closed: set[Part]) -> dict[Part, int]:
    """With the parts that no column is named for exactly, by a word in a name that is left."""
    for part, hint in _HINTS.items():
        left = [at for at in range(len(names)) if at not in found.values()]
        at = next((at for at in left if hint.search(names[at])), None)
        if part not in found and part not in closed and at is not None:
            found[part] = at
    return found


def missing_parts(found: dict[Part, int]) -> tuple[Part, ...]:
    """The parts without which nothing can be compared."""
    return tuple(part for part in NEEDED if part not in found)


def _folded(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_plain(word) for word in words))


def _plain(name: str) -> str:
    """The name in lower case without signs: '% Capaian (5=4/3)' is 'persen capaian'."""
    bare = re.sub(r"\([^)]*\)", " ", name.lower().replace("%", " persen ").replace("_", " "))
    words = re.sub(r"[^a-z0-9]+", " ", bare).strip()
    return re.sub(r" (?:tahun )?20[0-9]{2}$", "", words) or words


def _quarter(text: str) -> int:
    return _ROMAN[text] if text in _ROMAN else int(text) - 1
