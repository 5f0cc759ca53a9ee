"""The registers as tables to take away: the columns of an office's book, in Indonesian."""

from collections.abc import Sequence
from datetime import date

from ukur.domain.papers import PERIOD_NAMES
from ukur.edge import dates
from ukur.edge.wiring import Table
from ukur.store.queries.registers import IncomingLine, OutgoingLine, SheetLine

OUTGOING = ("No", "Nomor surat", "Tanggal", "Kepada", "Perihal", "Keterangan")
INCOMING = (
    "No agenda",
    "Diterima",
    "Dari",
    "Nomor surat",
    "Tanggal surat",
    "Perihal",
    "Sifat",
    "Belum ditindaklanjuti",
)
SHEETS = ("Tanggal", "Dari", "No agenda", "Perihal", "Instruksi", "Batas", "Kepada", "Selesai")


def outgoing_table(lines: Sequence[OutgoingLine]) -> Table:
    """The register of letters that go out."""
    return _table(
        OUTGOING,
        [
            (
                str(one.sequence),
                one.number,
                _day(one.dated),
                one.recipient,
                one.subject,
                "Dibatalkan" if one.is_cancelled else "",
            )
            for one in lines
        ],
    )


def incoming_table(lines: Sequence[IncomingLine]) -> Table:
    """The agenda of letters that come in; the subject of a secret one stays hidden."""
    return _table(
        INCOMING,
        [
            (
                str(one.agenda),
                _day(one.received_on),
                one.sender,
                one.number,
                _day(one.dated),
                one.subject if one.is_readable else "(rahasia)",
                one.nature.value,
                str(one.waiting),
            )
            for one in lines
        ],
    )


def sheets_table(lines: Sequence[SheetLine], utc_offset: int) -> Table:
    """The register of dispositions."""
    return _table(
        SHEETS,
        [
            (
                _day(dates.local_date(one.given_at, utc_offset)),
                one.given_as.value,
                "" if one.agenda is None else str(one.agenda),
                one.subject
                if one.letter_id
                else f"Pengukuran kinerja {PERIOD_NAMES[one.when.period]} {one.when.year}"
                if one.when
                else "",
                one.instruction if one.is_readable else "(rahasia)",
                _day(one.due_on),
                ", ".join(to.role.value for to in one.addressees),
                ", ".join(to.role.value for to in one.addressees if to.done_at),
            )
            for one in lines
        ],
    )


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _table(header: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Table:
    return Table(header, tuple(rows))
