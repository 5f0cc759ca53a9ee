"""Every problem with a BPMN file has a sentence, and every sentence a problem."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.utils import translation

from ukur.edge.bpmn_words import PROBLEM_WORDS

SOURCES = Path(__file__).parents[2] / "src" / "ukur"
FACTS = re.compile(r"\{\w+\}")


def test_problems_and_sentences_match() -> None:
    files = [*SOURCES.glob("*/bpmn*.py"), *SOURCES.glob("domain/sop/bpmn*.py")]
    files = [file for file in files if file.name != "bpmn_words.py"]
    text = "".join(file.read_text() for file in (*files, SOURCES / "edge" / "procedure_files.py"))
    assert set(re.findall(r'"(bpmn_[a-z_]+|procedure_not_[a-z0-9]+)"', text)) == set(PROBLEM_WORDS)


@pytest.mark.parametrize("code", PROBLEM_WORDS)
def test_every_sentence_has_indonesian_words_with_the_same_facts(code: str) -> None:
    with (SOURCES / "locale" / "id" / "parts" / "bpmn.po").open("rb") as file:
        catalogue = read_po(file, locale="id")
    with translation.override(None):
        source = str(PROBLEM_WORDS[code])
    message = catalogue.get(source)
    assert message is not None
    assert set(FACTS.findall(str(message.string))) == set(FACTS.findall(source))
