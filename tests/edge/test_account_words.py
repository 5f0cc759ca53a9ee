"""The account of a figure in words: every code has some, and the facts say what stands there."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from django.utils import translation

from ukur.domain.figures.achievement import Achieved, achievement
from ukur.domain.figures.explain import (
    Explanation,
    Figure,
    Inputs,
    Provenance,
    SourceRow,
    explain,
)
from ukur.domain.figures.explain_mean import Member, explain_mean
from ukur.domain.figures.explain_money import Funded, explain_absorption, explain_efficiency
from ukur.domain.figures.indicator import EntryBasis, Formula, PeriodRule, Point, Polarity, UnitRule
from ukur.domain.figures.policy import DEFAULT, Bounds
from ukur.domain.figures.reasons import Reason, ReasonCode
from ukur.domain.figures.rollup import mean
from ukur.edge.account_words import (
    BASIS_WORDS,
    END_WORDS,
    FIGURE_WORDS,
    PERIOD_RULE_WORDS,
    UNIT_RULE_WORDS,
    entered_words,
    facts,
    left_out_words,
    letter_words,
)
from ukur.edge.figure_words import sentence

D = Decimal
ORIGIN = Provenance(
    "Perubahan 2026 (versi 2)",
    "sum_ratio",
    "last",
    "to_date",
    target_since="2026-07-01",
    agreement="PK 400.7/12",
)


def facts_of(told: Explanation) -> dict[str, tuple[str, ...]]:
    return {fact.label: fact.texts for fact in facts(told)}


def averaged() -> Explanation:
    members = [
        Member("A", "Stunting", Achieved(Fraction(1, 2), Formula.POSITIVE)),
        Member("B", "TBC", Reason(ReasonCode.NOT_DUE)),
    ]
    outcomes = [member.figure for member in members]
    found = mean(outcomes)  # type: ignore[arg-type]  # no means among them
    return explain_mean(members, found, DEFAULT, Figure.GOAL_MEAN)


def test_every_code_has_words() -> None:
    assert set(FIGURE_WORDS) == set(Figure) == set(END_WORDS)
    assert set(UNIT_RULE_WORDS) == set(UnitRule)
    assert set(PERIOD_RULE_WORDS) == set(PeriodRule)
    assert set(BASIS_WORDS) == set(EntryBasis)


@translation.override("id")
def test_the_facts_name_version_and_rules() -> None:
    inputs = Inputs(Point(D(80)), D(75), provenance=ORIGIN)
    outcome = achievement(Point(D(80)), D(75), Polarity.POSITIVE)
    found = facts_of(explain(inputs, outcome))
    assert found["Target"] == ("80",)
    assert found["Versi target"] == (
        "Perubahan 2026 (versi 2), berlaku sejak 1 Juli 2026, diperjanjikan dalam PK 400.7/12",
    )
    assert found["Antarunit"] == ("pembilang dan penyebut semua unit dijumlahkan, lalu dibagi",)
    assert found["Antarperiode"] == ("periode terakhir yang terisi",)
    assert "Tiga nilai" not in found
    assert "Mengapa tidak ada angka" not in found


@translation.override("id")
def test_three_values_stand_side_by_side_where_bounds_part_them() -> None:
    rules = replace(DEFAULT, shown=Bounds(D(120)), means=Bounds(D(100)))
    outcome = achievement(Point(D(10)), D(15), Polarity.POSITIVE, rules=rules)
    found = facts_of(explain(Inputs(Point(D(10)), D(15)), outcome, rules))
    assert found["Tiga nilai"] == ("asli 150,00%, ditampilkan 120,00%, dalam rata-rata 100,00%",)


@translation.override("id")
def test_letters_are_named_as_far_as_they_are_used() -> None:
    assert letter_words(averaged()) == "C capaian, n banyaknya"
    money = explain_absorption(D(100), D(50), DEFAULT, Provenance())
    assert letter_words(money) == "R realisasi, P pagu"
    assert letter_words(explain_absorption(D(100), None, DEFAULT, Provenance())) == ""


@translation.override("id")
def test_a_mean_and_money_have_their_sentences() -> None:
    assert sentence(averaged()).startswith("Rata-rata 1 dari 2: 50 ÷ 1 = 50,00%.")
    assert left_out_words(averaged().shares) == "1 angka tidak diikutkan dalam rata-rata."
    money = explain_absorption(D(3000), D(1000), DEFAULT, Provenance())
    assert sentence(money).startswith("Dari pagu Rp 3.000 terealisasi Rp 1.000: 33,33%.")
    judged = explain_efficiency(Funded("1", "Program", D(100), D(80), Fraction(9, 10)), (), DEFAULT)
    assert judged is not None
    assert "Capaian 90,00%, serapan 80,00%. Efisiensi: 90 − 80 = 10,00. Efisien." in sentence(
        judged
    )


@translation.override("id")
def test_an_entry_says_who_and_when() -> None:
    row = SourceRow("Puskesmas A", D(1), "TW3", "", "Operator", "2026-10-14T08:45:10+07:00")
    assert entered_words(row) == "Operator, 14 Oktober 2026 08.45"
    assert entered_words(SourceRow("Puskesmas B", None)) == ""
