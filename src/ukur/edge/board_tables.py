"""The board of a collection and the league of punctuality as tables to take away, in Indonesian."""

from collections.abc import Iterable
from datetime import datetime

from ukur.domain.collecting import TaskState
from ukur.domain.figures.explain import shown
from ukur.domain.plan.layout import PERIODS
from ukur.domain.punctuality import Delivery, Punctual, Trend
from ukur.edge import dates
from ukur.edge.wiring import Table
from ukur.store.queries.board_rows import Board, MailStand, UnitRow
from ukur.store.queries.league import League

BOARD = (
    "Unit",
    "Keadaan",
    "Terisi",
    "Diminta",
    "Batas",
    "Diperpanjang sampai",
    "Kiriman akhir",
    "Ketepatan",
    "Pengingat",
    "Diingatkan",
    "Surel pengingat",
    "Alasan",
)
STATES = {
    TaskState.FILLING: "Sedang diisi",
    TaskState.SUBMITTED: "Terkirim",
    TaskState.RETURNED: "Dikembalikan",
    TaskState.VERIFIED: "Sudah diperiksa",
    TaskState.CLOSED: "Tidak menyampaikan",
}
MAILS = {
    MailStand.SENT: "diterima server surel",
    MailStand.WAITING: "menunggu dikirim",
    MailStand.REFUSED: "alamat ditolak server surel",
    MailStand.NO_ADDRESS: "tanpa alamat surel",
    MailStand.NOBODY: "belum ada petugas",
}
DELIVERIES = {
    Delivery.ON_TIME: "tepat",
    Delivery.LATE: "lewat",
    Delivery.MISSING: "tidak menyampaikan",
    Delivery.AWAITED: "ditunggu",
    Delivery.NOT_ASKED: "",
}
TRENDS = {Trend.UP: "naik", Trend.SAME: "tetap", Trend.DOWN: "turun"}
SHORT = {period: name for name, period in PERIODS.items()}


def board_table(board: Board, utc_offset: int) -> Table:
    """Every unit that was asked for, one row each, in the order of the board."""
    wanted = board.asked_for
    rows = (
        row
        for row in board.rows
        if wanted.need in (None, row.need) and wanted.kind in ("", row.kind)
    )
    return _table(BOARD, (_unit(row, utc_offset) for row in rows))


def league_table(league: League) -> Table:
    """The league, one row a unit, one column a period."""
    header = (
        "Peringkat",
        "Unit",
        *(f"{SHORT[one.when.period]} {one.when.year}" for one in league.periods),
        "Tepat waktu",
        "Dihitung",
        "Bagian tepat waktu (%)",
        "Arah",
    )
    return _table(header, (_standing(one) for one in league.units))


def _unit(row: UnitRow, utc_offset: int) -> tuple[str, ...]:
    def at(moment: datetime | None) -> str:
        if moment is None:
            return ""
        return f"{moment.astimezone(dates.zone(utc_offset)):%Y-%m-%d %H.%M}"

    on_time = {True: "tepat", False: "lewat", None: "belum" if row.is_late else ""}
    return (
        row.unit,
        STATES[row.state],
        str(row.filled),
        str(row.asked),
        at(row.due_at),
        at(row.until) if row.has_more_time else "",
        at(row.submitted_at),
        on_time[row.is_on_time],
        str(row.chased.count),
        at(row.chased.at),
        MAILS[row.chased.mail] if row.chased.mail else "",
        row.reason,
    )


def _standing(one: Punctual) -> tuple[str, ...]:
    return (
        "" if one.rank is None else str(one.rank),
        one.unit,
        *(DELIVERIES[delivery] for delivery in one.deliveries),
        str(one.on_time),
        str(one.counted),
        "" if one.share is None else shown(one.share),
        TRENDS[one.trend] if one.trend else "",
    )


def _table(header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Table:
    return Table(header, tuple(rows))
