"""A procedure as TOML text, which a cycle keeps as the wording it began with."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import fields

from ukur.domain.sop.model import Cover, Decision, Lane, LegalBasis, Procedure, Step

Value = str | int | bool | tuple[str, ...] | tuple[int, ...]


def written(procedure: Procedure) -> str:
    """The TOML text that `reading.read` gives back as the same procedure.

    What may be left out and is empty is left out, except the empty boxes of the cover.
    """
    lines = [
        _entry("key", procedure.key),
        _entry("version", procedure.version),
        _entry("title", procedure.title),
        *_cover(procedure.cover),
        *(line for lane in procedure.lanes for line in _lane(lane)),
        *(line for step in procedure.steps for line in _step(step)),
    ]
    return "\n".join(lines) + "\n"


def plain(procedure: Procedure) -> dict[str, object]:
    """The procedure as JSON can hold it: the tables and keys of its TOML text, empty ones too.

    Unlike `written` it takes what is unsound as well; see `reading.from_values` and
    `editing.restored` for the way back.
    """
    cover = {field.name: getattr(procedure.cover, field.name) for field in fields(Cover)}
    lists = ("qualifications", "related", "equipment")
    return {
        "key": procedure.key,
        "version": procedure.version,
        "title": procedure.title,
        "cover": {
            **cover,
            **{name: list(cover[name]) for name in lists},
            "legal_basis": [_flat(basis) for basis in procedure.cover.legal_basis],
        },
        "lane": [_flat(lane) for lane in procedure.lanes],
        "step": [_plain_step(step) for step in procedure.steps],
    }


def _plain_step(step: Step) -> dict[str, object]:
    values = {
        **_flat(step),
        "joined": list(step.joined),
        "work": step.work.value,
        "standard": step.standard.text,
        "returns": list(step.returns),
        "inferred": list(step.inferred),
    }
    del values["decision"]
    if step.decision is not None:
        ways = _flat(step.decision) | {"no_allowed": list(step.decision.no_allowed)}
        if step.decision.max_rounds is None:
            del ways["max_rounds"]
        values["decision"] = ways
    return values


def _flat(row: LegalBasis | Lane | Step | Decision) -> dict[str, object]:
    return {field.name: getattr(row, field.name) for field in fields(row)}


def _cover(cover: Cover) -> Iterator[str]:
    yield from ("", "[cover]")
    yield _entry("government", cover.government)
    yield _entry("agency", cover.agency)
    yield _entry("unit", cover.unit)
    yield _entry("title", cover.title)
    yield _entry("number", cover.number)
    yield _entry("created", cover.created)
    yield _entry("revised", cover.revised)
    yield _entry("effective", cover.effective)
    yield _entry("signatory_title", cover.signatory_title)
    yield _entry("signatory_name", cover.signatory_name)
    yield _entry("signatory_nip", cover.signatory_nip)
    yield _entry("qualifications", cover.qualifications)
    yield _entry("related", cover.related)
    yield _entry("equipment", cover.equipment)
    yield _entry("warning", cover.warning)
    yield _entry("records", cover.records)
    for basis in cover.legal_basis:
        yield from _legal_basis(basis)


def _legal_basis(basis: LegalBasis) -> Iterator[str]:
    yield from ("", "[[cover.legal_basis]]", _entry("text", basis.text))
    yield from _entries(
        ("note", basis.note),
        ("regional", basis.regional),
        ("replaced_by", basis.replaced_by),
    )


def _lane(lane: Lane) -> Iterator[str]:
    yield from ("", "[[lane]]", _entry("key", lane.key), _entry("name", lane.name))


def _step(step: Step) -> Iterator[str]:
    yield from ("", "[[step]]", _entry("number", step.number))
    yield _entry("activity", step.activity)
    yield _entry("lead", step.lead)
    yield from _entries(("joined", step.joined))
    yield _entry("work", step.work.value)
    yield from _entries(("completeness", step.completeness))
    yield _entry("standard", step.standard.text)
    yield from _entries(
        ("output", step.output),
        ("note", step.note),
        ("returns", step.returns),
        ("inferred", step.inferred),
    )
    if step.decision is not None:
        yield from _decision(step.decision)


def _decision(decision: Decision) -> Iterator[str]:
    yield from ("", "[step.decision]", _entry("yes", decision.yes))
    yield _entry("yes_to", decision.yes_to)
    yield _entry("no", decision.no)
    yield _entry("no_to", decision.no_to)
    yield _entry("no_allowed", decision.no_allowed)
    if decision.max_rounds is not None:
        yield _entry("max_rounds", decision.max_rounds)


def _entries(*pairs: tuple[str, Value]) -> Iterable[str]:
    return (_entry(key, value) for key, value in pairs if value)


def _entry(key: str, value: Value) -> str:
    return f"{key} = {_literal(value)}"


def _literal(value: Value) -> str:
    # Text, whole numbers, flags and lists of them are written alike in JSON and TOML.
    return json.dumps(value, ensure_ascii=False)
