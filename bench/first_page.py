"""From `ukur serve --seed` in an empty place to the first page: what a newcomer waits for."""

import os
import socket
import subprocess
import sys
import time
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from django.conf import settings

from bench.figures import Figure, Sizes

HOST = "127.0.0.1"
ADDRESS = "/masuk/"
LIMIT = 300
"""Seconds after which it is given up."""
PAUSE = 0.05


def measure(_sizes: Sizes) -> list[Figure]:
    """Seconds until the page for signing in answers, after the sample was carried through."""
    port = _free_port()
    ukur = Path(sys.executable).with_name("ukur")
    began = time.perf_counter()
    server = subprocess.Popen(
        [ukur, "serve", "--seed", "--host", HOST, "--port", str(port)],
        env={**os.environ, "UKUR_DATA": str(settings.DATA_DIR / "first-page")},
        stdout=subprocess.DEVNULL,
    )
    try:
        while not _answers(port):
            if server.poll() is not None or time.perf_counter() - began > LIMIT:
                raise RuntimeError("no page", server.returncode)
            time.sleep(PAUSE)
        return [Figure("until the first page", time.perf_counter() - began)]
    finally:
        _end(server)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _answers(port: int) -> bool:
    connection = HTTPConnection(HOST, port, timeout=10)
    try:
        connection.request("GET", ADDRESS)
        return connection.getresponse().status == HTTPStatus.OK
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def _end(server: subprocess.Popen[bytes]) -> None:
    server.terminate()
    try:
        server.wait(timeout=30)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
