"""A table that others made: where its header stands and what its columns are called.

| No | Indikator | Satuan |      Target      |     one header of two rows;
|    |           |        | TW I | … | TW IV |     the column is called "target tw i"
| 1  | 2         | 3      | 4    | … | 7     |     numbered columns: no row of data
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ukur.domain.sheets import Sheet, column_letters, folded

HEADER_WITHIN = 40
"""The header ends in one of the first rows; titles of forms can be long."""
TALLEST_HEADER = 4
FEWEST_NUMBERED = 4

_MARKS = re.compile(r"[^0-9a-z%]+")
_YEARS = re.compile(r"\b(?:19|20)[0-9]{2}\b|\bn [12]\b")
_NUMBERED = re.compile(r"\(?([0-9]{1,2})\)?(?:\s*=.*)?")
_QUARTER = re.compile(r"\b(?:triwulan|tri wulan|twl|tw|q|kuartal)\s*([1-4]|i{1,3}|iv)\b")
_HALF = re.compile(r"\bsem(?:ester|)\s*([12]|i{1,2})\b")
_ROMAN = {"1": "i", "2": "ii", "3": "iii", "4": "iv"}


def plain(text: str) -> str:
    r"""A column's name as it is compared: words only, no years, quarters as "tw i".

    >>> plain("Target Triwulan II\n(2026)")
    'target tw ii'
    """
    words = _YEARS.sub(" ", _MARKS.sub(" ", text.casefold()))
    words = _QUARTER.sub(lambda match: f"tw {_ROMAN.get(match[1], match[1])}", words)
    words = _HALF.sub(lambda match: f"semester {_ROMAN.get(match[1], match[1])}", words)
    return " ".join(words.split())


def is_numbered(row: Sequence[str]) -> bool:
    """Whether a row only numbers the columns: 1, 2, 3 or (1), (2), also "13=6+12".

    Quarters may be numbered too, but not from the first columns on.
    """
    texts = [text for text in row if text]
    first = next((at for at, text in enumerate(row) if text), 0)
    found = [_NUMBERED.fullmatch(folded(text)) for text in texts]
    numbers = [int(match[1]) for match in found if match]
    return (
        len(texts) >= FEWEST_NUMBERED
        and first < FEWEST_NUMBERED
        and len(numbers) == len(texts)
        and all(0 <= after - before <= 1 for before, after in pairwise(numbers))
        and numbers[0] <= 1
    )


def header_names(sheet: Sheet, top: int, bottom: int) -> tuple[str, ...]:
    """What each column is called, over the header rows from `top` to `bottom`, counted from 1.

    A cell that is merged over several columns names all of them; numbered rows name none.
    """
    rows = [row for row in sheet.rows[top - 1 : bottom] if not is_numbered(row)]
    width = max((len(row) for row in rows), default=0)
    above = [False] * width
    names: list[list[str]] = [[] for _ in range(width)]
    for at, row in enumerate(rows):
        is_last = at == len(rows) - 1
        left = ""
        for column in range(width):
            own = row[column] if column < len(row) else ""
            # A blank cell continues its left neighbour, unless the column is named above it.
            if own or above[column]:
                left = own
            above[column] = above[column] or bool(own)
            text = own if is_last else left
            if text and text not in names[column]:
                names[column].append(text)
    return tuple(" ".join(parts) for parts in names)


def spans(sheet: Sheet) -> Iterator[tuple[int, int]]:
    """The rows that can be a header, as (top, bottom) counted from 1."""
    filled = [number for number, row in enumerate(sheet.rows[:HEADER_WITHIN], start=1) if any(row)]
    for bottom in filled:
        for top in range(max(1, bottom - TALLEST_HEADER + 1), bottom + 1):
            if top in filled:
                yield top, bottom


def data_rows(sheet: Sheet, bottom: int) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The rows below the header that hold something, with their numbers."""
    for number, row in enumerate(sheet.rows[bottom:], start=bottom + 1):
        if any(row) and not (number <= bottom + TALLEST_HEADER and is_numbered(row)):
            yield number, row


def address(sheet: Sheet, row: int, column: int) -> str:
    """Where a cell is; `row` counted from 1, `column` from 0.

    >>> address(Sheet("Renja", ()), 7, 3)
    'Renja!D7'
    """
    if row <= len(sheet.origins) and column < len(sheet.origins[row - 1]):
        return sheet.origins[row - 1][column]
    return f"{sheet.name}!{column_letters(column)}{row}"


def cell_at(texts: Sequence[str], index: int) -> str:
    """The text of a cell; rows end with their last filled cell, so there may be none."""
    return texts[index] if index < len(texts) else ""
