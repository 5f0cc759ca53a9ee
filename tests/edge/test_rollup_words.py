"""Every problem of a table that is rolled up has its sentence."""

import re
from pathlib import Path

import ukur
from ukur.domain.refusals import Problem
from ukur.edge.figure_words import TABLE_WORDS
from ukur.edge.rollup_words import ROLLUP_WORDS, rollup_words

WAREHOUSE = Path(ukur.__file__).parent / "adapters" / "warehouse"
NAMES = (
    *("detail", "column", "kind", "most", "row", "found", "choices", "whose", "when"),
    *("one", "other", "unit", "indicator", "period", "columns"),
)


def codes() -> set[str]:
    text = "\n".join(path.read_text() for path in WAREHOUSE.glob("*.py"))
    named = re.findall(r'(?:_refused\(|Problem\([\w.]+, |_refuse_unlike\([^)]*, )"(\w+)"', text)
    return {
        *named,
        *re.findall(r'yield "\w+", "(\w+)"', text),
        *re.findall(r'name, "(\w+)", f"', text),
    }


def test_every_problem_that_is_found_has_words() -> None:
    assert codes() >= {"column_is_float", "cell_empty", "range_reversed", "row_twice"}
    assert codes() <= {*ROLLUP_WORDS, *TABLE_WORDS}


def test_every_sentence_can_be_filled_in() -> None:
    for code in ROLLUP_WORDS:
        assert "{" not in rollup_words(Problem("units.csv", code, dict.fromkeys(NAMES, "x")))
