"""What looks wrong about a figure, and what does not."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ukur.domain.checking import (
    ALL,
    Check,
    Earlier,
    Ground,
    comparable,
    first_look,
    is_far,
    is_surely_usual,
    quotient,
    usual,
    warnings,
)
from ukur.domain.figures.indicator import Amount, EntryBasis, Kind, Parts
from ukur.domain.figures.showing import Look
from ukur.domain.periods import Period, YearPeriod

NOW = YearPeriod(2026, Period.TW3)
QUARTERS = [YearPeriod(2026, Period.TW2), YearPeriod(2026, Period.TW1)] + [
    YearPeriod(year, period)
    for year in (2025, 2024)
    for period in (Period.TW4, Period.TW3, Period.TW2, Period.TW1)
]


def ground(
    *earlier: Amount,
    kind: Kind = Kind.INDEX,
    basis: EntryBasis = EntryBasis.IN_PERIOD,
    peers: Sequence[Amount] = (),
    percent: bool = False,
) -> Ground:
    """Earlier figures, newest first, one a quarter."""
    told = [Earlier(when, amount) for when, amount in zip(QUARTERS, earlier, strict=False)]
    factor = 100 if kind is Kind.RATIO else 1
    return Ground(NOW, Look(kind, 2026, 2), basis, factor, percent, told, peers)


def checks(amount: Amount | None, on: Ground, wanted: Sequence[str] = ALL) -> list[str]:
    return [warning.check.value for warning in warnings(amount, wanted, on)]


def d(text: str) -> Decimal:
    return Decimal(text)


def parts(upper: int, lower: int) -> Parts:
    return Parts(Decimal(upper), Decimal(lower))


# --- the figure itself --------------------------------------------------------------------


def test_a_numerator_above_its_denominator_is_told_once_and_not_as_a_percentage_too() -> None:
    on = ground(kind=Kind.RATIO, percent=True)
    (warning,) = warnings(parts(11, 10), ALL, on)
    assert (warning.check, dict(warning.facts)) == (
        Check.ABOVE_DENOMINATOR,
        {"a": "11", "b": "10"},
    )
    assert checks(parts(10, 10), on) == []
    assert checks(parts(11, 10), on, ["above_hundred"]) == ["above_hundred"]


def test_only_a_percentage_is_too_much_above_a_hundred() -> None:
    assert checks(d("100.01"), ground(percent=True)) == ["above_hundred"]
    assert checks(d("100"), ground(percent=True)) == []
    assert checks(d("100.01"), ground()) == []


def test_no_figure_and_no_wish_is_no_warning() -> None:
    assert checks(None, ground(d("1"), percent=True)) == []
    assert checks(d("900"), ground(d("9"), percent=True), []) == []
    for kind in (Kind.GRADE, Kind.YES_NO, Kind.DATE):
        assert checks(d("900"), ground(d("9"), kind=kind)) == []


# --- since January ------------------------------------------------------------------------


def test_what_is_counted_since_january_does_not_become_less() -> None:
    on = ground(d("30"), d("40"), d("900"), kind=Kind.COUNT, basis=EntryBasis.TO_DATE)
    (warning,) = warnings(d("35"), ["decreasing"], on)
    assert dict(warning.facts) == {
        "part": "value",
        "is": "35",
        "was": "40",
        "period": "TW1",
        "year": 2026,
    }
    assert checks(d("40"), on, ["decreasing"]) == []
    assert checks(d("1"), replace(on, basis=EntryBasis.IN_PERIOD), ["decreasing"]) == []


def test_of_a_ratio_the_numerator_alone_has_to_grow_and_a_score_may_fall() -> None:
    on = ground(parts(50, 60), kind=Kind.RATIO, basis=EntryBasis.TO_DATE)
    assert checks(parts(49, 60), on, ["decreasing"]) == ["decreasing"]
    assert checks(parts(50, 90), on, ["decreasing"]) == []
    scores = ground(d("80"), basis=EntryBasis.TO_DATE)
    assert checks(d("70"), scores, ["decreasing"]) == []


def test_half_a_years_count_is_no_measure_of_another_period() -> None:
    def is_like(basis: EntryBasis, kind: Kind, other: Period) -> bool:
        return comparable(basis, kind, NOW, YearPeriod(2025, other))

    assert is_like(EntryBasis.TO_DATE, Kind.COUNT, Period.TW3)
    assert not is_like(EntryBasis.TO_DATE, Kind.COUNT, Period.TW2)
    assert is_like(EntryBasis.TO_DATE, Kind.INDEX, Period.TW2)
    assert is_like(EntryBasis.IN_PERIOD, Kind.COUNT, Period.TW2)
    assert not is_like(EntryBasis.IN_PERIOD, Kind.COUNT, Period.SEM1)


# --- a misread comma ----------------------------------------------------------------------


def test_ten_times_the_last_figure_proposes_what_may_be_meant() -> None:
    on = ground(parts(226, 512), kind=Kind.RATIO)
    (warning,) = warnings(parts(2190, 2512), ["wrong_magnitude"], on)
    assert {key: warning.facts[key] for key in ("part", "is", "was", "meant", "times")} == {
        "part": "numerator",
        "is": "2.190",
        "was": "226",
        "meant": "219",
        "times": 10,
    }


@pytest.mark.parametrize(
    ("now", "last", "meant"),
    [("0.85", "86", "85"), ("8512", "86", "85,12"), ("86000", "86", "86"), ("0.086", "86", "86")],
)
def test_tens_hundreds_and_thousands_both_ways(now: str, last: str, meant: str) -> None:
    (warning,) = warnings(d(now), ["wrong_magnitude"], ground(d(last)))
    assert warning.facts["meant"] == meant


def test_a_small_count_that_grew_was_not_misread() -> None:
    assert checks(d("10"), ground(d("1"), kind=Kind.COUNT), ["wrong_magnitude"]) == []
    assert checks(d("200"), ground(d("10"), kind=Kind.COUNT), ["wrong_magnitude"]) == []
    assert checks(d("100"), ground(d("10"), kind=Kind.COUNT), ["wrong_magnitude"]) == [
        "wrong_magnitude"
    ]
    assert checks(d("0"), ground(d("100")), ["wrong_magnitude"]) == []


def test_a_misread_comma_is_not_told_as_far_from_usual_too() -> None:
    steady = [d("86"), d("85"), d("87"), d("86.5"), d("84")]
    assert checks(d("860"), ground(*steady)) == ["wrong_magnitude"]


# --- far from what was ----------------------------------------------------------------------


def test_a_figure_far_from_its_own_past_says_what_was_usual() -> None:
    on = ground(d("80"), d("82"), d("81"), d("83"), d("79"))
    (warning,) = warnings(d("40"), ALL, on)
    assert dict(warning.facts) == {
        "is": "40",
        "low": "79",
        "high": "83",
        "median": "81",
        "count": 5,
        "by": "score",
        "since_period": "TW2",
        "since_year": 2025,
        "until_period": "TW2",
        "until_year": 2026,
    }
    assert checks(d("84"), on) == []


def test_with_few_or_equal_figures_half_and_twice_are_the_bounds() -> None:
    few, equal = ground(d("80"), d("60")), ground(*[d("80")] * 6)
    for on in (few, equal):
        assert checks(d("161"), on) == ["far_from_history"]
        assert checks(d("29"), on) == ["far_from_history"]
        assert checks(d("160"), on) == []
    assert checks(d("40"), equal) == []


def test_a_figure_that_was_always_so_is_never_a_surprise() -> None:
    for value in ("0", "80", "0.000001", "99999999999999"):
        assert checks(d(value), ground(*[d(value)] * 8)) == []


def test_no_more_than_eight_earlier_figures_are_looked_at() -> None:
    (warning,) = warnings(d("30"), ALL, ground(*[d("80")] * 8, d("1"), d("1")))
    assert warning.facts["count"] == 8


def test_a_steady_past_does_not_make_a_small_step_suspicious() -> None:
    past = [d("95.1"), d("95.2"), d("95.1"), d("95.3"), d("95.2")]
    assert checks(d("96"), ground(*past)) == []


def test_few_more_cases_are_chance() -> None:
    past = ground(*[d("0")] * 6, kind=Kind.COUNT)
    assert checks(d("3"), past) == []
    assert checks(d("4"), past) == ["far_from_history"]


# --- far from others ------------------------------------------------------------------------


def test_ratios_of_like_units_are_compared_as_ratios() -> None:
    peers = [parts(81, 100), parts(164, 200), parts(415, 500), parts(8, 10), parts(790, 1000)]
    assert checks(parts(40, 50), ground(kind=Kind.RATIO, peers=peers)) == []
    (warning,) = warnings(parts(10, 50), ALL, ground(kind=Kind.RATIO, peers=peers))
    assert (warning.check, warning.facts["count"]) == (Check.FAR_FROM_PEERS, 5)


def test_fewer_than_five_units_are_no_measure() -> None:
    four = [parts(80, 100), parts(81, 100), parts(82, 100), parts(83, 100)]
    assert checks(parts(1, 100), ground(kind=Kind.RATIO, peers=four)) == []


def test_a_large_unit_counts_more_and_that_is_no_surprise() -> None:
    peers = [d("40"), d("41"), d("42"), d("43"), d("90")]
    assert checks(d("150"), ground(kind=Kind.COUNT, peers=peers)) == []
    assert checks(d("181"), ground(kind=Kind.COUNT, peers=peers)) == ["far_from_peers"]


def test_a_ratio_of_nothing_is_compared_with_nothing() -> None:
    peers = [parts(80, 100)] * 5
    assert checks(parts(0, 0), ground(parts(80, 100), kind=Kind.RATIO, peers=peers)) == []
    assert checks(parts(80, 100), ground(*[parts(0, 0)] * 5, kind=Kind.RATIO)) == []


# --- whatever the figures --------------------------------------------------------------------

FIGURES = st.decimals(min_value=0, max_value=10**9, places=6, allow_nan=False)
PASTS = st.lists(FIGURES, min_size=1, max_size=9)


@given(FIGURES, PASTS, st.integers(1, 10**6))
def test_the_judgement_does_not_depend_on_the_unit_of_measure(
    value: Decimal, past: list[Decimal], times: int
) -> None:
    plain = is_far(value, usual(past), counts=False)
    scaled = is_far(value * times, usual([one * times for one in past]), counts=False)
    assert plain == scaled


@given(PASTS, st.randoms())
def test_the_order_of_what_was_does_not_matter(past: list[Decimal], random: object) -> None:
    mixed = list(past)
    random.shuffle(mixed)  # type: ignore[attr-defined]  # hypothesis hands in a Random
    assert usual(mixed) == usual(past)


@given(FIGURES, st.integers(1, 12))
def test_what_never_changed_is_never_far_from_itself(value: Decimal, times: int) -> None:
    known = usual([value] * times)
    assert known.spread == 0
    assert not is_far(value, known, counts=False)


@given(PASTS, FIGURES)
def test_what_was_there_before_is_never_outside(past: list[Decimal], value: Decimal) -> None:
    assert not any(usual(past).is_outside(one) for one in past)
    if usual(past).is_outside(value):
        assert not min(past) <= value <= max(past)


@given(st.integers(0, 10**14), st.integers(1, 10**14))
def test_a_quotient_loses_nothing(upper: int, lower: int) -> None:
    assert quotient(parts(upper, lower), 100) == Fraction(upper * 100, lower)


@given(st.lists(FIGURES, min_size=4, max_size=9), FIGURES, FIGURES)
def test_who_is_farther_is_not_less_suspicious(
    past: list[Decimal], value: Decimal, more: Decimal
) -> None:
    known = usual(past)
    above = max(value, *past)
    if is_far(above, known, counts=False):
        assert is_far(above + more, known, counts=False)


@given(
    st.lists(FIGURES, min_size=1, max_size=9),
    FIGURES,
    st.integers(1, 9),
    st.sampled_from(["0", "1", "1.05", "1.1", "1.2"]),
)
def test_the_first_look_never_lets_a_far_figure_pass(
    past: list[Decimal], value: Decimal, divisor: int, near: str
) -> None:
    own = Parts(past[0] * d(near) if near != "0" else value, Decimal(divisor))
    others = [Parts(one, Decimal(divisor)) for one in past]
    looks = [first_look(one, 100) for one in others]
    look, exact = first_look(own, 100), quotient(own, 100)
    assert look is not None
    assert exact is not None
    if is_surely_usual(look, [one for one in looks if one is not None]):
        known = usual([one for one in (quotient(o, 100) for o in others) if one is not None])
        assert not is_far(exact, known, counts=False)
