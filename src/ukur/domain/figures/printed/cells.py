"""A cell as reports write it: a number with its unit word, a remark or nothing at all.

Strict reading (`notation`) comes first; what it refuses is peeled of words that are known,
and each peel is noted. A text that is no number stays none.
"""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

from ukur.domain.figures.indicator import AKIP_GRADES, Point, Range, Target
from ukur.domain.figures.notation import (
    Ambiguous,
    NotMeasured,
    TargetRead,
    Unreadable,
    UnreadableCode,
    half_up,
    read_target,
)
from ukur.domain.figures.printed.unit_words import is_unit


class CellNote(StrEnum):
    """What was taken off a cell before it became a number: a closed list."""

    UNIT_WORD = "unit_word"
    """A unit word stood behind the number: 6,5 bulan."""
    OF_SCALE = "of_scale"
    """The top of the scale stood behind it: 3,5 dari skala 5."""
    BOUND_SIGN = "bound_sign"
    """A sign such as ≥ stood before it."""
    IN_BRACKETS = "in_brackets"
    """Something in brackets stood behind it."""
    SCORE_IN_BRACKETS = "score_in_brackets"
    """A grade with its score in brackets, of which the score was read: B (65,20)."""
    MONEY_WORD = "money_word"
    """Ribu, juta, miliar or triliun was multiplied in."""
    ZERO_WORD = "zero_word"
    """"Nihil" was read as 0."""
    GRADE = "grade"
    """A grade was read as its place on the scale."""
    YES_NO = "yes_no"
    """A word such as "ada" was read as met, "tidak ada" as not met."""
    DAY = "day"
    """A date was read as the number of its day."""
    THOUSANDS_DOT = "thousands_dot"
    """1.234 was read as 1234."""
    DECIMAL_DOT = "decimal_dot"
    """4.25 was read as 4,25, because only that gives what is printed."""
    WITHOUT_DOT = "without_dot"
    """4.25 was read as 425, because only that gives what is printed."""


class CellKind(StrEnum):
    """What a cell turned out to be."""

    NUMBER = "number"
    NOT_MEASURED = "not_measured"
    AMBIGUOUS = "ambiguous"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class Cell:
    """One cell, read. `decimals` as written; `top` is the top of a scale that was named.

    `finer` is the same figure before it was rounded for print, where the report says it.
    """

    text: str
    kind: CellKind
    target: Target | None = None
    decimals: int = 0
    notes: tuple[CellNote, ...] = ()
    top: Decimal | None = None
    choices: tuple[Decimal, ...] = ()
    finer: Fraction | None = None
    code: UnreadableCode | None = None

    @cached_property
    def value(self) -> Decimal | None:
        """The number, if it is one."""
        return self.target.value if isinstance(self.target, Point) else None

    @cached_property
    def exact(self) -> Fraction | None:
        """The number, the finer one if it is known."""
        if self.finer is not None or self.value is None:
            return self.finer
        return Fraction(self.value)

    @property
    def is_missing(self) -> bool:
        """Nothing was measured or nothing is written."""
        return self.kind is CellKind.NOT_MEASURED


_MISSING = re.compile(
    r"n\.?/?a\.?|na|nan|none|null|kosong|tidak (?:ada|diukur|dinilai|tersedia)(?: .*)?|"
    r"belum .*|diukur .*|menunggu .*|tad|t\.a\.d|\.{2,}|\*|x|-{2,}|#[a-z0-9/]+[!?]?",
    re.IGNORECASE,
)
_ZERO = re.compile(r"nihil|nol", re.IGNORECASE)
_SIGN = re.compile(
    r"(?:≥|≤|>=|<=|>|<|±|~|min(?:imal)?\.?|maks(?:imal)?\.?|(?:kurang|lebih) dari|"
    r"paling (?:sedikit|banyak|rendah|tinggi)|di ?atas|di ?bawah)\s*(?=\S)",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"(?P<out>[^()]+?)\s*\((?P<inside>[^()]*)\)")
