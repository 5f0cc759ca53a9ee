"""Event logs for process mining: XES 1.0 and OCEL 2.0, in pieces of text, run by run.

    for piece in xes(runs): file.write(piece.encode())

The same runs give the same bytes. Neither form is held in memory as a whole: XES is written as
the runs come; OCEL wants its objects apart from its events, so they wait in a temporary file.

Source: IEEE 1849 (XES) with the extensions concept, lifecycle, time and organizational;
OCEL 2.0 specification, the JSON form.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from tempfile import TemporaryFile
from typing import TextIO
from xml.sax.saxutils import quoteattr

from ukur.domain.journal import Plain
from ukur.domain.sop.event_log import (
    LoggedEvent,
    LoggedRun,
    LoggedStep,
    first_work,
    in_order,
    step_of,
)

# --- XES -----------------------------------------------------------------------------------

_XES = "http://www.xes-standard.org/"
_XES_HEAD = f"""<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1.0" xes.features="" xmlns="{_XES}">
<extension name="Concept" prefix="concept" uri="{_XES}concept.xesext"/>
<extension name="Lifecycle" prefix="lifecycle" uri="{_XES}lifecycle.xesext"/>
<extension name="Organizational" prefix="org" uri="{_XES}org.xesext"/>
<extension name="Time" prefix="time" uri="{_XES}time.xesext"/>
<global scope="trace">
<string key="concept:name" value=""/>
</global>
<global scope="event">
<string key="concept:name" value=""/>
<string key="lifecycle:transition" value="complete"/>
<date key="time:timestamp" value="1970-01-01T00:00:00.000+00:00"/>
</global>
<classifier name="Activity" keys="concept:name"/>
<classifier name="Activity and transition" keys="concept:name lifecycle:transition"/>
<string key="lifecycle:model" value="standard"/>
"""
_TRANSITIONS = ("schedule", "start", "complete")
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_Values = Mapping[str, str | int | datetime | None]


def xes(runs: Iterable[LoggedRun]) -> Iterator[str]:
    """The log as XES: a trace for each run, three events for each step in each round.

    A step is scheduled when it opens, starts with the first trace of work in the journal, and is
    complete when it is left; what has not happened is not written.
    """
    yield _XES_HEAD
    for run in runs:
        yield _trace(run)
    yield "</log>\n"


def _trace(run: LoggedRun) -> str:
    about: _Values = {
        "concept:name": run.name,
        "subject": run.subject,
        "agency": run.agency,
        "procedure": run.procedure,
        "version": run.version,
        "opened": run.opened_at,
        "ended": run.ended_at,
    }
    moments = sorted(
        (moment for step in run.steps for moment in _moments(step, run)), key=lambda m: m[:2]
    )
    events = "".join(f"<event>\n{_attributes(values)}</event>\n" for _, _, values in moments)
    return f"<trace>\n{_attributes(about)}{events}</trace>\n"


def _moments(
    step: LoggedStep, run: LoggedRun
) -> Iterator[tuple[datetime, tuple[int, int, int], _Values]]:
    """When the step was scheduled, started and completed, with the place among equal times."""
    first = first_work(step, run.events)
    started = first.at if first else step.done_at
    by = (None, first.by if first else step.done_by, step.done_by)
    for place, at in enumerate((step.opened_at, started, step.done_at)):
        if at is None:
            continue
        values: _Values = {
            "concept:name": f"{step.number}. {step.activity}",
            "concept:instance": f"{step.number}/{step.round}",
            "lifecycle:transition": _TRANSITIONS[place],
            "time:timestamp": at,
            "org:resource": by[place] or None,
            "org:role": step.done_as if place == len(_TRANSITIONS) - 1 else step.lane,
            "org:group": run.agency,
            "step": step.number,
            "round": step.round,
            **(_ending(step) if _TRANSITIONS[place] == "complete" else {}),
        }
        yield at, (step.round, step.number, place), values


def _ending(step: LoggedStep) -> _Values:
    return {
        "due": step.due_at,
        "outcome": step.outcome,
        "reason_code": step.reason_code or None,
        "back_to": step.back_to,
    }


def _attributes(values: _Values) -> str:
    return "".join(_attribute(key, value) for key, value in values.items() if value is not None)


def _attribute(key: str, value: str | int | datetime | None) -> str:
    if isinstance(value, datetime):
        return f'<date key="{key}" value="{_moment(value)}"/>\n'
    if isinstance(value, int):
        return f'<int key="{key}" value="{value}"/>\n'
    text = _NOT_XML.sub("\ufffd", str(value))
    return f'<string key="{key}" value={quoteattr(text)}/>\n'


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds")


# --- OCEL ----------------------------------------------------------------------------------

_OBJECT_TYPES: Mapping[str, Mapping[str, str]] = {
    "run": {
        "subject": "string",
        "agency": "string",
        "procedure": "string",
        "version": "string",
    },
    "step": {
        "activity": "string",
        "lane": "string",
        "step": "integer",
        "round": "integer",
        "due": "time",
        "outcome": "string",
        "done_by": "string",
        "done_as": "string",
    },
    "unit": {},
    "indicator": {},
    "document": {},
}
_WHOLE_NUMBERS = frozenset({"step", "round", "to_step", "to_round"})
_RELATED = {"unit": "unit", "line": "indicator", "paper": "document"}
_RELATED_LISTS = {"units": "unit", "indicators": "indicator", "lines": "indicator"}


def ocel(runs: Iterable[LoggedRun]) -> Iterator[str]:
    """The log as OCEL 2.0 in JSON: every event of the journal, tied to what it touched.

    Objects are the runs, their steps by round, units, indicators and documents.
    """
    seen: set[str] = set()
    verbs: dict[str, dict[str, str]] = {}
    with TemporaryFile("w+", encoding="utf-8") as waiting:
        yield '{"events":['
        is_first = True
        for run in runs:
            _keep_run(run, waiting)
            for event in in_order(run.events):
                yield ("\n" if is_first else ",\n") + _json(_event(event, run, verbs))
                is_first = False
                _keep_related(event, run, seen, waiting)
        yield '\n],\n"objects":['
        waiting.seek(0)
        for number, line in enumerate(waiting):
            yield (",\n" if number else "\n") + line.rstrip("\n")
    yield f'\n],\n"objectTypes":{_json(_types(_OBJECT_TYPES))},\n'
    yield f'"eventTypes":{_json(_types({verb: verbs[verb] for verb in sorted(verbs)}))}}}\n'


def _types(types: Mapping[str, Mapping[str, str]]) -> list[object]:
    return [
        {
            "name": name,
            "attributes": [{"name": key, "type": kind} for key, kind in sorted(attributes.items())],
        }
        for name, attributes in types.items()
    ]


def _event(event: LoggedEvent, run: LoggedRun, verbs: dict[str, dict[str, str]]) -> object:
    known = verbs.setdefault(event.verb, {})
    values: dict[str, str | int] = {"by": event.by}
    for key, fact in event.facts.items():
        plain = _plain(key, fact)
        if plain is not None:
            values[key] = plain
    known.update({key: "integer" if key in _WHOLE_NUMBERS else "string" for key in values})
    step = step_of(event, run.steps)
    related = [(_run_id(run), "run")]
    if step is not None:
        related.append((_step_id(step, run), "step"))
    related.extend((_id(kind, name, run), kind) for kind, name in _touched(event))
    return {
        "id": f"event:{run.name}/{event.unit + '/' if event.unit else ''}{event.sequence}",
        "type": event.verb,
        "time": _moment(event.at),
        "attributes": [{"name": key, "value": values[key]} for key in sorted(values)],
        "relationships": [{"objectId": key, "qualifier": kind} for key, kind in related],
    }


def _plain(key: str, fact: Plain) -> str | int | None:
    """The fact as one value of a type that its name settles; None for nothing and for tables."""
    if key in _WHOLE_NUMBERS:
        return fact if isinstance(fact, int) else None
    if isinstance(fact, bool):
        return "true" if fact else "false"
    if isinstance(fact, str | int):
        return str(fact)
    return None


def _touched(event: LoggedEvent) -> list[tuple[str, str]]:
    """The units, indicators and documents that the event names, each once."""
    found = [("unit", event.unit)] if event.unit else []
    for key, kind in _RELATED.items():
        fact = event.facts.get(key)
        if isinstance(fact, str) and fact:
            found.append((kind, fact))
    for key, kind in _RELATED_LISTS.items():
        facts = event.facts.get(key)
        if isinstance(facts, Mapping) or (facts and not isinstance(facts, str | int)):
            found.extend((kind, str(name)) for name in facts if isinstance(name, str))
    return list(dict.fromkeys(found))


def _keep_run(run: LoggedRun, waiting: TextIO) -> None:
    opened = _moment(run.opened_at)
    about = {
        "agency": run.agency,
        "procedure": run.procedure,
        "subject": run.subject,
        "version": run.version,
    }
    steps = [{"objectId": _step_id(step, run), "qualifier": "step"} for step in run.steps]
    _keep(waiting, _run_id(run), "run", _at(opened, about), steps)
    for step in run.steps:
        begins: dict[str, str | int] = {
            "activity": step.activity,
            "due": _moment(step.due_at),
            "lane": step.lane,
            "round": step.round,
            "step": step.number,
        }
        attributes = _at(_moment(step.opened_at), begins)
        if step.done_at:
            ends = {"done_as": step.done_as, "done_by": step.done_by, "outcome": step.outcome}
            attributes += _at(_moment(step.done_at), ends)
        _keep(waiting, _step_id(step, run), "step", attributes, [])


def _keep_related(event: LoggedEvent, run: LoggedRun, seen: set[str], waiting: TextIO) -> None:
    for kind, name in _touched(event):
        key = _id(kind, name, run)
        if key not in seen:
            seen.add(key)
            _keep(waiting, key, kind, [], [])


def _at(time: str, values: Mapping[str, str | int]) -> list[object]:
    return [{"name": key, "time": time, "value": value} for key, value in values.items()]


def _keep(
    waiting: TextIO, key: str, kind: str, attributes: list[object], related: list[dict[str, str]]
) -> None:
    waiting.write(
        _json({"id": key, "type": kind, "attributes": attributes, "relationships": related}) + "\n"
    )


def _run_id(run: LoggedRun) -> str:
    return f"run:{run.name}"


def _step_id(step: LoggedStep, run: LoggedRun) -> str:
    return f"step:{run.name}/{step.number}/{step.round}"


def _id(kind: str, name: str, run: LoggedRun) -> str:
    return f"{kind}:{run.agency}/{name}"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
