"""The registers: letters that go out, letters that come in, dispositions; year by year, searched.

Each list asks the same number of queries, however long it is. It reads the page that is shown,
and of the other years nothing; a search reads the year.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Generic, TypeVar

from django.db.models import Exists, F, Max, Min, OuterRef, Q, QuerySet

from ukur.domain.letters import DISPOSERS, Nature, may_read_letter
from ukur.domain.people import Actor, Role
from ukur.domain.periods import Period, YearPeriod
from ukur.store.models import (
    AgreementRow,
    Cycle,
    Disposition,
    DispositionTo,
    IncomingLetter,
    Letter,
    PaperRow,
)

MOST_PENDING = 100
PAGE = 50
"""How many lines stand on one page of a register."""
T = TypeVar("T")
Line_co = TypeVar("Line_co", covariant=True)


@dataclass(frozen=True)
class Search:
    """What is looked for: a year, words in number or subject, a page; page 0 is all of it."""

    year: int
    words: str = ""
    page: int = 1


@dataclass(frozen=True)
class Book(Generic[Line_co]):
    """A page of a register; `years` are those that have lines, the newest first."""

    lines: tuple[Line_co, ...]
    years: tuple[int, ...]
    count: int
    page: int
    pages: int


@dataclass(frozen=True)
class OutgoingLine:
    """A letter that went out; `paper` is the code of the paper that bears its number."""

    sequence: int
    number: str
    dated: date
    kind: str
    recipient: str
    subject: str
    cycle_id: int | None
    run_id: int | None
    paper: str
    is_cancelled: bool = False
    """Whether the run that numbered it was cancelled: the number stays taken."""


@dataclass(frozen=True)
class Addressee:
    """Whom a disposition was passed on to, and what became of it."""

    id: int
    role: Role
    done_at: datetime | None
    done_by: str
    note: str


@dataclass(frozen=True)
class SheetLine:
    """A disposition; of a letter (`letter_id`, `agenda`) or of a cycle's order (`cycle_id`)."""

    id: int
    given_at: datetime
    given_by: str
    given_as: Role
    instruction: str
    due_on: date | None
    addressees: tuple[Addressee, ...]
    is_readable: bool
    subject: str
    letter_id: int | None = None
    agenda: int | None = None
    cycle_id: int | None = None
    when: YearPeriod | None = None
    paper: str = ""


@dataclass(frozen=True)
class IncomingLine:
    """A letter that came in. Of a secret one that is not for the actor the subject is ""."""

    id: int
    year: int
    agenda: int
    received_on: date
    sender: str
    number: str
    dated: date | None
    subject: str
    nature: Nature
    has_scan: bool
    is_readable: bool
    passed_on_to: tuple[Role, ...]
    waiting: int
    """How many addressees have not told yet what was done."""
    run_id: int | None


@dataclass(frozen=True)
class IncomingPage:
    """One letter that came in, with its dispositions and its scan."""

    line: IncomingLine
    registered_by: str
    registered_at: datetime
    name: str
    media_type: str
    size: int
    sha256: str
    sheets: tuple[SheetLine, ...] = field(default=())


@dataclass(frozen=True)
class PendingSheet:
    """A disposition that waits for the actor."""

    letter_id: int
    subject: str
    instruction: str
    given_at: datetime
    due_on: date | None


def outgoing(agency_id: int, search: Search) -> Book[OutgoingLine]:
    """The register of letters that go out, the newest first. Five queries."""
    own = Letter.objects.filter(agency_id=agency_id)
    rows = own.filter(year=search.year)
    if search.words:
        words = search.words
        rows = rows.filter(
            Q(number__icontains=words) | Q(subject__icontains=words) | Q(recipient__icontains=words)
        )
    count = _count(rows, "sequence", search)
    rows = rows.annotate(of_cycle=F("run__cycle"), run_cancelled=F("run__cancelled_at"))
    cut = _cut(rows.order_by("-sequence"), count, search)
    papers = _papers([row.pk for row in cut.rows])
    lines = tuple(
        OutgoingLine(
            sequence=row.sequence,
            number=row.number,
            dated=row.dated,
            kind=row.kind,
            recipient=row.recipient,
            subject=row.subject,
            cycle_id=row.of_cycle,  # type: ignore[attr-defined]  # annotated above
            run_id=row.run_id,
            paper=papers.get(row.pk, ""),
            is_cancelled=row.run_cancelled is not None,  # type: ignore[attr-defined]  # annotated above
        )
        for row in cut.rows
    )
    return Book(lines, _years(own), cut.count, cut.page, cut.pages)


def incoming(actor: Actor, search: Search) -> Book[IncomingLine]:
    """The agenda of letters that come in, the newest first. Four queries."""
    own = IncomingLetter.objects.filter(agency_id=actor.agency_id)
    rows = own.filter(year=search.year)
    if search.words:
        words = search.words
        open_to_actor = Q(number__icontains=words) | Q(sender__icontains=words)
        rows = rows.filter(open_to_actor | (Q(subject__icontains=words) & _readable(actor)))
    cut = _cut(rows.order_by("-agenda"), _count(rows, "agenda", search), search)
    to = _addressed([row.pk for row in cut.rows])
    lines = tuple(_incoming_line(row, to.get(row.pk, ()), actor) for row in cut.rows)
    return Book(lines, _years(own), cut.count, cut.page, cut.pages)


