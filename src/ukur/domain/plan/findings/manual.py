"""Indicators: what their manual lacks, and whether they are SMART."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from ukur.domain.figures.indicator import Kind, Point, Polarity
from ukur.domain.figures.notation import Number, read
from ukur.domain.periods import Period
from ukur.domain.plan.draft import PlanDraft, PlannedIndicator
from ukur.domain.plan.findings import words
from ukur.domain.plan.findings.finding import Finding, FindingCode, Group, Notebook
from ukur.domain.plan.findings.targets import COUNTED, Line, lines
from ukur.domain.sheets import folded

OUTCOME_LEVELS = ("tujuan", "sasaran")
FAR = 3
"""A target that is three times the state at the start, or a third of it, wants a look."""

YearTargets = Mapping[str, Decimal]
"""The targets of the year before, by the name of the indicator as `folded` gives it."""

_MANUAL = Notebook(Group.MANUAL, "Indikator")
_SMART = Notebook(Group.SMART, "Indikator")
_TARGETS = Notebook(Group.SMART, "Target")


def manual_findings(draft: PlanDraft) -> Iterator[Finding]:
    """Definition, formula, source and who is in charge, of every indicator."""
    rows = draft.indicators
    for column, code, lacking in (
        ("definisi operasional", FindingCode.DEFINITION_MISSING, _is_undefined),
        ("rumus dalam kata", FindingCode.FORMULA_UNTOLD, _is_formula_untold),
        ("sumber data", FindingCode.SOURCE_MISSING, _is_without_source),
        ("penanggung jawab", FindingCode.IN_CHARGE_MISSING, _is_without_owner),
    ):
        yield from _MANUAL.each_or_all(rows, lacking, column, (code, FindingCode.MANUALS_MISSING))
    for row in rows:
        if row.definition and folded(row.definition) == folded(row.name):
            yield _MANUAL.about(row, "definisi operasional", FindingCode.DEFINITION_REPEATS)


def _is_undefined(row: PlannedIndicator) -> bool:
    return not row.definition


def _is_formula_untold(row: PlannedIndicator) -> bool:
    """A ratio tells its formula by its two parts; a count needs none."""
    needs_words = row.counting.kind is Kind.INDEX
    return needs_words and not row.formula_text


def _is_without_source(row: PlannedIndicator) -> bool:
    return not row.data_source


def _is_without_owner(row: PlannedIndicator) -> bool:
    return not row.in_charge


def smart_findings(draft: PlanDraft, last_year: YearTargets) -> Iterator[Finding]:
    """Specific, measurable, achievable and time-bound; relevant is the tree's matter."""
    yield from _names_twice(draft)
    for line in lines(draft):
        yield from _specific(line.indicator)
        yield from _measurable(line.indicator)
        if line.indicator.counting.kind in COUNTED:
            yield from _achievable(line, last_year)
        if Period.YEAR not in line.indicator.due:
            yield _SMART.about(line.indicator, "diukur pada", FindingCode.YEAR_MISSING)


def _names_twice(draft: PlanDraft) -> Iterator[Finding]:
    first: dict[str, PlannedIndicator] = {}
    for row in draft.indicators:
        earlier = first.setdefault(folded(row.name), row)
        if earlier is not row:
            yield _SMART.about(row, "indikator", FindingCode.NAME_TWICE, first=earlier.code)


def _specific(row: PlannedIndicator) -> Iterator[Finding]:
    column = "indikator"
    is_defined = bool(row.definition) and folded(row.definition) != folded(row.name)
    if words.is_numbered(row.name):
        yield _SMART.about(row, column, FindingCode.NAME_NUMBERED)
    elif words.is_compound(row.name):
        yield _SMART.about(row, column, FindingCode.NAME_COMPOUND)
    if words.is_goal(row.name):
        yield _SMART.about(row, column, FindingCode.NAME_IS_GOAL)
    elif " " not in row.name.strip():
        yield _SMART.about(row, column, FindingCode.NAME_SHORT, found=row.name)
    vague = words.vague_word(row.name)
    if vague and not is_defined:
        yield _SMART.about(row, column, FindingCode.NAME_VAGUE, found=vague)


def _measurable(row: PlannedIndicator) -> Iterator[Finding]:
    unit = words.plain_unit(row.unit_text)
    if folded(row.unit_text) in words.EMPTY_UNITS:
        yield _SMART.about(row, "satuan", FindingCode.UNIT_SAYS_NOTHING, found=row.unit_text)
    if row.level in OUTCOME_LEVELS and unit in words.OUTPUT_UNITS:
        yield _SMART.about(
            row, "satuan", FindingCode.OUTPUT_AS_OUTCOME, found=row.unit_text, level=row.level
        )
    if words.says_percent(row.unit_text) and row.counting.kind in (Kind.COUNT, Kind.INDEX):
        yield _SMART.about(row, "jenis nilai", FindingCode.PERCENT_NOT_RATIO)


def _achievable(line: Line, last_year: YearTargets) -> Iterator[Finding]:
    """The year's target against the state at the start, or else the target of the year before."""
    year = line.year
    before = _before(line.indicator, last_year)
    if year is None or before is None or not isinstance(year.target, Point):
        return
    value = year.target.value
    code = _against(line.indicator, value, before)
    if code is not None:
        facts = {"found": line.said((value, value)), "before": line.said((before, before))}
        yield _TARGETS.about(year, "tahun", code, indicator=line.indicator.code, **facts)


def _before(indicator: PlannedIndicator, last_year: YearTargets) -> Decimal | None:
    baseline = read(indicator.baseline)
    if isinstance(baseline, Number):
        return baseline.value
    return last_year.get(folded(indicator.name))


def _against(indicator: PlannedIndicator, value: Decimal, before: Decimal) -> FindingCode | None:
    higher = {Polarity.POSITIVE: True, Polarity.NEGATIVE: False}.get(indicator.polarity)
    if higher is None:
        return None
    if value == before:
        return None if _is_best(indicator, value) else FindingCode.TARGET_UNCHANGED
    if (value < before) == higher:
        return FindingCode.TARGET_WORSE
    if before > 0 and value > 0 and not FAR * min(value, before) > max(value, before):
        return FindingCode.TARGET_FAR
    return None


def _is_best(indicator: PlannedIndicator, value: Decimal) -> bool:
    """Nothing better can be promised, so an unchanged target is no idle one."""
    if indicator.polarity is Polarity.NEGATIVE:
        return value == 0
    kind = indicator.counting.kind
    if kind is Kind.GRADE:
        return value == len(indicator.grades)
    is_share = kind is Kind.RATIO or words.says_percent(indicator.unit_text)
    return is_share and value >= (indicator.counting.factor if kind is Kind.RATIO else 100)
