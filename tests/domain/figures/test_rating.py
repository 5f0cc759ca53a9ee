"""Classes without holes."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ukur.domain.figures.rating import (
    AKIP,
    PERFORMANCE,
    Scale,
    Step,
    counted_by_rating,
    place,
    rating,
    scale_problems,
)


def percent(text: str) -> Fraction:
    return Fraction(Decimal(text)) / 100


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("666.67", "Sangat Tinggi"),
        ("100", "Sangat Tinggi"),
        ("91", "Sangat Tinggi"),
        ("90.996", "Tinggi"),
        ("90.5", "Tinggi"),
        ("76", "Tinggi"),
        ("75.9999999999", "Sedang"),
        ("66", "Sedang"),
        ("65.5", "Rendah"),
        ("51", "Rendah"),
        ("50.5", "Sangat Rendah"),
        ("0", "Sangat Rendah"),
        ("-50", "Sangat Rendah"),
    ],
)
def test_the_holes_of_the_printed_scale_are_closed(value: str, name: str) -> None:
    assert rating(percent(value)) == name


@pytest.mark.parametrize(
    ("score", "grade"),
    [("90", "A"), ("90.01", "AA"), ("80", "BB"), ("60.5", "B"), ("30", "D"), ("0", "D")],
)
def test_an_akip_grade_begins_above_its_bound(score: str, grade: str) -> None:
    assert rating(percent(score), AKIP) == grade


@given(st.fractions(-10, 10), st.sampled_from([PERFORMANCE, AKIP]))
def test_every_ratio_has_exactly_one_class(ratio: Fraction, scale: Scale) -> None:
    assert 0 <= place(ratio, scale) < len(scale.names)
    assert rating(ratio, scale) == scale.names[place(ratio, scale)]


FINE = Scale(
    "halus",
    (Step(Decimal("99.999"), "a"), Step(Decimal("62.5"), "b", above=True), Step(Decimal(0), "c")),
    "d",
)


@given(
    st.fractions(-2, 2) | st.integers(-200_000, 200_000).map(lambda n: Fraction(n, 100_000)),
    st.sampled_from([PERFORMANCE, AKIP, FINE]),
)
@example(Fraction("0.625"), FINE)
@example(Fraction("0.99999"), FINE)
@example(Fraction(0), FINE)
def test_the_class_is_the_first_whose_bound_is_reached(ratio: Fraction, scale: Scale) -> None:
    reached = (
        step.name
        for step in scale.steps
        if ratio * 100 > step.bound
        or (ratio * 100 == step.bound and not (scale.strict or step.above))
    )
    assert rating(ratio, scale) == next(reached, scale.lowest)


@given(st.fractions(-10, 10), st.fractions(-10, 10))
def test_a_higher_ratio_is_never_in_a_lower_class(one: Fraction, other: Fraction) -> None:
    low, high = sorted((one, other))
    assert place(high) <= place(low)


def test_all_classes_are_counted_the_empty_ones_too() -> None:
    counts = counted_by_rating([Fraction(1), Fraction(2), Fraction(1, 2)])
    assert list(counts.items()) == [
        ("Sangat Tinggi", 2),
        ("Tinggi", 0),
        ("Sedang", 0),
        ("Rendah", 0),
        ("Sangat Rendah", 1),
    ]


@pytest.mark.parametrize("scale", [PERFORMANCE, AKIP])
def test_the_scales_in_use_are_sound(scale: Scale) -> None:
    assert scale_problems(scale) == ()


@pytest.mark.parametrize(
    ("steps", "lowest", "codes"),
    [
        (((70, "A"), (80, "B")), "C", ["bounds_not_descending"]),
        (((70, "A"), (70, "B")), "C", ["bounds_not_descending"]),
        ((), "C", ["scale_empty"]),
        (((70, "A"),), "A", ["names_not_distinct"]),
        (((70, " "),), "A", ["names_not_distinct"]),
    ],
)
def test_an_unsound_scale_says_what_is_wrong(
    steps: tuple[tuple[int, str], ...], lowest: str, codes: list[str]
) -> None:
    scale = Scale("x", tuple(Step(Decimal(bound), name) for bound, name in steps), lowest)
    assert [problem.code for problem in scale_problems(scale)] == codes
