"""Workbooks of opening balances for whoever hands one in: a page, a command, a program."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from ukur.domain.figures.showing import WORDED, cell_text
from ukur.domain.people import Actor
from ukur.domain.plan.balances import (
    LAYOUT,
    PERIOD_NAMES,
    BalancePreview,
    BalanceUpload,
    Ground,
    KeptBalance,
    Key,
    RecordedBalances,
)
from ukur.domain.ports import Tools
from ukur.edge import wiring
from ukur.edge.plan_files import reading
from ukur.store.queries.balances import balance_ground
from ukur.usecases.plan import preview_opening_balances as previewing
from ukur.usecases.plan import record_opening_balances as recording

COLUMNS = (
    "kode indikator",
    "indikator",
    "satuan",
    "kode unit",
    "periode",
    "nilai",
    "pembilang",
    "penyebut",
    "sumber",
)
GUIDE: Sequence[tuple[str, str]] = (
    ("kolom", "keterangan"),
    ("kode indikator", "Kode dari rencana tahun itu. Kolom indikator dan satuan hanya penjelas."),
    ("kode unit", "Kosong untuk angka seluruh perangkat daerah; atau isi untuk setiap unit."),
    ("periode", "Periode yang sudah berakhir dan tidak diukur di sini, misalnya TW I."),
    ("nilai", "Angka periode itu, dengan dasar isian yang sama seperti pada rencana."),
    ("pembilang", "Untuk rasio: pembilang dan penyebut sebagaimana dilaporkan, bukan persennya."),
    ("penyebut", "Lihat pembilang."),
    ("sumber", "Wajib: laporan lama tempat angka itu dibaca. Contoh: Laporan Kinerja TW I 2026."),
    ("-", "Tulis tanda hubung pada nilai untuk menarik saldo yang sudah tersimpan."),
    ("(baris kosong)", "Baris tanpa angka dan tanpa sumber dilewati."),
)
"""What the sheet Petunjuk says, in Indonesian as all workbooks."""

Cell = str | int | Decimal


def balance_template(agency_id: int, year: int, today: date) -> bytes:
    """A workbook with a row for every balance that is wanted, and those that are kept.

    Without a plan of the year it holds the columns alone.
    """
    ground = balance_ground(agency_id, year, today)
    rows = [] if ground is None else [*_wanted(ground), *_held(ground)]
    sheets: dict[str, Sequence[Sequence[Cell]]] = {
        LAYOUT.sheet: [COLUMNS, *rows],
        "Petunjuk": GUIDE,
    }
    return wiring.table_workbook(sheets, title=f"Saldo awal {year}")


def preview_balances(*, upload: BalanceUpload, actor: Actor, tools: Tools) -> BalancePreview:
    """What the workbook would bring and all its problems; nothing is written.

    Raises:
        Refusal: see `ukur.usecases.plan.preview_opening_balances`.
    """
    read = reading(upload.name)
    return previewing.preview_opening_balances(upload=upload, read=read, actor=actor, tools=tools)


def record_balances(*, upload: BalanceUpload, actor: Actor, tools: Tools) -> RecordedBalances:
    """Keep the balances of the workbook, all or none.

    Raises:
        Refusal: see `ukur.usecases.plan.record_opening_balances`.
    """
    read = reading(upload.name)
    return recording.record_opening_balances(upload=upload, read=read, actor=actor, tools=tools)


def _wanted(ground: Ground) -> list[Sequence[Cell]]:
    return [(*_head(key, ground), "", "", "", "") for key in ground.wanted]


def _held(ground: Ground) -> list[Sequence[Cell]]:
    kept = [
        (key, balance)
        for key, balance in ground.kept.items()
        if balance.holds and key.code in ground.indicators and key.period not in ground.measured
    ]
    return [(*_head(key, ground), *_amounts(key, balance, ground)) for key, balance in kept]


def _head(key: Key, ground: Ground) -> tuple[Cell, ...]:
    known = ground.indicators[key.code]
    return key.code, known.name, known.unit_text, key.unit_code, PERIOD_NAMES[key.period]


def _amounts(key: Key, balance: KeptBalance, ground: Ground) -> tuple[Cell, ...]:
    look, figure = ground.indicators[key.code].look, balance.figure
    value = cell_text(figure.value, look) if look.kind in WORDED else figure.value
    cells = ("" if one is None else one for one in (value, figure.numerator, figure.denominator))
    return (*cells, balance.source)
