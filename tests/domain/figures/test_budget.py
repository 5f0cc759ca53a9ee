"""Money: absorption, and what was reached with it."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ukur.domain.figures.budget import (
    EFFECTIVENESS,
    EFFECTIVENESS_QUARTERLY,
    EfficiencyClass,
    Output,
    absorption,
    difference,
    efficiency_value,
    output_efficiency,
    saving,
)
from ukur.domain.figures.policy import DEFAULT, Efficiency, EfficiencyMethod
from ukur.domain.figures.rating import rating
from ukur.domain.figures.reasons import Reason, ReasonCode

D = Decimal
shares = st.fractions(0, 2)


@pytest.mark.parametrize(
    ("ceiling", "realized", "answer"),
    [
        (D(200), D(50), Fraction(1, 4)),
        (D(200), D(0), Fraction(0)),
        (None, D(1), Reason(ReasonCode.CEILING_MISSING)),
        (D(0), D(0), Reason(ReasonCode.CEILING_NOT_POSITIVE)),
        (D(-1), D(0), Reason(ReasonCode.CEILING_NOT_POSITIVE)),
        (D(1), None, Reason(ReasonCode.REALIZATION_MISSING)),
    ],
)
def test_absorption_is_a_share_of_the_ceiling(
    ceiling: Decimal | None, realized: Decimal | None, answer: Fraction | Reason
) -> None:
    assert absorption(ceiling, realized) == answer


@pytest.mark.parametrize(
    ("achieved", "absorbed", "judged"),
    [
        ("96.76", "81.66", EfficiencyClass.EFFICIENT),
        ("100", "94.99", EfficiencyClass.EFFICIENT),
        ("100", "95", EfficiencyClass.FAIRLY_EFFICIENT),
        ("90", "95", EfficiencyClass.FAIRLY_EFFICIENT),
        ("90", "95.01", EfficiencyClass.NOT_EFFICIENT),
    ],
)
def test_the_difference_is_judged_within_five_points(
    achieved: str, absorbed: str, judged: EfficiencyClass
) -> None:
    found = difference(Fraction(achieved) / 100, Fraction(absorbed) / 100)
    assert found.judged is judged
    assert found.share * 100 == Fraction(achieved) - Fraction(absorbed)


def test_the_rule_set_sets_the_tolerance() -> None:
    strict = replace(DEFAULT, efficiency=Efficiency(EfficiencyMethod.DIFFERENCE, D(0)))
    assert difference(Fraction(1), Fraction("0.99"), strict).judged is EfficiencyClass.EFFICIENT


def test_a_saving_counts_only_where_the_target_was_reached() -> None:
    assert saving(Fraction(1), Fraction(9, 10)) == Fraction(1, 10)
    assert saving(Fraction("0.999"), Fraction(1, 10)) == Reason(ReasonCode.ACHIEVEMENT_BELOW_TARGET)


def test_output_efficiency_weighs_by_the_ceilings() -> None:
    outputs = [Output(D(300), D(240), Fraction(1)), Output(D(100), D(100), Fraction(1, 2))]
    assert output_efficiency(outputs) == Fraction(350 - 340, 350)
    assert output_efficiency([]) == Reason(ReasonCode.CEILING_NOT_POSITIVE)


@pytest.mark.parametrize(
    ("efficiency", "value"), [("20", "1"), ("35", "1"), ("0", "0.5"), ("-20", "0"), ("10", "0.75")]
)
def test_the_value_of_an_efficiency_is_held_within_twenty_points(
    efficiency: str, value: str
) -> None:
    assert efficiency_value(Fraction(efficiency) / 100) == Fraction(value)


@given(shares, shares)
def test_the_value_of_an_efficiency_never_falls_when_it_rises(a: Fraction, b: Fraction) -> None:
    low, high = sorted((a - 1, b - 1))
    assert 0 <= efficiency_value(low) <= efficiency_value(high) <= 1


def test_the_traffic_lights_have_their_printed_edges() -> None:
    assert [rating(Fraction(n, 100), EFFECTIVENESS) for n in (91, 90, 70, 69)] == [
        "hijau",
        "kuning",
        "kuning",
        "merah",
    ]
    assert [rating(Fraction(n, 100), EFFECTIVENESS_QUARTERLY) for n in (75, 74, 50, 49)] == [
        "hijau",
        "kuning",
        "kuning",
        "merah",
    ]
