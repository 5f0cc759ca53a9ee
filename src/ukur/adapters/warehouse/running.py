"""One roll-up from file to file: facts in; figures of a level, and their means, out."""

import contextlib
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import duckdb
import ibis

from ukur.adapters.warehouse.averaging import means
from ukur.adapters.warehouse.engine import Engine, engine, sql
from ukur.adapters.warehouse.facts import WEIGHT_STEPS, lay_down, quoted
from ukur.adapters.warehouse.judging import judged, kept
from ukur.adapters.warehouse.rolling import (
    AREAS,
    FACTS,
    INDICATORS,
    PROVINCES,
    area_lines,
    merged,
    partials,
    realized,
    unit_lines,
)
from ukur.adapters.warehouse.telling import told_figures, told_means
from ukur.domain.figures.achievement import Achieved
from ukur.domain.figures.bulk import Level
from ukur.domain.figures.indicator import Formula
from ukur.domain.figures.notation import half_up
from ukur.domain.figures.policy import AgencyMean, Bounds, RuleSet
from ukur.domain.figures.rating import place
from ukur.domain.figures.reasons import Reason, ReasonCode
from ukur.domain.figures.rollup import ClosedWithout, Mean, mean
from ukur.domain.plain_cells import FIGURE, RISKY
from ukur.domain.refusals import NotValid, Problem

ALL_GOALS = ""
"""In place of a goal: the mean over all lines of an area."""


@dataclass(frozen=True)
class RollUp:
    """The facts of one file, rolled up to one level under one rule set."""

    engine: Engine
    level: Level
    rules: RuleSet
    decimals: int
    """Of the steps that values and targets are counted in."""

    @property
    def areas(self) -> tuple[str, ...]:
        return AREAS[self.level]

    def lines(self) -> ibis.Table:
        """Every line of every area, judged."""
        indicators = ibis.table(INDICATORS, name="indicators")
        if self.level is Level.UNIT:
            found = unit_lines(ibis.table(FACTS, name="facts"), indicators, self.rules)
        else:
            parts = ibis.table(partials(ibis.table(FACTS, name="facts")).schema(), name="parts")
            if self.level is not Level.AGENCY:
                parts = merged(parts, ibis.table(PROVINCES, name="provinces"), self.level)
            found = area_lines(parts, indicators, self.level, self.rules)
            found = realized(found, self.decimals)
        return kept(judged(found, self.rules), self.rules)

    def lay_parts(self) -> None:
        """The sums of the agencies, once, as a table of the engine."""
        if self.level is not Level.UNIT:
            parts = sql(partials(ibis.table(FACTS, name="facts")))
            self.engine.connection.execute(f"CREATE TEMP TABLE parts AS {parts}")

    def lay_means(self) -> None:
        """The table `means`: of each goal of each area and period, and of all goals together.

        Raises:
            NotValid: the rule set takes the mean of an agency over its goals.
        """
        if self.rules.agency_mean is AgencyMean.GOALS:
            raise NotValid((Problem("agency_mean", "mean_of_goals_not_in_bulk"),))
        lines = self.lines()
        for number, grouped in enumerate((lines, lines.mutate(goal=ibis.literal(ALL_GOALS)))):
            found = kept(means(grouped, self.keys, self.rules), self.unbounded)
            into = "INSERT INTO means" if number else "CREATE TEMP TABLE means AS"
            self.engine.connection.execute(f"{into} {sql(found)}")
        self._close_open(lines)

    @property
    def keys(self) -> tuple[str, ...]:
        return (*self.areas, "period", "goal")

    @property
    def unbounded(self) -> RuleSet:
        return replace(self.rules, shown=Bounds(), means=Bounds())

    def _close_open(self, lines: ibis.Table) -> None:
        """Add the shares of means on the edge as fractions, by the domain."""
        database = self.engine.connection
        keys = ", ".join(self.keys)
        still_open = database.execute(f"SELECT {keys} FROM means WHERE is_open").fetchall()
        for key in still_open:
            *area, goal = zip(self.keys, key, strict=True)
            wanted = [lines[name] == value for name, value in area]
            wanted += [] if goal[1] == ALL_GOALS else [lines.goal == goal[1]]
            chosen = lines.filter(wanted).select("reason", "above", "below", "weight")
            found = self._exact_mean(self.engine.rows(chosen))
            share = found.value if isinstance(found, Mean) else Fraction(0)
            raw = int(half_up(share * 100, 10).scaleb(10))
            short = int(half_up(share * 100, 2).scaleb(2))
            matches = " AND ".join(f"{name} = ?" for name in self.keys)
            database.execute(
                "UPDATE means SET raw = ?, shown = ?, averaged = ?, shown_short = ?, place = ?, "
                f"is_open = false WHERE {matches}",
                [raw, raw, raw, short, place(share, self.rules.scale), *key],
            )

    def _exact_mean(self, rows: Sequence[tuple[object, ...]]) -> Mean | Reason:
        outcomes: list[Achieved | Reason | ClosedWithout] = []
        for reason, above, below, _weight in rows:
            if reason is None:
                share = Fraction(int(str(above)), int(str(below)))
                outcomes.append(Achieved(share, Formula.POSITIVE))
            elif reason == ReasonCode.NOTHING_DELIVERED.value:
                outcomes.append(ClosedWithout(""))
            else:
                outcomes.append(Reason(ReasonCode(str(reason))))
        weights = [Decimal(int(str(weight))) / WEIGHT_STEPS for *_others, weight in rows]
        return mean(outcomes, self.rules, weights)

    def figures(self) -> ibis.Table:
        """The figures as they are handed out, ordered by area, period and indicator."""
        return told_figures(self.lines(), self.level, self.rules, self.decimals)

    def means(self) -> ibis.Table:
        """The means as they are handed out; `lay_means` has laid them down."""
        found = self.engine.connection.execute("DESCRIBE means").fetchall()
        kinds = {"VARCHAR": "string", "BOOLEAN": "boolean"}
        schema = {str(name): kinds.get(str(kind), "int64") for name, kind, *_rest in found}
        return told_means(ibis.table(schema, name="means"), self.level, self.rules)


