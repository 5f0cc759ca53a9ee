"""What every paper of a cycle shares: letterhead, marks, footer, signatory, its row."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from babel.dates import format_date

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
from ukur.domain.people import SOP_ROLES, Actor, Role, held_title
from ukur.domain.periods import Period
from ukur.domain.ports import Tools
from ukur.domain.sop.worktime import Calendar, local
from ukur.store.models import Account, Agency, Cycle, DutyRow, EventRow, Letter, PaperRow
from ukur.usecases.chain import Head, head_in
from ukur.usecases.changing import Change

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""For codes that people read aloud: nothing that looks like something else."""


def head_of(cycle: Cycle) -> Head:
    """The head of the cycle's chain as it stands now."""
    return head_in(EventRow, run=cycle.run_id, task=None)


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
    agency: Agency,
    role: Role,
    day: date,
    *,
    by: Actor | None = None,
    mode: SignatureMode = SignatureMode.INK,
) -> Signature:
    """The sign block of `by`, by the duty that they hold as the role; a sample names nobody.

    Without `by`, or where it holds no such duty, that of whoever holds the role on the day: the
    one who came last, so that a Plh goes before the holder who is away.
    """
    duty = by.duty_as(role) if by else None
    held = DutyRow.objects.filter(agency=agency, role=role).select_related("account")
    if duty is not None:
        holder = held.filter(pk=duty.id).first()
    else:
        on_day = held.filter(starts__lte=day).exclude(ends__lt=day)
        holder = on_day.order_by("-starts", "-pk").first()
    return Signature(
        f"{agency.city}, {long_date(day)}",
        _position(agency, role, holder, day),
        *(_person(holder.account) if holder else ("", "", "")),
        mode=mode,
    )


def title_of(agency: Agency, role: Role) -> str:
    """The role as papers of the agency name it: "Kepala Dinas Kesehatan"."""
    return agency.head_title if role is Role.HEAD else TITLES[role]


def _position(agency: Agency, role: Role, holder: DutyRow | None, day: date) -> tuple[str, ...]:
    """The lines above the signature; who signs "a.n." adds the duty that is their own."""
    acting = holder.acting if holder else ""
    lines = [held_title(title_of(agency, role).upper(), acting)]
    if holder and acting == "an":
        own = DutyRow.objects.filter(account=holder.account, acting="", starts__lte=day)
        roles = set(own.exclude(ends__lt=day).values_list("role", flat=True))
        lines += [title_of(agency, r).upper() for r in SOP_ROLES if r in roles and r != role][:1]
    return tuple(lines)


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
