"""Links are asked within bounds, and never lead into this machine or its neighbours."""

import hashlib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from ukur.adapters.links import WebLinks, is_public
from ukur.domain.ports import Fetched

PAGE = b"rekap bulan September"
DROPS, A_DROP = 400, 0.05
"""How many bytes a slow server sends one by one, and the seconds between them."""
HALF_OF_THE_DRIP = DROPS * A_DROP / 2


class _Answers(BaseHTTPRequestHandler):
    asked: list[str] = []  # noqa: RUF012 - one server a test, emptied by it

    def do_GET(self) -> None:
        self.asked.append(self.path)
        step = self.path.strip("/").split("/")
        if step[0] == "ke":
            self.send_response(302)
            self.send_header("Location", "/" + "/".join(step[1:]))
            self.end_headers()
        elif step[0].startswith("keluar"):
            self.send_response(302)
            self.send_header("Location", self.path.partition("?ke=")[2])
            self.end_headers()
        elif step[0] == "dalam":
            self.send_response(302)
            self.send_header("Location", "http://169.254.169.254/latest/meta-data/")
            self.end_headers()
        elif step[0] in {"lambat", "kepala"}:
            self.send_response(200)
            if step[0] == "lambat":
                self.end_headers()
            self.flush_headers()
            with suppress(OSError):
                for _drop in range(DROPS):
                    self.wfile.write(b"x")
                    self.wfile.flush()
                    time.sleep(A_DROP)
        else:
            self.send_response(200 if step[0] == "rekap" else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(PAGE)

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@contextmanager
def served(host: str = "127.0.0.1", port: int = 0) -> Iterator[str]:
    _Answers.asked = []
    server = ThreadingHTTPServer((host, port), _Answers)
    server.daemon_threads = True
    worker = threading.Thread(target=server.serve_forever, daemon=True)
    worker.start()
    try:
        yield f"http://{host}:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


def only_here(address: str) -> bool:
    return address == "127.0.0.1"


HERE = WebLinks(may_ask=only_here, seconds=3)


def test_what_a_link_gives_is_hashed_and_not_kept() -> None:
    with served() as base:
        assert HERE.fetch(f"{base}/rekap") == Fetched(
            hashlib.sha256(PAGE).hexdigest(), len(PAGE), "text/html"
        )


def test_a_redirect_is_followed_three_times_and_no_further() -> None:
    with served() as base:
        assert HERE.fetch(f"{base}/ke/ke/ke/rekap") is not None
        assert HERE.fetch(f"{base}/ke/ke/ke/ke/rekap") is None


def test_a_redirect_into_the_inside_is_not_followed() -> None:
    with served() as base:
        assert HERE.fetch(f"{base}/dalam") is None
        assert _Answers.asked == ["/dalam"]


def test_what_is_missing_large_or_slow_was_not_reached() -> None:
    with served() as base:
        assert HERE.fetch(f"{base}/hilang") is None
        assert WebLinks(may_ask=only_here, seconds=3, largest=5).fetch(f"{base}/rekap") is None
        began = time.monotonic()
        assert WebLinks(may_ask=only_here, seconds=0.4).fetch(f"{base}/lambat") is None
        assert time.monotonic() - began < HALF_OF_THE_DRIP


@pytest.mark.parametrize("path", ["lambat", "kepala"])
def test_who_sends_a_byte_now_and_then_holds_no_thread(path: str) -> None:
    with served() as base:
        before = set(threading.enumerate())
        assert WebLinks(may_ask=only_here, seconds=0.4).fetch(f"{base}/{path}") is None
        until = time.monotonic() + HALF_OF_THE_DRIP
        while (more := set(threading.enumerate()) - before) and time.monotonic() < until:
            time.sleep(0.05)
        assert not more


def test_this_machine_is_not_asked_whatever_it_is_called() -> None:
    with served() as base:
        port = base.rpartition(":")[2]
        for host in ("127.0.0.1", "localhost", "127.1", "2130706433", "0x7f000001", "[::1]", "0"):
            assert WebLinks(seconds=2).fetch(f"http://{host}:{port}/rekap") is None
        assert _Answers.asked == []


# --- names that say something else the next time ----------------------------------------------
# Two addresses of this machine play the net outside and the office inside.

OUTSIDE, INSIDE = "127.0.0.2", "127.0.0.1"
both_reached = pytest.mark.allow_hosts([OUTSIDE, INSIDE])


@dataclass
class Fickle:
    """A name server that gives one answer after the other, and the last one for ever."""

    answers: list[list[str]]
    asked: list[str] = field(default_factory=list)

    def resolve(self, host: str, _port: int) -> list[str]:
        self.asked.append(host)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]

    def links(self) -> WebLinks:
        return WebLinks(may_ask=lambda one: one == OUTSIDE, seconds=3, resolve=self.resolve)


