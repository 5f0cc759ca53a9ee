"""Every address of the program, asked about rows of another agency: not found, and nothing done.

The addresses are those that are registered, so that none can be forgotten. Whoever asks holds all
duties of an agency of their own that stands where the other one does; each id is tried with the
others being theirs, and with the others being their own.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.api.callers import Program, key_of
from tests.builders import PROOF, RATIO, State, World, cycle_at, delivered, filled, new_world, state
from tests.web.builders_work import BACKEND, installed
from ukur.api.v1.api import api
from ukur.domain.people import Role
from ukur.domain.sources import Purpose
from ukur.store.models import (
    Account,
    Cycle,
    DutyRow,
    Entry,
    EvidenceRow,
    PlanVersion,
    ProcedureVersion,
    Remark,
    StepAttachment,
    StepRun,
    Unit,
)
from ukur.usecases.collect.stage_figures import stage_figures

NOT_THERE = (403, 404, 405)
"""405 where an address does not know the method at all."""
GONE = (204, 302, 409)
"""A waiting file of somebody else is told of as one that was taken: it is gone, and so it stays."""
NOT_OF_IT = 422
"""A line of another agency in a form of one's own is no line of that form."""
WAITING = {"staged_id", "file_id"}
PLAIN = {
    "code": RATIO,
    "form": "xlsx",
    "step": "4",
    "number": "4",
    "book": "keluar",
    "year": "2026",
}
"""Parts of addresses that are no id of a row."""
ELSEWHERE = {
    "token",
    "uidb64",
    "renstra_id",
    "agreement_id",
    "letter_id",
    "disposition_id",
    "addressee_id",
    "draft_id",
}
"""Ids of rows that a cycle in step 4 does not have; the tests of their own rooms ask for them."""
TYPED = {
    "step": "4",
    "round": "1",
    "version": "1",
    "seen": "1",
    "note": "Alasan yang cukup panjang.",
    "reason": "Alasan yang cukup panjang.",
    "reason_code": "B",
    "why": "Alasan yang cukup panjang.",
    "text": "Alasan yang cukup panjang.",
    "until": "2026-04-20",
    "until_day": "2026-04-20",
    "until_time": "16:00",
    "url": "https://contoh.go.id/rekap",
    "kind": "report",
    "verdict": "yes",
    "choice": "yes",
    "instruction": "Kumpulkan.",
}
"""What forms send, so that most addresses get as far as their rows."""

SAID = {"to": [Role.PLANNER.value]}
"""What programs send where the first of all that is described would not do."""

Ids = Mapping[str, int]


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with installed() as made:
        yield made


def ids_of(world: World) -> Ids:
    """A cycle in step 4: one form handed in, one filled in, and a file that waits for it."""
    cycle_id = cycle_at(world, 4).cycle_id
    task = filled(world, cycle_id, "PKM-01")
    delivered(world, cycle_id, "PKM-02")
    operator = world.actor(Role.OPERATOR, "PKM-01")
    staged_id = stage_figures(
        name="isian.xlsx",
        content=b"PK",
        purpose=Purpose.FORM,
        about={"task": task.task_id},
        actor=operator,
        tools=world.tools,
    )
    cycle = Cycle.objects.get(pk=cycle_id)
    line_id = world.line(cycle_id, RATIO)
    author = world.actor(Role.TEAM).account_id
    remark = Remark.objects.create(
        cycle=cycle,
        number=1,
        step=4,
        round=1,
        place="document",
        role=Role.TEAM.value,
        text="Dari mana angka ini?",
        written_at=world.clock.at,
        written_by_id=author,
    )
    attachment = StepAttachment.objects.create(
        step_run=StepRun.objects.get(run=cycle.run_id, step=4),
        name="agenda.pdf",
        media_type="application/pdf",
        size=len(PROOF),
        sha256=world.tools.vault.put(PROOF),
        added_at=world.clock.at,
        added_by_id=author,
    )
    plan_id = PlanVersion.objects.get(agency=world.agency_id).pk
    return {
        "cycle_id": cycle_id,
        "run_id": cycle.run_id,
        "task_id": task.task_id,
        "line_id": line_id,
        "entry_id": Entry.objects.get(task=task.task_id, line=line_id).pk,
        "evidence_id": EvidenceRow.objects.get(entry__task=task.task_id).pk,
        "staged_id": staged_id,
        "file_id": staged_id,
        "remark_id": remark.pk,
        "attachment_id": attachment.pk,
        "plan_id": plan_id,
        "other_id": plan_id,
        "version_id": first_of(world, ProcedureVersion),
        "account_id": first_of(world, Account),
        "duty_id": first_of(world, DutyRow),
    }


