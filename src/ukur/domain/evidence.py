"""What may back a figure: files, told by what they are and not by their names, and links."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar
from urllib.parse import urlsplit, urlunsplit

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
MOST_PIECES = 20
"""Files and links beside one figure."""
LONGEST_POINTER = 60
LONGEST_LINK = 500
SHOWN = frozenset({"image/png", "image/jpeg"})
"""What a page shows in place; all else is handed out as a file."""
_PORTS = {"http": 80, "https": 443}
_NIK = re.compile(
    r"(?<!\d)\d{6}(?:0[1-9]|[1-3]\d|4[1-9]|[56]\d|7[01])(?:0[1-9]|1[0-2])\d{2}\d{4}(?!\d)"
)
"""16 digits with a day (40 more for women) and a month where a NIK has them."""

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
_LISTED = rb"PK\x01\x02[\x00-\xff]{42}"
"""What stands before each name in the list at the end of an archive. Source: APPNOTE 4.3.12."""
_TYPES = re.compile(_LISTED + rb"\[Content_Types\]\.xml")
_INSIDE = {"xlsx": re.compile(_LISTED + rb"xl/"), "docx": re.compile(_LISTED + rb"word/")}
"""Where the parts of each kind lie in its archive."""
_LOCKED = b"\xd0\xcf\x11\xe0"
"""How Office begins what it encrypts; its formats of before 2007 begin so too."""


@dataclass(frozen=True)
class Offered:
    """A file as somebody hands it in; `pages` says where in it the figure stands."""

    name: str
    content: bytes
    kind: EvidenceKind = EvidenceKind.ANY
    pages: str = ""


@dataclass(frozen=True)
class OfferedLink:
    """A link as somebody types it, and what it is called."""

    url: str
    title: str = ""
    kind: EvidenceKind = EvidenceKind.ANY
    pages: str = ""


@dataclass(eq=False)
class FileRefused(NotValid):
    """The file cannot be taken as evidence or as a paper."""

    code: ClassVar[str] = "file_refused"
    problems: tuple[Problem, ...] = field(init=False)
    why: str
    """"empty", "too_large", "locked" or "kind"."""

    def __post_init__(self) -> None:
        self.problems = (Problem("file", f"file_{self.why}"),)


def media_type(name: str, content: bytes) -> str:
    """The media type of a file whose first bytes and ending agree.

    Raises:
        FileRefused: empty, too large, locked, or of a kind that is not taken.
    """
    if not content:
        raise FileRefused(why="empty")
    if len(content) > LARGEST:
        raise FileRefused(why="too_large")
    stem, _, ending = name.lower().rpartition(".")
    if ending in _INSIDE and content.startswith(_LOCKED):
        raise FileRefused(why="locked")
    for sign, kind, endings in _SIGNS:
        if stem and ending in endings and content.startswith(sign) and _holds(ending, content):
            return kind
    raise FileRefused(why="kind")


def _holds(ending: str, content: bytes) -> bool:
    """Whether an archive lists the parts of what its name says; nothing is unpacked."""
    parts = _INSIDE.get(ending)
    return parts is None or bool(_TYPES.search(content) and parts.search(content))


def safe_name(name: str) -> str:
    r"""The name without anything that a file system, a header or a page could take amiss.

    >>> safe_name("..\\../Laporan KIA (Sep).pdf")
    'Laporan KIA (Sep).pdf'
    """
    last = re.split(r"[\\/]", name)[-1]
    kept = re.sub(r"[^\w .()-]", "_", last).strip(" .")
    stem, dot, ending = kept.rpartition(".")
    return f"{stem[:100]}{dot}{ending[:10]}" if dot else kept[:100] or "berkas"


def pointer(pages: str) -> str:
    """Where in a piece of evidence the figure stands, in one line.

    Raises:
        NotValid: it is longer than a pointer is.
    """
    kept = " ".join(pages.split())
    if len(kept) > LONGEST_POINTER:
        raise NotValid(problems=(Problem("pages", "text_too_long", {"most": LONGEST_POINTER}),))
    return kept


def link_address(text: str) -> str:
    """A link as it is kept and compared: host in lower case, no plain port, no fragment.

    >>> link_address(" HTTPS://Contoh.go.id:443/Rekap?tw=3#hal2 ")
    'https://contoh.go.id/Rekap?tw=3'

    Raises:
        NotValid: it is no address of a page, or carries a name and a password.
    """
    address = text.strip()
    if len(address) > LONGEST_LINK:
        raise NotValid(problems=(Problem("url", "text_too_long", {"most": LONGEST_LINK}),))
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise NotValid(problems=(Problem("url", "link_unreadable"),)) from None
    host = (parts.hostname or "").rstrip(".")
    is_plain = not re.search(r"[\s\x00-\x1f\\]", address) and "@" not in parts.netloc
    if parts.scheme not in _PORTS or not host or not is_plain:
        raise NotValid(problems=(Problem("url", "link_unreadable"),))
    name = f"[{host}]" if ":" in host else host
    own = "" if port in (None, _PORTS[parts.scheme]) else f":{port}"
    return urlunsplit((parts.scheme, f"{name}{own}", parts.path or "/", parts.query, ""))


def names_persons(text: str) -> bool:
    """Whether a text holds what looks like a NIK: evidence is counted pages, not people.

    >>> names_persons("NIK 3516014507900001"), names_persons("Rp 1234567890123456")
    (True, False)
    """
    return _NIK.search(text) is not None
