"""Ten million rows to units, regencies, provinces and the nation, beside other ways to do it.

    python -m bench.run rollup --country-units 25000      ten million rows; by default one million

Each contender runs in a process of its own, in turns; the best of its runs counts.
"""

import json
import subprocess
import sys
from pathlib import Path

import duckdb
from django.conf import settings

from bench.figures import Figure, Sizes
from bench.rollup_data import write_country
from bench.rollup_domain import unlike

TURNS = 2
EXACT = ("ours", "by_hand")
LEVELS = ("unit", "agency", "province", "nation")
NAMES = {
    "ours": "Ibis on DuckDB",
    "by_hand": "SQL by hand, as exact",
    "polars": "polars, floating point",
    "pandas": "pandas, floating point",
}


def measure(sizes: Sizes) -> list[Figure]:
    """Seconds and memory of each contender, ratios, growth, and rows that are not equal."""
    folder = settings.DATA_DIR / "rollup"
    folder.mkdir(parents=True)
    few = write_country(folder / "few.parquet", sizes.country_units // 10)
    many = write_country(folder / "many.parquet", sizes.country_units)
    small = _run("ours", folder / "few.parquet", folder)
    runs = _best(folder)
    rows = f"{many:,} rows".replace(",", ".")
    figures = [Figure(f"{NAMES[name]}, {rows}", run["seconds"]) for name, run in runs.items()]
    figures += [
        Figure(f"{NAMES[name]}, memory", run["megabytes"], "MB") for name, run in runs.items()
    ]
    ours, by_hand = runs["ours"], runs["by_hand"]
    growth = (ours["seconds"] / small["seconds"]) / (many / few)
    return [
        *figures,
        Figure("of Ibis writing its SQL", ours["compiling"]),
        Figure("looking through the file first", ours["looking through"]),
        Figure("Ibis over SQL by hand", ours["seconds"] / by_hand["seconds"], "×"),
        Figure("the same without writing its SQL", _without(ours) / by_hand["seconds"], "×"),
        Figure(
            "the same in seconds of the processor", ours["processor"] / by_hand["processor"], "×"
        ),
        Figure("growth over linear, from a tenth", growth, "×"),
        *_differences(folder),
    ]


def _without(run: dict[str, float]) -> float:
    return run["seconds"] - run["compiling"]


def _best(folder: Path) -> dict[str, dict[str, float]]:
    """The quickest run of each; those that are held against each other take turns."""
    runs: dict[str, list[dict[str, float]]] = {name: [] for name in NAMES}
    for turn in range(TURNS):
        for name in NAMES if turn == 0 else EXACT:
            runs[name].append(_run(name, folder / "many.parquet", folder))
    return {name: min(found, key=lambda run: run["seconds"]) for name, found in runs.items()}


def _run(name: str, facts: Path, folder: Path) -> dict[str, float]:
    out = folder / name
    out.mkdir(exist_ok=True)
    words = [sys.executable, "-m", "bench.rollup_contenders", name, str(facts), str(out)]
    ran = subprocess.run(words, check=True, capture_output=True, text=True)
    answer: dict[str, float] = json.loads(ran.stdout.splitlines()[-1])
    return answer


def _differences(folder: Path) -> list[Figure]:
    """Rows that are not the same in every column, of those that were held against each other."""
    figures = []
    for level in LEVELS:
        ours, by_hand = (_rows(folder / name / f"{level}.parquet") for name in EXACT)
        rows, unlike_ = _count(ours), _count(f"{ours} EXCEPT ALL {by_hand}")
        figures.append(Figure(f"rows of {level}", rows, "rows"))
        figures.append(Figure(f"of them unlike the SQL by hand, {level}", unlike_, "rows"))
    compared, differing = unlike(folder / "many.parquet", folder / "ours" / "unit.parquet")
    figures.append(Figure("rows held against the domain", compared, "rows"))
    figures.append(Figure("of them unlike the domain", differing, "rows"))
    return [*figures, *(_inexact(folder, name) for name in NAMES if name not in EXACT)]


def _inexact(folder: Path, name: str) -> Figure:
    """Rows of units whose percentage a floating point number missed at the tenth decimal."""
    missed = _count(
        f"SELECT 1 FROM '{folder / 'ours' / 'unit.parquet'}' o "
        f"JOIN '{folder / name / 'unit.parquet'}' f "
        "ON o.area = f.unit AND o.periode = f.periode AND o.indikator = f.indikator "
        "WHERE o.reason IS DISTINCT FROM f.reason "
        "OR abs(o.raw - CAST(f.raw AS DECIMAL(28, 10)) * 10000000000) >= 1"
    )
    return Figure(f"rows of unit that {name} gets otherwise", missed, "rows")


def _count(query: str) -> int:
    found = duckdb.execute(f"SELECT count(*) FROM ({query})").fetchone()
    return int(found[0]) if found else 0


def _rows(path: Path) -> str:
    return f"SELECT area, periode, indikator, reason, raw, short, place FROM '{path}'"
