"""From the values of another system to the lines of our units: by the mapping, and no other way.

Names that nobody mapped are listed and never dropped in silence; what is left out on purpose is
counted. A part that the file does not hold stays as it is kept.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from ukur.domain.entering import Typed
from ukur.domain.figures.indicator import Kind
from ukur.domain.figures.notation import written_exact
from ukur.domain.figures.showing import cell_text
from ukur.domain.incoming import Arrival, Standing
from ukur.domain.periods import YearPeriod
from ukur.domain.refusals import Problem
from ukur.domain.sheets import folded
from ukur.domain.source_periods import Gathered, gathered, period_words, total
from ukur.domain.sources import Meaning, Part, SourceMapping, SourceValue, System

_PART_WORDS = {
    Part.NUMERATOR: ("pembilang", "numerator"),
    Part.DENOMINATOR: ("penyebut", "denominator"),
    Part.VALUE: ("nilai", "value", "realisasi"),
}
SYSTEM_NAMES = {System.DHIS2: "DHIS2", System.CSV: "CSV", System.WORKBOOK: "XLSX"}


@dataclass(frozen=True)
class SourceLine:
    """What a file says of one line of one unit, with how each of its parts was made."""

    unit_code: str
    code: str
    arrival: Arrival
    made: tuple[tuple[Part, Gathered], ...]


@dataclass(frozen=True)
class SourceFigures:
    """What a file says of the units, and what of it was not read.

    `unknown_elements` and `unknown_units` wait for somebody to say what they are; `left_out` counts
    values by why they do not count: "ignored", "other_period", "other_line", "other_unit".
    `owners` are the unit and the indicator, by code, of every place that was read.
    """

    lines: tuple[SourceLine, ...]
    problems: tuple[Problem, ...] = ()
    unknown_elements: tuple[str, ...] = ()
    unknown_units: tuple[str, ...] = ()
    left_out: Mapping[str, int] = field(default_factory=dict)
    owners: Mapping[str, tuple[str, str]] = field(default_factory=dict)


def proposed(
    mapping: SourceMapping,
    values: Iterable[SourceValue],
    lines: Mapping[str, Standing],
    units: Mapping[str, str],
) -> SourceMapping:
    """The mapping with what equal names say of the names that nobody mapped yet.

    `lines` are by indicator code, `units` are names by unit code. A name is equal where it is the
    code or the name itself, with the part behind it where it is a ratio's.
    """
    elements = dict(mapping.elements)
    by_name = _names_of_lines(lines)
    unit_names = {folded(name): code for code, name in units.items()}
    unit_names |= {folded(code): code for code in units}
    known_units = dict(mapping.units)
    for value in values:
        element, unit = value.element, value.unit
        if element not in elements and folded(element) in by_name:
            elements[element] = by_name[folded(element)]
        if unit not in known_units and folded(unit) in unit_names:
            known_units[unit] = unit_names[folded(unit)]
    return SourceMapping(elements, known_units, mapping.version, mapping.id)


def _names_of_lines(lines: Mapping[str, Standing]) -> dict[str, Meaning]:
    found: dict[str, Meaning] = {}
    for code, line in lines.items():
        is_ratio = line.counting.kind is Kind.RATIO
        parts = (Part.NUMERATOR, Part.DENOMINATOR) if is_ratio else (Part.VALUE,)
        for part in parts:
            for name in (code, line.name):
                for word in _PART_WORDS[part]:
                    for mark in (" ", ".", " - ", "_", "|"):
                        found[folded(f"{name}{mark}{word}")] = Meaning(code, part)
                if not is_ratio:
                    found[folded(name)] = Meaning(code, part)
    return found


def source_figures(
    values: Sequence[SourceValue],
    mapping: SourceMapping,
    units: Mapping[str, Mapping[str, Standing]],
    when: YearPeriod,
    system: System,
) -> SourceFigures:
    """The figures of a file by the lines of `units`: unit code, then indicator code."""
    sorted_ = _Sorted()
    for value in values:
        sorted_.put(value, mapping, units)
    problems: list[Problem] = []
    lines = []
    for (unit, code), parts in sorted_.by_line.items():
        standing = units[unit][code]
        line = _line(standing, parts, mapping, when, problems)
        if line is None:
            sorted_.leave("other_period", sum(map(len, parts.values())))
        elif line:
            arrival = _arrival(standing, line, system)
            lines.append(SourceLine(unit, code, arrival, tuple(line.items())))
    return SourceFigures(
        tuple(lines),
        tuple(problems),
        tuple(sorted_.unknown_elements),
        tuple(sorted_.unknown_units),
        sorted_.left,
        sorted_.owners(),
    )


@dataclass
class _Sorted:
    """The values of a file by unit and line, then by part and element."""

    by_line: dict[tuple[str, str], dict[tuple[Part, str], list[SourceValue]]] = field(
        default_factory=dict
    )
    left: dict[str, int] = field(default_factory=dict)
    unknown_elements: dict[str, None] = field(default_factory=dict)
    unknown_units: dict[str, None] = field(default_factory=dict)

    def leave(self, why: str, count: int = 1) -> None:
        self.left[why] = self.left.get(why, 0) + count

    def owners(self) -> dict[str, tuple[str, str]]:
        return {
            value.place: owner
            for owner, parts in self.by_line.items()
            for values in parts.values()
            for value in values
        }

    def put(
        self,
        value: SourceValue,
        mapping: SourceMapping,
        units: Mapping[str, Mapping[str, Standing]],
    ) -> None:
        meaning, unit = mapping.elements.get(value.element), mapping.units.get(value.unit)
        if meaning is None:
            self.unknown_elements[value.element] = None
        if unit is None:
            self.unknown_units[value.unit] = None
        if meaning is None or unit is None:
            return
        why = _why_left_out(meaning, unit, units)
        if why:
            self.leave(why)
            return
        parts = self.by_line.setdefault((unit, meaning.code), {})
        parts.setdefault((meaning.part, value.element), []).append(value)


def _why_left_out(meaning: Meaning, unit: str, units: Mapping[str, Mapping[str, Standing]]) -> str:
    if not meaning.code or not unit:
        return "ignored"
    if unit not in units:
        return "other_unit"
    return "" if meaning.code in units[unit] else "other_line"


def _line(
    standing: Standing,
    parts: Mapping[tuple[Part, str], Sequence[SourceValue]],
    mapping: SourceMapping,
    when: YearPeriod,
    problems: list[Problem],
) -> dict[Part, Gathered] | None:
    """The parts of a line; None where none is of the cycle's period; {} after a problem."""
    found: dict[Part, list[Gathered]] = {}
    is_wrong = False
    for (part, element), values in parts.items():
        months = mapping.elements[element].months
        made = gathered(values, when, standing.counting, months)
        if isinstance(made, Problem):
            problems.append(made)
            is_wrong = True
        elif made is not None:
            found.setdefault(part, []).append(made)
    if is_wrong:
        return {}
    line: dict[Part, Gathered] = {}
    for part, pieces in found.items():
        whole = _whole(pieces)
        if isinstance(whole, Problem):
            problems.append(whole)
            return {}
        line[part] = whole
    return line or None