_SCALE = re.compile(r"(?P<core>.+?)\s*(?:dari\s+skala|dari|skala)\s+(?P<top>[0-9]+)", re.IGNORECASE)
_MONEY_WORDS = {
    "ribu": 3,
    "rb": 3,
    "juta": 6,
    "jt": 6,
    "miliar": 9,
    "milyar": 9,
    "triliun": 12,
}
_MONEY = re.compile(
    rf"(?:rp\.?\s*)?(?P<core>[0-9][0-9.,]*)\s*(?P<word>{'|'.join(_MONEY_WORDS)})\b(?:\s*rupiah)?",
    re.IGNORECASE,
)
_TAIL = re.compile(r"(?P<core>.*?[0-9]\s*%?)\s*(?P<tail>[A-Za-z/].*)", re.DOTALL)

OPINIONS = ("TMP", "TW", "WDP", "WTP")
"""Opinions of the auditors on the accounts, the worst first."""


def read_cell(text: str, unit: str = "") -> Cell:
    """What stands in `text`, a cell of a column whose unit is `unit`.

    >>> read_cell("7 – 8 bulan").target
    Range(low=Decimal('7'), high=Decimal('8'))
    >>> read_cell("3,5 dari skala 5").top
    Decimal('5')
    >>> read_cell("abc").kind.value, read_cell("n/a").kind.value
    ('unreadable', 'not_measured')
    """
    bare = re.sub(r"\s+", " ", text).strip().strip("*").strip()
    if not bare or _MISSING.fullmatch(bare):
        return Cell(text, CellKind.NOT_MEASURED)
    if _ZERO.fullmatch(bare):
        return Cell(text, CellKind.NUMBER, Point(Decimal(0)), notes=(CellNote.ZERO_WORD,))
    first = _strict(text, bare)
    if first.kind is not CellKind.UNREADABLE:
        return first
    for peel in (_graded, _moneyed, _signed, _bracketed, _scaled, _tailed):
        peeled = peel(bare, unit)
        if peeled is not None:
            return replace(peeled, text=text)
    return first


def _strict(text: str, bare: str) -> Cell:
    answer = read_target(bare)
    if isinstance(answer, NotMeasured):
        return Cell(text, CellKind.NOT_MEASURED)
    if isinstance(answer, Ambiguous):
        return Cell(
            text,
            CellKind.AMBIGUOUS,
            decimals=len(answer.text.rstrip("% ").rpartition(".")[2]),
            choices=answer.candidates,
        )
    if isinstance(answer, Unreadable):
        return Cell(text, CellKind.UNREADABLE, code=answer.code)
    choices = _lone_dot(bare) if answer.assumed else ()
    notes = _assumed(answer)
    return Cell(text, CellKind.NUMBER, answer.target, _decimals(bare), notes, choices=choices)


def _lone_dot(bare: str) -> tuple[Decimal, ...]:
    """What 1.234 may mean: 1,234 or 1234."""
    digits = bare.strip("% ")
    if not re.fullmatch(r"[0-9]{1,3}\.[0-9]{3}", digits):
        return ()
    return Decimal(digits), Decimal(digits.replace(".", ""))


def _assumed(answer: TargetRead) -> tuple[CellNote, ...]:
    return (CellNote.THOUSANDS_DOT,) if answer.assumed else ()


def _decimals(bare: str) -> int:
    """How many decimals are written; of a range the most."""
    return max((len(found) for found in re.findall(r",([0-9]+)", bare)), default=0)


def _noted(cell: Cell, note: CellNote) -> Cell | None:
    if cell.kind is CellKind.UNREADABLE:
        return None
    return replace(cell, notes=(note, *cell.notes))


def _graded(bare: str, _unit: str) -> Cell | None:
    word = bare.upper()
    for names in (AKIP_GRADES, OPINIONS):
        if word in names:
            place = Decimal(names.index(word) + 1)
            return Cell(bare, CellKind.NUMBER, Point(place), notes=(CellNote.GRADE,))
    return None


