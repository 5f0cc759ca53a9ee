"""Tables from outside: looked through, refused with the place, or laid down as whole numbers.

unit, perangkat_daerah, provinsi    who; the last two where figures are made for them
indikator, sasaran, periode         what and when
aturan_unit, polaritas, rumus, faktor, bobot, pemilik    by which rules
status, pembilang, penyebut, nilai  what was handed in; plain numbers with a point
target, target_atas                 what was aimed at; both together are a range
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from ukur.adapters.warehouse.engine import Engine
from ukur.domain.figures.bulk import Level, State
from ukur.domain.figures.indicator import FACTORS, Formula, Polarity, UnitRule
from ukur.domain.refusals import Fact, NotValid, Problem

TEXTS = ("unit", "perangkat_daerah", "provinsi", "indikator", "sasaran", "periode")
WORDS: dict[str, tuple[str, ...]] = {
    "aturan_unit": tuple(UnitRule),
    "polaritas": tuple(Polarity),
    "rumus": tuple(Formula),
    "status": tuple(State),
    "pemilik": ("ya", "tidak"),
}
PARTS = ("pembilang", "penyebut")
AMOUNTS = ("nilai", "target", "target_atas")
NUMBERS = (*PARTS, *AMOUNTS, "faktor", "bobot")
COLUMNS = (*TEXTS, *WORDS, *NUMBERS)
REQUIRED = ("unit", "indikator", "periode", "aturan_unit", "polaritas", "target")
BY_LEVEL = {
    Level.UNIT: (),
    Level.AGENCY: ("perangkat_daerah",),
    Level.PROVINCE: ("perangkat_daerah", "provinsi"),
    Level.NATION: (),
}
OF_INDICATOR = ("sasaran", "aturan_unit", "polaritas", "rumus", "faktor", "bobot")
"""What has to be the same wherever an indicator stands in one period."""

DECIMALS, WHOLE_DIGITS = 6, 14
"""The most digits of a number behind the point and before it, as the database holds them."""
WEIGHT_STEPS = 10**4
MOST_WEIGHT = 10**6
NARROW_DIGITS = 18
"""The digits of a decimal that lies in 64 bits."""
_PLAIN = rf"-?[0-9]{{1,{WHOLE_DIGITS}}}(\.[0-9]{{1,{DECIMALS}}})?"
CSV, PARQUET = ".csv", ".parquet"


def lay_down(engine: Engine, path: Path, level: Level) -> int:
    """The tables `facts`, `indicators` and `provinces` of `engine`, from the table in `path`.

    Returns the decimals that values and targets are counted in.

    Raises:
        NotValid: the file, a column, a row or an indicator is not as it should be; the first of
            them is named.
    """
    try:
        return _Reader(engine.connection, path, level).lay_down()
    except duckdb.Error as error:
        detail = str(error).strip().splitlines()[0]
        raise NotValid((Problem(path.name, "table_unreadable", {"detail": detail}),)) from error


@dataclass
class _Reader:
    database: duckdb.DuckDBPyConnection
    path: Path
    level: Level
    names: dict[str, str] = field(default_factory=dict)
    """Our columns that are there: how the file calls them."""
    kinds: dict[str, str] = field(default_factory=dict)
    """And of which type they are."""

    def lay_down(self) -> int:
        suffix = self.path.suffix.lower()
        if not self.path.is_file():
            raise self._refused("file_missing")
        if suffix not in (CSV, PARQUET):
            raise self._refused("format_unknown")
        source = quoted(str(self.path))
        if suffix == CSV:
            self._check_header()
            self._see(f"read_csv({source}, header = true, all_varchar = true)")
            source = self._typed()
        self._see(f"read_parquet({source})")
        self._check_types()
        self._lay_rows()
        self._check_rows()
        self._check_alike()
        return self._lay_facts()

    def _refused(self, code: str, **facts: Fact) -> NotValid:
        return NotValid((Problem(self.path.name, code, facts),))

    def _see(self, source: str) -> None:
        """Let `source` be the table, and know which of our columns it has."""
        self.database.execute(f"CREATE OR REPLACE VIEW source AS SELECT * FROM {source}")
        found = self.database.execute("DESCRIBE source").fetchall()
        columns = [(str(name).strip().lower(), str(name), str(kind)) for name, kind, *_ in found]
        ours = [column for column in columns if column[0] in COLUMNS]
        self.names = {name: called for name, called, _kind in ours}
        self.kinds = {name: kind for name, _called, kind in ours}
        needed = (*REQUIRED, *BY_LEVEL[self.level])
        missing = [name for name in needed if name not in self.names]
        if "nilai" not in self.names and not self.names.keys() >= set(PARTS):
            missing.append("nilai")
        if missing:
            raise self._refused("columns_missing", columns=", ".join(missing))

    def _check_header(self) -> None:
        """Refuse a column of ours that stands twice in a CSV: its reader would rename one."""
        try:
            with self.path.open(encoding="utf-8-sig", newline="") as file:
                first = file.readline()
        except UnicodeDecodeError as error:
            raise self._refused("not_utf8", line=1) from error
        delimiter = max(",;\t|", key=first.count)
        names = [
            name.strip().lower() for name in next(csv.reader([first], delimiter=delimiter), [])
        ]
        for name in COLUMNS:
            if names.count(name) > 1:
                raise self._refused("column_twice", column=name)

    def _typed(self) -> str:
        """A CSV once more as Parquet, its numbers read; the SQL of its place."""
        for name in self._there(NUMBERS):
            text = f"trim({self._column(name)})"
            wrong = f"{text} <> '' AND NOT regexp_full_match({text}, {quoted(_PLAIN)})"
            self._refuse_first(name, "number_not_plain", wrong)
        copied = [
            f"CAST(nullif(trim({self._column(name)}), '') AS DECIMAL(20, {DECIMALS})) AS {name}"
            if name in NUMBERS
            else f"nullif({_cased(name, self._column(name))}, '') AS {name}"
            for name in self.names
        ]
        folder = self.database.execute("SELECT current_setting('temp_directory')").fetchone()
        place = quoted(str(Path(str(folder[0] if folder else "")) / "source.parquet"))
        columns = ", ".join(copied)
        self.database.execute(f"COPY (SELECT {columns} FROM source) TO {place} (FORMAT parquet)")
        return place

    def _there(self, names: Sequence[str]) -> Iterator[str]:
        return (name for name in names if name in self.names)

    def _column(self, name: str) -> str:
        called = self.names[name].replace('"', '""')
        return f'"{called}"'

    def _check_types(self) -> None:
        for name in self._there(NUMBERS):
            kind = self.kinds[name]
            if kind in ("DOUBLE", "FLOAT"):
                raise self._refused("column_is_float", column=name)
            decimals = int(kind.rstrip(")").split(",")[1]) if kind.startswith("DECIMAL") else 0
            if not kind.startswith("DECIMAL") and "INT" not in kind:
                raise self._refused("column_not_numbers", column=name, kind=kind)
            if decimals > DECIMALS:
                raise self._refused("column_too_fine", column=name, most=DECIMALS)

    def _lay_rows(self) -> None:
        """The view `entries`: all our columns, with what holds where one is absent."""
        absent = {
            "perangkat_daerah": "''",
            "provinsi": "''",
            "sasaran": "''",
            "rumus": "''",
            "pemilik": "'tidak'",
            "faktor": "1",
            "bobot": "1",
        }
        amount = "nilai IS NOT NULL OR (pembilang IS NOT NULL AND penyebut IS NOT NULL)"
        absent["status"] = f"CASE WHEN {amount} THEN 'ada' ELSE 'kosong' END"
        chosen = []
        for name in COLUMNS:
            value = self._column(name) if name in self.names else "NULL"
            if name in NUMBERS and name not in self.names:
                value = "CAST(NULL AS BIGINT)"
            elif self.kinds.get(name) == "BOOLEAN":
                value = f"CASE WHEN {value} THEN 'ya' WHEN NOT {value} THEN 'tidak' END"
            elif name not in NUMBERS:
                value = f"CAST({value} AS VARCHAR)"
            if name in absent:
                value = f"coalesce({value}, {absent[name]})"
            chosen.append(f"{value} AS {name}")
        self.database.execute(f"CREATE VIEW entries AS SELECT {', '.join(chosen)} FROM source")

    def _check_rows(self) -> None:
        """Count in one pass what is amiss, and name the first row of the first kind."""
        amiss = list(self._amiss())
        counts = ", ".join(f"count(*) FILTER (WHERE {wrong})" for _c, _code, wrong in amiss)
        found = self.database.execute(f"SELECT count(*), {counts} FROM entries").fetchone() or (0,)
        if not found[0]:
            raise self._refused("table_empty")
        for (column, code, wrong), count in zip(amiss, found[1:], strict=True):
            if count:
                self._refuse_first(column, code, wrong)

    def _amiss(self) -> Iterator[tuple[str, str, str]]:
        """Column, code of the problem, and what a row looks like that has it."""
        needed = ("unit", "indikator", "periode", *BY_LEVEL[self.level])
        yield from ((name, "cell_empty", f"coalesce({name}, '') = ''") for name in needed)
        for name, words in WORDS.items():
            listed = ", ".join(quoted(word) for word in words)
            empty = f" AND {name} <> ''" if name == "rumus" else ""
            yield name, "word_unknown", f"coalesce({name}, '') NOT IN ({listed}){empty}"
        for name in (*PARTS, *AMOUNTS):
            yield name, "number_too_large", f"abs({name}) >= {10**WHOLE_DIGITS}"
        factors = ", ".join(str(factor) for factor in FACTORS)
        yield "faktor", "factor_unknown", f"faktor NOT IN ({factors})"
        yield "bobot", "weight_unfit", f"bobot NOT BETWEEN 0 AND {MOST_WEIGHT}"
        yield "bobot", "weight_unfit", f"bobot * {WEIGHT_STEPS} <> floor(bobot * {WEIGHT_STEPS})"
        yield "penyebut", "parts_incomplete", "(pembilang IS NULL) <> (penyebut IS NULL)"
        reversed_ = "target_atas IS NOT NULL AND coalesce(target_atas < target, true)"
        yield "target_atas", "range_reversed", reversed_

    def _refuse_first(self, column: str, code: str, wrong: str) -> None:
        """Refuse the first row that is `wrong`, if there is one, by its line in the file."""
        table = "entries" if code != "number_not_plain" else "source"
        value = column if table == "entries" else self._column(column)
        row = self.database.execute(
            f"SELECT line, found FROM (SELECT row_number() OVER () AS line, {value} AS found, "
            f"({wrong}) AS wrong FROM {table}) WHERE wrong ORDER BY line LIMIT 1"
        ).fetchone()
        if row is not None:
            header = 1 if self.path.suffix.lower() == CSV else 0
            facts: dict[str, Fact] = {
                "column": column,
                "row": int(row[0]) + header,
                "found": str(row[1] or ""),
                "choices": ", ".join(WORDS.get(column, ())),
                "most": MOST_WEIGHT,
            }
            raise self._refused(code, **facts)

    def _check_alike(self) -> None:
        """An indicator has one set of rules, an agency one province, and no row stands twice."""
        self._refuse_unlike("indikator, periode", OF_INDICATOR, "indicator_unlike")
        self._refuse_unlike("perangkat_daerah, ''", ("provinsi",), "agency_in_two_provinces")
        key = "perangkat_daerah, unit, indikator, periode"
        twice = self.database.execute(
            f"SELECT 1 FROM (SELECT hash({key}) AS h FROM entries) GROUP BY h "
            "HAVING count(*) > 1 LIMIT 1"
        ).fetchone()
        if twice is not None:
            row = self.database.execute(
                f"SELECT unit, indikator, periode FROM entries GROUP BY {key} "
                "HAVING count(*) > 1 ORDER BY ALL LIMIT 1"
            ).fetchone()
            if row is not None:
                unit, indicator, period = (str(cell) for cell in row)
                raise self._refused("row_twice", unit=unit, indicator=indicator, period=period)

    def _refuse_unlike(self, keys: str, columns: Sequence[str], code: str) -> None:
        bounds = ", ".join(f"min({name}), max({name})" for name in columns)
        rows = self.database.execute(
            f"SELECT {keys}, {bounds} FROM entries GROUP BY ALL ORDER BY ALL"
        ).fetchall()
        for whose, when, *found in rows:
            for column, one, other in zip(columns, found[::2], found[1::2], strict=True):
                if one != other:
                    facts = {"whose": whose, "when": when, "column": column}
                    raise self._refused(code, **facts, one=str(one), other=str(other))

    def _lay_facts(self) -> int:
        """Numbers as whole steps, in 64 bits where all of a column fits; the decimals of a step."""
        of_parts, of_amounts = self._decimals(PARTS), self._decimals(AMOUNTS)
        names = {"nilai": "value", "target": "low", "target_atas": "high"}
        numbers = [
            f"{self._steps(name, of_parts)} AS {called}"
            for name, called in zip(PARTS, ("numerator", "denominator"), strict=True)
        ]
        numbers += [f"{self._steps(name, of_amounts)} AS {names[name]}" for name in AMOUNTS]
        self.database.execute(
            "CREATE VIEW facts AS SELECT perangkat_daerah AS agency, unit, periode AS period, "
            "indikator AS indicator, pemilik = 'ya' AS is_owner, status AS state, "
            f"{', '.join(numbers)}, aturan_unit AS rule FROM entries"
        )
        self.database.execute(
            "CREATE TEMP TABLE indicators AS SELECT periode AS period, indikator AS indicator, "
            "any_value(sasaran) AS goal, any_value(aturan_unit) AS rule, "
            "any_value(polaritas) AS polarity, any_value(rumus) AS formula, "
            f"CAST(any_value(faktor) AS HUGEINT) * {10**of_amounts} AS factor, "
            f"CAST(any_value(bobot) * {WEIGHT_STEPS} AS HUGEINT) AS weight, "
            "CAST(1 AS HUGEINT) AS one FROM entries GROUP BY ALL"
        )
        self.database.execute(
            "CREATE TEMP TABLE provinces AS SELECT perangkat_daerah AS agency, "
            "any_value(provinsi) AS province FROM entries GROUP BY ALL"
        )
        return of_amounts

    def _decimals(self, names: Sequence[str]) -> int:
        """How many decimals the numbers of these columns need, all of them: 0, 2 or 6."""
        for decimals in (0, 2):
            finer = " OR ".join(
                f"{name} * {10**decimals} <> trunc({name} * {10**decimals})" for name in names
            )
            row = self.database.execute(f"SELECT 1 FROM entries WHERE {finer} LIMIT 1").fetchone()
            if row is None:
                return decimals
        return DECIMALS

    def _steps(self, name: str, decimals: int) -> str:
        """The numbers of a column as whole steps of 10^−`decimals`."""
        largest = self.database.execute(f"SELECT max(abs({name})) FROM entries").fetchone()
        bound = 10 ** (NARROW_DIGITS - decimals)
        is_narrow = largest is None or largest[0] is None or largest[0] < bound
        digits, kind = (NARROW_DIGITS, "BIGINT") if is_narrow else (38, "HUGEINT")
        return f"CAST(CAST({name} AS DECIMAL({digits}, {decimals})) * {10**decimals} AS {kind})"


def quoted(text: str) -> str:
    """A text as DuckDB's SQL writes it."""
    return "'" + text.replace("'", "''") + "'"


def _cased(name: str, column: str) -> str:
    """A text without spaces around it; the words of our lists in small letters."""
    return f"lower(trim({column}))" if name in WORDS else f"trim({column})"
