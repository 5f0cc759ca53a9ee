"""Quarters against the year, by what an entry covers and how periods become one."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from ukur.domain.figures.indicator import (
    EntryBasis,
    Kind,
    PeriodRule,
    Polarity,
    Range,
    Target,
    UnitRule,
)
from ukur.domain.figures.notation import half_up, written_exact
from ukur.domain.periods import QUARTERS, Period
from ukur.domain.plan.draft import (
    PERIOD_COLUMNS,
    PlanDraft,
    PlannedIndicator,
    PlannedTarget,
    PlannedUnitTarget,
    Stage,
)
from ukur.domain.plan.findings.finding import Finding, FindingCode, Group, Notebook
from ukur.domain.plan.findings.words import says_percent

SEMESTERS = (Period.SEM1, Period.SEM2)
COUNTED = (Kind.COUNT, Kind.RATIO, Kind.INDEX, Kind.GRADE)
"""Kinds whose targets are amounts; a date or a yes is not added, nor far from another."""
PERCENT = 100
MANY_QUARTERS = 3

Ends = tuple[Decimal, Decimal]
"""A target as its lower and upper end; the same for a point."""

_TARGETS = Notebook(Group.TARGETS, "Target")
_UNIT_TARGETS = Notebook(Group.TARGETS, "Target Unit")
_INDICATORS = Notebook(Group.TARGETS, "Indikator")


def ends(target: Target) -> Ends:
    if isinstance(target, Range):
        return target.low, target.high
    return target.value, target.value


@dataclass(frozen=True)
class Line:
    """An indicator with its agreed targets, and the year's of the work plan."""

    indicator: PlannedIndicator
    targets: Mapping[Period, PlannedTarget]
    renja: PlannedTarget | None = None

    @property
    def year(self) -> PlannedTarget | None:
        return self.targets.get(Period.YEAR)

    def given(self, periods: Sequence[Period]) -> list[PlannedTarget]:
        return [self.targets[period] for period in periods if period in self.targets]

    def series(self) -> Iterator[list[PlannedTarget]]:
        """The quarters, and the semesters, that stand against the year: none missing."""
        for periods in (QUARTERS, SEMESTERS):
            found = self.given(periods)
            if found and all(period in self.targets for period in self.due(periods)):
                yield found

    def due(self, periods: Sequence[Period]) -> list[Period]:
        return [period for period in periods if period in self.indicator.due]

    def said(self, target: Target | Ends) -> str:
        """A target as the workbook writes it."""
        low, high = target if isinstance(target, tuple) else ends(target)
        texts = [self._value(value) for value in ((low,) if low == high else (low, high))]
        return " – ".join(texts)

    def _value(self, value: Decimal) -> str:
        grades = self.indicator.grades
        is_graded = self.indicator.counting.kind is Kind.GRADE and 1 <= value <= len(grades)
        return grades[int(value) - 1] if is_graded else written_exact(value)

    def note(
        self, target: PlannedTarget, code: FindingCode, /, **facts: str | int | None
    ) -> Finding:
        facts = {"indicator": self.indicator.code, "period": target.period.value, **facts}
        return _TARGETS.about(target, PERIOD_COLUMNS[target.period], code, **facts)


def lines(draft: PlanDraft) -> list[Line]:
    """The indicators of a plan in their order, each with its targets."""
    agreed: dict[str, dict[Period, PlannedTarget]] = {}
    renja: dict[str, PlannedTarget] = {}
    for target in draft.targets:
        if target.stage is Stage.AGREED:
            agreed.setdefault(target.code, {})[target.period] = target
        elif target.period is Period.YEAR:
            renja[target.code] = target
    return [Line(row, agreed.get(row.code, {}), renja.get(row.code)) for row in draft.indicators]


def target_findings(draft: PlanDraft) -> Iterator[Finding]:
    """What wants a look in the targets of a plan, indicator by indicator."""
    of_units: dict[str, list[PlannedUnitTarget]] = {}
    for row in draft.unit_targets:
        of_units.setdefault(row.code, []).append(row)
    counts = Counter(row.code for row in draft.assignments)
    for line in lines(draft):
        yield from _when_measured(line)
        yield from _values(line)
        if line.indicator.counting.kind in COUNTED:
            yield from _against_year(line)
            yield from _course(line)
            yield from _stages(line)
            code = line.indicator.code
            yield from _units(line, of_units.get(code, []), counts[code])