def first_of(world: World, rows: type[Account | DutyRow | ProcedureVersion]) -> int:
    """The id of the oldest row of the agency."""
    return rows.objects.filter(agency=world.agency_id).earliest("pk").pk


def kept() -> State:
    """Every row of every table but those of the browser's own session."""
    return {table: rows for table, rows in state().items() if table != "django_session"}


def all_duties(world: World) -> Account:
    """Somebody who may do there whatever anybody may."""
    account = Account.objects.get(username=f"{world.prefix}{Role.KEEPER.value}")
    unit = Unit.objects.get(agency=world.agency_id, code="PKM-01")
    for role in set(Role) - {Role.KEEPER}:
        at_unit = role in (Role.OPERATOR, Role.UNIT_HEAD)
        DutyRow.objects.create(
            account=account,
            agency_id=world.agency_id,
            role=role.value,
            unit=unit if at_unit else None,
            starts=world.clock.at.date(),
        )
    return account


def addresses() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every registered address with an id of a row in it, as a template, and its parts."""
    for route in _routes(get_resolver().url_patterns, ""):
        template = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", route)
        parts = tuple(re.findall(r"{(\w+)}", template))
        if any(part not in PLAIN and part not in ELSEWHERE for part in parts):
            yield template, parts


def _routes(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[str]:
    for one in patterns:
        route = f"{before}{one.pattern}"
        if isinstance(one, URLResolver):
            yield from _routes(one.url_patterns, route)
        else:
            yield route


def mixed(parts: tuple[str, ...], theirs: Ids, own: Ids) -> Iterator[dict[str, object]]:
    """All ways to fill in the ids of which at least one is of the other agency."""
    rows = [part for part in parts if part not in PLAIN]
    for choice in product((theirs, own), repeat=len(rows)):
        if theirs in choice:
            yield {**PLAIN, **{part: ids[part] for part, ids in zip(rows, choice, strict=True)}}


ADDRESSES = [one for one in addresses() if not set(one[1]) & ELSEWHERE]


def test_every_id_in_an_address_is_one_that_is_tried_or_named_as_of_another_room(
    world: World,
) -> None:
    known = {*ids_of(world), *PLAIN, *ELSEWHERE}
    assert {part for _template, parts in addresses() for part in parts} <= known
    assert len(ADDRESSES) > 100


def test_no_page_and_no_operation_reaches_a_row_of_another_agency(world: World) -> None:
    theirs = ids_of(world)
    stranger = new_world(code="lain")
    own = ids_of(stranger)
    account = all_duties(stranger)
    browser = Client()
    browser.force_login(account, backend=BACKEND)
    program = Program(key_of(stranger, stranger.named(account.username)))
    program.get("/me")
    reached = []
    before = kept()
    for template, parts in ADDRESSES:
        for ids in mixed(parts, theirs, own):
            address = "/" + template.format(**ids)
            asked = (
                _by_program(program, template, address, theirs)
                if template.startswith("api/")
                else _by_browser(browser, address)
            )
            passed = _answers(parts, ids, own)
            reached += [told for told in asked if told[1] not in passed]
    assert reached == []
    assert kept() == before


def _answers(parts: tuple[str, ...], ids: Mapping[str, object], own: Ids) -> tuple[int, ...]:
    """The statuses that tell nothing of a row of another agency."""
    if WAITING & set(parts):
        return (*NOT_THERE, *GONE)
    others = {part for part in parts if part in own and ids[part] != own[part]}
    return (*NOT_THERE, NOT_OF_IT) if others == {"line_id"} else NOT_THERE


@pytest.mark.parametrize("name", ["verify_units", "remind_units"])
def test_units_of_another_agency_are_no_units_of_ones_own_cycle(world: World, name: str) -> None:
    theirs = ids_of(world)
    other_task = world.task(theirs["cycle_id"], "PKM-02")
    stranger = new_world(code="lain")
    own = ids_of(stranger)
    account = all_duties(stranger)
    browser = Client()
    browser.force_login(account, backend=BACKEND)
    program = Program(key_of(stranger, stranger.named(account.username)))
    program.get("/me")
    before = kept()
    for task_id in (theirs["task_id"], other_task.task_id):
        answer = browser.post(
            reverse(name, args=[own["cycle_id"]]), {"unit": [f"{task_id}:1", str(task_id)]}
        )
        assert answer.status_code in (404, 409, 422)
        form = {"task_id": task_id, "seen_version": 1}
        told = program.post(f"/cycles/{own['cycle_id']}/verify", {"forms": [form]})
        assert told.status == 404
        told = program.post(f"/cycles/{own['cycle_id']}/remind", {"task_ids": [task_id]})
        assert told.status in (404, 409, 422)
    assert kept() == before


def _by_browser(browser: Client, address: str) -> Iterator[tuple[str, int]]:
    yield f"GET {address}", browser.get(address).status_code
    if address.endswith("/sel/"):
        answer = browser.post(address, {"lines": {}}, content_type="application/json")
    else:
        answer = browser.post(address, TYPED)
    yield f"POST {address}", answer.status_code


def _by_program(
    program: Program, template: str, address: str, theirs: Ids
) -> Iterator[tuple[str, int]]:
    schema = api.get_openapi_schema()
    path = "/" + template
    for method, operation in schema["paths"][path].items():
        content = operation.get("requestBody", {}).get("content", {})
        at = address.removeprefix("/api/v1") + _query(operation, schema)
        if "multipart/form-data" in content:
            said = sample(content["multipart/form-data"]["schema"], schema, {})
            file = SimpleUploadedFile("rekap.pdf", b"%PDF-1.7")
            answer = program.upload(at, **(said if isinstance(said, dict) else {}) | {"file": file})
        else:
            wanted = content.get("application/json", {}).get("schema")
            body = None if wanted is None else sample(wanted, schema, {**theirs, **SAID})
            answer = program.ask(method.upper(), at, body)
        yield f"{method.upper()} {address}", answer.status


def _query(operation: Mapping[str, Any], schema: Mapping[str, Any]) -> str:
    """What has to stand behind the address, as the smallest that is described."""
    wanted = [one for one in operation["parameters"] if one["in"] == "query" and one["required"]]
    said = {one["name"]: sample(one["schema"], schema, {}) for one in wanted}
    return f"?{urlencode(said)}" if said else ""


def sample(
    wanted: Mapping[str, Any], schema: Mapping[str, Any], ids: Mapping[str, object], name: str = ""
) -> object:
    """The smallest body that is described, with ids of the other agency where it names rows."""
    if "$ref" in wanted or "anyOf" in wanted:
        part = wanted.get("$ref", "").rsplit("/", 1)[-1]
        inner = schema["components"]["schemas"][part] if part else wanted["anyOf"][0]
        return sample(inner, schema, ids, name)
    if name in ids or "enum" in wanted:
        return ids.get(name) or wanted["enum"][0]
    if wanted["type"] == "object":
        parts = wanted.get("properties", {})
        return {key: sample(parts[key], schema, ids, key) for key in wanted.get("required", ())}
    if wanted["type"] == "array":
        return [sample(wanted["items"], schema, ids, name.removesuffix("s"))]
    plain = {"integer": wanted.get("minimum", 1), "boolean": True, "string": _text(wanted)}
    return plain[wanted["type"]]


def _text(wanted: Mapping[str, Any]) -> str:
    formats = {"date": "2026-04-20", "date-time": "2026-04-20T08:00:00Z"}
    return formats.get(wanted.get("format", ""), "Alasan yang cukup panjang.")
