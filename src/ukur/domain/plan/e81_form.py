"""The year as Form E.81 tells it: the plan, what each quarter brought, and what they make together.

    13 = 9 + 10 + 11 + 12    K by the indicator's own rule over periods, Rp as a sum
    14 = 7 + 13              K by the same rule, Rp as a sum
    15 = 14 against 6        K by the indicator's own formula, Rp as a quotient

The form's "+" is right for what can be added. Percentages, indices and grades are not added
over quarters or years: there the last one holds, or the mean, as the indicator says.

Source: Permendagri 86/2017, form E.81.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from ukur.domain.figures.accumulation import PeriodAmount, to_date, value_of
from ukur.domain.figures.achievement import Achieved, Outcome, achievement, own_formula
from ukur.domain.figures.budget import absorption
from ukur.domain.figures.indicator import Kind, PeriodRule, Target
from ukur.domain.figures.policy import DEFAULT, RuleSet
from ukur.domain.figures.rating import rating
from ukur.domain.figures.reasons import Reason, ReasonCode
from ukur.domain.figures.rollup import Mean, mean
from ukur.domain.figures.showing import Look
from ukur.domain.periods import Period
from ukur.domain.plan.draft import PlanDraft, PlannedBudget, PlannedIndicator, Stage

QUARTERS = (Period.TW1, Period.TW2, Period.TW3, Period.TW4)
MEAN_LEVEL = "kegiatan"
"""The mean at the foot of the form is over this level, as agencies print it; of all lines where
no indicator is of it."""


@dataclass(frozen=True)
class Measured:
    """What one cycle gave: amounts and shares by indicator, money since January by budget line."""

    amounts: Mapping[str, PeriodAmount] = field(default_factory=dict)
    shares: Mapping[str, Outcome] = field(default_factory=dict)
    spent: Mapping[str, Decimal | None] = field(default_factory=dict)
    is_final: bool = True


@dataclass(frozen=True)
class YearData:
    """All that the form is made of. `before` are the years of the Renstra that were measured."""

    year: int
    draft: PlanDraft
    cycles: Mapping[Period, Measured]
    before: Sequence[Measured] = ()
    renstra_year: int | None = None
    renstra: Mapping[str, Target] = field(default_factory=dict)
    rules: RuleSet = DEFAULT

    @cached_property
    def year_targets(self) -> Mapping[str, Target]:
        """What was agreed for the year, by indicator."""
        return {
            row.code: row.target
            for row in self.draft.targets
            if row.period is Period.YEAR and row.stage is Stage.AGREED
        }

    @cached_property
    def on_node(self) -> Mapping[str, Sequence[PlannedIndicator]]:
        """The indicators by the budget line that they measure."""
        found: dict[str, list[PlannedIndicator]] = defaultdict(list)
        for row in self.draft.indicators:
            found[row.node_code].append(row)
        return found

    @cached_property
    def below(self) -> Mapping[str, Sequence[PlannedBudget]]:
        """The budget lines by the one above them; programs by ""."""
        found: dict[str, list[PlannedBudget]] = defaultdict(list)
        for line in self.draft.budget:
            found[line.parent_code].append(line)
        return found


@dataclass(frozen=True)
class E81Figures:
    """K and Rp of one group of columns; None is nothing measured, not 0."""

    value: Fraction | None = None
    money: Decimal | None = None
    share: Fraction | None = None


@dataclass(frozen=True)
class E81Line:
    """A row of the form: a goal's indicator, or a budget line with one of its indicators.

    `is_first` is False for further indicators of the same budget line, which bear no money.
    """

    goal: str
    level: str
    code: str
    name: str
    indicator: str
    unit: str
    look: Look
    renstra: Target | None
    target: Target | None
    ceiling: Decimal | None
    before: E81Figures
    quarters: tuple[E81Figures, ...]
    total: E81Figures
    since: E81Figures
    rate: E81Figures
    in_charge: str
    is_first: bool = True


@dataclass(frozen=True)
class E81Report:
    """The whole form. `provisional` are the quarters whose figures were not approved yet."""

    year: int
    renstra_year: int | None
    lines: tuple[E81Line, ...]
    provisional: tuple[Period, ...]
    mean: Mean | Reason
    mean_level: str
    rating: str
    money: E81Figures
    ceiling: Decimal
    quarters_money: tuple[Decimal | None, ...]


def e81_report(data: YearData) -> E81Report:
    """The form of a year."""
    lines = tuple(_lines(data))
    tops = [line for line in data.draft.budget if not line.parent_code]
    money = [_spent(data, line.code) for line in tops]
    level, shares = _shares(data)
    average = mean(shares, data.rules)
    return E81Report(
        data.year,
        data.renstra_year,
        lines,
        tuple(
            period
            for period in QUARTERS
            if period in data.cycles and not data.cycles[period].is_final
        ),
        average,
        level,
        rating(average.value, data.rules.scale) if isinstance(average, Mean) else "",
        E81Figures(money=_sum([found[-1] for found in money])),
        sum((line.ceiling for line in tops), Decimal(0)),
        tuple(_sum([found[at] for found in money]) for at in range(len(QUARTERS))),
    )


def _lines(data: YearData) -> Iterator[E81Line]:
    """The goals with their own indicators, each followed by its budget lines and theirs."""
    done: set[str] = set()
    for goal in data.draft.goals:
        own = (row for row in data.on_node.get("", ()) if row.goal_code == goal.code)
        yield from (_line(data, goal.text, None, row) for row in own)
        for top in data.below.get("", ()):
            if top.goal_code == goal.code:
                done.add(top.code)
                yield from _branch(data, goal.text, top)
    for top in data.below.get("", ()):
        if top.code not in done:
            yield from _branch(data, "", top)


def _branch(data: YearData, goal: str, line: PlannedBudget) -> Iterator[E81Line]:
    for at, row in enumerate(data.on_node.get(line.code) or (None,)):
        yield _line(data, goal, line, row, is_first=at == 0)
    for below in data.below.get(line.code, ()):
        yield from _branch(data, goal, below)


def _line(
    data: YearData,
    goal: str,
    line: PlannedBudget | None,
    row: PlannedIndicator | None,
    *,
    is_first: bool = True,
) -> E81Line:
    figures = _figures(data, row) if row else _Figures()
    money = _spent(data, line.code) if line and is_first else (None,) * (len(QUARTERS) + 1)
    years = _sum([one.spent.get(line.code) for one in data.before]) if line and is_first else None
    quarters = tuple(
        E81Figures(value, spent, share)
        for (value, share), spent in zip(figures.quarters, money, strict=False)
    )
    return E81Line(
        goal=goal,
        level=line.level if line else "sasaran",
        code=line.code if line else "",
        name=line.name if line else "",
        indicator=row.name if row else "",
        unit=row.unit_text if row else "",
        look=_look(data, row),
        renstra=data.renstra.get(row.code) if row else None,
        target=figures.target,
        ceiling=line.ceiling if line and is_first else None,
        before=E81Figures(figures.before, years),
        quarters=quarters,
        total=E81Figures(figures.total, money[-1]),
        since=E81Figures(figures.since, _sum([years, money[-1]]) if money[-1] else years),
        rate=E81Figures(share=figures.rate),
        in_charge=row.in_charge if row else "",
        is_first=is_first,
    )


@dataclass(frozen=True)
class _Figures:
    target: Target | None = None
    quarters: tuple[tuple[Fraction | None, Fraction | None], ...] = ((None, None),) * 4
    before: Fraction | None = None
    total: Fraction | None = None
    since: Fraction | None = None
    rate: Fraction | None = None


def _figures(data: YearData, row: PlannedIndicator) -> _Figures:
    amounts = [data.cycles.get(period, Measured()).amounts.get(row.code) for period in QUARTERS]
    shares = [data.cycles.get(period, Measured()).shares.get(row.code) for period in QUARTERS]
    total = _year_value(data, row, amounts)
    years = [one.amounts.get(row.code) for one in data.before]
    before = _over_years(row, years)
    since = _over_years(row, [*years, total])
    target = data.renstra.get(row.code)
    formula = own_formula(row.formula, row.counting.kind, target)
    rate = achievement(target, since, row.polarity, formula, rules=data.rules)
    return _Figures(
        data.year_targets.get(row.code),
        tuple(
            (_value(amount, row), share.ratio if isinstance(share, Achieved) else None)
            for amount, share in zip(amounts, shares, strict=True)
        ),
        before,
        total,
        since,
        rate.ratio if isinstance(rate, Achieved) else None,
    )


def _year_value(
    data: YearData, row: PlannedIndicator, amounts: Sequence[PeriodAmount | None]
) -> Fraction | None:
    """Column 13: the year's own measurement where there is one, else the quarters together.

    A quarter that is not due is left out; one that is due and not measured yet ends the row, so
    that the figure is the one since January until then.
    """
    whole = data.cycles.get(Period.YEAR, Measured()).amounts.get(row.code)
    if whole is not None:
        return _value(whole, row)
    known = [amount for amount in amounts if amount is not None]
    rule = row.counting
    found = to_date(known, rule.basis, rule.periods, rule.factor)
    return None if isinstance(found, Reason) else found


def _over_years(row: PlannedIndicator, amounts: Sequence[PeriodAmount | None]) -> Fraction | None:
    """Years together: what can be added is added, of all else the last year holds."""
    values = [value for amount in amounts if (value := _value(amount, row)) is not None]
    if not values:
        return None
    is_added = row.counting.periods is PeriodRule.SUM and row.counting.kind is Kind.COUNT
    return sum(values, Fraction(0)) if is_added else values[-1]


def _value(amount: PeriodAmount | None, row: PlannedIndicator) -> Fraction | None:
    found = None if amount is None else value_of(amount, row.counting.factor)
    return None if isinstance(found, Reason) else found


def _spent(data: YearData, code: str) -> tuple[Decimal | None, ...]:
    """What each quarter spent, and all of them: entries say what was spent since January.

    The first quarter that is known holds all before it.
    """
    found: list[Decimal | None] = []
    last = Decimal(0)
    known: Decimal | None = None
    for period in QUARTERS:
        until = data.cycles.get(period, Measured()).spent.get(code)
        found.append(None if until is None else until - last)
        if until is not None:
            last = known = until
    whole = data.cycles.get(Period.YEAR, Measured()).spent.get(code)
    return (*found, known if whole is None else whole)


def _sum(amounts: Sequence[Decimal | None]) -> Decimal | None:
    """The sum, if every part of it is known."""
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal(0)) if known and len(known) == len(amounts) else None


def _shares(data: YearData) -> tuple[str, list[Outcome]]:
    """The level that the mean is over, and the year's share of each indicator on it."""
    levels = {line.code: line.level for line in data.draft.budget}
    chosen = [row for row in data.draft.indicators if levels.get(row.node_code) == MEAN_LEVEL]
    rows = chosen or [row for row in data.draft.indicators if not row.parent_code]
    return MEAN_LEVEL if chosen else "", [_year_share(data, row) for row in rows]


def _year_share(data: YearData, row: PlannedIndicator) -> Outcome:
    target = data.year_targets.get(row.code)
    if target is None:
        return Reason(ReasonCode.NOT_DUE)
    formula = own_formula(row.formula, row.counting.kind, target)
    value = _figures(data, row).total
    return achievement(target, value, row.polarity, formula, rules=data.rules)


def _look(data: YearData, row: PlannedIndicator | None) -> Look:
    if row is None:
        return Look(Kind.INDEX, data.year)
    return Look(row.counting.kind, data.year, row.decimals, row.grades)


def money_rate(report: E81Report) -> Fraction | None:
    """What was spent of the ceiling of all programs."""
    found = absorption(report.ceiling, report.money.money)
    return None if isinstance(found, Reason) else found
