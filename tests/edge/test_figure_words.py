"""Every code has words, in both languages, and a figure has its sentence."""

from decimal import Decimal
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.utils import translation

import ukur
from ukur.domain.figures.achievement import achievement
from ukur.domain.figures.explain import Inputs, explain
from ukur.domain.figures.indicator import Formula, Point, Polarity, Target
from ukur.domain.figures.notation import UnreadableCode
from ukur.domain.figures.policy import DEFAULT, Bounds, RuleSet
from ukur.domain.figures.reasons import NoteCode, Reason, ReasonCode
from ukur.domain.refusals import Problem
from ukur.edge.figure_words import (
    FORMULA_WORDS,
    NOTE_WORDS,
    REASON_WORDS,
    TABLE_WORDS,
    UNREADABLE_WORDS,
    formula_words,
    note_words,
    reason_words,
    sentence,
    table_words,
)

D = Decimal
PART = Path(ukur.__file__).parent / "locale" / "id" / "parts" / "figures.po"


def test_every_code_has_words() -> None:
    assert set(REASON_WORDS) == set(ReasonCode)
    assert set(NOTE_WORDS) == set(NoteCode)
    assert set(FORMULA_WORDS) == set(Formula)
    assert set(UNREADABLE_WORDS) == set(UnreadableCode)


def test_all_words_are_translated() -> None:
    with PART.open("rb") as file:
        catalog = read_po(file, locale="id")
    tables = (REASON_WORDS, NOTE_WORDS, FORMULA_WORDS, UNREADABLE_WORDS, TABLE_WORDS)
    with translation.override(None):
        sources = [str(words) for table in tables for words in table.values()]
    assert [source for source in sources if not getattr(catalog.get(source), "string", "")] == []


@pytest.mark.parametrize("code", ReasonCode)
@pytest.mark.parametrize("detail", [(), ("4.25", "4,25", "425"), ("x", "not_a_number")])
def test_every_reason_becomes_a_sentence(code: ReasonCode, detail: tuple[str, ...]) -> None:
    words = reason_words(Reason(code, detail))
    assert words.strip()
    assert "{" not in words


@translation.override("en")
def test_a_reason_names_what_it_is_about() -> None:
    ambiguous = Reason(ReasonCode.TARGET_AMBIGUOUS, ("4.25", "4,25", "425"))
    assert "“4.25” may mean 4,25 or 425" in reason_words(ambiguous)
    unreadable = Reason(ReasonCode.REALIZATION_UNREADABLE, ("1e3", "not_a_number"))
    assert reason_words(unreadable).endswith("cannot be read: it is not a number.")
    missing = Reason(ReasonCode.UNIT_MISSING, ("Puskesmas A", "Puskesmas B"))
    assert "Puskesmas A, Puskesmas B" in reason_words(missing)
    long = Reason(ReasonCode.POLARITY_UNKNOWN, ("x" * 500,))
    assert len(reason_words(long)) < 200
    braces = Reason(ReasonCode.POLARITY_UNKNOWN, ("{first.__class__}",))
    assert "{first.__class__}" in reason_words(braces)


@translation.override("en")
def test_formulas_notes_and_tables_have_their_words() -> None:
    assert formula_words(Formula.POSITIVE) == "realization ÷ target"
    assert note_words(NoteCode.INSIDE_RANGE).startswith("The realization lies inside")
    problem = Problem("data.csv", "not_utf8", {"line": 7})
    assert table_words(problem).startswith("data.csv, line 7: the text is not UTF-8.")


def said(
    target: Target,
    realization: Decimal,
    polarity: Polarity,
    rules: RuleSet = DEFAULT,
) -> str:
    outcome = achievement(target, realization, polarity, rules=rules)
    return sentence(explain(Inputs(target, realization), outcome, rules))


@translation.override("en")
def test_a_figure_is_told_in_one_go() -> None:
    assert said(Point(D(32)), D("4.88"), Polarity.NEGATIVE) == (
        "Realization 4,88, target 32. Formula (2 × target − realization) ÷ target: "
        "(2 × 32 − 4,88) ÷ 32 × 100 = 184,75%. Rating Sangat Tinggi. "
        "Rule set ukur-baku 2026.1."
    )


@translation.override("en")
def test_a_figure_that_does_not_end_says_that_it_was_rounded() -> None:
    text = said(Point(D(15)), D(100), Polarity.POSITIVE)
    assert "100 ÷ 15 × 100 ≈ 666,67%, rounded half up." in text


@translation.override("en")
def test_a_capped_figure_does_not_claim_a_wrong_equation() -> None:
    rules = RuleSet("x", "1", (), shown=Bounds(D(120)))
    text = said(Point(D(15)), D(100), Polarity.POSITIVE, rules)
    assert "Achievement 120,00%." in text
    assert "÷" not in text


@translation.override("en")
def test_a_missing_figure_gives_its_reason() -> None:
    text = said(Point(D(0)), D(5), Polarity.POSITIVE)
    assert text == "No figure: With a target of 0 this formula would divide by 0."
