"""What can be said about a signed file: three verdicts, never one (decision 0040, 12)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from ukur.domain.refusals import NotNow


@dataclass(eq=False)
class NoCertificate(NotNow):
    """The duty by which the person signs has no certificate of its own."""

    code: ClassVar[str] = "no_certificate"


class Intact(StrEnum):
    """Is the file as it was when it was signed?"""

    YES = "intact"
    CHANGED = "changed"
    UNSIGNED = "unsigned"
    UNREADABLE = "unreadable"


class Signer(StrEnum):
    """Does the certificate lead to a root that this machine trusts?"""

    KNOWN = "known"
    UNKNOWN = "unknown"
    NONE = "none"


class Registered(StrEnum):
    """Does this installation know the document, and as its newest version?"""

    NEWEST = "newest"
    REPLACED = "replaced"
    CANCELLED = "cancelled"
    """It belongs to a run that was cancelled, so nothing rests on it."""
    UNKNOWN = "not_registered"


@dataclass(frozen=True)
class PdfVerdict:
    """What a look at the bytes of one PDF gives; whether it is registered is asked elsewhere.

    `changes` names what is wrong in codes, empty when intact.
    """

    intact: Intact
    signer: Signer
    subject: str = ""
    issuer: str = ""
    signed_at: datetime | None = None
    changes: tuple[str, ...] = ()
