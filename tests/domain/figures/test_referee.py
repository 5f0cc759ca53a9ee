"""The formula referee answers as the programs and papers answer that it speaks of."""

from decimal import Decimal
from fractions import Fraction

import pytest

from ukur.domain.figures.achievement import achievement
from ukur.domain.figures.indicator import Formula, Point, Polarity, Range
from ukur.domain.figures.public_formulas import (
    PUBLIC_FORMULAS,
    Answer,
    NoAnswer,
    by_key,
    formulas_for,
)
from ukur.domain.figures.reasons import Reason
from ukur.domain.figures.referee import Flaw, compared, flaws

D = Decimal
APPLICATIONS = ("sm", "bn", "pr", "wp_tahunan", "wp_monev", "kw_hitung", "kw_kinerja", "kk")
STOPS, EMPTY, UNSET = NoAnswer.DIVISION_BY_ZERO, NoAnswer.EMPTY, NoAnswer.UNSET
THIRDS = Fraction(250, 3)
TABLE: tuple[tuple[int, int, tuple[int | Answer, ...]], ...] = (
    (10, 10, (100, 100, 100, 0, 100, 100, 100, 1)),
    (8, 10, (100, 120, 120, 20, 125, 125, 120, 21)),
    (12, 10, (80, 80, 80, -20, THIRDS, THIRDS, 80, -19)),
    (25, 10, (0, 0, -50, -150, 40, 40, -50, -149)),
    (0, 10, (100, 200, 200, 0, UNSET, STOPS, 200, 0)),
    (0, 0, (STOPS, EMPTY, EMPTY, 100, UNSET, STOPS, 0, 0)),
    (3, 0, (STOPS, EMPTY, EMPTY, STOPS, 0, 0, 0, 0)),
)
"""Realization, target, and what eight formulas of six public applications give."""


def point(value: str | int) -> Point:
    return Point(D(value))


@pytest.mark.parametrize(("realized", "target", "expected"), TABLE)
def test_the_applications_answer_as_in_the_survey(
    realized: int, target: int, expected: tuple[int | Answer, ...]
) -> None:
    given = tuple(by_key(key).answer(point(target), D(realized)) for key in APPLICATIONS)
    assert given == expected


@pytest.mark.parametrize(
    ("key", "target", "realized", "percent"),
    [
        ("n1", point(32), "4.88", "184.75"),
        ("n3", point(8), "9", "87.5"),
        ("dk", point(10), "25", "0"),
        ("pr_tren", point(5), "0", "100"),
        ("wp_tren", point(5), "0", "0"),
        ("wp_tren", point(0), "0", "100"),
        ("positif", point(80), "70", "87.5"),
        ("wp_positif", point(0), "3", "0"),
        ("kw_positif", point(0), "3", "100"),
        ("batas_100", point(15), "100", "100"),
        ("batas_120", point(15), "100", "120"),
        ("kwanter_rasio", point(100), "105", "95"),
        ("kwanter_rasio_naik", point(100), "105", "95"),
        ("kwanter_rasio_turun", point(100), "95", "95"),
        ("rentang_permen", Range(D(80), D(90)), "70", "87.5"),
        ("rentang_permen", Range(D(80), D(90)), "85", "100"),
        ("rentang_permen_turun", Range(D(7), D(8)), "9", "87.5"),
        ("rentang_kk", Range(D(50), D(100)), "80", "80"),
        ("rentang_kk", Range(D(50), D(100)), "120", "100"),
    ],
)
def test_each_formula_gives_what_was_read_of_it(
    key: str, target: Point | Range, realized: str, percent: str
) -> None:
    assert by_key(key).answer(target, D(realized)) == Fraction(D(percent))


def test_the_report_that_divides_target_by_realization_is_met_exactly() -> None:
    answer = by_key("t_per_r").answer(point(162), D(186))
    assert isinstance(answer, Fraction)
    assert round(float(answer), 2) == 87.10


def test_a_target_of_0_ends_in_a_sentence_in_one_application() -> None:
    assert by_key("pr_positif").answer(point(0), D(3)) is NoAnswer.SENTENCE


def test_keys_are_distinct_and_every_formula_says_where_it_was_read() -> None:
    assert len({formula.key for formula in PUBLIC_FORMULAS}) == len(PUBLIC_FORMULAS)
    assert all(formula.source and formula.signs for formula in PUBLIC_FORMULAS)


@pytest.mark.parametrize(
    ("key", "flaw"),
    [
        ("kk", Flaw.TARGET_MET_IS_NOT_HUNDRED),
        ("wp_tahunan", Flaw.TARGET_MET_IS_NOT_HUNDRED),
        ("wp_tren", Flaw.BEST_SCORES_ZERO),
        ("kw_hitung", Flaw.BEST_HAS_NO_ANSWER),
        ("t_per_r", Flaw.EXPLODES),
        ("kwanter_rasio_naik", Flaw.BETTER_IS_WORSE),
        ("sm", Flaw.BETTER_IS_HIDDEN),
        ("bn", Flaw.WORSE_IS_HIDDEN),
        ("n1", Flaw.ZERO_TARGET_STOPS),
        ("kw_kinerja", Flaw.ZERO_TARGET_MISJUDGED),
    ],
)
def test_a_flaw_is_shown_by_numbers(key: str, flaw: Flaw) -> None:
    assert flaw in flaws(by_key(key))


def test_a_sound_formula_has_no_flaw() -> None:
    assert flaws(by_key("pr")) == ()


@pytest.mark.parametrize("polarity", Polarity)
def test_formulas_are_shown_for_their_polarity_and_shape_only(polarity: Polarity) -> None:
    for formula in formulas_for(point(10), polarity):
        assert formula.polarity is polarity
    assert {f.key for f in formulas_for(Range(D(1), D(2)), Polarity.POSITIVE)} == {
        "rentang_permen",
        "rentang_kk",
    }


@pytest.mark.parametrize(("realized", "target", "_expected"), TABLE)
def test_a_formula_deviates_exactly_when_it_gives_another_number_than_ours(
    realized: int, target: int, _expected: object
) -> None:
    ours = achievement(point(target), D(realized), Polarity.NEGATIVE)
    assert not isinstance(ours, Reason)
    bench = compared(point(target), D(realized), Polarity.NEGATIVE)
    for one in bench.judged:
        assert one.deviates == (one.answer != ours.ratio * 100)
    assert bench.deviating == sum(one.deviates for one in bench.judged)


def test_without_a_number_of_ours_every_number_deviates() -> None:
    bench = compared(point(0), D(3), Polarity.POSITIVE)
    assert isinstance(bench.ours, Reason)
    assert all(one.deviates for one in bench.judged)


@pytest.mark.parametrize(
    ("formula", "key"),
    [
        (Formula.POSITIVE, "positif"),
        (Formula.NEGATIVE_DIFFERENCE, "n1"),
        (Formula.NEGATIVE_COMPLEMENT, "n3"),
        (Formula.NEGATIVE_QUOTIENT, "t_per_r"),
        (Formula.EXACT, "kwanter_rasio"),
    ],
)
def test_our_formulas_equal_the_public_ones_they_come_from(formula: Formula, key: str) -> None:
    public = by_key(key)
    for realized in ("1", "8", "10", "12.5"):
        ours = achievement(point(10), D(realized), public.polarity, formula)
        assert not isinstance(ours, Reason)
        assert ours.ratio * 100 == public.answer(point(10), D(realized))
