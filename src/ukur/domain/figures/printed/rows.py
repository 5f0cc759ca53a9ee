"""From the texts of a row to its case: cells, direction, and dots that could be read two ways."""

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import product

from ukur.domain.figures.accumulation import value_of
from ukur.domain.figures.indicator import Parts, Point, Polarity
from ukur.domain.figures.notation import half_up
from ukur.domain.figures.policy import DEFAULT, RuleSet
from ukur.domain.figures.printed.case import Case, Line
from ukur.domain.figures.printed.cells import (
    Cell,
    CellKind,
    CellNote,
    Restated,
    read_cell,
    restated,
)
from ukur.domain.figures.printed.columns import QUARTERS, Part
from ukur.domain.figures.printed.pairs import read_pair
from ukur.domain.figures.printed.said import Direction, Kind, direction_of, names_a_bad_thing
from ukur.domain.figures.reasons import Reason
from ukur.domain.figures.sheet import factor_of

RATING_WORDS = "% sangat tinggi sedang rendah baik cukup kurang memuaskan berhasil tercapai tidak"
"""What may stand behind a printed figure."""
_QUARTER = re.compile(
    r"\b(?:tw|triwulan)\.? ?(?:iv|i{1,3}|[1-4])\s*[:=]?\s*"
    r"((?:rp\.? ?)?[0-9][0-9.,]*[0-9]%?|[0-9]%?)",
    re.IGNORECASE,
)


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


def quarters_of(case: Case) -> tuple[Cell, ...]:
    """The quarters, if the table has such columns or the notes name their figures."""
    texts = [case.line.texts[part] for part in QUARTERS if part in case.line.texts]
    said = texts or _QUARTER.findall(case.line.text(Part.NOTES))
    return tuple(read_cell(text, case.unit) for text in said)
