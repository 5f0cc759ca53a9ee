"""What the words of an indicator tell: per cent, per how many, good or bad, one thing or two."""

import re

from ukur.domain.sheets import folded

PERCENT = 100

_PERCENT = re.compile(r"%|\bpersen(?:tase)?\b|\bprosentase\b", re.IGNORECASE)
_PER = re.compile(r"(?:\bper|/)\s*(?P<number>[1-9][0-9]{0,2}(?:[.\s]?[0-9]{3})+)\b", re.IGNORECASE)
_PER_WORD = re.compile(
    r"(?:\bper\s*|/)(?P<word>seratus ribu|sepuluh ribu|seribu|sejuta|satu juta|mil|mill?e)\b|‰",
    re.IGNORECASE,
)
_NUMBERS = {
    "seribu": 1_000,
    "mil": 1_000,
    "mile": 1_000,
    "mille": 1_000,
    "sepuluh ribu": 10_000,
    "seratus ribu": 100_000,
    "sejuta": 1_000_000,
    "satu juta": 1_000_000,
}


def says_percent(text: str) -> bool:
    """Whether a unit is per cent."""
    return _PERCENT.search(text) is not None


def said_factor(text: str) -> int | None:
    """What a text says that a quotient is multiplied by; None if it says nothing.

    >>> said_factor("%"), said_factor("per 100.000 KH"), said_factor("‰"), said_factor("orang")
    (100, 100000, 1000, None)
    """
    if match := _PER.search(text):
        return int(re.sub(r"\D", "", match["number"]))
    if match := _PER_WORD.search(text):
        return _NUMBERS[(match["word"] or "mil").casefold()]
    return PERCENT if says_percent(text) else None


# --- good or bad ---------------------------------------------------------------------------

_BAD = (
    r"kematian|meninggal|kesakitan|mortalitas|morbiditas|prevalensi|stunting|wasting|underweight|"
    r"gizi buruk|gizi kurang|insiden(?:s|si)?|incidence|case fatality|cfr|kemiskinan|"
    r"penduduk miskin|pengangguran|ketimpangan|rasio gini|inflasi|putus sekolah|buta aksara|"
    r"kecelakaan|kekerasan|kriminalitas|perceraian|pencemaran|kerusakan|kebocoran|kehilangan air|"
    r"pelanggaran|"
    r"keluhan|pengaduan|temuan|kasus|balita pendek|anemia|drop ?out|kawasan kumuh|rumah tidak layak"
)
_RELIEF = (
    r"penurunan|pengurangan|penanganan|pencegahan|penanggulangan|pengendalian|pengentasan|"
    r"keberhasilan|kesembuhan|bebas|tanpa|pelayanan|layanan|cakupan|penemuan|penyelesaian|"
    r"penyelidikan|tindak lanjut|pemantauan|surveilans|skrining|deteksi|investigasi|audit|"
    r"imunisasi|pendampingan|rehabilitasi|perawatan|pengobatan|perlindungan|bantuan|capaian|"
    r"kader|petugas|dokumen|laporan|rekomendasi|desa|kelurahan|puskesmas|intervensi|"
    r"(?:di|ter)(?!derita|jangkit|infeksi|kena|lantar|tunda|lambat|buka)[a-z]{4,}|"
    r"(?:mendapat|memperoleh|menerima|sembuh|selesai|aktif|memiliki)[a-z]*"
)
_GOOD = (
    r"keberhasilan|kesembuhan|kepuasan|cakupan|kepatuhan|terlayani|dilayani|ditangani|"
    r"sesuai standar|harapan hidup|terakreditasi|akreditasi|partisipasi|kecukupan|"
    r"ketersediaan|keaktifan|"
    r"kesesuaian|mendapat(?:kan)?|ditindaklanjuti|penurunan|peningkatan|pertumbuhan|"
    r"lengkap|literasi|melek huruf|indeks kepuasan|nilai (?:sakip|akip)|pendapatan"
)
_SLOW = re.compile(
    r"\b(?:waktu tunggu|lama tunggu|waktu tanggap|response time|keterlambatan)\b", re.IGNORECASE
)
"""What takes time, whatever is waited for."""
_LESS = re.compile(r"\b(?:penurunan|pengurangan|percepatan)\b", re.IGNORECASE)
_IS_BAD = re.compile(rf"\b(?:{_BAD})\b", re.IGNORECASE)
_IS_RELIEF = re.compile(rf"\b(?:{_RELIEF})\b", re.IGNORECASE)
_IS_GOOD = re.compile(rf"\b(?:{_GOOD})\b", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"\([^)]*\)")


