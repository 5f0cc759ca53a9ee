"""Sentences about figures for papers: always Indonesian, whoever presses the button."""

from django.utils import translation

from ukur.domain.figures.explain import Provenance, Share, SourceRow
from ukur.domain.figures.indicator import Formula
from ukur.domain.figures.printed.report import Compared
from ukur.domain.figures.reasons import NoteCode, Reason
from ukur.edge.account_words import origin_facts, row_words, version_words, why_words
from ukur.edge.figure_words import formula_words, note_words, reason_words
from ukur.edge.printed_words import explained


class PaperWords:
    """Fulfils `ukur.domain.ports.FigureWords`."""

    def reason(self, reason: Reason) -> str:
        """Why there is no figure."""
        with translation.override("id"):
            return reason_words(reason)

    def note(self, code: NoteCode) -> str:
        """What has to be said beside a figure."""
        with translation.override("id"):
            return note_words(code)

    def printed(self, row: Compared) -> str:
        """Why the figure of an old report is what it is."""
        with translation.override("id"):
            return explained(row)

    def formula(self, formula: Formula) -> str:
        """A formula in words and signs."""
        with translation.override("id"):
            return formula_words(formula)

    def version(self, origin: Provenance) -> str:
        """Which version of the plan a target comes from, and since when it holds."""
        with translation.override("id"):
            return version_words(origin)

    def rules(self, origin: Provenance) -> str:
        """The rules over entries, units and periods."""
        with translation.override("id"):
            told = origin_facts(Provenance(**{**vars(origin), "target_version": ""}))
            return "; ".join(f"{fact.label.lower()}: {' '.join(fact.texts)}" for fact in told)

    def row(self, row: SourceRow) -> str:
        """One entry in little room: whose, what, on how many files of evidence."""
        with translation.override("id"):
            return f"{row.unit} {row_words(row)}"

    def left_out(self, share: Share) -> str:
        """Why a mean left a figure out."""
        with translation.override("id"):
            return why_words(share)
