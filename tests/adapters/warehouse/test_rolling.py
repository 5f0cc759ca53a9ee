"""Sums over units, targets of areas and means come out as the domain makes them of a few."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import groupby

import ibis
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ukur.adapters.warehouse.averaging import COUNTS as MEAN_COUNTS
from ukur.adapters.warehouse.averaging import means
from ukur.adapters.warehouse.engine import Engine, engine, sql
from ukur.adapters.warehouse.judging import judged, kept
from ukur.adapters.warehouse.rolling import (
    AREAS,
    COUNTS,
    FACTS,
    INDICATORS,
    PROVINCES,
    area_lines,
    merged,
    partials,
    unit_lines,
)
from ukur.domain.figures.achievement import Achieved, Outcome, achievement
from ukur.domain.figures.bulk import Level, State
from ukur.domain.figures.indicator import (
    Amount,
    Formula,
    Parts,
    Point,
    Polarity,
    Range,
    Target,
    UnitRule,
)
from ukur.domain.figures.notation import half_up
from ukur.domain.figures.policy import DEFAULT, Averaging, Bounds, NotDelivered, RuleSet
from ukur.domain.figures.rating import rating
from ukur.domain.figures.reasons import Reason, ReasonCode
from ukur.domain.figures.rollup import (
    NOT_COMPUTABLE,
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

STEP = 2
"""Decimals of a step of values and targets in these tests; parts are whole."""
FACTS_TABLE = ibis.table(FACTS, name="facts")
INDICATORS_TABLE = ibis.table(INDICATORS, name="indicators")
PROVINCES_TABLE = ibis.table(PROVINCES, name="provinces")
PERIOD = "2026 TW1"


@dataclass(frozen=True)
class Indicator:
    code: str
    goal: str
    rule: UnitRule
    polarity: Polarity
    factor: int
    weight: int
    formula: Formula | None = None


@dataclass(frozen=True)
class Fact:
    """What one unit handed in for one indicator."""

    unit: str
    agency: str
    province: str
    indicator: Indicator
    state: State
    parts: tuple[int, int] | None
    value: int | None
    low: int | None
    high: int | None
    is_owner: bool

    @property
    def amount(self) -> Amount | None:
        if self.parts is not None:
            return Parts(*(Decimal(part) for part in self.parts))
        return None if self.value is None else Decimal(self.value).scaleb(-STEP)

    @property
    def entry(self) -> UnitEntry:
        if self.state is State.NOT_DELIVERED:
            return ClosedWithout("")
        if self.state is State.GIVEN and self.amount is not None:
            return Given(self.amount)
        return Missing()

    def row(self) -> tuple[object, ...]:
        """A row of the table `facts`."""
        return (
            self.agency,
            self.unit,
            PERIOD,
            self.indicator.code,
            self.is_owner,
            self.state.value,
            *(self.parts or (None, None)),
            self.value,
            self.low,
            self.high,
            self.indicator.rule.value,
        )


def target_of(low: int | None, high: int | None) -> Target | None:
    if low is None:
        return None
    bottom = Decimal(low).scaleb(-STEP)
    return Point(bottom) if high is None else Range(bottom, Decimal(high).scaleb(-STEP))


def common_target(facts: Sequence[Fact]) -> Target | Reason | None:
    """The target of an area out of its units': the sum, or the one that all of them have."""
    bounds = [(fact.low, fact.high) for fact in facts]
    if any(low is None for low, _high in bounds):
        return None
    shapes = {high is None for _low, high in bounds}
    if facts[0].indicator.rule is UnitRule.SUM and len(shapes) == 1:
        lows, highs = ([pair[at] or 0 for pair in bounds] for at in (0, 1))
        return target_of(sum(lows), None if shapes == {True} else sum(highs))
    return target_of(*bounds[0]) if len(set(bounds)) == 1 else Reason(ReasonCode.TARGETS_DIFFER)


