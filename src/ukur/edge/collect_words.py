"""The kinds of evidence and the checks of a form, each by a short name and one sentence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import pgettext_lazy

from ukur.domain.checking import Check
from ukur.domain.evidence import EvidenceKind
from ukur.edge.check_words import CHECK_NAMES

KINDS: Mapping[str, tuple[Promise, Promise]] = {
    EvidenceKind.ANY: (
        _lazy("Any evidence"),
        _lazy("Some file or link that backs the figure, whatever it is."),
    ),
    EvidenceKind.REPORT: (
        pgettext_lazy("evidence", "Report or recapitulation"),
        _lazy("The report or recapitulation that the unit sends up."),
    ),
    EvidenceKind.REGISTER: (
        pgettext_lazy("evidence", "Register or cohort"),
        _lazy("The pages that were counted, without names of patients."),
    ),
    EvidenceKind.SCREEN: (
        pgettext_lazy("evidence", "Picture of the application"),
        _lazy("A picture of the screen of the application that holds the data."),
    ),
    EvidenceKind.LETTER: (
        pgettext_lazy("evidence", "Letter or minutes"),
        _lazy("A letter, a decree or signed minutes."),
    ),
    EvidenceKind.PHOTO: (
        pgettext_lazy("evidence", "Photo of an activity"),
        _lazy("A photo that shows that the activity took place."),
    ),
    EvidenceKind.WORKBOOK: (
        pgettext_lazy("evidence", "Worksheet"),
        _lazy("The workbook in which the figure was worked out."),
    ),
}

CHECKS: Mapping[str, Promise] = {
    Check.ABOVE_DENOMINATOR: _lazy(
        "Asks for a word when the numerator is above the denominator; it can be right."
    ),
    Check.ABOVE_HUNDRED: _lazy("Asks for a word when a percentage is above 100."),
    Check.DECREASING: _lazy(
        "Asks for a word when a figure counted since January is below the last one."
    ),
    Check.FAR_FROM_HISTORY: _lazy(
        "Asks for a word when a figure is far from what the unit reported before."
    ),
    Check.FAR_FROM_PEERS: _lazy("Asks for a word when a figure is far from that of like units."),
    Check.WRONG_MAGNITUDE: _lazy(
        "Asks for a word when a figure is ten, a hundred or a thousand times what it was."
    ),
}


@dataclass(frozen=True)
class Choice:
    """Something to choose on a page: what is sent, its name, and what it means."""

    key: str
    name: str
    sentence: str


def kind_choices(keys: Sequence[str] = tuple(EvidenceKind)) -> tuple[Choice, ...]:
    """The kinds of evidence in the reader's language, in the order of `keys`."""
    return tuple(Choice(str(key), *(str(text) for text in KINDS[key])) for key in keys)


def check_choices(keys: Sequence[str] = tuple(Check)) -> tuple[Choice, ...]:
    """The checks in the reader's language, in the order of `keys`."""
    return tuple(Choice(str(key), check_name(key), str(CHECKS[key])) for key in keys)


def kind_name(key: str) -> str:
    """The short name of a kind of evidence."""
    return str(KINDS[EvidenceKind(key)][0])


def check_name(key: str) -> str:
    """The short name of a check."""
    return str(CHECK_NAMES[Check(key)])
