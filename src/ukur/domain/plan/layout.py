"""What the plan workbook looks like: its sheets, columns, and the words allowed in them."""

from collections.abc import Mapping

from ukur.domain.figures.indicator import (
    EntryBasis,
    Formula,
    Kind,
    PeriodRule,
    Polarity,
    UnitRule,
)
from ukur.domain.periods import Period
from ukur.domain.sheets import Layout

GUIDE_SHEET = "Petunjuk"
YEAR_LABEL = "tahun"
"""The label beside which the guide may name the year of the plan."""

FIRST_YEAR_LABEL = "tahun pertama"
"""The label beside which the guide of a Renstra may name its first year."""

UNITS = Layout("Unit", ("kode", "nama", "jenis"), ("urutan",))
GOALS = Layout("Sasaran", ("kode", "sasaran"), ("tingkat", "induk", "bobot"))
INDICATORS = Layout(
    "Indikator",
    (
        "kode",
        "kode sasaran",
        "indikator",
        "satuan",
        "polaritas",
        "jenis nilai",
        "dasar isian",
        "aturan periode",
        "aturan unit",
        "diukur pada",
    ),
    (
        "desimal",
        "rumus",
        "faktor",
        "pembilang",
        "penyebut",
        "definisi operasional",
        "sumber data",
        "penanggung jawab",
        "bukti wajib",
        "tingkat",
        "induk",
        "tercetak",
        "skala",
        "bobot",
        "kode anggaran",
        "rumus dalam kata",
        "kondisi awal",
        "frekuensi",
    ),
)
PERIODS: Mapping[str, Period] = {
    "TW I": Period.TW1,
    "TW II": Period.TW2,
    "TW III": Period.TW3,
    "TW IV": Period.TW4,
    "Semester I": Period.SEM1,
    "Semester II": Period.SEM2,
    "Tahun": Period.YEAR,
}
"""The periods as the workbook names them, in "diukur pada" and above the targets."""

_PERIOD_COLUMNS = tuple(name.casefold() for name in PERIODS)
TARGETS = Layout("Target", ("kode indikator",), (*_PERIOD_COLUMNS, "renja"))
ASSIGNMENTS = Layout("Penugasan", ("kode indikator", "kode unit"))
BUDGET = Layout(
    "Anggaran",
    ("kode", "uraian", "tingkat", "pagu", "kode unit"),
    ("induk", "kode sasaran"),
)
UNIT_TARGETS = Layout(
    "Target Unit", ("kode indikator", "kode unit"), _PERIOD_COLUMNS, may_be_absent=True
)
LINKS = Layout("Lintas", ("dari", "uraian"), ("ke", "perangkat daerah lain"), may_be_absent=True)
LAYOUTS = (UNITS, GOALS, INDICATORS, TARGETS, ASSIGNMENTS, BUDGET, UNIT_TARGETS, LINKS)

RENSTRA_YEARS = tuple(f"tahun {number}" for number in range(1, 7))
"""The years of a Renstra, counted from its first; a header may also name the year itself."""
RENSTRA_INDICATORS = Layout(
    "Indikator",
    ("kode", "kode sasaran", "indikator", "satuan", "polaritas"),
    ("jenis nilai", "skala", "kondisi awal"),
)
RENSTRA_TARGETS = Layout("Target", ("kode indikator",), RENSTRA_YEARS)
RENSTRA_LAYOUTS = (GOALS, RENSTRA_INDICATORS, RENSTRA_TARGETS)

ALL_UNITS_OF = "semua"
""""semua puskesmas" assigns an indicator to every unit of that kind; "semua unit" to all."""

KINDS = {
    "jumlah": Kind.COUNT,
    "rasio": Kind.RATIO,
    "indeks": Kind.INDEX,
    "peringkat": Kind.GRADE,
    "ya/tidak": Kind.YES_NO,
    "tanggal": Kind.DATE,
}
BASES = {"periode ini": EntryBasis.IN_PERIOD, "sejak januari": EntryBasis.TO_DATE}
PERIOD_RULES = {
    "jumlah": PeriodRule.SUM,
    "terakhir": PeriodRule.LAST,
    "rata-rata": PeriodRule.MEAN,
    "tertinggi": PeriodRule.MAXIMUM,
}
UNIT_RULES = {
    "jumlah pembilang dan penyebut": UnitRule.SUM_RATIO,
    "jumlah": UnitRule.SUM,
    "satu unit": UnitRule.OWNER,
    "rata-rata": UnitRule.MEAN,
}
POLARITIES = {polarity.value: polarity for polarity in Polarity}
FORMULAS = {formula.value: formula for formula in Formula}
YES_OR_NO = {"ya": True, "tidak": False}
GOAL_LEVELS = ("tujuan", "sasaran")
INDICATOR_LEVELS = ("tujuan", "sasaran", "program", "kegiatan", "sub kegiatan")
BUDGET_LEVELS = ("program", "kegiatan", "sub kegiatan")
"""From the highest level down; a parent stands above its children."""

GRADES_ABOVE = ">"
"""Between the grades of a scale, the best one first: AA>A>BB>B>CC>C>D."""
