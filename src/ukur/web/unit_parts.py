"""What the two pages of one unit's form share: its lines to be judged, and its versions."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from ukur.domain.collecting import SubmissionEnd
from ukur.domain.returning import LineKey, answers_to
from ukur.domain.submissions import changes_between
from ukur.edge.check_words import warning_sentence
from ukur.edge.submission_words import ChangeRow, VersionCard, change_rows, version_cards
from ukur.store.queries.entry import EntryForm, EntryGoal
from ukur.store.queries.entry_lines import EntryLine
from ukur.store.queries.submissions import Version
from ukur.store.queries.unit_flow import Warned

LONG = 40
"""Of more lines than these a form is gone through goal by goal."""
MOST_NAMED = 4
"""How many things that a handing in is about are named; the others are counted."""


@dataclass(frozen=True)
class JudgedLine:
    """A line with what whoever vouches or verifies has to know about it."""

    line: EntryLine
    warnings: tuple[str, ...]
    is_changed: bool = False
    """Whether it differs from the version that Tim SAKIP decided on before."""
    was_asked: bool = False
    """Whether they named it when that version went back."""

    @property
    def wants_look(self) -> bool:
        """Whether anything about it is other than complete, usual and known already."""
        line = self.line
        return bool(
            self.warnings
            or self.is_changed
            or self.was_asked
            or line.is_blank
            or line.cells.note
            or line.no_evidence
            or self.lacks_evidence
        )

    @property
    def lacks_evidence(self) -> bool:
        return self.line.evidence_needed and not self.line.evidence and not self.line.is_blank

    @property
    def is_explained(self) -> bool:
        """Whether the unit says why something is not there."""
        return bool(
            (self.line.is_blank and self.line.cells.note)
            or (self.lacks_evidence and self.line.no_evidence)
        )


@dataclass(frozen=True)
class JudgedGoal:
    """Lines of a goal; `place` names it on the page, "" where another part has that name."""

    text: str
    place: str
    lines: tuple[EntryLine, ...]


@dataclass(frozen=True)
class Judged:
    """The lines of a form, counted by what is remarkable about them.

    `decided` is the number of the version that Tim SAKIP decided on before; 0 for none.
    """

    lines: tuple[JudgedLine, ...]
    goals: tuple[EntryGoal, ...] = ()
    decided: int = 0

    @property
    def figures(self) -> int:
        return sum(not one.line.is_blank for one in self.lines)

    @property
    def blank(self) -> int:
        return sum(one.line.is_blank for one in self.lines)

    @property
    def warned(self) -> int:
        return sum(bool(one.warnings) for one in self.lines)

    @property
    def without_evidence(self) -> int:
        return sum(one.lacks_evidence for one in self.lines)

    @property
    def is_long(self) -> bool:
        return len(self.lines) > LONG

    @property
    def is_folded(self) -> bool:
        """Whether lines that want no look are folded: they were looked at before, or are many."""
        return bool(self.decided) or self.is_long

    @cached_property
    def quiet(self) -> frozenset[int]:
        """The ids of the lines that are folded."""
        if not self.is_folded:
            return frozenset()
        return frozenset(one.line.id for one in self.lines if not one.wants_look)

    @property
    def goals_shown(self) -> tuple[JudgedGoal, ...]:
        """The goals with the lines that lie open."""
        return tuple(_parted(self.goals, lambda line: line.id not in self.quiet))

    @property
    def goals_folded(self) -> tuple[JudgedGoal, ...]:
        """The goals with the lines that are folded."""
        taken = {goal.place for goal in self.goals_shown}
        return tuple(
            replace(goal, place="") if goal.place in taken else goal
            for goal in _parted(self.goals, lambda line: line.id in self.quiet)
        )

    @property
    def is_complete(self) -> bool:
        return not self.blank and not self.without_evidence

    @property
    def remarkable(self) -> tuple[JudgedLine, ...]:
        """The lines that want a look: unusual, or blank or without evidence for a reason."""
        return tuple(one for one in self.lines if one.warnings or one.is_explained)


def _parted(
    goals: Sequence[EntryGoal], wanted: Callable[[EntryLine], bool]
) -> Iterator[JudgedGoal]:
    """The goals that have such lines, with those alone."""
    for number, goal in enumerate(goals, 1):
        lines = tuple(line for line in goal.lines if wanted(line))
        if lines:
            yield JudgedGoal(goal.text, f"sasaran-{number}", lines)


def judged(form: EntryForm, warned: Warned, versions: Sequence[Version] = ()) -> Judged:
    """The lines with what looks unusual about each, in sentences; `versions` newest first.

    While a unit fills in its form its entries are no version, so none is held against another.
    """
    before = _decided_before(versions) if form.is_handed_in else None
    changed = _changed(before, versions[0]) if before else frozenset()
    asked = {one.code for one in before.asked if not one.is_budget} if before else set()
    lines = (
        JudgedLine(
            line,
            tuple(warning_sentence(one) for one in warned.get(line.id, ())),
            line.code in changed,
            line.code in asked,
        )
        for line in form.lines
    )
    return Judged(tuple(lines), form.goals, before.number if before else 0)


def _decided_before(versions: Sequence[Version]) -> Version | None:
    """The newest version before this one that was looked at; one taken back was not."""
    ended = (one for one in versions[1:] if one.end not in (None, SubmissionEnd.WITHDRAWN))
    return next(ended, None)


def _changed(before: Version, now: Version) -> frozenset[str]:
    """The codes of the lines that differ."""
    changes = changes_between(before.figures, now.figures)
    return frozenset(one.line for one in changes if not one.is_budget)


def versions_in_words(form: EntryForm, versions: Sequence[Version]) -> tuple[VersionCard, ...]:
    """Every version of the form, with the names of its lines."""
    return version_cards(versions, _names(form), form.utc_offset)


def _names(form: EntryForm) -> dict[LineKey, str]:
    names = {(False, line.code): f"{line.code} {line.name}" for line in form.lines}
    return names | {(True, cell.code): f"{cell.code} {cell.name}" for cell in form.budget}


@dataclass(frozen=True)
class AnsweredLine:
    """A line that was named when the form went back, and what the unit changed about it.

    `place` is where it stands on the page of the form.
    """

    name: str
    place: str
    word: str
    changes: tuple[ChangeRow, ...]


@dataclass(frozen=True)
class Answered:
    """What was asked when version `number` went back, line by line, and what became of it."""

    number: int
    reason: str
    lines: tuple[AnsweredLine, ...]

    @property
    def changed(self) -> int:
        return sum(bool(one.changes) for one in self.lines)


def answered(form: EntryForm, versions: Sequence[Version]) -> Answered | None:
    """What the newest version answers; None where none was handed in since, or no line was named.

    `versions` are the newest first.
    """
    before = _decided_before(versions)
    if not form.is_handed_in or before is None or not before.asked:
        return None
    names, places = _names(form), _places(form)
    changes = changes_between(before.figures, versions[0].figures)
    lines = (
        AnsweredLine(
            names.get(one.key, one.code),
            places.get(one.key, ""),
            one.word,
            change_rows(answers_to(one.key, changes), names, form.utc_offset),
        )
        for one in before.asked
    )
    return Answered(before.number, before.reason, tuple(lines))


def untouched_context(form: EntryForm) -> dict[str, object]:
    """What was asked about and nobody has touched since, for the pages that lead to handing in."""
    found = form.untouched
    return {
        "untouched": found[:MOST_NAMED],
        "untouched_count": len(found),
        "more_untouched": max(len(found) - MOST_NAMED, 0),
    }


def _places(form: EntryForm) -> dict[LineKey, str]:
    """Where the lines stand on the page of the form."""
    places = {(False, line.code): f"baris-{line.id}" for line in form.lines}
    return places | {(True, cell.code): f"uang-b{cell.id}" for cell in form.budget}
