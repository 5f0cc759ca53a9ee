"""A small sample office in an empty data folder: three units, three indicators, one program.

A server that a browser then visits serves it; Django has to be started before this is imported.
"""

import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from django.core.management import call_command

from ukur.adapters.plan_workbook import plan_workbook, table_workbook
from ukur.domain.periods import YearPeriod, last_finished_quarter
from ukur.domain.plan.layout import LAYOUTS
from ukur.edge.demonstration import (
    Story,
    begin_cycle,
    quarters_before,
    run_whole_cycle,
)
from ukur.edge.halfway import collect_partly
from ukur.edge.stage import at_opening, set_up_stage
from ukur.edge.wiring import tools

AGENCY = """
mode = "sample"
code = "dinas-kecil"
name = "Dinas Kesehatan"
government = "Pemerintah Kabupaten Contoh"
region = "Kabupaten Contoh"
city = "Kota Contoh"
head_title = "Kepala Dinas Kesehatan"
letter_code = "400.7/KECIL"
"""
A_FORTNIGHT = timedelta(days=14)
"""How long ago the running cycle was ordered: its forms are late, and no holiday is that long."""
QUARTERS = "TW I, TW II, TW III, TW IV, Tahun"


def indicator(code: str, name: str, **more: str) -> dict[str, str]:
    """A row of the sheet Indikator with what all three share."""
    return {
        "kode": code,
        "kode sasaran": "S1",
        "indikator": name,
        "dasar isian": "sejak Januari",
        "aturan periode": "terakhir",
        "diukur pada": QUARTERS,
        **more,
    }


def targets(code: str, value: str) -> dict[str, str]:
    """The same target in every quarter and for the year."""
    periods = ("tw i", "tw ii", "tw iii", "tw iv", "tahun")
    return {"kode indikator": code, **dict.fromkeys(periods, value)}


PLAN: dict[str, list[dict[str, str]]] = {
    "Unit": [
        {"kode": "SEKRET", "nama": "Sekretariat", "jenis": "sekretariat", "urutan": "1"},
        {"kode": "PKM-01", "nama": "Puskesmas Melati", "jenis": "puskesmas", "urutan": "2"},
        {"kode": "PKM-02", "nama": "Puskesmas Seroja", "jenis": "puskesmas", "urutan": "3"},
    ],
    "Sasaran": [{"kode": "S1", "sasaran": "Meningkatnya derajat kesehatan masyarakat"}],
    "Indikator": [
        indicator(
            "IKU-01",
            "Pelayanan ibu hamil sesuai standar",
            **{
                "satuan": "%",
                "polaritas": "positif",
                "jenis nilai": "rasio",
                "faktor": "100",
                "pembilang": "ibu hamil yang dilayani sesuai standar",
                "penyebut": "sasaran ibu hamil",
                "aturan unit": "jumlah pembilang dan penyebut",
                "bukti wajib": "ya",
            },
        ),
        indicator(
            "IKU-02",
            "Prevalensi stunting",
            **{
                "satuan": "%",
                "polaritas": "negatif",
                "jenis nilai": "rasio",
                "faktor": "100",
                "pembilang": "balita pendek",
                "penyebut": "balita diukur",
                "aturan unit": "jumlah pembilang dan penyebut",
            },
        ),
        indicator(
            "IKU-03",
            "Indeks Kepuasan Masyarakat",
            **{
                "satuan": "indeks",
                "polaritas": "positif",
                "jenis nilai": "indeks",
                "aturan unit": "satu unit",
            },
        ),
    ],
    "Target": [targets("IKU-01", "75"), targets("IKU-02", "14"), targets("IKU-03", "85")],
    "Penugasan": [
        {"kode indikator": "IKU-01", "kode unit": "semua puskesmas"},
        {"kode indikator": "IKU-02", "kode unit": "semua puskesmas"},
        {"kode indikator": "IKU-03", "kode unit": "SEKRET"},
    ],
    "Anggaran": [
        {
            "kode": "1.02.02",
            "uraian": "Program Pemenuhan Upaya Kesehatan",
            "tingkat": "program",
            "kode sasaran": "S1",
            "pagu": "1.000.000.000",
            "kode unit": "SEKRET",
        }
    ],
}


ENTRIES: list[list[str | int]] = [
    ["kode unit", "kode indikator", "pembilang", "penyebut", "nilai", "keterangan"],
    ["PKM-01", "IKU-01", 70, 100, "", ""],
    ["PKM-01", "IKU-02", 15, 120, "", ""],
    ["PKM-02", "IKU-01", 40, 110, "", ""],
    ["PKM-02", "IKU-02", 10, 100, "", ""],
    ["SEKRET", "IKU-03", "", "", "86,5", ""],
]
SPENT: list[list[str | int]] = [["kode anggaran", "realisasi"], ["1.02.02", 450_000_000]]


def write_folder(folder: Path, plan: Mapping[str, list[dict[str, str]]] | None = None) -> None:
    """The sample folder of the small office, with what its units report in every quarter."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "agency.toml").write_text(AGENCY, encoding="utf-8")
    rows = {
        wanted.sheet: [
            [row.get(c, "") for c in wanted.columns] for row in (plan or PLAN).get(wanted.sheet, ())
        ]
        for wanted in LAYOUTS
    }
    (folder / "rencana.xlsx").write_bytes(plan_workbook(rows, mark="DATA CONTOH"))
    report = table_workbook(
        {"Isian": ENTRIES, "Anggaran": SPENT}, title="Isian", mark="DATA CONTOH"
    )
    for quarter in range(1, 5):
        (folder / f"isian-tw{quarter}.xlsx").write_bytes(report)


def fill(now: datetime) -> None:
    """An office on which nothing was measured yet, with a plan for the last finished quarter."""
    running = last_finished_quarter(now.date())
    with tempfile.TemporaryDirectory() as room:
        write_folder(Path(room))
        set_up_stage(Path(room), (running.year,), datetime(running.year, 1, 5, 2, tzinfo=UTC))


def fill_with_cycles(now: datetime) -> None:
    """The same office with the quarter before archived, and the running one at step 4.

    One unit is verified, one waits for Tim SAKIP, one has its form back.
    """
    running = last_finished_quarter(now.date())
    before = quarters_before(running)[-1]
    years = tuple(sorted({before.year, running.year}))
    with tempfile.TemporaryDirectory() as room:
        write_folder(Path(room))
        begin = datetime(years[0], 1, 5, 2, tzinfo=UTC)
        stage = set_up_stage(Path(room), years, begin, (now + timedelta(days=31)).year)
        stage.clock.at = at_opening(_day_after(before), stage.calendar)
        run_whole_cycle(stage, Story(before), _in_silence)
        stage.clock.at = at_opening(now - A_FORTNIGHT, stage.calendar)
        cycle_id = begin_cycle(stage, Story(running), _in_silence)
        collect_partly(stage, cycle_id, running)


def _day_after(when: YearPeriod) -> datetime:
    return datetime.combine(when.ends, time(3), UTC) + timedelta(days=1)


def _in_silence(_step: str) -> None:
    """Tell nobody how far the story is."""


def main() -> None:
    """Bring the tables up to date and fill them."""
    call_command("migrate", verbosity=0, interactive=False)
    fill(tools().clock.now())


def main_with_cycles() -> None:
    """Bring the tables up to date and fill them, with two cycles."""
    call_command("migrate", verbosity=0, interactive=False)
    fill_with_cycles(tools().clock.now())
