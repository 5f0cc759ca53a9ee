"""Forty units save a hundred cells each at the same moment, on SQLite and on PostgreSQL.

Each database is an installation of its own, measured by `bench.saving_at_once` in a process of
its own.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator

from bench.figures import Figure, Sizes
from tests.run import postgres

ALONE = (sys.executable, "-m", "bench.run", "--alone", "saving_at_once")


def measure(sizes: Sizes) -> list[Figure]:
    """Seconds that an acknowledged save takes, and saves a second, on both databases."""
    figures = [*_apart("SQLite", "", sizes)]
    with postgres() as url:
        # the database that every new server has; tests make one of their own
        return [*figures, *_apart("PostgreSQL", url.replace("/ukur?", "/postgres?"), sizes)]


def _apart(name: str, url: str, sizes: Sizes) -> Iterator[Figure]:
    """What a process of its own measures on that database."""
    told = (f"--savers={sizes.savers}", f"--cells={sizes.cells}")
    with tempfile.TemporaryDirectory(prefix="ukur-together-") as data:
        place = {**os.environ, "UKUR_DATA": data, "DATABASE_URL": url}
        ran = subprocess.run(
            [*ALONE, *told], env=place, check=True, stdout=subprocess.PIPE, text=True
        )
    for line in ran.stdout.splitlines():
        _name, what, measured = line.split("\t")
        value, unit = measured.split()
        yield Figure(f"{name}: {what}", float(value), unit)
