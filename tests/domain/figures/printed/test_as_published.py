"""Rows of public reports, as printed: each is recomputed equal or explained by its cause.

`as_published.csv` repeats the rows with the source of each; the last four columns say what
must come out.
"""

import csv
from collections.abc import Mapping
from pathlib import Path

import pytest

from ukur.domain.figures.printed.causes import Cause, Verdict
from ukur.domain.figures.printed.columns import parts_of
from ukur.domain.figures.printed.report import Compared, compared

FILE = Path(__file__).with_name("as_published.csv")
ROWS = list(csv.DictReader(FILE.read_text(encoding="utf-8").splitlines()))
PARTS = parts_of(list(ROWS[0]))


def all_compared() -> tuple[Compared, ...]:
    names = list(ROWS[0])
    return compared([{part: row[names[at]] for part, at in PARTS.items()} for row in ROWS])


@pytest.mark.parametrize(
    ("row", "found"),
    list(zip(ROWS, all_compared(), strict=True)),
    ids=[f"{row['agency']}: {row['indicator']}"[:60] for row in ROWS],
)
def test_a_published_row_is_equal_or_explained(row: Mapping[str, str], found: Compared) -> None:
    assert found.verdict.value == row["verdict"]
    assert found.finding.cause.value == row["cause"]
    assert " ".join(one.cause.value for one in found.beside) == row["beside"]
    assert (found.rating.cause.value if found.rating else "") == row["rating"]


def test_only_one_published_row_is_a_mistake_that_nothing_explains() -> None:
    mistakes = [one for one in all_compared() if one.finding.cause is Cause.PLAIN_MISTAKE]
    assert [one.case.p for one in mistakes] == [one.case.p for one in mistakes[:1]]
    assert mistakes[0].case.line.text(next(iter(PARTS))).startswith("Angka Kematian Balita")


def test_the_figures_printed_against_their_inputs_are_all_found() -> None:
    differing = [one for one in all_compared() if one.verdict is Verdict.NO]
    assert len(differing) == 11


def test_a_report_that_divides_target_by_realization_says_so() -> None:
    found = [one for one in all_compared() if one.finding.cause is Cause.OTHER_FORMULA]
    assert {one.finding.facts["formula"] for one in found} == {"t_per_r"}
