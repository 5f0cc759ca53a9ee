"""Sentences about figures for papers: always Indonesian, whoever presses the button."""

from django.utils import translation

from ukur.domain.figures.printed.report import Compared
from ukur.domain.figures.reasons import NoteCode, Reason
from ukur.edge.figure_words import note_words, reason_words
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
