"""The same roll-up as a person would write it in DuckDB's SQL, as exact for these data.

It knows what `rollup_data` makes and nothing more: no numbers beyond 128 bits, no negative ones,
no owners, no mixed targets, one rule set. What it leaves out is what it saves.
"""

_UNITS = """
    SELECT unit AS area, periode, indikator, polaritas, rumus,
        CASE WHEN status = 'belum_diukur' THEN 'not_due'
            WHEN status = 'tidak_menyampaikan' THEN 'nothing_delivered'
            WHEN status = 'kosong' THEN 'realization_missing' END AS lacking,
        CASE WHEN pembilang IS NOT NULL THEN pembilang::HUGEINT * faktor * 1000000
            ELSE (nilai * 1000000)::HUGEINT END AS above,
        coalesce(penyebut, 1)::HUGEINT AS below,
        (target * 1000000)::HUGEINT AS low, (target_atas * 1000000)::HUGEINT AS high
    FROM read_parquet('{path}')
"""
_SUMS = """
    SELECT provinsi, perangkat_daerah, periode, indikator,
        any_value(aturan_unit) AS aturan_unit, any_value(polaritas) AS polaritas,
        any_value(rumus) AS rumus, any_value(faktor) AS faktor,
        count(*) FILTER (status <> 'belum_diukur') AS due,
        count(*) FILTER (status = 'ada') AS given,
        count(*) FILTER (status = 'kosong') AS missing,
        sum(pembilang) AS n, sum(penyebut) AS d,
        sum((nilai * 1000000)::BIGINT) AS v,
        sum((target * 1000000)::BIGINT) FILTER (status <> 'belum_diukur') AS t,
        min((target * 1000000)::BIGINT) AS low, min((target_atas * 1000000)::BIGINT) AS high
    FROM read_parquet('{path}') GROUP BY ALL
"""
_HIGHER = """
    SELECT {area} AS area, periode, indikator, any_value(aturan_unit) AS aturan_unit,
        any_value(polaritas) AS polaritas, any_value(rumus) AS rumus, any_value(faktor) AS faktor,
        sum(due) AS due, sum(given) AS given, sum(missing) AS missing, sum(n) AS n, sum(d) AS d,
        sum(v) AS v, sum(t) AS t, min(low) AS low, min(high) AS high
    FROM sums GROUP BY ALL
"""
_AREAS = """
    SELECT area, periode, indikator, polaritas, rumus,
        CASE WHEN due = 0 THEN 'not_due' WHEN missing > 0 THEN 'unit_missing'
            WHEN given = 0 THEN 'nothing_delivered' END AS lacking,
        CASE WHEN aturan_unit = 'sum_ratio' THEN n::HUGEINT * faktor * 1000000 ELSE v END AS above,
        CASE WHEN aturan_unit = 'sum_ratio' THEN d WHEN aturan_unit = 'mean' THEN given ELSE 1 END
            ::HUGEINT AS below,
        CASE WHEN aturan_unit = 'sum' THEN t ELSE low END::HUGEINT AS low, high::HUGEINT AS high
    FROM ({source})
"""
_JUDGED = """
    WITH sized AS (
        SELECT *, low * below AS lowest, high * below AS highest,
            CASE WHEN high IS NOT NULL THEN 'rentang' WHEN rumus <> '' THEN rumus
                ELSE polaritas END AS used
        FROM ({source})
    ), aimed AS (
        SELECT *, used = 'rentang' AND above BETWEEN lowest AND highest AS inside,
            CASE WHEN used = 'rentang' AND above > highest THEN highest ELSE lowest END AS aim
        FROM sized
    ), shares AS (
        SELECT area, periode, indikator,
            CASE WHEN lacking IS NOT NULL THEN lacking WHEN inside THEN NULL
                WHEN aim = 0 AND polaritas = 'positif' THEN 'target_zero'
                WHEN aim <> 0 AND used = 'negatif_t_r' AND above = 0
                    THEN 'formula_undefined_at_zero' END AS reason,
            CASE WHEN inside OR (aim = 0 AND above = 0) THEN 1 WHEN aim = 0 THEN 0
                WHEN used = 'negatif_t_r' THEN aim WHEN polaritas = 'negatif' THEN 2 * aim - above
                WHEN polaritas = 'tepat' THEN aim - abs(above - aim) ELSE above END AS num,
            CASE WHEN inside OR aim = 0 THEN 1 WHEN used = 'negatif_t_r' THEN above
                ELSE aim END AS den
        FROM aimed
    ), valued AS (
        SELECT area, periode, indikator, reason,
            CASE WHEN reason IS NULL THEN num END AS num,
            CASE WHEN reason IS NULL THEN den END AS den
        FROM shares
    )
    SELECT area, periode, indikator, reason,
        sign(num) * ((abs(num) * 2000000000000 + den) // (2 * den)) AS raw,
        (sign(num) * ((abs(num) * 20000 + den) // (2 * den)))::BIGINT AS short,
        CASE WHEN num IS NULL THEN NULL WHEN num * 100 >= 91 * den THEN 0
            WHEN num * 100 >= 76 * den THEN 1 WHEN num * 100 >= 66 * den THEN 2
            WHEN num * 100 >= 51 * den THEN 3 ELSE 4 END AS place
    FROM valued
"""


def units_sql(path: str) -> str:
    """The figures of all units."""
    return _JUDGED.format(source=_UNITS.format(path=path))


def sums_sql(path: str) -> str:
    """The sums of all regencies: the table `sums`."""
    return _SUMS.format(path=path)


def areas_sql(area: str) -> str:
    """The figures of the areas that an expression over `sums` names."""
    return _JUDGED.format(source=_AREAS.format(source=_HIGHER.format(area=area)))
