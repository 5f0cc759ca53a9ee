"""A digit that slipped: one is another, two are swapped, or the comma moved by one place."""

from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from ukur.domain.figures.notation import half_up
from ukur.domain.figures.printed.case import Case
from ukur.domain.figures.printed.cells import Cell
from ukur.domain.figures.printed.formulas import inverse

LEAST_DIGITS = 4
"""Of fewer digits too many numbers are one digit apart."""
PAIR = 2


class Slip(StrEnum):
    """What happened to a digit."""

    ONE_DIGIT = "one_digit"
    LAST_DIGIT = "last_digit"
    """The last one: a slip, or a sum that went wrong by little."""
    SWAPPED = "swapped"
    COMMA = "comma"


def slip_between(right: Fraction, wrong: Decimal, decimals: int) -> Slip | None:
    """The one slip that turns `right`, as it should be printed, into `wrong`.

    >>> slip_between(Fraction("85.39"), Decimal("85.93"), 2).value
    'swapped'
    >>> slip_between(Fraction("95"), Decimal("96"), 0) is None
    True
    """
    if not right or (right < 0) != (wrong < 0):
        return None
    rounded = half_up(right, decimals)
    if _is_moved(rounded, wrong, decimals):
        return Slip.COMMA
    expected, found = (str(abs(int(n.scaleb(decimals)))) for n in (rounded, wrong))
    width = max(len(expected), len(found))
    return _between(expected.zfill(width), found.zfill(width), decimals)


def _between(expected: str, found: str, decimals: int) -> Slip | None:
    differing = [at for at, digit in enumerate(expected) if digit != found[at]]
    if len(differing) == PAIR and differing[1] == differing[0] + 1:
        first, second = differing
        is_swap = expected[first] == found[second] and expected[second] == found[first]
        return Slip.SWAPPED if is_swap else None
    enough = LEAST_DIGITS - 1 if decimals else LEAST_DIGITS
    is_last = differing == [len(expected) - 1]
    if len(differing) != 1 or len(expected) < enough or (is_last and decimals < PAIR):
        return None
    return Slip.LAST_DIGIT if is_last else Slip.ONE_DIGIT


def _is_moved(right: Decimal, wrong: Decimal, decimals: int) -> bool:
    """Whether the comma stands one place further; 100 against 10 may be a share as well."""
    if len(_digits(right).strip("0")) < PAIR:  # a lone digit has no comma to move
        return False
    up, down = Fraction(right) * 10, Fraction(right) / 10
    return Fraction(wrong) == up or half_up(down, decimals) == wrong


def _digits(value: Decimal) -> str:
    return format(abs(value), "f").replace(".", "").lstrip("0") or "0"


def slipped_input(case: Case) -> tuple[str, Decimal] | None:
    """Which input, with one digit changed back, gives the printed number: only if just one does.

    None where so many digits could have slipped that one would fit by chance.
    """
    own = case.own
    if own is None or case.is_range or case.d == 0:
        return None
    ways = [("target", value) for value in _slipped(case.target)]
    ways += [("realization", value) for value in _slipped(case.realization)]
    if len(ways) > 10**case.d:
        return None
    fitting = [
        (name, value)
        for name, value in ways
        for t, r in [(Fraction(value), case.r) if name == "target" else (case.t, Fraction(value))]
        if t and (r or own is not inverse) and case.meets(own(t, r))
    ]
    is_round = len(_digits(case.p).strip("0")) < LEAST_DIGITS - 1
    return None if len(fitting) != 1 or is_round else fitting[0]


def _slipped(cell: Cell) -> Iterator[Decimal]:
    """Every number one slip away from the cell's."""
    value = cell.value
    if value is None or cell.decimals < 0 or cell.finer is not None:
        return
    digits = list(_digits(value))
    for at, digit in enumerate(digits):
        for other in "0123456789":
            if other != digit and not (at == 0 and other == "0" and len(digits) > 1):
                yield _made([*digits[:at], other, *digits[at + 1 :]], cell.decimals)
        if at and digits[at - 1] != digit:
            swapped = [*digits[: at - 1], digit, digits[at - 1], *digits[at + 1 :]]
            yield _made(swapped, cell.decimals)


def _made(digits: list[str], decimals: int) -> Decimal:
    return Decimal("".join(digits)).scaleb(-decimals)
