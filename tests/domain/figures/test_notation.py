"""Reading and writing numbers as Indonesian offices write them."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ukur.domain.figures.indicator import Exact, Point, Range
from ukur.domain.figures.notation import (
    LONGEST_TEXT,
    Ambiguous,
    NotMeasured,
    Number,
    TargetRead,
    Unreadable,
    UnreadableCode,
    half_up,
    money,
    read,
    read_target,
    readings,
    written,
    written_exact,
    written_target,
)

D = Decimal
FIGURES = st.decimals(
    min_value=-(10**15), max_value=10**15, places=4, allow_nan=False, allow_infinity=False
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", "0"),
        ("12", "12"),
        ("+12", "12"),
        ("007", "7"),
        ("1234", "1234"),
        ("12,5", "12.5"),
        ("1,234", "1.234"),
        ("0,70", "0.7"),
        ("1.234,5", "1234.5"),
        ("1.234.567", "1234567"),
        ("925.896.500,00", "925896500"),
        ("15%", "15"),
        ("12,5 %", "12.5"),
        ("12,5\u00a0%", "12.5"),
        ("Rp. 65.040.000,-", "65040000"),
        ("Rp65.040.000,-", "65040000"),
        ("rp 65.040", "65040"),
        ("65.040.000,–", "65040000"),
        ("-5", "-5"),
        ("−5", "-5"),
        ("−1.234,5", "-1234.5"),
        ("  7 ", "7"),
        ("-0", "0"),
        ("\u200e12\u200b", "12"),
        ("\ufeff 1.234,5", "1234.5"),
        ("\u202a15%\u202c", "15"),
        ("99999999999999999999", "99999999999999999999"),
    ],
)
def test_what_is_plain_reads_as_one_number(text: str, value: str) -> None:
    assert read(text) == Number(D(value))


@pytest.mark.parametrize("text", ["", "   ", "-", "–", "—", "−", " - ", " \u200b"])
def test_a_blank_or_a_dash_is_not_measured(text: str) -> None:
    assert read(text) == NotMeasured()
    assert read_target(text) == NotMeasured()


@pytest.mark.parametrize(("text", "value"), [("1.234", "1234"), ("-1.234", "-1234")])
def test_a_lone_group_of_three_is_thousands_but_must_be_confirmed(text: str, value: str) -> None:
    assert read(text) == Number(D(value), assumed=True)


@pytest.mark.parametrize(
    ("text", "candidates"),
    [
        ("4.25", ("4.25", "425")),
        ("-4.25", ("-4.25", "-425")),
        ("0.123", ("0.123", "123")),
        ("1234.567", ("1234.567", "1234567")),
        ("82.7", ("82.7", "827")),
    ],
)
def test_a_dot_that_is_no_grouping_is_ambiguous(text: str, candidates: tuple[str, ...]) -> None:
    assert read(text) == Ambiguous(text, tuple(D(c) for c in candidates))
    assert read_target(text) == read(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("abc", UnreadableCode.NOT_A_NUMBER),
        ("n/a", UnreadableCode.NOT_A_NUMBER),
        ("1e3", UnreadableCode.NOT_A_NUMBER),
        ("NaN", UnreadableCode.NOT_A_NUMBER),
        ("Infinity", UnreadableCode.NOT_A_NUMBER),
        ("--5", UnreadableCode.NOT_A_NUMBER),
        ("- 5", UnreadableCode.NOT_A_NUMBER),
        ("%", UnreadableCode.NOT_A_NUMBER),
        ("Rp 5%", UnreadableCode.NOT_A_NUMBER),
        ("5,-%", UnreadableCode.NOT_A_NUMBER),
        (",5", UnreadableCode.NOT_A_NUMBER),
        ("٣", UnreadableCode.NOT_A_NUMBER),
        ("\u202e12", UnreadableCode.NOT_A_NUMBER),
        ("1\u200b2", UnreadableCode.NOT_A_NUMBER),
        ("6,5 bulan", UnreadableCode.NOT_A_NUMBER),
        ("=A1/B1", UnreadableCode.NOT_A_NUMBER),
        ("1 234", UnreadableCode.NOT_A_NUMBER),
        ("5,", UnreadableCode.BAD_GROUPING),
        ("5.", UnreadableCode.BAD_GROUPING),
        ("1.23.456", UnreadableCode.BAD_GROUPING),
        ("1,5,3", UnreadableCode.BAD_GROUPING),
        ("12.34,5", UnreadableCode.BAD_GROUPING),
        ("1,234.56", UnreadableCode.ENGLISH),
        ("1,234,567", UnreadableCode.ENGLISH),
        ("9" * 21, UnreadableCode.TOO_LONG),
        ("x" * (LONGEST_TEXT + 1), UnreadableCode.TOO_LONG),
    ],
)
def test_what_is_not_a_number_says_why(text: str, code: UnreadableCode) -> None:
    answer = read(text)
    assert isinstance(answer, Unreadable)
    assert answer.code is code
    assert read_target(text) == answer


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("80 - 90%", "80", "90"),
        ("80%-90%", "80", "90"),
        ("7 – 8", "7", "8"),
        ("80-90", "80", "90"),
        ("80 sampai 90", "80", "90"),
        ("80 sampai dengan 90", "80", "90"),
        ("80 s.d. 90", "80", "90"),
        ("80 s/d 90", "80", "90"),
        ("7,5 — 8,25", "7.5", "8.25"),
        ("-5 - -3", "-5", "-3"),
        ("−5 – 3", "-5", "3"),
        ("80-80", "80", "80"),
    ],
)
def test_a_range_has_two_bounds(text: str, low: str, high: str) -> None:
    assert read_target(text) == TargetRead(Range(D(low), D(high)))


def test_a_single_target_is_a_point() -> None:
    assert read_target("100%") == TargetRead(Point(D(100)))
    assert read_target("1.234") == TargetRead(Point(D(1234)), assumed=True)


def test_a_range_keeps_the_doubts_of_its_bounds() -> None:
    assert read_target("1.000 - 2.500,5") == TargetRead(Range(D(1000), D("2500.5")), assumed=True)
    assert read_target("80 - 90.5") == Ambiguous("90.5", (D("90.5"), D(905)))


@pytest.mark.parametrize("text", ["90 - 80", "8–7%"])
def test_a_reversed_range_is_refused(text: str) -> None:
    answer = read_target(text)
    assert isinstance(answer, Unreadable)
    assert answer.code is UnreadableCode.RANGE_REVERSED


@pytest.mark.parametrize("text", ["2-6-2025", "2026-08-07", "80 - x", "x - 90", "7 – 8 bulan"])
def test_what_only_looks_like_a_range_is_not_read(text: str) -> None:
    assert isinstance(read_target(text), Unreadable)


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (D("1234.565"), 2, "1.234,57"),
        (D("-1234.565"), 2, "−1.234,57"),
        (D("0.005"), 2, "0,01"),
        (D("-0.004"), 2, "0,00"),
        (D("0.5"), 0, "1"),
        (D("-0.5"), 0, "−1"),
        (D("1E+6"), 0, "1.000.000"),
        (Fraction(2, 3), 2, "0,67"),
        (Fraction(100, 3), 10, "33,3333333333"),
        (D("90.996"), 2, "91,00"),
    ],
)
def test_numbers_are_written_half_up_with_a_comma_and_dots(
    value: Exact, decimals: int, text: str
) -> None:
    assert written(value, decimals) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("4.880", "4,88"),
        ("1234", "1.234"),
        ("-0.50", "−0,5"),
        ("100", "100"),
        ("1E+3", "1.000"),
        ("-2E-9", "−0,000000002"),
        ("-0.0", "0"),
        ("0E+5", "0"),
    ],
)
def test_an_exact_number_is_written_with_all_it_has(value: str, text: str) -> None:
    assert written_exact(D(value)) == text


def test_money_is_whole_rupiah() -> None:
    assert money(D("1845600000.5")) == "Rp 1.845.600.001"


def test_targets_are_written_in_their_shape() -> None:
    assert written_target(Point(D("4.20"))) == "4,2"
    assert written_target(Range(D(7), D("8.5"))) == "7 – 8,5"


@given(FIGURES)
def test_reading_what_was_written_gives_the_value_back(value: Decimal) -> None:
    answer = read(written_exact(value))
    assert isinstance(answer, Number)
    assert answer.value == value


@given(FIGURES, FIGURES)
def test_reading_a_written_range_gives_it_back(one: Decimal, other: Decimal) -> None:
    target = Range(min(one, other), max(one, other))
    answer = read_target(written_target(target))
    assert isinstance(answer, TargetRead)
    assert answer.target == target


@given(st.text(max_size=120))
def test_every_text_has_an_answer(text: str) -> None:
    assert isinstance(read(text), Number | NotMeasured | Ambiguous | Unreadable)
    assert isinstance(read_target(text), TargetRead | NotMeasured | Ambiguous | Unreadable)


@given(st.fractions(), st.integers(0, 12))
def test_rounding_is_never_off_by_more_than_half_a_step(value: Fraction, decimals: int) -> None:
    rounded = Fraction(half_up(value, decimals))
    half = Fraction(1, 2 * 10**decimals)
    assert abs(rounded - value) <= half
    if abs(rounded - value) == half:
        assert abs(rounded) > abs(value)


@pytest.mark.parametrize(
    ("text", "choices"),
    [
        ("4.25", ("4,25", "425")),
        ("-4.25", ("-4,25", "-425")),
        ("1.234", ("1234", "1,234")),
        ("4.25%", ("4,25", "425")),
        ("80.5 - 90", ("80,5 - 90",)),
        ("4.25 - 5.5", ("4,25 - 5,5", "4,25 - 55")),
        ("1.234 - 2.000", ("1234 - 2000", "1,234 - 2000", "1,234 - 2,000")),
        ("1.234.567", ()),
        ("Rp 1.234", ()),
        ("4,25", ()),
        ("a.b", ()),
        ("1.23.456", ()),
        ("", ()),
    ],
)
def test_an_unclear_number_has_all_its_readings(text: str, choices: tuple[str, ...]) -> None:
    assert readings(text) == choices


@given(st.from_regex(r"[0-9]{1,4}\.[0-9]{1,4}( - [0-9]{1,4}\.[0-9]{1,4})?", fullmatch=True))
def test_every_reading_is_certain(text: str) -> None:
    for reading in readings(text):
        found = read_target(reading)
        assert isinstance(found, TargetRead)
        assert not found.assumed
        assert readings(reading) == ()
