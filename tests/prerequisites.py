"""What the tests need beside Python packages, and getting it where that is allowed."""

import os
import shutil
import subprocess
import sys
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

POSTGRES_FOLDERS = "usr/lib/postgresql/*/bin"


@dataclass(frozen=True)
class Need:
    """Programs that some tests call, and the Debian packages that bring them."""

    programs: tuple[str, ...]
    packages: tuple[str, ...]


NEEDS = {
    "browser": Need(("chromium",), ("chromium",)),
    "node": Need(("node", "npm"), ("nodejs", "npm")),
    "postgres": Need(("initdb", "pg_ctl"), ("postgresql",)),
    "papers": Need(
        ("pdfsig", "pdftotext", "qpdf", "openssl"), ("poppler-utils", "qpdf", "openssl")
    ),
}

CAN_BE_LEFT_OUT = ("browser", "node", "postgres")

ORACLES = Path(__file__).with_name("oracles")
"""Judges of what we write that run on Node.js; their lock names every package by its hash."""
ORACLES_INSTALLED = Path(sys.prefix) / "oracles"


class NotReady(Exception):
    """The tests cannot run as asked; the message says what to do."""


def program(name: str) -> str | None:
    """Where a program lies; Debian keeps those of PostgreSQL off the path."""
    found = [str(path) for path in sorted(Path("/").glob(f"{POSTGRES_FOLDERS}/{name}"))]
    return shutil.which(name) or (found[-1] if found else None)


def left_out(environment: Mapping[str, str]) -> tuple[str, ...]:
    """The needs that UKUR_TEST_WITHOUT names.

    Raises:
        NotReady: a name is not one of ours, or nothing may be left out here.
    """
    names = tuple(n for n in environment.get("UKUR_TEST_WITHOUT", "").split(",") if n)
    if unknown := set(names) - set(CAN_BE_LEFT_OUT):
        said = f"UKUR_TEST_WITHOUT knows {CAN_BE_LEFT_OUT}, not {sorted(unknown)}."
        raise NotReady(said)
    if names and environment.get("CI") == "true":
        raise NotReady("With CI=true nothing can be left out: unset UKUR_TEST_WITHOUT.")
    return names


def missing(without: Collection[str] = ()) -> tuple[str, ...]:
    """The Debian packages whose programs are not here."""
    return tuple(
        package
        for name, need in NEEDS.items()
        if name not in without and not all(map(program, need.programs))
        for package in need.packages
    )


def provide(without: Collection[str] = ()) -> None:
    """Nothing, once everything that is not left out is here; installs it where that is allowed.

    Raises:
        NotReady: something is missing and cannot be installed; with the one line to run.
    """
    _provide_programs(without)
    if "node" not in without:
        _provide_oracles()


def _provide_programs(without: Collection[str]) -> None:
    packages = missing(without)
    if not packages:
        return
    line = f"apt-get install -y --no-install-recommends {' '.join(packages)}"
    prefix = _as_root()
    if prefix is not None:
        subprocess.run([*prefix, "apt-get", "update", "-qq"], check=True)
        subprocess.run([*prefix, *line.split()], check=True, env=_quiet())
    if missing(without):
        said = (
            f"The tests need programs that are not here. Run this, then make test again:\n"
            f"  sudo {line}\n"
            f"Without a browser, Node.js or PostgreSQL: "
            f"UKUR_TEST_WITHOUT={','.join(CAN_BE_LEFT_OUT)}"
        )
        raise NotReady(said)


def _provide_oracles() -> None:
    """Put the packages of the lock beside Python's, where others or none are there."""
    if oracles_are_installed():
        return
    ORACLES_INSTALLED.mkdir(exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(ORACLES / name, ORACLES_INSTALLED)
    # No script of any package is run.
    line = "npm ci --ignore-scripts --no-audit --no-fund --loglevel=error"
    done = subprocess.run(line.split(), cwd=ORACLES_INSTALLED, check=False)
    if done.returncode:
        said = f"In {ORACLES_INSTALLED}, this failed: {line}\nTo do without: UKUR_TEST_WITHOUT=node"
        raise NotReady(said)
    shutil.copy(ORACLES / "package-lock.json", ORACLES_INSTALLED / "installed.json")


def oracles_are_installed() -> bool:
    """Whether the last installation that was finished is that of the present lock."""
    done = ORACLES_INSTALLED / "installed.json"
    lock = ORACLES / "package-lock.json"
    return done.exists() and done.read_bytes() == lock.read_bytes()


def _as_root() -> list[str] | None:
    """What to put before a command so that apt may install; None where it may not."""
    if not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return []
    if not shutil.which("sudo"):
        return None
    may = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False)
    return ["sudo", "-n"] if may.returncode == 0 else None


def _quiet() -> dict[str, str]:
    return {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
