"""A workbook as the rules see it: sheets of texts, and every text with its place."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from ukur.domain.refusals import Fact, Problem

HEADER_WITHIN = 20
"""The header stands in one of the first rows; titles and marks may stand above it."""


@dataclass(frozen=True)
class Sheet:
    """The texts of one sheet, row by row from row 1; numbers are in Indonesian notation.

    `origins` says for every cell where its text was taken from, such as "Renja!D7", if the
    sheet was made of another table; problems are then told there.
    """

    name: str
    rows: tuple[tuple[str, ...], ...]
    origins: tuple[tuple[str, ...], ...] = ()


ReadWorkbook = Callable[[bytes], Sequence[Sheet]]
"""The port that opens a workbook; raises NotValid where it is none, or too large."""


@dataclass(frozen=True)
class Place:
    """A row of a sheet, with the letters of its columns, and their origins in another table."""

    sheet: str
    row: int
    letters: Mapping[str, str]
    origins: Mapping[str, str] = field(default_factory=dict)

    def of(self, column: str) -> str:
        """Where the cell of `column` is.

        >>> Place("Indikator", 7, {"kode": "D"}).of("kode")
        'Indikator!D7'
        """
        own = f"{self.sheet}!{self.letters.get(column, 'A')}{self.row}"
        return self.origins.get(column) or own


@dataclass(frozen=True)
class Record:
    """A row below the header: its texts by column. A column that is absent reads as empty."""

    place: Place
    texts: Mapping[str, str]

    def text(self, column: str) -> str:
        return self.texts.get(column, "")

    def problem(self, column: str, code: str, **facts: Fact) -> Problem:
        return Problem(self.place.of(column), code, {"column": column, **facts})


@dataclass(frozen=True)
class Question:
    """A cell that can be read in more than one way, and what was said about it.

    `taken` is the reading that counts unless another is chosen; empty where one must be chosen.
    `chosen` is empty until somebody says.
    """

    where: str
    typed: str
    choices: tuple[str, ...]
    taken: str = ""
    chosen: str = ""

    @property
    def is_open(self) -> bool:
        return not self.taken and not self.chosen


@dataclass(frozen=True)
class Layout:
    """What a sheet must look like: its name and its columns, and whether it may be left out."""

    sheet: str
    required: tuple[str, ...]
    optional: tuple[str, ...] = ()
    may_be_absent: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        return self.required + self.optional


def column_letters(index: int) -> str:
    """The letters of a column, counted from 0.

    >>> [column_letters(index) for index in (0, 25, 26, 701, 702)]
    ['A', 'Z', 'AA', 'ZZ', 'AAA']
    """
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def folded(text: str) -> str:
    """A text as it is compared: one space between words, no capitals."""
    return " ".join(text.split()).casefold()


def sheet_named(sheets: Sequence[Sheet], name: str) -> Sheet | None:
    """The sheet of that name, whatever its capitals and spaces."""
    return next((sheet for sheet in sheets if folded(sheet.name) == folded(name)), None)


def records(
    sheets: Sequence[Sheet], layout: Layout
) -> tuple[tuple[Record, ...], tuple[Problem, ...]]:
    """The rows that are filled in below the header of a sheet, and what is wrong with its shape."""
    sheet = sheet_named(sheets, layout.sheet)
    if sheet is None and layout.may_be_absent:
        return (), ()
    if sheet is None:
        return (), (Problem(layout.sheet, "sheet_missing", {"sheet": layout.sheet}),)
    top = _header_row(sheet, layout)
    header = [folded(text) for text in sheet.rows[top]] if sheet.rows else []
    problems = _header_problems(layout, header, top + 1)
    if problems:
        return (), problems
    index = {column: header.index(column) for column in layout.columns if column in header}
    letters = {column: column_letters(at) for column, at in index.items()}
    found = (
        Record(
            Place(layout.sheet, number, letters, _origins(sheet, number, index)), _texts(row, index)
        )
        for number, row in enumerate(sheet.rows[top + 1 :], start=top + 2)
    )
    return tuple(record for record in found if any(record.texts.values())), ()


def _texts(row: tuple[str, ...], index: Mapping[str, int]) -> dict[str, str]:
    return {
        column: " ".join(row[at].split()) if at < len(row) else "" for column, at in index.items()
    }


def _origins(sheet: Sheet, number: int, index: Mapping[str, int]) -> Mapping[str, str]:
    """Where the texts of a row were taken from, by column; empty for a sheet of our own."""
    if number > len(sheet.origins):
        return {}
    row = sheet.origins[number - 1]
    return {column: row[at] for column, at in index.items() if at < len(row)}


def _header_row(sheet: Sheet, layout: Layout) -> int:
    """The row, from 0, that names most of the columns; the first of several."""
    wanted = set(layout.columns)
    named = [len(wanted & {folded(text) for text in row}) for row in sheet.rows[:HEADER_WITHIN]]
    return named.index(max(named)) if named else 0


def _header_problems(layout: Layout, header: Sequence[str], row: int) -> tuple[Problem, ...]:
    where = f"{layout.sheet}!A{row}"
    missing = [column for column in layout.required if column not in header]
    if missing:
        return tuple(Problem(where, "column_missing", {"column": column}) for column in missing)
    twice = [column for column in layout.columns if header.count(column) > 1]
    return tuple(Problem(where, "sheet_column_twice", {"column": column}) for column in twice)
