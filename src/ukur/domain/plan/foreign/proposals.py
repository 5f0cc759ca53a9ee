"""What a foreign table does not say about an indicator, proposed from its name, unit and targets.

A proposal is never taken over in silence: a person sees it as one and confirms or changes it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ukur.domain.figures.indicator import Point
from ukur.domain.figures.notation import TargetRead, read_target
from ukur.domain.figures.showing import NO, YES
from ukur.domain.sheets import folded

HIGHER, LOWER = "positif", "negatif"

_LOWER = re.compile(
    r"\b(?:kematian|mortalitas|stunting|wasting|gizi buruk|gizi kurang|prevalensi|insiden\w*|"
    r"incidence|kasus|kesakitan|kemiskinan|penduduk miskin|pengangguran|inflasi|gini|kesenjangan|"
    r"ketimpangan|kecelakaan|pelanggaran|temuan|pengaduan|keluhan|aduan|putus sekolah|kejahatan|"
    r"kriminalitas|emisi|kebocoran|kerusakan|waktu tunggu|waktu tanggap|lama waktu|respon time|"
    r"response time|terlambat|keterlambatan|aki|akb|akaba|cfr|ir dbd|api malaria)\b"
)
_HANDLED = re.compile(
    r"\b(?:di\w{3,}(?:kan|i|ni)|ditangani|diobati|dirawat|dilayani|diselesaikan|ditindaklanjuti|"
    r"tertangani|terselesaikan|mendapat\w*|memperoleh|penanganan|penyelesaian|tindak lanjut|"
    r"pelayanan|penanggulangan|pencegahan|penurunan|keberhasilan|kesembuhan|penemuan|cakupan|"
    r"jumlah (?:dokumen|laporan|orang|unit|paket|kegiatan))\b"
)
"""Words that turn "cases" into "cases that were treated": more of those is better."""
_SHARES = re.compile(r"%|\b(?:persen\w*|indeks|index|nilai|skor|poin|point|rasio|per [0-9])")
_GRADES = re.compile(r"\b(?:predikat|peringkat|opini|kategori|huruf|grade|level)\b")
_DAY = re.compile(
    r"^(?:tanggal )?[0-9]{1,2} (?:jan|feb|peb|mar|apr|mei|jun|jul|ag|sep|okt|nov|nop|des)|"
    r"^20[0-9]{2}-[0-9]{2}-[0-9]{2}"
)
_LETTERS = re.compile(r"AA|A|BB|B|CC|C|D|W[TD]P|TMP|TW")

QUARTERS = 4


@dataclass(frozen=True)
class Method:
    """A way to count, in the words of the plan workbook's columns."""

    kind: str
    basis: str
    periods: str


METHODS: Mapping[str, Method] = {
    "dijumlahkan": Method("jumlah", "periode ini", "jumlah"),
    "kumulatif": Method("jumlah", "sejak januari", "terakhir"),
    "nilai akhir": Method("indeks", "sejak januari", "terakhir"),
    "rata-rata": Method("indeks", "periode ini", "rata-rata"),
    "rasio": Method("rasio", "sejak januari", "terakhir"),
    "peringkat": Method("peringkat", "sejak januari", "terakhir"),
    "ya/tidak": Method("ya/tidak", "sejak januari", "terakhir"),
    "tanggal": Method("tanggal", "sejak januari", "terakhir"),
}
"""The usual ways, by the one word that a person chooses instead of three columns."""


def polarity_proposed(name: str) -> str:
    """Of the words negatif and positif the first where the name speaks of harm that nobody handles.

    >>> polarity_proposed("Angka Kematian Ibu"), polarity_proposed("Kasus TBC yang diobati")
    ('negatif', 'positif')
    """
    text = folded(name)
    return LOWER if _LOWER.search(text) and not _HANDLED.search(text) else HIGHER


