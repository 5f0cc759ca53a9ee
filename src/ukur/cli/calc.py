"""`ukur calc`: the achievements in a table of figures, for each row a value or a reason."""

import json
import sys
from collections.abc import Callable
from dataclasses import replace
from gettext import gettext as _
from pathlib import Path

import click

from ukur.cli.answers import CouldNot
from ukur.cli.capping import read_cap
from ukur.domain.figures.indicator import Polarity
from ukur.domain.figures.policy import DEFAULT, Bounds, RuleSet
from ukur.domain.figures.reasons import Reason, ReasonCode
from ukur.domain.figures.sheet import ADDED, OPTIONAL, REQUIRED, Computed, computed
from ukur.domain.refusals import NotValid, Problem
from ukur.edge.figure_words import table_words
from ukur.edge.printed_table import PRINTED_ADDED, computed_cells, report_parts, untitled
from ukur.edge.printed_table import answered as report_answered
from ukur.edge.referee_table import with_bench
from ukur.edge.referee_words import WHY_OURS, bench_lines, bench_of, plain_rows
from ukur.edge.wiring import Table, csv_text, read_table, replace_file, write_table

Row = tuple[str, ...]

LONG = 10_000
"""From so many rows on, a person at a terminal sees a progress bar."""


@click.command(
    help=_(
        "Compute the achievements in a table, FILE (.csv or .xlsx).\n\n"
        "Columns: indikator, satuan, polaritas (positif, negatif, rentang), target, realisasi; "
        "optional: rumus, pembilang, penyebut. Every row and column is kept. A row that cannot "
        "be computed gets its reason in the column alasan.\n\n"
        "A column of printed achievements (tercetak, or the columns of an old report) is held "
        "against the recomputed ones, with the cause of every difference. --compare adds what "
        "each formula in public use gives; with a TARGET and a REALIZATION instead of a file it "
        "lists them for these two numbers."
    )
)
@click.argument("what", nargs=-1, required=True, metavar="FILE | TARGET REALIZATION")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help=_("Where to write the result (.csv or .xlsx); otherwise standard output."),
)
@click.option("--cap", metavar="N", help=_("Show achievements up to N percent at most."))
@click.option("--compare", is_flag=True, help=_("Show what each formula in public use gives."))
@click.option(
    "--polarity",
    type=click.Choice([polarity.value for polarity in Polarity]),
    default=Polarity.NEGATIVE.value,
    show_default=True,
    help=_("For --compare of two numbers: which direction is better."),
)
@click.option("--json", "as_json", is_flag=True, help=_("Give the rows as JSON."))
def calc(
    *,
    what: tuple[str, ...],
    output: Path | None,
    cap: str | None,
    compare: bool,
    polarity: str,
    as_json: bool,
) -> None:
    rules = replace(DEFAULT, shown=Bounds(cap=read_cap(cap)))
    if compare and len(what) == len(("target", "realization")):
        _bench(what[0], what[1], polarity, as_json=as_json)
        return
    if len(what) != 1:
        raise CouldNot(
            _("Give one file; for --compare without a file, a target and a realization.")
        )
    file = Path(what[0])
    try:
        _check_apart(file, output)
        table = _headed(read_table(file))
        answered = _answered(file.name, table, rules)
        if compare:
            answered = with_bench(answered, table.header)
        _give(answered, output, as_json=as_json)
    except NotValid as refused:
        raise CouldNot("\n".join(table_words(problem) for problem in refused.problems)) from refused


def _headed(table: Table) -> Table:
    """The table from its header on; titles of a report above it are told and left out."""
    headed, titles = untitled(table)
    if titles:
        sentence = _("{count} lines above the header were left out.")
        click.echo(sentence.format(count=titles), err=True)
    return headed


def _bench(target: str, realization: str, polarity: str, *, as_json: bool) -> None:
    """What each formula gives for one target and one realization."""
    try:
        bench = bench_of(target, realization, polarity)
    except NotValid as refused:
        raise CouldNot("\n".join(table_words(problem) for problem in refused.problems)) from refused
    if as_json:
        text = json.dumps(plain_rows(bench), ensure_ascii=False, indent=1)
    else:
        text = "\n".join([*bench_lines(bench), "", str(WHY_OURS[Polarity(polarity)])])
    click.echo(f"{text}\n".encode(), nl=False)


def _check_apart(file: Path, output: Path | None) -> None:
    if output is not None and output.resolve() == file.resolve():
        raise NotValid((Problem(output.name, "same_file"),))


def _give(answered: Table, output: Path | None, *, as_json: bool) -> None:
    if as_json and output is not None:
        replace_file(output, _json_text(answered).encode())
    elif output is not None:
        write_table(output, answered)
    else:
        text = _json_text(answered) if as_json else csv_text(answered)
        click.echo(text.encode(), nl=False)  # UTF-8 whatever the terminal speaks


def _json_text(table: Table) -> str:
    """One object for each row, by column; where a name stands twice, the added column holds."""
    rows = [dict(zip(table.header, row, strict=True)) for row in table.rows]
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"


def _answered(name: str, table: Table, rules: RuleSet) -> Table:
    """The table with every row and column it had, and the added columns after them.

    Raises:
        NotValid: a column that is needed is missing, or stands there twice.
    """
    columns = [column.strip().lower() for column in table.header]
    parts = report_parts(table.header)
    if not parts:
        _check_columns(name, columns)
    _tell_taken(columns, ADDED + PRINTED_ADDED if parts else ADDED)
    if parts:
        return report_answered(table, parts, rules)
    width = max(len(table.header), *(_filled(row) for row in table.rows), 0)
    answer = _answering(columns, rules)
    is_quick = len(table.rows) < LONG or not sys.stderr.isatty()
    with click.progressbar(table.rows, file=sys.stderr, hidden=is_quick) as rows:
        answered = tuple((*_widened(row, width), *answer(row)) for row in rows)
    return replace(table, header=(*_widened(table.header, width), *ADDED), rows=answered)


def _tell_taken(columns: list[str], added: tuple[str, ...]) -> None:
    taken = [column for column in added if column in columns]
    if taken:
        sentence = _("The column {columns} was there already; the new one stands at the end.")
        click.echo(sentence.format(columns=", ".join(taken)), err=True)


def _check_columns(name: str, columns: list[str]) -> None:
    missing = [column for column in REQUIRED if column not in columns]
    if missing:
        raise NotValid((Problem(name, "columns_missing", {"columns": ", ".join(missing)}),))
    twice = [column for column in REQUIRED + OPTIONAL if columns.count(column) > 1]
    if twice:
        raise NotValid(tuple(Problem(name, "column_twice", {"column": column}) for column in twice))


def _answering(columns: list[str], rules: RuleSet) -> Callable[[Row], Row]:
    """What computes the added cells of one row."""
    used = [(column, columns.index(column)) for column in REQUIRED + OPTIONAL if column in columns]

    def answer(row: Row) -> Row:
        if any(cell.strip() for cell in row[len(columns) :]):
            return computed_cells(Computed(reason=Reason(ReasonCode.ROW_MALFORMED)))
        if not any(cell.strip() for cell in row):
            return computed_cells(Computed(reason=Reason(ReasonCode.ROW_EMPTY)))
        return computed_cells(computed({column: row[at] for column, at in used}, rules))

    return answer


def _filled(row: Row) -> int:
    """How many cells there are up to the last that holds something."""
    return max((at for at, cell in enumerate(row, start=1) if cell.strip()), default=0)


def _widened(row: Row, width: int) -> Row:
    return (*row[:width], *("",) * (width - len(row)))
