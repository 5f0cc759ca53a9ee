"""Numbers in the text come from the table, or the text is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ukur.domain.narrative import LONGEST, MOST_PARAGRAPHS, bound, check_bindings, names_in
from ukur.domain.refusals import NotValid

VALUES = {"IKU-01.capaian": "88,89", "rata": "75,00"}


def problems(paragraphs: list[str]) -> list[tuple[str, str]]:
    with pytest.raises(NotValid) as caught:
        check_bindings(paragraphs, VALUES)
    return [(problem.where, problem.code) for problem in caught.value.problems]


def test_every_name_is_replaced_by_its_cell() -> None:
    text = "Capaian {IKU-01.capaian} dari rata-rata {rata}; {rata}."
    check_bindings([text], VALUES)
    assert bound(text, VALUES) == "Capaian 88,89 dari rata-rata 75,00; 75,00."


def test_unbound_names_and_long_texts_are_told_by_paragraph() -> None:
    assert problems(["{rata}", "{rata} {lain}", "x" * (LONGEST + 1)]) == [
        ("paragraph:2", "name_unbound"),
        ("paragraph:3", "text_too_long"),
    ]
    assert problems(["x"] * (MOST_PARAGRAPHS + 1)) == [("paragraphs", "paragraphs_too_many")]


@given(st.text(max_size=80))
def test_a_text_without_names_stays_as_it_is(text: str) -> None:
    if not names_in(text):
        assert bound(text, VALUES) == text
        check_bindings([text], VALUES)


@given(st.text(max_size=80))
def test_a_value_is_never_read_as_a_name_again(text: str) -> None:
    assert bound("{rata}", {"rata": "{rata}"}) == "{rata}"
    assert bound(text, {}) == text
