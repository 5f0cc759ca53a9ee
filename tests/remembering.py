"""Stories that many tests begin with are lived through once, and then put back.

`remembered(world, story, live)` looks at every row of every table. If the same story began from
the same rows before, its outcome is written back instead of being lived again: the same rows
with the same ids, and the same files in the vault. So a test sees what it would have seen, sooner.
Only tests know this; what they test goes through the use cases.
"""

from collections.abc import Callable, Hashable, Iterator, Mapping, Set
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol, TypeVar

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

Result = TypeVar("Result")
Row = tuple[Any, ...]


@dataclass(frozen=True)
class Table:
    """The rows of a table; a table that was taken back and forth has its columns in another order,
    so they stand in that of their names."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


Tables = Mapping[str, Table]
"""Those that have rows, by their names."""

MOST_BEGINNINGS = 4
"""So many beginnings of one story are kept: those that were asked for last."""
NOT_OF_A_STORY = frozenset({"django_content_type", "attempt"})


class Fakes(Protocol):
    """What a story can change beside the tables."""

    def keep(self) -> Mapping[str, object]:
        """What the fakes behind the ports hold now."""
        ...

    def take(self, kept: Mapping[str, object]) -> None:
        """Hold that again."""
        ...


@dataclass(frozen=True)
class _Outcome:
    tables: Tables
    kept: Mapping[str, object]
    result: object


_LIVED: dict[Hashable, list[tuple[Tables, Mapping[str, object], _Outcome]]] = {}


def remembered(fakes: Fakes, story: Hashable, live: Callable[[], Result]) -> Result:
    """What `live` returns, with everything that it leaves; lived through once from each beginning.

    `story` names what `live` does; the same name must stand for the same acts.
    """
    before, held = tables(), fakes.keep()
    known = _LIVED.setdefault(story, [])
    for at, (beginning, kept, outcome) in enumerate(known):
        if beginning == before and kept == held:
            known.append(known.pop(at))
            _write_back(before, outcome.tables)
            fakes.take(outcome.kept)
            return outcome.result  # type: ignore[return-value]  # what this story returned before
    result = live()
    known.append((before, held, _Outcome(tables(), fakes.keep(), result)))
    del known[:-MOST_BEGINNINGS]
    return result


def tables(but: frozenset[str] = NOT_OF_A_STORY) -> Tables:
    """Every row of every table, but of those that no story can change.

    Most tables have none, and all of them are asked at once which have.
    """
    names = [name for name in _names() if name not in but]
    with connection.cursor() as cursor:
        asked = ", ".join(f"EXISTS (SELECT 1 FROM {name})" for name in names)  # noqa: S608 - our own names
        cursor.execute(f"SELECT {asked}")
        filled = cursor.fetchone()
        return {
            name: _read(cursor, name)
            for name, any_row in zip(names, filled, strict=True)
            if any_row
        }


@cache
def _names() -> tuple[str, ...]:
    return tuple(sorted(connection.introspection.django_table_names(only_existing=False)))


def _read(cursor: CursorWrapper, name: str) -> Table:
    cursor.execute(f"SELECT * FROM {name} ORDER BY 1")  # noqa: S608 - our own names
    columns = [described[0] for described in cursor.description]
    order = sorted(range(len(columns)), key=columns.__getitem__)
    return Table(
        tuple(columns[at] for at in order),
        tuple(tuple(_plain(row[at]) for at in order) for row in cursor),
    )


def _plain(cell: Any) -> Any:
    return bytes(cell) if isinstance(cell, memoryview) else cell


def _write_back(now: Tables, then: Tables) -> None:
    """Only the tables that differ; references are checked when the transaction ends."""
    changed = [name for name in _names() if now.get(name) != then.get(name)]
    with transaction.atomic(), connection.cursor() as cursor:
        for name in changed:
            if name in now:
                cursor.execute(f"DELETE FROM {name}")  # noqa: S608 - our own names
        for name in changed:
            if name in then:
                _insert(cursor, name, then[name])
        _go_on_behind(cursor, then.keys() & set(changed))


def _go_on_behind(cursor: CursorWrapper, names: Set[str]) -> None:
    """Let PostgreSQL number what follows behind the rows: a test before may have begun anew."""
    models = [model for model in apps.get_models() if model._meta.db_table in names]
    if statements := connection.ops.sequence_reset_sql(no_style(), models):
        cursor.execute(" ".join(statements))


def _insert(cursor: CursorWrapper, name: str, table: Table) -> None:
    """All rows in as few statements as the database takes."""
    columns = ", ".join(map(connection.ops.quote_name, table.columns))
    places = f"({', '.join(['%s'] * len(table.columns))})"
    for rows in _portions(table):
        values = ", ".join([places] * len(rows))
        cells = [cell for row in rows for cell in row]
        cursor.execute(f"INSERT INTO {name} ({columns}) VALUES {values}", cells)  # noqa: S608


def _portions(table: Table) -> Iterator[tuple[Row, ...]]:
    """The rows by as many as one statement may name values of."""
    most = connection.features.max_query_params
    size = len(table.rows) if most is None else max(1, most // len(table.columns))
    for start in range(0, len(table.rows), size):
        yield table.rows[start : start + size]
