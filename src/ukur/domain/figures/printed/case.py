"""One row of a report: its cells read, its achievement computed again."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from itertools import product

from ukur.domain.figures.accumulation import value_of
from ukur.domain.figures.achievement import Achieved, Outcome, achievement
from ukur.domain.figures.indicator import Formula, Parts, Point, Polarity, Range, Target
from ukur.domain.figures.notation import half_up
from ukur.domain.figures.policy import DEFAULT, RuleSet
from ukur.domain.figures.printed.cells import (
    COUNT_WORDS,
    Cell,
    CellKind,
    CellNote,
    Restated,
    read_cell,
    read_pair,
    restated,
)
from ukur.domain.figures.printed.columns import QUARTERS, Part
from ukur.domain.figures.reasons import Reason, ReasonCode
from ukur.domain.figures.sheet import factor_of

ABSORPTION = "serapan"
"""Realized amount over ceiling, in rows of money without a direction."""

_HUNDRED = Fraction(100)


class Kind(StrEnum):
    """What the unit of a row says."""

    PERCENT = "percent"
    MONEY = "money"
    COUNT = "count"
    OTHER = "other"


class Direction(StrEnum):
    """Where the direction of a row comes from."""

    SAID = "said"
    MONEY = "money"
    """Rupiah without a direction: absorption."""
    NAME = "name"
    """The indicator's name leaves no choice, such as a mortality rate."""
    DAY = "day"
    """Target and realization are days: early is good."""
    PRINTED = "printed"
    """Only this direction gives the printed number."""
    EVEN = "even"
    """Both directions give the same."""
    UNKNOWN = "unknown"


RATING_WORDS = "% sangat tinggi sedang rendah baik cukup kurang memuaskan berhasil tercapai tidak"
"""What may stand behind a printed figure."""
_RAISED = r"positif|positive|naik|tinggi|higher|maksimum|maximi[sz]e|maksimal|progresif|rentang|\+"
_LOWERED = r"negatif|negative|turun|menurun|rendah|kecil|lower|minimum|minimi[sz]e|minimal|regresif"
_EXACT = r"tepat|stabil|stabili[sz]e|exact"
_DIRECTION = re.compile(
    rf"(?P<positif>(?:\b|(?<=\s)|^)(?:{_RAISED})(?!\w))|(?P<negatif>\b(?:{_LOWERED})\b)|"
    rf"(?P<tepat>\b(?:{_EXACT})\b)",
    re.IGNORECASE,
)
_BAD_THING = re.compile(
    r"\bangka kematian|\bkematian (?:ibu|bayi|balita|neonat)|\bangka kesakitan|\bincidence|"
    r"\bprevalensi\b|\bcase fatality|\b(?:tingkat|angka|persentase) (?:kemiskinan|pengangguran|"
    r"penduduk miskin)|\bindeks gini|\bgini rasio|\brasio gini|\bangka putus sekolah|"
    r"\bangka kriminalitas|\binflasi\b",
    re.IGNORECASE,
)
_GOOD_DEED = re.compile(
    r"penurunan|berkurang|pengurangan|bebas|tangan|layan|dapat|rawat|\bkb\b|kontrasepsi|cegah|"
    r"kendali|lapor|dokumen|investigasi|audit|\bpeserta\b|tepat|sesuai",
    re.IGNORECASE,
)


_SHARE_NAME = re.compile(r"persentase|prosentase|proporsi|cakupan", re.IGNORECASE)


def names_a_bad_thing(indicator: str) -> bool:
    """Whether the indicator counts what nobody wants, by words that leave no doubt.

    >>> names_a_bad_thing("Angka Kematian Ibu per 100.000 KH")
    True
    >>> names_a_bad_thing("Persentase kematian ibu yang diaudit")
    False
    """
    return bool(_BAD_THING.search(indicator)) and not _GOOD_DEED.search(indicator)


