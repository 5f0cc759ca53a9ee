"""What the rules answer when they say no: a code and facts, never words.

Three families, one for each way out:

    NotAllowed  the person may not do this at all
    NotNow      something else has to happen first, or the page is stale
    NotValid    what was handed in cannot be taken as it is

The words, in both languages, and the HTTP status live in `ukur.edge`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import ClassVar

Fact = str | int | None


class Refusal(Exception):
    """The rules say no. Never raised itself; only its leaves are."""

    code: ClassVar[str]

    def facts(self) -> dict[str, object]:
        """What the sentence about this refusal may name, by field."""
        return {f.name: getattr(self, f.name) for f in fields(self)}  # type: ignore[arg-type]


class NotAllowed(Refusal):
    """The person has not the right to do this."""


class NotNow(Refusal):
    """Do something else first, or reload the page."""


@dataclass(frozen=True)
class Problem:
    """One thing wrong with an input: where it stands, what is wrong, and the facts.

    `where` is a place a person can find: "line 12", "Indikator!D7", "realisasi".
    """

    where: str
    code: str
    facts: Mapping[str, Fact] = field(default_factory=dict)


@dataclass(eq=False)
class NotValid(Refusal):
    """What was handed in has problems, all of them listed, in the order of the input."""

    code: ClassVar[str] = "not_valid"
    problems: tuple[Problem, ...]
