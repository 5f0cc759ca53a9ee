"""Units save figures at the same moment against gunicorn with two processes; nothing gets lost.

Every operator is signed in and sends each figure as a request of its own, as the page does when
a cell is left; all begin together. Afterwards every figure that was acknowledged must stand in
the tables as it was sent, kept once, with one event in an unbroken chain; a figure lost or
doubled ends the benchmark.
"""

import http.client
import json
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from importlib import import_module
from statistics import quantiles

from django.conf import settings
from django.contrib.auth import (
    BACKEND_SESSION_KEY,
    HASH_SESSION_KEY,
    SESSION_KEY,
    get_user_model,
)
from django.middleware.csrf import get_token
from django.test import RequestFactory
from django.urls import reverse

from bench.agency import PERIOD, write_agency
from bench.figures import Figure, Sizes
from bench.one_cycle import YEAR, quarter_over
from ukur.domain.journal import Event, first_break
from ukur.domain.people import Role
from ukur.domain.periods import YearPeriod
from ukur.edge.demonstration import Story, begin_cycle
from ukur.store.models import Entry, EventRow

PROCESSES = 2
LONGEST = 60.0
"""Seconds that a request may take; more is a failure of the benchmark."""


class NotKeptError(Exception):
    """What a unit was told about its figures is not true."""


@dataclass
class Operator:
    """Someone at one unit, with what they send and what they were told."""

    task_id: int
    lines: Mapping[int, str]
    """The numerator that is sent for each line; the denominator is the same for all."""
    cookies: str
    token: str
    seconds: list[float] = field(default_factory=list)
    acknowledged: dict[int, str] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)

    def send_all(self, port: int, start: threading.Barrier) -> None:
        """Every cell as a request of its own, over one connection, as a browser does."""
        path = reverse("entry_cells", args=[self.task_id])
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=LONGEST)
        self._open_form(connection, port)
        connection.close()  # the server would, while others still open their forms
        start.wait()
        for line, numerator in self.lines.items():
            began = time.perf_counter()
            body = json.dumps(_cells(line, numerator))
            connection.request("POST", path, body, self._headers(port))
            answer = connection.getresponse()
            content = answer.read()
            self.seconds.append(time.perf_counter() - began)
            if answer.status == http.HTTPStatus.OK and _is_kept(content, line):
                self.acknowledged[line] = numerator
            else:
                self.failed.append(f"{answer.status} {content[:200]!r}")
        connection.close()

    def _open_form(self, connection: http.client.HTTPConnection, port: int) -> None:
        """As everybody does before they type; a server that just began has its rules by then."""
        connection.request("GET", reverse("entry", args=[self.task_id]), None, self._headers(port))
        answer = connection.getresponse()
        answer.read()
        if answer.status != http.HTTPStatus.OK:
            raise NotKeptError(self.task_id, f"the form does not open: {answer.status}")

    def _headers(self, port: int) -> dict[str, str]:
        return {
            "Content-Type": "application/json",
            "Cookie": self.cookies,
            "X-CSRFToken": self.token,
            "Referer": f"http://127.0.0.1:{port}/",
        }


def measure(sizes: Sizes) -> list[Figure]:
    """Seconds that an acknowledged save takes, and how many are kept in a second."""
    operators = _operators(sizes)
    with _served() as port:
        took = _together(operators, port)
    for operator in operators:
        _check(operator, sizes.cells)
    every = [second for operator in operators for second in operator.seconds]
    cuts = quantiles(every, n=100)
    return [
        Figure(f"{sizes.savers} units x {sizes.cells} cells, a request each: median", cuts[49]),
        Figure("of them the slowest of twenty (p95)", cuts[94]),
        Figure("the slowest of all", max(every)),
        Figure("kept in a second", len(every) / took, "figures"),
    ]


def _operators(sizes: Sizes) -> list[Operator]:
    """An agency whose cycle stands at step 4, and one operator signed in for each unit."""

    stage = quarter_over(
        write_agency(settings.DATA_DIR / "agency", "bersama", sizes.cells, sizes.savers)
    )
    cycle_id = begin_cycle(stage, Story(YearPeriod(YEAR, PERIOD)), lambda _step: None)
    return [
        _operator(
            stage.people[Role.OPERATOR, task.unit],
            task.task_id,
            {line.line_id: str(100_000 + 1_000 * at + n) for n, line in enumerate(task.lines)},
        )
        for at, task in enumerate(stage.stand(cycle_id).tasks)
    ]


def _operator(account_id: int, task_id: int, lines: Mapping[int, str]) -> Operator:
    """Signed in as the pages would: a session, and a token against forged requests."""
    account = get_user_model().objects.get(pk=account_id)
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(account.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    session.save()
    request = RequestFactory().get("/")
    token = get_token(request)
    secret = request.META["CSRF_COOKIE"]
    kept = {settings.SESSION_COOKIE_NAME: session.session_key, settings.CSRF_COOKIE_NAME: secret}
    cookies = "; ".join(f"{name}={value}" for name, value in kept.items())
    return Operator(task_id, lines, cookies, token)


@contextmanager
def _served() -> Iterator[int]:
    """The port at which `ukur serve` answers, for as long as it is needed."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = "from ukur.cli.main import main; main()"
    server = subprocess.Popen(
        [sys.executable, "-c", command, "serve", f"--port={port}", f"--workers={PROCESSES}"],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        if server.stdout is None or not server.stdout.readline():
            raise RuntimeError("the server does not answer")
        yield port
    finally:
        server.terminate()
        server.wait(timeout=LONGEST)


def _together(operators: list[Operator], port: int) -> float:
    """Seconds from the moment when all have their forms open to the last answer."""
    start = threading.Barrier(len(operators) + 1)
    threads = [
        threading.Thread(target=operator.send_all, args=(port, start)) for operator in operators
    ]
    for thread in threads:
        thread.start()
    start.wait(timeout=LONGEST)
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    return time.perf_counter() - began


def _cells(line: int, numerator: str) -> object:
    return {"lines": {str(line): {"numerator": numerator, "denominator": "200000", "seen": 0}}}


def _is_kept(content: bytes, line: int) -> bool:
    return json.loads(content)["lines"].get(str(line), {}).get("kept") is True


def _check(operator: Operator, cells: int) -> None:
    """Nothing, if what was acknowledged is what stands there.

    Raises:
        NotKeptError: a figure was refused, lost, doubled, or its chain is broken.
    """
    if operator.failed or len(operator.acknowledged) != cells:
        raise NotKeptError(operator.task_id, f"not taken: {operator.failed[:3]}")
    rows = Entry.objects.filter(task=operator.task_id)
    found = {row.line_id: (row.numerator, row.saves) for row in rows}
    sent = {line: (Decimal(text), 1) for line, text in operator.acknowledged.items()}
    if found != sent:
        raise NotKeptError(operator.task_id, "what was acknowledged is not what is kept")
    events = EventRow.objects.filter(task=operator.task_id).order_by("sequence")
    chain = [Event(e.sequence, e.at, e.by, e.verb, e.facts, e.previous, e.hash) for e in events]
    if len(chain) != cells or first_break(chain) is not None:
        raise NotKeptError(operator.task_id, f"{len(chain)} events for {cells} figures")