def _moneyed(bare: str, _unit: str) -> Cell | None:
    match = _MONEY.fullmatch(bare)
    cell = _strict(bare, match["core"]) if match else None
    if match is None or cell is None or cell.value is None:
        return None
    power = _MONEY_WORDS[match["word"].lower()]
    scaled = cell.value.scaleb(power)
    return replace(
        cell,
        target=Point(scaled),
        decimals=cell.decimals - power,
        notes=(CellNote.MONEY_WORD, *cell.notes),
    )


def _signed(bare: str, unit: str) -> Cell | None:
    match = _SIGN.match(bare)
    return _noted(read_cell(bare[match.end() :], unit), CellNote.BOUND_SIGN) if match else None


def _bracketed(bare: str, unit: str) -> Cell | None:
    match = _BRACKETS.fullmatch(bare)
    if match is None:
        return None
    outer = read_cell(match["out"], unit)
    inner = read_cell(match["inside"], unit)
    if CellNote.GRADE in outer.notes and inner.value is not None:
        return _noted(inner, CellNote.SCORE_IN_BRACKETS)
    if outer.kind is CellKind.NOT_MEASURED:
        return None
    return _noted(outer, CellNote.IN_BRACKETS)


def _scaled(bare: str, unit: str) -> Cell | None:
    match = _SCALE.fullmatch(bare)
    if match is None:
        return None
    cell = read_cell(match["core"], unit)
    noted = _noted(cell, CellNote.OF_SCALE)
    return replace(noted, top=Decimal(match["top"])) if noted else None


def _tailed(bare: str, unit: str) -> Cell | None:
    match = _TAIL.fullmatch(bare)
    if match is None or not is_unit(match["tail"], unit):
        return None
    return _noted(_strict(bare, match["core"].strip()), CellNote.UNIT_WORD)


_RESTATED = re.compile(
    r"(?P<value>[0-9][0-9.,]*)\s*%?\s*(?:=|\()\s*(?P<above>[0-9][0-9.]*)\s*/\s*"
    r"(?P<below>[0-9][0-9.]*)"
)
_POWERS = (0, 2, 3, 4, 5)


@dataclass(frozen=True)
class Restated:
    """A figure that the report gives as a quotient too: 0,16 = 162/100.000."""

    value: Fraction
    factor: int
    below: int


def restated(cell: Cell, *texts: str) -> Restated | None:
    """The figure of `cell` as a quotient that rounds to it, if one of the texts says so.

    >>> restated(read_cell("0,16"), "tercetak 0,16 = 162/100.000").value
    Fraction(81, 500)
    """
    if cell.value is None:
        return None
    for text in texts:
        for match in _RESTATED.finditer(text):
            found = _quotient(cell, match)
            if found is not None:
                return found
    return None


def _quotient(cell: Cell, match: re.Match[str]) -> Restated | None:
    value = read_cell(match["value"].rstrip(".,")).value
    below = int(match["below"].replace(".", "") or 0)
    if value is None or value != cell.value or below == 0:
        return None
    share = Fraction(int(match["above"].replace(".", "")), below)
    for power in _POWERS:
        scaled = share * 10**power
        if scaled != Fraction(value) and half_up(scaled, max(cell.decimals, 0)) == value:
            return Restated(scaled, 10**power, below)
    return None


def read_range_words(text: str) -> Range | None:
    """A range that a text names in passing: "positif, target rentang 80-90%".

    >>> read_range_words("negatif, target rentang 7-8")
    Range(low=Decimal('7'), high=Decimal('8'))
    """
    match = re.search(
        r"rentang\s+([0-9][0-9.,]*\s*[-–—]\s*[0-9][0-9.,]*\s*%?)", text, re.IGNORECASE
    )
    cell = read_cell(match[1]) if match else None
    return cell.target if cell is not None and isinstance(cell.target, Range) else None
