"""From what an operator typed to a figure that can be kept, or to a question back."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

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
from ukur.domain.refusals import Fact, Problem

MOST_DECIMALS = 6
MOST_WHOLE_DIGITS = 14
LONGEST_NOTE = 2_000


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
    """What stands in the cells of one line, as typed.

    `confirmed` says that the person has seen how an assumed number was read.
    """

    value: str = ""
    numerator: str = ""
    denominator: str = ""
    note: str = ""
    confirmed: bool = False


@dataclass(frozen=True)
class Entered:
    """What is kept of one line. All None means not measured; `note` then says why."""

    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    note: str = ""

    @property
    def is_blank(self) -> bool:
        return self.value is None and self.numerator is None and self.denominator is None


def entered(typed: Typed, look: Look) -> tuple[Entered, tuple[Problem, ...]]:
    """What was typed as figures, and every question it leaves; keep nothing while one is left.

    The problems' `where` is the cell: value, numerator, denominator or note.
    """
    problems: list[Problem] = []
    note = typed.note.strip()
    if len(note) > LONGEST_NOTE:
        problems.append(Problem("note", "text_too_long", {"most": LONGEST_NOTE}))
    if look.kind is Kind.RATIO:
        upper = _figure("numerator", typed.numerator, typed, problems)
        lower = _figure("denominator", typed.denominator, typed, problems)
        if not problems:
            problems.extend(_parts_problems(upper, lower, note))
        return Entered(numerator=upper, denominator=lower, note=note), tuple(problems)
    if look.kind in WORDED:
        value = _worded(typed.value, look, problems)
        return Entered(value=value, note=note), tuple(problems)
    return Entered(value=_figure("value", typed.value, typed, problems), note=note), tuple(problems)


def amount_of_money(typed: str, *, confirmed: bool) -> tuple[Decimal | None, tuple[Problem, ...]]:
    """Rupiah as typed, with the questions that it leaves at "value"."""
    problems: list[Problem] = []
    return _figure("value", typed, Typed(confirmed=confirmed), problems), tuple(problems)


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


def _parts_problems(upper: Decimal | None, lower: Decimal | None, note: str) -> tuple[Problem, ...]:
    if (upper is None) != (lower is None):
        return (Problem("numerator" if upper is None else "denominator", "other_half_missing"),)
    if upper is None or lower is None:
        return ()
    if lower == 0 and upper > 0:
        return (Problem("denominator", "denominator_zero"),)
    if upper > lower and not note:
        facts: dict[str, Fact] = {"a": written_exact(upper), "b": written_exact(lower)}
        return (Problem("note", "above_denominator", facts),)
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
