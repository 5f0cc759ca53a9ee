"""Cells of a workbook read one by one: the value, or what is wrong with the cell and where."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeVar

from ukur.domain.figures.indicator import AKIP_GRADES, Point, Range, Target
from ukur.domain.figures.notation import (
    Ambiguous,
    NotMeasured,
    TargetRead,
    Unreadable,
    read_target,
    readings,
    written_exact,
    written_target,
)
from ukur.domain.figures.showing import UNREAD, WORDED, Look, allowed_words, read_word
from ukur.domain.plan import layout
from ukur.domain.plan.draft import PlannedGoal
from ukur.domain.refusals import Problem
from ukur.domain.sheets import Layout, Question, Record, Sheet, folded, records, sheet_named

MOST_PROBLEMS = 1_000
"""A page cannot show more; the last one then says how many were left out."""
MOST_DECIMALS = 6
MOST_WHOLE_DIGITS = 14
MOST_WEIGHT = 10_000
WEIGHT_DECIMALS = 4
SHEET_ERRORS = frozenset(
    {"#REF!", "#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#VALUE!", "#SPILL!", "#CALC!"}
)
"""What a spreadsheet writes where a formula failed."""
NAME, TEXT, SHORT, CODE = 500, 10_000, 80, 40

T = TypeVar("T")

_CODE = re.compile(r"[0-9A-Za-z](?:[0-9A-Za-z._/-]*[0-9A-Za-z])?", re.ASCII)
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


@dataclass
class CellReader:
    """Reads cells one by one and keeps what is wrong; a stand-in takes the place of what is."""

    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    answers: Mapping[str, str] = field(default_factory=dict)
    """What unclear cells were said to mean, by their place."""
    questions: list[Question] = field(default_factory=list)
    _clear: dict[str, Target | None] = field(default_factory=dict)
    """Figures that are read without a doubt, by their text: a plan repeats the same few."""

    def rows(self, sheets: Sequence[Sheet], wanted: Layout) -> tuple[Record, ...]:
        found, problems = records(sheets, wanted)
        self.problems += problems
        return found

    def note(self, row: Record, column: str, code: str, **facts: str | int | None) -> None:
        self.problems.append(row.problem(column, code, **facts))

    def text(self, row: Record, column: str, most: int, *, optional: bool = False) -> str:
        text = row.text(column)
        if not text and not optional:
            self.note(row, column, "cell_empty")
        if text in SHEET_ERRORS:
            self.note(row, column, "cell_error", found=text)
        if len(text) > most:
            self.note(row, column, "text_too_long", most=most, count=len(text))
        return text[:most]

    def code(self, row: Record, column: str, *, optional: bool = False) -> str:
        text = self.text(row, column, CODE, optional=optional)
        if text and not _CODE.fullmatch(text):
            self.note(row, column, "code_unreadable", found=short(text))
        return text

    def choice(
        self,
        row: Record,
        column: str,
        allowed: Mapping[str, T],
        stand_in: T,
        *,
        optional: bool = False,
    ) -> T:
        found = folded(row.text(column))
        if found in allowed:
            return allowed[found]
        if found:
            words = ", ".join(allowed)
            self.note(row, column, "choice_unknown", found=short(found), allowed=words)
        elif not optional:
            self.note(row, column, "cell_empty")
        return stand_in

    def whole(self, row: Record, column: str, default: int, most: int) -> int:
        """A whole number from 0 to `most`, as in 100.000; `default` where the cell is empty."""
        text = row.text(column).replace(".", "")
        if not text:
            return default
        if not re.fullmatch(r"[0-9]{1,9}", text, re.ASCII) or int(text) > most:
            self.note(row, column, "not_a_whole_number", found=short(text), most=most)
            return default
        return int(text)

    def target(self, row: Record, column: str, look: Look | None) -> Target | None:
        """A target as its indicator's kind is written; a number where the kind is not known."""
        text = row.text(column)
        if look is None or look.kind not in WORDED or text in ("", "-"):
            return self._clear[text] if text in self._clear else self.figure(row, column)
        value = read_word(text, look)
        if value is None:
            allowed = f" {layout.GRADES_ABOVE} ".join(allowed_words(look))
            facts = {"found": short(text), "typed": short(text), "allowed": allowed}
            self.note(row, column, UNREAD[look.kind], **facts)
            return None
        return Point(value)

    def goal(self, row: Record) -> PlannedGoal:
        """A row of the sheet Sasaran, which the plan and the Renstra have alike."""
        levels = {level: level for level in layout.GOAL_LEVELS}
        return PlannedGoal(
            self.code(row, "kode"),
            self.text(row, "sasaran", NAME),
            self.choice(row, "tingkat", levels, "sasaran", optional=True),
            self.code(row, "induk", optional=True),
            self.weight(row),
            at=row.place,
        )

    def weight(self, row: Record) -> Decimal:
        """A weight above 0; 1 where the cell is empty."""
        text = row.text("bobot")
        if not text:
            return Decimal(1)
        found = self.figure(row, "bobot")
        weight = found.value if isinstance(found, Point) else None
        if weight is None:
            if isinstance(found, Range):
                self.note(row, "bobot", "range_not_allowed", found=short(text))
            return Decimal(1)
        if not 0 < weight < MOST_WEIGHT or weight != round(weight, WEIGHT_DECIMALS):
            self.note(row, "bobot", "weight_unfit", found=short(text))
            return Decimal(1)
        return weight

    def amount(self, row: Record, column: str) -> Decimal:
        if row.text(column) in ("", "-"):
            self.note(row, column, "cell_empty")
        found = self.figure(row, column)
        if isinstance(found, Range):
            self.note(row, column, "range_not_allowed", found=short(row.text(column)))
        return found.value if isinstance(found, Point) else Decimal(0)

    def figure(self, row: Record, column: str) -> Target | None:
        """A number or a range in Indonesian notation; None where it is blank or unreadable."""
        text = row.text(column)
        if text in self._clear:
            return self._clear[text]
        if _ISO_DATE.match(text):
            self.note(row, column, "date_not_number", typed=short(text))
            return None
        match read_target(self.meant(row, column)):
            case NotMeasured():
                self._clear[text] = None
            case Unreadable(code=code):
                wrong = "cell_error" if text in SHEET_ERRORS else f"figure_{code.value}"
                self.note(row, column, wrong, typed=short(text), found=short(text))
            case Ambiguous(candidates=candidates):
                a, b = (written_exact(candidate) for candidate in candidates)
                self.note(row, column, "figure_ambiguous", typed=short(text), a=a, b=b)
            case TargetRead(target, assumed):
                if assumed:
                    self.notes.append(
                        row.problem(
                            column,
                            "number_assumed",
                            typed=short(text),
                            read=written_target(target),
                        )
                    )
                return self.stored(row, column, target)
        return None

    def meant(self, row: Record, column: str) -> str:
        """The text of a cell, or what it was said to mean if it can be read in several ways."""
        text = row.text(column)
        choices = readings(text)
        if not choices:
            return text
        where = row.place.of(column)
        answer = self.answers.get(where, "")
        chosen = answer if answer in choices else ""
        taken = choices[0] if isinstance(read_target(text), TargetRead) else ""
        self.questions.append(Question(where, short(text), choices, taken, chosen))
        return chosen or text

    def stored(self, row: Record, column: str, target: Target) -> Target | None:
        """The target, if the tables can hold it without loss."""
        text = row.text(column)
        values = (target.value,) if isinstance(target, Point) else (target.low, target.high)
        if any(value != round(value, MOST_DECIMALS) for value in values):
            self.note(row, column, "figure_too_many_decimals", typed=short(text))
        elif any(abs(value) >= 10**MOST_WHOLE_DIGITS for value in values):
            self.note(row, column, "figure_too_long", typed=short(text))
        else:
            if not readings(text):
                self._clear[text] = target
            return target
        return None

    def grades(self, row: Record) -> tuple[str, ...]:
        text = self.text(row, "skala", 300, optional=True)
        if not text:
            return AKIP_GRADES
        names = [name.strip() for name in text.split(layout.GRADES_ABOVE)]
        if "" in names or len({name.casefold() for name in names}) != len(names):
            self.note(row, "skala", "grades_unreadable", found=short(text))
            return AKIP_GRADES
        return tuple(reversed(names))


def year_problems(sheets: Sequence[Sheet], label: str, year: int) -> list[Problem]:
    """That the guide names another year beside `label` than was chosen."""
    guide = sheet_named(sheets, layout.GUIDE_SHEET)
    for number, row in enumerate(guide.rows if guide else (), start=1):
        found, value = (*(folded(text) for text in row[:2]), "", "")[:2]
        if found.rstrip(": ") == label and value not in ("", str(year)):
            facts = {"found": short(value), "expected": str(year)}
            return [Problem(f"{layout.GUIDE_SHEET}!B{number}", "year_differs", facts)]
    return []


def bounded(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """The problems, as many as a page can show."""
    if len(problems) <= MOST_PROBLEMS:
        return tuple(problems)
    more = Problem("", "more_problems", {"count": len(problems) - MOST_PROBLEMS})
    return (*problems[:MOST_PROBLEMS], more)


def short(text: str) -> str:
    """A text as it is quoted in a problem."""
    return text if len(text) <= SHORT else f"{text[:SHORT]}…"
