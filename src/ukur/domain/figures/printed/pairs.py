"""Targets that are words or days: "ada" against "tidak ada", a date against a date."""

import re
from datetime import date
from decimal import Decimal

from ukur.domain.figures.indicator import Point
from ukur.domain.figures.printed.cells import Cell, CellKind, CellNote

_YES = re.compile(
    r"ada|ya|sudah|tercapai|terlaksana|terpenuhi|tersedia|tersusun|terbit|selesai", re.IGNORECASE
)
_NO = re.compile(
    r"tidak(?: ada| tercapai| terlaksana| terpenuhi| tersedia| selesai)?|belum(?: .*)?",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"(?:(?:tanggal|tgl\.?|paling lambat|minggu ke-?\s*[0-9])\s+)?"
    r"(?P<day>[0-9]{1,2})\s+(?P<month>[a-z]+)(?:\s+(?P<year>20[0-9]{2}))?",
    re.IGNORECASE,
)
COMMON_YEAR = 2025
"""Any year without a leap day, for dates that name none."""
_MONTHS = (
    *("januari", "februari", "maret", "april", "mei", "juni"),
    *("juli", "agustus", "september", "oktober", "november", "desember"),
)


def read_pair(target: str, realization: str) -> tuple[Cell, Cell] | None:
    """Target and realization that are words or days: met or not, or a day of the year each.

    None where they are not both so; a date without a year is one of the other's year.

    >>> [cell.value for cell in read_pair("Ada", "Tidak ada")]
    [Decimal('1'), Decimal('0')]
    >>> [cell.value for cell in read_pair("28 Februari 2025", "1 Maret")]
    [Decimal('59'), Decimal('60')]
    """
    aim, reached = (" ".join(text.split()) for text in (target, realization))
    if _YES.fullmatch(aim) and (_YES.fullmatch(reached) or _NO.fullmatch(reached)):
        met = Decimal(1) if _YES.fullmatch(reached) else Decimal(0)
        return _worded(target, Decimal(1)), _worded(realization, met)
    days = [match for match in (_DATE.fullmatch(aim), _DATE.fullmatch(reached)) if match]
    if len(days) < len((aim, reached)):
        return None
    first = min((int(match["year"]) for match in days if match["year"]), default=COMMON_YEAR)
    aimed, done = (_day(match, first) for match in days)
    if aimed is None or done is None:
        return None
    return _dated(target, aimed), _dated(realization, done)


def _dated(text: str, number: Decimal) -> Cell:
    return Cell(text, CellKind.NUMBER, Point(number), notes=(CellNote.DAY,))


def _worded(text: str, value: Decimal) -> Cell:
    return Cell(text, CellKind.NUMBER, Point(value), notes=(CellNote.YES_NO,))


def _day(match: re.Match[str], first: int) -> Decimal | None:
    """The day counted from 1 January of the year `first`, or None if there is no such day."""
    month = match["month"].lower()
    if month not in _MONTHS:
        return None
    year = int(match["year"] or first)
    try:
        found = date(year, _MONTHS.index(month) + 1, int(match["day"]))
    except ValueError:
        return None
    return Decimal((found - date(first, 1, 1)).days + 1)
