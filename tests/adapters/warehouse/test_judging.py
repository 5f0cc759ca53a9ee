"""Millions of rows are judged as one figure is: every digit, rating and reason."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cache

import ibis
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ukur.adapters.warehouse.dividing import WHOLE
from ukur.adapters.warehouse.engine import Engine, engine, sql
from ukur.adapters.warehouse.judging import judged, kept
from ukur.domain.figures.achievement import Achieved, achievement
from ukur.domain.figures.explain import displayed, rating_notes
from ukur.domain.figures.indicator import (
    POINT_FORMULAS,
    RANGE_FORMULAS,
    Formula,
    Point,
    Polarity,
    Range,
    Target,
)
from ukur.domain.figures.notation import half_up
from ukur.domain.figures.policy import (
    DEFAULT,
    Bounds,
    OverZeroTarget,
    RuleSet,
    ZeroRealization,
)
from ukur.domain.figures.policy import kept as kept_once
from ukur.domain.figures.rating import AKIP, SATISFACTION, rating
from ukur.domain.figures.reasons import NoteCode, Reason, ReasonCode

STEP = 6
"""Decimals of a step in these tests."""
SCHEMA = {
    "number": "int64",
    "above": WHOLE,
    "below": WHOLE,
    "low": WHOLE,
    "high": WHOLE,
    "polarity": "string",
    "formula": "string",
    "lacking": "string",
}
TABLE = ibis.table(SCHEMA, name="figures")


@dataclass(frozen=True)
class Row:
    """One figure: above / below in steps, target bounds in steps."""

    above: int | None
    below: int
    low: int
    high: int | None
    polarity: Polarity
    formula: Formula | None

    @property
    def target(self) -> Target:
        low = Decimal(self.low).scaleb(-STEP)
        return Point(low) if self.high is None else Range(low, Decimal(self.high).scaleb(-STEP))

    @property
    def realization(self) -> Fraction | None:
        return None if self.above is None else Fraction(self.above, self.below * 10**STEP)


small = st.sampled_from([0, 1, -1, 10**STEP, 2 * 10**STEP, 100 * 10**STEP])
steps = st.one_of(small, st.integers(-(10**9), 10**9), st.integers(-(10**20), 10**20))
aims = st.one_of(small, st.integers(-(10**8), 10**10), st.integers(-(10**15), 10**15))
"""Targets; a third of them are small or 0."""
belows = st.one_of(st.just(1), st.integers(1, 999), st.integers(1, 10**9))


@st.composite
def rows(draw: st.DrawFn) -> Row:
    low, high = draw(aims), draw(st.one_of(st.none(), aims))
    if high is not None:
        low, high = min(low, high), max(low, high)
    above, below = draw(st.one_of(st.none(), steps)), draw(belows)
    if above is not None and draw(st.booleans()):
        # Close to the target, where ratings, ranges and ties are decided.
        above = low * below * draw(st.sampled_from([100, 91, 76, 66, 51, 90, 0, 200])) // 100
        above += draw(st.integers(-2, 2))
    polarity = draw(st.sampled_from(Polarity))
    suiting = (POINT_FORMULAS if high is None else RANGE_FORMULAS)[polarity]
    formulas = st.sampled_from([None, *sorted(suiting)])
    return Row(above, below, low, high, polarity, draw(formulas | st.sampled_from(Formula)))


CAP = Bounds(Decimal(120))
HELD = Bounds(Decimal(100), Decimal(0))
PLAIN = RuleSet("x", "1", (), allowed=tuple(Formula))
RULES = (
    PLAIN,
    DEFAULT,
    replace(PLAIN, over_zero_target=OverZeroTarget.REASON, scale=AKIP),
    replace(PLAIN, shown=CAP, means=HELD, zero_realization=ZeroRealization.CAP),
    replace(PLAIN, shown=HELD, zero_realization=ZeroRealization.HUNDRED, scale=SATISFACTION),
    replace(PLAIN, negative_formula=Formula.NEGATIVE_QUOTIENT, shown=Bounds(floor=Decimal("66.6"))),
    replace(
        PLAIN, negative_formula=Formula.NEGATIVE_REMAINDER, means=Bounds(Decimal("33.3333333333"))
    ),
    replace(PLAIN, zero_realization=ZeroRealization.CAP, shown=Bounds(Decimal("91.005"))),
)
"""Every choice of a rule set that a share depends on, at least once."""


@pytest.fixture(scope="module")
def warehouse() -> Iterator[Engine]:
    with engine(threads=1) as open_engine:
        yield open_engine


def put(warehouse: Engine, figures: Sequence[Row]) -> None:
    """Lay the figures down as the table that the expressions are over."""
    kinds = ["BIGINT", *["HUGEINT"] * 4, *["VARCHAR"] * 3]
    columns = zip(*(_cells(number, row) for number, row in enumerate(figures)), strict=True)
    unnested = ", ".join(
        f'unnest(?::{kind}[]) as "{name}"' for name, kind in zip(SCHEMA, kinds, strict=True)
    )
    warehouse.connection.execute(
        f"create or replace table figures as select {unnested}",
        [list(column) for column in columns],
    )


def _cells(number: int, row: Row) -> tuple[object, ...]:
    return (
        number,
        row.above,
        row.below,
        row.low,
        row.high,
        row.polarity.value,
        row.formula.value if row.formula else "",
        ReasonCode.REALIZATION_MISSING.value if row.above is None else None,
    )


COLUMNS = (
    "reason",
    "raw",
    "shown",
    "averaged",
    "shown_short",
    "place",
    "is_capped",
    "is_floored",
    "differs",
    "note",
    "side",
)


def answers(warehouse: Engine, figures: Sequence[Row], rules: RuleSet) -> list[dict[str, object]]:
    put(warehouse, figures)
    found = warehouse.connection.execute(compiled(rules)).fetchall()
    return [dict(zip(COLUMNS, row, strict=True)) for row in found]


@cache
def compiled(rules: RuleSet) -> str:
    return sql(kept(judged(TABLE, rules), rules).order_by("number").select(*COLUMNS))


def wanted(row: Row, rules: RuleSet) -> dict[str, object]:
    """What the domain says of one figure."""
    outcome = achievement(row.target, row.realization, row.polarity, row.formula, rules=rules)
    if isinstance(outcome, Reason):
        empty = {column: False if column in FLAGS else None for column in COLUMNS}
        return empty | {"reason": outcome.code.value}
    return _of_share(outcome, rules)


FLAGS = ("is_capped", "is_floored", "differs")
SIDES = (NoteCode.INSIDE_RANGE, NoteCode.BELOW_RANGE, NoteCode.ABOVE_RANGE)


def _of_share(outcome: Achieved, rules: RuleSet) -> dict[str, object]:
    ratio = outcome.ratio
    three, (_held, bounded) = kept_once(ratio, rules), displayed(ratio, rules)
    return {
        "reason": None,
        "raw": in_steps(three.raw, 10),
        "shown": in_steps(three.shown, 10),
        "averaged": in_steps(three.averaged, 10),
        "shown_short": in_steps(three.shown, 2),
        "place": rules.scale.names.index(rating(ratio, rules.scale)),
        "is_capped": NoteCode.CAPPED in bounded,
        "is_floored": NoteCode.FLOORED in bounded,
        "differs": bool(rating_notes(ratio, rules)),
        "note": next((note.value for note in outcome.notes if note not in SIDES), None),
        "side": next((note.value for note in outcome.notes if note in SIDES), None),
    }


def in_steps(share: Fraction, decimals: int) -> int:
    return int(half_up(share * 100, decimals).scaleb(decimals))


@pytest.mark.parametrize("rules", RULES, ids=range(len(RULES)))
@settings(deadline=None, max_examples=20)
@given(figures=st.lists(rows(), min_size=1, max_size=60))
def test_every_row_is_judged_as_one_figure_is(
    warehouse: Engine, rules: RuleSet, figures: list[Row]
) -> None:
    for row, answer in zip(figures, answers(warehouse, figures, rules), strict=True):
        if answer["reason"] == "too_large":
            assert is_huge(row, rules), row
        else:
            assert answer == wanted(row, rules), row


def is_huge(row: Row, rules: RuleSet) -> bool:
    """Whether a figure is beyond what 128 bits are promised to hold."""
    outcome = achievement(row.target, row.realization, row.polarity, row.formula, rules=rules)
    ratio = outcome.ratio if isinstance(outcome, Achieved) else Fraction(0)
    products = (abs(bound) * row.below for bound in (row.low, row.high or 0))
    return abs(ratio) >= 10**10 or max(products) >= 10**25


def test_no_column_is_a_floating_point_number(warehouse: Engine) -> None:
    put(warehouse, [Row(1, 3, 2, None, Polarity.POSITIVE, None)])
    found = warehouse.connection.execute(f"DESCRIBE {compiled(DEFAULT)}").fetchall()
    whole = {"HUGEINT", "BIGINT", "INTEGER"}
    assert {str(kind) for _name, kind, *_rest in found} <= {*whole, "BOOLEAN", "VARCHAR"}


@pytest.mark.parametrize("above", [10**25, -(10**25), 10**30])
def test_what_does_not_fit_has_a_reason_and_no_number(warehouse: Engine, above: int) -> None:
    rows_ = [
        Row(above, 1, 10**6, None, Polarity.POSITIVE, None),
        Row(1, 10**18, 10**6, None, Polarity.POSITIVE, None),
        Row(10**24, 1, 1, None, Polarity.POSITIVE, None),
        Row(9 * 10**15, 1, 10**6, None, Polarity.POSITIVE, None),
    ]
    found = answers(warehouse, rows_, DEFAULT)
    assert [row["reason"] for row in found] == ["too_large"] * 3 + [None]
    assert [row["raw"] for row in found[:3]] == [None] * 3
    assert found[3]["raw"] == 9 * 10**15 // 10**6 * 10**12
