"""Every kind of evidence and every check has a name and a sentence, in both languages."""

import pytest
from django.utils import translation

from ukur.domain.checking import Check
from ukur.domain.evidence import EvidenceKind
from ukur.edge.collect_words import check_choices, check_name, kind_choices, kind_name


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_kind_and_check_is_named_and_explained(language: str) -> None:
    with translation.override(language):
        kinds, checks = kind_choices(), check_choices()
    assert [kind.key for kind in kinds] == list(EvidenceKind)
    assert [check.key for check in checks] == list(Check)
    assert all(one.name and one.sentence.endswith(".") for one in (*kinds, *checks))


def test_only_what_is_asked_for_is_offered() -> None:
    assert [one.key for one in check_choices(("decreasing",))] == ["decreasing"]
    with translation.override("id"):
        assert kind_name("register") == "Register atau kohort"
        assert check_name("above_hundred") == "Di atas seratus persen"
