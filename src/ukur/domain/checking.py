"""What looks wrong about a figure: errors stop it, warnings want a word, all are explained.

What cannot be a figure at all is refused where it is read (`ukur.domain.entering`). Here a figure
is held against itself, against the unit's own earlier figures and against those of like units.
Nothing here stops anybody: coverage can be above 100 % (decision 0040, 6), an outbreak is far from
every earlier figure, and both are true. Whoever hands the figure in says why.

Sources: the modified z-score, 0,6745 × distance from the median ÷ MAD, suspicious above 3,5, is
Iglewicz & Hoaglin, How to Detect and Handle Outliers (ASQC, 1993). Looking at a unit's own months
and at its neighbours is WHO, Data Quality Review, module 2 (2017).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from ukur.domain.figures.indicator import Amount, EntryBasis, Exact, Kind, Parts
from ukur.domain.figures.notation import written_exact
from ukur.domain.figures.showing import Look, value_text
from ukur.domain.periods import QUARTERS, SEMESTERS, Period, YearPeriod
from ukur.domain.refusals import Fact


class Check(StrEnum):
    """The checks that a form can ask for, line by line. Each only warns (decision 0040, 6)."""

    ABOVE_DENOMINATOR = "above_denominator"
    """The numerator is above the denominator; denominators can be projections."""
    ABOVE_HUNDRED = "above_hundred"
    """A percentage above 100."""
    DECREASING = "decreasing"
    """A figure counted since January is below what it was in an earlier period of the year."""
    FAR_FROM_HISTORY = "far_from_history"
    """Far from the unit's own earlier figures, by robust z-score, or outside all of them."""
    FAR_FROM_PEERS = "far_from_peers"
    """Far from what like units entered for the same line."""
    WRONG_MAGNITUDE = "wrong_magnitude"
    """Ten, a hundred or a thousand times what it was, as when a unit or a comma was misread."""


ALL = tuple(check.value for check in Check)

MOST_EARLIER = 8
"""How many earlier figures are looked at: two years of quarters."""
FEWEST_PEERS = 5
FEWEST_FOR_SCORE = 4
"""With fewer figures a median and its spread say nothing."""
SUSPICIOUS = Fraction(7, 2)
_NORMAL = Fraction(6745, 10_000)
"""Makes the MAD of a normal distribution its standard deviation."""
_BOUND = SUSPICIOUS / _NORMAL
"""How many MADs away a figure is suspicious."""
_MATTERS = Fraction(1, 10)
"""A distance below a tenth of the usual value matters to nobody, however steady it was."""
_SMALL_COUNT = 3
"""Two deaths after none: counts this close differ by chance."""
_CLOSE = Fraction(5, 4)
"""How far from exactly ten times something still counts as ten times."""
_FAR_APART = 8
"""What is less than 10 / `_CLOSE` times something is not about ten times it."""
_FINE = 18
"""Decimals to which figures are looked at before fractions are made of them."""
_STEPS = 1_000_000_000_000_000_000
_SLACK = 8
"""More than all the roundings of that first look together."""
_LEAST_COUNT, _LEAST_SCORE = 100, 10
"""Below these, ten times as much is no misread comma but a small number that grew."""
_FULL = 100
_NUMBERS = frozenset({Kind.COUNT, Kind.RATIO, Kind.INDEX})
_ADDED = frozenset({Kind.COUNT, Kind.RATIO})


@dataclass(frozen=True)
class Earlier:
    """What the unit had in an earlier period, as it counts now."""

    when: YearPeriod
    amount: Amount


@dataclass(frozen=True)
class Ground:
    """What a figure is held against.

    `earlier` are the unit's own figures of periods of the same length, newest first; `peers` are
    those that units of the same kind have for the same line now.
    """

    when: YearPeriod
    look: Look
    basis: EntryBasis
    factor: int = 1
    is_percent: bool = False
    earlier: Sequence[Earlier] = ()
    peers: Sequence[Amount] = ()


@dataclass(frozen=True)
class FigureWarning:
    """Something about a figure that wants a word; `facts` say what it was compared with.

    Figures among the facts are written as people read them; periods as their code and year.
    """

    check: Check
    facts: Mapping[str, Fact] = field(default_factory=dict)


Warnings = tuple[FigureWarning, ...]


def warnings(amount: Amount | None, wanted: Collection[str], ground: Ground) -> Warnings:
    """What looks wrong about an amount, of the checks that are wanted.

    Of two checks that would say the same, the plainer one speaks: a numerator above its
    denominator is not told again as more than 100 %, nor a misread comma as far from usual.
    """
    if amount is None or ground.look.kind not in _NUMBERS:
        return ()
    found: list[FigureWarning] = []
    for check, judge in _JUDGES.items():
        if check in wanted and not _is_told(check, found):
            warning = judge(amount, ground)
            if warning is not None:
                found.append(FigureWarning(check, warning))
    return tuple(found)


