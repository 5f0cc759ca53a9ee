"""One contender at a roll-up, in a process of its own: `python -m bench.rollup_contenders`.

NAME FACTS.parquet FOLDER     leaves unit, agency, province and nation as Parquet in FOLDER,
                              and says as JSON how long it took and how much memory it held
"""

import json
import sys
import time
from pathlib import Path

import duckdb
import ibis

LEVELS = {"agency": "perangkat_daerah", "province": "provinsi", "nation": "''"}
MEGABYTES = 320
THREADS = 2


def ours(path: Path, folder: Path) -> dict[str, float]:
    """Ibis expressions on DuckDB, as `ukur rollup` runs them."""
    from ukur.adapters.warehouse.engine import engine, sql  # noqa: PLC0415 - only in its process
    from ukur.adapters.warehouse.facts import lay_down  # noqa: PLC0415
    from ukur.adapters.warehouse.running import RollUp  # noqa: PLC0415
    from ukur.domain.figures.bulk import Level  # noqa: PLC0415
    from ukur.domain.figures.policy import DEFAULT  # noqa: PLC0415

    with engine(megabytes=MEGABYTES, threads=THREADS) as open_engine:
        began = time.perf_counter()
        decimals = lay_down(open_engine, path, Level.PROVINCE)
        looked = time.perf_counter() - began
        began, processor, compiling = time.perf_counter(), time.process_time(), 0.0
        for level in Level:
            found = RollUp(open_engine, level, DEFAULT, decimals)
            if level is Level.AGENCY:
                found.lay_parts()
            lines = found.lines()
            area = lines[found.areas[-1]] if found.areas else ibis.literal("")
            start = time.perf_counter()
            query = sql(
                lines.select(
                    area=area,
                    periode=lines.period,
                    indikator=lines.indicator,
                    reason=lines.reason,
                    raw=lines.raw,
                    short=lines.shown_short.cast("int64"),
                    place=lines.place,
                )
            )
            compiling += time.perf_counter() - start
            _write(open_engine.connection, query, folder / f"{level.value}.parquet")
        return {
            "seconds": time.perf_counter() - began,
            "processor": time.process_time() - processor,
            "compiling": compiling,
            "looking through": looked,
        }


def by_hand(path: Path, folder: Path) -> dict[str, float]:
    """SQL that a person wrote for these data."""
    from bench.rollup_by_hand import areas_sql, sums_sql, units_sql  # noqa: PLC0415

    config = {"memory_limit": f"{MEGABYTES}MB", "threads": THREADS}
    with duckdb.connect(config=config) as database:
        database.execute(f"SET temp_directory = '{folder}'")
        began = time.perf_counter()
        _write(database, units_sql(str(path)), folder / "unit.parquet")
        database.execute(f"CREATE TEMP TABLE sums AS {sums_sql(str(path))}")
        for level, area in LEVELS.items():
            _write(database, areas_sql(area), folder / f"{level}.parquet")
        return {"seconds": time.perf_counter() - began}


def _write(database: duckdb.DuckDBPyConnection, query: str, place: Path) -> None:
    as_decimal = "* REPLACE (CAST(raw AS DECIMAL(38, 0)) AS raw)"
    database.execute(f"COPY (SELECT {as_decimal} FROM ({query})) TO '{place}' (FORMAT parquet)")


def in_polars(path: Path, folder: Path) -> dict[str, float]:
    """Polars, lazily and in floating point: it has no division of decimals that is exact."""
    from bench.rollup_frames import polars_all  # noqa: PLC0415

    began = time.perf_counter()
    polars_all(path, folder)
    return {"seconds": time.perf_counter() - began}


def in_pandas(path: Path, folder: Path) -> dict[str, float]:
    """Pandas, in floating point."""
    from bench.rollup_frames import pandas_all  # noqa: PLC0415

    began = time.perf_counter()
    pandas_all(path, folder)
    return {"seconds": time.perf_counter() - began}


CONTENDERS = {"ours": ours, "by_hand": by_hand, "polars": in_polars, "pandas": in_pandas}


def main(name: str, path: str, folder: str) -> None:
    """Run one and say what it took."""
    processor = time.process_time()
    answer = CONTENDERS[name](Path(path), Path(folder))
    processor = time.process_time() - processor
    print(json.dumps({"processor": processor, **answer, "megabytes": _most_kilobytes() / 1024}))


def _most_kilobytes() -> int:
    """The most memory that this program held; what rusage says began with the parent's."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1])


if __name__ == "__main__":
    main(*sys.argv[1:])