def area_outcome(facts: Sequence[Fact], rules: RuleSet) -> tuple[Outcome, RolledUp | None]:
    """What the domain says of a line of an area."""
    indicator = facts[0].indicator
    due = [fact for fact in facts if fact.state is not State.NOT_DUE]
    owners = [fact for fact in due if fact.is_owner]
    counted = owners if indicator.rule is UnitRule.OWNER else due
    how = UnitSum(indicator.rule, indicator.factor, owners[0].unit if owners else None)
    rolled = agency_value({fact.unit: fact.entry for fact in due}, how, rules)
    if not due:
        return Reason(ReasonCode.NOT_DUE), None
    if not counted:
        return Reason(ReasonCode.OWNER_MISSING), rolled
    if indicator.rule is UnitRule.OWNER and len(counted) > 1:
        return Reason(ReasonCode.RULE_DOES_NOT_FIT), None
    return _against(common_target(counted), rolled, indicator, rules), rolled


def _against(
    target: Target | Reason | None, rolled: RolledUp, indicator: Indicator, rules: RuleSet
) -> Outcome:
    if isinstance(target, Reason):
        return target
    value = None if isinstance(rolled.value, Reason) else rolled.value
    outcome = achievement(target, value, indicator.polarity, indicator.formula, rules=rules)
    is_without = isinstance(outcome, Reason) and outcome.code is ReasonCode.REALIZATION_MISSING
    return rolled.value if is_without and isinstance(rolled.value, Reason) else outcome


def unit_outcome(fact: Fact, rules: RuleSet) -> Outcome:
    if fact.state is State.NOT_DUE:
        return Reason(ReasonCode.NOT_DUE)
    alone = replace(fact, is_owner=True, indicator=replace(fact.indicator, rule=UnitRule.OWNER))
    outcome, _rolled = area_outcome([alone], rules)
    if isinstance(outcome, Reason) and outcome.code is ReasonCode.UNIT_MISSING:
        return Reason(ReasonCode.REALIZATION_MISSING)
    return outcome


# --- what is drawn -------------------------------------------------------------------------

UNITS = tuple((f"u{n}", f"a{n % 3}", "p1" if n % 3 else "p2") for n in range(7))
KNOWN = (
    Indicator("i1", "s1", UnitRule.SUM_RATIO, Polarity.POSITIVE, 100, 3),
    Indicator("i2", "s1", UnitRule.SUM_RATIO, Polarity.NEGATIVE, 100_000, 1),
    Indicator("i3", "s1", UnitRule.SUM, Polarity.POSITIVE, 1, 5),
    Indicator("i4", "s2", UnitRule.MEAN, Polarity.EXACT, 1, 0),
    Indicator("i5", "s2", UnitRule.OWNER, Polarity.POSITIVE, 100, 2),
    Indicator("i6", "s3", UnitRule.SUM, Polarity.NEGATIVE, 1, 0, Formula.YES_NO),
)
mostly_given = st.sampled_from([State.GIVEN] * 12 + list(State))
targets = st.sampled_from(
    [(100, None), (9100, None), (300, None), (0, None), (None, None), (200, 700)]
)


@st.composite
def offices(draw: st.DrawFn) -> list[Fact]:
    """All units with all indicators: mostly whole, with all that can be amiss."""
    aims = {i.code: draw(targets) for i in KNOWN}
    owner = draw(st.sampled_from(UNITS))[0]
    has_gaps = draw(st.booleans())
    facts = []
    for unit, agency, province in UNITS:
        for indicator in KNOWN:
            state = draw(mostly_given) if has_gaps else State.GIVEN
            by_parts = indicator.rule in (UnitRule.SUM_RATIO, UnitRule.OWNER)
            by_parts = by_parts is not (has_gaps and draw(st.integers(0, 40)) == 0)
            low, high = draw(targets) if has_gaps and draw(st.booleans()) else aims[indicator.code]
            parts = draw(st.tuples(st.integers(0, 9), st.integers(0, 9))) if by_parts else None
            value = None if by_parts else draw(st.integers(-500, 9999) | st.none())
            facts.append(
                Fact(
                    unit, agency, province, indicator, state, parts, value, low, high, unit == owner
                )
            )
    return facts


RULES = (
    DEFAULT,
    replace(DEFAULT, not_delivered=NotDelivered.AS_ZERO, averaging=Averaging.WEIGHTED),
    replace(
        DEFAULT,
        not_delivered=NotDelivered.REFUSE,
        means=Bounds(Decimal(100), Decimal(0)),
        averaging=Averaging.WEIGHTED,
    ),
    replace(
        DEFAULT,
        not_delivered=NotDelivered.AS_ZERO,
        means=Bounds(Decimal(120), Decimal(10)),
    ),
)
pairs = pytest.mark.parametrize(
    ("level", "rules"),
    [*zip(Level, RULES, strict=True), (Level.AGENCY, RULES[0]), (Level.UNIT, RULES[2])],
    ids=lambda value: value.value if isinstance(value, Level) else "rules",
)
"""Every level and every rule set, each with one or two of the other."""


