"""The journal of a run or of an office, event by event."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from ukur.domain.journal import Break, Event, Plain, first_break
from ukur.store.models import AgreementEventRow, AgreementRow, EventRow, OfficeEventRow, Run


@dataclass(frozen=True)
class JournalLine:
    number: int
    at: datetime
    by: str
    verb: str
    facts: Mapping[str, Plain]
    hash: str
    is_anchored: bool


@dataclass(frozen=True)
class JournalPage:
    """The chain; `broken` is the first event that does not hold, None for a consistent chain."""

    lines: tuple[JournalLine, ...]
    broken: Break | None


@dataclass(frozen=True)
class SignedHead:
    """The head of a cycle's journal as the office last signed it."""

    count: int
    head: str


@dataclass(frozen=True)
class RunHeads:
    """How long a run's journal is, its last hash, and the newest head that the office signed."""

    count: int
    head: str
    signed: SignedHead | None


def run_heads(run_id: int) -> RunHeads:
    """The heads of a run's own chain. Two queries."""
    count, head = Run.objects.values_list("events_told", "chain_head").get(pk=run_id)
    signed = EventRow.objects.filter(run=run_id, task=None).exclude(signature="")
    last = signed.order_by("-sequence").values_list("sequence", "hash").first()
    return RunHeads(count, head, SignedHead(*last) if last else None)


def signed_head(paper_code: str) -> SignedHead | None:
    """The newest signed head of the chain that a paper belongs to, None for none. Three queries.

    That of its cycle, or for an agreement that of the agreements of its year.
    """
    told = EventRow.objects.filter(run__cycle__papers__code=paper_code, task=None)
    signed = told.exclude(signature="").order_by("-sequence").first()
    if signed:
        return SignedHead(signed.sequence, signed.hash)
    agreement = AgreementRow.objects.filter(code=paper_code).values("agency_id", "year").first()
    if agreement is None:
        return None
    last = AgreementEventRow.objects.filter(**agreement).order_by("-sequence").first()
    return SignedHead(last.sequence, last.hash) if last else None


def journal_page(run_id: int) -> JournalPage:
    """The events of the run's own chain, the newest first. One query."""
    return _page(EventRow.objects.filter(run=run_id, task=None).order_by("sequence"))


def office_journal_page(agency_id: int) -> JournalPage:
    """The events of the office's own chain, the newest first. One query."""
    return _page(OfficeEventRow.objects.filter(agency=agency_id).order_by("sequence"))


def _page(found: Iterable[EventRow | OfficeEventRow]) -> JournalPage:
    rows = tuple(found)
    anchored = frozenset(row.sequence for row in rows if row.signature)
    events = [
        Event(row.sequence, row.at, row.by, row.verb, row.facts, row.previous, row.hash)
        for row in rows
    ]
    lines = [
        JournalLine(
            number=event.sequence,
            at=datetime.fromisoformat(event.at),
            by=event.by,
            verb=event.verb,
            facts=event.facts,
            hash=event.hash,
            is_anchored=event.sequence in anchored,
        )
        for event in events
    ]
    return JournalPage(tuple(reversed(lines)), first_break(events))
