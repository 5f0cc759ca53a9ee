"""The page about the arithmetic names what the code knows."""

from pathlib import Path

import pytest

from ukur.domain.figures.indicator import Formula
from ukur.domain.figures.notation import UnreadableCode
from ukur.domain.figures.policy import DEFAULT
from ukur.domain.figures.reasons import NoteCode, ReasonCode

PAGE = (Path(__file__).parents[3] / "docs" / "arithmetic.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("word", [*ReasonCode, *NoteCode, *Formula, *UnreadableCode])
def test_every_code_and_formula_stands_on_the_page(word: str) -> None:
    assert f"`{word}`" in PAGE


def test_the_page_names_the_rule_set_that_ships() -> None:
    assert f"`{DEFAULT.key}` {DEFAULT.version}" in PAGE
    for step in DEFAULT.scale.steps:
        assert f"| {step.bound} | {step.name} |" in PAGE
