"""The words beside the figures of a form that is to go back: a figure with one is marked.

Every line has a field, `w12` or `wb4` by the key of the line; one that is blank marks nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import QueryDict

from ukur.domain.returning import LineKey, ReturnLine, place_of
from ukur.store.queries.entry import EntryForm
from ukur.store.queries.returned import OwnLines
from ukur.web.entry_rows import BUDGET
from ukur.web.work import whole

WORD = "w"


@dataclass(frozen=True)
class Mark:
    """The word about one line as it stands on the page, and what is wrong with it."""

    word: str
    problem: str


@dataclass(frozen=True)
class Marks:
    """The words of a page: what was sent, and what was refused of it by its place."""

    sent: QueryDict
    problems: Mapping[str, str]
    places: Mapping[str, str]
    """How a problem names each line, by the line's key."""

    def at(self, key: str) -> Mark:
        """The word about the line."""
        problem = self.problems.get(self.places.get(key, ""), "")
        return Mark(self.sent.get(f"{WORD}{key}", ""), problem)

    @property
    def count(self) -> int:
        return sum(bool(self.at(key).word.strip()) for key in self.places)


def marks_on(form: EntryForm, sent: QueryDict, problems: Mapping[str, str]) -> Marks:
    """What was marked on the page of a form; nothing is where nothing was sent."""
    places = {str(line.id): place_of((False, line.code)) for line in form.lines}
    places |= {f"{BUDGET}{cell.id}": place_of((True, cell.code)) for cell in form.budget}
    return Marks(sent, problems, places)


def marked_lines(sent: QueryDict, own: OwnLines) -> tuple[ReturnLine, ...]:
    """The lines with a word about them; what is no line of the form keeps its key for a code."""
    lines = {_key_of(line, number): line for line, number in own.ids.items()}
    found = []
    for name in sent:
        key = name.removeprefix(WORD)
        if name == key or whole(key.removeprefix(BUDGET)) is None:
            continue
        if word := str(sent[name]).strip():
            is_budget, code = lines.get(key, (False, key))
            found.append(ReturnLine(code, word, is_budget=is_budget))
    return tuple(found)


def _key_of(line: LineKey, number: int) -> str:
    is_budget, _code = line
    return f"{BUDGET}{number}" if is_budget else str(number)
