"""Every figure can say how it came to be."""

import json
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ukur.domain.figures.achievement import Achieved, achievement
from ukur.domain.figures.explain import (
    Explanation,
    Inputs,
    Provenance,
    SourceRow,
    displayed,
    explain,
    percent_plain,
    shown,
)
from ukur.domain.figures.indicator import Formula, Parts, Point, Polarity, Range, Target
from ukur.domain.figures.notation import half_up, read
from ukur.domain.figures.policy import DEFAULT, Bounds, RuleSet
from ukur.domain.figures.reasons import NoteCode
from ukur.domain.figures.worked import exact_or_near

D = Decimal
POSITIVE, NEGATIVE = Polarity.POSITIVE, Polarity.NEGATIVE


def explained(
    target: Target | None,
    realization: Decimal | None,
    polarity: Polarity,
    formula: Formula | None = None,
    rules: RuleSet = DEFAULT,
) -> Explanation:
    outcome = achievement(target, realization, polarity, formula, rules=rules)
    return explain(Inputs(target, realization), outcome, rules)


def test_the_formula_is_shown_with_its_numbers() -> None:
    figure = explained(Point(D(32)), D("4.88"), NEGATIVE)
    assert figure.symbolic == "(2 × T − R) ÷ T × 100"
    assert figure.filled_in == "(2 × 32 − 4,88) ÷ 32 × 100"
    assert figure.steps == ("2 × 32 − 4,88 = 59,12", "59,12 ÷ 32 = 1,8475", "1,8475 × 100 = 184,75")
    assert (figure.percent, figure.shown, figure.rating) == ("184.75", "184,75", "Sangat Tinggi")
    assert figure.formula == "negatif_2t_r"
    assert figure.rule_set == "ukur-baku 2026.1"


def test_what_does_not_end_is_marked_as_near() -> None:
    figure = explained(Point(D(162)), D(186), NEGATIVE, Formula.NEGATIVE_QUOTIENT)
    assert figure.filled_in == "162 ÷ 186 × 100"
    assert figure.steps == (
        "162 ÷ 186 ≈ 0,8709677419",
        "0,8709677419 × 100 ≈ 87,0967741935",
    )


def test_a_realization_below_zero_stands_in_brackets() -> None:
    assert explained(Point(D(10)), D(-5), POSITIVE).filled_in == "(−5) ÷ 10 × 100"


def test_a_range_names_the_bound_that_was_missed() -> None:
    figure = explained(Range(D(80), D(90)), D(92), POSITIVE)
    assert (figure.target, figure.filled_in) == ("80 – 90", "92 ÷ 90 × 100")
    assert figure.notes == ("above_range",)
    inside = explained(Range(D(80), D(90)), D(85), POSITIVE)
    assert (inside.filled_in, inside.steps, inside.shown) == ("", ("100,00 %",), "100,00")


def test_a_ratio_shows_where_the_realization_comes_from() -> None:
    parts = Parts(D(3), D(135))
    realization = Fraction(300, 135)
    outcome = achievement(Point(D(2)), realization, POSITIVE)
    figure = explain(Inputs(Point(D(2)), realization, parts, 100, "Puskesmas Mojosari"), outcome)
    assert figure.steps[0] == "R = 3 ÷ 135 × 100 ≈ 2,2222222222"
    assert (figure.realization, figure.source) == ("2,2222222222", "Puskesmas Mojosari")
    plain = explain(Inputs(Point(D(2)), D(2), Parts(D(4), D(2))), outcome)
    assert plain.steps[0] == "R = 4 ÷ 2 = 2"
    assert plain.notes == ("numerator_above_denominator",)


def test_a_reason_stands_where_there_is_no_figure() -> None:
    figure = explained(Point(D(0)), D(5), POSITIVE)
    assert (figure.reason, figure.percent, figure.shown, figure.rating) == (
        "target_zero",
        "",
        "",
        "",
    )
    missing = explained(None, None, POSITIVE)
    assert (missing.target, missing.realization, missing.reason) == ("", "", "target_missing")
    zero = Inputs(Point(D(1)), None, Parts(D(1), D(0)))
    assert explain(zero, achievement(Point(D(1)), None, POSITIVE)).steps == ()


def test_a_rating_that_seems_to_contradict_its_number_says_so() -> None:
    figure = explained(Point(D(100)), D("90.996"), POSITIVE)
    assert (figure.shown, figure.rating) == ("91,00", "Tinggi")
    assert figure.notes == ("rating_differs_from_shown",)


def test_a_cap_changes_what_is_shown_and_not_the_rating() -> None:
    rules = replace(DEFAULT, shown=Bounds(D(120), D(0)))
    high = explained(Point(D(15)), D(100), POSITIVE, rules=rules)
    assert (high.percent, high.shown, high.rating) == ("120", "120,00", "Sangat Tinggi")
    assert high.notes == ("capped",)
    low = explained(Point(D(10)), D(25), NEGATIVE, rules=rules)
    assert (low.percent, low.rating, low.notes) == ("0", "Sangat Rendah", ("floored",))
    assert displayed(Fraction(1), rules) == (Fraction(1), ())


def test_an_explanation_is_ready_for_json() -> None:
    figure = explained(Point(D(32)), D("4.88"), NEGATIVE)
    plain = json.loads(json.dumps(figure.plain()))
    assert plain["steps"][0] == "2 × 32 − 4,88 = 59,12"
    assert plain["basis"] == list(DEFAULT.basis_texts)
    assert set(plain) == {*figure._fields, *vars(figure.provenance)} - {"provenance"}


