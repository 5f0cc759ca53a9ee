"""The page about the arithmetic names what the code knows, and its examples come out as printed."""

import doctest
import re
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from ukur.domain.figures.achievement import achievement
from ukur.domain.figures.explain import Figure, Inputs, Share, SourceRow, explain
from ukur.domain.figures.indicator import Formula, Parts, Point, Polarity, UnitRule
from ukur.domain.figures.notation import UnreadableCode
from ukur.domain.figures.policy import DEFAULT
from ukur.domain.figures.printed.causes import Cause, Certainty, RatingCause
from ukur.domain.figures.printed.columns import Part
from ukur.domain.figures.printed.ratings import KNOWN_SCALES
from ukur.domain.figures.printed.report import compared
from ukur.domain.figures.public_formulas import PUBLIC_FORMULAS, NoAnswer
from ukur.domain.figures.reasons import NoteCode, Reason, ReasonCode
from ukur.domain.figures.referee import Flaw
from ukur.domain.figures.sheet import computed
from ukur.domain.figures.tracing import units_steps

FILE = Path(__file__).parents[3] / "docs" / "arithmetic.md"
PAGE = FILE.read_text(encoding="utf-8")
WORKED = re.findall(
    r"^\| `(\w+)` \| (\w+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$",
    PAGE,
    re.MULTILINE,
)
"""Formula, polarity, target, realization, the working, the share in percent, the source."""


CODES = (
    *ReasonCode,
    *NoteCode,
    *Formula,
    *UnreadableCode,
    *Cause,
    *RatingCause,
    *Certainty,
    *Flaw,
    *NoAnswer,
    *(formula.key for formula in PUBLIC_FORMULAS),
    *(known.key for known in KNOWN_SCALES),
)
COLUMNS = (Part.UNIT, Part.POLARITY, Part.TARGET, Part.REALIZATION, Part.PRINTED)
EXAMPLES = re.findall(r"^\| `([a-z_]+)` \|[^|]*\| `([^`|]*;[^`|]*)` \|", PAGE, re.MULTILINE)
WITHOUT_EXAMPLE = {Cause.AGAINST_PART_OF_YEAR, Cause.SUM_DIFFERS}
"""These need a period or a whole table: `tests/domain/figures/printed` has them."""


@pytest.mark.parametrize("word", CODES)
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


@pytest.mark.parametrize(("cause", "example"), EXAMPLES)
def test_the_worked_example_of_a_cause_comes_out_as_it_says(cause: str, example: str) -> None:
    rows = [
        dict(zip(COLUMNS, (cell.strip() for cell in row.split(";")), strict=True))
        for row in example.split(" / ")
    ]
    assert compared(rows)[-1].finding.cause.value == cause


def test_every_cause_has_a_worked_example() -> None:
    assert {cause for cause, _ in EXAMPLES} == set(Cause) - WITHOUT_EXAMPLE


def test_the_account_on_the_page_is_what_the_code_gives() -> None:
    parts = [Parts(Decimal(80), Decimal(100)), Parts(Decimal(90), Decimal(120))]
    value = Fraction(170, 220) * 100
    inputs = Inputs(
        Point(Decimal(90)),
        value,
        Parts(Decimal(170), Decimal(220)),
        100,
        made=units_steps(parts, UnitRule.SUM_RATIO),
    )
    told = explain(inputs, achievement(Point(Decimal(90)), value, Polarity.POSITIVE))
    for said in (
        f"| `steps` | {' · '.join(told.steps)} |",
        f"| `filled_in` | {told.filled_in} |",
        f"| `percent` · `shown` | {told.percent} · {told.shown} |",
        f"| `raw` · `averaged` | {told.raw} · {told.averaged} |",
        f"| `rating` | {told.rating} |",
    ):
        assert said in PAGE


def test_the_page_names_every_figure_and_every_field_of_an_account() -> None:
    section = PAGE[PAGE.index("## 15. Explanation") :]
    told = explain(Inputs(None, None), Reason(ReasonCode.TARGET_MISSING)).plain()
    names = {*told, *Figure, *SourceRow("", None).plain(), *Share("", "").plain()}
    assert {name for name in names if f"`{name}`" not in section} <= {"source"}
