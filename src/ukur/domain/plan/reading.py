"""From the texts of a plan workbook to a plan, or to all that is wrong with it, cell by cell."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ukur.domain.figures.indicator import (
    FACTORS,
    Counting,
    EntryBasis,
    Kind,
    PeriodRule,
    Polarity,
    UnitRule,
)
from ukur.domain.figures.showing import Look
from ukur.domain.periods import Period
from ukur.domain.plan import layout
from ukur.domain.plan.cells import (
    CODE,
    MOST_DECIMALS,
    NAME,
    SHORT,
    TEXT,
    CellReader,
    bounded,
    short,
    year_problems,
)
from ukur.domain.plan.checks import check
from ukur.domain.plan.draft import (
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
from ukur.domain.refusals import NotValid, Problem
from ukur.domain.sheets import Record, Sheet, folded

NO_ANSWERS: Mapping[str, str] = {}


def read_plan(
    sheets: Sequence[Sheet], year: int, answers: Mapping[str, str] = NO_ANSWERS
) -> PlanDraft:
    """The plan for `year` that a workbook holds.

    `answers` say what unclear cells mean, by their place: one of `sheets.Question.choices`.

    Raises:
        NotValid: cells cannot be read or rows do not fit together; all problems at once.
    """
    draft, problems = read_with_problems(sheets, year, answers)
    if problems:
        raise NotValid(problems)
    return draft


def read_with_problems(
    sheets: Sequence[Sheet], year: int, answers: Mapping[str, str] = NO_ANSWERS
) -> tuple[PlanDraft, tuple[Problem, ...]]:
    """As much of the plan as can be read, and all that is wrong with it."""
    reader = _Reader(year=year, answers=answers)
    reader.problems += year_problems(sheets, layout.YEAR_LABEL, year)
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
        questions=tuple(reader.questions),
    )
    found = [problem for problem in check(draft) if not reader.follows(problem)]
    return draft, bounded(reader.problems + _not_told_yet(found, reader.problems))


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


@dataclass
class _Reader(CellReader):
    """Reads the sheets of a plan; each row that can be read at all becomes a row of the draft."""

    year: int = 0
    unread: set[tuple[str, str]] = field(default_factory=set)
    """The targets that are written but cannot be read: not missing."""

    def follows(self, problem: Problem) -> bool:
        """Whether a target is only missing because its cell could not be read."""
        told = (problem.facts.get("indicator"), problem.facts.get("period"))
        return problem.code == "target_missing" and told in self.unread

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
        return tuple(self.goal(row) for row in rows)

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
                self.note(row, "diukur pada", code, found=short(name), allowed=allowed)
        return tuple(period for period in Period if period in known)

    def looks(self, indicators: Sequence[PlannedIndicator]) -> dict[str, Look]:
        """How the targets of each indicator are written, by its code."""
        return {
            row.code: Look(row.counting.kind, self.year, row.decimals, row.grades)
            for row in indicators
        }

    def targets(
        self, rows: Sequence[Record], indicators: Sequence[PlannedIndicator]
    ) -> tuple[PlannedTarget, ...]:
        looks = self.looks(indicators)
        found: list[PlannedTarget] = []
        for row in rows:
            code = self.code(row, "kode indikator")
            for period, column in PERIOD_COLUMNS.items():
                target = self.target(row, column, looks.get(code))
                if target is not None:
                    found.append(PlannedTarget(code, period, target, at=row.place))
                elif row.text(column) not in ("", "-"):
                    self.unread.add((code, period.value))
            renja = self.target(row, "renja", looks.get(code))
            if renja is not None:
                found.append(PlannedTarget(code, Period.YEAR, renja, Stage.RENJA, at=row.place))
        return tuple(found)

    def unit_targets(
        self,
        rows: Sequence[Record],
        units: Sequence[PlannedUnit],
        indicators: Sequence[PlannedIndicator],
    ) -> tuple[PlannedUnitTarget, ...]:
        looks = self.looks(indicators)
        of_kind = _codes_of_kind(units)
        found: list[PlannedUnitTarget] = []
        for row in rows:
            code = self.code(row, "kode indikator")
            unit_codes = self.unit_codes(row, of_kind)
            look = looks.get(code)
            for period, column in PERIOD_COLUMNS.items():
                if not row.text(column):
                    continue
                target = self.target(row, column, look)
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
            self.note(row, "kode unit", "unit_kind_unknown", found=short(kind))
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


def _codes_of_kind(units: Sequence[PlannedUnit]) -> dict[str, list[str]]:
    """The codes of the units by the word after "semua"."""
    of_kind: dict[str, list[str]] = {"unit": [unit.code for unit in units]}
    for unit in units:
        if unit.kind != "unit":
            of_kind.setdefault(unit.kind, []).append(unit.code)
    return of_kind
