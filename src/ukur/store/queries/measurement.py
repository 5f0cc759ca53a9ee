"""The figures of a cycle: every line with its value, its achievement and the reasons for both."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from ukur.domain.figures.accumulation import Line, PeriodAmount, standing, to_date, value_of
from ukur.domain.figures.achievement import Achieved, Outcome
from ukur.domain.figures.explain import Provenance, explain
from ukur.domain.figures.indicator import (
    EntryBasis,
    Formula,
    Kind,
    PeriodRule,
    Polarity,
)
from ukur.domain.figures.policy import RuleSet
from ukur.domain.figures.rating import rating
from ukur.domain.figures.reasons import Reason, ReasonCode
from ukur.domain.figures.rollup import RolledUp
from ukur.domain.figures.showing import Look, target_text, value_text
from ukur.domain.periods import Period
from ukur.domain.plan.layout import PERIODS
from ukur.store.models import Cycle, Evaluation, FormLine, IndicatorRow
from ukur.store.queries.budget import money_of
from ukur.store.queries.entry_lines import in_words
from ukur.store.queries.history import (
    NEWEST,
    AsOf,
    History,
    HistoryPart,
    Ledger,
    UnitFigures,
    accumulates,
    earlier_periods,
    ledger_of,
    rolled_amount,
    rolled_up,
    settled_at,
    version_of,
)
from ukur.store.queries.line_accounts import Sources, origin_of, period_inputs, year_inputs
from ukur.store.queries.looks import look_of, target_of
from ukur.store.queries.means import agency_mean, counts_of, goals_of
from ukur.store.queries.measured import (
    LaterVersion,
    MeasuredBefore,
    MeasuredLine,
    Measurement,
    NotDeliveredUnit,
    Words,
)
from ukur.store.queries.procedures import rules_of

PERIOD_NAMES = {period: name for name, period in PERIODS.items()}
"""The periods as a planner writes them: "TW I"."""


def measurement(cycle_id: int, rules: RuleSet | None = None) -> Measurement:
    """The figures of a cycle: as they were approved, or as they stand now. Twelve queries.

    From the Ya on nothing that is corrected later changes them (docs/decisions/0010). `rules`
    None takes the rule set that the cycle pins; another one shows what it would give.
    """
    cycle = _cycle(cycle_id)
    return _measured(cycle, AsOf(settled_at(cycle)), ledger_of(cycle), rules)


def corrected_measurement(cycle_id: int) -> Measurement:
    """The same figures with every correction until now, signed or not. Eleven queries."""
    cycle = _cycle(cycle_id)
    return _measured(cycle, NEWEST, ledger_of(cycle))


def approved_and_newest(cycle_id: int) -> tuple[Measurement, Measurement]:
    """The figures as they were approved, and with all that was corrected since."""
    cycle = _cycle(cycle_id)
    ledger = ledger_of(cycle)
    approved = _measured(cycle, AsOf(settled_at(cycle)), ledger)
    return approved, _measured(cycle, NEWEST, ledger)


def measurements(cycle_id: int, moments: Sequence[AsOf]) -> tuple[Measurement, ...]:
    """The figures of a cycle as of several moments, out of one reading of the tables."""
    cycle = _cycle(cycle_id)
    ledger = ledger_of(cycle)
    return tuple(_measured(cycle, as_of, ledger) for as_of in moments)


def line_as_of(cycle_id: int, code: str, moments: Sequence[AsOf]) -> tuple[MeasuredLine, ...]:
    """One indicator's line as of several moments, without the words about it.

    Empty where the cycle does not measure it. Nine queries.
    """
    cycle = _cycle(cycle_id)
    ledger, rules = ledger_of(cycle, {code}), rules_of(cycle)
    return tuple(
        _line(line, _Entered.of(ledger, line, as_of, rules), origin_of(cycle), {}, rules)
        for line in ledger.lines
        for as_of in moments
    )


def _cycle(cycle_id: int) -> Cycle:
    return Cycle.objects.select_related(
        "agency", "plan__agreement__letter", "rule_set", "run__procedure"
    ).get(pk=cycle_id)


def _measured(
    cycle: Cycle, as_of: AsOf, ledger: Ledger, other_rules: RuleSet | None = None
) -> Measurement:
    rules = other_rules or rules_of(cycle)
    words = _words(cycle)
    origin = origin_of(cycle)
    measured = [
        _line(line, _Entered.of(ledger, line, as_of, rules), origin, words, rules)
        for line in ledger.lines
    ]
    goals = goals_of(ledger.lines, measured, rules)
    overall = agency_mean(goals, rules)
    money = money_of(cycle, goals, overall, rules)
    return Measurement(
        goals=goals,
        taken=overall,
        budget=money.lines,
        budget_total=money.total,
        rules=rules,
        counts=counts_of(measured, rules),
    )


@dataclass(frozen=True)
class _Entered:
    """What was entered for one line, and before it in the year; and what came too late for it."""

    units: UnitFigures
    history: History
    later: tuple[LaterVersion, ...]

    @classmethod
    def of(cls, ledger: Ledger, line: FormLine, as_of: AsOf, rules: RuleSet) -> "_Entered":
        units = ledger.units(line.pk, as_of)
        history = _in_order(ledger, line, as_of, rules)
        if as_of.at is None:
            return cls(units, history, ())
        newest = _in_order(ledger, line, NEWEST, rules)
        own = version_of(ledger.units(line.pk, NEWEST))
        later = [
            LaterVersion(period, part.version)
            for period, part in newest.items()
            if part != history.get(period)
        ]
        if own != version_of(units):
            later.append(LaterVersion(Period(line.cycle.period), own))
        return cls(units, history, tuple(later))


def _in_order(ledger: Ledger, line: FormLine, as_of: AsOf, rules: RuleSet) -> History:
    """The earlier periods that the line's value since January is made of, where known."""
    if not accumulates(line.indicator):
        return {}
    found = ledger.history(line.indicator.code, as_of, rules)
    wanted = earlier_periods(line.indicator, Period(line.cycle.period))
    return {period: found[period] for period in wanted if period in found}


