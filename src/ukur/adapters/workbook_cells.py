"""The cells of one sheet as texts, each as a reader sees it; numbers in Indonesian notation."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from xml.etree import ElementTree as ET

from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel

from ukur.adapters.workbook_parts import DamagedPart, Shown, Slice, local, text_of, unescaped
from ukur.domain.sheets import column_letters

DIGITS = "0123456789"
MOST_REMEMBERED = 50_000
"""Numbers whose texts are remembered; plans repeat the same few."""
LAST_ROW = 1_048_576
"""The last row that a spreadsheet has."""
ISO_DAY = len("2026-01-01")


class TooWide(Exception):
    """A row has more cells than a sheet may have columns."""

    def __init__(self, row: int) -> None:
        super().__init__(row)
        self.row = row


class _Columns(dict[str, int]):
    """The index of a column, from 0, by its letters."""

    def __missing__(self, letters: str) -> int:
        index = 0
        for letter in letters:
            if not "A" <= letter <= "Z":
                raise DamagedPart(letters)
            index = index * 26 + ord(letter) - ord("A") + 1
        self[letters] = index - 1
        return index - 1


_CELL = (
    r'<c r="([A-Z]{1,3})[0-9]+"(?: s="([0-9]+)")?(?: t="([a-z]+)")?(?:/>|><v>([^<>&]*+)</v></c>)'
)
_CELLS = re.compile(_CELL)
_ROWS = re.compile(r'<row r="([0-9]+)"[^<>]*?(?:/>|>(.*?)</row>)', re.DOTALL)
_UNNAMED = re.sub(r"\((?!\?)", "(?:", _CELL)
_PLAIN_ROW = re.compile(rf'<row r="[0-9]+"[^<>]*(?:(?<=/)>|>(?:{_UNNAMED})*</row>)')
"""A row as spreadsheets write most of them, with nothing in between: read without a tree.

