"""Files on their way out of pages; see `ukur.edge.downloads`."""

from ukur.edge.downloads import PDF, XLSX, ZIP, attachment, shown_pdf, shown_picture

__all__ = ["PDF", "XLSX", "ZIP", "attachment", "shown_pdf", "shown_picture"]
