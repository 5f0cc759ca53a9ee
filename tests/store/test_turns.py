"""Writers on SQLite take turns, and nobody keeps the turn for longer than a transaction.

The database is a file of each test's own, whatever the other tests run on.
"""

import subprocess
import sys
import threading
from pathlib import Path

import pytest
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import ConnectionHandler, OperationalError

pytestmark = pytest.mark.django_db
SOON, LONG = 0.2, 20.0
"""Seconds that a writer waits for its turn, where it shall not get it and where it shall."""


def opened(path: Path, timeout: float = LONG) -> BaseDatabaseWrapper:
    """A new connection to the file, as the settings would make it."""
    settings = {
        "ENGINE": "ukur.store.sqlite",
        "NAME": path,
        "OPTIONS": {"timeout": timeout, "transaction_mode": "IMMEDIATE"},
    }
    return ConnectionHandler({"default": settings})["default"]


def begin(connection: BaseDatabaseWrapper) -> None:
    """What `transaction.atomic` does when it begins."""
    connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)


def end(connection: BaseDatabaseWrapper) -> None:
    connection.commit()
    connection.set_autocommit(True)


def write(connection: BaseDatabaseWrapper, what: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO told VALUES (%s)", [what])


def told(connection: BaseDatabaseWrapper) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT what FROM told ORDER BY rowid")
        return [what for (what,) in cursor.fetchall()]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = opened(tmp_path / "turns.sqlite3")
    with made.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("CREATE TABLE told (what TEXT)")
    made.close()
    return tmp_path / "turns.sqlite3"


def may_write(path: Path) -> bool:
    """Whether somebody else gets the turn within a moment."""
    other = opened(path, SOON)
    try:
        begin(other)
    except OperationalError:
        return False
    else:
        end(other)
        return True
    finally:
        other.close()


def test_a_writer_holds_the_turn_to_the_end_of_its_transaction(path: Path) -> None:
    first = opened(path)
    begin(first)
    assert not may_write(path)
    write(first, "one")
    end(first)
    assert may_write(path)
    first.close()


def test_whoever_waits_gets_the_turn_when_it_is_given_back(path: Path) -> None:
    first, has_begun = opened(path), threading.Event()
    begin(first)

    def wait_and_write() -> None:
        second = opened(path)
        has_begun.set()
        begin(second)
        write(second, "second")
        end(second)
        second.close()

    waiting = threading.Thread(target=wait_and_write)
    waiting.start()
    assert has_begun.wait(LONG)
    write(first, "first")
    end(first)
    waiting.join(LONG)
    assert told(first) == ["first", "second"]
    first.close()


def test_databases_side_by_side_have_a_turn_each(path: Path) -> None:
    beside = path.with_suffix(".sqlite3_other")
    connections = [opened(path), opened(beside)]
    for connection in connections:
        begin(connection)
    turns = sorted(file.name for file in path.parent.glob("*.turn"))
    for connection in connections:
        end(connection)
        connection.close()
    assert turns == ["turns.sqlite3.turn", "turns.sqlite3_other.turn"]


def test_what_is_rolled_back_gives_the_turn_back(path: Path) -> None:
    first = opened(path)
    begin(first)
    first.rollback()
    assert may_write(path)
    first.close()


def test_a_connection_that_closes_gives_the_turn_back(path: Path) -> None:
    first = opened(path)
    begin(first)
    first.close()
    assert may_write(path)


def test_a_process_that_dies_gives_the_turn_back(path: Path) -> None:
    dying = (
        "import sys, os; from pathlib import Path\n"
        "import django; django.setup()\n"
        "from tests.store.test_turns import begin, opened\n"
        "begin(opened(Path(sys.argv[1]))); os._exit(7)\n"
    )
    ran = subprocess.run([sys.executable, "-c", dying, path], check=False)
    assert ran.returncode == 7
    assert may_write(path)


def test_reading_waits_for_nobody(path: Path) -> None:
    first = opened(path)
    begin(first)
    write(first, "not yet")
    reader = opened(path, SOON)
    assert told(reader) == []
    reader.close()
    end(first)
    assert told(first) == ["not yet"]
    first.close()


def test_whoever_waits_too_long_is_told_that_the_database_is_locked(path: Path) -> None:
    first, second = opened(path), opened(path, SOON)
    begin(first)
    with pytest.raises(OperationalError, match="locked"):
        begin(second)
    second.close()
    end(first)
    first.close()