def incoming_letter(letter_id: int, actor: Actor) -> IncomingPage | None:
    """One letter that came in, or None. Three queries."""
    rows = IncomingLetter.objects.select_related("registered_by")
    row = rows.filter(pk=letter_id, agency_id=actor.agency_id).first()
    if row is None:
        return None
    sheets = Disposition.objects.filter(letter=row).select_related("given_by", "letter")
    lines = _sheet_lines(list(sheets.order_by("given_at", "pk")), actor)
    to = tuple(addressee for line in lines for addressee in line.addressees)
    return IncomingPage(
        line=_incoming_line(row, [(one.role, one.done_at) for one in to], actor),
        registered_by=row.registered_by.name,
        registered_at=row.registered_at,
        name=row.name,
        media_type=row.media_type,
        size=row.size,
        sha256=row.sha256,
        sheets=lines,
    )


def dispositions(actor: Actor, search: Search, utc_offset: int) -> Book[SheetLine]:
    """The register of dispositions, those of cycles among them, the newest first. Six queries."""
    own = Disposition.objects.filter(agency_id=actor.agency_id)
    begins = datetime(search.year, 1, 1, tzinfo=UTC) - timedelta(hours=utc_offset)
    ends = datetime(search.year + 1, 1, 1, tzinfo=UTC) - timedelta(hours=utc_offset)
    rows = own.filter(given_at__gte=begins, given_at__lt=ends)
    if search.words:
        words = search.words
        about = Q(instruction__icontains=words) | Q(letter__subject__icontains=words)
        theirs = Q(letter=None) | _readable(actor, "letter__")
        rows = rows.filter(about & theirs | Q(run__subject__icontains=words))
    count = rows.count()
    rows = rows.select_related("given_by", "letter").order_by("-given_at", "-pk")
    cut = _cut(rows, count, search)
    newest, oldest = (own.order_by(order).first() for order in ("-given_at", "given_at"))
    years = (
        tuple(
            range(
                (newest.given_at + timedelta(hours=utc_offset)).year,
                (oldest.given_at + timedelta(hours=utc_offset)).year - 1,
                -1,
            )
        )
        if newest and oldest
        else ()
    )
    return Book(_sheet_lines(cut.rows, actor), years, cut.count, cut.page, cut.pages)


def sheet_of(disposition_id: int, actor: Actor) -> Disposition | None:
    """The row of a disposition of a letter that the actor may read, or None. Two queries."""
    rows = Disposition.objects.select_related("letter", "agency")
    row = rows.filter(pk=disposition_id, agency_id=actor.agency_id, letter__isnull=False).first()
    if row is None or row.letter is None:
        return None
    to = [Role(role) for role in row.addressees.values_list("role", flat=True)]
    letter = row.letter
    is_readable = may_read_letter(actor, Nature(letter.nature), to, letter.registered_by_id)
    return row if is_readable else None


def letter_of_addressee(addressee_id: int, agency_id: int) -> int | None:
    """The letter that was passed on to an addressee, by its id. One query."""
    rows = DispositionTo.objects.filter(pk=addressee_id, disposition__agency_id=agency_id)
    return rows.values_list("disposition__letter", flat=True).first()


def open_addressees(letter_id: int) -> tuple[int, ...]:
    """The ids of those who have not told yet what was done with a letter. One query."""
    rows = DispositionTo.objects.filter(disposition__letter=letter_id, done_at=None)
    return tuple(rows.order_by("pk").values_list("pk", flat=True))


def pending_sheets(actor: Actor, most: int = 20) -> tuple[PendingSheet, ...]:
    """The dispositions of letters that wait for the actor, the first due first. One query."""
    rows = (
        _pending(actor)
        .select_related("disposition__letter")
        .order_by(F("disposition__due_on").asc(nulls_last=True), "pk")[:most]
    )
    return tuple(
        PendingSheet(
            letter_id=row.disposition.letter_id,
            subject=row.disposition.letter.subject,
            instruction=row.disposition.instruction,
            given_at=row.disposition.given_at,
            due_on=row.disposition.due_on,
        )
        for row in rows
        if row.disposition.letter is not None and row.disposition.letter_id is not None
    )


def pending_count(actor: Actor) -> int:
    """How many dispositions wait for the actor, counted to a hundred. One query."""
    return len(_pending(actor).values_list("pk")[:MOST_PENDING])


def _pending(actor: Actor) -> QuerySet[DispositionTo]:
    return DispositionTo.objects.filter(
        role__in=[role.value for role in actor.roles],
        done_at=None,
        disposition__agency_id=actor.agency_id,
        disposition__letter__isnull=False,
    )


@dataclass(frozen=True)
class _Cut(Generic[T]):
    rows: list[T]
    count: int
    page: int
    pages: int


