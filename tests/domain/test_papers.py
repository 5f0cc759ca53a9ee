"""What a paper's values may be, and what a trial leaves out."""

import json
from dataclasses import fields, replace
from datetime import UTC, datetime

import pytest

from tests.sample_papers import MEASUREMENT, ORDER, PAPERS, SOP
from ukur.domain.papers import Crest, Marks, Paper, grouped, plain


@pytest.mark.parametrize("paper", PAPERS.values(), ids=PAPERS)
def test_the_values_of_a_paper_survive_json(paper: Paper) -> None:
    values = plain(paper)
    assert json.loads(json.dumps(values)) == values


@pytest.mark.parametrize("paper", PAPERS.values(), ids=PAPERS)
def test_every_field_of_a_paper_is_among_its_values(paper: Paper) -> None:
    assert {field.name for field in fields(paper)} <= set(plain(paper))


def test_the_time_of_a_paper_keeps_its_zone() -> None:
    frame = plain(ORDER)["frame"]
    assert isinstance(frame, dict)
    assert datetime.fromisoformat(str(frame["created"])) == datetime(2026, 10, 14, 7, 2, tzinfo=UTC)


def test_a_figure_that_is_not_yet_text_is_refused() -> None:
    goal = MEASUREMENT.goals[0]
    line = replace(goal.lines[0], target=85.0)  # type: ignore[arg-type]  # the mistake under test
    with pytest.raises(TypeError, match="float"):
        plain(replace(MEASUREMENT, goals=(replace(goal, lines=(line,)),)))


def test_a_trial_has_neither_number_nor_signatory() -> None:
    trial = replace(MEASUREMENT, frame=replace(MEASUREMENT.frame, marks=Marks(trial=True)))
    values = plain(trial)
    assert isinstance(values["frame"], dict)
    assert values["frame"]["number"] == ""
    assert values["signature"] is None
    assert "Cempaka" not in json.dumps(values)


def test_a_crest_travels_as_text() -> None:
    letterhead = replace(ORDER.frame.letterhead, crest=Crest("png", b"\x89PNG"))
    values = plain(replace(ORDER, frame=replace(ORDER.frame, letterhead=letterhead)))
    assert isinstance(values["frame"], dict)
    assert isinstance(values["frame"]["letterhead"], dict)
    assert values["frame"]["letterhead"]["crest"] == {"format": "png", "content": "iVBORw=="}


def test_the_sop_brings_its_flow_along() -> None:
    flow = plain(SOP)["flow"]
    assert isinstance(flow, list)
    assert flow[6] == {
        "number": 7,
        "lead": 1,
        "joined": [],
        "ways": [["yes", 8, "Ya"], ["no", 6, "Tidak"]],
    }


def test_grouping_keeps_every_character() -> None:
    assert grouped("abcdefghij", by=4, separator="-") == "abcd-efgh-ij"
    assert grouped("") == ""