It takes no spaces along: beside what is no row a search would begin anew at each of them. No
group of it is repeated possessively: Python before 3.11.5 matches such groups wrongly.
"""

Placed = Iterable[tuple[int, str]]
"""The index of a column, from 0, and the text in it."""


@dataclass
class CellTexts:
    """Turns cells of a workbook into texts; `unknown` collects formulas without a result."""

    strings: Sequence[str]
    styles: Sequence[Shown]
    counts_from_1904: bool
    most_columns: int
    unknown: list[str] = field(default_factory=list)
    _row: int = 0
    _columns: _Columns = field(default_factory=_Columns)
    _numbers: dict[tuple[str, str], str] = field(default_factory=dict)
    _cleaned: dict[str, str] = field(default_factory=dict)

    def rows(self, pieces: Iterable[Slice]) -> Iterator[tuple[int, tuple[str, ...]]]:
        """The number of each row that is in the sheet, and its texts up to the last filled one.

        Raises:
            TooWide: a text stands to the right of the last column that is read.
        """
        for piece in pieces:
            text = piece.items.decode()
            is_plain = not _PLAIN_ROW.sub("", text).strip()
            rows = self._plain(text) if is_plain else self._of_tree(piece.tree())
            for cells in rows:
                yield self._row, self._filled(cells)

    def _plain(self, text: str) -> Iterator[Placed]:
        columns, numbers = self._columns, self._numbers
        for said, cells in _ROWS.findall(text):
            if not cells:
                # Rows that hold a format alone; there may be a million of them.
                continue
            self._begin(said)
            yield [
                (
                    columns[letters],
                    numbers.get((value, style)) or self._number(value, style)
                    if not kind
                    else self._worded(kind, value, style),
                )
                for letters, style, kind, value in _CELLS.findall(cells)
                if value
            ]

    def _of_tree(self, rows: ET.Element) -> Iterator[Placed]:
        for row in rows:
            self._begin(row.get("r", ""))
            if len(row):
                yield self._row_of_tree(row)

    def _row_of_tree(self, row: ET.Element) -> Iterator[tuple[int, str]]:
        at = -1
        for cell in row:
            ref = cell.get("r")
            at = self._columns[ref.rstrip(DIGITS)] if ref else at + 1
            yield at, self._cell(cell, at)

    def _begin(self, said: str) -> None:
        self._row = int(said) if said else self._row + 1
        if not 0 < self._row <= LAST_ROW:
            raise DamagedPart("row", self._row)

    def _filled(self, cells: Placed) -> tuple[str, ...]:
        texts = list[str]()
        for at, text in cells:
            if at == len(texts) and text:
                texts.append(text)
            elif text:
                if at >= self.most_columns:
                    raise TooWide(self._row)
                texts += [""] * (at + 1 - len(texts))
                texts[at] = text
        if len(texts) > self.most_columns:
            raise TooWide(self._row)
        return tuple(texts)

    def _cell(self, cell: ET.Element, at: int) -> str:
        value, inline, is_formula = None, None, False
        for part in cell:
            name = local(part.tag)
            if name == "v":
                value = part.text
            elif name == "f":
                is_formula = True
            elif name == "is":
                inline = part
        kind = cell.get("t", "")
        if value is not None:
            return self._worded(kind, value, cell.get("s", ""))
        # A stored result that is an empty text has the type "str".
        if is_formula and kind != "str":
            self.unknown.append(f"{column_letters(at)}{self._row}")
        return self._clean(text_of(inline)) if inline is not None else ""

    def _worded(self, kind: str, value: str, style: str) -> str:
        match kind:
            case "" | "n":
                return self._number(value, style)
            case "s":
                return self._clean(self.strings[int(value)])
            case "b":
                return "ya" if value.strip() in ("1", "true") else "tidak"
            case "d":
                return self._clean(value)[:ISO_DAY]
            case _:
                return self._clean(unescaped(value))

    def _clean(self, text: str) -> str:
        found = self._cleaned.get(text)
        if found is None:
            if len(self._cleaned) >= MOST_REMEMBERED:
                self._cleaned.clear()
            found = self._cleaned[text] = cleaned(text)
        return found

    def _number(self, value: str, style: str) -> str:
        found = self._numbers.get((value, style))
        if found is None:
            if len(self._numbers) >= MOST_REMEMBERED:
                self._numbers.clear()
            index = int(style or "0")
            shown = self.styles[index] if 0 <= index < len(self.styles) else Shown.PLAIN
            found = self._numbers[value, style] = self._number_text(value, shown)
        return found

    def _number_text(self, value: str, shown: Shown) -> str:
        if shown in (Shown.DATE, Shown.DURATION):
            epoch = MAC_EPOCH if self.counts_from_1904 else WINDOWS_EPOCH
            try:
                moment = from_excel(float(value), epoch, timedelta=shown is Shown.DURATION)
            except (OverflowError, ValueError):
                return "#VALUE!"
            return _day(moment)
        return number_text(value, is_percent=shown is Shown.PERCENT)


def cleaned(text: str) -> str:
    """A text without what cannot be seen, on one line."""
    if text.isprintable():
        return text.strip()
    return "".join(c if c.isprintable() else " " if c.isspace() else "" for c in text).strip()


def number_text(value: str, *, is_percent: bool) -> str:
    """A number as an Indonesian office writes it, without grouping.

    >>> number_text("0.30000000000000004", is_percent=False), number_text("0.15", is_percent=True)
    ('0,3', '15%')
    """
    # 15 significant digits are what a spreadsheet keeps; the rest is binary noise.
    number = Decimal(format(float(value), ".15g"))
    plain = format(number * 100 if is_percent else number, "f")
    plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
    return plain.replace(".", ",") + ("%" if is_percent else "")


def _day(moment: object) -> str:
    if isinstance(moment, date | time):
        return moment.isoformat()[:ISO_DAY]
    return "" if moment is None else str(moment)
