"""Which files may back a figure, told by what they are and not by what they are called."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar

from ukur.domain.refusals import NotValid, Problem


class EvidenceKind(StrEnum):
    """What sort of paper a file is; a form can make one of them compulsory."""

    ANY = "any"
    """Of no kind in particular; as a rule of the form: some evidence, whatever it is."""
    REPORT = "report"
    """Laporan or rekapitulasi that the unit sends up."""
    REGISTER = "register"
    """Register or kohort, the pages that were counted, without names."""
    SCREEN = "screen"
    """A picture of the application that holds the data."""
    LETTER = "letter"
    """Surat, berita acara, keputusan."""
    PHOTO = "photo"
    """Dokumentasi of an activity."""
    WORKBOOK = "workbook"
    """The sheet in which the figure was worked out."""


class LinkState(StrEnum):
    """How a link was met when it was entered."""

    HASHED = "hashed"
    """Reached: what it gave then has the hash that is kept."""
    UNREACHED = "unreached"
    """The network did not get there; it is a promise, no proof."""


def missing_kinds(needed: Collection[str], present: Collection[str]) -> tuple[EvidenceKind, ...]:
    """The kinds that a form asks for and that are not there, in their order.

    >>> missing_kinds(["any"], ["letter"]), missing_kinds(["report"], ["letter"])
    ((), (<EvidenceKind.REPORT: 'report'>,))
    """
    return tuple(
        kind
        for kind in EvidenceKind
        if kind in needed and not (present if kind is EvidenceKind.ANY else kind in present)
    )


LARGEST = 10_000_000
"""Bytes; a photographed register fits, a film does not."""

_SIGNS: tuple[tuple[bytes, str, tuple[str, ...]], ...] = (
    (b"%PDF-", "application/pdf", ("pdf",)),
    (b"\xff\xd8\xff", "image/jpeg", ("jpg", "jpeg")),
    (b"\x89PNG\r\n\x1a\n", "image/png", ("png",)),
    (
        b"PK\x03\x04",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ("xlsx",),
    ),
    (
        b"PK\x03\x04",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ("docx",),
    ),
)


@dataclass(eq=False)
class FileRefused(NotValid):
    """The file cannot be taken as evidence or as a paper."""

    code: ClassVar[str] = "file_refused"
    problems: tuple[Problem, ...] = field(init=False)
    why: str
    """"empty", "too_large" or "kind"."""

    def __post_init__(self) -> None:
        self.problems = (Problem("file", f"file_{self.why}"),)


def media_type(name: str, content: bytes) -> str:
    """The media type of a file whose first bytes and ending agree.

    Raises:
        FileRefused: empty, too large, or of a kind that is not taken.
    """
    if not content:
        raise FileRefused(why="empty")
    if len(content) > LARGEST:
        raise FileRefused(why="too_large")
    stem, _, ending = name.lower().rpartition(".")
    for sign, kind, endings in _SIGNS:
        if stem and ending in endings and content.startswith(sign):
            return kind
    raise FileRefused(why="kind")


def safe_name(name: str) -> str:
    r"""The name without anything that a file system, a header or a page could take amiss.

    >>> safe_name("..\\../Laporan KIA (Sep).pdf")
    'Laporan KIA (Sep).pdf'
    """
    last = re.split(r"[\\/]", name)[-1]
    kept = re.sub(r"[^\w .()-]", "_", last).strip(" .")
    stem, dot, ending = kept.rpartition(".")
    return f"{stem[:100]}{dot}{ending[:10]}" if dot else kept[:100] or "berkas"