def _whole(pieces: Sequence[Gathered]) -> Gathered | Problem:
    """Several elements that fill one cell are added: women and men, say."""
    if len(pieces) == 1:
        return pieces[0]
    return total([value for piece in pieces for value in piece.made_of])


def _arrival(standing: Standing, line: Mapping[Part, Gathered], system: System) -> Arrival:
    kept = standing.figure
    comments = dict.fromkeys(v.comment for made in line.values() for v in made.made_of)
    note = "; ".join(comment for comment in comments if comment)
    typed = Typed(
        value=_text(line.get(Part.VALUE)) or cell_text(kept.value, standing.look),
        numerator=_text(line.get(Part.NUMERATOR)) or _kept(kept.numerator),
        denominator=_text(line.get(Part.DENOMINATOR)) or _kept(kept.denominator),
        note=note or kept.note,
        confirmed=True,
    )
    cells = {part.value: made.made_of[0].place for part, made in line.items()}
    return Arrival(
        typed,
        source_note(line, system),
        cells,
        asks=standing.origin != system.value,
    )


def source_note(line: Mapping[Part, Gathered], system: System) -> str:
    """Where the figures of a line came from: "DHIS2: KIA K6, Puskesmas Melati, 202607–202609"."""
    values = [value for made in line.values() for value in made.made_of]
    names = " / ".join(dict.fromkeys(value.element for value in values))
    units = ", ".join(dict.fromkeys(value.unit for value in values))
    periods = period_words(value.period for value in values)
    return f"{SYSTEM_NAMES[system]}: " + ", ".join(filter(None, (names, units, periods)))


def _text(made: Gathered | None) -> str:
    return "" if made is None else made.text


def _kept(figure: Decimal | None) -> str:
    return "" if figure is None else written_exact(figure)
