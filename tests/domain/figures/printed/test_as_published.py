"""Rows of public reports, as printed: each is recomputed equal or explained by its cause.

The two tables repeat the rows with the source of each; the last four columns say what must
come out. The second was read only after the causes were written.
"""

import csv
from collections.abc import Mapping
from pathlib import Path

import pytest

from ukur.domain.figures.printed.causes import Cause, Verdict
from ukur.domain.figures.printed.columns import parts_of
from ukur.domain.figures.printed.report import Compared, compared

FIRST, ELSEWHERE = "as_published.csv", "as_published_elsewhere.csv"
Row = dict[str, str]


def rows_of(name: str) -> list[Row]:
    text = Path(__file__).with_name(name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def all_compared(name: str = FIRST) -> tuple[Compared, ...]:
    rows = rows_of(name)
    names = list(rows[0])
    parts = parts_of(names)
    return compared([{part: row[names[at]] for part, at in parts.items()} for row in rows])


PAIRS = [
    pair
    for name in (FIRST, ELSEWHERE)
    for pair in zip(rows_of(name), all_compared(name), strict=True)
]


@pytest.mark.parametrize(
    ("row", "found"), PAIRS, ids=[f"{row['agency']}: {row['indicator']}"[:60] for row, _ in PAIRS]
)
def test_a_published_row_is_equal_or_explained(row: Mapping[str, str], found: Compared) -> None:
    assert found.verdict.value == row["verdict"]
    assert found.finding.cause.value == row["cause"]
    assert " ".join(one.cause.value for one in found.beside) == row["beside"]
    assert (found.rating.cause.value if found.rating else "") == row["rating"]


def test_two_published_rows_are_mistakes_that_nothing_explains() -> None:
    mistakes = [one for one in all_compared() if one.finding.cause is Cause.PLAIN_MISTAKE]
    names = [one.case.indicator for one in mistakes]
    assert [name[:22] for name in names] == ["Angka Kematian Balita ", "Persentase penyelesaia"]
    assert mistakes[1].case.printed.text == "113%"


def test_the_figures_printed_against_their_inputs_are_all_found() -> None:
    differing = [one for one in all_compared() if one.verdict is Verdict.NO]
    assert len(differing) == 11


def test_a_report_that_divides_target_by_realization_says_so() -> None:
    found = [one for one in all_compared() if one.finding.cause is Cause.OTHER_FORMULA]
    assert {one.finding.facts["formula"] for one in found} == {"t_per_r"}
