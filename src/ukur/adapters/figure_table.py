"""Plain tables with figures of units: CSV or XLSX, long or wide.

    kode unit | kode indikator | pembilang | penyebut | nilai | keterangan      long: our own codes
    unit | [periode] | K6 | Sasaran bumil | …                                 wide: names in columns

In a wide table every column but those of the unit and the period is a name to be mapped. The
names beside the codes of a long one are for people.
"""

from collections.abc import Iterator, Sequence

from ukur.adapters.dhis2 import data_values_of, is_data_values
from ukur.adapters.foreign_table import read_foreign
from ukur.domain.plain_cells import unguarded
from ukur.domain.refusals import NotValid, Problem
from ukur.domain.sheets import Sheet, column_letters, folded
from ukur.domain.sources import NOT_ASKED, SourceValue, System

UNIT_HEADERS = (
    "kode unit",
    "unit",
    "puskesmas",
    "nama unit",
    "organisasi",
    "orgunit",
    "unit kerja",
)
PERIOD_HEADERS = ("periode", "period", "bulan")
INDICATOR, NOTE = "kode indikator", "keterangan"
NAMES = ("nama unit", "nama indikator")
HEADER_WITHIN = 15
MOST_VALUES = 200_000


def read_figure_table(name: str, content: bytes) -> tuple[System, tuple[SourceValue, ...]]:
    """The values of the first sheet; a data value set of DHIS2 is known by its columns.

    Raises:
        NotValid: no table, or one without a column of units.
    """
    sheets = [sheet for sheet in read_foreign(name, content) if any(map(any, sheet.rows))]
    if not sheets:
        raise NotValid((Problem(name, "table_empty"),))
    sheet = sheets[0]
    if is_data_values(sheet):
        return System.DHIS2, data_values_of(sheet)
    top, unit = _unit_column(sheet)
    if unit is None:
        raise NotValid((Problem(f"{sheet.name}!A1", "unit_column_missing"),))
    values = []
    for value in _values(sheet, top, unit):
        values.append(value)
        if len(values) > MOST_VALUES:
            raise NotValid((Problem(sheet.name, "too_many_rows", {"most": MOST_VALUES}),))
    return System.CSV, tuple(values)


def _unit_column(sheet: Sheet) -> tuple[int, int | None]:
    """The row of the header, from 0, and the column of units."""
    for number, row in enumerate(sheet.rows[:HEADER_WITHIN]):
        header = [folded(text) for text in row]
        for name in UNIT_HEADERS:
            if name in header:
                return number, header.index(name)
    return 0, None


def _values(sheet: Sheet, top: int, unit: int) -> Iterator[SourceValue]:
    header = [unguarded(text) for text in sheet.rows[top]]
    names = [folded(text) for text in header]
    period = next((names.index(name) for name in PERIOD_HEADERS if name in names), None)
    indicator = names.index(INDICATOR) if INDICATOR in names else None
    note = names.index(NOTE) if NOTE in names else None
    apart = {unit, period, indicator, note}
    if indicator is not None:
        apart |= {names.index(name) for name in NAMES if name in names}
    for number, row in enumerate(sheet.rows[top + 1 :], start=top + 2):
        owner = _cell(row, unit)
        if not owner:
            continue
        for column, name in enumerate(header):
            text = _cell(row, column)
            if column in apart or not name or text in ("", NOT_ASKED):
                continue
            element = name
            if indicator is not None:
                element = f"{_cell(row, indicator)} {name}"
            yield SourceValue(
                element,
                owner,
                "" if period is None else _cell(row, period),
                text,
                f"{sheet.name}!{column_letters(column)}{number}",
                "" if note is None else _cell(row, note),
            )


def _cell(row: Sequence[str], column: int) -> str:
    return unguarded(row[column]) if column < len(row) else ""
