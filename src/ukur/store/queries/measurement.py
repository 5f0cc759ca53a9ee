"""The figures of a cycle: every line with its value, its achievement and the reasons for both."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from ukur.domain.figures.accumulation import Line, standing, to_date
from ukur.domain.figures.achievement import Achieved, Outcome
from ukur.domain.figures.explain import Inputs, explain, shown
from ukur.domain.figures.indicator import (
    Amount,
    EntryBasis,
    Formula,
    Kind,
    Parts,
    PeriodRule,
    Polarity,
    UnitRule,
)
from ukur.domain.figures.policy import RuleSet
from ukur.domain.figures.rating import rating
from ukur.domain.figures.reasons import Reason, ReasonCode
from ukur.domain.figures.rollup import (
    ClosedWithout,
    Given,
    Mean,
    Missing,
    RolledUp,
    UnitEntry,
    UnitSum,
    agency_value,
    mean,
)
from ukur.domain.figures.showing import target_text, value_text
from ukur.domain.periods import QUARTERS, Period
from ukur.store.models import (
    Cycle,
    Entry,
    Evaluation,
    FormLine,
    IndicatorRow,
    UnitTask,
)
from ukur.store.queries.budget import budget_of, budget_total
from ukur.store.queries.entry import in_words
from ukur.store.queries.looks import look_of, target_of
from ukur.store.queries.measured import (
    MeasuredGoal,
    MeasuredLine,
    Measurement,
    NotDeliveredUnit,
    Words,
)
from ukur.store.queries.procedures import rules_of


def measurement(cycle_id: int, rules: RuleSet | None = None) -> Measurement:
    """The figures of a cycle as they stand now. Ten queries, however many lines and units.

    `rules` None takes the rule set that the cycle pins; another one shows what it would give.
    """
    cycle = Cycle.objects.select_related("rule_set").get(pk=cycle_id)
    rules = rules or rules_of(cycle)
    lines = list(
        FormLine.objects.filter(cycle=cycle)
        .select_related("cycle", "indicator__goal")
        .order_by("order")
    )
    entries = _entries([cycle])
    history = _history(cycle)
    words = _words(cycle)
    measured = [
        _line(line, entries.get(line.pk, {}), history.get(line.indicator.code, {}), words, rules)
        for line in lines
    ]
    goals = _goals(lines, measured, rules)
    overall = _mean(measured, rules)
    budget = budget_of(cycle)
    return Measurement(
        goals=goals,
        mean=overall,
        mean_text=_mean_text(overall),
        rating=_mean_rating(overall, rules),
        budget=budget,
        budget_total=budget_total(budget),
        rules=rules,
    )


UnitEntries = Mapping[str, tuple[UnitEntry, str]]
"""By the unit's label: its entry, and the reason why there is no figure."""


def _entries(cycles: Sequence[Cycle]) -> dict[int, dict[str, tuple[UnitEntry, str]]]:
    """What every unit handed in for every line of the cycles, units in order. Two queries."""
    rows: dict[int, list[Entry]] = defaultdict(list)
    for row in Entry.objects.filter(task__cycle__in=cycles):
        rows[row.task_id].append(row)
    tasks = UnitTask.objects.filter(cycle__in=cycles).select_related("unit")
    in_order = list(tasks.order_by("unit__order", "unit__code"))
    labels = unit_labels(in_order)
    found: dict[int, dict[str, tuple[UnitEntry, str]]] = defaultdict(dict)
    for task in in_order:
        for row in rows[task.pk]:
            found[row.line_id][labels[task.unit_id]] = _unit_entry(row, task)
    return found


def unit_labels(tasks: Iterable[UnitTask]) -> dict[int, str]:
    """How each unit is called: by its name, and by its code too where two bear one name."""
    units = {task.unit_id: task.unit for task in tasks}
    times = Counter(unit.name for unit in units.values())
    return {
        id_: unit.name if times[unit.name] == 1 else f"{unit.name} ({unit.code})"
        for id_, unit in units.items()
    }


def _unit_entry(row: Entry, task: UnitTask) -> tuple[UnitEntry, str]:
    amount = _amount(row)
    if task.state == UnitTask.State.CLOSED:
        return ClosedWithout(task.reason), task.reason
    if amount is not None:
        return Given(amount), ""
    if row.note:
        return ClosedWithout(row.note), row.note
    return Missing(), ""


def _amount(row: Entry) -> Amount | None:
    if row.numerator is not None and row.denominator is not None:
        return Parts(row.numerator, row.denominator)
    return row.value


