"""From what an operator typed to a figure that can be kept, or to a question back."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

from ukur.domain.figures.indicator import Kind
from ukur.domain.figures.notation import (
    Ambiguous,
    NotMeasured,
    Number,
    Unreadable,
    read,
    written_exact,
)
from ukur.domain.figures.showing import UNREAD, WORDED, Look, allowed_words, read_word
from ukur.domain.refusals import Fact, NotNow, Problem

MOST_DECIMALS = 6
MOST_WHOLE_DIGITS = 14
LONGEST_NOTE = 2_000
_NO_TEXT = re.compile("[\x00\ud800-\udfff]")
"""What no database keeps in a text: NUL, and the half of a character that was cut in two."""


class Origin(StrEnum):
    """How a figure came into the form."""

    PAGE = "page"
    PASTE = "paste"
    WORKBOOK = "workbook"
    CSV = "csv"
    DHIS2 = "dhis2"
    API = "api"


@dataclass(frozen=True)
class Typed:
    """What stands in the cells of one line, as typed. A budget line has a `value` alone.

    `confirmed` says that the person has seen how an assumed number was read. `no_evidence` says
    why evidence cannot be provided; None leaves what is kept about that. `seen` is how often the
    line had been saved when the person saw it; None does not ask whether it was changed since.
    """

    value: str = ""
    numerator: str = ""
    denominator: str = ""
    note: str = ""
    confirmed: bool = False
    no_evidence: str | None = None
    seen: int | None = None


@dataclass(frozen=True)
class Entered:
    """What is kept of one line. All None means not measured; `note` then says why.

    Of a budget line `value` is what was spent, in rupiah.
    `no_evidence` says why evidence that is asked for cannot be provided; "" where that is not so.
    """

    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    note: str = ""
    no_evidence: str = ""

    @property
    def figure(self) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
        """The value, or numerator and denominator: what is measured, without a word about it."""
        return (self.value, self.numerator, self.denominator)

    @property
    def is_blank(self) -> bool:
        return self.figure == (None, None, None)

    @property
    def answer(self) -> tuple[Decimal | None, Decimal | None, Decimal | None, str]:
        """What the unit answers: its figure, or in its place the reason why there is none."""
        return (*self.figure, self.note if self.is_blank else "")


@dataclass(frozen=True)
class Came:
    """How figures came into the form: by which way, from which import, and where in it each stood.

    `notes` are by line id: a cell of a workbook, or data element and organisation unit.
    """

    origin: Origin
    source_id: int | None = None
    notes: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class KeptLine:
    """A line or budget line after a save: what is kept, and how often it was changed up to now."""

    line_id: int
    code: str
    figure: Entered
    saves: int
    is_changed: bool


@dataclass(frozen=True)
class Conflict:
    """What somebody else kept in a line after the person had seen it, who, and when.

    `is_budget` says that it is a budget line: `line_id` is then its id.
    """

    line_id: int
    code: str
    theirs: Entered
    by: str
    at: datetime | None
    saves: int
    is_budget: bool = False


@dataclass(eq=False)
class EntryConflict(NotNow):
    """Lines or budget lines were changed since the person saw them; look at both versions."""

    code: ClassVar[str] = "entry_conflict"
    conflicts: tuple[Conflict, ...]


def is_overtaken(typed: Typed, new: Entered, kept: Entered, saves: int) -> bool:
    """Whether keeping `new` would write over what the person has not seen.

    It does not where both say the same, whoever was first.
    """
    return typed.seen not in (None, saves) and new != kept


def entered(
    typed: Typed, look: Look, kept: Entered | None = None
) -> tuple[Entered, tuple[Problem, ...]]:
    """What was typed as figures, and every question it leaves; keep nothing while one is left.

    The problems' `where` is the cell: value, numerator, denominator, note or no_evidence. What
    still stands in its cell as it is `kept` is no question any more.
    """
    problems: list[Problem] = []
    typed = typed if kept is None else _untouched(typed, kept)
    note, no_evidence = typed.note.strip(), (typed.no_evidence or "").strip()
    for cell, text in (("note", note), ("no_evidence", no_evidence)):
        if len(text) > LONGEST_NOTE:
            problems.append(Problem(cell, "text_too_long", {"most": LONGEST_NOTE}))
        if _NO_TEXT.search(text):
            problems.append(Problem(cell, "character_refused"))
    words = Entered(note=note, no_evidence=no_evidence)
    if look.kind is Kind.RATIO:
        upper = _figure("numerator", typed.numerator, typed, problems)
        lower = _figure("denominator", typed.denominator, typed, problems)
        if not problems:
            problems.extend(_parts_problems(upper, lower))
        return replace(words, numerator=upper, denominator=lower), tuple(problems)
    if look.kind in WORDED:
        value = _worded(typed.value, look, problems)
        return replace(words, value=value), tuple(problems)
    value = _figure("value", typed.value, typed, problems)
    return replace(words, value=value), tuple(problems)


def _untouched(typed: Typed, kept: Entered) -> Typed:
    """The same, where a kept 1.234 that nobody touched stands without its dot."""

    def plain(text: str, value: Decimal | None) -> str:
        is_kept = value is not None and text.strip() == written_exact(value)
        return text.replace(".", "") if is_kept else text

    return replace(
        typed,
        value=plain(typed.value, kept.value),
        numerator=plain(typed.numerator, kept.numerator),
        denominator=plain(typed.denominator, kept.denominator),
    )


def entered_money(typed: Typed) -> tuple[Entered, tuple[Problem, ...]]:
    """Rupiah as typed, with the questions that it leaves at "value".

    1.234 is no question here: nobody writes thousandths of a rupiah.
    """
    problems: list[Problem] = []
    value = _figure("value", typed.value, replace(typed, confirmed=True), problems)
    return Entered(value=value), tuple(problems)


def _figure(cell: str, text: str, typed: Typed, problems: list[Problem]) -> Decimal | None:
    match read(text):
        case NotMeasured():
            return None
        case Unreadable(code=code):
            problems.append(Problem(cell, f"figure_{code.value}", {"typed": text[:40]}))
        case Ambiguous(candidates=(one, other)):
            facts: dict[str, Fact] = {
                "typed": text,
                "a": written_exact(one),
                "b": written_exact(other),
            }
            problems.append(Problem(cell, "figure_ambiguous", facts))
        case Number(value=value, assumed=assumed):
            problem = _number_problem(value, is_assumed=assumed and not typed.confirmed)
            if problem is None:
                return value
            problems.append(Problem(cell, problem, _facts(text, value)))
        case _:
            problems.append(Problem(cell, "figure_not_a_number", {"typed": text[:40]}))
    return None


def _facts(text: str, value: Decimal) -> Mapping[str, Fact]:
    return {"typed": text[:40], "read": written_exact(value)}


def _number_problem(value: Decimal, *, is_assumed: bool) -> str | None:
    if value < 0:
        return "figure_negative"
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and -exponent > MOST_DECIMALS:
        return "figure_too_many_decimals"
    if value >= Decimal(10) ** MOST_WHOLE_DIGITS:
        return "figure_too_long"
    return "figure_assumed" if is_assumed else None


def _parts_problems(upper: Decimal | None, lower: Decimal | None) -> tuple[Problem, ...]:
    if (upper is None) != (lower is None):
        return (Problem("numerator" if upper is None else "denominator", "other_half_missing"),)
    if upper is None or lower is None:
        return ()
    if lower == 0 and upper > 0:
        return (Problem("denominator", "denominator_zero"),)
    return ()


def _worded(text: str, look: Look, problems: list[Problem]) -> Decimal | None:
    if isinstance(read(text), NotMeasured):
        return None
    value = read_word(text, look)
    if value is None:
        facts: dict[str, Fact] = {
            "typed": text[:40],
            "allowed": ", ".join(reversed(allowed_words(look))),
        }
        problems.append(Problem("value", UNREAD[look.kind], facts))
    return value