def direction_of(text: str) -> Polarity | None:
    """The direction that the cell names first, or None.

    >>> direction_of("positif (persen penurunan)"), direction_of("makin rendah makin baik")
    (<Polarity.POSITIVE: 'positif'>, <Polarity.NEGATIVE: 'negatif'>)
    """
    match = _DIRECTION.search(text)
    if match is None:
        return None
    word = match.lastgroup or ""
    return next((polarity for polarity in Polarity if polarity.value == word), None)


def kind_of(unit: str) -> Kind:
    """What sort of unit the text names."""
    words = re.findall(r"[a-z]+", unit.lower())
    if "%" in unit or "persen" in words or "persentase" in words:
        return Kind.PERCENT
    if "rp" in words or "rupiah" in words:
        return Kind.MONEY
    is_count = bool(words) and all(word in COUNT_WORDS for word in words)
    return Kind.COUNT if is_count else Kind.OTHER


FormulaOf = Callable[[Fraction, Fraction], Fraction]
"""The percentage of a target and a realization."""


def raised(target: Fraction, realized: Fraction) -> Fraction:
    """R ÷ T."""
    return realized / target * 100


def lowered(target: Fraction, realized: Fraction) -> Fraction:
    """(2T − R) ÷ T."""
    return (2 * target - realized) / target * 100


def inverse(target: Fraction, realized: Fraction) -> Fraction:
    """T ÷ R."""
    return target / realized * 100


def distance(target: Fraction, realized: Fraction) -> Fraction:
    """1 − |R − T| ÷ T."""
    return (1 - abs(realized - target) / target) * 100


def remainder(target: Fraction, realized: Fraction) -> Fraction:
    """(T − R) ÷ T."""
    return (target - realized) / target * 100


OWN: Mapping[Formula, FormulaOf] = {
    Formula.POSITIVE: raised,
    Formula.NEGATIVE_DIFFERENCE: lowered,
    Formula.NEGATIVE_COMPLEMENT: lowered,
    Formula.NEGATIVE_QUOTIENT: inverse,
    Formula.NEGATIVE_REMAINDER: remainder,
    Formula.EXACT: distance,
}
"""Our formulas as functions of numbers, to put other numbers in."""


def cut(value: Fraction, decimals: int) -> Decimal:
    """`value` cut off after `decimals`, toward zero.

    >>> cut(Fraction(2561, 30), 2)
    Decimal('85.36')
    """
    steps = abs(value) * 10**decimals // 1
    sign = 1 if value < 0 and steps else 0
    return Decimal((sign, tuple(int(digit) for digit in str(steps)), -decimals))


_NEAR_ONE = 10**9
"""One over what a spreadsheet's own arithmetic may be off by."""


@dataclass(frozen=True)
class Line:
    """The texts of one row, by part; `number` counts the rows of the table from 1.

    `realized` is the realization without rounding, where it is known.
    """

    number: int
    texts: Mapping[Part, str]
    realized: Fraction | None = None

    def text(self, part: Part) -> str:
        """What stands in that column, or nothing."""
        return self.texts.get(part, "").strip()