def comparable(basis: EntryBasis, kind: Kind, now: YearPeriod, other: YearPeriod) -> bool:
    """Whether an earlier figure is of the same sort as one of `now`.

    What is counted since January is held against the same period of other years: half a year's
    count is no measure of a whole one's.
    """
    if basis is EntryBasis.TO_DATE and kind in _ADDED:
        return other.period is now.period
    return length(other.period) == length(now.period)


def length(period: Period) -> int:
    """How many quarters the period spans."""
    return len(period.quarters)


def periods_like(period: Period) -> tuple[Period, ...]:
    """The periods of the same length."""
    return next((group for group in (QUARTERS, SEMESTERS) if period in group), (period,))


@dataclass(frozen=True)
class Usual:
    """What figures usually are; `spread` is the MAD, the median distance from the median."""

    low: Exact
    high: Exact
    median: Exact
    spread: Exact
    count: int

    @property
    def has_score(self) -> bool:
        """Whether there are enough figures, and not all alike, to measure a distance by."""
        return self.count >= FEWEST_FOR_SCORE and self.spread > 0

    def score(self, value: Exact) -> Fraction:
        """The modified z-score of a value; the spread is above zero."""
        distance = abs(Fraction(value) - Fraction(self.median))
        return _NORMAL * distance / Fraction(self.spread)

    def is_outside(self, value: Exact) -> bool:
        """Whether a value is below half of the lowest or above twice the highest."""
        return value * 2 < self.low or value > self.high * 2


def usual(values: Sequence[Exact]) -> Usual:
    """What the values have in common; their order says nothing. There is at least one."""
    ordered = sorted(values)
    middle = _median(ordered)
    spread = _median(sorted(abs(Fraction(value) - middle) for value in ordered))
    return Usual(ordered[0], ordered[-1], middle, spread, len(ordered))


def is_far(value: Exact, known: Usual, *, counts: bool) -> bool:
    """Whether a value is far from what is usual.

    By the modified z-score where there are enough figures that differ, else outside half of the
    lowest and twice the highest. `counts` says that small differences are chance.
    """
    distance = abs(Fraction(value) - Fraction(known.median))
    if counts and distance <= _SMALL_COUNT:
        return False
    if not known.has_score:
        return known.is_outside(value)
    return known.score(value) > SUSPICIOUS and distance > abs(Fraction(known.median)) * _MATTERS


def is_surely_usual(value: int, others: Sequence[int]) -> bool:
    """Whether a first look shows already that a figure is not far; False says nothing.

    Figures are whole multiples of 10^-18, cut off. Most figures are close to the others, and whole
    numbers are told apart many times faster than fractions.
    """
    ordered = sorted(others)
    middle = _whole_median(ordered)
    distance = abs(value - middle) + _SLACK
    if distance * 10 <= middle:
        return True
    spread = _whole_median(sorted(abs(other - middle) for other in ordered)) - _SLACK
    has_score = spread > 0 and len(ordered) >= FEWEST_FOR_SCORE
    return has_score and distance * _BOUND.denominator <= spread * _BOUND.numerator


def first_look(amount: Amount, factor: int) -> int | None:
    """An amount as `is_surely_usual` takes it; None for a ratio of nothing."""
    if isinstance(amount, Decimal):
        return int(amount.scaleb(_FINE))
    if not amount.denominator:
        return None
    upper = int(amount.numerator.scaleb(_FINE)) * factor * _STEPS
    return upper // int(amount.denominator.scaleb(_FINE))


def _whole_median(ordered: Sequence[int]) -> int:
    half, odd = divmod(len(ordered), 2)
    return ordered[half] if odd else (ordered[half - 1] + ordered[half]) // 2


def quotient(amount: Amount, factor: int) -> Exact | None:
    """The one number that an amount is compared by; None for a ratio of nothing."""
    if isinstance(amount, Decimal):
        return amount
    if not amount.denominator:
        return None
    return Fraction(amount.numerator) * factor / Fraction(amount.denominator)


def _median(ordered: Sequence[Exact]) -> Fraction:
    half, odd = divmod(len(ordered), 2)
    if odd:
        return Fraction(ordered[half])
    return (Fraction(ordered[half - 1]) + Fraction(ordered[half])) / 2


def _above_denominator(amount: Amount, _ground: Ground) -> Mapping[str, Fact] | None:
    if isinstance(amount, Decimal) or not amount.is_above_one:
        return None
    return {"a": written_exact(amount.numerator), "b": written_exact(amount.denominator)}


def _above_hundred(amount: Amount, ground: Ground) -> Mapping[str, Fact] | None:
    value = quotient(amount, ground.factor)
    if not ground.is_percent or value is None or value <= _FULL:
        return None
    return {"is": _said(value, ground.look)}


def _decreasing(amount: Amount, ground: Ground) -> Mapping[str, Fact] | None:
    """A score may fall; what is counted since January cannot, nor can a ratio's numerator."""
    if ground.basis is not EntryBasis.TO_DATE or ground.look.kind not in _ADDED:
        return None
    now = _counted(amount)
    higher = [
        one
        for one in ground.earlier
        if one.when.year == ground.when.year and _counted(one.amount) > now
    ]
    if not higher:
        return None
    worst = max(higher, key=lambda one: _counted(one.amount))
    return {
        "part": "value" if isinstance(amount, Decimal) else "numerator",
        "is": written_exact(now),
        "was": written_exact(_counted(worst.amount)),
        **_when(worst.when),
    }


