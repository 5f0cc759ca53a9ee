"""From the texts of a plan workbook to a plan, or to all that is wrong with it, cell by cell."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeVar

from ukur.domain import plan_layout as layout
from ukur.domain.figures.indicator import (
    AKIP_GRADES,
    FACTORS,
    Counting,
    EntryBasis,
    Kind,
    PeriodRule,
    Point,
    Polarity,
    Range,
    Target,
    UnitRule,
    grade_place,
)
from ukur.domain.figures.notation import (
    Ambiguous,
    NotMeasured,
    TargetRead,
    Unreadable,
    read_target,
    written_exact,
    written_target,
)
from ukur.domain.periods import Period
from ukur.domain.plan import (
    PERIOD_COLUMNS,
    Assignment,
    PlanDraft,
    PlannedBudget,
    PlannedGoal,
    PlannedIndicator,
    PlannedLink,
    PlannedTarget,
    PlannedUnit,
    PlannedUnitTarget,
    Stage,
)
from ukur.domain.plan_checks import check
from ukur.domain.refusals import NotValid, Problem
from ukur.domain.sheets import Layout, Record, Sheet, folded, records, sheet_named

MOST_PROBLEMS = 1_000
"""A page cannot show more; the last one then says how many were left out."""
MOST_DECIMALS = 6
MOST_WHOLE_DIGITS = 14
MOST_WEIGHT = 10_000
WEIGHT_DECIMALS = 4
NAME, TEXT, SHORT, CODE = 500, 10_000, 80, 40

T = TypeVar("T")

_CODE = re.compile(r"[0-9A-Za-z](?:[0-9A-Za-z._/-]*[0-9A-Za-z])?", re.ASCII)
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


def read_plan(sheets: Sequence[Sheet], year: int) -> PlanDraft:
    """The plan for `year` that a workbook holds.

    Raises:
        NotValid: cells cannot be read or rows do not fit together; all problems at once.
    """
    draft, problems = read_with_problems(sheets, year)
    if problems:
        raise NotValid(problems)
    return draft


def read_with_problems(sheets: Sequence[Sheet], year: int) -> tuple[PlanDraft, tuple[Problem, ...]]:
    """As much of the plan as can be read, and all that is wrong with it."""
    reader = _Reader()
    reader.problems += _year_problems(sheets, year)
    units = reader.units(reader.rows(sheets, layout.UNITS))
    indicators = reader.indicators(reader.rows(sheets, layout.INDICATORS))
    draft = PlanDraft(
        units=units,
        goals=reader.goals(reader.rows(sheets, layout.GOALS)),
        indicators=indicators,
        targets=reader.targets(reader.rows(sheets, layout.TARGETS), indicators),
        assignments=reader.assignments(reader.rows(sheets, layout.ASSIGNMENTS), units),
        budget=reader.budget(reader.rows(sheets, layout.BUDGET)),
        unit_targets=reader.unit_targets(
            reader.rows(sheets, layout.UNIT_TARGETS), units, indicators
        ),
        links=reader.links(reader.rows(sheets, layout.LINKS)),
        notes=tuple(reader.notes),
    )
    return draft, _bounded(reader.problems + _not_told_yet(check(draft), reader.problems))


def _bounded(problems: list[Problem]) -> tuple[Problem, ...]:
    if len(problems) <= MOST_PROBLEMS:
        return tuple(problems)
    more = Problem("", "more_problems", {"count": len(problems) - MOST_PROBLEMS})
    return (*problems[:MOST_PROBLEMS], more)


def _not_told_yet(found: Sequence[Problem], told: Sequence[Problem]) -> list[Problem]:
    """What does not merely follow from a cell, row or sheet that could not be read."""
    cells = {problem.where for problem in told}
    broken_sheets = {p.where.partition("!")[0] for p in told if p.code in _BREAKS_SHEET}
    if broken_sheets:
        return [p for p in found if p.code not in _NEEDS_OTHER_SHEETS and p.where not in cells]
    return [problem for problem in found if problem.where not in cells]


_BREAKS_SHEET = frozenset({"sheet_missing", "column_missing", "sheet_column_twice"})
_NEEDS_OTHER_SHEETS = frozenset(
    {
        "sheet_empty",
        "goal_unknown",
        "indicator_unknown",
        "unit_unknown",
        "unit_missing",
        "target_missing",
        "owner_not_one",
        "budget_unknown",
        "node_unknown",
        "unit_not_assigned",
    }
)


def _year_problems(sheets: Sequence[Sheet], year: int) -> list[Problem]:
    guide = sheet_named(sheets, layout.GUIDE_SHEET)
    for number, row in enumerate(guide.rows if guide else (), start=1):
        label, value = (*(folded(text) for text in row[:2]), "", "")[:2]
        if label.rstrip(": ") == layout.YEAR_LABEL and value not in ("", str(year)):
            facts = {"found": _short(value), "expected": str(year)}
            return [Problem(f"{layout.GUIDE_SHEET}!B{number}", "year_differs", facts)]
    return []


@dataclass
class _Reader:
    """Reads cells one by one and keeps what is wrong; a stand-in takes the place of what is."""

    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)

    def rows(self, sheets: Sequence[Sheet], wanted: Layout) -> tuple[Record, ...]:
        found, problems = records(sheets, wanted)
        self.problems += problems
        return found

    # --- the sheets ----------------------------------------------------------------------

    def units(self, rows: Sequence[Record]) -> tuple[PlannedUnit, ...]:
        return tuple(
            PlannedUnit(
                self.code(row, "kode"),
                self.text(row, "nama", 200),
                self.text(row, "jenis", CODE).casefold(),
                self.whole(row, "urutan", number, 100_000),
                at=row.place,
            )
            for number, row in enumerate(rows, start=1)
        )

    def goals(self, rows: Sequence[Record]) -> tuple[PlannedGoal, ...]:
        levels = {level: level for level in layout.GOAL_LEVELS}
        return tuple(
            PlannedGoal(
                self.code(row, "kode"),
                self.text(row, "sasaran", NAME),
                self.choice(row, "tingkat", levels, "sasaran", optional=True),
                self.code(row, "induk", optional=True),
                self.weight(row),
                at=row.place,
            )
            for row in rows
        )

    def indicators(self, rows: Sequence[Record]) -> tuple[PlannedIndicator, ...]:
        return tuple(self.indicator(row) for row in rows)

    def indicator(self, row: Record) -> PlannedIndicator:
        counting = self.counting(row)
        levels = {level: level for level in layout.INDICATOR_LEVELS}
        return PlannedIndicator(
            self.code(row, "kode"),
            self.code(row, "kode sasaran"),
            self.text(row, "indikator", NAME),
            self.text(row, "satuan", SHORT),
            self.whole(row, "desimal", 2, MOST_DECIMALS),
            self.choice(row, "polaritas", layout.POLARITIES, Polarity.POSITIVE),
            self.choice(row, "rumus", layout.FORMULAS, None, optional=True),
            counting,
            self.periods(row),
            numerator_text=self.text(row, "pembilang", 300, optional=True),
            denominator_text=self.text(row, "penyebut", 300, optional=True),
            definition=self.text(row, "definisi operasional", TEXT, optional=True),
            data_source=self.text(row, "sumber data", 300, optional=True),
            in_charge=self.text(row, "penanggung jawab", 200, optional=True),
            evidence_needed=self.choice(
                row, "bukti wajib", layout.YES_OR_NO, stand_in=False, optional=True
            ),
            level=self.choice(row, "tingkat", levels, "sasaran", optional=True),
            parent_code=self.code(row, "induk", optional=True),
            printed=self.text(row, "tercetak", CODE, optional=True),
            grades=self.grades(row) if counting.kind is Kind.GRADE else (),
            weight=self.weight(row),
            node_code=self.code(row, "kode anggaran", optional=True),
            formula_text=self.text(row, "rumus dalam kata", TEXT, optional=True),
            baseline=self.text(row, "kondisi awal", SHORT, optional=True),
            frequency=self.text(row, "frekuensi", SHORT, optional=True),
            at=row.place,
        )

    def counting(self, row: Record) -> Counting:
        return Counting(
            self.choice(row, "jenis nilai", layout.KINDS, Kind.COUNT),
            self.choice(row, "dasar isian", layout.BASES, EntryBasis.IN_PERIOD),
            self.choice(row, "aturan periode", layout.PERIOD_RULES, PeriodRule.LAST),
            self.choice(row, "aturan unit", layout.UNIT_RULES, UnitRule.OWNER),
            self.whole(row, "faktor", 1, max(FACTORS)),
        )

    def periods(self, row: Record) -> tuple[Period, ...]:
        names = {folded(name): period for name, period in layout.PERIODS.items()}
        wanted = [folded(name) for name in re.split("[,;]", row.text("diukur pada"))]
        known = {names[name] for name in wanted if name in names}
        allowed = ", ".join(layout.PERIODS)
        for name in wanted:
            if name not in names:
                code = "choice_unknown" if name else "cell_empty"
                self.note(row, "diukur pada", code, found=_short(name), allowed=allowed)
        return tuple(period for period in Period if period in known)

    def grades(self, row: Record) -> tuple[str, ...]:
        text = self.text(row, "skala", 300, optional=True)
        if not text:
            return AKIP_GRADES
        names = [name.strip() for name in text.split(layout.GRADES_ABOVE)]
        if "" in names or len({name.casefold() for name in names}) != len(names):
            self.note(row, "skala", "grades_unreadable", found=_short(text))
            return AKIP_GRADES
        return tuple(reversed(names))

    def targets(
        self, rows: Sequence[Record], indicators: Sequence[PlannedIndicator]
    ) -> tuple[PlannedTarget, ...]:
        graded = {row.code: row.grades for row in indicators if row.counting.kind is Kind.GRADE}
        found: list[PlannedTarget] = []
        for row in rows:
            code = self.code(row, "kode indikator")
            for period, column in PERIOD_COLUMNS.items():
                target = self.target(row, column, graded.get(code))
                if target is not None:
                    found.append(PlannedTarget(code, period, target, at=row.place))
            renja = self.target(row, "renja", graded.get(code))
            if renja is not None:
                found.append(PlannedTarget(code, Period.YEAR, renja, Stage.RENJA, at=row.place))
        return tuple(found)

    def unit_targets(
        self,
        rows: Sequence[Record],
        units: Sequence[PlannedUnit],
        indicators: Sequence[PlannedIndicator],
    ) -> tuple[PlannedUnitTarget, ...]:
        graded = {row.code: row.grades for row in indicators if row.counting.kind is Kind.GRADE}
        of_kind = _codes_of_kind(units)
        found: list[PlannedUnitTarget] = []
        for row in rows:
            code = self.code(row, "kode indikator")
            unit_codes = self.unit_codes(row, of_kind)
            for period, column in PERIOD_COLUMNS.items():
                target = self.target(row, column, graded.get(code))
                if target is not None:
                    found += [
                        PlannedUnitTarget(code, unit_code, period, target, at=row.place)
                        for unit_code in unit_codes
                    ]
        return tuple(found)

    def links(self, rows: Sequence[Record]) -> tuple[PlannedLink, ...]:
        return tuple(
            PlannedLink(
                self.code(row, "dari"),
                self.code(row, "ke", optional=True),
                self.text(row, "perangkat daerah lain", 200, optional=True),
                self.text(row, "uraian", NAME),
                at=row.place,
            )
            for row in rows
        )

    def assignments(
        self, rows: Sequence[Record], units: Sequence[PlannedUnit]
    ) -> tuple[Assignment, ...]:
        of_kind = _codes_of_kind(units)
        found: list[Assignment] = []
        for row in rows:
            code = self.code(row, "kode indikator")
            unit_codes = self.unit_codes(row, of_kind)
            found += [Assignment(code, unit_code, at=row.place) for unit_code in unit_codes]
        return tuple(found)

    def unit_codes(self, row: Record, of_kind: Mapping[str, Sequence[str]]) -> Sequence[str]:
        first, _, kind = folded(row.text("kode unit")).partition(" ")
        if first != layout.ALL_UNITS_OF:
            return (self.code(row, "kode unit"),)
        if kind not in of_kind:
            self.note(row, "kode unit", "unit_kind_unknown", found=_short(kind))
        return of_kind.get(kind, ())

    def budget(self, rows: Sequence[Record]) -> tuple[PlannedBudget, ...]:
        levels = {level: level for level in layout.BUDGET_LEVELS}
        return tuple(
            PlannedBudget(
                self.code(row, "kode"),
                self.text(row, "uraian", NAME),
                self.choice(row, "tingkat", levels, "program"),
                self.code(row, "induk", optional=True),
                self.code(row, "kode sasaran", optional=True),
                self.amount(row, "pagu"),
                self.code(row, "kode unit"),
                at=row.place,
            )
            for row in rows
        )

    # --- the cells -----------------------------------------------------------------------

    def note(self, row: Record, column: str, code: str, **facts: str | int | None) -> None:
        self.problems.append(row.problem(column, code, **facts))

    def text(self, row: Record, column: str, most: int, *, optional: bool = False) -> str:
        text = row.text(column)
        if not text and not optional:
            self.note(row, column, "cell_empty")
        if len(text) > most:
            self.note(row, column, "text_too_long", most=most, count=len(text))
        return text[:most]

    def code(self, row: Record, column: str, *, optional: bool = False) -> str:
        text = self.text(row, column, CODE, optional=optional)
        if text and not _CODE.fullmatch(text):
            self.note(row, column, "code_unreadable", found=_short(text))
        return text

    def choice(
        self,
        row: Record,
        column: str,
        allowed: Mapping[str, T],
        stand_in: T,
        *,
        optional: bool = False,
    ) -> T:
        found = folded(row.text(column))
        if found in allowed:
            return allowed[found]
        if found:
            words = ", ".join(allowed)
            self.note(row, column, "choice_unknown", found=_short(found), allowed=words)
        elif not optional:
            self.note(row, column, "cell_empty")
        return stand_in

    def whole(self, row: Record, column: str, default: int, most: int) -> int:
        """A whole number from 0 to `most`, as in 100.000; `default` where the cell is empty."""
        text = row.text(column).replace(".", "")
        if not text:
            return default
        if not re.fullmatch(r"[0-9]{1,9}", text, re.ASCII) or int(text) > most:
            self.note(row, column, "not_a_whole_number", found=_short(text), most=most)
            return default
        return int(text)

    def target(self, row: Record, column: str, grades: tuple[str, ...] | None) -> Target | None:
        text = row.text(column)
        if grades is None or text in ("", "-"):
            return self.figure(row, column)
        place = grade_place(text, grades)
        if place is None:
            allowed = f" {layout.GRADES_ABOVE} ".join(reversed(grades))
            self.note(row, column, "grade_unknown", found=_short(text), allowed=allowed)
            return None
        return Point(place)

    def weight(self, row: Record) -> Decimal:
        """A weight above 0; 1 where the cell is empty."""
        text = row.text("bobot")
        if not text:
            return Decimal(1)
        found = self.figure(row, "bobot")
        weight = found.value if isinstance(found, Point) else None
        if weight is None:
            if isinstance(found, Range):
                self.note(row, "bobot", "range_not_allowed", found=_short(text))
            return Decimal(1)
        if not 0 < weight < MOST_WEIGHT or weight != round(weight, WEIGHT_DECIMALS):
            self.note(row, "bobot", "weight_unfit", found=_short(text))
            return Decimal(1)
        return weight

    def amount(self, row: Record, column: str) -> Decimal:
        if row.text(column) in ("", "-"):
            self.note(row, column, "cell_empty")
        found = self.figure(row, column)
        if isinstance(found, Range):
            self.note(row, column, "range_not_allowed", found=_short(row.text(column)))
        return found.value if isinstance(found, Point) else Decimal(0)

    def figure(self, row: Record, column: str) -> Target | None:
        """A number or a range in Indonesian notation; None where it is blank or unreadable."""
        text = row.text(column)
        if _ISO_DATE.match(text):
            self.note(row, column, "date_not_number", typed=_short(text))
            return None
        match read_target(text):
            case NotMeasured():
                return None
            case Unreadable(code=code):
                self.note(row, column, f"figure_{code.value}", typed=_short(text))
            case Ambiguous(candidates=candidates):
                a, b = (written_exact(candidate) for candidate in candidates)
                self.note(row, column, "figure_ambiguous", typed=_short(text), a=a, b=b)
            case TargetRead(target, assumed):
                if assumed:
                    self.notes.append(
                        row.problem(
                            column,
                            "number_assumed",
                            typed=_short(text),
                            read=written_target(target),
                        )
                    )
                return self.stored(row, column, target)
        return None

    def stored(self, row: Record, column: str, target: Target) -> Target | None:
        """The target, if the tables can hold it without loss."""
        values = (target.value,) if isinstance(target, Point) else (target.low, target.high)
        if any(value != round(value, MOST_DECIMALS) for value in values):
            self.note(row, column, "figure_too_many_decimals", typed=_short(row.text(column)))
        elif any(abs(value) >= 10**MOST_WHOLE_DIGITS for value in values):
            self.note(row, column, "figure_too_long", typed=_short(row.text(column)))
        else:
            return target
        return None


def _codes_of_kind(units: Sequence[PlannedUnit]) -> dict[str, list[str]]:
    """The codes of the units by the word after "semua"."""
    of_kind: dict[str, list[str]] = {"unit": [unit.code for unit in units]}
    for unit in units:
        if unit.kind != "unit":
            of_kind.setdefault(unit.kind, []).append(unit.code)
    return of_kind


def _short(text: str) -> str:
    return text if len(text) <= SHORT else f"{text[:SHORT]}…"
