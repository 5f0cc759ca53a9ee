"""Runs benchmarks, each in a process and an empty installation of its own.

    python -m bench.run [NAME ...] [--indicators 40] [--units 32] [--few-units 8] [--rows 5000]

Prints a line for each figure: the benchmark, what was done, and how long it took.
"""

import argparse
import importlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, fields

import django
from django.core.management import call_command

from bench.figures import Sizes
from tests.old_database import age

BENCHMARKS = (
    "one_cycle",
    "pages",
    "workbooks",
    "form_workbook",
    "plan_import",
    "first_page",
    "rollup",
    "scalar",
    "tick",
    "deciding",
    "drawing",
    "lists",
    "together",
    "board",
    "entry",
)
"""Modules of this folder; each has `measure(sizes: Sizes) -> list[Figure]`."""
ALONE = "--alone"


def main(words: Sequence[str]) -> int:
    """Run what the command line names, or all; 0 if all of it could be measured."""
    told = _parser().parse_args(words)
    sizes = Sizes(**{field.name: getattr(told, field.name) for field in fields(Sizes)})
    if told.alone:
        _measure_here(told.names[0], sizes)
        return 0
    return max(_measure_apart(name, sizes) for name in told.names or BENCHMARKS)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.run", description="Measure Ukur.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BENCHMARKS))
    parser.add_argument(ALONE, action="store_true", help=argparse.SUPPRESS)
    for name, value in asdict(Sizes()).items():
        option = f"--{name.replace('_', '-')}"
        parser.add_argument(option, type=int, default=value, help="default: %(default)s")
    return parser


def _measure_apart(name: str, sizes: Sizes) -> int:
    """The exit code of the process that measured."""
    if name not in BENCHMARKS:
        print(f"no such benchmark: {name}", file=sys.stderr)
        return 2
    told = [f"--{key.replace('_', '-')}={value}" for key, value in asdict(sizes).items()]
    with tempfile.TemporaryDirectory(prefix="ukur-bench-") as data:
        ran = subprocess.run(
            [sys.executable, "-m", "bench.run", ALONE, name, *told],
            env={**_environment(), "UKUR_DATA": data, "UKUR_SAMPLE": "1"},
            check=False,
        )
    return ran.returncode


def _environment() -> dict[str, str]:
    """Ours, without what would lead to another installation."""
    others = ("DATABASE_URL", "UKUR_HOSTS", "UKUR_SECURE", "PUBLIC_URL")
    kept = {name: value for name, value in os.environ.items() if name not in others}
    return {**kept, "DJANGO_SETTINGS_MODULE": "ukur.settings"}


def _measure_here(name: str, sizes: Sizes) -> None:
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    age()
    for figure in importlib.import_module(f"bench.{name}").measure(sizes):
        print(f"{name}\t{figure}", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