def _counted(amount: Amount) -> Decimal:
    return amount if isinstance(amount, Decimal) else amount.numerator


def _wrong_magnitude(amount: Amount, ground: Ground) -> Mapping[str, Fact] | None:
    last = next(iter(ground.earlier), None)
    if last is None:
        return None
    for part, now, was in _pairs(amount, last.amount):
        power = _power_of_ten(now, was)
        least = _LEAST_COUNT if ground.look.kind in _ADDED else _LEAST_SCORE
        if power and max(now, was) >= least:
            meant = now.scaleb(-power)
            return {
                "part": part,
                "is": written_exact(now),
                "was": written_exact(was),
                "meant": written_exact(meant),
                "times": 10 ** abs(power),
                "more": 1 if power > 0 else 0,
                **_when(last.when),
            }
    return None


def _pairs(now: Amount, was: Amount) -> tuple[tuple[str, Decimal, Decimal], ...]:
    """The cells of the amount, each with what stood there."""
    if isinstance(now, Parts) and isinstance(was, Parts):
        return (
            ("numerator", now.numerator, was.numerator),
            ("denominator", now.denominator, was.denominator),
        )
    if isinstance(now, Decimal) and isinstance(was, Decimal):
        return (("value", now, was),)
    return ()


def _power_of_ten(now: Decimal, was: Decimal) -> int:
    """1 to 3 where `now` is about ten to a thousand times `was`, below zero for parts of it."""
    if min(now, was) <= 0 or (now < was * _FAR_APART and was < now * _FAR_APART):
        return 0
    times = Fraction(now) / Fraction(was)
    for power in (1, 2, 3, -1, -2, -3):
        off = times / Fraction(10) ** power
        if 1 / _CLOSE <= off <= _CLOSE:
            return power
    return 0


def _far_from_history(amount: Amount, ground: Ground) -> Mapping[str, Fact] | None:
    kind = ground.look.kind
    like = [one for one in ground.earlier if comparable(ground.basis, kind, ground.when, one.when)]
    like = like[:MOST_EARLIER]
    found = _far(amount, [one.amount for one in like], ground)
    if found is None:
        return None
    first, last = like[-1].when, like[0].when
    return {
        **found,
        "since_period": first.period.value,
        "since_year": first.year,
        "until_period": last.period.value,
        "until_year": last.year,
    }


def _far_from_peers(amount: Amount, ground: Ground) -> Mapping[str, Fact] | None:
    """Counts follow the size of a unit, so they are far only when outside all others too."""
    if len(ground.peers) < FEWEST_PEERS:
        return None
    return _far(amount, ground.peers, ground, is_sized=ground.look.kind is Kind.COUNT)


def _far(
    amount: Amount, others: Sequence[Amount], ground: Ground, *, is_sized: bool = False
) -> Mapping[str, Fact] | None:
    looks = [first_look(one, ground.factor) for one in others]
    looked = [one for one in looks if one is not None]
    own = first_look(amount, ground.factor)
    if own is None or not looked or is_surely_usual(own, looked):
        return None
    value = quotient(amount, ground.factor)
    compared = [quotient(one, ground.factor) for one in others]
    values = [one for one in compared if one is not None]
    if value is None:
        return None
    known = usual(values)
    if not is_far(value, known, counts=ground.look.kind is Kind.COUNT):
        return None
    if is_sized and not known.is_outside(value):
        return None
    look = ground.look
    return {
        "is": _said(value, look),
        "low": _said(known.low, look),
        "high": _said(known.high, look),
        "median": _said(known.median, look),
        "count": known.count,
        "by": "score" if known.has_score else "bounds",
    }


def _said(value: Exact, look: Look) -> str:
    """A figure without zeros that say nothing: beside others it is compared, not reported."""
    text = value_text(value, look)
    return text.rstrip("0").rstrip(",") if "," in text else text


def _when(when: YearPeriod) -> Mapping[str, Fact]:
    return {"period": when.period.value, "year": when.year}


def _is_told(check: Check, found: Sequence[FigureWarning]) -> bool:
    plainer = _PLAINER.get(check)
    return any(warning.check is plainer for warning in found)


_JUDGES = {
    Check.ABOVE_DENOMINATOR: _above_denominator,
    Check.ABOVE_HUNDRED: _above_hundred,
    Check.DECREASING: _decreasing,
    Check.WRONG_MAGNITUDE: _wrong_magnitude,
    Check.FAR_FROM_HISTORY: _far_from_history,
    Check.FAR_FROM_PEERS: _far_from_peers,
}
"""In the order in which they are told."""
_PLAINER = {
    Check.ABOVE_HUNDRED: Check.ABOVE_DENOMINATOR,
    Check.FAR_FROM_HISTORY: Check.WRONG_MAGNITUDE,
}
