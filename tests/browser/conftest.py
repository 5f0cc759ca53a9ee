"""A real Chromium on a real server with a data folder of its own."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
FILL = "from ukur.cli.starting import start; start(); from tests import small_office as office; "
NOTHING_MEASURED = f"{FILL} office.main()"
TWO_CYCLES = f"{FILL} office.main_with_cycles()"
PROVOKED = (
    "status of 4",
    "status of 511",
    "ERR_INTERNET_DISCONNECTED",
    "ERR_FAILED",
    "htmx:sendError",
    "htmx:sendAbort",
    "htmx:afterRequest",
)
"""What the browser says of what a test provokes: a refusal, a lost connection, an answer that
overtakes the question before it."""
PATIENCE = 60
"""Seconds until a server that does not answer is given up."""
PATIENCE_OF_A_PAGE = 15_000
"""Milliseconds until a page that does not become what is expected is given up."""

expect.set_options(timeout=PATIENCE_OF_A_PAGE)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, without a window.

    No longer than a module: while it runs, its event loop keeps others from running theirs.
    """
    program = shutil.which("chromium")
    assert program is not None, "chromium is not installed"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=list(QUIET))
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a small sample office on which nothing was measured yet."""
    with served(tmp_path_factory.mktemp("office"), NOTHING_MEASURED) as address:
        yield address


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the same office with an archived cycle, 1, and one at step 4, 2."""
    with served(tmp_path_factory.mktemp("sample"), TWO_CYCLES) as address:
        yield address


@contextmanager
def served(data: Path, fill: str, post: int = 0) -> Iterator[str]:
    """A server on a data folder that `fill` has filled; its mail goes to the port `post`."""
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | {
        "DJANGO_SETTINGS_MODULE": "ukur.settings",
        "UKUR_DATA": str(data),
        "UKUR_SAMPLE": "1",
    }
    checkout = Path(__file__).resolve().parents[2]
    subprocess.run([sys.executable, "-c", fill], check=True, cwd=checkout, env=environment)
    port = _free_port()
    address = f"http://127.0.0.1:{port}"
    reached = {"EMAIL_URL": f"smtp://127.0.0.1:{post}", "PUBLIC_URL": address} if post else {}
    server = subprocess.Popen(
        [sys.executable, "-c", "from ukur.cli.main import main; main()", "serve"],
        cwd=checkout,
        env={**environment, "PORT": str(port), **reached},
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait_for(f"{address}/masuk/")
        yield address
    finally:
        server.terminate()
        server.wait(timeout=PATIENCE)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of a visitor of its own; anything its console complains about fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    visited = context.new_page()
    visited.set_default_timeout(PATIENCE_OF_A_PAGE)
    complaints: list[str] = []
    visited.on("pageerror", lambda error: complaints.append(str(error)))
    visited.on(
        "console", lambda said: complaints.append(said.text) if said.type == "error" else None
    )
    yield visited
    context.close()
    assert [line for line in complaints if not any(part in line for part in PROVOKED)] == []


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(address: str) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(address, timeout=2):  # noqa: S310  our own loopback
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    raise TimeoutError(address)