@contextmanager
def office() -> Iterator[tuple[int, list[str]]]:
    """A neighbour inside at a port, and the same port outside; the requests that came inside."""
    with served(OUTSIDE) as outside:
        port = int(outside.rpartition(":")[2])
        knocked: list[str] = []

        class Neighbour(_Answers):
            asked = knocked

        inside = ThreadingHTTPServer((INSIDE, port), Neighbour)
        worker = threading.Thread(target=inside.serve_forever, daemon=True)
        worker.start()
        try:
            yield port, knocked
        finally:
            inside.shutdown()
            inside.server_close()


@both_reached
def test_a_name_that_turns_inwards_after_it_was_judged_leads_to_what_was_judged() -> None:
    names = Fickle([[OUTSIDE], [INSIDE]])
    with office() as (port, knocked):
        assert names.links().fetch(f"http://ganti.contoh.test:{port}/rekap") is not None
        assert (_Answers.asked, knocked) == (["/rekap"], [])
    assert names.asked == ["ganti.contoh.test"]


@both_reached
def test_a_name_that_turns_inwards_at_its_redirect_is_judged_again() -> None:
    names = Fickle([[OUTSIDE], [INSIDE]])
    with office() as (port, knocked):
        assert names.links().fetch(f"http://ganti.contoh.test:{port}/ke/rekap") is None
        assert (_Answers.asked, knocked) == (["/ke/rekap"], [])
    assert names.asked == ["ganti.contoh.test"] * 2


@both_reached
def test_a_name_with_one_address_inside_is_not_asked_at_all() -> None:
    names = Fickle([[OUTSIDE, INSIDE]])
    with office() as (port, knocked):
        assert names.links().fetch(f"http://dua.contoh.test:{port}/rekap") is None
        assert (_Answers.asked, knocked) == ([], [])


@both_reached
@pytest.mark.parametrize("where", ["http://127.0.0.1:{port}", "//127.1:{port}"])
def test_a_redirect_from_outside_to_this_machine_is_not_followed(where: str) -> None:
    real = WebLinks(may_ask=lambda one: one == OUTSIDE, seconds=3)
    with office() as (port, knocked):
        there = where.format(port=port)
        assert real.fetch(f"http://{OUTSIDE}:{port}/keluar?ke={there}/rekap") is None
        assert (len(_Answers.asked), knocked) == (1, [])


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104 - an address to be refused
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1%eth0",
        "fd00::1",
        "ff02::1",
        "::ffff:10.0.0.1",
        "2002:7f00:1::",
        "64:ff9b::7f00:1",
        "64:ff9b:1::7f00:1",
        "::ffff:0:7f00:1",
        "::7f00:1",
        "fec0::1",
    ],
)
def test_what_lies_inside_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "103.10.10.10", "2606:4700::1111"])
def test_what_lies_out_in_the_net_is_public(address: str) -> None:
    assert is_public(address)


def test_one_inner_address_among_public_ones_is_enough_to_refuse(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def both(_host: str, port: int, **_how: object) -> list[tuple[object, ...]]:
        return [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))
            for address in ("8.8.8.8", "10.0.0.1")
        ]

    knocked: list[object] = []
    connect: Callable[..., socket.socket] = socket.create_connection

    def noted(where: tuple[str, int], *rest: object) -> socket.socket:
        knocked.append(where)
        return connect(where, *rest)

    monkeypatch.setattr(socket, "getaddrinfo", both)
    monkeypatch.setattr(socket, "create_connection", noted)
    assert WebLinks(seconds=1).fetch("https://contoh.go.id/") is None
    assert knocked == []
