"""Every problem, finding and refusal about an SOP has a sentence, in both languages."""

import re
from datetime import date
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.utils import translation

from tests.domain.sop.builders import seed
from ukur.domain.refusals import Fact, Problem
from ukur.domain.sop import flow, worktime
from ukur.domain.sop.soundness import Finding, findings
from ukur.edge import holiday_words
from ukur.edge.sop_words import (
    CYCLE_ENDED,
    FINDING_WORDS,
    PROBLEM_WORDS,
    REFUSAL_WORDS,
    finding_sentence,
    problem_place,
    problem_sentence,
)

SOURCES = Path(__file__).parent.parent / "src" / "ukur"
PART = SOURCES / "locale" / "id" / "parts" / "sop.po"


def codes(pattern: str, *modules: str) -> set[str]:
    folder = SOURCES / "domain" / "sop"
    text = "".join((folder / f"{module}.py").read_text(encoding="utf-8") for module in modules)
    return set(re.findall(pattern, text))


def test_every_code_that_reading_can_give_has_a_sentence() -> None:
    noted = codes(r'note\(\s*(?:key|"\w+"),\s*"(\w+)"', "entries", "reading")
    passed = codes(r'"((?:not|unknown)_\w+)"', "entries", "reading")
    raised = codes(
        r'Problem\([^"]*?(?:f?"[^"]*",\s*)?"([a-z_]+)"', "soundness", "reading", "worktime"
    )
    assert (noted | passed | raised) <= set(PROBLEM_WORDS) | set(holiday_words.PROBLEM_WORDS)


def test_no_sentence_is_left_without_a_problem() -> None:
    used = codes(r'"([a-z_]+)"', "entries", "reading", "soundness", "worktime", "flow")
    assert set(PROBLEM_WORDS) | set(REFUSAL_WORDS) | set(FINDING_WORDS) <= used


def test_every_finding_has_a_sentence() -> None:
    assert codes(r'Finding\(\s*"(\w+)"', "soundness") == set(FINDING_WORDS)


def test_every_refusal_has_a_sentence_that_its_facts_fill() -> None:
    words = {**holiday_words.REFUSAL_WORDS, **REFUSAL_WORDS}
    given: dict[str, object] = {
        "asked": 6,
        "current": 7,
        "step": 6,
        "year": 2027,
        "limit": 3,
        "name": "Ramadan",
    }
    given |= {"first": date(2027, 2, 8), "last": date(2027, 3, 9)}
    refusals = [*vars(flow).values(), *vars(worktime).values()]
    own = [
        r for r in refusals if isinstance(r, type) and r.__module__.startswith("ukur.domain.sop")
    ]
    for refusal in own:
        if hasattr(refusal, "code") and hasattr(refusal, "facts"):
            named = {name: given[name] for name in given if name in refusal.__annotations__}
            assert str(words[refusal.code]).format_map(named)


def test_a_problem_is_told_with_its_place_and_the_nearest_word() -> None:
    facts: dict[str, Fact] = {
        "found": "stap",
        "allowed": "staf",
        "nearest": "staf",
        "file": "x.toml",
        "line": 3,
    }
    problem = Problem("x.toml, line 3", "unknown_lane", facts)
    with translation.override(None):
        assert problem_place(problem) == "x.toml, line 3"
        assert problem_sentence(problem) == (
            "There is no lane “stap”. Choose one of: staf. Perhaps “staf” is meant."
        )


def test_a_problem_without_a_line_keeps_its_own_place() -> None:
    problem = Problem("step 1", "never_ends", {"step": 1, "nearest": None})
    assert problem_place(problem) == "step 1"
    with translation.override(None):
        assert problem_sentence(problem).startswith("From step 1 the procedure runs in a circle")


def test_the_findings_about_the_seed_can_be_told() -> None:
    with translation.override(None):
        told = [finding_sentence(finding) for finding in findings(seed())]
    assert told[2].startswith("Step 2: It gives “Disposisi Kepala Dinas”, but step 3 asks for")
    assert told[0].startswith("The legal basis cites Permenpan RB Nomor 29 Tahun 2010")
    assert finding_sentence(Finding("parts_inferred", None, {"steps": "1, 2"}))


@pytest.mark.parametrize(
    "words",
    [*PROBLEM_WORDS.values(), *REFUSAL_WORDS.values(), *FINDING_WORDS.values(), CYCLE_ENDED],
)
def test_every_sentence_has_indonesian_words_with_the_same_facts(words: object) -> None:
    with PART.open("rb") as file:
        catalogue = read_po(file, locale="id")
    with translation.override(None):
        source = str(words)
    message = catalogue.get(source)
    assert message is not None
    facts = re.compile(r"\{\w+\}")
    assert set(facts.findall(str(message.string))) == set(facts.findall(source))
