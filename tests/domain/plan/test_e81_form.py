"""The form adds what can be added and nothing else; what was not measured stays blank."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from ukur.domain.figures.achievement import Achieved, Outcome
from ukur.domain.figures.indicator import (
    Counting,
    EntryBasis,
    Formula,
    Kind,
    Parts,
    PeriodRule,
    Point,
    Polarity,
    UnitRule,
)
from ukur.domain.figures.reasons import Reason, ReasonCode
from ukur.domain.figures.rollup import Mean
from ukur.domain.periods import Period
from ukur.domain.plan.draft import (
    PlanDraft,
    PlannedBudget,
    PlannedGoal,
    PlannedIndicator,
    PlannedTarget,
)
from ukur.domain.plan.e81_form import E81Line, Measured, YearData, e81_report, money_rate

PRG, KEG, SUB = "1.02.01", "1.02.01.2.01", "1.02.01.2.01.0001"
TW1, TW2, TW3, TW4, YEAR = Period.TW1, Period.TW2, Period.TW3, Period.TW4, Period.YEAR


def indicator(code: str, rule: PeriodRule, node: str, kind: Kind = Kind.COUNT) -> PlannedIndicator:
    basis = EntryBasis.TO_DATE if rule is PeriodRule.LAST else EntryBasis.IN_PERIOD
    factor = 100 if kind is Kind.RATIO else 1
    counting = Counting(kind, basis, rule, UnitRule.OWNER, factor)
    return PlannedIndicator(
        code, "S1", f"Indikator {code}", "x", 2, Polarity.POSITIVE, None, counting, (TW1, YEAR),
        node_code=node,
    )  # fmt: skip


def line(code: str, level: str, parent: str, ceiling: int) -> PlannedBudget:
    goal = "" if parent else "S1"
    return PlannedBudget(code, f"Nama {code}", level, parent, goal, Decimal(ceiling), "U1")


DRAFT = PlanDraft(
    goals=(PlannedGoal("S1", "Tata kelola"),),
    indicators=(
        indicator("SUM", PeriodRule.SUM, SUB),
        indicator("LAST", PeriodRule.LAST, KEG, Kind.INDEX),
        indicator("MEAN", PeriodRule.MEAN, KEG, Kind.INDEX),
        indicator("RATIO", PeriodRule.SUM, "", Kind.RATIO),
    ),
    targets=tuple(
        PlannedTarget(code, YEAR, Point(Decimal(target)))
        for code, target in (("SUM", 10), ("LAST", 80), ("MEAN", 50), ("RATIO", 100))
    ),
    budget=(
        line(PRG, "program", "", 1000),
        line(KEG, "kegiatan", PRG, 1000),
        line(SUB, "sub kegiatan", KEG, 1000),
    ),
)


def quarter(spent: int, **amounts: Decimal | Parts) -> Measured:
    return Measured(amounts, spent={code: Decimal(spent) for code in (PRG, KEG, SUB)})


CYCLES = {
    TW1: quarter(100, SUM=Decimal(2), LAST=Decimal(60), MEAN=Decimal(40),
                 RATIO=Parts(Decimal(1), Decimal(2))),
    TW2: quarter(250, SUM=Decimal(3), LAST=Decimal(70), MEAN=Decimal(50),
                 RATIO=Parts(Decimal(90), Decimal(100))),
}  # fmt: skip
DATA = YearData(2026, DRAFT, CYCLES)


def row(data: YearData, code: str) -> E81Line:
    return next(one for one in e81_report(data).lines if one.indicator == f"Indikator {code}")


@pytest.mark.parametrize(
    ("code", "total"), [("SUM", 5), ("LAST", 70), ("MEAN", 45), ("RATIO", Fraction(9100, 102))]
)
def test_quarters_come_together_by_the_indicators_own_rule(code: str, total: Fraction) -> None:
    assert row(DATA, code).total.value == total, "percentages are never added"


def test_the_years_own_measurement_goes_before_its_quarters() -> None:
    whole = {**CYCLES, YEAR: quarter(400, SUM=Decimal(9))}
    found = row(replace(DATA, cycles=whole), "SUM")
    assert found.total.value == 9
    assert found.total.money == 400


def test_money_of_a_quarter_is_what_it_added() -> None:
    found = row(DATA, "SUM")
    assert [one.money for one in found.quarters] == [100, 150, None, None]
    assert found.total.money == 250


def test_a_later_first_quarter_holds_all_before_it() -> None:
    found = row(replace(DATA, cycles={TW3: CYCLES[TW2]}), "SUM")
    assert [one.money for one in found.quarters] == [None, None, 250, None]


def test_what_was_not_measured_is_none() -> None:
    found = row(replace(DATA, cycles={}), "SUM")
    assert found.total.value is None
    assert found.total.money is None
    assert [one.value for one in found.quarters] == [None] * 4


def test_a_line_bears_its_money_once() -> None:
    rows = [one for one in e81_report(DATA).lines if one.code == KEG]
    assert [(one.indicator, one.ceiling) for one in rows] == [
        ("Indikator LAST", 1000),
        ("Indikator MEAN", None),
    ]


def test_rows_follow_the_tree() -> None:
    found = [(one.level, one.code) for one in e81_report(DATA).lines]
    assert found == [
        ("sasaran", ""),
        ("program", PRG),
        ("kegiatan", KEG),
        ("kegiatan", KEG),
        ("sub kegiatan", SUB),
    ]


def test_the_foot_sums_programs_only_and_means_over_kegiatan() -> None:
    report = e81_report(DATA)
    assert report.ceiling == 1000
    assert report.money.money == 250
    assert money_rate(report) == Fraction(1, 4)
    assert report.mean_level == "kegiatan"
    assert isinstance(report.mean, Mean)
    assert report.mean.value == (Fraction(70, 80) + Fraction(45, 50)) / 2


def test_a_mean_with_a_gap_is_refused() -> None:
    report = e81_report(replace(DATA, cycles={TW1: quarter(1, LAST=Decimal(60))}))
    assert isinstance(report.mean, Reason)
    assert report.rating == ""


def test_years_of_the_renstra_are_added_only_if_they_can_be() -> None:
    before = (quarter(900, SUM=Decimal(4), LAST=Decimal(50)),)
    aims = {"SUM": Point(Decimal(18)), "LAST": Point(Decimal(100))}
    data = replace(DATA, before=before, renstra_year=2029, renstra=aims)
    added, last = row(data, "SUM"), row(data, "LAST")
    assert [added.before.value, added.since.value, added.rate.share] == [4, 9, Fraction(1, 2)]
    assert [last.since.value, last.rate.share] == [70, Fraction(7, 10)]
    assert added.since.money == 1150


def test_shares_of_quarters_are_those_that_were_measured() -> None:
    shares: dict[str, Outcome] = {
        "SUM": Achieved(Fraction(3, 2), Formula.POSITIVE),
        "LAST": Reason(ReasonCode.NOT_DUE),
    }
    data = replace(DATA, cycles={TW1: replace(CYCLES[TW1], shares=shares)})
    assert row(data, "SUM").quarters[0].share == Fraction(3, 2)
    assert row(data, "LAST").quarters[0].share is None


def test_quarters_without_approval_are_named() -> None:
    data = replace(DATA, cycles={**CYCLES, TW2: replace(CYCLES[TW2], is_final=False)})
    assert e81_report(data).provisional == (TW2,)
