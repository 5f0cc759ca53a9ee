"""What the tests of the API share: programs with keys, and what they are answered."""

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.builders import World
from ukur.domain.api_keys import NewKey
from ukur.domain.people import Actor, Role
from ukur.usecases.office.make_token import make_token

HOME = "/api/v1"


@dataclass
class Answer:
    """What a program got: the status, the JSON, the headers."""

    status: int
    body: Any
    headers: dict[str, str]
    content: bytes

    @property
    def code(self) -> str:
        code: str = self.body["code"]
        return code

    @property
    def problems(self) -> list[tuple[str, str]]:
        return [(one["where"], one["code"]) for one in self.body["problems"]]


@dataclass
class Program:
    """A program with a key, or without one."""

    key: str = ""

    def ask(self, method: str, path: str, body: object = None, **headers: str) -> Answer:
        """Send JSON, or the very bytes that are given."""
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        extra = {"headers": self.headers | headers}
        sent = {} if body is None else {"data": raw, "content_type": "application/json"}
        found = Client().generic(method, f"{HOME}{path}", **sent, **extra)  # type: ignore[arg-type]  # the client's many keywords
        return answer(found)

    def get(self, path: str, **headers: str) -> Answer:
        return self.ask("GET", path, **headers)

    def post(self, path: str, body: object = None) -> Answer:
        return self.ask("POST", path, body)

    def patch(self, path: str, body: object) -> Answer:
        return self.ask("PATCH", path, body)

    def upload(self, path: str, **fields: object) -> Answer:
        return answer(Client().post(f"{HOME}{path}", fields, headers=self.headers))

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.key}"} if self.key else {}


def answer(found: Any) -> Answer:
    """The answer of Django's client as the tests read it."""
    is_json = found.headers.get("Content-Type", "").startswith("application/json")
    body = json.loads(found.content) if is_json and found.content else None
    return Answer(found.status_code, body, dict(found.headers), found.content)


def key_of(world: World, actor: Actor, unit_id: int | None = None) -> str:
    """A new key of the person that holds for a month."""
    ends = (world.clock.at + timedelta(days=30)).date()
    return make_token(wanted=NewKey("uji", ends, unit_id), actor=actor, tools=world.tools)


def program(world: World, role: Role, unit: str = "") -> Program:
    """A program that acts for whoever holds the role."""
    return Program(key_of(world, world.actor(role, unit)))


def asked(caller: Program, path: str) -> int:
    """How many statements a reading takes, its key already marked as used."""
    caller.get("/me")
    with CaptureQueriesContext(connection) as found:
        assert caller.get(path).status == 200
    return len(found)
