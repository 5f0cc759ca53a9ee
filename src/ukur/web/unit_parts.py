"""What the two pages of one unit's form share: its lines to be judged, and its versions."""

from dataclasses import dataclass

from ukur.edge.check_words import warning_sentence
from ukur.edge.submission_words import VersionCard, version_cards
from ukur.store.queries.entry import EntryForm
from ukur.store.queries.entry_lines import EntryLine
from ukur.store.queries.submissions import versions_of_unit
from ukur.store.queries.unit_flow import Warned

LONG = 40
"""Of more lines than these a form is gone through goal by goal."""


@dataclass(frozen=True)
class JudgedLine:
    """A line with what whoever vouches or verifies has to know about it."""

    line: EntryLine
    warnings: tuple[str, ...]

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
class Judged:
    """The lines of a form, counted by what is remarkable about them."""

    lines: tuple[JudgedLine, ...]

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
    def is_complete(self) -> bool:
        return not self.blank and not self.without_evidence

    @property
    def remarkable(self) -> tuple[JudgedLine, ...]:
        """The lines that want a look: unusual, or blank or without evidence for a reason."""
        return tuple(one for one in self.lines if one.warnings or one.is_explained)


def judged(form: EntryForm, warned: Warned) -> Judged:
    """The lines with what looks unusual about each, in sentences."""
    return Judged(
        tuple(
            JudgedLine(line, tuple(warning_sentence(one) for one in warned.get(line.id, ())))
            for line in form.lines
        )
    )


def versions_in_words(form: EntryForm) -> tuple[VersionCard, ...]:
    """Every version of the form, with the names of its lines."""
    names = {line.code: f"{line.code} {line.name}" for line in form.lines}
    names |= {cell.code: f"{cell.code} {cell.name}" for cell in form.budget}
    return version_cards(versions_of_unit(form.task_id), names, form.utc_offset)
