"""The three verdicts about a file, in words: intact, signer, registered (decision 0040, 12)."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from ukur.domain.people import Role, held_title
from ukur.domain.periods import Period, YearPeriod
from ukur.domain.signing import Intact, Registered, Signer
from ukur.edge import dates
from ukur.edge.names import period_of_year, role_name
from ukur.edge.paper_names import paper_name, way_words
from ukur.edge.verification import Verification
from ukur.store.queries.journal import SignedHead
from ukur.store.queries.papers import PublicPaper

_INTACT = {
    Intact.YES: ("check", "t-baik", gettext_noop("Unchanged since it was signed")),
    Intact.CHANGED: ("warning", "t-buruk", gettext_noop("Changed after it was signed")),
    Intact.UNSIGNED: ("ring", "", gettext_noop("Bears no electronic signature")),
    Intact.UNREADABLE: ("warning", "t-buruk", gettext_noop("Cannot be read as a PDF")),
}
_SIGNER = {
    Signer.KNOWN: ("check", "t-baik", gettext_noop("The certificate leads to a root known here")),
    Signer.UNKNOWN: (
        "ring",
        "t-waspada",
        gettext_noop("The certificate leads to a root that is not known here"),
    ),
    Signer.NONE: ("ring", "", gettext_noop("No certificate")),
}
_REGISTERED = {
    Registered.NEWEST: ("check", "t-baik", gettext_noop("Registered here as the newest version")),
    Registered.REPLACED: ("return", "t-waspada", gettext_noop("Registered here, since replaced")),
    Registered.CANCELLED: (
        "warning",
        "t-waspada",
        gettext_noop("Registered here, of a run that was cancelled"),
    ),
    Registered.UNKNOWN: ("ring", "t-waspada", gettext_noop("Not registered here")),
}


@dataclass(frozen=True)
class Verdict:
    """One of the three verdicts as a line."""

    icon: str
    colour: str
    words: str
    detail: str = ""


@dataclass(frozen=True)
class Result:
    """The answer as one large sentence; `css` is the class of its frame."""

    css: str
    icon: str
    heading: str
    sentence: str


@dataclass(frozen=True)
class PaperWords:
    """A registered paper in public words: what, whose, when, never by which person."""

    code: str
    title: str
    office: str
    number: str
    signed_by: str
    signed_at: str
    way: str
    fingerprint: tuple[str, ...]
    journal: tuple[str, ...]
    journal_count: int


def verdicts(seen: Verification | None, utc_offset: int) -> list[Verdict]:
    """The three lines; a paper that was never signed electronically has only the last one."""
    lines = []
    if seen is not None and not _is_unsigned_paper(seen):
        lines += [_intact(seen), _signer(seen, utc_offset)]
    icon, colour, words = _REGISTERED[seen.registered if seen else Registered.UNKNOWN]
    lines.append(Verdict(icon, colour, _(words)))
    return lines


def _intact(seen: Verification) -> Verdict:
    icon, colour, words = _INTACT[seen.intact]
    return Verdict(icon, colour, _(words))


def _signer(seen: Verification, utc_offset: int) -> Verdict:
    icon, colour, words = _SIGNER[seen.signer]
    if seen.verdict.signed_at is None:
        return Verdict(icon, colour, _(words))
    detail = _("%(subject)s, certificate of %(issuer)s, %(at)s") % {
        "subject": seen.verdict.subject or "–",
        "issuer": seen.verdict.issuer or "–",
        "at": dates.long(seen.verdict.signed_at, utc_offset),
    }
    return Verdict(icon, colour, _(words), detail)


def _is_unsigned_paper(seen: Verification) -> bool:
    return seen.paper is not None and seen.intact is Intact.UNSIGNED


def result(seen: Verification | None) -> Result:
    """The answer about a file, or about what is kept under a code; None for nothing at all."""
    if seen is None:
        return _unknown()
    if seen.intact in (Intact.CHANGED, Intact.UNREADABLE):
        return Result(
            "buruk",
            "warning",
            _("Changed"),
            _("This is not what was signed. Do not use it; ask for the original."),
        )
    if seen.registered is Registered.UNKNOWN:
        return _unknown()
    return _registered_as(seen)


def _registered_as(seen: Verification) -> Result:
    if seen.registered is Registered.CANCELLED:
        return Result(
            "waspada",
            "warning",
            _("Cancelled"),
            _("The document is registered here, but its run was cancelled. Nothing rests on it."),
        )
    if seen.registered is Registered.REPLACED:
        return Result(
            "waspada",
            "return",
            _("Replaced"),
            _("The document is genuine, but there is a newer version of it."),
        )
    return _newest(seen)


def _unknown() -> Result:
    return Result(
        "netral",
        "ring",
        _("Not known here"),
        _("No document of this installation has this code or these contents."),
    )


def _newest(seen: Verification) -> Result:
    if seen.intact is Intact.UNSIGNED:
        return Result(
            "netral",
            "file",
            _("Registered here"),
            _("The document is registered. It bears no electronic signature to check."),
        )
    return Result(
        "",
        "seal",
        _("Genuine and unchanged since it was signed"),
        _("The document is registered here. Compare the file that you hold below."),
    )


def in_public(paper: PublicPaper, head: SignedHead | None) -> PaperWords:
    """A registered paper in words."""
    when = YearPeriod(paper.year, Period(paper.period))
    title = f"{paper_name(paper.kind)}, {period_of_year(when)}"
    return PaperWords(
        code=grouped(paper.code, 4),
        title=title,
        office=f"{paper.agency}, {paper.region}",
        number=paper.number,
        signed_by=_signer_title(paper) if paper.signed_at else "",
        signed_at=dates.long(paper.signed_at, paper.utc_offset) if paper.signed_at else "",
        way=way_words(paper.way),
        fingerprint=tuple(grouped(paper.signed_sha256 or paper.pdf_sha256, 8).split()),
        journal=tuple(grouped(head.head, 8).split()) if head else (),
        journal_count=head.count if head else 0,
    )


def _signer_title(paper: PublicPaper) -> str:
    return held_title(role_name(Role.HEAD), paper.signed_acting)


def grouped(text: str, size: int) -> str:
    """The text in groups, to be read aloud or compared by eye.

    >>> grouped("ABCDEFGH", 4)
    'ABCD EFGH'
    """
    return " ".join(text[at : at + size] for at in range(0, len(text), size))
