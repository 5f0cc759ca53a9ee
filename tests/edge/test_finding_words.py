"""Every finding is said in a sentence with the way out, in Indonesian and in English."""

import re

import pytest
from django.utils.translation import override

from tests.domain.plan.test_findings import CASES
from ukur.domain.plan.findings.finding import FindingCode, Group
from ukur.domain.plan.findings.plan import plan_findings
from ukur.edge.finding_words import FINDING_WORDS, finding_sentence, group_words


@pytest.mark.parametrize("code", FindingCode)
@pytest.mark.parametrize("language", ["id", "en"])
def test_every_finding_is_said(code: FindingCode, language: str) -> None:
    found = [finding for finding in plan_findings(CASES[code]) if finding.code is code]
    with override(language):
        text = finding_sentence(found[0])
    assert not re.search(r"[{}]|\bTW[1-4]\b", text)
    assert re.search(r"[.]$", text)


def test_no_code_is_without_words_and_no_words_are_left_over() -> None:
    assert set(FINDING_WORDS) == set(FindingCode)


@pytest.mark.parametrize("group", Group)
def test_every_group_has_a_name(group: Group) -> None:
    with override("id"):
        assert group_words(group)
