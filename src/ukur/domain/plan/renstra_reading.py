"""From the texts of a Renstra workbook to a Renstra, or to all that is wrong with it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ukur.domain.figures.indicator import Kind, Polarity
from ukur.domain.figures.showing import Look
from ukur.domain.plan import layout
from ukur.domain.plan.cells import NAME, SHORT, CellReader, bounded, year_problems
from ukur.domain.plan.checks import codes_twice, goal_problems
from ukur.domain.plan.draft import PlannedGoal
from ukur.domain.plan.renstra import RenstraDraft, RenstraIndicator, RenstraTarget
from ukur.domain.refusals import NotValid, Problem
from ukur.domain.sheets import Record, Sheet, folded


def read_renstra(sheets: Sequence[Sheet], first_year: int) -> RenstraDraft:
    """The Renstra that begins in `first_year`, as a workbook holds it.

    Raises:
        NotValid: cells cannot be read or rows do not fit together; all problems at once.
    """
    draft, problems = read_renstra_with_problems(sheets, first_year)
    if problems:
        raise NotValid(problems)
    return draft


def read_renstra_with_problems(
    sheets: Sequence[Sheet], first_year: int
) -> tuple[RenstraDraft, tuple[Problem, ...]]:
    """As much of the Renstra as can be read, and all that is wrong with it."""
    numbered = [_numbered(sheet, first_year) for sheet in sheets]
    reader = _Reader(first_year=first_year)
    reader.problems += year_problems(sheets, layout.FIRST_YEAR_LABEL, first_year)
    goals = reader.goals(reader.rows(numbered, layout.GOALS))
    indicators = reader.indicators(reader.rows(numbered, layout.RENSTRA_INDICATORS))
    targets = reader.targets(reader.rows(numbered, layout.RENSTRA_TARGETS), indicators)
    draft = RenstraDraft(
        first_year,
        max((target.year for target in targets), default=first_year),
        goals,
        indicators,
        targets,
        tuple(reader.notes),
    )
    told = {problem.where for problem in reader.problems}
    follow = [problem for problem in _check(draft) if problem.where not in told]
    return draft, bounded([*reader.problems, *follow])


def _numbered(sheet: Sheet, first_year: int) -> Sheet:
    """The sheet with its years counted: 2026 above a column reads "tahun 2" when 2025 is first."""
    if folded(sheet.name) != folded(layout.RENSTRA_TARGETS.sheet):
        return sheet
    names = {str(first_year + at): name for at, name in enumerate(layout.RENSTRA_YEARS)}
    rows = (
        tuple(names.get(folded(text), text) for text in row)
        if any(folded(text) == "kode indikator" for text in row)
        else row
        for row in sheet.rows
    )
    return replace(sheet, rows=tuple(rows))


@dataclass
class _Reader(CellReader):
    first_year: int = 0

    def goals(self, rows: Sequence[Record]) -> tuple[PlannedGoal, ...]:
        return tuple(self.goal(row) for row in rows)

    def indicators(self, rows: Sequence[Record]) -> tuple[RenstraIndicator, ...]:
        return tuple(self.indicator(row) for row in rows)

    def indicator(self, row: Record) -> RenstraIndicator:
        kind = self.choice(row, "jenis nilai", layout.KINDS, Kind.INDEX, optional=True)
        return RenstraIndicator(
            self.code(row, "kode"),
            self.code(row, "kode sasaran"),
            self.text(row, "indikator", NAME),
            self.text(row, "satuan", SHORT),
            self.choice(row, "polaritas", layout.POLARITIES, Polarity.POSITIVE),
            self.text(row, "kondisi awal", SHORT, optional=True),
            kind,
            self.grades(row) if kind is Kind.GRADE else (),
            at=row.place,
        )

    def targets(
        self, rows: Sequence[Record], indicators: Sequence[RenstraIndicator]
    ) -> tuple[RenstraTarget, ...]:
        of = {row.code: row for row in indicators}
        found: list[RenstraTarget] = []
        for row in rows:
            code = self.code(row, "kode indikator")
            for year, column in enumerate(layout.RENSTRA_YEARS, start=self.first_year):
                known = of.get(code)
                look = Look(known.kind, year, grades=known.grades) if known else None
                target = self.target(row, column, look)
                if target is not None:
                    found.append(RenstraTarget(code, year, target, at=row.place))
        return tuple(found)


def _check(draft: RenstraDraft) -> Iterator[Problem]:
    """What does not fit together, in the order of the sheets."""
    yield from codes_twice(draft.goals)
    yield from codes_twice(draft.indicators)
    for sheet, rows in (("Sasaran", draft.goals), ("Indikator", draft.indicators)):
        if not rows:
            yield Problem(sheet, "sheet_empty", {"sheet": sheet})
    yield from goal_problems(draft.goals)
    goals = {goal.code for goal in draft.goals}
    for row in draft.indicators:
        if row.goal_code not in goals:
            yield row.problem("kode sasaran", "goal_unknown", found=row.goal_code)
    yield from _targets(draft)


def _targets(draft: RenstraDraft) -> Iterator[Problem]:
    indicators = {row.code for row in draft.indicators}
    first: dict[tuple[str, int], RenstraTarget] = {}
    for target in draft.targets:
        column = layout.RENSTRA_YEARS[target.year - draft.first_year]
        earlier = first.setdefault((target.code, target.year), target)
        if target.code not in indicators:
            yield target.problem("kode indikator", "indicator_unknown", found=target.code)
        elif earlier is not target:
            facts = {"found": target.code, "first": earlier.at.of(column)}
            yield target.problem(column, "target_given_twice", **facts)
    given = {target.code for target in draft.targets}
    for row in draft.indicators:
        if row.code not in given:
            yield row.problem("kode", "renstra_target_missing", indicator=row.code)
