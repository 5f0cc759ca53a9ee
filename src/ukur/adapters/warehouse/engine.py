"""DuckDB as the engine that runs expressions, within a set amount of memory."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import ibis

MEGABYTES = 320
"""What DuckDB may take; beyond it, it writes to disk. The process needs about 100 more."""

_EXPLODING = "partial_aggregate_pushdown"
"""DuckDB 2.0.1 pushes aggregates below a join with every expression written out anew; with sums
over deep expressions this step of the planner takes all memory there is."""


@dataclass(frozen=True)
class Engine:
    """A database in memory that nobody else sees."""

    connection: duckdb.DuckDBPyConnection

    def rows(self, expression: ibis.Table) -> list[tuple[object, ...]]:
        """All rows of a table, in the order of its columns."""
        return self.connection.execute(sql(expression)).fetchall()


def sql(expression: ibis.Table) -> str:
    """The expression in DuckDB's SQL.

    Ibis is the compiler only: so neither pandas nor pyarrow is needed to run its expressions.
    """
    return str(ibis.to_sql(expression, dialect="duckdb", pretty=False))


@contextmanager
def engine(*, megabytes: int = MEGABYTES, threads: int | None = None) -> Iterator[Engine]:
    """An engine that goes when the block ends, with what it wrote to disk."""
    with TemporaryDirectory(prefix="ukur-rollup-") as folder:
        settings: dict[str, str | bool | int | float | list[str]] = {
            "memory_limit": f"{megabytes}MB",
            "temp_directory": str(Path(folder)),
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        }
        if threads is not None:
            settings["threads"] = threads
        with duckdb.connect(":memory:", config=settings) as connection:
            connection.execute(f"SET disabled_optimizers = '{_EXPLODING}'")
            yield Engine(connection)
