"""Runs all tests: `python -m tests.run`, what `make test` does.

Once on SQLite with coverage, and those that touch tables once more on a PostgreSQL of its own,
which is stopped afterwards.
Whatever the tests write lies in a temporary folder.
"""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.prerequisites import NotReady, left_out, program, provide

WITH_TABLES = (
    "tests/adapters/backup",
    "tests/api",
    "tests/cli",
    "tests/edge",
    "tests/faults",
    "tests/store",
    "tests/story",
    "tests/test_remembering.py",
    "tests/usecases",
    "tests/web",
)
"""What can come out otherwise on another database; the rest never touches one."""
QUICK_NOT_SAFE = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


def main() -> int:
    """The exit code: that of the first run of pytest that failed."""
    try:
        without = left_out(os.environ)
        provide(without)
    except (NotReady, subprocess.CalledProcessError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    with tempfile.TemporaryDirectory(prefix="ukur-test-") as room:
        chosen = [f"not {name}" for name in without if name != "postgres"]
        code = pytest(Path(room), ["--cov", "--cov-report=term"], chosen, {})
        if code == 0 and "postgres" not in without:
            with postgres() as url:
                told = {"DATABASE_URL": url}
                code = pytest(Path(room), [*WITH_TABLES], [*chosen, "not browser"], told)
    if without:
        sys.stdout.write(f"INCOMPLETE: left out {', '.join(without)}\n")
    return code


def pytest(room: Path, options: list[str], chosen: list[str], extra: Mapping[str, str]) -> int:
    """One run of pytest over all tests that are `chosen`, writing nothing into the checkout."""
    database = "PostgreSQL" if "DATABASE_URL" in extra else "SQLite"
    sys.stdout.write(f"-- tests on {database}\n")
    sys.stdout.flush()
    environment = {
        **{name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
        "UKUR_DATA": str(room / "data"),
        "UKUR_TEST_DATA": str(room / "data"),
        "COVERAGE_FILE": str(room / "coverage"),
        "HYPOTHESIS_STORAGE_DIRECTORY": str(room / "hypothesis"),
        "PYTHONDONTWRITEBYTECODE": "1",
        **extra,
    }
    command = [sys.executable, "-m", "pytest", "-n", "auto", "-o", f"cache_dir={room / 'cache'}"]
    marks = ["-m", " and ".join(chosen)] if chosen else []
    return subprocess.run([*command, *options, *marks], env=environment, check=False).returncode


@contextmanager
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL that answers on a socket in a folder of its own.

    It refuses to run as root, so root lends it the user that its package made.
    """
    initdb, control = program("initdb"), program("pg_ctl")
    if initdb is None or control is None:
        raise NotReady("PostgreSQL is not installed.")
    user = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
    room = Path(tempfile.mkdtemp(prefix="ukur-pg-"))
    data, log = room / "data", room / "log"
    options = [f"-c {o}" for o in (*QUICK_NOT_SAFE, "listen_addresses=", "max_connections=100")]
    if os.geteuid() == 0:
        shutil.chown(room, user)

    def run(*command: str | Path) -> None:
        lent = {"user": user} if os.geteuid() == 0 else {}
        subprocess.run(command, check=True, cwd=room, stdout=subprocess.DEVNULL, **lent)  # type: ignore[call-overload]  # mypy cannot see through the mapping

    try:
        run(
            initdb, "--no-sync", "--auth=trust", "--encoding=UTF8", "--locale=C", "-U", "ukur", data
        )
        run(control, "-w", "-D", data, "-l", log, "-o", f"-k {room} {' '.join(options)}", "start")
        try:
            yield f"postgresql://ukur@/ukur?host={room}"
        finally:
            run(control, "-w", "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(room)


if __name__ == "__main__":
    sys.exit(main())
