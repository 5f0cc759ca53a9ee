"""From what was typed to a figure, or to a question back; never to something else."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ukur.domain.entering import (
    LONGEST_NOTE,
    MOST_DECIMALS,
    MOST_WHOLE_DIGITS,
    Entered,
    Typed,
    entered,
    entered_money,
)
from ukur.domain.figures.indicator import Kind
from ukur.domain.figures.notation import written_exact
from ukur.domain.figures.showing import Look, cell_text

GRADES = ("D", "C", "B", "A")
cells = st.one_of(
    st.text(max_size=30),
    st.text(alphabet="0123456789.,-–% Rp", max_size=24),
    st.decimals(0, 10**9, places=3).map(written_exact),
    st.sampled_from(GRADES),
)
lines = st.builds(Typed, cells, cells, cells, st.text(max_size=40), st.booleans())


def codes(typed: Typed, kind: Kind = Kind.COUNT, grades: tuple[str, ...] = ()) -> list[str]:
    return [
        f"{problem.where}: {problem.code}"
        for problem in entered(typed, Look(kind, 2026, grades=grades))[1]
    ]


def typed_again(kept: Entered, kind: Kind) -> Typed:
    """What the page shows of a kept line, as it would come back."""

    def text(value: Decimal | None) -> str:
        if value is None:
            return ""
        return cell_text(value, Look(kind, 2026, grades=GRADES))

    return Typed(
        text(kept.value),
        text(kept.numerator),
        text(kept.denominator),
        kept.note,
        confirmed=True,
    )


@given(lines, st.sampled_from(Kind))
def test_whatever_is_typed_leaves_a_question_or_reads_back(typed: Typed, kind: Kind) -> None:
    kept, problems = entered(typed, Look(kind, 2026, grades=GRADES))
    if problems:
        assert {p.where for p in problems} <= {"value", "numerator", "denominator", "note"}
        return
    again, none = entered(typed_again(kept, kind), Look(kind, 2026, grades=GRADES))
    assert none == ()
    assert again == kept


@given(lines, st.sampled_from(Kind))
def test_what_is_kept_fits_the_column(typed: Typed, kind: Kind) -> None:
    kept, problems = entered(typed, Look(kind, 2026, grades=GRADES))
    if problems:
        return
    for value in (kept.value, kept.numerator, kept.denominator):
        if value is not None:
            assert 0 <= value < Decimal(10) ** MOST_WHOLE_DIGITS
            assert value == round(value, MOST_DECIMALS)


@given(st.text(max_size=30), st.booleans())
def test_money_leaves_a_question_or_is_an_amount(text: str, confirmed: bool) -> None:  # noqa: FBT001 - drawn by name
    kept, problems = entered_money(Typed(text, confirmed=confirmed))
    assert kept.value is None or (kept.value >= 0 and not problems)
    assert kept == Entered(value=kept.value)


def test_a_dot_before_three_digits_is_no_question_in_money() -> None:
    assert entered_money(Typed("1.234")) == (Entered(value=Decimal(1234)), ())


@pytest.mark.parametrize("blank", ["", " ", "-", "–"])
def test_a_blank_is_not_measured_and_not_zero(blank: str) -> None:
    kept, problems = entered(Typed(blank, blank, blank), Look(Kind.RATIO, 2026))
    assert (kept, problems) == (Entered(), ())
    assert kept.is_blank
    assert entered(Typed(blank), Look(Kind.COUNT, 2026)) == (Entered(), ())
    assert entered(Typed(blank), Look(Kind.GRADE, 2026, grades=GRADES)) == (Entered(), ())
    assert entered(Typed("0"), Look(Kind.COUNT, 2026))[0].value == 0


def test_a_count_is_read_from_its_own_cell_only() -> None:
    kept, problems = entered(Typed("12,5", "x", "y"), Look(Kind.INDEX, 2026))
    assert (kept, problems) == (Entered(Decimal("12.5")), ())


def test_a_ratio_has_both_halves_or_none() -> None:
    assert codes(Typed(numerator="8"), Kind.RATIO) == ["denominator: other_half_missing"]
    assert codes(Typed(denominator="8"), Kind.RATIO) == ["numerator: other_half_missing"]


def test_something_of_nothing_is_a_question_and_nothing_of_nothing_is_not() -> None:
    assert codes(Typed(numerator="8", denominator="0"), Kind.RATIO) == [
        "denominator: denominator_zero"
    ]
    assert codes(Typed(numerator="0", denominator="0"), Kind.RATIO) == []


def test_more_than_all_is_kept_and_judged_elsewhere() -> None:
    above = Typed(numerator="11", denominator="10")
    kept, problems = entered(above, Look(Kind.RATIO, 2026))
    assert (kept.numerator, kept.denominator, problems) == (Decimal(11), Decimal(10), ())


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("4.25", "figure_ambiguous"),
        ("1.234", "figure_assumed"),
        ("-5", "figure_negative"),
        ("abc", "figure_not_a_number"),
        ("1e3", "figure_not_a_number"),
        ("0,1234567", "figure_too_many_decimals"),
        ("100000000000000", "figure_too_long"),
        ("7 - 8", "figure_not_a_number"),
    ],
)
def test_what_cannot_be_kept_is_asked_back(text: str, code: str) -> None:
    assert codes(Typed(text)) == [f"value: {code}"]


def test_an_assumed_number_is_kept_once_confirmed() -> None:
    kept, problems = entered(Typed("1.234", confirmed=True), Look(Kind.COUNT, 2026))
    assert (kept.value, problems) == (Decimal(1234), ())


@given(st.integers(0, 10**13), st.integers(0, 10**13))
def test_what_still_stands_as_it_is_kept_is_no_question(upper: int, lower: int) -> None:
    kept = Entered(numerator=Decimal(upper), denominator=Decimal(lower) + 1)
    shown = Typed(numerator=written_exact(kept.numerator or Decimal(0)), denominator="7")
    read, problems = entered(shown, Look(Kind.RATIO, 2026), kept)
    assert (read.numerator, read.denominator) == (Decimal(upper), Decimal(7))
    assert problems == ()


def test_another_thousand_than_the_kept_one_is_a_question() -> None:
    kept = Entered(value=Decimal(1235))
    (problem,) = entered(Typed("1.234"), Look(Kind.COUNT, 2026), kept)[1]
    assert problem.code == "figure_assumed"


def test_an_ambiguous_number_is_never_kept() -> None:
    assert codes(Typed("4.25", confirmed=True)) == ["value: figure_ambiguous"]


def test_a_grade_is_kept_as_its_place_on_the_scale() -> None:
    assert entered(Typed(" b "), Look(Kind.GRADE, 2026, grades=GRADES))[0].value == 3
    (problem,) = entered(Typed("E"), Look(Kind.GRADE, 2026, grades=GRADES))[1]
    assert (problem.where, problem.code) == ("value", "grade_unknown")
    assert problem.facts == {"typed": "E", "allowed": "D, C, B, A"}


def test_a_day_is_kept_as_its_number_in_the_year() -> None:
    look = Look(Kind.DATE, 2026)
    for text in ("28 Februari 2026", "28 feb 2026", "28/2/2026", "2026-02-28", "28 Februari"):
        assert entered(Typed(text), look)[0].value == 59
    for text in ("59", "31 Februari 2026", "28 Febtober 2026", "28/2/26"):
        (problem,) = entered(Typed(text), look)[1]
        assert problem.code == "date_unreadable"


def test_yes_and_no_are_kept_as_one_and_zero() -> None:
    look = Look(Kind.YES_NO, 2026)
    assert [entered(Typed(text), look)[0].value for text in ("Ya", " tidak ")] == [1, 0]
    (problem,) = entered(Typed("1"), look)[1]
    assert problem.code == "yes_no_unknown"


def test_a_note_is_trimmed_and_not_endless() -> None:
    assert entered(Typed(note="  Sebab. "), Look(Kind.COUNT, 2026))[0].note == "Sebab."
    assert codes(Typed(note="a" * (LONGEST_NOTE + 1))) == ["note: text_too_long"]