def _words(cycle: Cycle) -> dict[int, Words]:
    return {
        row.line_id: Words(
            row.cause,
            row.obstacle,
            row.follow_up,
            row.owner,
            row.due_on.isoformat() if row.due_on else "",
        )
        for row in Evaluation.objects.filter(line__cycle=cycle)
    }


def _line(
    line: FormLine,
    entered: _Entered,
    origin: Provenance,
    words: Mapping[int, Words],
    rules: RuleSet,
) -> MeasuredLine:
    indicator = line.indicator
    rolled = rolled_up(indicator, entered.units, rules)
    value = None if isinstance(rolled.value, Reason) else rolled.value
    target, year_target = target_of(line.low, line.high), target_of(line.year_low, line.year_high)
    polarity = Polarity(indicator.polarity)
    since_january = _since_january(line, rolled, entered.history)
    stands = standing(
        Line(
            polarity,
            target,
            year_target,
            value,
            None if isinstance(since_january, Reason) else since_january,
            Formula(indicator.formula) if indicator.formula else None,
            due=line.is_due,
            kind=Kind(indicator.value_kind),
        ),
        rules,
    )
    period = _reasoned(stands.period, rolled.value)
    year = _reasoned(stands.year, since_january)
    look = look_of(indicator, line.cycle.year)
    sources = Sources(origin, entered.units, entered.history)
    told = explain(period_inputs(line, target, rolled, sources), period, rules)
    explanation = in_words(told, (target, value), look)
    year_told = explain(year_inputs(line, year_target, since_january, rolled, sources), year, rules)
    since = None if isinstance(since_january, Reason) else since_january
    year_explanation = in_words(year_told, (year_target, since), look)
    return MeasuredLine(
        line_id=line.pk,
        code=indicator.code,
        name=indicator.name,
        goal_code=indicator.goal.code,
        goal=indicator.goal.text,
        level=indicator.level,
        parent_code=indicator.parent_code,
        unit=indicator.unit_text,
        decimals=indicator.decimals,
        kind=look.kind,
        polarity=polarity,
        is_due=line.is_due,
        target=target_text(target, look) or "–",
        year_target=target_text(year_target, look) or "–",
        realization=_value_text(value, look),
        achievement=explanation.shown or "–",
        year_achievement=year_explanation.shown or "–",
        rating=rating(period.ratio, rules.scale) if isinstance(period, Achieved) else "",
        printed=indicator.printed,
        rolled=rolled,
        period=period,
        year=year,
        explanation=explanation,
        year_explanation=year_explanation,
        not_delivered=tuple(
            NotDeliveredUnit(unit, figure.why)
            for unit, figure in entered.units.items()
            if figure.why
        ),
        words=words.get(line.pk, Words()),
        shortfall=_falls_short(period, rules),
        since_january=_value_text(since_january, look),
        history=tuple(_before(part, indicator.factor, look) for part in entered.history.values()),
        from_periods=_from_periods(line, entered.history, look),
        version=version_of(entered.units),
        later=entered.later,
        weight=indicator.weight,
        node_code=indicator.node_code,
    )