def _count(rows: "QuerySet[Letter] | QuerySet[IncomingLetter]", number: str, search: Search) -> int:
    """How many lines: the last number of the year, for these run on without a gap."""
    if search.words:
        return rows.count()
    return rows.aggregate(last=Max(number))["last"] or 0


def _cut(rows: "QuerySet[T]", count: int, search: Search) -> "_Cut[T]":  # type: ignore[type-var]
    pages = max(1, -(-count // PAGE))
    if not search.page:
        return _Cut(list(rows), count, 1, 1)
    page = min(max(search.page, 1), pages)
    return _Cut(list(rows[(page - 1) * PAGE : page * PAGE]), count, page, pages)


def _years(rows: "QuerySet[Letter] | QuerySet[IncomingLetter]") -> tuple[int, ...]:
    """The years from the newest that has lines to the oldest. Two queries, by the index."""
    oldest, newest = (rows.aggregate(year=of("year"))["year"] for of in (Min, Max))
    return tuple(range(newest, oldest - 1, -1)) if newest else ()


def _papers(letter_ids: Sequence[int]) -> dict[int, str]:
    """The code of the newest paper that bears each number. Two queries."""
    rows = PaperRow.objects.filter(letter__in=letter_ids).order_by("version")
    agreements = AgreementRow.objects.filter(letter__in=letter_ids)
    return dict(rows.values_list("letter_id", "code")) | dict(
        agreements.values_list("letter_id", "code")
    )


def _readable(actor: Actor, at: str = "") -> Q:
    """The letters whose subject the actor may read, by the rule of `may_read_letter`."""
    if actor.has(*DISPOSERS):
        return Q()
    to_actor = DispositionTo.objects.filter(
        disposition__letter=OuterRef(f"{at}pk"), role__in=[role.value for role in actor.roles]
    )
    return (
        ~Q(**{f"{at}nature": Nature.SECRET.value})
        | Q(**{f"{at}registered_by": actor.account_id})
        | Q(Exists(to_actor))
    )


def _addressed(letter_ids: Sequence[int]) -> dict[int, list[tuple[Role, datetime | None]]]:
    rows = DispositionTo.objects.filter(disposition__letter__in=letter_ids).order_by("pk")
    found: dict[int, list[tuple[Role, datetime | None]]] = {}
    for letter_id, role, done_at in rows.values_list("disposition__letter", "role", "done_at"):
        if letter_id is not None:
            found.setdefault(letter_id, []).append((Role(role), done_at))
    return found


def _incoming_line(
    row: IncomingLetter, to: Iterable[tuple[Role, datetime | None]], actor: Actor
) -> IncomingLine:
    told = list(to)
    roles = tuple(dict.fromkeys(role for role, _done in told))
    nature = Nature(row.nature)
    is_readable = may_read_letter(actor, nature, roles, row.registered_by_id)
    return IncomingLine(
        id=row.pk,
        year=row.year,
        agenda=row.agenda,
        received_on=row.received_on,
        sender=row.sender,
        number=row.number,
        dated=row.dated,
        subject=row.subject if is_readable else "",
        nature=nature,
        has_scan=bool(row.sha256),
        is_readable=is_readable,
        passed_on_to=roles,
        waiting=sum(done is None for _role, done in told),
        run_id=row.run_id,
    )


def _sheet_lines(rows: Sequence[Disposition], actor: Actor) -> tuple[SheetLine, ...]:
    """The sheets with their addressees and their cycles. Two queries."""
    to: dict[int, list[Addressee]] = {}
    found = DispositionTo.objects.filter(disposition__in=rows).select_related("done_by")
    for one in found.order_by("pk"):
        to.setdefault(one.disposition_id, []).append(
            Addressee(
                one.pk,
                Role(one.role),
                one.done_at,
                one.done_by.name if one.done_by else "",
                one.note,
            )
        )
    runs = [row.run_id for row in rows if row.run_id is not None]
    cycles = {cycle.run_id: cycle for cycle in Cycle.objects.filter(run__in=runs)} if runs else {}
    return tuple(_sheet_line(row, to.get(row.pk, []), cycles, actor) for row in rows)


def _sheet_line(
    row: Disposition, to: Sequence[Addressee], cycles: Mapping[int, Cycle], actor: Actor
) -> SheetLine:
    letter, cycle = row.letter, cycles.get(row.run_id or 0)
    is_readable = letter is None or may_read_letter(
        actor, Nature(letter.nature), [one.role for one in to], letter.registered_by_id
    )
    return SheetLine(
        id=row.pk,
        given_at=row.given_at,
        given_by=row.given_by.name,
        given_as=Role(row.given_as),
        instruction=row.instruction if is_readable else "",
        due_on=row.due_on,
        addressees=tuple(to),
        is_readable=is_readable,
        subject=letter.subject if letter and is_readable else "",
        letter_id=row.letter_id,
        agenda=letter.agenda if letter else None,
        cycle_id=cycle.pk if cycle else None,
        when=YearPeriod(cycle.year, Period(cycle.period)) if cycle else None,
        paper=row.paper,
    )
