"""What a planner decides about a form: whatever does not fit is named at its place."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from ukur.domain.checking import Check
from ukur.domain.figures.indicator import EntryBasis, Kind
from ukur.domain.form_rules import (
    FormRules,
    LineAsked,
    LineRules,
    check_form_rules,
    default_checks,
    default_evidence,
)
from ukur.domain.refusals import NotValid

TODAY, DUE = date(2026, 4, 1), date(2026, 4, 8)
DAY = timedelta(days=1)
LINE = LineAsked(12, is_due=True, units=frozenset({1, 2}))
LATER = LineAsked(13, is_due=False, units=frozenset({3}))
RULES = FormRules((12, 13), DUE)


def told(rules: FormRules, *asked: LineAsked) -> list[tuple[str, str]]:
    with pytest.raises(NotValid) as caught:
        check_form_rules(rules, asked or (LINE, LATER), TODAY)
    return [(problem.where, problem.code) for problem in caught.value.problems]


def test_the_defaults_fit() -> None:
    check_form_rules(RULES, (LINE, LATER), TODAY)
    check_form_rules(replace(RULES, opens_on=DUE, closes_on=DUE), (LINE,), TODAY)


@pytest.mark.parametrize(
    ("changed", "where", "code"),
    [
        ({"fill_by": TODAY - DAY}, "fill_by", "date_passed"),
        ({"opens_on": DUE + DAY}, "opens_on", "opens_after_due"),
        ({"closes_on": DUE - DAY}, "closes_on", "closes_before_due"),
    ],
)
def test_days_that_turn_back_are_named(changed: dict[str, date], where: str, code: str) -> None:
    assert told(replace(RULES, **changed)) == [(where, code)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("own", "where", "code"),
    [
        (LineRules(unit_ids=()), "units", "line_without_unit"),
        (LineRules(unit_ids=(1, 3)), "units", "line_unit_unknown"),
        (LineRules(evidence_kinds=("foto",)), "kinds", "evidence_kind_unknown"),
        (LineRules(checks=("selalu",)), "checks", "check_unknown"),
        (LineRules(due_on=TODAY - DAY), "due", "date_passed"),
        (LineRules(due_on=DUE + DAY), "due", "line_due_after_form"),
    ],
)
def test_a_line_that_does_not_fit_is_named(own: LineRules, where: str, code: str) -> None:
    assert told(replace(RULES, lines={12: own})) == [(f"line:12:{where}", code)]


def test_all_that_does_not_fit_is_told_at_once() -> None:
    rules = replace(RULES, fill_by=TODAY - DAY, lines={12: LineRules(unit_ids=())})
    assert len(told(rules)) == 2


def test_a_line_that_is_not_due_needs_no_unit() -> None:
    check_form_rules(replace(RULES, lines={13: LineRules(unit_ids=())}), (LINE, LATER), TODAY)


def test_a_form_of_nothing_that_is_due_is_no_form() -> None:
    assert told(RULES, LATER) == [("indicators", "nothing_due_chosen")]


def test_a_ratio_counted_since_january_knows_every_check() -> None:
    assert default_checks(Kind.RATIO, EntryBasis.TO_DATE) == tuple(Check)
    assert Check.DECREASING not in default_checks(Kind.RATIO, EntryBasis.IN_PERIOD)


def test_evidence_is_of_any_kind_where_the_plan_wants_it() -> None:
    assert (default_evidence(is_needed=True), default_evidence(is_needed=False)) == (("any",), ())
