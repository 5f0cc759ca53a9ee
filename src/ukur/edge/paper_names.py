"""What the papers of a cycle and of a plan are called, and the ways in which they are signed."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

_PAPERS = {
    "order": gettext_noop("Order letter"),
    "disposition": gettext_noop("Disposition sheet"),
    "form": gettext_noop("Data collection form"),
    "measurement": gettext_noop("Performance measurement document"),
    "records": gettext_noop("Records of achievement"),
    "sop": gettext_noop("SOP"),
    "agreement": gettext_noop("Performance agreement"),
    "letter": gettext_noop("Official letter"),
}
_WAYS = {
    "seal": gettext_noop("sealed inside"),
    "ink": gettext_noop("signed in ink"),
    "outside": gettext_noop("signed electronically elsewhere"),
}
_FILES = {
    "order": "surat-perintah",
    "disposition": "disposisi",
    "form": "format-pengumpulan",
    "measurement": "pengukuran-kinerja",
    "records": "register-capaian",
    "sop": "sop",
    "agreement": "perjanjian-kinerja",
}


def paper_name(kind: str) -> str:
    """The kind of a paper in words."""
    return _(_PAPERS[kind]) if kind in _PAPERS else kind


def way_words(way: str) -> str:
    """How a paper was signed; empty while it is not."""
    return _(_WAYS[way]) if way in _WAYS else ""


def paper_file_name(kind: str, code: str) -> str:
    """A name for the file that says what it is and which one; safe in any file system."""
    return f"{_FILES.get(kind, 'dokumen')}-{code.lower()}.pdf"
