"""A large plan from its workbook into the tables: how long, against the bare reading of it.

The plan has 2.000 indicators; the long sheet has 100.000 targets of units. Bare reading is
openpyxl alone, read-only, every cell of every row once.
"""

import io
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeVar

import openpyxl

from bench.figures import Figure, Sizes
from ukur.adapters.plan_workbook import MARK, Cell, plan_workbook
from ukur.domain.people import Actor, Duty, Role
from ukur.domain.plan import layout
from ukur.domain.plan.draft import Upload
from ukur.domain.plan.findings.plan import plan_findings
from ukur.domain.plan.reading import read_plan
from ukur.domain.sheets import Layout
from ukur.edge import wiring
from ukur.store.models import Agency
from ukur.usecases.plan.import_plan import import_plan

YEAR = 2026
NOW = datetime(2026, 1, 5, tzinfo=UTC)
INDICATORS = 2_000
ROWS = 100_000
GOALS = 40
PER_LINE = 5
CEILING = 1_000_000_000
PERIODS = "TW I, TW II, TW III, TW IV, Tahun"
TITLE = "Rencana besar, untuk mengukur kecepatan"

T = TypeVar("T")


class StandingClock:
    def now(self) -> datetime:
        return NOW


def measure(_sizes: Sizes) -> list[Figure]:
    """Seconds of each stage and of the whole, and the whole against the bare reading."""
    return [
        *_whole("wide", f"{INDICATORS} indicators", _plan(INDICATORS, units=25, unit_rows=0)),
        *_whole("long", f"{ROWS} rows", _plan(ROWS // 500, units=500, unit_rows=ROWS)),
    ]


def _whole(code: str, what: str, content: bytes) -> list[Figure]:
    bare, cells = _timed(lambda: _bare(content))
    reading, sheets = _timed(lambda: wiring.read_workbook(content))
    checking, draft = _timed(lambda: read_plan(sheets, YEAR))
    looking, _found = _timed(lambda: plan_findings(draft))
    whole, _plan_id = _timed(lambda: _bring_in(code, content))
    print(f"{what}: {len(content)} bytes, {cells} cells", file=sys.stderr)
    return [
        Figure(f"{what}, bare reading", bare),
        Figure(f"{what}, read as texts", reading),
        Figure(f"{what}, read as a plan and checked", checking),
        Figure(f"{what}, findings", looking),
        Figure(f"{what}, whole: read, checked, written, findings", whole + looking),
        Figure(f"{what}, whole against bare reading", (whole + looking) / bare, "×"),
    ]


def _timed(act: Callable[[], T]) -> tuple[float, T]:
    began = time.perf_counter()
    made = act()
    return time.perf_counter() - began, made


def _bare(content: bytes) -> int:
    """Every cell once, as the library gives it; how many there were."""
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    try:
        return sum(len(row) for sheet in book.worksheets for row in sheet.values)
    finally:
        book.close()


def _bring_in(code: str, content: bytes) -> int:
    """The import as a planner asks for it."""
    agency = Agency.objects.create(
        code=code, name="Dinas", government="Pemkab", region="Kab", city="Kota", head_title="K"
    )
    imported = import_plan(
        upload=Upload("rencana.xlsx", content, YEAR, "induk"),
        read=wiring.read_workbook,
        actor=Actor(1, "Perencana", agency.pk, (Duty(Role.PLANNER),)),
        tools=wiring.tools_at(StandingClock()),
    )
    return imported.plan_id


def _plan(indicators: int, units: int, unit_rows: int) -> bytes:
    """Rows that raise no problem and hardly a finding, as a good plan does."""
    numbers = range(1, indicators + 1)
    return plan_workbook(
        {
            "Unit": [
                [f"PKM-{n:03}", f"Puskesmas Contoh {n}", "puskesmas", n]
                for n in range(1, units + 1)
            ],
            "Sasaran": [[f"S{n}", f"Meningkatnya mutu pelayanan {n}"] for n in range(1, GOALS + 1)],
            "Indikator": [_indicator(n) for n in numbers],
            "Target": [_row(layout.TARGETS, _targets(n)) for n in numbers],
            "Penugasan": [[_code(n), "semua puskesmas"] for n in numbers],
            "Anggaran": [_budget(n) for n in range(1, indicators // PER_LINE + 1)],
            "Target Unit": [
                _row(
                    layout.UNIT_TARGETS,
                    {**_targets(1 + n // units), "kode unit": f"PKM-{1 + n % units:03}"},
                )
                for n in range(unit_rows)
            ],
        },
        title=TITLE,
        mark=MARK,
    )


def _indicator(number: int) -> list[Cell]:
    return _row(
        layout.INDICATORS,
        {
            "kode": _code(number),
            "kode sasaran": f"S{1 + number % GOALS}",
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
            "diukur pada": PERIODS,
            "desimal": 2,
            "definisi operasional": f"Orang yang dilayani sesuai standar pelayanan {number}",
            "sumber data": "Register pelayanan",
            "penanggung jawab": "Kepala Bidang Pelayanan Kesehatan",
            "bukti wajib": "ya",
        },
    )


def _targets(number: int) -> dict[str, Cell]:
    return {
        "kode indikator": _code(number),
        "tw i": 25,
        "tw ii": 50,
        "tw iii": 75,
        "tw iv": 92.5 if number % 2 else 100,
        "tahun": 92.5 if number % 2 else 100,
    }


def _budget(number: int) -> list[Cell]:
    return _row(
        layout.BUDGET,
        {
            "kode": f"1.02.{number:04}",
            "uraian": f"Program contoh {number}",
            "tingkat": "program",
            "pagu": CEILING + number,
            "kode unit": "PKM-001",
            "kode sasaran": f"S{1 + number % GOALS}",
        },
    )


def _row(table: Layout, cells: dict[str, Cell]) -> list[Cell]:
    return [cells.get(column, "") for column in table.columns]


def _code(number: int) -> str:
    return f"IKP-{number:04}"
