"""Versions of a figure: which one counts when, over any number of corrections and quarters."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from ukur.domain.figures.accumulation import to_date
from ukur.domain.figures.indicator import EntryBasis, Parts, PeriodRule
from ukur.domain.figures.policy import DEFAULT
from ukur.domain.figures.rollup import Given
from ukur.domain.periods import QUARTERS, Period, before_in_year, whole_year
from ukur.store.models import (
    Account,
    Cycle,
    Entry,
    EntryCorrectionRow,
    FormLine,
    IndicatorRow,
    Unit,
    UnitTask,
)
from ukur.store.queries.history import NEWEST, AsOf, Ledger, version_of

START = datetime(2026, 4, 1, tzinfo=UTC)
CODE = "JML"
Amount = Decimal | tuple[Decimal, Decimal]

numbers = st.decimals(0, 10**9, places=3)
ratios = st.tuples(st.decimals(0, 10**6, places=2), st.decimals(1, 10**6, places=2))


def columns(amount: Amount) -> dict[str, Decimal]:
    if isinstance(amount, tuple):
        return {"numerator": amount[0], "denominator": amount[1]}
    return {"value": amount}


def hour(number: int) -> datetime:
    return START + timedelta(hours=number)


def ledger(versions: Sequence[Sequence[Amount]]) -> Ledger:
    """The fourth quarter's, of one unit: for each quarter its entry and its corrections, hourly."""
    is_ratio = isinstance(versions[0][0], tuple)
    indicator = IndicatorRow(
        code=CODE,
        value_kind="ratio" if is_ratio else "count",
        period_rule="sum",
        entry_basis="in_period",
        unit_rule="sum_ratio" if is_ratio else "sum",
        due_periods=[period.value for period in QUARTERS],
        factor=100 if is_ratio else 1,
    )
    unit, by = Unit(pk=1, code="A", name="Unit A"), Account(name="Tim SAKIP")
    lines, tasks, entries, corrections = [], [], {}, {}
    for at, (first, *later) in enumerate(versions, start=1):
        cycle = Cycle(pk=at, year=2026, period=QUARTERS[at - 1].value)
        line = FormLine(pk=at, cycle=cycle, indicator=indicator, is_due=True, order=1)
        task = UnitTask(pk=at, cycle=cycle, unit=unit, state="verified")
        lines.append(line)
        tasks.append(task)
        entry = Entry(pk=at, task=task, line=line, entered_at=START, **columns(first))
        entries[at] = {at: entry}
        corrections[at] = [
            EntryCorrectionRow(
                entry=entry, number=n, at=hour(n), by=by, reason="Baru.", **columns(amount)
            )
            for n, amount in enumerate(later, start=1)
        ]
    return Ledger(
        lines=(lines[-1],),
        _earlier={CODE: lines[:-1]},
        _measured=frozenset(QUARTERS),
        _tasks={"Unit A": tasks},
        _entries=entries,
        _corrections=corrections,
        _balances={},
        _utc_offset=7,
    )


def since_january(book: Ledger, as_of: AsOf) -> object:
    """The value of the fourth quarter since January."""
    history = book.history(CODE, as_of, DEFAULT)
    own = book.units(4, as_of)["Unit A"].entry
    assert isinstance(own, Given)
    entries = [*(history[period].amount for period in QUARTERS[:3]), own.amount]
    factor = 100 if isinstance(own.amount, Parts) else 1
    return to_date(entries, EntryBasis.IN_PERIOD, PeriodRule.SUM, factor)


@given(st.lists(numbers, min_size=4, max_size=4))
def test_the_sum_of_the_quarters_is_the_value_since_january(values: list[Decimal]) -> None:
    book = ledger([[value] for value in values])
    assert since_january(book, NEWEST) == sum(map(Fraction, values))


@given(st.lists(ratios, min_size=4, max_size=4))
def test_ratios_are_summed_by_their_parts_over_the_year(
    values: list[tuple[Decimal, Decimal]],
) -> None:
    book = ledger([[value] for value in values])
    above = sum(Fraction(upper) for upper, _lower in values)
    below = sum(Fraction(lower) for _upper, lower in values)
    assert since_january(book, NEWEST) == above / below * 100


@given(st.lists(st.lists(numbers, min_size=1, max_size=5), min_size=4, max_size=4), st.data())
def test_corrected_there_and_back_every_figure_is_as_it_was(
    versions: list[list[Decimal]], data: st.DataObject
) -> None:
    before = ledger([[first] for first, *_later in versions])
    back = data.draw(st.integers(0, 3))
    there_and_back = [
        [*given, given[0]] if at == back else given for at, given in enumerate(versions)
    ]
    others_untouched = [
        given if at == back else given[:1] for at, given in enumerate(there_and_back)
    ]
    after = ledger(others_untouched)
    assert since_january(after, NEWEST) == since_january(before, NEWEST)
    assert since_january(after, AsOf(START)) == since_january(before, AsOf(START))


@given(
    st.lists(st.lists(numbers, min_size=1, max_size=5), min_size=4, max_size=4), st.integers(0, 6)
)
def test_a_moment_knows_the_versions_before_it_and_no_other(
    versions: list[list[Decimal]], at: int
) -> None:
    book, as_of = ledger(versions), AsOf(hour(at))
    known = [given[min(at, len(given) - 1)] for given in versions]
    assert since_january(book, as_of) == sum(map(Fraction, known))
    assert version_of(book.units(4, as_of)) == min(at, len(versions[3]) - 1) + 1


@given(st.sets(st.sampled_from(Period)), st.sampled_from(Period))
def test_what_comes_before_in_the_year_never_overlaps_and_never_reaches_into_the_period(
    due: set[Period], period: Period
) -> None:
    before = before_in_year(period, due)
    covered = [quarter for one in before for quarter in one.quarters]
    assert set(before) <= due
    assert covered == sorted(set(covered), key=QUARTERS.index)
    assert not set(covered) & set(period.quarters)
    assert Period.YEAR not in before


@given(st.sets(st.sampled_from(Period)))
def test_every_quarter_that_is_due_is_part_of_the_year_once(due: set[Period]) -> None:
    covered = [quarter for one in whole_year(due) for quarter in one.quarters]
    assert len(covered) == len(set(covered))
    assert all(quarter in covered for quarter in QUARTERS if quarter in due)