def method_proposed(
    unit: str, quarters: Sequence[str] = (), year: str = "", *, has_parts: bool = False
) -> str:
    """A key of METHODS, from the unit and from how the quarters' targets lead to the year's.

    >>> method_proposed("dokumen", ["1", "1", "1", "1"], "4")
    'dijumlahkan'
    >>> method_proposed("orang", ["10", "20", "30", "40"], "40")
    'kumulatif'
    >>> method_proposed("%", [], "85")
    'nilai akhir'
    """
    text = folded(unit)
    worded = _worded(text, year)
    if worded or has_parts:
        return worded or "rasio"
    if _SHARES.search(text):
        return "nilai akhir"
    values = [_number(quarter) for quarter in quarters]
    known = [value for value in values if value is not None]
    total = _number(year)
    is_rising = len(known) == QUARTERS and known == sorted(known) and known[-1] == total
    return "kumulatif" if is_rising and sum(known) != total else "dijumlahkan"


def _worded(unit: str, year: str) -> str:
    """The method for targets that are words: ya, a day, a grade; "" for numbers."""
    if folded(year) in (YES, NO):
        return "ya/tidak"
    if _DAY.search(folded(year)):
        return "tanggal"
    return "peringkat" if _GRADES.search(unit) or _LETTERS.fullmatch(year.strip()) else ""


def _number(text: str) -> Decimal | None:
    read = read_target(text)
    if isinstance(read, TargetRead) and isinstance(read.target, Point):
        return read.target.value
    return None


_WORDS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "polaritas": {
        HIGHER: (
            "positif", "naik", "meningkat", "maksimal", "maximize", "max", "higher", "positive",
            "+", "semakin tinggi semakin baik", "makin tinggi makin baik", "tren positif",
            "progress positif",
        ),
        LOWER: (
            "negatif", "turun", "menurun", "minimal", "minimize", "min", "lower", "negative", "-",
            "semakin rendah semakin baik", "makin rendah makin baik", "tren negatif",
            "semakin kecil semakin baik", "progress negatif",
        ),
        "tepat": ("tepat", "stabil", "stabilize", "stabilisasi", "rentang"),
    },
    "jenis nilai": {
        "jumlah": ("jumlah", "angka", "absolut", "bilangan", "number", "count"),
        "rasio": ("rasio", "persentase", "persen", "%", "perbandingan"),
        "indeks": ("indeks", "nilai", "skor", "index"),
        "peringkat": ("peringkat", "predikat", "huruf", "opini", "grade"),
    },
    "dasar isian": {
        "sejak januari": ("sejak januari", "kumulatif", "ya", "to date", "s.d. periode"),
        "periode ini": (
            "periode ini", "non kumulatif", "non-kumulatif", "tidak", "tidak kumulatif",
        ),
    },
    "aturan periode": {
        "jumlah": ("jumlah", "sum", "penjumlahan", "dijumlahkan", "akumulasi", "total"),
        "terakhir": (
            "terakhir", "take last known value", "last", "posisi akhir", "nilai akhir", "akhir",
        ),
        "rata-rata": ("rata-rata", "rerata", "average", "rata rata", "mean"),
        "tertinggi": ("tertinggi", "maksimum", "maximum", "max"),
    },
    "aturan unit": {
        "jumlah": ("jumlah", "sum", "penjumlahan", "raw data"),
        "satu unit": ("satu unit", "pemilik", "owner", "tunggal"),
        "jumlah pembilang dan penyebut": ("jumlah pembilang dan penyebut", "rasio", "agregat"),
        "rata-rata": ("rata-rata", "rerata", "average", "mean"),
    },
    "bukti wajib": {"ya": ("ya", "wajib", "v", "y", "1"), "tidak": ("tidak", "t", "0", "opsional")},
}  # fmt: skip


def word_proposed(key: str, found: str, allowed: Sequence[str]) -> str:
    """Which of the allowed words a foreign one most likely stands for; "" if none is known.

    >>> word_proposed("polaritas", "Naik", ["positif", "negatif"])
    'positif'
    """
    text = folded(found)
    if text in allowed:
        return text
    for ours, theirs in _WORDS.get(key, {}).items():
        if text in theirs and ours in allowed:
            return ours
    return ""