def _history(cycle: Cycle) -> dict[str, dict[Period, Amount]]:
    """What the agency measured in the earlier quarters of the year, by indicator code.

    Only quarters add up over the year; a semester or a year is measured as a whole.
    """
    if Period(cycle.period) not in QUARTERS:
        return {}
    earlier = [q for q in QUARTERS if q < Period(cycle.period)]
    cycles = list(
        Cycle.objects.filter(
            agency_id=cycle.agency_id, year=cycle.year, period__in=earlier, is_live=True
        )
    )
    period_of = {c.pk: Period(c.period) for c in cycles}
    entries = _entries(cycles) if cycles else {}
    lines = FormLine.objects.filter(cycle__in=cycles, is_due=True).select_related("indicator")
    found: dict[str, dict[Period, Amount]] = defaultdict(dict)
    for line in lines if cycles else ():
        rolled = agency_value(
            {name: entry for name, (entry, _why) in entries.get(line.pk, {}).items()},
            _unit_sum(line.indicator, entries.get(line.pk, {})),
        )
        amount = _rolled_amount(rolled)
        if amount is not None:
            found[line.indicator.code][period_of[line.cycle_id]] = amount
    return found


def _rolled_amount(rolled: RolledUp) -> Amount | None:
    if rolled.numerator is not None and rolled.denominator is not None:
        return Parts(_decimal(rolled.numerator), _decimal(rolled.denominator))
    return None if isinstance(rolled.value, Reason) else _decimal(rolled.value)


def _decimal(value: Fraction) -> Decimal:
    """A sum of columns as Decimal: exact, since every column has finite decimals."""
    return Decimal(value.numerator) / Decimal(value.denominator)


def _unit_sum(indicator: IndicatorRow, entries: UnitEntries) -> UnitSum:
    rule = UnitRule(indicator.unit_rule)
    owner = next(iter(entries), None) if rule is UnitRule.OWNER else None
    return UnitSum(rule, indicator.factor, owner)


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
    entries: UnitEntries,
    history: Mapping[Period, Amount],
    words: Mapping[int, Words],
    rules: RuleSet,
) -> MeasuredLine:
    indicator = line.indicator
    rolled = agency_value(
        {name: entry for name, (entry, _why) in entries.items()},
        _unit_sum(indicator, entries),
        rules,
    )
    value = None if isinstance(rolled.value, Reason) else rolled.value
    target, year_target = target_of(line.low, line.high), target_of(line.year_low, line.year_high)
    polarity = Polarity(indicator.polarity)
    stands = standing(
        Line(
            polarity,
            target,
            year_target,
            value,
            _year_value(indicator, rolled, Period(line.cycle.period), history),
            Formula(indicator.formula) if indicator.formula else None,
            due=line.is_due,
            kind=Kind(indicator.value_kind),
        ),
        rules,
    )
    period = _reasoned(stands.period, rolled)
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
        realization="–" if value is None else value_text(value, look),
        achievement=_share_text(period),
        year_achievement=_share_text(stands.year),
        rating=rating(period.ratio, rules.scale) if isinstance(period, Achieved) else "",
        printed=indicator.printed,
        rolled=rolled,
        period=period,
        year=stands.year,
        explanation=explanation,
        not_delivered=tuple(NotDeliveredUnit(n, why) for n, (_e, why) in entries.items() if why),
        words=words.get(line.pk, Words()),
        shortfall=_falls_short(period, rules),
    )


def _year_value(
    indicator: IndicatorRow, rolled: RolledUp, period: Period, history: Mapping[Period, Amount]
) -> Fraction | None:
    """The value since January: the entry itself where entries are cumulative.

    A quarter that was due and was never measured here leaves a gap, and so no value.
    """
    own = _rolled_amount(rolled)
    basis, rule = EntryBasis(indicator.entry_basis), PeriodRule(indicator.period_rule)
    if own is None or isinstance(rolled.value, Reason):
        return None
    if basis is EntryBasis.TO_DATE or period not in QUARTERS:
        return rolled.value
    earlier = [q for q in QUARTERS if q < period and q in indicator.due_periods]
    value = to_date([*(history.get(q) for q in earlier), own], basis, rule, indicator.factor)
    return None if isinstance(value, Reason) else value


def _reasoned(outcome: Outcome, rolled: RolledUp) -> Outcome:
    """Where a figure is missing, the reason that lies deeper: which unit, not only that."""
    if (
        isinstance(outcome, Reason)
        and outcome.code is ReasonCode.REALIZATION_MISSING
        and isinstance(rolled.value, Reason)
    ):
        return rolled.value
    return outcome


def _parts(rolled: RolledUp) -> Parts | None:
    if rolled.numerator is None or rolled.denominator is None:
        return None
    return Parts(_decimal(rolled.numerator), _decimal(rolled.denominator))


def _source(rolled: RolledUp) -> str:
    return f"{rolled.given}/{rolled.given + rolled.missing + rolled.not_delivered}"


def _falls_short(period: Outcome, rules: RuleSet) -> bool:
    second = rules.scale.steps[1].bound if len(rules.scale.steps) > 1 else Decimal(100)
    return isinstance(period, Achieved) and period.ratio * 100 < Fraction(second)


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
