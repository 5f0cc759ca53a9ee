"""The arithmetic as somebody would write it by hand: the formula with its numbers, and each step.

Mathematics in Indonesian notation, no words: where decimals do not end, "≈" stands for "=".
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import NamedTuple

from ukur.domain.figures.indicator import Exact, Formula
from ukur.domain.figures.notation import written_exact, written_short

PLAIN_DECIMALS = 10
PLAIN_STEPS = 10**PLAIN_DECIMALS
"""Steps of a number with all its decimals that make a whole."""

SYMBOLIC = {
    Formula.POSITIVE: "R ÷ T × 100",
    Formula.NEGATIVE_DIFFERENCE: "(2 × T − R) ÷ T × 100",
    Formula.NEGATIVE_COMPLEMENT: "(1 + (1 − R ÷ T)) × 100",
    Formula.NEGATIVE_QUOTIENT: "T ÷ R × 100",
    Formula.NEGATIVE_REMAINDER: "(T − R) ÷ T × 100",
    Formula.EXACT: "(1 − |R − T| ÷ T) × 100",
    Formula.DAYS: "(2 × T − R) ÷ T × 100",
}
"""The quotients in signs; R realization, T target or the bound of a range that was missed."""


class Pieces(NamedTuple):
    """The pieces of a worked formula: target and realization as text, the share and its end."""

    t: str
    r: str
    ratio: tuple[int, int]
    against: Decimal
    end: str
    last: str

    def left(self, above: int) -> tuple[str, str]:
        """What stands above the target: the sign of the step, and its number."""
        wanted, of = self.against.as_integer_ratio()
        sign, text = _near(above * wanted, self.ratio[1] * of)
        return f"{sign} {text}", text


Told = tuple[str, tuple[str, ...]]


def _quotient(at: Pieces) -> Told:
    return f"{at.r} ÷ {at.t} × 100", (f"{at.r} ÷ {at.t} {at.end}", at.last)


def _turned(at: Pieces) -> Told:
    return f"{at.t} ÷ {at.r} × 100", (f"{at.t} ÷ {at.r} {at.end}", at.last)


def _doubled(at: Pieces) -> Told:
    equals, left = at.left(at.ratio[0])
    first = f"2 × {at.t} − {at.r} {equals}"
    return f"(2 × {at.t} − {at.r}) ÷ {at.t} × 100", (first, f"{left} ÷ {at.t} {at.end}", at.last)


def _remaining(at: Pieces) -> Told:
    equals, left = at.left(at.ratio[0])
    first = f"{at.t} − {at.r} {equals}"
    return f"({at.t} − {at.r}) ÷ {at.t} × 100", (first, f"{left} ÷ {at.t} {at.end}", at.last)


def _completed(at: Pieces) -> Told:
    above, below = at.ratio
    sign, share = _near(2 * below - above, below)
    return (
        f"(1 + (1 − {at.r} ÷ {at.t})) × 100",
        (f"{at.r} ÷ {at.t} {sign} {share}", f"1 + (1 − {share}) {at.end}", at.last),
    )


def _missed(at: Pieces) -> Told:
    above, below = at.ratio
    equals, left = at.left(below - above)
    sign, share = _near(below - above, below)
    steps = (
        f"|{at.r} − {at.t}| {equals}",
        f"{left} ÷ {at.t} {sign} {share}",
        f"1 − {share} {at.end}",
        at.last,
    )
    return f"(1 − |{at.r} − {at.t}| ÷ {at.t}) × 100", steps


_WAYS: Mapping[Formula, Callable[[Pieces], Told]] = {
    Formula.POSITIVE: _quotient,
    Formula.NEGATIVE_QUOTIENT: _turned,
    Formula.NEGATIVE_DIFFERENCE: _doubled,
    Formula.DAYS: _doubled,
    Formula.NEGATIVE_COMPLEMENT: _completed,
    Formula.NEGATIVE_REMAINDER: _remaining,
    Formula.EXACT: _missed,
}


def worked(formula: Formula, pieces: Pieces) -> Told:
    """The formula with the numbers put in, and its steps down to the percentage."""
    return _WAYS[formula](pieces)


def after_sign(value: Exact) -> str:
    """The value after its sign: "= 80", or "≈ 2,2222222222" where its decimals do not end."""
    sign, text = exact_or_near(value)
    return f"{sign} {text}"


def exact_or_near(value: Exact) -> tuple[str, str]:
    """The sign '=' and all decimals, or '≈' and ten of them where they do not end."""
    if isinstance(value, Decimal):
        text = written_exact(value)
        if len(text.partition(",")[2]) <= PLAIN_DECIMALS:
            return "=", text
    return _near(*value.as_integer_ratio())


def _near(above: int, below: int) -> tuple[str, str]:
    cut, rest = divmod(abs(above) * PLAIN_STEPS, below)
    steps = cut + (rest * 2 >= below)
    text = written_short(-steps if above < 0 else steps, PLAIN_DECIMALS)
    return "≈" if rest else "=", text
