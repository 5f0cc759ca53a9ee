"""What every paper of a cycle shares: letterhead, marks, footer, signatory, its row."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from babel.dates import format_date

from ukur.domain.journal import GENESIS
from ukur.domain.papers import (
    PERIOD_NAMES,
    AttachedFile,
    Footer,
    Frame,
    Letterhead,
    Marks,
    Paper,
    Signature,
    SignatureMode,
    grouped,
    plain,
)
from ukur.domain.people import Role
from ukur.domain.periods import Period
from ukur.domain.ports import Tools
from ukur.domain.sop.worktime import Calendar, local
from ukur.store.models import Account, Agency, Cycle, DutyRow, EventRow, Letter, PaperRow
from ukur.usecases.changing import Change

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""For codes that people read aloud: nothing that looks like something else."""


@dataclass(frozen=True)
class Head:
    """Where the cycle's journal stands: how many events, and the hash of the last one."""

    count: int
    hash: str


def head_of(cycle: Cycle) -> Head:
    """The head of the cycle's chain as it stands now."""
    last = EventRow.objects.filter(run=cycle.run_id, task=None).order_by("-sequence").first()
    return Head(last.sequence, last.hash) if last else Head(0, GENESIS)


def period_text(cycle: Cycle) -> str:
    """The period in words: "Triwulan III 2026", "Tahun 2025"."""
    return f"{PERIOD_NAMES[Period(cycle.period)]} {cycle.year}"


def long_date(day: date) -> str:
    """The date as papers write it.

    >>> long_date(date(2026, 10, 14))
    '14 Oktober 2026'
    """
    return format_date(day, "d MMMM y", locale="id")


def local_date(at: datetime, calendar: Calendar) -> date:
    """The day of a moment on the office's own clock."""
    return local(at, calendar).date()


@dataclass(frozen=True)
class FrameFacts:
    """What differs from paper to paper in its frame."""

    title: str
    code: str
    number: str = ""
    working_copy: bool = False
    head: Head | None = None
    attached: tuple[AttachedFile, ...] = ()


def frame(agency: Agency, facts: FrameFacts, at: datetime, tools: Tools) -> Frame:
    """The frame of a paper of the agency, made at `at`."""
    url = f"{tools.public_url}/verifikasi/{facts.code}/" if tools.public_url and facts.code else ""
    return Frame(
        title=facts.title,
        created=at,
        letterhead=Letterhead(
            agency.government.upper(),
            agency.name.upper(),
            tuple(filter(None, (agency.address, agency.contact))),
        ),
        footer=Footer(
            short_title=facts.title,
            code=grouped(facts.code, separator="-"),
            verify_url=url,
            journal_head=grouped(facts.head.hash[:16], by=8) if facts.head else "",
            journal_count=facts.head.count if facts.head else 0,
        ),
        marks=Marks(
            sample=agency.mode == Agency.Mode.SAMPLE,
            trial=agency.mode == Agency.Mode.TRIAL,
            working_copy=facts.working_copy,
        ),
        number=facts.number,
        attached=facts.attached,
    )


def signatory(
    agency: Agency, role: Role, day: date, *, mode: SignatureMode = SignatureMode.INK
) -> Signature:
    """The sign block of whoever holds the role on the day; a sample names nobody."""
    holder = (
        DutyRow.objects.filter(agency=agency, role=role, starts__lte=day)
        .exclude(ends__lt=day)
        .select_related("account")
        .order_by("-starts")
        .first()
    )
    person = _person(holder.account) if holder else ("", "", "")
    acting = f"{holder.acting.capitalize()}. " if holder and holder.acting else ""
    title = agency.head_title if role is Role.HEAD else TITLES[role]
    return Signature(
        f"{agency.city}, {long_date(day)}", (f"{acting}{title}".upper(),), *person, mode=mode
    )


TITLES = {
    Role.SECRETARY: "Sekretaris",
    Role.PLANNER: "Fungsional Perencana",
    Role.TEAM: "Tim SAKIP",
    Role.STAFF: "Staf",
    Role.UNIT_HEAD: "Kepala Unit",
    Role.OPERATOR: "Operator",
}


def _person(account: Account) -> tuple[str, str, str]:
    """Name, rank and NIP to print. Sample accounts bear their role as a name: nobody's."""
    if account.is_sample:
        return "", "", ""
    return account.name, account.rank, account.nip


def new_code() -> str:
    """A random code of a document: 12 signs, about 58 bits, not to be guessed or counted up."""
    return "".join(secrets.choice(ALPHABET) for _ in range(12))


def keep_paper(
    change: Change,
    kind: PaperRow.Kind,
    build: Callable[[str], Paper],
    *,
    letter: Letter | None = None,
) -> PaperRow:
    """A row with the paper's values, under a code of its own; its bytes follow from them."""
    code = new_code()
    version = PaperRow.objects.filter(cycle=change.cycle, kind=kind).count() + 1
    return PaperRow.objects.create(
        cycle=change.cycle,
        kind=kind,
        version=version,
        round=change.run.round,
        code=code,
        letter=letter,
        values=plain(build(code)),
        made_at=change.now,
        made_by_id=change.actor.account_id,
    )
