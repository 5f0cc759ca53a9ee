"""The figures of money can say how they came to be, by every method."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from ukur.domain.figures.explain import Explanation, Provenance, SourceRow
from ukur.domain.figures.explain_money import Funded, explain_absorption, explain_efficiency
from ukur.domain.figures.policy import DEFAULT, Efficiency, EfficiencyMethod, RuleSet
from ukur.domain.figures.reasons import Reason, ReasonCode

D = Decimal


def by(method: EfficiencyMethod) -> RuleSet:
    return replace(DEFAULT, efficiency=Efficiency(method))


def program(
    achieved: Fraction | Reason | None, ceiling: int = 100, spent: int | None = 80, code: str = "1"
) -> Funded:
    money = None if spent is None else D(spent)
    return Funded(code, f"Program {code}", D(ceiling), money, achieved)


def judged(whole: Funded, method: EfficiencyMethod, *parts: Funded) -> Explanation:
    told = explain_efficiency(whole, parts, by(method))
    assert told is not None
    return told


def test_absorption_is_worked_with_its_rupiah() -> None:
    rows = (SourceRow("Sekretariat", D(17244445), "TW1"),)
    told = explain_absorption(D(364134300), D(17244445), DEFAULT, Provenance(rows=rows))
    assert told.filled_in == "17.244.445 ÷ 364.134.300 × 100"
    assert told.steps[-1] == "0,0473573761 × 100 ≈ 4,7357376111"
    assert (told.shown, told.figure.value) == ("4,74", "absorption")
    assert told.provenance.rows == rows


def test_money_that_nobody_reported_is_a_reason() -> None:
    told = explain_absorption(D(100), None, DEFAULT, Provenance())
    assert (told.reason, told.shown, told.target) == ("realization_missing", "", "100")


def test_the_difference_names_its_class() -> None:
    whole = program(Fraction(9676, 10000), 10000, 8166)
    told = judged(whole, EfficiencyMethod.DIFFERENCE)
    assert (told.target, told.realization) == ("96,76", "81,66")
    assert told.steps == ("96,76 − 81,66 = 15,1",)
    assert (told.shown, told.rating) == ("15,10", "efisien")


def test_a_saving_needs_its_target() -> None:
    told = judged(program(Fraction(1), spent=90), EfficiencyMethod.SAVING)
    assert (told.filled_in, told.shown) == ("100 − 90", "10,00")
    missed = judged(program(Fraction(99, 100), spent=90), EfficiencyMethod.SAVING)
    assert (missed.reason, missed.shown) == ("achievement_below_target", "")


def test_output_efficiency_is_worked_over_all_outputs() -> None:
    parts = (program(Fraction(1), 300, 240, "1"), program(Fraction(1, 2), 100, 100, "2"))
    told = judged(program(Fraction(3, 4), 400, 340, ""), EfficiencyMethod.OUTPUT, *parts)
    assert told.filled_in == "(350 − 340) ÷ 350 × 100"
    assert told.steps[:2] == ("Σ(P × C) = 350", "ΣR = 340")
    assert told.shown == "2,86"
    assert [(share.code, share.shown, share.weight) for share in told.shares] == [
        ("1", "100,00", "300"),
        ("2", "50,00", "100"),
    ]


@pytest.mark.parametrize("method", list(EfficiencyMethod))
def test_a_missing_achievement_is_the_reason(method: EfficiencyMethod) -> None:
    reason = Reason(ReasonCode.MEAN_INCOMPLETE, ("1",))
    assert judged(program(reason), method).reason == "mean_incomplete"
    assert judged(program(Fraction(1), spent=None), method).reason == "realization_missing"


def test_money_that_nothing_measures_is_not_judged() -> None:
    assert explain_efficiency(program(None), (), DEFAULT) is None