def _before(part: HistoryPart, factor: int, look: Look) -> MeasuredBefore:
    value = None if part.amount is None else value_of(part.amount, factor)
    return MeasuredBefore(part.period, _value_text(value, look), part.version, part.source)


def _since_january(line: FormLine, rolled: RolledUp, history: History) -> Fraction | Reason:
    """The value since January, by the indicator's rule over periods.

    A semester or a quarter goes on from those before it; the year is measured as a whole. A
    period that was due and is not known leaves a gap, and so no value.
    """
    indicator, period = line.indicator, Period(line.cycle.period)
    own = rolled_amount(rolled)
    if own is None or isinstance(rolled.value, Reason) or period is Period.YEAR:
        return rolled.value
    before = earlier_periods(indicator, period) if accumulates(indicator) else ()
    return _together(indicator, before, history, (own,))


def _from_periods(line: FormLine, history: History, look: Look) -> str:
    """What the quarters and semesters give for the year; "" where that is not told beside it."""
    if Period(line.cycle.period) is not Period.YEAR or not history:
        return ""
    indicator = line.indicator
    found = _together(indicator, earlier_periods(indicator, Period.YEAR), history, ())
    return "" if isinstance(found, Reason) else value_text(found, look)


def _together(
    indicator: IndicatorRow,
    before: Sequence[Period],
    history: History,
    own: Sequence[PeriodAmount],
) -> Fraction | Reason:
    parts = [history.get(one) for one in before]
    entries = [*(part.amount if part else None for part in parts), *own]
    basis, rule = EntryBasis(indicator.entry_basis), PeriodRule(indicator.period_rule)
    found = to_date(entries, basis, rule, indicator.factor)
    if isinstance(found, Reason) and found.code is ReasonCode.PERIOD_MISSING:
        names = (PERIOD_NAMES[before[int(at) - 1]] for at in found.detail)
        return Reason(ReasonCode.PERIOD_MISSING, tuple(names))
    return found


def _reasoned(outcome: Outcome, value: Fraction | Reason) -> Outcome:
    """Where a figure is missing, the reason that lies deeper: which unit, which period."""
    if (
        isinstance(outcome, Reason)
        and outcome.code is ReasonCode.REALIZATION_MISSING
        and isinstance(value, Reason)
    ):
        return value
    return outcome


def _falls_short(period: Outcome, rules: RuleSet) -> bool:
    second = rules.scale.steps[1].bound if len(rules.scale.steps) > 1 else Decimal(100)
    return isinstance(period, Achieved) and period.ratio * 100 < Fraction(second)


def _value_text(value: Fraction | Reason | None, look: Look) -> str:
    return value_text(value, look) if isinstance(value, Fraction) else "–"
