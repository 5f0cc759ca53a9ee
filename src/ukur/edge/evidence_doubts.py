"""What speaks against a file that was attached as evidence; it is kept all the same."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from ukur.domain.evidence import names_persons
from ukur.edge.wiring import asks_password, office_text, tells_place


class Doubt(StrEnum):
    """What was found in a file; whoever attached it is told."""

    NAMES_PERSONS = "names_persons"
    """It, or its name, seems to hold a NIK."""
    TELLS_PLACE = "tells_place"
    """A picture whose metadata say where it was taken."""
    ASKS_PASSWORD = "asks_password"  # noqa: S105 - what is found, no password
    """A PDF that nobody else can open."""


@dataclass(frozen=True)
class ToldDoubt:
    """A doubt in a sentence that follows "The file is kept."."""

    code: Doubt
    words: str


def doubts_about(name: str, content: bytes) -> tuple[ToldDoubt, ...]:
    """What a short look into the file finds, in the language of the request."""
    found = {
        Doubt.NAMES_PERSONS: names_persons(name) or names_persons(office_text(content)),
        Doubt.TELLS_PLACE: tells_place(content),
        Doubt.ASKS_PASSWORD: asks_password(content),
    }
    words = _words()
    return tuple(ToldDoubt(doubt, words[doubt]) for doubt in Doubt if found[doubt])


def _words() -> dict[Doubt, str]:
    return {
        Doubt.NAMES_PERSONS: _(
            "But it seems to hold NIKs. Names and numbers of patients do not belong here: "
            "take it off and attach one without them."
        ),
        Doubt.TELLS_PLACE: _(
            "But the picture tells the place where it was taken (GPS). If that is a patient's "
            "home, take it off and attach a picture without the place."
        ),
        Doubt.ASKS_PASSWORD: _(
            "But the PDF asks for a password: whoever verifies and evaluates cannot open it. "
            "Take it off and attach one without a password."
        ),
    }