@pytest.fixture(scope="module")
def warehouse() -> Iterator[Engine]:
    with engine(threads=1) as open_engine:
        yield open_engine


def put(warehouse: Engine, facts: Sequence[Fact]) -> None:
    """Lay everything down as the tables that the expressions are over."""
    lay(warehouse, "facts", FACTS, [fact.row() for fact in facts])
    lay(warehouse, "provinces", PROVINCES, sorted({(f.agency, f.province) for f in facts}))
    lines = [
        (
            PERIOD,
            i.code,
            i.goal,
            i.rule.value,
            i.polarity.value,
            i.formula.value if i.formula else "",
            i.factor * 10**STEP,
            i.weight,
            1,
        )
        for i in KNOWN
    ]
    lay(warehouse, "indicators", INDICATORS, lines)


def lay(
    warehouse: Engine, name: str, schema: ibis.Schema, rows: Sequence[tuple[object, ...]]
) -> None:
    kinds = {"string": "VARCHAR", "boolean": "BOOLEAN", "decimal(38, 0)": "HUGEINT"}
    unnested = ", ".join(
        f'unnest(?::{kinds[str(kind)]}[]) as "{column}"' for column, kind in schema.items()
    )
    warehouse.connection.execute(
        f"create or replace table {name} as select {unnested}",
        [list(column) for column in zip(*rows, strict=True)],
    )


def lines_of(level: Level, rules: RuleSet) -> ibis.Table:
    if level is Level.UNIT:
        lines = unit_lines(FACTS_TABLE, INDICATORS_TABLE, rules)
    else:
        parts = partials(FACTS_TABLE)
        if level is not Level.AGENCY:
            parts = merged(parts, PROVINCES_TABLE, level)
        lines = area_lines(parts, INDICATORS_TABLE, level, rules)
    return kept(judged(lines, rules), rules)


@cache
def compiled(level: Level, rules: RuleSet) -> str:
    lines = lines_of(level, rules)
    counts = COUNTS if level is not Level.UNIT else ()
    return sql(
        lines.select(
            *AREAS[level], "indicator", "reason", "raw", "averaged", "place", "exceeds", *counts
        )
    )


def grouped(facts: Iterable[Fact], *names: str) -> Iterator[tuple[tuple[str, ...], list[Fact]]]:
    def key(fact: Fact) -> tuple[str, ...]:
        return tuple(getattr(fact, name) for name in names)

    for area, group in groupby(sorted(facts, key=key), key):
        yield area, list(group)


def by_line(facts: Iterable[Fact], level: Level) -> Iterator[tuple[tuple[str, ...], list[Fact]]]:
    for area, group in grouped(facts, *AREAS[level]):
        for indicator in KNOWN:
            yield (*area, indicator.code), [f for f in group if f.indicator is indicator]


@pairs
@settings(deadline=None, max_examples=15)
@given(facts=offices())
def test_the_lines_of_every_area_are_what_the_domain_makes_of_its_units(
    warehouse: Engine, level: Level, rules: RuleSet, facts: list[Fact]
) -> None:
    put(warehouse, facts)
    width = len(AREAS[level]) + 1
    found = {
        row[:width]: row[width:]
        for row in warehouse.connection.execute(compiled(level, rules)).fetchall()
    }
    for key, group in by_line(facts, level):
        assert found.pop(key) == wanted(group, level, rules), group
    assert found == {}


def wanted(group: list[Fact], level: Level, rules: RuleSet) -> tuple[object, ...]:
    if level is Level.UNIT:
        exceeds = isinstance(group[0].entry, Given) and exceeding(group[0].amount)
        return (*figures(unit_outcome(group[0], rules), rules), exceeds)
    outcome, rolled = area_outcome(group, rules)
    return (*figures(outcome, rules), bool(rolled and rolled.notes), *counts_of(group))


def exceeding(amount: Amount | None) -> bool:
    return isinstance(amount, Parts) and amount.is_above_one


