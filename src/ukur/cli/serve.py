"""`ukur serve`: brings the tables up to date and serves the pages with gunicorn."""

import socket
from collections.abc import Callable, Mapping
from gettext import gettext as _
from multiprocessing import get_context
from typing import Any

import click
from django.conf import settings
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.db import connections
from gunicorn.app.base import BaseApplication

from ukur.cli.answers import CouldNot
from ukur.cli.demo import seed as run_sample

THREADS = 8


@click.command(
    help=_("Serve the pages: bring the tables up to date, then answer until Ctrl+C is pressed.")
)
@click.option(
    "--host",
    envvar="HOST",
    default="127.0.0.1",
    show_default=True,
    show_envvar=True,
    help=_("Address to answer at; beside loopback, put an https proxy before it."),
)
@click.option(
    "--port",
    envvar="PORT",
    default=8000,
    show_default=True,
    show_envvar=True,
    type=click.IntRange(1, 65535),
    help=_("Port to answer at."),
)
@click.option(
    "--workers",
    default=2,
    show_default=True,
    type=click.IntRange(1, 64),
    help=_("Processes that answer, each with eight threads."),
)
@click.option(
    "--seed", is_flag=True, help=_("First run one whole cycle on the sample agency, once.")
)
def serve(*, host: str, port: int, workers: int, seed: bool) -> None:
    check_free(host, port)
    call_command("migrate", verbosity=0, interactive=False)
    if seed:
        run_apart(run_sample)
    connections.close_all()  # a forked worker must not share the parent's connection
    Server(gunicorn_settings(host, port, workers)).run()


def run_apart(act: Callable[[], None]) -> None:
    """Do something in a process of its own, and wait for it.

    Typesetting starts threads; a worker that is forked from a process with such threads waits for
    them for ever. So this one must not typeset before its workers are there.

    Raises:
        CouldNot: it failed; why stands on standard error.
    """
    connections.close_all()
    process = get_context("fork").Process(target=act)
    process.start()
    process.join()
    if process.exitcode:
        raise CouldNot(_("The sample could not be made. Begin again with an empty data folder."))


def check_free(host: str, port: int) -> None:
    """Nothing, if the address can be answered at.

    Raises:
        CouldNot: another program answers there, or the address is not this machine's.
    """
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        sentence = _("{address} cannot be used ({reason}). Choose another, such as PORT={other}.")
        raise CouldNot(
            sentence.format(address=f"{host}:{port}", reason=error.strerror, other=port % 65535 + 1)
        ) from error


def gunicorn_settings(host: str, port: int, workers: int) -> dict[str, object]:
    """Threads for waiting, processes for computing; no file and no socket beside the one served."""
    return {
        "bind": f"[{host}]:{port}" if ":" in host else f"{host}:{port}",
        "workers": workers,
        "worker_class": "gthread",
        "threads": THREADS,
        "loglevel": "warning",
        "control_socket_disable": True,
        "when_ready": announced(host, port),
    }


def announced(host: str, port: int) -> "Announcement":
    """What gunicorn calls once it answers."""
    return Announcement(settings.PUBLIC_URL or f"http://{host}:{port}/")


class Announcement:
    """Says where the pages are."""

    def __init__(self, address: str) -> None:
        self.address = address

    def __call__(self, _server: object) -> None:
        click.echo(
            _("Ukur answers at {address} (stop it with Ctrl+C).").format(address=self.address)
        )


class Server(BaseApplication):
    """Gunicorn, told its settings by us and not by a command line or a file."""

    def __init__(self, chosen: Mapping[str, object]) -> None:
        self.chosen = chosen
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.chosen.items():
            self.cfg.set(name, value)

    def load(self) -> Any:  # gunicorn's own type for it leaves Django's out
        return get_wsgi_application()
