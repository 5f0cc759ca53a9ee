"""The journal: events in a chain, each bound to the one before by its hash.

    hash(n) = SHA-256( canonical JSON of event n, with hash(n - 1) inside )

A chain begins from `GENESIS`. A bare journal whose chain holds is called
"consistent"; only a signed head makes it "untouched" (decision 0040, 10).
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

GENESIS = "0" * 64

Plain = str | int | bool | None | Sequence["Plain"] | Mapping[str, "Plain"]
"""What a fact may be: no floats, no dates; figures are text in plain notation."""


@dataclass(frozen=True)
class Event:
    """One thing that happened: who did what, when, with which facts.

    `at` is UTC in ISO 8601 with microseconds and "Z"; `verb` is past tense and stable.
    """

    sequence: int
    at: str
    by: str
    verb: str
    facts: Mapping[str, Plain]
    previous: str
    hash: str


@dataclass(frozen=True)
class Break:
    """The first place where a chain does not hold: `event` counts from 1."""

    event: int
    what: str
    """"changed" (its own hash is wrong), "cut" (does not follow), "order" (number is wrong)."""


def canonical(value: object) -> str:
    """JSON with sorted keys and no spaces: the same text for the same value, always.

    >>> canonical({"b": [1, None, True], "a": "é"})
    '{"a":"é","b":[1,null,true]}'
    """
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )


def plain_figure(value: Decimal | None) -> str | None:
    """A figure in plain notation without trailing zeros, the same from field and from column.

    >>> plain_figure(Decimal("12.500000")), plain_figure(Decimal("700"))
    ('12.5', '700')
    """
    if value is None:
        return None
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def sealed(
    *, sequence: int, at: str, by: str, verb: str, facts: Mapping[str, Plain], previous: str
) -> Event:
    """The event with its hash."""
    body: dict[str, object] = {
        "sequence": sequence,
        "at": at,
        "by": by,
        "verb": verb,
        "facts": facts,
    }
    digest = hashlib.sha256(canonical({**body, "previous": previous}).encode()).hexdigest()
    return Event(sequence, at, by, verb, facts, previous, digest)


def first_break(events: Iterable[Event]) -> Break | None:
    """The first event that does not hold, or None if the whole chain does."""
    previous = GENESIS
    for number, event in enumerate(events, start=1):
        if event.sequence != number:
            return Break(number, "order")
        if event.previous != previous:
            return Break(number, "cut")
        again = sealed(
            sequence=event.sequence,
            at=event.at,
            by=event.by,
            verb=event.verb,
            facts=event.facts,
            previous=event.previous,
        )
        if again.hash != event.hash:
            return Break(number, "changed")
        previous = event.hash
    return None