# --- when it is measured -------------------------------------------------------------------


def _when_measured(line: Line) -> Iterator[Finding]:
    for period, target in line.targets.items():
        if period not in line.indicator.due:
            yield line.note(target, FindingCode.TARGET_NOT_DUE, target=line.said(target.target))
    due = line.due(QUARTERS)
    places = [QUARTERS.index(period) for period in due]
    has_hole = len(places) > 1 and places[-1] - places[0] >= len(places)
    is_usual = len(places) < MANY_QUARTERS and places != [0, 3]
    if has_hole and not is_usual:
        missing = [q for q in QUARTERS[places[0] : places[-1]] if q not in due]
        yield _INDICATORS.about(
            line.indicator, "diukur pada", FindingCode.DUE_WITH_HOLE, period=missing[0].value
        )


# --- against the year ----------------------------------------------------------------------


def _against_year(line: Line) -> Iterator[Finding]:
    year = line.year
    if year is None:
        return
    for series in line.series():
        if any(isinstance(row.target, Range) != isinstance(year.target, Range) for row in series):
            yield line.note(year, FindingCode.RANGE_MIXED)
            continue
        found = _differs(line, series, ends(year.target))
        if found is not None:
            code, facts = found
            yield line.note(year, code, year=line.said(year.target), **facts)


Differs = tuple[FindingCode, dict[str, str | int | None]]


def _differs(line: Line, series: Sequence[PlannedTarget], year: Ends) -> Differs | None:
    """What is wrong between the periods and the year, by the rule over periods."""
    counting = line.indicator.counting
    each = [ends(row.target) for row in series]
    match counting.periods:
        case PeriodRule.SUM if counting.kind is Kind.RATIO:
            # Numerators and denominators are added, so the year lies between its periods.
            lowest, highest = min(low for low, _ in each), max(high for _, high in each)
            is_inside = lowest <= year[0] and year[1] <= highest
            facts = {"found": line.said((lowest, highest))}
            return None if is_inside else (FindingCode.YEAR_OUTSIDE, {**facts})
        case PeriodRule.SUM:
            return _sum_differs(line, each, year)
        case PeriodRule.LAST:
            return _last_differs(line, series, year)
        case PeriodRule.MEAN:
            decimals = line.indicator.decimals
            mean = tuple(half_up(Fraction(total) / len(each), decimals) for total in _sums(each))
            wanted = tuple(half_up(end, decimals) for end in year)
            facts = {"found": line.said((mean[0], mean[1]))}
            return None if mean == wanted else (FindingCode.MEAN_DIFFERS, {**facts})
        case PeriodRule.MAXIMUM:
            highest_ends = (max(low for low, _ in each), max(high for _, high in each))
            facts = {"found": line.said(highest_ends)}
            return None if highest_ends == year else (FindingCode.MAXIMUM_DIFFERS, {**facts})


def _sums(each: Sequence[Ends]) -> Ends:
    return sum((low for low, _ in each), Decimal(0)), sum((high for _, high in each), Decimal(0))


def _sum_differs(line: Line, each: Sequence[Ends], year: Ends) -> Differs | None:
    total = _sums(each)
    if total == year:
        return None
    if all(one == year for one in each):
        code = FindingCode.QUARTERS_EQUAL_YEAR
    elif each[-1] == year and all(a <= b for a, b in pairwise(each)):
        code = FindingCode.LOOKS_TO_DATE
    else:
        code = FindingCode.SUM_DIFFERS
    return code, {"found": line.said(total)}


def _last_differs(line: Line, series: Sequence[PlannedTarget], year: Ends) -> Differs | None:
    last = series[-1]
    each = [ends(row.target) for row in series]
    if each[-1] == year:
        return None
    is_added = len(each) > 1 and _sums(each) == year
    is_graded = line.indicator.counting.kind is Kind.GRADE
    if is_added and not is_graded:
        return FindingCode.LOOKS_IN_PERIOD, {}
    return FindingCode.LAST_DIFFERS, {"last": last.period.value, "found": line.said(last.target)}


