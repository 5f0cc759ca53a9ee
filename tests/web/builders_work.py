"""What the tests of the work pages share: a world behind the wiring, and people at the door."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.builders import World, new_world
from ukur.domain.people import Role
from ukur.edge import wiring
from ukur.store.models import Account
from ukur.usecases.changing import Seen


class Answer(Protocol):
    """What a browser got."""

    @property
    def status_code(self) -> int: ...

    @property
    def content(self) -> bytes: ...


BACKEND = "django.contrib.auth.backends.ModelBackend"


@contextmanager
def installed(*, code: str = "contoh", puskesmas: int = 2, more_ratios: int = 0) -> Iterator[World]:
    """A new agency whose ports the pages use in place of the installation's own."""
    world = new_world(code=code, puskesmas=puskesmas, more_ratios=more_ratios)
    real = wiring.tools_at
    wiring.tools_at = lambda clock: world.tools
    wiring.tools.cache_clear()
    try:
        yield world
    finally:
        wiring.tools_at = real
        wiring.tools.cache_clear()


def at_door(world: World, role: Role, unit: str = "") -> Client:
    """A browser in which whoever holds the role has signed in."""
    client = Client()
    name = f"{world.prefix}{role.value}{'-' if unit else ''}{unit}"
    client.force_login(Account.objects.get(username=name), backend=BACKEND)
    return client


def url(name: str, *args: int) -> str:
    return reverse(name, args=args)


def text(response: Answer) -> str:
    """The page as text."""
    return response.content.decode()


def step(now: Seen) -> dict[str, str]:
    """The hidden fields of a form: what the person saw."""
    return {"step": str(now.step), "round": str(now.round)}


def queries(act: Callable[[], object]) -> int:
    """How many queries the act asks."""
    with CaptureQueriesContext(connection) as caught:
        act()
    return len(caught)
