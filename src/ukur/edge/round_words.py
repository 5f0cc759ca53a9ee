"""Rounds, the places of a document, and what changed in it, in words."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext, pgettext_lazy

from ukur.domain.document_changes import CellAt, Difference, Part, Section
from ukur.domain.rounds import Cause, Opening

_COLUMNS: Mapping[str, str | Promise] = {
    "target": _lazy("Target"),
    "realization": _lazy("Realization"),
    "achievement": _lazy("Achievement"),
    "rating": _lazy("Rating"),
    "year_target": _lazy("Target of the year"),
    "year_achievement": _lazy("Achievement of the year"),
    "mean": pgettext_lazy("of a goal", "Mean"),
    "ceiling": _lazy("Ceiling"),
    "realized": _lazy("Realization"),
    "absorption": _lazy("Absorption"),
}
_SECTIONS: Mapping[Section, str | Promise] = {
    Section.SUMMARY: pgettext_lazy("part of the document", "Summary"),
    Section.NARRATIVE: pgettext_lazy("part of the document", "Description"),
    Section.CAUSE: pgettext_lazy("part of the document", "Cause"),
    Section.FOLLOW_UP: pgettext_lazy("part of the document", "Follow-up"),
    Section.OWNER: pgettext_lazy("part of the document", "Who and until when"),
    Section.NOT_DELIVERED: pgettext_lazy("part of the document", "Not delivered"),
}


def column_words(column: str) -> str:
    """What a column of the tables is called; "" for none."""
    return str(_COLUMNS.get(column, ""))


def section_words(section: str) -> str:
    """What a part of the document is called; "" for none."""
    return str(_SECTIONS[Section(section)]) if section in tuple(Section) else ""


def row_words(at: CellAt, indicators: Mapping[str, str]) -> str:
    """What the row of a cell is called; `indicators` are names by their codes."""
    if at.part is Part.GOAL:
        return _("Goal %(number)s") % {"number": at.row}
    if at.part is Part.BUDGET:
        return _("Program %(code)s") % {"code": at.row} if at.row else _("Sum of the budget")
    return indicators.get(at.row, at.row)


def opening_words(opening: Opening) -> str:
    """Why a round was opened, in one sentence without the reason."""
    facts = {"step": opening.from_step, "to": opening.to_step}
    match opening.cause:
        case Cause.BEGUN:
            return _("The SOP was begun.")
        case Cause.RETURNED:
            return _("Tidak at step %(step)s: back to step %(to)s.") % facts
        case Cause.DEVIATED:
            return (
                _("Returned from step %(step)s to step %(to)s; the SOP draws no such arrow.")
                % facts
            )
        case Cause.REOPENED:
            return _("The signed document was opened again at step %(to)s.") % facts


def cells_words(changes: Difference) -> str:
    """How the figures changed: typed again, or following from those."""
    typed, followed = len(changes.typed), len(changes.recomputed)
    parts = []
    if typed:
        parts.append(ngettext("%(n)d typed again", "%(n)d typed again", typed) % {"n": typed})
    if followed:
        parts.append(
            ngettext("%(n)d recomputed from it", "%(n)d recomputed from them", followed)
            % {"n": followed}
        )
    return ", ".join(parts)
