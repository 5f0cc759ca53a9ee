"""The rows of a foreign table under a mapping, and what only a person can say of them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ukur.domain.plan import layout
from ukur.domain.plan.foreign.columns import OURS
from ukur.domain.plan.foreign.e81 import LevelAsked
from ukur.domain.plan.foreign.mapping import ENGLISH, TableMapping
from ukur.domain.plan.foreign.proposals import (
    LOWER,
    method_proposed,
    polarity_proposed,
    word_proposed,
)
from ukur.domain.plan.foreign.table import address, cell_at, data_rows, plain
from ukur.domain.refusals import Problem
from ukur.domain.sheets import Sheet, folded

MOST_ASKED = 400
FEWEST_OF_LIST = 2
PARTED, KEPT = "pisah", "satu"
"""The two answers to a list of indicators in one cell."""

CHOICES: Mapping[str, Sequence[str]] = {
    "polaritas": tuple(layout.POLARITIES),
    "jenis nilai": tuple(layout.KINDS),
    "dasar isian": tuple(layout.BASES),
    "aturan periode": tuple(layout.PERIOD_RULES),
    "aturan unit": tuple(layout.UNIT_RULES),
    "rumus": tuple(layout.FORMULAS),
    "bukti wajib": tuple(layout.YES_OR_NO),
    "tingkat": layout.INDICATOR_LEVELS,
    "tingkat anggaran": layout.BUDGET_LEVELS,
}
"""The keys whose cells must be one of a few words."""
OF_METHOD = ("jenis nilai", "dasar isian", "aturan periode")
OF_HEADINGS = frozenset({"sasaran", "kode sasaran", "kode anggaran", "uraian anggaran"})
PERIODS = tuple(name.casefold() for name in layout.PERIODS)
QUARTERS = PERIODS[:4]

_ENGLISH_NUMBER = re.compile(r"(?<![0-9.,])[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+\.[0-9]+")
_WITH_UNIT = re.compile(r"(?P<number>[-+−]?[0-9][0-9.,]*)\s*(?P<unit>[A-Za-z][A-Za-z/. ]*)")
_CODE_AS_NUMBER = re.compile(r"[0-9]+,[0-9]+")


Cell = tuple[str, str]
"""A text and the address that it came from."""
_SEVERAL = re.compile(r"(?:(?<=\s)|^)\(?([0-9]{1,2})[.)]\s*(?=\D)")
"""The numbers of a list that stands in one cell: "1. Nilai AKIP 2. Indeks kepuasan"."""


@dataclass(frozen=True)
class Row:
    """A row of the table: cells by key, and the keys that it says itself, not from above."""

    place: str
    cells: Mapping[str, Cell]
    own: frozenset[str]

    def cell(self, key: str) -> Cell:
        return self.cells.get(key, ("", self.place))

    def text(self, key: str) -> str:
        return self.cell(key)[0]


@dataclass(frozen=True)
class WordAsked:
    """A word of the table that is none of ours, how often it stands there, and a proposal."""

    key: str
    found: str
    count: int
    place: str
    proposed: str
    allowed: tuple[str, ...]


@dataclass(frozen=True)
class IndicatorAsked:
    """An indicator of which the table does not say enough; "" where nothing is asked."""

    name: str
    unit: str
    place: str
    polarity: str
    method: str
    has_polarity: bool
    has_method: bool
    is_answered: bool


@dataclass(frozen=True)
class ListAsked:
    """Several indicators in one cell: kept as one, or parted."""

    text: str
    place: str
    parts: tuple[str, ...]
    is_parted: bool | None
    """None until somebody has said it."""


@dataclass(frozen=True)
class Questions:
    """What only a person can say, each with a proposal."""

    constants: tuple[str, ...]
    words: tuple[WordAsked, ...]
    indicators: tuple[IndicatorAsked, ...]
    lists: tuple[ListAsked, ...] = ()
    levels: tuple[LevelAsked, ...] = ()
    """Of a Form E.81: budget lines whose level cannot be told."""

    @property
    def is_open(self) -> bool:
        """Whether there is something that nobody has answered."""
        answered = [one.is_answered for one in self.indicators]
        answered += [one.is_answered for one in self.levels]
        return not all(answered) or any(one.is_parted is None for one in self.lists)


def table_rows(sheet: Sheet, mapping: TableMapping) -> Iterator[Row]:
    """The rows of the table by our keys, with words, numbers and blank headings put right."""
    above: dict[str, Cell] = {}
    for number, texts in data_rows(sheet, mapping.bottom):
        cells: dict[str, Cell] = {}
        for key, column in mapping.columns.items():
            text = " ".join(cell_at(texts, column).split())
            cells[key] = (_ours(key, text, mapping), address(sheet, number, column))
        own = frozenset(key for key, (text, _) in cells.items() if text)
        if not own:
            continue
        if mapping.continues:
            _continue(cells, above)
        _split_unit(cells, mapping)
        first = min(mapping.columns.values(), default=0)
        row = Row(address(sheet, number, first), cells, own)
        yield from _parted(row, mapping)


def _continue(cells: dict[str, Cell], above: dict[str, Cell]) -> None:
    """Fill blank headings from above.

    A code and its text are one heading: where one of them is given, the other is not taken
    from another heading. A goal that is named ends the programs of the one before.
    """
    if any(cells.get(key, ("", ""))[0] for key in _HEADINGS[0]):
        for key in _HEADINGS[-1]:
            above.pop(key, None)
    for pair in _HEADINGS:
        keys = [key for key in pair if key in cells]
        if any(cells[key][0] for key in keys):
            above.update({key: cells[key] for key in keys})
        else:
            cells.update({key: above[key] for key in keys if key in above})


_HEADINGS = (
    ("kode sasaran", "sasaran"),
    ("kode unit", "unit", "jenis unit"),
    ("kode anggaran", "uraian anggaran"),
)


def _parted(row: Row, mapping: TableMapping) -> Iterator[Row]:
    """The row, or a row for each indicator of its list if it was said to be parted.

    Its numbers are parted if they are a list of the same length; else the first indicator
    keeps them, so that nobody's target is guessed.
    """
    name, place = row.cell("indikator")
    names = _list_in(name)
    if not names or mapping.answers.get(folded(name), {}).get("daftar") != PARTED:
        yield row
        return
    for at, one in enumerate(names):
        cells: dict[str, Cell] = {**row.cells, "indikator": (one, place)}
        for key, (text, own_place) in row.cells.items():
            if OURS[key].sheet == "Target" or key == "satuan":
                parts = _list_in(text) or ((text,) if key != "satuan" else (text,) * len(names))
                cells[key] = (parts[at] if at < len(parts) else "", own_place)
        yield Row(row.place, cells, row.own)


def _list_in(text: str) -> tuple[str, ...]:
    """The parts of a numbered list in one cell; () if it is none.

    >>> _list_in("1. Nilai AKIP 2. Indeks Kepuasan")
    ('Nilai AKIP', 'Indeks Kepuasan')
    """
    marks = list(_SEVERAL.finditer(text))
    wanted = [str(number) for number in range(1, len(marks) + 1)]
    if len(marks) < FEWEST_OF_LIST or [mark[1] for mark in marks] != wanted or marks[0].start():
        return ()
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    return tuple(text[mark.end() : end].strip(" ;,") for mark, end in zip(marks, ends, strict=True))


def _ours(key: str, text: str, mapping: TableMapping) -> str:
    known = mapping.words.get(key, {}).get(folded(text))
    if known is not None:
        return known
    if key == "diukur pada":
        return _periods(text)
    if OURS[key].is_code:
        return _code(text)
    if OURS[key].is_number and mapping.notation == ENGLISH:
        return _ENGLISH_NUMBER.sub(lambda m: m[0].translate(_SWAPPED), text)
    return text


_SWAPPED = str.maketrans({",": ".", ".": ","})


def _periods(text: str) -> str:
    """Periods in our words: "Triwulan 1 dan 2" stays what it is and is told as a problem."""
    parts = [plain(part) for part in re.split(r"[,;]|\bdan\b", text) if part.strip()]
    return ", ".join("tahun" if part in ("tahunan", "akhir tahun") else part for part in parts)


def _code(text: str) -> str:
    """A code without blanks around its dots; a spreadsheet may have made 1,02 of 1.02."""
    if _CODE_AS_NUMBER.fullmatch(text):
        text = text.replace(",", ".")
    return re.sub(r"\s*\.\s*", ".", text).strip(".")


def _split_unit(cells: dict[str, Cell], mapping: TableMapping) -> None:
    """Numbers that carry their unit ("4 dokumen") without it, if it is the row's own unit."""
    told = cells.get("satuan", ("", ""))[0] or mapping.constants.get("satuan", "")
    unit = folded(told)
    for key, (text, place) in list(cells.items()):
        is_target = OURS[key].sheet == "Target"
        match = _WITH_UNIT.fullmatch(text) if is_target else None
        if match is None or (unit and folded(match["unit"]) != unit):
            continue
        cells[key] = (match["number"], place)
        if not told:
            cells["satuan"] = (match["unit"], place)
    if not (told or cells.get("satuan", ("",))[0]):
        percent = next((c for k, c in cells.items() if k == "tahun" and c[0].endswith("%")), None)
        if percent is not None:
            cells["satuan"] = ("%", percent[1])


