"""A year of a country's figures, made by DuckDB itself: the same for the same number of units."""

from pathlib import Path

import duckdb

REGENCIES = 514
PROVINCES = 38
INDICATORS = 100
QUARTERS = 4

_INDICATORS = f"""
    SELECT i,
        printf('IKU-%03d', i) AS indikator,
        printf('S%02d', i // 8) AS sasaran,
        CASE WHEN i % 20 < 14 THEN 'sum_ratio' WHEN i % 20 < 18 THEN 'sum' ELSE 'mean' END
            AS aturan_unit,
        CASE WHEN i % 7 = 3 THEN 'negatif' WHEN i % 25 = 5 THEN 'tepat' ELSE 'positif' END
            AS polaritas,
        CASE WHEN i % 21 = 3 THEN 'negatif_t_r' ELSE '' END AS rumus,
        CASE WHEN i % 20 >= 14 THEN 1 WHEN i % 7 = 3 THEN 100000 ELSE 100 END AS faktor,
        CASE WHEN i % 20 >= 14 THEN 40 + i WHEN i % 7 = 3 THEN 25 + i / 2.0
            ELSE 60 + i * 0.35 END AS aim
    FROM range({INDICATORS}) t(i)
"""
_UNITS = f"""
    SELECT u,
        printf('P%06d', u) AS unit,
        printf('%04d', u % {REGENCIES}) AS perangkat_daerah,
        printf('%02d', (u % {REGENCIES}) % {PROVINCES}) AS provinsi
    FROM range(?) t(u)
"""
_FACTS = """
    SELECT unit, perangkat_daerah, provinsi, printf('2026 TW%d', q) AS periode, sasaran, indikator,
        aturan_unit, polaritas, rumus, faktor,
        CASE WHEN i % 10 = 9 AND q < 4 THEN 'belum_diukur'
            WHEN h % 1000 < 8 THEN 'tidak_menyampaikan'
            WHEN h % 100000 >= 99998 THEN 'kosong' ELSE 'ada' END AS status,
        CASE WHEN status = 'ada' AND aturan_unit = 'sum_ratio' THEN
            CASE WHEN faktor = 100000 THEN g % 3 ELSE (size * (40 + g % 70)) // 100 END
            END::BIGINT AS pembilang,
        CASE WHEN pembilang IS NOT NULL THEN
            CASE WHEN faktor = 100000 THEN size * 7 ELSE size END END::BIGINT AS penyebut,
        CASE WHEN status = 'ada' AND aturan_unit <> 'sum_ratio' THEN
            (aim * (30 + g % 11000 / 100.0) / 100)::DECIMAL(18, 6) END AS nilai,
        CASE WHEN i % 33 = 7 AND aturan_unit <> 'sum' THEN 0 ELSE aim::DECIMAL(18, 2) END
            ::DECIMAL(18, 6) AS target,
        CASE WHEN i % 20 = 12 THEN (aim * 1.1)::DECIMAL(18, 2) END::DECIMAL(18, 6) AS target_atas
    FROM (
        SELECT *, hash(u, i, q) AS h, hash(u, i, q, 1) AS g, hash(u) % 900 + 100 AS size
        FROM units, indicators, quarters
    ) ORDER BY u, i, q
"""


def write_country(path: Path, units: int) -> int:
    """Write the facts of so many units as Parquet; how many rows they are."""
    with duckdb.connect(config={"memory_limit": "2GB", "threads": 2}) as database:
        database.execute(f"CREATE TABLE indicators AS {_INDICATORS}")
        database.execute(f"CREATE TABLE units AS {_UNITS}", [units])
        database.execute(f"CREATE TABLE quarters AS SELECT * FROM range(1, {QUARTERS + 1}) t(q)")
        database.sql(_FACTS).write_parquet(str(path))
    return units * INDICATORS * QUARTERS