# --- the way to the year -------------------------------------------------------------------


def _course(line: Line) -> Iterator[Finding]:
    """Targets that fall where they cannot, or become worse from period to period."""
    counting = line.indicator.counting
    is_to_date = counting.basis is EntryBasis.TO_DATE
    for series in line.series():
        falling = [b for a, b in pairwise(series) if ends(b.target) < ends(a.target)]
        rising = [b for a, b in pairwise(series) if ends(b.target) > ends(a.target)]
        if is_to_date and counting.kind is Kind.COUNT:
            if falling:
                yield line.note(falling[0], FindingCode.QUARTERS_FALL)
        elif counting.periods is PeriodRule.LAST:
            polarity = line.indicator.polarity
            worse = {Polarity.POSITIVE: falling, Polarity.NEGATIVE: [] if is_to_date else rising}
            if worse.get(polarity):
                yield line.note(worse[polarity][0], FindingCode.AGAINST_POLARITY)


def _stages(line: Line) -> Iterator[Finding]:
    """The agreement against the work plan of the year."""
    if line.renja and line.year and line.renja.target != line.year.target:
        yield line.note(
            line.year,
            FindingCode.RENJA_DIFFERS,
            found=line.said(line.year.target),
            expected=line.said(line.renja.target),
        )


# --- what a target can be ------------------------------------------------------------------


def _values(line: Line) -> Iterator[Finding]:
    indicator, counting = line.indicator, line.indicator.counting
    is_percent = says_percent(indicator.unit_text)
    is_summed = PeriodRule.SUM is counting.periods or UnitRule.SUM is counting.units
    if is_percent and is_summed and counting.kind is not Kind.RATIO:
        yield _INDICATORS.about(indicator, "aturan periode", FindingCode.PERCENT_SUMMED)
    whole = counting.factor if counting.kind is Kind.RATIO else PERCENT if is_percent else None
    highest = max((ends(row.target)[1] for row in line.targets.values()), default=Decimal(0))
    is_higher_better = indicator.polarity is Polarity.POSITIVE
    if is_percent and is_higher_better and 0 < highest <= 1:
        target = next(iter(line.targets.values()))
        yield line.note(target, FindingCode.PERCENT_AS_FRACTION, found=line.said(target.target))
    for target in line.targets.values():
        low, high = ends(target.target)
        if whole is not None and high > whole:
            yield line.note(
                target,
                FindingCode.ABOVE_WHOLE,
                found=line.said(target.target),
                most=written_exact(Decimal(whole)),
            )
        if low == 0 and is_higher_better and counting.kind in COUNTED:
            yield line.note(target, FindingCode.TARGET_ZERO)
        if any(end != half_up(end, indicator.decimals) for end in (low, high)):
            yield line.note(
                target,
                FindingCode.FINER_THAN_SHOWN,
                found=line.said(target.target),
                decimals=indicator.decimals,
            )


# --- the units -----------------------------------------------------------------------------


def _units(line: Line, rows: Sequence[PlannedUnitTarget], assigned: int) -> Iterator[Finding]:
    """What the units have to reach against what the agency has to, where each has a target."""
    of_period: dict[Period, list[PlannedUnitTarget]] = {}
    for row in rows:
        of_period.setdefault(row.period, []).append(row)
    for period, given in of_period.items():
        agency = line.targets.get(period)
        if agency is None or len(given) < assigned:
            continue
        each = [ends(row.target) for row in given]
        if line.indicator.counting.units is UnitRule.SUM:
            found = _sums(each)
            fits = found == ends(agency.target)
        else:
            # Whatever weighs the units, the agency lies between the lowest and the highest.
            found = (min(low for low, _ in each), max(high for _, high in each))
            fits = found[0] <= ends(agency.target)[0] and ends(agency.target)[1] <= found[1]
        if not fits:
            yield _UNIT_TARGETS.about(
                given[0],
                PERIOD_COLUMNS[period],
                FindingCode.UNIT_TARGETS_DIFFER,
                indicator=line.indicator.code,
                period=period.value,
                found=line.said(found),
                expected=line.said(agency.target),
            )