@pytest.mark.parametrize(
    ("ratio", "plain", "text"),
    [
        (Fraction(1), "100", "100,00"),
        (Fraction(0), "0", "0,00"),
        (Fraction(-1, 2), "-50", "−50,00"),
        (Fraction(92, 90), "102.2222222222", "102,22"),
        (Fraction(-1, 10**14), "0", "0,00"),
        (Fraction(125, 9), "1388.8888888889", "1.388,89"),
    ],
)
def test_percent_for_programs_and_for_the_eye(ratio: Fraction, plain: str, text: str) -> None:
    assert percent_plain(ratio) == plain
    assert shown(ratio) == text


def test_neither_rounding_is_made_from_the_other() -> None:
    """0,004999999996 % is 0,0050000000 to ten decimals; two from those would be 0,01."""
    ratio = Fraction(4999999999996, 10**15) / 100
    assert percent_plain(ratio) == "0.005"
    assert shown(ratio) == "0,00"


@given(st.fractions(-100, 100))
def test_both_percentages_come_from_the_exact_value(ratio: Fraction) -> None:
    assert D(percent_plain(ratio)) == half_up(ratio * 100, 10)
    number = read(shown(ratio))
    assert number.value == half_up(ratio * 100, 2)  # type: ignore[union-attr]


SHARES = st.fractions(-100, 100) | st.decimals(-100, 100, places=14).map(Fraction)


@given(SHARES)
@example(Fraction(4999999999996, 10**17))
@example(Fraction(-5, 10**13))
@example(Fraction(-5, 10**11))
def test_an_explanation_rounds_the_exact_share_for_every_use(ratio: Fraction) -> None:
    achieved = Achieved(ratio, Formula.POSITIVE, (), Formula.POSITIVE, D(1))
    figure = explain(Inputs(Point(D(1)), ratio), achieved)
    assert figure.percent == percent_plain(ratio)
    assert figure.shown == shown(ratio)
    share, percent = exact_or_near(ratio), exact_or_near(ratio * 100)
    assert figure.steps[-1] == f"{share[1]} × 100 {' '.join(percent)}"
    assert figure.steps[0].endswith(f" ÷ 1 {' '.join(share)}")


@given(
    st.decimals("0.01", 10**6, places=2), st.decimals(0, 10**6, places=2), st.sampled_from(Polarity)
)
def test_the_last_step_is_the_figure(
    target: Decimal, realization: Decimal, polarity: Polarity
) -> None:
    figure = explained(Point(target), realization, polarity)
    assert half_up(Fraction(D(figure.percent)), 10) == half_up(
        achievement(Point(target), realization, polarity).ratio * 100,  # type: ignore[union-attr]
        10,
    )
    assert set(figure.notes) <= {note.value for note in NoteCode}


@pytest.mark.parametrize(
    ("polarity", "formula", "realization", "filled_in", "steps"),
    [
        (
            NEGATIVE,
            Formula.NEGATIVE_COMPLEMENT,
            "9",
            "(1 + (1 − 9 ÷ 8)) × 100",
            ("9 ÷ 8 = 1,125", "1 + (1 − 1,125) = 0,875", "0,875 × 100 = 87,5"),
        ),
        (
            NEGATIVE,
            Formula.NEGATIVE_REMAINDER,
            "6",
            "(8 − 6) ÷ 8 × 100",
            ("8 − 6 = 2", "2 ÷ 8 = 0,25", "0,25 × 100 = 25"),
        ),
        (
            Polarity.EXACT,
            None,
            "9",
            "(1 − |9 − 8| ÷ 8) × 100",
            ("|9 − 8| = 1", "1 ÷ 8 = 0,125", "1 − 0,125 = 0,875", "0,875 × 100 = 87,5"),
        ),
        (POSITIVE, Formula.YES_NO, "9", "", ("100,00 %",)),
    ],
)
def test_every_formula_is_worked_in_its_own_way(
    polarity: Polarity,
    formula: Formula | None,
    realization: str,
    filled_in: str,
    steps: tuple[str, ...],
) -> None:
    allowing = replace(DEFAULT, allowed=tuple(Formula))
    figure = explained(Point(D(8)), D(realization), polarity, formula, allowing)
    assert (figure.filled_in, figure.steps) == (filled_in, steps)


def test_an_explanation_names_the_entries_it_rests_on() -> None:
    rows = (
        SourceRow("Puskesmas A", Parts(D(3), D(4)), "TW1", entered_by="operator", evidence=1),
        SourceRow("Puskesmas B", None, "TW1", note="gedung direnovasi"),
    )
    origin = Provenance("Induk 1", "sum_ratio", "last", "to_date", rows)
    inputs = Inputs(Point(D(80)), D(75), Parts(D(3), D(4)), 100, "1/2", origin)
    plain = json.loads(
        json.dumps(explain(inputs, achievement(Point(D(80)), D(75), POSITIVE)).plain())
    )
    assert plain["target_version"] == "Induk 1"
    assert [row["unit"] for row in plain["rows"]] == ["Puskesmas A", "Puskesmas B"]
    assert (plain["rows"][0]["numerator"], plain["rows"][1]["note"]) == ("3", "gedung direnovasi")


def test_raw_and_averaged_stand_beside_what_is_shown() -> None:
    rules = replace(DEFAULT, shown=Bounds(D(120)), means=Bounds(D(100)))
    figure = explained(Point(D(10)), D(15), POSITIVE, rules=rules)
    assert (figure.raw, figure.shown, figure.averaged) == ("150,00", "120,00", "100,00")
