"""An agency of any size as a sample folder: every indicator is counted by every unit."""

from collections.abc import Mapping
from pathlib import Path

from ukur.adapters.plan_workbook import MARK, Cell, plan_workbook, table_workbook
from ukur.domain.periods import Period
from ukur.domain.plan import layout
from ukur.domain.sheets import Layout
from ukur.domain.unit_form import ENTRIES, SPENDING

PERIOD = Period.TW1
"""The period of which the folder holds what the units report."""
GOALS = 6
TITLE = "Pelayanan dasar, untuk mengukur kecepatan"
EVERY_PERIOD = "TW I, TW II, TW III, TW IV, Tahun"
TARGETS: list[Cell] = [25, 50, 75, 100, "", "", 100]
CEILING = 1_000_000_000


def write_agency(folder: Path, code: str, indicators: int, units: int) -> Path:
    """The folder, with `agency.toml`, `rencana.xlsx` and the workbook of what the units report.

    `code` also stands before the names of all accounts, so that one installation takes several.
    """
    folder.mkdir()
    (folder / "agency.toml").write_text(_facts(code), encoding="utf-8")
    (folder / "rencana.xlsx").write_bytes(_plan(indicators, units))
    (folder / f"isian-{PERIOD.value.lower()}.xlsx").write_bytes(_report(indicators, units))
    return folder


def _facts(code: str) -> str:
    return f"""mode = "sample"
code = "{code}"
prefix = "{code}-"
name = "Dinas Kesehatan"
government = "Pemerintah Kabupaten Contoh"
region = "Kabupaten Contoh"
city = "Kota Contoh"
head_title = "Kepala Dinas Kesehatan"
"""


def _plan(indicators: int, units: int) -> bytes:
    lines, goals = range(1, indicators + 1), range(1, GOALS + 1)
    return plan_workbook(
        {
            "Unit": [
                [_unit(n), f"Puskesmas Contoh {n}", "puskesmas", n] for n in range(1, units + 1)
            ],
            "Sasaran": [[_goal(n), f"Meningkatnya mutu pelayanan kesehatan {n}"] for n in goals],
            "Indikator": [_indicator(n) for n in lines],
            "Target": [[_code(n), *TARGETS] for n in lines],
            "Penugasan": [[_code(n), "semua puskesmas"] for n in lines],
            "Anggaran": [_budget(n) for n in goals],
        },
        title=TITLE,
        mark=MARK,
    )


def _report(indicators: int, units: int) -> bytes:
    """Between a fifth and a quarter is reached, each unit and indicator differently."""
    entries = [
        _row(
            ENTRIES,
            {
                "kode unit": _unit(unit),
                "kode indikator": _code(line),
                "pembilang": 200 + (7 * unit + 13 * line) % 60,
                "penyebut": 1_000,
            },
        )
        for unit in range(1, units + 1)
        for line in range(1, indicators + 1)
    ]
    spent: list[list[Cell]] = [
        [_budget_code(n), CEILING // 100 * (15 + n)] for n in range(1, GOALS + 1)
    ]
    return table_workbook(
        {ENTRIES.sheet: [ENTRIES.columns, *entries], SPENDING.sheet: [SPENDING.columns, *spent]},
        title=TITLE,
        mark=MARK,
    )


def _indicator(number: int) -> list[Cell]:
    return _row(
        layout.INDICATORS,
        {
            "kode": _code(number),
            "kode sasaran": _goal(1 + number % GOALS),
            "indikator": f"Persentase pelayanan {number} yang sesuai standar",
            "satuan": "%",
            "polaritas": "positif",
            "jenis nilai": "rasio",
            "faktor": 100,
            "pembilang": f"orang yang mendapat pelayanan {number}",
            "penyebut": "seluruh sasaran setahun",
            "dasar isian": "sejak Januari",
            "aturan periode": "terakhir",
            "aturan unit": "jumlah pembilang dan penyebut",
            "diukur pada": EVERY_PERIOD,
            "desimal": 2,
            "bukti wajib": "ya",
        },
    )


def _budget(number: int) -> list[Cell]:
    return _row(
        layout.BUDGET,
        {
            "kode": _budget_code(number),
            "uraian": f"Program contoh {number}",
            "tingkat": "program",
            "pagu": CEILING,
            "kode unit": _unit(1),
            "kode sasaran": _goal(number),
        },
    )


def _row(table: Layout, cells: Mapping[str, Cell]) -> list[Cell]:
    return [cells.get(column, "") for column in table.columns]


def _unit(number: int) -> str:
    return f"PKM-{number:03}"


def _code(number: int) -> str:
    return f"IKP-{number:03}"


def _goal(number: int) -> str:
    return f"S{number}"


def _budget_code(number: int) -> str:
    return f"1.02.{number:02}"
