"""The figures of a cycle: every line with its value, its achievement and the reasons for both."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from ukur.domain.figures.accumulation import Line, PeriodAmount, standing, to_date, value_of
from ukur.domain.figures.achievement import Achieved, Outcome
from ukur.domain.figures.explain import Inputs, explain, shown
from ukur.domain.figures.indicator import (
    EntryBasis,
    Formula,
    Kind,
    Parts,
    PeriodRule,
    Polarity,
)
from ukur.domain.figures.policy import RuleSet
from ukur.domain.figures.rating import rating
from ukur.domain.figures.reasons import Reason, ReasonCode
from ukur.domain.figures.rollup import ClosedWithout, Mean, RolledUp, mean
from ukur.domain.figures.showing import Look, target_text, value_text
from ukur.domain.periods import Period
from ukur.domain.plan_layout import PERIODS
from ukur.store.models import Cycle, Evaluation, FormLine, IndicatorRow
from ukur.store.queries.budget import budget_of, budget_total
from ukur.store.queries.entry import in_words
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
    plain_decimal,
    rolled_amount,
    rolled_up,
    settled_at,
    version_of,
)
from ukur.store.queries.looks import look_of, target_of
from ukur.store.queries.measured import (
    LaterVersion,
    MeasuredBefore,
    MeasuredGoal,
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
        _line(line, _Entered.of(ledger, line, as_of, rules), {}, rules)
        for line in ledger.lines
        for as_of in moments
    )


def _cycle(cycle_id: int) -> Cycle:
    return Cycle.objects.select_related("rule_set", "procedure").get(pk=cycle_id)


def _measured(
    cycle: Cycle, as_of: AsOf, ledger: Ledger, other_rules: RuleSet | None = None
) -> Measurement:
    rules = other_rules or rules_of(cycle)
    words = _words(cycle)
    measured = [
        _line(line, _Entered.of(ledger, line, as_of, rules), words, rules) for line in ledger.lines
    ]
    overall = _mean(measured, rules)
    budget = budget_of(cycle)
    return Measurement(
        goals=_goals(ledger.lines, measured, rules),
        mean=overall,
        mean_text=_mean_text(overall),
        rating=_mean_rating(overall, rules),
        budget=budget,
        budget_total=budget_total(budget),
        rules=rules,
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
    line: FormLine, entered: _Entered, words: Mapping[int, Words], rules: RuleSet
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
    parts = _parts(rolled)
    look = look_of(indicator, line.cycle.year)
    explanation = in_words(
        explain(Inputs(target, value, parts, indicator.factor, _source(rolled)), period, rules),
        (target, value),
        look,
    )
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
        polarity=polarity,
        is_due=line.is_due,
        target=target_text(target, look) or "–",
        year_target=target_text(year_target, look) or "–",
        realization=_value_text(value, look),
        achievement=_share_text(period),
        year_achievement=_share_text(year),
        rating=rating(period.ratio, rules.scale) if isinstance(period, Achieved) else "",
        printed=indicator.printed,
        rolled=rolled,
        period=period,
        year=year,
        explanation=explanation,
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


def _parts(rolled: RolledUp) -> Parts | None:
    if rolled.numerator is None or rolled.denominator is None:
        return None
    return Parts(plain_decimal(rolled.numerator), plain_decimal(rolled.denominator))


def _source(rolled: RolledUp) -> str:
    return f"{rolled.given}/{rolled.given + rolled.missing + rolled.not_delivered}"


def _falls_short(period: Outcome, rules: RuleSet) -> bool:
    second = rules.scale.steps[1].bound if len(rules.scale.steps) > 1 else Decimal(100)
    return isinstance(period, Achieved) and period.ratio * 100 < Fraction(second)


def _value_text(value: Fraction | Reason | None, look: Look) -> str:
    return value_text(value, look) if isinstance(value, Fraction) else "–"


def _share_text(outcome: Outcome) -> str:
    return shown(outcome.ratio) if isinstance(outcome, Achieved) else "–"


def _goals(
    lines: Sequence[FormLine], measured: Sequence[MeasuredLine], rules: RuleSet
) -> tuple[MeasuredGoal, ...]:
    groups: dict[str, list[MeasuredLine]] = defaultdict(list)
    order = {line.indicator.goal.code: line.indicator.goal.order for line in lines}
    for line in measured:
        groups[line.goal_code].append(line)
    return tuple(
        _goal(groups[code], rules) for code in sorted(groups, key=lambda code: order[code])
    )


def _goal(lines: Sequence[MeasuredLine], rules: RuleSet) -> MeasuredGoal:
    average = _mean(lines, rules)
    return MeasuredGoal(
        code=lines[0].goal_code,
        text=lines[0].goal,
        mean=average,
        mean_text=_mean_text(average),
        rating=_mean_rating(average, rules),
        due=sum(line.is_due for line in lines),
        measured=sum(isinstance(line.period, Achieved) for line in lines),
        lines=tuple(lines),
    )


def _mean(lines: Iterable[MeasuredLine], rules: RuleSet) -> Mean | Reason:
    return mean([_for_mean(line) for line in lines if not line.parent_code], rules)


def _for_mean(line: MeasuredLine) -> Achieved | Reason | ClosedWithout:
    """A line for which nobody delivered is excused, not missing: each unit's reason is kept."""
    period = line.period
    if isinstance(period, Reason) and period.code is ReasonCode.NOTHING_DELIVERED:
        return ClosedWithout("; ".join(unit.reason for unit in line.not_delivered))
    if isinstance(period, Reason) and period.code is ReasonCode.DENOMINATOR_ZERO:
        return Reason(ReasonCode.NOT_DUE)
    return period


def _mean_text(average: Mean | Reason) -> str:
    return shown(average.value) if isinstance(average, Mean) else "–"


def _mean_rating(average: Mean | Reason, rules: RuleSet) -> str:
    return rating(average.value, rules.scale) if isinstance(average, Mean) else ""