@dataclass(frozen=True)
class Case:
    """One row, read. The achievement computed again is `outcome`; percentages are exact."""

    line: Line
    target: Cell
    realization: Cell
    printed: Cell
    polarity: Polarity | None
    direction: Direction
    rules: RuleSet = DEFAULT
    habit: str = ""
    """Key of the formula that other rows of the same report leave no doubt about."""

    @cached_property
    def indicator(self) -> str:
        return self.line.text(Part.INDICATOR)

    @cached_property
    def unit(self) -> str:
        return self.line.text(Part.UNIT)

    @cached_property
    def kind(self) -> Kind:
        """What unit, cells or name say, in this order."""
        kind = kind_of(self.unit)
        if kind is not Kind.OTHER:
            return kind
        cells = (self.target.text.lower(), self.realization.text.lower())
        if all("rp" in text for text in cells):
            return Kind.MONEY
        is_named = not self.unit and _SHARE_NAME.match(self.indicator) is not None
        return Kind.PERCENT if is_named or any("%" in text for text in cells) else Kind.OTHER

    @property
    def group(self) -> tuple[str, str, str]:
        """The report that the row stands in."""
        return (
            self.line.text(Part.SOURCE),
            self.line.text(Part.AGENCY),
            self.line.text(Part.YEAR),
        )

    @property
    def is_absorption(self) -> bool:
        return self.direction is Direction.MONEY

    @cached_property
    def outcome(self) -> Outcome:
        """The share that target and realization give, or the reason for none."""
        reason = self._reason()
        if reason is not None:
            return reason
        if self.is_absorption:
            return _absorbed(self.target.exact, self.realization.exact)
        formula = _formula_named(self.line.text(Part.FORMULA)) or self._formula_of_words()
        if isinstance(formula, Reason):
            return formula
        return achievement(
            self._aim(),
            self.realization.exact,
            self.polarity or Polarity.POSITIVE,
            formula,
            rules=self.rules,
        )

    def _formula_of_words(self) -> Formula | None:
        if CellNote.YES_NO in self.target.notes:
            return Formula.YES_NO
        return Formula.ON_TIME if CellNote.DAY in self.target.notes else None

    def _aim(self) -> Target | None:
        """The target, the finer one where it is known; a tenth of a thousandth is no loss here."""
        finer = self.target.finer
        return self.target.target if finer is None else Point(half_up(finer, 12))

    def _reason(self) -> Reason | None:
        unread = _unread(
            self.target, ReasonCode.TARGET_AMBIGUOUS, ReasonCode.TARGET_UNREADABLE
        ) or _unread(
            self.realization,
            ReasonCode.REALIZATION_AMBIGUOUS,
            ReasonCode.REALIZATION_UNREADABLE,
        )
        if unread is not None:
            return unread
        if self.target.is_missing:
            return Reason(ReasonCode.TARGET_MISSING)
        if self.realization.is_missing:
            return Reason(ReasonCode.REALIZATION_MISSING)
        if self.polarity is None and not self.is_absorption:
            return Reason(ReasonCode.POLARITY_UNKNOWN, (self.line.text(Part.POLARITY),))
        return None

    @cached_property
    def exact(self) -> Fraction | None:
        """The achievement in percent, exact."""
        return self.outcome.ratio * 100 if isinstance(self.outcome, Achieved) else None

    @property
    def formula(self) -> str:
        """The name of the formula that gave it."""
        if not isinstance(self.outcome, Achieved):
            return ""
        return ABSORPTION if self.is_absorption else self.outcome.formula.value

    @cached_property
    def own(self) -> FormulaOf | None:
        """Our formula over numbers; None where it is none over one target."""
        if isinstance(self.outcome, Achieved) and not self.is_range:
            return OWN.get(self.outcome.formula)
        return None

    @cached_property
    def t(self) -> Fraction:
        """The target; 0 where it is no single number."""
        return self.target.exact or Fraction(0)

    @cached_property
    def r(self) -> Fraction:
        """The realization; 0 where there is none."""
        return self.realization.exact or Fraction(0)

    @cached_property
    def is_range(self) -> bool:
        return isinstance(self.target.target, Range)

    @cached_property
    def p(self) -> Decimal:
        """The printed number; 0 where there is none."""
        value = self.printed.value
        return Decimal(0) if value is None else value

    @cached_property
    def d(self) -> int:
        """The printed decimals."""
        return max(self.printed.decimals, 0)

    @cached_property
    def _power(self) -> int:
        """Ten to the printed decimals."""
        return int(10**self.d)

    @cached_property
    def _steps(self) -> int:
        """The printed number in steps of its last decimal."""
        return int(self.p.scaleb(self.d))

    def meets(self, value: Fraction) -> bool:
        """Whether `value` prints as what is printed, rounded half up.

        In whole numbers, since a row that nothing explains asks this a hundred times.
        """
        above, below = value.numerator, value.denominator
        off = 2 * (above * self._power - self._steps * below)
        is_rounded = -below <= off < below if above >= 0 else -below < off <= below
        return is_rounded or abs(off) * _NEAR_ONE <= below * self._power

    def is_cut(self, value: Fraction) -> bool:
        """Whether `value` cut off after the printed decimals is what is printed."""
        steps = abs(value.numerator) * self._power // value.denominator
        return (steps if value >= 0 else -steps) == self._steps

    def fits(self, value: Fraction) -> bool:
        """Rounded, or cut off where decimals are printed: how figures get onto paper."""
        return self.meets(value) or (self.d > 0 and self.is_cut(value))


