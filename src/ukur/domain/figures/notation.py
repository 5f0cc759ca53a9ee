"""Numbers as Indonesian offices write them: read without guessing, written half up.

1.234,56    dot groups thousands, comma before decimals
-           not measured; an empty cell too
1.234       1234, but said back to be confirmed
4.25        4,25 or 425: the reader must ask
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from ukur.domain.figures.indicator import Exact, Point, Range, Target

MOST_DIGITS = 20
LONGEST_TEXT = 80
MINUS = "−"

_AROUND = " \u00a0\u202f\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202c\u2060\u2066\u2069\ufeff"
"""What chats, browsers and documents put round what is copied from them: nobody sees it.

Not the marks that turn the order of what follows: behind one of them 12 is seen as 21.
"""
_BLANK = frozenset({"", "-", "–", "—", MINUS})
_NUMBER = re.compile(
    r"(?P<money>rp\.?\s*)?(?P<sign>[+\-−])?(?P<body>[0-9][0-9.,]*?)(?P<dash>,[-–])?(?P<percent>\s*%)?",
    re.IGNORECASE,
)
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+")
_ENGLISH = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_RANGE = re.compile(
    r"(?P<low>.+?)\s*(?:[-–—−]|\bsampai(?:\s+dengan)?\b|\bs\.?\s?d\b\.?|\bs/d\b)\s*(?P<high>.+)",
    re.IGNORECASE,
)


class UnreadableCode(StrEnum):
    """Why a text is not a number: a closed list."""

    NOT_A_NUMBER = "not_a_number"
    """Text, 1e3, NaN, two signs and the like."""
    TOO_LONG = "too_long"
    """More digits than any real figure has."""
    BAD_GROUPING = "bad_grouping"
    """Dots or commas where no notation puts them, such as 1.23.456."""
    ENGLISH = "english"
    """Comma for thousands and dot for decimals, such as 1,234.56."""
    RANGE_REVERSED = "range_reversed"
    """A range that ends below its start, such as 90 - 80."""


@dataclass(frozen=True)
class Number:
    """A number was read; `assumed` when the dot was taken for thousands, as in 1.234."""

    value: Decimal
    assumed: bool = False


@dataclass(frozen=True)
class TargetRead:
    """A target was read, a point or a range."""

    target: Target
    assumed: bool = False


@dataclass(frozen=True)
class NotMeasured:
    """Nothing was measured: blank or a dash. Not 0."""


@dataclass(frozen=True)
class Ambiguous:
    """The piece `text` may mean any of `candidates`; a person must say which."""

    text: str
    candidates: tuple[Decimal, ...]


@dataclass(frozen=True)
class Unreadable:
    """The text is not a number, and why."""

    text: str
    code: UnreadableCode


def read(text: str) -> Number | NotMeasured | Ambiguous | Unreadable:
    """The number that `text` stands for in Indonesian notation; a percent sign adds nothing.

    >>> read("Rp. 65.040.000,-")
    Number(value=Decimal('65040000'), assumed=False)
    >>> read("1.234")
    Number(value=Decimal('1234'), assumed=True)
    >>> read("4.25")
    Ambiguous(text='4.25', candidates=(Decimal('4.25'), Decimal('425')))
    >>> read(" - ")
    NotMeasured()
    """
    stripped = text.strip().strip(_AROUND)
    if stripped in _BLANK:
        return NotMeasured()
    if len(stripped) > LONGEST_TEXT:
        return Unreadable(stripped[:LONGEST_TEXT], UnreadableCode.TOO_LONG)
    match = _NUMBER.fullmatch(stripped)
    is_money = match is not None and bool(match["money"])
    if match is None or (match["percent"] and (is_money or match["dash"])):
        return Unreadable(stripped, UnreadableCode.NOT_A_NUMBER)
    if len(re.findall(r"[0-9]", match["body"])) > MOST_DIGITS:
        return Unreadable(stripped, UnreadableCode.TOO_LONG)
    negative = match["sign"] in ("-", MINUS)
    return _read_body(stripped, match["body"], negative=negative, is_money=is_money)


def _read_body(
    text: str, body: str, *, negative: bool, is_money: bool
) -> Number | Ambiguous | Unreadable:
    whole, comma, decimals = body.partition(",")
    if comma and not re.fullmatch(r"[0-9]+", decimals):
        english = _ENGLISH.fullmatch(body)
        return Unreadable(text, UnreadableCode.ENGLISH if english else UnreadableCode.BAD_GROUPING)
    if "." not in whole:
        return Number(_signed(f"{whole}.{decimals or '0'}", negative=negative))
    if _GROUPED.fullmatch(whole):
        # A lone group may be an English decimal; several groups, decimals or Rp say it is not.
        lone = whole.count(".") == 1 and not comma and not is_money
        digits = whole.replace(".", "")
        return Number(_signed(f"{digits}.{decimals or '0'}", negative=negative), assumed=lone)
    if comma or not re.fullmatch(r"[0-9]+\.[0-9]+", whole):
        return Unreadable(text, UnreadableCode.BAD_GROUPING)
    candidates = (whole, whole.replace(".", ""))
    return Ambiguous(text, tuple(_signed(c, negative=negative) for c in candidates))


def _signed(plain: str, *, negative: bool) -> Decimal:
    value = Decimal(plain.removesuffix(".0"))
    return value.copy_negate() if negative and value else value


def read_target(text: str) -> TargetRead | NotMeasured | Ambiguous | Unreadable:
    """The target that `text` stands for: one number, or a range such as '80 - 90%'.

    >>> read_target("7 – 8").target
    Range(low=Decimal('7'), high=Decimal('8'))
    """
    single = read(text)
    if isinstance(single, Number):
        return TargetRead(Point(single.value), single.assumed)
    if isinstance(single, Unreadable) and single.code is not UnreadableCode.TOO_LONG:
        return _read_range(single)
    return single


def _read_range(whole: Unreadable) -> TargetRead | Ambiguous | Unreadable:
    """The range that a text stands for which is not one number."""
    match = _RANGE.fullmatch(whole.text)
    bounds = [read(match["low"]), read(match["high"])] if match else []
    for bound in bounds:
        if isinstance(bound, Ambiguous):
            return bound
    numbers = [bound for bound in bounds if isinstance(bound, Number)]
    if not numbers or len(numbers) < len(bounds):
        return whole
    low, high = numbers
    if low.value > high.value:
        return Unreadable(whole.text, UnreadableCode.RANGE_REVERSED)
    return TargetRead(Range(low.value, high.value), low.assumed or high.assumed)


def half_up_steps(above: int, below: int, decimals: int) -> int:
    """The quotient of two whole numbers in steps of 10^−decimals, half up; `below` is positive.

    >>> half_up_steps(-1, 8, 2)
    -13
    """
    scaled = abs(above) * _POWERS[decimals] * 2 + below
    steps = scaled // (below * 2)
    return -steps if above < 0 else steps


_POWERS: tuple[int, ...] = tuple(10**exponent for exponent in range(40))


def readings(text: str) -> tuple[str, ...]:
    """All that an unclear text may mean, each written so that it means nothing else.

    Empty where the text is clear, or cannot be read at all. What is taken unless somebody says
    otherwise stands first, where anything is taken.

    >>> readings("4.25"), readings("1.234"), readings("4,25")
    (('4,25', '425'), ('1234', '1,234'), ())
    """
    if "." not in text:
        return ()
    single = _meanings(text)
    if single:
        return tuple(_unmistakable(value) for value in single) if len(single) > 1 else ()
    match = _RANGE.fullmatch(text.strip())
    lows, highs = (_meanings(match[name]) for name in ("low", "high")) if match else ((), ())
    pairs = [(low, high) for low in lows for high in highs if low <= high]
    if len(lows) == len(highs) == 1:
        return ()
    return tuple(f"{_unmistakable(low)} - {_unmistakable(high)}" for low, high in pairs)


def _meanings(text: str) -> tuple[Decimal, ...]:
    match read(text):
        case Number(value, assumed=True):
            return value, value.scaleb(-3)
        case Number(value):
            return (value,)
        case Ambiguous(candidates=candidates):
            return candidates
        case _:
            return ()


def _unmistakable(value: Decimal) -> str:
    """Without dots between thousands, which are what makes a number unclear."""
    return format(value, "f").replace(".", ",")


def half_up(value: Exact, decimals: int) -> Decimal:
    """`value` rounded to `decimals`; a half goes away from zero, as on paper.

    >>> half_up(Decimal("-0.125"), 2)
    Decimal('-0.13')
    """
    return Decimal(f"{half_up_steps(*value.as_integer_ratio(), decimals)}E-{decimals}")


def written(value: Exact, decimals: int) -> str:
    """`value` in Indonesian notation with exactly `decimals` decimals, rounded half up.

    >>> written(Decimal("-1234.565"), 2)
    '−1.234,57'
    """
    return written_steps(half_up_steps(*value.as_integer_ratio(), decimals), decimals)


def written_steps(steps: int, decimals: int) -> str:
    """A number of steps of 10^−decimals in Indonesian notation.

    >>> written_steps(-5, 2)
    '−0,05'
    """
    if steps < 0:
        return MINUS + written_steps(-steps, decimals)
    digits = str(steps).zfill(decimals + 1)
    if not decimals:
        return _grouped(digits)
    return f"{_grouped(digits[:-decimals])},{digits[-decimals:]}"


def _grouped(digits: str) -> str:
    return digits if len(digits) <= _GROUP else f"{int(digits):,}".replace(",", ".")


_GROUP = 3


def written_exact(value: Decimal) -> str:
    """`value` in Indonesian notation with all the decimals it has and no zeros after them.

    >>> written_exact(Decimal("4.8800"))
    '4,88'
    """
    text = str(value)
    if "E" in text:
        text = format(value, "f")
    whole, _point, decimals = text.lstrip("-").partition(".")
    sign = MINUS if value < 0 else ""
    decimals = decimals.rstrip("0")
    return f"{sign}{_grouped(whole)},{decimals}" if decimals else f"{sign}{_grouped(whole)}"


def written_short(steps: int, decimals: int) -> str:
    """A number of steps of 10^−decimals, with no zeros after its last decimal.

    >>> written_short(4880, 3), written_short(-20000, 1)
    ('4,88', '−2.000')
    """
    text = written_steps(steps, decimals)
    return text.rstrip("0").rstrip(",") if decimals else text


def money(value: Exact) -> str:
    """An amount in whole rupiah.

    >>> money(Decimal(1845600000))
    'Rp 1.845.600.000'
    """
    return f"Rp {written(value, 0)}"


def written_target(target: Target) -> str:
    """A target in Indonesian notation; a range with a spaced dash.

    >>> written_target(Range(Decimal(80), Decimal(90)))
    '80 – 90'
    """
    if isinstance(target, Point):
        return written_exact(target.value)
    return f"{written_exact(target.low)} – {written_exact(target.high)}"
