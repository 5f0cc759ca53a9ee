"""How every chain of events grows: the next event, its row, and its head when that is signed.

There is one chain for each run, for each unit's form, for the agreements of a year, and for what
an office says outside of any run. Who appends to one holds the lock of its owner.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol

from ukur.domain.journal import GENESIS, Event, Plain, sealed
from ukur.domain.journal_file import JournalHead, head_text
from ukur.domain.people import Actor
from ukur.domain.ports import Tools
from ukur.store.models import Agency, AgreementEventRow, EventRow, OfficeEventRow, UnitTask

Table = type[EventRow] | type[AgreementEventRow] | type[OfficeEventRow]
Owner = int | Agency | UnitTask | None


@dataclass(kw_only=True)
class Noted:
    """What a change says that happened: one event, in whichever chain it stands."""

    verb: str = ""
    facts: dict[str, Plain] = field(default_factory=dict)

    def note(self, verb: str, **facts: Plain) -> None:
        """Say what happened: `verb` is past tense and stable, facts are plain values.

        Raises:
            RuntimeError: something was said already. That is a bug.
        """
        if self.verb:
            raise RuntimeError("one change, one event")
        self.verb, self.facts = verb, {**self.facts, **facts}

    def check_noted(self) -> None:
        """Nothing, if something was said.

        Raises:
            RuntimeError: nothing was. That is a bug.
        """
        if not self.verb:
            raise RuntimeError("a change without a note")


class Telling(Protocol):
    """A change, as far as its event tells of it."""

    actor: Actor
    now: datetime
    verb: str
    facts: dict[str, Plain]


@dataclass(frozen=True)
class Head:
    """Where a chain stands: how many events, and the hash of the last one."""

    count: int
    hash: str


def head_in(table: Table, **owner: Owner) -> Head:
    """The head of the owner's chain as it stands now."""
    last = table.objects.filter(**owner).order_by("-sequence").first()
    return Head(last.sequence, last.hash) if last else Head(0, GENESIS)


def next_event(before: Head, change: Telling) -> Event:
    """The event that follows, bound to what was told before it."""
    return sealed(
        sequence=before.count + 1,
        at=moment(change.now),
        by=change.actor.name,
        verb=change.verb,
        facts=change.facts,
        previous=before.hash,
    )


def keep_event(table: Table, event: Event, signature: str = "", **owner: Owner) -> None:
    """Write the event into the owner's chain."""
    table.objects.create(
        **owner,
        sequence=event.sequence,
        at=event.at,
        by=event.by,
        verb=event.verb,
        facts=dict(event.facts),
        previous=event.previous,
        hash=event.hash,
        signature=signature,
    )


def append_signed(table: Table, chain: str, change: Telling, tools: Tools, **owner: Owner) -> None:
    """Tell the change as the next event of the owner's chain, and sign the head that it makes."""
    event = next_event(head_in(table, **owner), change)
    keep_event(table, event, signed_head(chain, event, change.now, tools), **owner)


def signed_head(chain: str, event: Event, at: datetime, tools: Tools) -> str:
    """The office's signature over the head that the event makes of its chain."""
    return tools.sealer.sign_head(head_statement(chain, event), at)


def head_statement(
    chain: str, event: Event | EventRow | AgreementEventRow | OfficeEventRow
) -> bytes:
    """What is signed for a head: which chain, how many events, the last hash, when."""
    return head_text(JournalHead(chain, event.sequence, event.hash, event.at)).encode()


def moment(at: datetime) -> str:
    """UTC in ISO 8601 with microseconds and Z: the one form of time in the journal."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