def counts_of(group: list[Fact]) -> tuple[int, int, int]:
    due = [fact for fact in group if fact.state is not State.NOT_DUE]
    if group[0].indicator.rule is UnitRule.OWNER:
        due = [fact for fact in due if fact.is_owner]
    entries = [fact.entry for fact in due]
    kinds: tuple[type[UnitEntry], ...] = (Given, Missing, ClosedWithout)
    given_, missing, closed = (sum(isinstance(entry, kind) for entry in entries) for kind in kinds)
    return given_, missing, closed


def figures(outcome: Outcome, rules: RuleSet) -> tuple[object, ...]:
    if isinstance(outcome, Reason):
        return outcome.code.value, None, None, None
    place = rules.scale.names.index(rating(outcome.ratio, rules.scale))
    return None, steps(outcome.ratio), steps(rules.means.applied(outcome.ratio)), place


def steps(share: Fraction, decimals: int = 10) -> int:
    return int(half_up(share * 100, decimals).scaleb(decimals))


# --- means -----------------------------------------------------------------------------------


@cache
def compiled_means(level: Level, rules: RuleSet) -> str:
    keys = (*AREAS[level], "goal")
    found = kept(means(lines_of(level, rules), keys, rules), replace(rules, shown=Bounds()))
    classes = [f"rated_{place}" for place in range(len(rules.scale.names))]
    return sql(
        found.select(
            *keys, "is_open", "reason", "raw", "shown_short", "place", *MEAN_COUNTS, *classes
        )
    )


@pairs
@settings(deadline=None, max_examples=15)
@given(facts=offices())
def test_the_means_of_every_area_are_what_the_domain_makes_of_its_lines(
    warehouse: Engine, level: Level, rules: RuleSet, facts: list[Fact]
) -> None:
    put(warehouse, facts)
    width = len(AREAS[level]) + 1
    found = {
        row[:width]: row[width:]
        for row in warehouse.connection.execute(compiled_means(level, rules)).fetchall()
    }
    for area, group in grouped(facts, *AREAS[level]):
        for goal in ("s1", "s2", "s3"):
            lines = [(k, f) for k, f in by_line(group, level) if f[0].indicator.goal == goal]
            is_open, *answer = found[*area, goal]
            told = wanted_mean([group for _key, group in lines], level, rules)
            assert answer == told if not is_open else answer[4:] == told[4:]


def wanted_mean(lines: list[list[Fact]], level: Level, rules: RuleSet) -> list[object]:
    outcomes = [
        unit_outcome(line[0], rules) if level is Level.UNIT else area_outcome(line, rules)[0]
        for line in lines
    ]
    weights = [Decimal(line[0].indicator.weight) for line in lines]
    said = [for_mean(outcome) for outcome in outcomes]
    found = mean(said, rules, weights)
    places = [
        rules.scale.names.index(rating(outcome.ratio, rules.scale))
        for outcome in outcomes
        if isinstance(outcome, Achieved)
    ]
    classes = [places.count(place) for place in range(len(rules.scale.names))]
    return [*mean_figures(found, rules), *mean_counts(said, rules), *classes]


def for_mean(outcome: Outcome) -> Outcome | ClosedWithout:
    """As the pages do: a line for which nobody delivered is excused, not missing."""
    is_excused = isinstance(outcome, Reason) and outcome.code is ReasonCode.NOTHING_DELIVERED
    return ClosedWithout("") if is_excused else outcome


def mean_figures(found: Mean | Reason, rules: RuleSet) -> tuple[object, ...]:
    if isinstance(found, Reason):
        return found.code.value, None, None, None
    place = rules.scale.names.index(rating(found.value, rules.scale))
    return None, steps(found.value), steps(found.value, 2), place


def mean_counts(said: Sequence[Outcome | ClosedWithout], rules: RuleSet) -> tuple[int, ...]:
    codes = [outcome.code for outcome in said if isinstance(outcome, Reason)]
    closed = sum(isinstance(outcome, ClosedWithout) for outcome in said)
    not_due = codes.count(ReasonCode.NOT_DUE)
    not_computable = sum(code in NOT_COMPUTABLE for code in codes)
    counted = len(said) - len(codes)
    return (
        counted if rules.not_delivered is NotDelivered.AS_ZERO else counted - closed,
        not_due,
        not_computable,
        closed,
        len(codes) - not_due - not_computable,
    )