def _unread(cell: Cell, ambiguous: ReasonCode, unreadable: ReasonCode) -> Reason | None:
    if cell.kind is CellKind.AMBIGUOUS:
        return Reason(ambiguous, (cell.text.strip(), *map(_comma, cell.choices)))
    if cell.kind is CellKind.UNREADABLE:
        return Reason(unreadable, (cell.text.strip(), *([cell.code.value] if cell.code else [])))
    return None


def _comma(value: Decimal) -> str:
    return format(value, "f").replace(".", ",")


def _absorbed(ceiling: Fraction | None, realized: Fraction | None) -> Outcome:
    if ceiling is None or realized is None:
        return Reason(ReasonCode.CEILING_MISSING)
    if ceiling <= 0:
        return Reason(ReasonCode.CEILING_NOT_POSITIVE)
    return Achieved(realized / ceiling, Formula.POSITIVE)


def _formula_named(text: str) -> Formula | Reason | None:
    word = text.strip().lower()
    if word in {"", "-"}:
        return None
    found = next((formula for formula in Formula if formula.value == word), None)
    return found or Reason(ReasonCode.FORMULA_UNKNOWN, (text.strip(),))


def read_case(line: Line, rules: RuleSet = DEFAULT, *, dots_are_commas: bool = False) -> Case:
    """The row, its ambiguous cells settled where only one reading gives the printed number.

    `dots_are_commas` where other rows of the table have shown that its dots are decimal.
    """
    unit = line.text(Part.UNIT)
    pair = read_pair(line.text(Part.TARGET), line.text(Part.REALIZATION))
    target = pair[0] if pair else read_cell(line.text(Part.TARGET), unit)
    realization = pair[1] if pair else _realization(line, unit)
    printed = read_cell(line.text(Part.PRINTED), RATING_WORDS)
    if dots_are_commas:
        target, realization, printed = map(with_comma, (target, realization, printed))
    case = _directed(Case(line, target, realization, printed, None, Direction.UNKNOWN, rules))
    return _finer(_settled(case))


def with_comma(cell: Cell) -> Cell:
    """A 4.25 as 4,25; any other cell as it is."""
    return next(_readings(cell))


def _realization(line: Line, unit: str) -> Cell:
    """The realization, or what numerator and denominator make where it is empty."""
    given = read_cell(line.text(Part.REALIZATION), unit)
    if line.realized is not None:
        return replace(given, finer=line.realized)
    above = read_cell(line.text(Part.NUMERATOR)).value
    below = read_cell(line.text(Part.DENOMINATOR)).value
    if not given.is_missing or above is None or below is None:
        return given
    value = value_of(Parts(above, below), factor_of(unit))
    if isinstance(value, Reason):
        return given
    exact = Fraction(value)
    return Cell(given.text, CellKind.NUMBER, Point(half_up(exact, 10)), 10, finer=exact)


def _finer(case: Case) -> Case:
    """With the inputs as quotients where the report itself says them."""
    texts = (case.unit, case.line.text(Part.NOTES), case.target.text, case.realization.text)
    target, realization = restated(case.target, *texts), restated(case.realization, *texts)
    return replace(
        case,
        target=_with(case.target, target),
        realization=_with(case.realization, realization),
    )


def _with(cell: Cell, found: Restated | None) -> Cell:
    return cell if found is None else replace(cell, finer=found.value)