@contextmanager
def rolled_up(path: Path, level: Level, rules: RuleSet) -> Iterator[RollUp]:
    """The facts in `path`, laid down and rolled up.

    Raises:
        NotValid: the file is not as it should be.
    """
    with engine() as open_engine:
        decimals = lay_down(open_engine, path, level)
        found = RollUp(open_engine, level, rules, decimals)
        found.lay_parts()
        yield found


FORMATS = {
    ".parquet": "FORMAT parquet, COMPRESSION zstd",
    ".csv": "FORMAT csv, HEADER true",
    ".json": "FORMAT json, ARRAY true",
}


def roll_up(
    path: Path, level: Level, rules: RuleSet, figures: Path, means_: Path | None = None
) -> None:
    """Write the figures of the table in `path`, and their means where they are wanted.

    Raises:
        NotValid: the table is not as it should be, or a place cannot be written.
    """
    for target in (figures, means_):
        if target is not None:
            _check_place(target, path)
    with rolled_up(path, level, rules) as found:
        _write(found.engine, found.figures(), figures)
        if means_ is not None:
            found.lay_means()
            _write(found.engine, found.means(), means_)


def _check_place(target: Path, source: Path) -> None:
    if target.suffix.lower() not in FORMATS:
        raise NotValid((Problem(target.name, "format_not_written"),))
    if target.resolve() == source.resolve():
        raise NotValid((Problem(target.name, "same_file"),))


def _write(open_engine: Engine, table: ibis.Table, target: Path) -> None:
    """The table as a file, in one move, so that no half file is ever seen."""
    draft = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    suffix = target.suffix.lower()
    options = FORMATS[suffix]
    table = _guarded(table) if suffix == ".csv" else table
    try:
        open_engine.connection.execute(f"COPY ({sql(table)}) TO {quoted(str(draft))} ({options})")
        draft.replace(target)
    except (OSError, duckdb.IOException) as error:
        with contextlib.suppress(OSError):
            draft.unlink()
        detail = str(error).strip().splitlines()[0]
        raise NotValid((Problem(target.name, "not_writable", {"detail": detail}),)) from error


def _guarded(table: ibis.Table) -> ibis.Table:
    """The same, its texts such that no spreadsheet executes one: `guarded`, for many at once."""
    texts = (table[name] for name, kind in table.schema().items() if kind.is_string())
    return table.mutate(
        **{
            text.get_name(): ibis.ifelse(
                text.re_search(RISKY) & ~text.re_search(f"^({FIGURE})$"),
                ibis.literal("'") + text,
                text,
            )
            for text in texts
        }
    )
