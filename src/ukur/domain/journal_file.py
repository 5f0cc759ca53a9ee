"""A journal as a file: one event a line in canonical JSON, and the head that is signed beside it.

The form is canonical: a file that says the same in other bytes is not a journal of ours, so every
changed byte shows, also where the hash of an event would not cover it.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from ukur.domain.journal import GENESIS, Event, canonical, first_break
from ukur.domain.refusals import Problem

_EVENT_FIELDS = {
    "sequence": int,
    "at": str,
    "by": str,
    "verb": str,
    "facts": dict,
    "previous": str,
    "hash": str,
}
_HEAD_FIELDS = {"chain": str, "count": int, "head": str, "at": str}


@dataclass(frozen=True)
class JournalHead:
    """Where a chain stood at a time: with a signature, the proof that nothing before was touched.

    `chain` names the chain, `count` its events, `head` the hash of the last one, `at` is UTC in
    ISO 8601 with "Z".
    """

    chain: str
    count: int
    head: str
    at: str


def head_of(chain: str, events: Sequence[Event], at: str) -> JournalHead:
    """The head of a chain, `GENESIS` while it is empty."""
    return JournalHead(chain, len(events), events[-1].hash if events else GENESIS, at)


def journal_lines(events: Iterable[Event]) -> str:
    """The journal as text, one event a line, each line ended.

    >>> journal_lines([])
    ''
    """
    return "".join(canonical(asdict(event)) + "\n" for event in events)


def read_journal(text: str) -> tuple[Event, ...] | Problem:
    """The events of a journal file, or the first line that is none.

    Only the form is read here; whether the chain holds is asked of `broken_event`.
    """
    if text and not text.endswith("\n"):
        return Problem(f"line {text.count(chr(10)) + 1}", "line_not_ended")
    events = []
    for number, line in enumerate(text.split("\n")[:-1], start=1):
        values = _record(line, _EVENT_FIELDS)
        if values is None:
            return Problem(f"line {number}", "not_an_event")
        events.append(Event(**values))
    return tuple(events)


def broken_event(events: Iterable[Event]) -> Problem | None:
    """The first event that does not hold in its chain, by its number."""
    broken = first_break(events)
    if broken is None:
        return None
    return Problem(f"event {broken.event}", f"event_{broken.what}")


def head_text(head: JournalHead) -> str:
    """The head as the file that is signed."""
    return canonical(asdict(head)) + "\n"


def read_head(text: str) -> JournalHead | Problem:
    """The head in a file, or why it is none."""
    values = _record(text.removesuffix("\n"), _HEAD_FIELDS)
    if values is None or not text.endswith("\n"):
        return Problem("line 1", "not_a_head")
    return JournalHead(**values)


def against_head(events: Sequence[Event], head: JournalHead) -> Problem | None:
    """What a journal whose own chain holds has less, more or other than its head says."""
    if len(events) < head.count:
        return Problem("end", "events_missing", {"expected": head.count, "found": len(events)})
    if head_of(head.chain, events[: head.count], head.at) != head:
        return Problem(f"event {head.count}", "event_not_the_head")
    if len(events) > head.count:
        return Problem(f"event {head.count + 1}", "event_after_head")
    return None


def _record(line: str, fields: dict[str, type]) -> dict[str, Any] | None:
    """The values of one line if it is canonical and holds exactly these fields of these types."""
    try:
        values = json.loads(line)
        if canonical(values) != line:
            return None
    except (ValueError, RecursionError):
        return None
    if not isinstance(values, dict) or values.keys() != fields.keys():
        return None
    if any(type(values[name]) is not kind for name, kind in fields.items()):
        return None
    return values