def _directed(case: Case) -> Case:
    """With its direction: said, or clear from money, day, name or printed number."""
    said = direction_of(case.line.text(Part.POLARITY))
    is_day = CellNote.DAY in case.target.notes
    if said is not None:
        # Whoever says "positif" of a day means that early is good.
        polarity = Polarity.NEGATIVE if is_day else said
        return replace(case, polarity=polarity, direction=Direction.SAID)
    if case.kind is Kind.MONEY or re.match(r"(?:pagu|anggaran)\b", case.indicator.lower()):
        return replace(case, direction=Direction.MONEY)
    if is_day or names_a_bad_thing(case.indicator):
        source = Direction.DAY if is_day else Direction.NAME
        return replace(case, polarity=Polarity.NEGATIVE, direction=source)
    return _by_printed(case)


def _by_printed(case: Case) -> Case:
    ways = [
        replace(case, polarity=polarity, direction=Direction.PRINTED)
        for polarity in (Polarity.POSITIVE, Polarity.NEGATIVE)
    ]
    numbers = [way.exact for way in ways]
    if numbers[0] is not None and numbers[0] == numbers[1]:
        return replace(ways[0], direction=Direction.EVEN)
    fitting = [
        way
        for way, number in zip(ways, numbers, strict=True)
        if number is not None and case.printed.value is not None and case.fits(number)
    ]
    return fitting[0] if len(fitting) == 1 else case


def _settled(case: Case) -> Case:
    """With 4.25 read as 4,25 or 425, if the printed number leaves one achievement only.

    Where both inputs may be read either way (90.5 of 95.1 is 905 of 951), the share is the
    same; the reading with a comma is kept.
    """
    cells = (case.target, case.realization, case.printed)
    is_open = any(cell.kind is CellKind.AMBIGUOUS for cell in cells)
    is_assumed = any(cell.choices for cell in cells)
    fits = case.exact is not None and case.printed.value is not None and case.fits(case.exact)
    if not is_open and (fits or not is_assumed):
        return case
    fitting = []
    for target, realization, printed in product(*map(_readings, cells)):
        way = replace(case, target=target, realization=realization, printed=printed)
        way = way if way.polarity or way.is_absorption else _by_printed(way)
        if way.exact is not None and way.printed.value is not None and way.fits(way.exact):
            fitting.append(way)
    answers = {(way.exact, way.p) for way in fitting}
    return fitting[0] if len(answers) == 1 else _printed_alone(case)


def _readings(cell: Cell) -> Iterator[Cell]:
    if not cell.choices:
        yield cell
        return
    decimal, whole = cell.choices
    exponent = decimal.as_tuple().exponent
    places = -exponent if isinstance(exponent, int) else 0
    settled = replace(cell, kind=CellKind.NUMBER, choices=())
    yield replace(settled, target=Point(decimal), decimals=places, notes=(CellNote.DECIMAL_DOT,))
    note = CellNote.THOUSANDS_DOT if cell.kind is CellKind.NUMBER else CellNote.WITHOUT_DOT
    yield replace(settled, target=Point(whole), decimals=0, notes=(note,))


def _printed_alone(case: Case) -> Case:
    """A printed 66.67 whose inputs are certain: a percentage of 6667 is no reading of it."""
    inputs = (case.target, case.realization)
    is_alone = all(cell.kind is not CellKind.AMBIGUOUS for cell in inputs)
    if not is_alone or case.printed.kind is not CellKind.AMBIGUOUS:
        return case
    with_comma, without = _readings(case.printed)
    exact = case.exact
    if exact is None or abs(exact - Fraction(with_comma.value or 0)) * 10 > exact:
        return case
    return replace(case, printed=with_comma) if without.value else case


_QUARTER = re.compile(
    r"\b(?:tw|triwulan)\.? ?(?:iv|i{1,3}|[1-4])\s*[:=]?\s*"
    r"((?:rp\.? ?)?[0-9][0-9.,]*[0-9]%?|[0-9]%?)",
    re.IGNORECASE,
)


def quarters_of(case: Case) -> tuple[Cell, ...]:
    """The quarters, if the table has such columns or the notes name their figures."""
    texts = [case.line.texts[part] for part in QUARTERS if part in case.line.texts]
    said = texts or _QUARTER.findall(case.line.text(Part.NOTES))
    return tuple(read_cell(text, case.unit) for text in said)
