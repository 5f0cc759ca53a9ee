"""What the use cases need from the outside; adapters fulfil it, tests bring their own."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from ukur.domain.figures.explain import Provenance, Share, SourceRow
from ukur.domain.figures.indicator import Formula
from ukur.domain.figures.printed.report import Compared
from ukur.domain.figures.reasons import NoteCode, Reason
from ukur.domain.package import PackageSummary
from ukur.domain.signing import PdfVerdict


@dataclass(eq=False)
class OutsideFailure(Exception):
    """Something outside did not do its part; try again later or ask whoever runs it."""

    service: str
    detail: str = ""


class Clock(Protocol):
    def now(self) -> datetime:
        """The time, aware, in UTC."""
        ...


class Holidays(Protocol):
    def of(self, year: int) -> Mapping[date, str]:
        """The national holidays and cuti bersama of a year, by date."""
        ...


class Vault(Protocol):
    """Files by their SHA-256; what is in it never changes."""

    def put(self, content: bytes) -> str:
        """Keep `content`, return its SHA-256 in lower-case hex. Twice is once."""
        ...

    def read(self, sha256: str) -> bytes:
        """The content.

        Raises:
            OutsideFailure: it is gone, or what lies there is not what was put.
        """
        ...


@dataclass(frozen=True)
class Seal:
    """Whose key seals a file, unlocked by the passphrase that its holder gives when signing."""

    key_name: str
    passphrase: str


@dataclass(eq=False)
class WrongPassphrase(Exception):
    """The key did not open."""


class Sealer(Protocol):
    """Keys of the installation: an internal authority, a certificate a duty, the office's own."""

    def make_authority(self, agency_name: str, at: datetime) -> None:
        """Make the installation's root certificate and its office key, once."""
        ...

    def make_certificate(self, key_name: str, subject: str, passphrase: str, at: datetime) -> str:
        """Make a certificate for a duty, locked by `passphrase`; returns its serial in hex."""
        ...

    def seal(self, pdf: bytes, seal: Seal, *, reason: str, at: datetime) -> bytes:
        """The PDF with a PAdES signature that covers the whole file.

        Raises:
            WrongPassphrase: the key does not open with it.
        """
        ...

    def verdict(self, pdf: bytes) -> PdfVerdict:
        """What the bytes alone say."""
        ...

    def root_pem(self) -> str:
        """The certificate of the internal authority, for whoever wants to trust it."""
        ...

    def sign_bytes(self, content: bytes, at: datetime) -> bytes:
        """A detached CMS signature (DER) with the office's own key, for what leaves the house."""
        ...

    def sign_head(self, statement: bytes, at: datetime) -> str:
        """The office's own signature of a journal's head: "SERIAL:BASE64", ECDSA over SHA-256.

        Light enough for the end of every step; what leaves the house carries a whole CMS.
        """
        ...

    def head_holds(self, statement: bytes, signature: str) -> bool:
        """Whether the office's own key signed the statement."""
        ...

    def verify_bytes(self, content: bytes, signature: bytes) -> PdfVerdict:
        """What a detached signature says about `content`."""
        ...


class Typesetter(Protocol):
    def typeset(
        self, template: str, values: Mapping[str, object], attached: Mapping[str, bytes]
    ) -> bytes:
        """A PDF/A-3b, byte for byte the same for the same arguments.

        Raises:
            OutsideFailure: the template did not typeset, or warned.
        """
        ...


class FigureWords(Protocol):
    """Sentences about figures, always in the language of papers (Indonesian)."""

    def reason(self, reason: Reason) -> str:
        """Why there is no figure."""
        ...

    def note(self, code: NoteCode) -> str:
        """What has to be said beside a figure."""
        ...

    def printed(self, row: Compared) -> str:
        """Why the figure of an old report is what it is."""
        ...

    def formula(self, formula: Formula) -> str:
        """A formula in words and signs."""
        ...

    def version(self, origin: Provenance) -> str:
        """Which version of the plan a target comes from, and since when it holds."""
        ...

    def rules(self, origin: Provenance) -> str:
        """The rules over entries, units and periods."""
        ...

    def row(self, row: SourceRow) -> str:
        """One entry in little room: whose, what, on how many files of evidence."""
        ...

    def left_out(self, share: Share) -> str:
        """Why a mean left a figure out."""
        ...


class Packer(Protocol):
    """Sealed packages that open without the program."""

    def pack(
        self, name: str, files: Mapping[str, bytes], info: Mapping[str, str], at: datetime
    ) -> bytes:
        """A ZIP of a signed BagIt bag with `files` as its payload.

        Raises:
            OutsideFailure: the disk or the validator did not take it.
        """
        ...

    def index(self, summary: PackageSummary) -> bytes:
        """The page that explains the package in any browser."""
        ...

    def how_to_verify(self, agency: str) -> bytes:
        """How to check the package with common programs, as text."""
        ...


@dataclass(frozen=True)
class Mail:
    """A message in plain text to one person."""

    to: str
    subject: str
    text: str


@dataclass(eq=False)
class MailRefused(Exception):
    """The server does not take mail for this address; others may still be told."""

    detail: str = ""


class Mailer(Protocol):
    def send(self, mail: Mail) -> None:
        """Hand the message to the server, once.

        Raises:
            MailRefused: the address is not taken.
            OutsideFailure: the server does not answer, or takes nothing.
        """
        ...


@dataclass(frozen=True)
class Fetched:
    """What a link gave: never the bytes themselves."""

    sha256: str
    size: int
    media_type: str


class LinkReader(Protocol):
    def fetch(self, url: str) -> Fetched | None:
        """What the link gives now; None where the network did not get there or must not."""
        ...


@dataclass(frozen=True)
class NoNetwork:
    """The link reader of an installation without a way out."""

    def fetch(self, url: str) -> Fetched | None:
        """Nothing."""
        del url
        return None


@dataclass(frozen=True)
class Tools:
    """The ports that a use case may need, chosen once by the wiring or by a test."""

    clock: Clock
    vault: Vault
    sealer: Sealer
    typesetter: Typesetter
    words: FigureWords
    packer: Packer
    public_url: str = ""
    links: LinkReader = NoNetwork()