def questions(sheet: Sheet, mapping: TableMapping) -> Questions:
    """What the table leaves open under this mapping, with what is proposed for it."""
    rows = list(table_rows(sheet, replace(mapping, words={})))
    # What was not answered yet comes first, so that a long table is answered in turns.
    indicators = sorted(_indicators_asked(mapping, rows), key=lambda asked: asked.is_answered)
    return Questions(
        tuple(_constants_needed(rows)),
        tuple(_words_asked(mapping, rows))[:MOST_ASKED],
        tuple(indicators)[:MOST_ASKED],
        tuple(_lists_asked(sheet, mapping))[:MOST_ASKED],
    )


def constant_problems(asked: Questions, mapping: TableMapping) -> tuple[Problem, ...]:
    """What has to be said for all rows and was not: without it every row would be a problem."""
    codes = {"unit": "unit_not_chosen", "sasaran": "goal_not_written"}
    return tuple(
        Problem(f"t-{key}", code)
        for key, code in codes.items()
        if key in asked.constants and not mapping.constants.get(key)
    )


def _constants_needed(rows: Sequence[Row]) -> Iterator[str]:
    """The keys that a plan needs and that not every row says."""
    wanted = [row for row in rows if row.text("indikator")]
    for key in ("sasaran", "unit", "satuan", "aturan unit", "diukur pada"):
        keys = (key, f"kode {key}")
        if not wanted or not all(any(row.text(one) for one in keys) for row in wanted):
            yield key


