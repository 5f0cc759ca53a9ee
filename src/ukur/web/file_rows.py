"""The rows of a file before it is taken, as pages show them: what is kept, what the file says."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.http import QueryDict

from ukur.domain.incoming import Choice, Difference, Fate, base_words, figure_words
from ukur.domain.refusals import NotValid, Problem, Refusal
from ukur.edge.plan_words import place_words
from ukur.edge.wording import problem_sentence, sentence
from ukur.web.refused import Refused

MOST_PROBLEMS = 100
"""So many problems are shown at once; the others are counted."""
MOST_OPEN = 60
"""So many rows lie open at first; a longer part is folded, with its count."""


@dataclass(frozen=True)
class Placed:
    """A problem as a sentence, with the cell or the row where it is, and whose that is."""

    where: str
    sentence: str
    owner: str = ""


@dataclass(frozen=True)
class ShownRow:
    """A row of the preview: what is kept, what the file says, what would become of it.

    `key` names its fields; `was`, `will` and `base` are figures in words, `base` those of the
    download. `seen` is how often the page said that the row had been saved.
    """

    key: str
    code: str
    name: str
    place: str
    fate: Fate
    was: str
    will: str
    seen: str
    base: str = ""
    note_was: str = ""
    note_will: str = ""
    by: str = ""
    at: datetime | None = None
    choice: str = ""
    problem: str = ""

    @property
    def note_changed(self) -> bool:
        return self.note_was != self.note_will


def placed(problems: tuple[Problem, ...], names: Mapping[str, str] | None = None) -> list[Placed]:
    """The problems of a file as sentences, each with its place and what `names` call it."""
    owners = names or {}
    return [
        Placed(place_words(p.where), problem_sentence(p), owners.get(p.where, "")) for p in problems
    ]


def shown_lines(
    differences: tuple[Difference, ...], choices: Mapping[int, Choice], prefix: str = "row-"
) -> Iterator[ShownRow]:
    """The lines as a person compares them; their fields are called `prefix` and the line's id."""
    for one in differences:
        standing, new = one.standing, one.new
        base = one.arrival.base
        choice = choices.get(standing.line_id)
        yield ShownRow(
            key=f"{prefix}{standing.line_id}",
            code=standing.code,
            name=standing.name,
            place=place_words(one.arrival.place),
            fate=one.fate,
            was=figure_words(standing.figure, standing.look),
            will=figure_words(new, standing.look),
            seen=str(standing.saves),
            base=base_words(base) if base else "",
            note_was=standing.figure.note,
            note_will=new.note,
            by=standing.by,
            at=standing.at,
            choice=choice.value if choice else "",
            problem=problem_sentence(one.problems[0]) if one.problems else "",
        )


def briefly(refusal: Refusal | None) -> dict[str, Refused]:
    """A refusal in one sentence, where its problems stand on the page anyway."""
    if not isinstance(refusal, NotValid) or not of_the_file(refusal):
        return {}
    return {"refused": Refused(sentence(refusal))}


def of_the_file(refusal: Refusal | None) -> tuple[Problem, ...]:
    """The problems that stand in the file, not in a field of the page."""
    problems = refusal.problems if isinstance(refusal, NotValid) else ()
    return tuple(p for p in problems if p.where != "file" and p.code != "choice_missing")


@dataclass(frozen=True)
class Tally:
    """How many rows of a file come to what.

    `new` had no figure yet, `refused` cannot be kept or belong to a unit that takes none now, and
    `kept` stay as they are: unchanged, or newer here than in the file.
    """

    new: int
    changed: int
    conflicts: int
    refused: int
    kept: int


def tally(rows: Iterable[ShownRow], refused: int = 0) -> Tally:
    """The rows counted by what becomes of them; `refused` are to be added to those found here."""
    counts = Counter((row.fate, row.fate is Fate.CHANGED and not row.was) for row in rows)
    return Tally(
        new=counts[Fate.CHANGED, True],
        changed=counts[Fate.CHANGED, False],
        conflicts=counts[Fate.CONFLICT, False],
        refused=counts[Fate.WRONG, False] + refused,
        kept=counts[Fate.SAME, False] + counts[Fate.OVERTAKEN, False],
    )


def one_by_one(typed: QueryDict) -> dict[str, str]:
    """The fields as if each choice had been made by itself.

    `asked-G` names the rows of a group that the page asked about. `rest-G` chooses for those of
    the group that have no choice of their own, `rest` for all that are left then. A row that the
    page did not ask about gets none: whoever saved it meanwhile is asked about it.
    """
    fields = {name: str(value) for name, value in typed.items()}
    for name, asked in list(fields.items()):
        if not name.startswith("asked-"):
            continue
        group = name.removeprefix("asked-")
        rest = fields.get(f"rest-{group}") or fields.get("rest", "")
        for key in asked.split():
            if fields.get(key) not in tuple(Choice):
                fields[key] = rest
    return fields
