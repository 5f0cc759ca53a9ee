"""What is said line by line when a form goes back, and which change answers it."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ukur.domain.refusals import NotValid
from ukur.domain.returning import (
    LONGEST_WORD,
    LineKey,
    ReturnLine,
    WayBack,
    answers_to,
    checked_lines,
    place_of,
    way_back,
)
from ukur.domain.submissions import changes_between

OWN: dict[LineKey, str] = {
    (False, "IKU-01"): "Cakupan",
    (False, "IKU-02"): "Kasus",
    (True, "IKU-01"): "Belanja",
}
"""Two indicators, and a budget line that is called like one of them."""
KEYS = [*OWN, (False, "IKU-09"), (True, "IKU-02")]
LINES = st.builds(
    lambda key, word: ReturnLine(key[1], word, is_budget=key[0]),
    st.sampled_from(KEYS),
    st.sampled_from(["", "  ", "Cocokkan.", " Betulkan. ", "x" * (LONGEST_WORD + 1)]),
)


def line(code: str, word: str = "Cocokkan.", *, is_budget: bool = False) -> ReturnLine:
    return ReturnLine(code, word, is_budget=is_budget)


@pytest.mark.parametrize(
    ("lines", "code", "facts"),
    [
        ([line("IKU-09")], "return_line_foreign", {"line": "IKU-09"}),
        ([line("IKU-02", is_budget=True)], "return_line_foreign", {"line": "IKU-02"}),
        ([line("IKU-02", " \n ")], "return_word_missing", {"line": "Kasus"}),
        ([line("IKU-02"), line("IKU-02", "Lagi.")], "return_line_twice", {"line": "Kasus"}),
        (
            [line("IKU-02", "x" * (LONGEST_WORD + 1))],
            "return_word_long",
            {"line": "Kasus", "most": LONGEST_WORD},
        ),
    ],
)
def test_what_is_wrong_with_a_line_is_said_with_the_name_of_the_line(
    lines: list[ReturnLine], code: str, facts: dict[str, object]
) -> None:
    with pytest.raises(NotValid) as found:
        checked_lines(tuple(lines), OWN)
    (problem,) = found.value.problems
    assert (problem.code, problem.facts) == (code, facts)
    assert problem.where == place_of(lines[-1].key)


def test_an_indicator_and_a_budget_line_of_one_code_are_two_lines_in_their_order() -> None:
    told = (line("IKU-01", "Belanja.", is_budget=True), line("IKU-02"), line("IKU-01", " Rekap. "))
    assert checked_lines(told, OWN) == (
        line("IKU-01", "Rekap."),
        line("IKU-02"),
        line("IKU-01", "Belanja.", is_budget=True),
    )


@given(st.lists(LINES, max_size=5).map(tuple))
def test_what_is_taken_is_of_the_form_once_each_and_has_a_word(
    lines: tuple[ReturnLine, ...],
) -> None:
    try:
        taken = checked_lines(lines, OWN)
    except NotValid as refusal:
        wrong = {problem.where for problem in refusal.problems}
        assert wrong <= {place_of(one.key) for one in lines}
        return
    keys = [one.key for one in taken]
    assert len(set(keys)) == len(keys) == len(lines)
    assert [key for key in OWN if key in keys] == keys
    assert all(one.word and one.word == one.word.strip() for one in taken)


def test_a_change_answers_the_line_that_it_is_of_and_a_way_of_coming_in_answers_none() -> None:
    before = {
        "lines": {"IKU-01": {"value": "4", "origin": "page", "note": ""}},
        "budget": {"IKU-01": {"absorbed": "900"}},
    }
    after = {
        "lines": {"IKU-01": {"value": "4", "origin": "workbook", "note": ""}},
        "budget": {"IKU-01": {"absorbed": "950"}},
    }
    changes = changes_between(before, after)
    assert len(changes) == 2
    assert answers_to((False, "IKU-01"), changes) == ()
    assert [one.now for one in answers_to((True, "IKU-01"), changes)] == ["950"]


THEN = datetime(2026, 4, 8, 5, tzinfo=UTC)
NOW = THEN + timedelta(hours=1)


@pytest.mark.parametrize(
    ("code", "ended_at", "found"),
    [
        ("B", NOW, WayBack.RETURNED),
        ("", NOW, WayBack.CORRECTING),
        ("", None, WayBack.REOPENED),
        ("", THEN, WayBack.REOPENED),
        ("A", None, WayBack.ROUND),
        ("A", THEN, WayBack.ROUND),
    ],
)
def test_how_a_form_came_back_is_told_by_its_last_decision(
    code: str, ended_at: datetime | None, found: WayBack
) -> None:
    assert way_back(code, NOW, ended_at) is found