def _words_asked(mapping: TableMapping, rows: Sequence[Row]) -> Iterator[WordAsked]:
    for key, allowed in CHOICES.items():
        found: dict[str, list[Cell]] = {}
        for row in rows:
            text, place = row.cell(key)
            if text and folded(text) not in allowed:
                found.setdefault(folded(text), []).append((text, place))
        for cells in found.values():
            text, place = cells[0]
            known = mapping.words.get(key, {}).get(folded(text))
            proposed = known or word_proposed(key, text, allowed)
            yield WordAsked(key, text, len(cells), place, proposed, tuple(allowed))


def _indicators_asked(mapping: TableMapping, rows: Sequence[Row]) -> Iterator[IndicatorAsked]:
    told: set[str] = set()
    for row in rows:
        name, place = row.cell("indikator")
        if not name or folded(name) in told:
            continue
        told.add(folded(name))
        has_polarity = bool(_said(row, mapping, "polaritas"))
        has_method = all(_said(row, mapping, key) for key in OF_METHOD)
        if has_polarity and has_method:
            continue
        given = mapping.answers.get(folded(name), {})
        unit = _said(row, mapping, "satuan")
        method = method_proposed(
            unit,
            [row.text(key) for key in QUARTERS],
            row.text("tahun"),
            has_parts=bool(_said(row, mapping, "pembilang") and _said(row, mapping, "penyebut")),
        )
        yield IndicatorAsked(
            name,
            unit,
            place,
            given.get("polaritas") or (LOWER if method == "tanggal" else polarity_proposed(name)),
            given.get("cara") or method,
            has_polarity,
            has_method,
            _is_answered(given, has_polarity=has_polarity, has_method=has_method),
        )


def _is_answered(given: Mapping[str, str], *, has_polarity: bool, has_method: bool) -> bool:
    return (has_polarity or "polaritas" in given) and (has_method or "cara" in given)


def _lists_asked(sheet: Sheet, mapping: TableMapping) -> Iterator[ListAsked]:
    whole = replace(mapping, answers={})
    for row in table_rows(sheet, whole):
        text, place = row.cell("indikator")
        parts = _list_in(text)
        if parts:
            given = mapping.answers.get(folded(text), {}).get("daftar")
            yield ListAsked(text, place, parts, None if given is None else given == PARTED)


def _said(row: Row, mapping: TableMapping, key: str) -> str:
    """What the row says, or what was said once for all rows."""
    return row.text(key) or mapping.constants.get(key, "")