def tells_bad(name: str) -> str:
    """The word by which less of it is surely better, such as "kematian"; empty if there is none.

    >>> tells_bad("Angka Kematian Ibu"), tells_bad("Persentase kematian ibu yang diaudit")
    ('Kematian', '')
    """
    plain = _IN_BRACKETS.sub(" ", name)
    slow = _SLOW.search(plain)
    if slow and not _LESS.search(plain):
        return slow[0]
    found = _IS_BAD.search(plain)
    return found[0] if found and not _IS_RELIEF.search(plain) else ""


def tells_good(name: str) -> str:
    """The word by which more of it is surely better; empty if there is none.

    >>> tells_good("Persentase penurunan stunting"), tells_good("Angka Kematian Bayi")
    ('penurunan', '')
    """
    plain = _IN_BRACKETS.sub(" ", name)
    found = _IS_GOOD.search(plain)
    return found[0] if found else ""


# --- one thing or two ----------------------------------------------------------------------

_MEASURES = (
    "persentase|prosentase|jumlah|nilai|indeks|angka|rasio|tingkat|cakupan|prevalensi|rata-rata"
)
_NUMBERED = re.compile(r"(?:^|\s)1\s?[.)].*\s2\s?[.)]\s?\S", re.DOTALL)
_COMPOUND = re.compile(rf"\S\s(?:dan|serta|&|dan/atau)\s(?:{_MEASURES})\s", re.IGNORECASE)
_TWO_THINGS = re.compile(r";|\s\+\s")
_IS_GOAL = re.compile(
    r"(?:meningkat|terwujud|terlaksana|terpenuh|terkendali|terselenggara|menurun|berkurang|membaik)"
    r"\w*nya\b",
    re.IGNORECASE,
)
_VAGUE = re.compile(
    r"\b(?:optimal|maksimal|memadai|berkualitas|bermutu|efektif|efisien|lancar|kondusif|"
    r"(?:yang|dengan|secara) baik|dan lain-?\s?lain|dan sebagainya|dll|dsb|dst)\b",
    re.IGNORECASE,
)
OUTPUT_UNITS = frozenset(
    (
        "dokumen",
        "laporan",
        "berkas",
        "kegiatan",
        "paket",
        "kali",
        "rapat",
        "lembar",
        "buku",
        "surat",
    )
)
"""Units that count what was made, not what became better."""
EMPTY_UNITS = frozenset({"-", "–", "n/a", "angka", "satuan", "...", "?", "x", "."})


def is_numbered(name: str) -> bool:
    """Two indicators in one cell, as in "1. Nilai AKIP 2. Indeks Kepuasan"."""
    return _NUMBERED.search(name) is not None


def is_compound(name: str) -> bool:
    """A second measure is joined to the first, as in "Jumlah … dan persentase …"."""
    return _COMPOUND.search(name) is not None or _TWO_THINGS.search(name) is not None


def is_goal(name: str) -> bool:
    """It tells a wish, as in "Meningkatnya …", and nothing that can be counted."""
    return _IS_GOAL.match(name.strip()) is not None


def vague_word(text: str) -> str:
    """The word that everybody understands differently; empty if there is none."""
    found = _VAGUE.search(text)
    return found[0] if found else ""


def begins_with_measure(name: str) -> str:
    """The word "persentase" or "jumlah", if the name begins so; else empty."""
    first = folded(name).partition(" ")[0]
    return _FIRST_WORDS.get(first, "")


_FIRST_WORDS = {
    "persentase": "persentase",
    "prosentase": "persentase",
    "persen": "persentase",
    "jumlah": "jumlah",
}


# --- units that are one --------------------------------------------------------------------

_SAME = {
    "dok": "dokumen",
    "lap": "laporan",
    "org": "orang",
    "persen": "%",
    "prosen": "%",
    "kh": "kelahiran hidup",
    "pddk": "penduduk",
    "bln": "bulan",
    "thn": "tahun",
    "keg": "kegiatan",
}


def plain_unit(text: str) -> str:
    """A unit as it is compared: without capitals, signs and common abbreviations.

    >>> plain_unit("Dok."), plain_unit("Orang / Bulan"), plain_unit("per 1000 KH")
    ('dokumen', 'orang bulan', 'per 1000 kelahiran hidup')
    """
    joined = re.sub(r"(?<=\d)\.(?=\d{3})", "", text.casefold())
    return " ".join(_SAME.get(word, word) for word in re.findall(r"\w+|%|‰", joined))
