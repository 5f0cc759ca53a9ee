"""`ukur serve`: answers where it says, and says why when it cannot."""

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from ukur.cli.answers import CouldNot
from ukur.cli.serve import check_free, gunicorn_settings, run_apart

WAIT = 60


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def serving(tmp_path: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    """The program, serving an empty installation."""
    environment = {**os.environ, "UKUR_DATA": str(tmp_path / "data"), "PORT": str(port)}
    environment |= {"DJANGO_SETTINGS_MODULE": "ukur.settings"}
    environment.pop("DATABASE_URL", None)
    with subprocess.Popen(
        [sys.executable, "-c", "from ukur.cli.main import main; main()", "serve"],
        cwd=tmp_path,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield process
        process.send_signal(signal.SIGTERM)
        process.wait(WAIT)


@pytest.mark.slow
def test_an_empty_installation_answers_where_it_says(
    serving: subprocess.Popen[str], port: int, tmp_path: Path
) -> None:
    assert serving.stdout is not None
    assert f"http://127.0.0.1:{port}/" in serving.stdout.readline()
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=WAIT) as answer:
        assert answer.status == 200
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


def test_a_port_in_use_is_told_with_another(port: int) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        with pytest.raises(CouldNot, match=f"PORT={port + 1}"):
            check_free("127.0.0.1", port)


def test_an_address_of_another_machine_is_told() -> None:
    with pytest.raises(CouldNot, match=r"192\.0\.2\.1:8000"):
        check_free("192.0.2.1", 8000)


def test_an_address_of_ipv6_is_written_in_brackets() -> None:
    assert gunicorn_settings("::1", 8000, 1)["bind"] == "[::1]:8000"


_SEED_THEN_FORK = """
import os
from ukur.cli.starting import start_anywhere
start_anywhere()
from tests.sample_papers import ORDER
from ukur.adapters.typesetting import Typst
from ukur.cli.serve import run_apart
from ukur.domain.papers import plain

def typeset():
    Typst().typeset("order", plain(ORDER), {})

run_apart(typeset)
worker = os.fork()
if worker:
    raise SystemExit(os.waitpid(worker, 0)[1])
typeset()
os._exit(0)
"""


def test_a_worker_still_typesets_after_the_sample_was_made() -> None:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "ukur.settings"}
    done = subprocess.run(
        [sys.executable, "-c", _SEED_THEN_FORK], env=environment, timeout=WAIT, check=False
    )
    assert done.returncode == 0


def _fail() -> None:
    raise SystemExit(3)


def test_a_sample_that_could_not_be_made_is_told() -> None:
    with pytest.raises(CouldNot):
        run_apart(_fail)
