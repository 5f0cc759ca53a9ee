"""What is said when a unit's form goes back: why, and line by line what is to be mended.

A return always has a code. It has a reason in words, or at least one line with a word about it, or
both: where every figure that is meant is named, one sentence about all of them says nothing more.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ukur.domain.journal import Plain
from ukur.domain.refusals import NotValid, Problem
from ukur.domain.submissions import CellChange

LONGEST_WORD = 500
"""Characters of a word about one line: it stands in the grid, and in a mail."""
UNSPOKEN = frozenset({"origin"})
"""Cells of a version that answer nothing: how a figure came into the form."""


class WayBack(StrEnum):
    """How a form came back to its unit."""

    RETURNED = "returned"
    """Tim SAKIP found something to be mended in what was handed in."""
    CORRECTING = "correcting"
    """It was verified, and is opened for another version."""
    REOPENED = "reopened"
    """It was closed as not delivering, and is opened again."""
    ROUND = "round"
    """The data is wrong by what was decided later on: another round began."""


def way_back(reason_code: str, decided_at: datetime | None, ended_at: datetime | None) -> WayBack:
    """How a form came back, by what its last decision left.

    `ended_at` is when the last version ended on which was decided, `decided_at` when Tim SAKIP
    or the unit's head last decided on the form: of a return and a correction it is one moment.
    """
    ended_it = ended_at is not None and ended_at == decided_at
    if reason_code:
        return WayBack.RETURNED if ended_it else WayBack.ROUND
    return WayBack.CORRECTING if ended_it else WayBack.REOPENED


@dataclass(frozen=True)
class ReturnLine:
    """One line or budget line of the form, by its code, and what is to be done about it."""

    code: str
    word: str
    is_budget: bool = False

    @property
    def key(self) -> "LineKey":
        return (self.is_budget, self.code)


LineKey = tuple[bool, str]
"""Whether it is a budget line, and the code: an indicator may be called like a budget line."""


@dataclass(frozen=True)
class Return:
    """What Tim SAKIP wants: the code of the reason, the reason, and the lines that are meant.

    `seen_version` is the version of the form that they saw; None asks nothing.
    """

    reason_code: str
    reason: str = ""
    lines: tuple[ReturnLine, ...] = ()
    seen_version: int | None = None


def checked_lines(
    lines: tuple[ReturnLine, ...], own: Mapping[LineKey, str]
) -> tuple[ReturnLine, ...]:
    """The lines in the order of the form, with their words trimmed; `own` has the form's names.

    Raises:
        NotValid: a line is not of this form, is named twice, or has no word or too long a one.
    """
    problems = tuple(_problems(lines, own))
    if problems:
        raise NotValid(problems=problems)
    places = {key: at for at, key in enumerate(own)}
    trimmed = (ReturnLine(one.code, one.word.strip(), one.is_budget) for one in lines)
    return tuple(sorted(trimmed, key=lambda one: places[one.key]))


def _problems(lines: tuple[ReturnLine, ...], own: Mapping[LineKey, str]) -> Iterator[Problem]:
    met = set[LineKey]()
    for one in lines:
        where = place_of(one.key)
        name = own.get(one.key)
        if name is None:
            yield Problem(where, "return_line_foreign", {"line": one.code})
        elif one.key in met:
            yield Problem(where, "return_line_twice", {"line": name})
        elif not one.word.strip():
            yield Problem(where, "return_word_missing", {"line": name})
        elif len(one.word.strip()) > LONGEST_WORD:
            yield Problem(where, "return_word_long", {"line": name, "most": LONGEST_WORD})
        met.add(one.key)


def place_of(key: LineKey) -> str:
    """How a problem names the word about a line: "return:IKU-01", "return_budget:1.02.01".

    >>> place_of((False, "IKU-01"))
    'return:IKU-01'
    """
    is_budget, code = key
    return f"return_budget:{code}" if is_budget else f"return:{code}"


def told_lines(lines: tuple[ReturnLine, ...]) -> list[Plain]:
    """The lines as facts of the journal."""
    return [{"line": one.code, "is_budget": one.is_budget, "word": one.word} for one in lines]


def answers_to(key: LineKey, changes: tuple[CellChange, ...]) -> tuple[CellChange, ...]:
    """What was changed about a line, of all that differs between two versions."""
    is_budget, code = key
    return tuple(
        one
        for one in changes
        if one.line == code and one.is_budget is is_budget and one.cell not in UNSPOKEN
    )
