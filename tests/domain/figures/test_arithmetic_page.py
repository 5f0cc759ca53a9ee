"""The page about the arithmetic names what the code knows, and its examples come out as printed."""

import doctest
import re
from dataclasses import replace
from pathlib import Path

import pytest

from ukur.domain.figures.indicator import Formula
from ukur.domain.figures.notation import UnreadableCode
from ukur.domain.figures.policy import DEFAULT
from ukur.domain.figures.reasons import NoteCode, ReasonCode
from ukur.domain.figures.sheet import computed

FILE = Path(__file__).parents[3] / "docs" / "arithmetic.md"
PAGE = FILE.read_text(encoding="utf-8")
WORKED = re.findall(
    r"^\| `(\w+)` \| (\w+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$",
    PAGE,
    re.MULTILINE,
)
"""Formula, polarity, target, realization, the working, the share in percent, the source."""


@pytest.mark.parametrize("word", [*ReasonCode, *NoteCode, *Formula, *UnreadableCode])
def test_every_code_and_formula_stands_on_the_page(word: str) -> None:
    assert f"`{word}`" in PAGE


def test_the_page_names_the_rule_set_that_ships() -> None:
    assert f"`{DEFAULT.key}` {DEFAULT.version}" in PAGE
    for step in DEFAULT.scale.steps:
        assert f"| {step.bound} | {step.name} |" in PAGE


def test_every_formula_is_worked_with_its_source() -> None:
    assert {row[0] for row in WORKED} == {formula.value for formula in Formula}
    assert all(row[6].strip() for row in WORKED)


@pytest.mark.parametrize("row", WORKED, ids=lambda row: " ".join(row[:4]))
def test_a_worked_example_comes_out_as_it_stands(row: tuple[str, ...]) -> None:
    formula, polarity, target, realization, _working, percent, _source = row
    given = {
        "polaritas": polarity,
        "target": target,
        "realisasi": realization,
        "rumus": formula,
    }
    answer = computed(given, replace(DEFAULT, allowed=tuple(Formula)))
    assert answer.capaian_tampil == percent
    assert answer.rumus_dipakai == formula


def test_the_code_on_the_page_runs_as_it_stands() -> None:
    result = doctest.testfile(str(FILE), module_relative=False, encoding="utf-8")
    assert result.failed == 0
    assert result.attempted > 20
