"""A query that is asked at every save, put into SQL once.

For a query of a few columns Django takes several times as long to compose the SQL as the database
takes to answer. The SQL and the way back from columns to objects are Django's own, kept as
they were made the first time; only the values differ from one asking to the next.
"""

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.query import get_related_populators
from django.db.models.sql.compiler import SQLCompiler

Row = TypeVar("Row")


Value = int | str


class _Place(str):
    """Stands among the values of a composed query for the one of its name."""

    __slots__ = ()


class Given(models.Expression):
    """A place in a query for a number or a text that is only known when it is asked."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(
        self, _compiler: SQLCompiler, _connection: BaseDatabaseWrapper
    ) -> tuple[str, tuple[Value, ...]]:
        return "%s", (_Place(self.name),)


@dataclass(frozen=True)
class _Composed(Generic[Row]):
    """SQL, what goes into it (the places by name among what never differs), and the way back."""

    sql: str
    values: Sequence[Value]
    made_of: Callable[[Sequence[Sequence[Any]]], list[Row]]

    def with_values(self, given: Mapping[str, Value]) -> list[Value]:
        return [given[one] if isinstance(one, _Place) else one for one in self.values]


class Prepared(Generic[Row]):
    """A query with places (`Given`), of objects or by `values_list` of tuples.

    `rows` gives it as a query set like any other: its filters, columns, order, and locks.
    """

    def __init__(self, rows: Callable[[], models.QuerySet[Any, Row]]) -> None:
        self._rows = rows
        # by thread, as connections are: the way back is bound to the connection it was made for
        self._here = threading.local()

    def all(self, **given: Value) -> list[Row]:
        """What the query finds with these values for its places. One query."""
        connection = connections[DEFAULT_DB_ALIAS]
        known: _Composed[Row] | None = getattr(self._here, "composed", None)
        if known is None:
            known = self._here.composed = _composed(self._rows(), connection)
        with connection.cursor() as cursor:
            cursor.execute(known.sql, known.with_values(given))
            found = cursor.fetchall()
        return known.made_of(found)


def _composed(rows: models.QuerySet[Any, Any], connection: BaseDatabaseWrapper) -> _Composed[Any]:
    compiler = rows.query.get_compiler(connection=connection)
    sql, values = compiler.as_sql()
    converters = compiler.get_converters([column[0] for column in compiler.select])

    def plain(found: Sequence[Sequence[Any]]) -> Any:
        return compiler.apply_converters(found, converters) if converters else found

    if not rows.query.default_cols:
        return _Composed(sql, values, lambda found: [tuple(row) for row in plain(found)])
    make = _maker(compiler)
    return _Composed(sql, values, lambda found: [make(row) for row in plain(found)])


def _maker(compiler: SQLCompiler) -> Callable[[Sequence[Any]], Any]:
    """Makes the object of a row, with what it refers to, as a query set does."""
    info: Any = compiler.klass_info
    places = info["select_fields"]
    columns: Any = [compiler.select[place][0] for place in places]
    names = [column.target.attname for column in columns]
    first, end = places[0], places[-1] + 1
    related = get_related_populators(info, compiler.select, DEFAULT_DB_ALIAS)  # type: ignore[call-arg]  # the types are those of Django 6

    def made(row: Sequence[Any]) -> Any:
        found = info["model"].from_db(DEFAULT_DB_ALIAS, names, row[first:end])
        for one in related:
            one.populate(row, found)
        return found

    return made
